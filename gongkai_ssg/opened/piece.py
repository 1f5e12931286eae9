"""What is found in a file: a text, another file, or that it could not be looked into."""

from __future__ import annotations

from typing import NamedTuple

SEPARATOR = " › "
# Between texts. No number goes over it but one in boxes, or in two paragraphs of a cell.
PARTED = "\n\n"
LOCKED, BROKEN = "有打开密码", "打不开，可能已经损坏"
DIED = "让读它的程序出错退出了，没有读完"
TOO_SLOW = "读了太久，没有读完"
TOO_LARGE, NESTED = "太大", "是压缩包里的压缩包"
TOO_FAR = "有一格在很远的地方，中间大多是空的"
TOO_DEEP = "一层套一层，套得太深"
UNKNOWN = "不会读"
FILE_NAMES = "文件名"


class Piece(NamedTuple):
    """A text, where in the file it stands, and the words in the head of its column.

    In a cell the text flows: a line breaks where the cell is too narrow.
    """

    where: str
    text: str
    words: str = ""
    flowing: bool = False


class Inner(NamedTuple):
    """A file within a file, by its name there."""

    name: str
    data: bytes


class Closed(NamedTuple):
    """A file, or a part of one, that ought to say something, and why it cannot be read."""

    where: str
    why: str


class Active(NamedTuple):
    """A file, or a part of one, that does something when it is opened: what, and the remedy.

    What no honest file does `stops` the build.
    """

    where: str
    what: str
    fix: str
    stops: bool = False


Found = Piece | Inner | Closed | Active
