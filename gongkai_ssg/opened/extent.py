"""How far out the cells of a workbook (XLSX) stand.

calamine reads a sheet as a block from its first cell to its last: one stray cell in the last corner
would take more memory than there is, and end the process. Only addresses are looked at, a piece at
a time, and wherever they stand: which files are sheets, a workbook may say as it likes.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import NamedTuple

# A block of more cells fills no memory of ours; no sheet reaches further than that of Excel.
MOST_CELLS = 20_000_000
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
# Of cells (`B7`) and of rows (`7`), whose cells may have none of their own.
_ADDRESS = re.compile(rb"""\br\s*=\s*["']([A-Za-z]*)(\d+)["']""")
_TAG = re.compile(rb"<(?:\w+:)?(row|c)[\s/>]")
_CHUNK, _LONGEST_ADDRESS, _DIGITS, _LETTERS = 1 << 20, 200, 9, 6
# What zipfile raises of a file that is damaged, or packed in a way that it does not know.
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError)


class Extent(NamedTuple):
    """The last row and the last column in which something stands."""

    row: int = 0
    column: int = 0

    @property
    def is_too_large(self) -> bool:
        """Whether the block up to there holds more cells than may be read."""
        beyond = self.row > MOST_ROWS or self.column > MOST_COLUMNS
        return beyond or self.row * self.column > MOST_CELLS


def extent(data: bytes) -> Extent:
    """The largest block of the sheets of a workbook; of no size for other kinds of files.

    Raises:
        ValueError: if the file is damaged.
    """
    if not data.startswith(b"PK"):
        return Extent()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = [name for name in packed.namelist() if name.lower().endswith(".xml")]
            found = [_of_sheet(packed, name) for name in names]
    except DAMAGED as error:
        raise ValueError("a damaged zip") from error
    return max(found, key=lambda one: (one.is_too_large, one.row * one.column), default=Extent())


def _of_sheet(packed: zipfile.ZipFile, name: str) -> Extent:
    widest, deepest, has_rows, in_row, kept = 0, 0, False, 0, b""
    with packed.open(name) as sheet:
        while chunk := sheet.read(_CHUNK):
            found = _ADDRESS.findall(kept + chunk)
            deepest = max([deepest, *(_number(row) for row in {row for _, row in found})])
            widest = max([widest, *map(_column, {letters for letters, _ in found})])
            for tag in _TAG.findall(chunk):
                has_rows = has_rows or tag == b"row"
                in_row = in_row + 1 if tag == b"c" else 0
                widest = max(widest, in_row)
            kept = chunk[-_LONGEST_ADDRESS:]
    # What has no rows is no sheet, though it has addresses: lists of formulas, drawings.
    return Extent(deepest, widest) if has_rows else Extent()


def _number(digits: bytes) -> int:
    return int(digits.lstrip(b"0")[:_DIGITS] or b"0")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper()[:_LETTERS]:
        number = number * 26 + letter - ord("A") + 1
    return number
