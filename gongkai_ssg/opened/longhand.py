"""What a cell of a workbook (XLSX) has in its file, where a reader of values shows less of it.

A number is a binary fraction to calamine, as to Excel: of an ID number that another program wrote
as a number the last digits get lost, and are still in the file. Of a formula only its value is
shown. The sheets are looked through a piece at a time.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from gongkai_ssg.opened import beside
from gongkai_ssg.opened.extent import DAMAGED

_CHUNK = 1 << 20
# A formula has no more than 8192 characters, each of up to six bytes; a cell is whole in this.
_LONGEST_CELL = 1 << 16
_CELL = re.compile(
    rb"<(?:\w+:)?c\b([^<>]*+)(?<!/)>\s*(?:<(?:\w+:)?f\b[^<>]*(?:(?<=/)>|>([^<]*)</(?:\w+:)?f>)\s*)?"
    rb"(?:<(?:\w+:)?v\b[^<>]*>([^<]*)</)?"
)
# In a sheet of short numbers there is neither a formula nor so many digits.
_FORMULAS, _DIGITS = (b"<f", b":f"), re.compile(rb"[0-9]{16}")
_ADDRESS, _TYPE = re.compile(rb"\br=[\"']([A-Z]+[0-9]+)"), re.compile(rb"\bt=[\"'](?!n[\"'])")
# More digits than a binary fraction keeps for certain.
_LONG = re.compile(rb"\s*([0-9]{16,30}(?:\.0*)?|[0-9]\.[0-9]{16,30}[Ee]\+?[0-9]{1,2})\s*")
_TELLING = re.compile(r"\"|[0-9]{15}")
_JOINED = re.compile(r"\"\s*&\s*\"")


class Longhand(NamedTuple):
    """Long numbers and formulas of a sheet by the addresses of their cells (``""`` without one)."""

    numbers: dict[str, str]
    formulas: dict[str, str]


def of_book(data: bytes) -> dict[str, Longhand]:
    """What the sheets have, by their names; nothing for other kinds of files.

    Raises:
        ValueError: if the file is damaged.
    """
    if not data.startswith(b"PK"):
        return {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            inside = frozenset(packed.namelist())
            about = {one: packed.read(one).decode("utf-8", "replace") for one in beside.BOOK}
            names = beside.sheet_names(about) if inside else {}
            return {name: _of_sheet(packed, part) for part, name in names.items() if part in inside}
    except KeyError:
        # An open document has no such parts.
        return {}
    except DAMAGED as error:
        raise ValueError("a damaged zip") from error


def _of_sheet(packed: zipfile.ZipFile, part: str) -> Longhand:
    found = Longhand({}, {})
    kept = b""
    with packed.open(part) as sheet:
        while chunk := sheet.read(_CHUNK):
            for address, formula, number in _cells(kept + chunk):
                if number:
                    found.numbers[address] = number
                if formula:
                    found.formulas[address] = formula
            kept = (kept + chunk)[-_LONGEST_CELL:]
    return found


def _cells(content: bytes) -> Iterator[tuple[str, str, str]]:
    if not (any(sign in content for sign in _FORMULAS) or _DIGITS.search(content)):
        return
    for cell in _CELL.finditer(content):
        written, formula, value = cell.groups()
        number = _number(value) if value and not _TYPE.search(written) else ""
        said = _said(formula) if formula else ""
        if number or said:
            address = _ADDRESS.search(written)
            yield address[1].decode() if address else "", said, number


def _number(value: bytes) -> str:
    """All digits of a long number; nothing for any other."""
    found = _LONG.fullmatch(value)
    return f"{Decimal(found[1].decode()):f}".partition(".")[0] if found else ""


def _said(formula: bytes) -> str:
    """A formula with the words in it put together, if there are any."""
    text = html.unescape(formula.decode("utf-8", "replace"))
    return _JOINED.sub("", text) if _TELLING.search(text) else ""
