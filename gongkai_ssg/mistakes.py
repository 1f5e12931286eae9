"""Failures of the surroundings (a full disk, a locked file) → one Chinese sentence."""

from __future__ import annotations

import errno
import re
from concurrent.futures.process import BrokenProcessPool

from gongkai_ssg.fs import BusyError, ForeignFilesError, ListLostError, NewerSiteError
from gongkai_ssg.scaffold import ScaffoldError
from gongkai_ssg.search import SearchError

_AGAIN = "，再运行一次"
_ELSEWHERE = "换一个能写的文件夹"
# What happened, and what to do.
_OS: dict[int, tuple[str, str]] = {
    errno.ENOSPC: ("磁盘满了", f"清出一些空间{_AGAIN}"),
    errno.EACCES: (
        "没有权限，或者文件正被别的程序（例如 Excel）打开",
        f"关掉那个程序{_AGAIN}；还是这样，就{_ELSEWHERE}",
    ),
    errno.EPERM: ("没有权限", f"关掉正在用它的程序{_AGAIN}；还是这样，就{_ELSEWHERE}"),
    errno.EROFS: ("磁盘是只读的", _ELSEWHERE),
    errno.EILSEQ: ("文件名里有读不出来的字", f"换一个名字{_AGAIN}"),
    errno.ENAMETOOLONG: ("文件名太长", f"换一个短的名字{_AGAIN}"),
    errno.EISDIR: ("这是一个文件夹", f"换一个文件名{_AGAIN}"),
    errno.ENOTDIR: ("路径中间有一段不是文件夹", f"核对路径{_AGAIN}"),
    errno.ENOENT: ("文件不见了", f"核对它还在不在{_AGAIN}"),
    errno.EBUSY: ("系统正占用着它，例如它是挂载上来的文件夹", "换一个文件夹，或者先卸载它"),
    errno.EADDRINUSE: ("端口都被占用了", "用 --port 换一个端口"),
}
_HELD = ("正被别的程序（例如 Excel）打开着", f"关掉那个程序{_AGAIN}")
_LONG = ("路径太长", f"把站点放到上级文件夹少、名字短的地方（例如 D:\\gk）{_AGAIN}")
# Windows knows more closely than `errno` says, or says something else there.
_WINDOWS: dict[int, tuple[str, str]] = {
    32: _HELD,  # sharing violation
    33: _HELD,  # lock violation
    1224: _HELD,  # a mapped section is open
    19: _OS[errno.EROFS],  # write protected
    39: _OS[errno.ENOSPC],
    112: _OS[errno.ENOSPC],
    123: ("Windows 不能用这个名字", f"换一个名字{_AGAIN}"),
    206: _LONG,
    **dict.fromkeys((21, 53, 59, 64, 67), ("这个盘或者网络文件夹现在打不开", f"接好{_AGAIN}")),
}
# Where Windows stops to find what lies deeper; it only says that there is nothing.
_DEEPEST = 247
_MEMORY = (
    "内存可能不够，有一步没有做完。关掉别的程序，再运行一次；生成网站时还是这样，"
    "就用 gongkai build -j 1。原来的内容没有改动。"
)
# What has the same words always; what the system ends without one it ends for want of memory.
_ALWAYS: tuple[tuple[type[Exception], str], ...] = (
    (BrokenProcessPool, _MEMORY),
    (MemoryError, _MEMORY),
)
# What is written to the side, or moved there, on the way to its place (see `fs`).
_ASIDE = re.compile(r"\.([^/\\]+)\.gongkai-(?:new|old|sig|lock)(?=[/\\]|$)")


def sentence(error: BaseException) -> str:
    """What happened and what to do; empty when it is a bug of ours."""
    if isinstance(error, ScaffoldError | SearchError):
        return str(error)
    if isinstance(error, OSError):
        reason, remedy = _of_the_disk(error)
        name = _ASIDE.sub(r"\1", str(error.filename or ""))
        name = name.encode("utf-8", "replace").decode()  # on Linux it need be no text
        named = f"“{name}”: " if name else ""
        return f"{named}{reason}。{remedy}。原来的内容没有改动。"
    if isinstance(error, RuntimeError) and str(error).startswith("Symlink loop"):
        # So pathlib calls it, before Python 3.13.
        name = str(error).partition(" from ")[2].strip("'")
        return f"“{name}”: 链接绕回了自己。核对路径{_AGAIN}。原来的内容没有改动。"
    return _of_output(error) or next((w for kind, w in _ALWAYS if isinstance(error, kind)), "")


def _of_output(error: BaseException) -> str:
    """The same of a folder that a site is written into, or read from."""
    if isinstance(error, ListLostError):
        lost = "读不出来" if error.is_there else "不见了"
        return (
            f"“{error.folder}”里的 manifest.json {lost}，分不清哪些文件是生成的，没有动它。"
            "请把整个文件夹移走或者改名，再运行一次。"
        )
    if isinstance(error, ForeignFilesError):
        first = "、".join(error.names[:3])
        return (
            f"“{error.folder}”里有不是本工具写的文件（{first}），没有动它。"
            "请先把这些文件移走；生成网站的，也可以换一个输出文件夹。"
        )
    if isinstance(error, NewerSiteError):
        return f"“{error.manifest}”是新版 gongkai 写的，没有动它。请换新版程序，再运行一次。"
    if isinstance(error, BusyError):
        return f"另一个 gongkai 正在往“{error.folder}”里写。请等它做完再试。"
    return ""


def _of_the_disk(error: OSError) -> tuple[str, str]:
    windows = getattr(error, "winerror", None)
    if windows and error.errno == errno.ENOENT and len(str(error.filename or "")) > _DEEPEST:
        return _LONG
    usual = _OS.get(error.errno or 0, ("读写失败", f"核对磁盘和文件夹{_AGAIN}"))
    return _WINDOWS.get(windows or 0, usual)
