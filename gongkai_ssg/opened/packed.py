"""What lies in a zip: the parts of an Office file, or packed files."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator

from gongkai_ssg.media import suffix
from gongkai_ssg.opened import active, beside, documents, kinds, layout, running
from gongkai_ssg.opened.decoding import decoded, strictly
from gongkai_ssg.opened.extent import DAMAGED
from gongkai_ssg.opened.piece import (
    BROKEN,
    FILE_NAMES,
    LOCKED,
    PARTED,
    TOO_LARGE,
    UNKNOWN,
    Active,
    Closed,
    Found,
    Inner,
    Piece,
)

_CELLS = ("xl/worksheets/", "xl/sharedStrings")
_PARTS = (".xml", ".rels", ".vml", ".rdf", ".psmdcp")
# Settings of printers, signatures and seals, objects of older programs.
_BYTES = frozenset({"bin", "dat", "esl", "sigs", ""})
_OBJECTS, _PICTURES = "embeddings/", "/media/"
_PAGE_TEXT = "TextCode"
_COMMENT = "压缩包的注释"
# Parts of documents of Word, of presentations and of OpenDocument by what they are in a program.
_CALLED = tuple(
    (re.compile(name), called)
    for name, called in (
        (r"word/document\d*\.xml|content\.xml", "正文"),
        (r"word/header\d*\.xml", "页眉"),
        (r"word/footer\d*\.xml", "页脚"),
        (r"(?:word|xl|ppt)/(?:threadedC|c)omments", "批注"),
        (r"word/footnotes\.xml", "脚注"),
        (r"word/endnotes\.xml", "尾注"),
        (r"ppt/slides/slide\d*\.xml", "幻灯片"),
        (r"ppt/notesSlides/", "幻灯片的备注"),
        (r"docProps/|meta\.xml", "文件属性"),
        (r"(?:word|ppt|xl)/(?:\w+/)?_rels/", "链接"),
    )
)
# What an object of an older program may hold without showing it; a theme is no document.
_WRAPPED, _THEME = (b"PK\x03\x04", b"%PDF-", b"Rar!\x1a"), b"theme/theme"
_LOCKED_FLAG, _UTF_8_FLAG = 0x1, 0x800
_BIGGEST, _MOST = 50_000_000, 300_000_000
# Of cells, which are not unpacked here.
_MOST_OF_A_BOOK = 1_000_000_000
# So many times as large as they are packed only files get that were made for it.
_LOOSE, _RATIO = 5_000_000, 100
_FAULTS = (*DAMAGED, OSError, ValueError)


class Budget:
    """How many bytes may still be unpacked of one file, with all that lies within it."""

    def __init__(self, left: int = _MOST) -> None:
        self.left = left

    def pays(self, size: int) -> bool:
        """Whether there is room for so many more bytes; if so they are taken off."""
        if size > self.left:
            return False
        self.left -= size
        return True


def parts(data: bytes, budget: Budget) -> Iterator[Found]:
    """The texts of an Office or OFD file that are no cells (those were read already).

    What no sheet and no page shows (comments, names of authors, headers) is among them, and the
    files that were put in.
    """
    book: dict[str, str] = {}
    strange: list[str] = []
    names: list[str] = []
    for member in _members(data, budget, _is_wanted, names):
        if isinstance(member, Closed):
            if member.why != TOO_LARGE or not member.where.startswith(_CELLS):
                yield member
        elif beside.is_of_book(member.name):
            book[member.name] = decoded(beside.without_cells(member.data))
        elif member.name.endswith(_PARTS):
            yield Piece(_called(member.name), _text(decoded(member.data)))
        elif suffix(member.name) in _BYTES:
            yield from _bytes(member)
        elif kinds.is_read(member.name):
            yield member
        elif _PICTURES not in member.name:
            strange.append(member.name)
    yield from _comments(data)
    yield from beside.pieces(book)
    yield from kinds.strangers(strange)
    yield from active.programs(names)
    if active.has_macros(names):
        yield active.macros()


def _called(part: str) -> str:
    """What a clerk knows a part by; its own name where that is known to nobody."""
    return next((called for name, called in _CALLED if name.match(part)), part)


def _is_wanted(name: str) -> bool:
    is_cells = name.startswith(_CELLS) and not beside.is_of_book(name)
    return not is_cells and not kinds.is_silent(name)


def _text(content: str) -> str:
    """Of a page of OFD the pieces of its lines, too: together, and each for itself."""
    text = running.text(content)
    return PARTED.join((layout.lines(content), text)) if _PAGE_TEXT in content else text


def _bytes(member: Inner) -> Iterator[Piece | Closed | Active]:
    yield from active.of_object(member.name, member.data)
    for piece in documents.binary(member.data):
        yield piece._replace(where=member.name)
    is_object = _OBJECTS in member.name and _THEME not in member.data
    if is_object and any(sign in member.data for sign in _WRAPPED):
        yield Closed(member.name, UNKNOWN)


def files(data: bytes, budget: Budget) -> Iterator[Found]:
    """The files in a zip, what they are called, and which of them cannot be read."""
    names: list[str] = []
    strange: list[str] = []

    def is_wanted(name: str) -> bool:
        if kinds.is_silent(name):
            return False
        if not kinds.is_read(name):
            strange.append(name)
        return kinds.is_read(name)

    yield from _members(data, budget, is_wanted, names)
    yield Piece(FILE_NAMES, PARTED.join(names))
    yield from _comments(data)
    yield from kinds.strangers(strange)
    yield from active.programs(names)
    yield from active.outside(names)


def _comments(data: bytes) -> Iterator[Piece]:
    """What is said of a zip, and of the files in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            said = (packed.comment, *(member.comment for member in packed.infolist()))
    except _FAULTS:
        return
    if any(said):
        yield Piece(_COMMENT, PARTED.join(decoded(one) for one in said if one))


