"""What lies in a zip: the parts of an Office file, or packed files."""

from __future__ import annotations

import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from gongkai_ssg.opened import beside
from gongkai_ssg.opened.decoding import decoded
from gongkai_ssg.opened.piece import BROKEN, LOCKED, TOO_LARGE, Closed, Piece

_TAGS = re.compile(r"<[^>]*>")
_CELLS = ("xl/worksheets/", "xl/sharedStrings")
_PARTS = (".xml", ".rels")
_RUNNING = ("word/", "ppt/")
_PARAGRAPH_END = re.compile(r"</(?:w:p|a:p)>")
_BREAK = re.compile(r"<(?:w|a):(?:br|cr|tab|noBreakHyphen)\b[^>]*>")
# What is said outside the text: of a picture, of a link, and where a link leads.
_SAID = re.compile(r"\s(?:\w+:)?(?:descr|title|tooltip|Target)=\"([^\"]*)\"")
_PARTED = "\n\n"
_LOCKED_FLAG = 1
_BIGGEST = 50_000_000
_FAULTS = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError),
    *(RuntimeError, NotImplementedError, ValueError),
)


def parts(data: bytes) -> Iterator[Piece | Closed]:
    """The texts of the XML parts of an Office file that are no cells: those were read already.

    What no sheet shows (comments, names of authors, headers) is among them.
    """
    book: dict[str, str] = {}
    for member in members(data):
        if isinstance(member, Closed):
            if not member.where or (member.where.endswith(_PARTS) and member.why != TOO_LARGE):
                yield member
            continue
        name, content = member
        if beside.is_of_book(name):
            book[name] = decoded(beside.without_cells(content))
        elif name.endswith(_PARTS) and not name.startswith(_CELLS):
            yield Piece(name, _text(name, decoded(content)))
    yield from beside.pieces(book)


def _text(name: str, content: str) -> str:
    """In a text document a number may be cut into runs; anywhere else a tag ends a word."""
    said = [html.unescape(words) for words in _SAID.findall(content)]
    if name.startswith(_RUNNING):
        text = _BREAK.sub(" ", _PARAGRAPH_END.sub(_PARTED, content))
    else:
        text = _TAGS.sub(_PARTED, content)
    return _PARTED.join([_TAGS.sub("", text), *said])


def members(data: bytes) -> Iterator[tuple[str, bytes] | Closed]:
    """The files in a zip, and which of them cannot be read."""
    try:
        packed = zipfile.ZipFile(io.BytesIO(data))
    except _FAULTS:
        yield Closed("", BROKEN)
        return
    with packed:
        for member in packed.infolist():
            if not member.is_dir():
                yield _member(packed, member)


def _member(packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> tuple[str, bytes] | Closed:
    if member.flag_bits & _LOCKED_FLAG:
        return Closed("", LOCKED)
    if member.file_size > _BIGGEST:
        return Closed(member.filename, TOO_LARGE)
    try:
        return member.filename, packed.read(member)
    except _FAULTS:
        return Closed(member.filename, BROKEN)
