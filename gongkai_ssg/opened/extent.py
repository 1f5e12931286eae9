"""How far out the cells of a workbook (XLSX) stand.

calamine reads a sheet as a block from its first cell to its last: one stray cell in the last corner
would take more memory than there is. Only the addresses are looked at, a piece at a time.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import NamedTuple

# A block of more cells fills no memory of ours.
MOST_CELLS = 20_000_000
_ADDRESS = re.compile(rb"""\br=["']([A-Z]{1,3})(\d{1,7})["']""")
_CHUNK, _LONGEST_ADDRESS = 1 << 20, 20
# What zipfile raises of a file that is damaged, or packed in a way that it does not know.
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError)


class Extent(NamedTuple):
    """The last row and the last column in which something stands."""

    row: int = 0
    column: int = 0

    @property
    def is_too_large(self) -> bool:
        """Whether the block up to there holds more cells than may be read."""
        return self.row * self.column > MOST_CELLS


def extent(data: bytes) -> Extent:
    """The largest block of the sheets of a workbook; of no size for other kinds of files.

    Raises:
        ValueError: if the file is damaged.
    """
    if not data.startswith(b"PK"):
        return Extent()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = [n for n in packed.namelist() if n.startswith("xl/worksheets/")]
            found = [_of_sheet(packed, name) for name in names if name.endswith(".xml")]
    except DAMAGED as error:
        raise ValueError("a damaged zip") from error
    return max(found, key=lambda one: one.row * one.column, default=Extent())


def _of_sheet(packed: zipfile.ZipFile, name: str) -> Extent:
    widest, deepest, kept = 0, 0, b""
    with packed.open(name) as sheet:
        while chunk := sheet.read(_CHUNK):
            found = _ADDRESS.findall(kept + chunk)
            deepest = max([deepest, *(int(row) for _, row in found)])
            widest = max([widest, *map(_column, {letters for letters, _ in found})])
            kept = chunk[-_LONGEST_ADDRESS:]
    return Extent(deepest, widest)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
