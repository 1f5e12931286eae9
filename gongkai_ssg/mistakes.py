"""Failures of the surroundings (a full disk, a locked file) → one Chinese sentence."""

from __future__ import annotations

import errno
import re
from concurrent.futures.process import BrokenProcessPool

from gongkai_ssg.build import LedgerError
from gongkai_ssg.fs import BusyError, ForeignFilesError
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
    errno.EADDRINUSE: ("端口都被占用了", "用 --port 换一个端口"),
}
_MEMORY = (
    "内存可能不够，有一步没有做完。关掉别的程序，再运行一次；生成网站时还是这样，"
    "就用 gongkai build -j 1。原来的内容没有改动。"
)
_LEDGER = (
    "网站已经更新，但是台账 published.yaml 没有写成。"
    "请关掉正在打开它的程序，再运行一次 gongkai build。"
)
# What has the same words always; what the system ends without one it ends for want of memory.
_ALWAYS: tuple[tuple[type[Exception], str], ...] = (
    (BrokenProcessPool, _MEMORY),
    (MemoryError, _MEMORY),
    (LedgerError, _LEDGER),
)
# What is written to the side, or moved there, on the way to its place (see `fs`).
_ASIDE = re.compile(r"\.([^/\\]+)\.gongkai-(?:new|old|lock)(?=[/\\]|$)")


def sentence(error: BaseException) -> str:
    """What happened and what to do; empty when it is a bug of ours."""
    if isinstance(error, ForeignFilesError):
        first = "、".join(error.names[:3])
        return (
            f"“{error.folder}”里有不是本工具写的文件（{first}），没有动它。"
            "请换一个输出文件夹，或者先把这些文件移走。"
        )
    if isinstance(error, BusyError):
        return f"另一个 gongkai 正在往“{error.folder}”里写。请等它做完再试。"
    if isinstance(error, ScaffoldError | SearchError):
        return str(error)
    if isinstance(error, OSError):
        reason, remedy = _OS.get(error.errno or 0, ("读写失败", f"核对磁盘和文件夹{_AGAIN}"))
        name = _ASIDE.sub(r"\1", str(error.filename or ""))
        name = name.encode("utf-8", "replace").decode()  # on Linux it need be no text
        named = f"“{name}”: " if name else ""
        return f"{named}{reason}。{remedy}。原来的内容没有改动。"
    if isinstance(error, RuntimeError) and str(error).startswith("Symlink loop"):
        # So pathlib calls it, before Python 3.13.
        name = str(error).partition(" from ")[2].strip("'")
        return f"“{name}”: 链接绕回了自己。核对路径{_AGAIN}。原来的内容没有改动。"
    return next((words for kind, words in _ALWAYS if isinstance(error, kind)), "")
