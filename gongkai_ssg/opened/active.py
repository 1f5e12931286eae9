"""What in an attachment would run on the computer of whoever opens it, or be written elsewhere."""

from __future__ import annotations

import contextlib
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence

from gongkai_ssg.media import suffix
from gongkai_ssg.opened.piece import Active

# What Windows, a telephone or another system runs when it is opened.
_PROGRAMS = frozenset(
    "exe com bat cmd scr pif cpl dll msi msp msix appx js jse vbs vbe wsf wsh hta ps1 psm1 lnk "
    "scf reg jar chm apk ipa sh command dmg pkg deb rpm appimage".split()
)
# A single stroke at the head is taken off by whoever unpacks; careless programs write it.
_OUTSIDE = re.compile(r"\\\\|//|[A-Za-z]:[\\/]|(?:.*[\\/])?\.\.(?:[\\/]|$)", re.DOTALL)
# Macros as Office, and as OpenDocument keeps them; in an old file by the name of their storage.
_MACROS = re.compile(r"(?:.*/)?vbaProject\.bin|Basic/.+|Scripts/.+", re.IGNORECASE | re.DOTALL)
_STORAGE = "_VBA_PROJECT".encode("utf-16-le")
MACRO_SHEETS = frozenset({"MacroSheet", "Vba"})
_PROGRAM_SIGN = b"This program cannot be run in DOS mode"
# An action of a PDF; any character of a name may be written as its number.
_BETWEEN = rb"(?:[\s\0]|%[^\r\n]{0,80}+[\r\n])*+"
_ACTION = re.compile(rb"(?:/(?:S|#53)|\bobj)" + _BETWEEN + rb"/([A-Za-z0-9#]{6,40})")
_NUMBERED = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM, _HEAD = re.compile(rb"(?<!end)stream\r?\n"), 300
_MOST_UNPACKED, _PIECE = 50_000_000, 8192
_WHOLE_FILE = "另存为不带宏的文件，或者打印成 PDF，再放上来；来历不明的不要发布"
_ACTIONS = {
    b"JavaScript": "里面有脚本，打开或者填写时会运行",
    b"Launch": "里面的动作会启动别的程序",
}


def programs(names: Iterable[str]) -> Iterator[Active]:
    """Those of the files within a file that are programs."""
    what = "是程序，点开就会在别人的电脑上运行"
    fix = "从里面去掉；办事要用的软件，写明到哪个网站下载"
    yield from _counted(list(filter(is_program, names)), what, fix)


def outside(names: Iterable[str]) -> Iterator[Active]:
    """Files in a zip whose names lead out of the folder into which it is unpacked."""
    what = "的名称指到了文件夹外面，解压时会写到别处"
    fix = "解开，看清里面有什么，再重新压缩；来历不明的不要发布"
    for one in _counted(list(filter(_OUTSIDE.match, names)), what, fix):
        yield one._replace(stops=True)


def is_program(name: str) -> bool:
    """Whether a file is run when it is opened, by its name; Windows drops dots at its end."""
    return suffix(name.rstrip(" .")) in _PROGRAMS


def _counted(names: Sequence[str], what: str, fix: str) -> Iterator[Active]:
    if names:
        yield Active(names[0], f"等{len(names)}个文件{what}" if len(names) > 1 else what, fix)


def macros() -> Active:
    """What is said of a file with macros."""
    return Active("", "里面有宏，打开时可能运行", _WHOLE_FILE)


def has_macros(names: Iterable[str]) -> bool:
    """Whether the parts of an Office file hold any."""
    return any(map(_MACROS.fullmatch, names))


def has_old_macros(data: bytes) -> bool:
    """Whether an old Office file holds any."""
    return _STORAGE in data


def of_object(name: str, data: bytes) -> Iterator[Active]:
    """A program that was put into a document, or macros that have not their usual name there."""
    if has_old_macros(data) and not has_macros([name]):
        yield macros()._replace(where=name)
    if _PROGRAM_SIGN in data:
        yield Active(name, "里面包着程序", "从文档里删掉它，再放上来；来历不明的不要发布")


def of_paper(data: bytes, count_scripts: Callable[[], int]) -> Iterator[Active]:
    """What a PDF does by itself; its objects may be packed."""
    met = {_unescaped(one) for one in _ACTION.findall(data)}
    for unpacked in _packed_objects(data):
        met.update(_unescaped(one) for one in _ACTION.findall(unpacked))
    if count_scripts():
        met.add(b"JavaScript")
    for action, what in _ACTIONS.items():
        if action in met:
            yield Active("", what, "用原来的文件重新导出，或者打开后打印成一份新的 PDF")


def _packed_objects(data: bytes) -> Iterator[bytes]:
    left = _MOST_UNPACKED
    for found in _STREAM.finditer(data):
        head = data[max(0, found.start() - _HEAD) : found.start()].rpartition(b"obj")[2]
        if b"/ObjStm" in _unescaped(head):
            unpacked = _unpacked(data, found.end(), left)
            left -= len(unpacked)
            yield unpacked


def _unpacked(data: bytes, start: int, most: int) -> bytes:
    """So many bytes at most, piece by piece: what is left of a piece is copied."""
    packed, parts = zlib.decompressobj(), [b""]
    with contextlib.suppress(zlib.error):
        while most > 0 and not packed.eof and (piece := data[start : start + _PIECE]):
            parts.append(packed.decompress(piece, most))
            most -= len(parts[-1])
            start += _PIECE
    return b"".join(parts)


def _unescaped(name: bytes) -> bytes:
    return _NUMBERED.sub(lambda one: bytes([int(one[1], 16)]), name)
