"""An attachment → the texts in it, each with its place: hidden sheets, comments and metadata, too.

Spreadsheets are read cell by cell; every part of an Office file is read besides, so that what no
sheet shows (comments, names of authors, headers) is seen, too. A zip is opened one level deep.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gongkai_ssg.media import suffix

_SHEETS = frozenset({"xlsx", "xls", "et", "ods"})
_PACKED = frozenset({"docx", "xlsx", "pptx", "ods"})
_TAGS = re.compile(r"<[^>]*>")
_CELLS = ("xl/worksheets/", "xl/sharedStrings")
_RUNNING = ("word/", "ppt/")
_PARAGRAPH_END = re.compile(r"</(?:w:p|a:p)>")
_BIGGEST = 50_000_000
_SEPARATOR = " › "


class Piece(NamedTuple):
    """A text, where in the file it stands, and the words in the head of its column."""

    where: str
    text: str
    words: str = ""


def pieces(name: str, data: bytes) -> Iterator[Piece]:
    """The texts of a file by its name; nothing of a kind that cannot be opened."""
    kind = suffix(name)
    if kind in _SHEETS:
        yield from _sheets(data)
    if kind == "csv":
        yield from _table("", [*csv.reader(io.StringIO(_decoded(data)))])
    if kind == "txt":
        yield Piece("", _decoded(data))
    if kind in _PACKED:
        yield from _parts(data)
    if kind == "zip":
        yield from _inside(data)


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "replace")


def _sheets(data: bytes) -> Iterator[Piece]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for name in book.sheet_names:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            yield from _table(name, [[_shown(cell) for cell in row] for row in rows])
    except (CalamineError, ValueError):
        return


def _shown(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _table(sheet: str, rows: Sequence[Sequence[str]]) -> Iterator[Piece]:
    """Cells by their address (`D17`); of a column all words above are its head."""
    heads: dict[int, str] = {}
    for number, row in enumerate(rows, 1):
        for column, text in enumerate(row):
            if not text:
                continue
            if not any(char.isdigit() for char in text):
                heads[column] = heads.get(column, "")[-100:] + text
                continue
            address = f"{_letters(column)}{number}"
            where = f"{sheet}{_SEPARATOR}{address}" if sheet else address
            yield Piece(where, text, heads.get(column, ""))


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _parts(data: bytes) -> Iterator[Piece]:
    """The texts of the XML parts of an Office file that are no sheets: those were read as cells."""
    for name, content in _members(data):
        if not name.endswith((".xml", ".rels")) or name.startswith(_CELLS):
            continue
        text = _decoded(content)
        # In a text document a number may be cut into runs; anywhere else a tag ends a word.
        joined = name.startswith(_RUNNING)
        text = _PARAGRAPH_END.sub("\n", text) if joined else _TAGS.sub("\n", text)
        yield Piece(name, _TAGS.sub("", text))


def _inside(data: bytes) -> Iterator[Piece]:
    for name, content in _members(data):
        if suffix(name) != "zip":
            for piece in pieces(name, content):
                where = f"{name}{_SEPARATOR}{piece.where}" if piece.where else name
                yield piece._replace(where=where)


def _members(data: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for member in packed.infolist():
                if not member.is_dir() and member.file_size <= _BIGGEST:
                    yield member.filename, packed.read(member)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError):
        return