def is_too_large(data: bytes) -> bool:
    """Whether a zip says of itself that all of it fills no memory of ours."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return sum(member.file_size for member in packed.infolist()) > _MOST_OF_A_BOOK
    except _FAULTS:
        return False


def _members(
    data: bytes, budget: Budget, is_wanted: Callable[[str], bool], names: list[str]
) -> Iterator[Inner | Closed]:
    """The files that are wanted; all `names` are noted."""
    try:
        packed = zipfile.ZipFile(io.BytesIO(data))
    except _FAULTS:
        yield Closed("", BROKEN)
        return
    with packed:
        for member in packed.infolist():
            name = _name(member)
            # `is_dir` of Python 3.11 fails where a member has no name at all.
            if member.filename.endswith("/"):
                continue
            names.append(name)
            if is_wanted(name):
                yield _member(packed, member, name, budget)


def _name(member: zipfile.ZipInfo) -> str:
    """Without a flag a name is in the encoding of the office's Windows, which is GBK."""
    if member.flag_bits & _UTF_8_FLAG or member.filename.isascii():
        return member.filename
    try:
        return strictly(member.filename.encode("cp437")) or member.filename
    except UnicodeEncodeError:
        return member.filename


def _member(
    packed: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, budget: Budget
) -> Inner | Closed:
    if member.flag_bits & _LOCKED_FLAG:
        return Closed("", LOCKED)
    is_bomb = member.file_size > max(_LOOSE, member.compress_size * _RATIO)
    if is_bomb or member.file_size > _BIGGEST or not budget.pays(member.file_size):
        return Closed(name, TOO_LARGE)
    try:
        with packed.open(member) as opened:
            # No more is unpacked than it says that there is; a byte more finds the end and the sum.
            return Inner(name, opened.read(member.file_size + 1))
    except _FAULTS:
        return Closed(name, BROKEN)
