"""Spreadsheets, cell by cell; hidden sheets and columns are read like all others."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

from gongkai_ssg.opened import active, books, longhand
from gongkai_ssg.opened.books import Sheet
from gongkai_ssg.opened.decoding import decoded
from gongkai_ssg.opened.extent import extent
from gongkai_ssg.opened.longhand import Longhand
from gongkai_ssg.opened.piece import BROKEN, LOCKED, SEPARATOR, TOO_FAR, Active, Closed, Piece

_HEAD = 100
_HIDDEN = "（隐藏的工作表）"
_NO_NUMBERS: Mapping[str, str] = MappingProxyType({})
_SNIFFED = 4096
# Boxes of a form, a character of an ID number in each.
_BOXES = re.compile(r"(?<!\S)[1-8][0-9]{16}[0-9Xx](?!\S)")
_BOXED = frozenset("0123456789Xx")
_QUOTED = re.compile(r"\"[^\"]*\"?")


def cells(data: bytes) -> Iterator[Piece | Closed | Active]:
    """The cells of every sheet, by their addresses (`Sheet2 › D17`), and its name."""
    try:
        if extent(data).is_too_large:
            yield Closed("", TOO_FAR)
            return
        written = longhand.of_book(data)
    except (OSError, ValueError):
        yield Closed("", BROKEN)
        return
    try:
        book = books.read(data)
    except books.LockedError:
        yield Closed("", LOCKED)
        return
    except books.DamagedError as error:
        yield Closed("", str(error))
        return
    for sheet in book:
        yield Piece("工作表名称", sheet.name)
        yield from _sheet(sheet, written.get(sheet.name, Longhand({}, {})))


def _sheet(sheet: Sheet, written: Longhand) -> Iterator[Piece | Closed | Active]:
    if sheet.kind in active.MACRO_SHEETS:
        yield active.macros()
    if sheet.is_chart:
        return
    if sheet.rows is None:
        yield Closed(sheet.name, BROKEN)
        return
    texts = [[_shown(cell) for cell in row] for row in sheet.rows]
    name = sheet.name if sheet.is_visible else f"{sheet.name}{_HIDDEN}"
    yield from _table(name, texts, written.numbers)
    for address, formula in written.formulas.items():
        yield Piece(SEPARATOR.join(filter(None, (name, address))), formula)
    if "" in written.numbers:
        yield Piece(name, written.numbers[""])


def csv_cells(data: bytes) -> Iterator[Piece]:
    """The cells of a CSV file, by their addresses as Excel would give them."""
    text = decoded(data).replace("\0", "")
    try:
        rows = csv_rows(text)
    except csv.Error:
        # An open quote takes more into one cell than a cell can hold.
        rows = [line.split(",") for line in text.splitlines()]
    yield from _table("", rows)


def csv_rows(text: str) -> list[list[str]]:
    """The cells of a CSV text, parted by commas, tabs or semicolons, whichever there are most of.

    What Excel calls a Unicode text has tabs. What stands in quotes parts nothing.

    Raises:
        csv.Error: if it is none.
    """
    delimiter = max(",\t;", key=_QUOTED.sub("", text[:_SNIFFED]).count)
    return [*csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]


def _shown(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _table(
    sheet: str, rows: Sequence[Sequence[str]], numbers: Mapping[str, str] = _NO_NUMBERS
) -> Iterator[Piece]:
    """Of a column all words above a cell are its head; `numbers` stand at their addresses."""
    heads: dict[int, str] = {}
    for number, row in enumerate(rows, 1):
        for boxes in _BOXES.finditer("".join(text if text in _BOXED else " " for text in row)):
            address = f"{letters(boxes.start())}{number}"
            # A line for each, so that it is no card of a bank.
            yield Piece(SEPARATOR.join(filter(None, (sheet, address))), "\n".join(boxes[0]))
        for column, text in enumerate(row):
            if not text:
                continue
            address = f"{letters(column)}{number}"
            where = f"{sheet}{SEPARATOR}{address}" if sheet else address
            yield Piece(where, numbers.get(address, text), heads.get(column, ""), flowing=True)
            if not any(char.isdigit() for char in text):
                heads[column] = heads.get(column, "")[-_HEAD:] + text


@lru_cache(maxsize=256)
def letters(column: int) -> str:
    """The name of a column, counted from 0: A, B … Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
