"""A table as it lies in a file: cells in rows and columns, each with its place.

A cell that a merged one covers has no text of its own and knows the cell that covers it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from gongkai_ssg.opened.piece import SEPARATOR
from gongkai_ssg.opened.sheets import letters

# A table has no more than this; what is wider or longer is none of ours, or a mistake of Excel's.
MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 100_000, 200, 2_000_000
Spot = tuple[int, int]


# How often merged ranges may cover a table; they should not overlap at all.
_OVERLAPS = 4
_DIGITS = 9


class NotATableError(Exception):
    """The file cannot be read, or holds no table; the message is a sentence for the clerk."""


class Cell(NamedTuple):
    """What a cell says, where it stands (`表1 › C7`), and which cell covers it, if any."""

    text: str
    row: int
    column: int
    covered_by: Spot | None = None

    @property
    def address(self) -> str:
        """Its address as Excel gives it."""
        return f"{letters(self.column)}{self.row + 1}"


@dataclass(frozen=True, slots=True)
class Grid:
    """One table of a file; `above` is the text that stands over it."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    above: str = ""

    def place(self, cell: Cell) -> str:
        """A cell's place for a person."""
        return f"{self.name}{SEPARATOR}{cell.address}"

    def source(self, cell: Cell) -> Cell:
        """The cell whose text holds here: itself, or the one that covers it."""
        if cell.covered_by is None:
            return cell
        row, column = cell.covered_by
        return self.rows[row][column]

    def text(self, cell: Cell) -> str:
        """The text that holds here."""
        return self.source(cell).text


def laid_out(lines: Iterable[Mapping[int, str]]) -> Iterator[list[str]]:
    """Rows that are kept as texts by column."""
    return ([line.get(at, "") for at in range(max(line, default=-1) + 1)] for line in lines)


def grid(
    name: str,
    texts: Iterable[Sequence[str]],
    merged: Iterable[tuple[Spot, Spot]] = (),
    above: str = "",
) -> Grid:
    """A grid of texts; `merged` are ranges, first and last cell.

    Rows and columns at the end in which nothing stands are left out.

    Raises:
        NotATableError: if it is larger than a table can be.
    """
    trimmed = list(_trimmed(texts))
    width = max(map(len, trimmed), default=0)
    if len(trimmed) * width > MOST_CELLS:
        raise NotATableError(f"有一张表有 {len(trimmed)} 行、{width} 列，请分成几个文件")
    cover = dict(_covered(merged, len(trimmed), width))
    rows = tuple(
        tuple(
            Cell("" if (r, c) in cover else text, r, c, cover.get((r, c)))
            for c, text in enumerate((*row, *[""] * (width - len(row))))
        )
        for r, row in enumerate(trimmed)
    )
    return Grid(name, rows, above)


def _trimmed(texts: Iterable[Sequence[str]]) -> Iterator[Sequence[str]]:
    """Without the empty end of each row, and without empty rows at the end."""
    waiting: list[Sequence[str]] = []
    for number, row in enumerate(texts):
        check_place(number)
        last = max((at for at, text in enumerate(row) if text), default=-1)
        waiting.append(row[: min(last + 1, MOST_COLUMNS)])
        if last >= 0:
            yield from waiting
            waiting = []


def _covered(
    merged: Iterable[tuple[Spot, Spot]], height: int, width: int
) -> Iterator[tuple[Spot, Spot]]:
    left_over = _OVERLAPS * height * width
    for (top, left), (bottom, right) in merged:
        if top >= height or left >= width:
            continue
        down, across = range(top, min(bottom + 1, height)), range(left, min(right + 1, width))
        left_over -= len(down) * len(across)
        if left_over < 0:
            raise NotATableError("有一张表的合并单元格互相重叠，读不出来")
        yield from (((r, c), (top, left)) for r in down for c in across if (r, c) != (top, left))


def check_place(row: int, column: int = 0) -> None:
    """Refuse a cell where no table reaches.

    Raises:
        NotATableError: if it lies there.
    """
    if row >= MOST_ROWS:
        raise NotATableError(f"超过 {MOST_ROWS} 行，请分成几个文件")
    if column >= MOST_COLUMNS:
        raise NotATableError(f"有一张表超过 {MOST_COLUMNS} 列，不像是目录表")


def count(written: str | None, default: int = 1) -> int:
    """How many cells or rows an attribute of a file names; `default` where it names none."""
    digits = (written or "").strip()
    if not (digits.isascii() and digits.isdecimal()):
        return default
    return min(int(digits.lstrip("0")[:_DIGITS] or "0"), MOST_ROWS)
