"""A table → its items as they are written, and what can be inferred where a cell says nothing.

Nothing is made up: an element holds what its own cell says, 同上 and nothing included. What a
merged cell, 同上 or the row above would give stands beside it, with the cell that it comes from.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from gongkai_ssg.model import CODE
from gongkai_ssg.opened.piece import SEPARATOR
from gongkai_ssg.tables import heads, marks
from gongkai_ssg.tables.grid import Cell, Grid
from gongkai_ssg.tables.heads import Head
from gongkai_ssg.tables.labels import CHECK, PARTS, TOO_LONG, Labels

# Elements that hold for the rows below until another stands there, where offices merged cells.
_GOES_ON = (
    *("一级事项", "二级事项", "公开依据", "公开时限", "公开主体", "公开渠道"),
    *("公开对象", "公开方式", "公开层级"),
)
_NOTE = re.compile(r"^\s*(?:注|备注|说明|填表说明|附注)\s*[:：.、]|^\s*[“\"]?[■□☑].*表示")
_SPACE = re.compile(r"\s+")
# The site's own table has the code behind the name.
_CODED = re.compile(rf"(.+?)\s+({CODE.pattern})", re.ASCII | re.DOTALL)


def fingerprint(text: str) -> str:
    """A short hash of what a cell said when gongkai wrote it."""
    return hashlib.sha256(text.strip().encode()).hexdigest()[:8]


class Said(NamedTuple):
    """What a cell says of an element, and where it stands."""

    text: str
    place: str


@dataclass(frozen=True, slots=True)
class Inferred:
    """What an element may be though its own cell does not say so, and from where.

    A merged cell and 同上 say it; a cell that is merely empty may be meant to be.
    """

    text: str
    why: str
    said: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """An item as a table has it.

    `said` is by element, or by element and part (`公开层级/县级`); `inferred` likewise; `number`
    is the row in the file, from 1. `touched`, of a row that gongkai wrote itself, tells for each
    of its cells whether a person has changed it. `cells` are the places of those that are empty.
    """

    table: str
    number: int
    said: Mapping[str, Said]
    inferred: Mapping[str, Inferred] = field(default_factory=dict)
    section: str = ""
    touched: Mapping[str, bool] = field(default_factory=dict)
    cells: Mapping[str, str] = field(default_factory=dict)

    def is_touched(self, key: str) -> bool:
        """Whether a person may have changed an element; of a foreign table any."""
        if not self.touched or key in self.touched:
            return self.touched.get(key, True)
        return any(self.touched.get(f"{key}/{part}", False) for part in PARTS.get(key, ()))

    @property
    def place(self) -> str:
        """Where the item stands: the cell of its name, else the first that says anything."""
        for key in ("二级事项", "一级事项"):
            if key in self.said:
                return self.said[key].place
        first = next((one.place for one in self.said.values()), "")
        return self.cells.get("二级事项") or first or f"{self.table}{SEPARATOR}A{self.number}"

    def place_of(self, key: str) -> str:
        """The cell of an element, also an empty one; where it has none, that of the item."""
        names = (key, *(n for n in (*self.said, *self.cells) if n.startswith(f"{key}/")))
        for name in names:
            if name in self.said:
                return self.said[name].place
        return next((self.cells[n] for n in names if n in self.cells), self.place)

    def text(self, key: str) -> str:
        """What the cell of an element says; empty where it says nothing."""
        return self.said[key].text if key in self.said else ""

    def meant(self, key: str) -> str:
        """What it says, or what can be inferred."""
        return self.inferred[key].text if key in self.inferred else self.text(key)

    def certain(self, key: str) -> str:
        """What it says, itself or through a merged cell or 同上."""
        found = self.inferred.get(key)
        return found.text if found and found.said else self.text(key)

    def parts(self, key: str) -> dict[str, str]:
        """What is meant by the parts of an element (`县级` → `√`)."""
        names = dict.fromkeys((*self.said, *self.inferred))
        found = (name for name in names if name.startswith(f"{key}/"))
        return {name.partition("/")[2]: self.meant(name) for name in found}


@dataclass(frozen=True, slots=True)
class Table:
    """The items of one grid, the columns that nobody knows, and the notes around them."""

    name: str
    rows: tuple[Row, ...]
    unknown: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    above: str = ""


def read(grid: Grid, labels: Labels) -> Table | None:
    """The items of a grid; None where it is no table of items."""
    head = heads.find(grid, labels)
    if head is None:
        upright = [_upright(grid, cells, labels) for cells in heads.vertical(grid, labels)]
        return Table(grid.name, tuple(upright), above=grid.above) if upright else None
    reader = _Reader(grid, head, labels)
    rows = tuple(reader.rows())
    above = "\n".join([grid.above, *_lines_above(grid, head)]).strip()
    return Table(grid.name, rows, head.unknown, tuple(reader.notes), above)


def _lines_above(grid: Grid, head: Head) -> Iterator[str]:
    for row in grid.rows[: head.below]:
        texts = {text for cell in row if (text := grid.text(cell))}
        if len(texts) == 1:
            yield texts.pop()


def _upright(grid: Grid, cells: Mapping[str, Cell], labels: Labels) -> Row:
    cells = {key: cell for key, cell in cells.items() if key != "序号"}
    said: dict[str, Said] = {}
    empty: dict[str, str] = {}
    for key, cell in cells.items():
        nothing = marks.is_nothing(cell.text) and not _is_own(key, cell.text, labels)
        if nothing or not cell.text:
            empty[key] = grid.place(cell)
        else:
            said[key] = Said(cell.text, grid.place(cell))
    first = min(cell.row for cell in cells.values())
    return Row(grid.name, first + 1, said, cells=empty)


class _Reader:
    """Goes down the rows of a table and remembers what still holds."""

    def __init__(self, grid: Grid, head: Head, labels: Labels) -> None:
        self.grid, self.head, self.labels = grid, head, labels
        self.notes: list[str] = []
        self.section = ""
        # By element: what holds, and the cell that says so.
        self.holds: dict[str, Said] = {}
        columns = head.columns.items()
        self.names = {f"{c.key}/{c.part}" if c.part else c.key: at for at, c in columns}
        self.check = self.names.pop(CHECK, None)
        self.number = self.names.pop("序号", None)
        self.parts: dict[str, list[int]] = {}
        for name, at in self.names.items():
            self.parts.setdefault(name.partition("/")[0], []).append(at)

    def rows(self) -> Iterator[Row]:
        for row in self.grid.rows[self.head.below :]:
            texts = {text for cell in row if (text := self.grid.text(cell))}
            if not texts or heads.repeats(self.grid, row, self.head, self.labels):
                continue
            if len(texts) == 1 and self._is_aside(row, next(iter(texts))):
                continue
            found = self._row(row)
            # What says nothing itself belongs to the row above, with which its cells are merged.
            if found.said:
                yield found

    def _is_aside(self, row: Sequence[Cell], text: str) -> bool:
        """A note below the table, or the title of a part of it, over the whole width."""
        filled = [cell for cell in row if cell.text]
        column = self.head.columns.get(filled[0].column) if filled else None
        over_all = sum(bool(self.grid.text(cell)) for cell in row) > len(row) // 2
        if _NOTE.search(text):
            self.notes.append(text)
            return True
        if over_all or column is None or column.key == "序号":
            self.section = text
            return True
        return False

    def _row(self, row: Sequence[Cell]) -> Row:
        said: dict[str, Said] = {}
        inferred: dict[str, Inferred] = {}
        empty: dict[str, str] = {}
        serial = _SPACE.sub("", _text(row, self.number))
        touched = self._touched(row)
        silent = {key for key in _GOES_ON if not self._speaks(row, key)}
        for name, at in self.names.items():
            cell = row[at]
            nothing = marks.is_nothing(cell.text) and not _is_own(name, cell.text, self.labels)
            if nothing or not cell.text:
                empty[name] = self.grid.place(self.grid.source(cell))
            if nothing or cell.text.startswith(TOO_LONG):
                continue
            if cell.text:
                said[name] = Said(cell.text, self.grid.place(cell))
                if not marks.is_pointer(cell.text):
                    continue
            key = name.partition("/")[0]
            found = self._inferred(name, cell, silent=key in silent, serial=serial)
            if marks.is_left(cell.text):
                found = self._left(name, row)
            if found:
                inferred[name] = found
        if "编码" not in said:
            said.update(_code_behind(said))
        self._remember(said, silent)
        # In a workbook that gongkai wrote nothing is merged: an empty cell is empty.
        guessed = {n: one for n, one in inferred.items() if one.said or self.check is None}
        return Row(self.grid.name, row[0].row + 1, said, guessed, self.section, touched, empty)

    def _remember(self, said: Mapping[str, Said], silent: Container[str]) -> None:
        """What holds for the rows below; a tick that moved does not hold any more."""
        for name in self.names:
            if name in said and not marks.is_pointer(said[name].text):
                self.holds[name] = said[name]
            elif "/" in name and name not in said and name.partition("/")[0] not in silent:
                self.holds.pop(name, None)

    def _touched(self, row: Sequence[Cell]) -> dict[str, bool]:
        """By the name of a column whether its cell is not what gongkai wrote there."""
        marks = (mark.split("=", 1) for mark in _text(row, self.check).split(" ") if "=" in mark)
        return {
            name: fingerprint(_text(row, self.names[name])) != mark
            for name, mark in marks
            if name in self.names
        }

    def _speaks(self, row: Sequence[Cell], key: str) -> bool:
        """Whether any cell of an element says something in this row."""
        return any(_text(row, at) for at in self.parts.get(key, ()))

    def _inferred(self, name: str, cell: Cell, *, silent: bool, serial: str) -> Inferred | None:
        source = self.grid.source(cell)
        if cell.covered_by and source.row != cell.row:
            text = source.text
            if text and not marks.is_ditto(text):
                return Inferred(text, f"合并单元格 {self.grid.place(source)}")
            held = self.holds.get(name)
            return Inferred(held.text, f"同上，取自 {held.place}") if text and held else None
        held = self.holds.get(name)
        if held is None:
            return None
        if marks.is_ditto(cell.text):
            return Inferred(held.text, f"同上，取自 {held.place}")
        # A name is taken from above only within a group: a new number is a new item.
        if silent and (name != "二级事项" or not serial):
            return Inferred(held.text, f"空白，取自上一行 {held.place}", said=False)
        return None

    def _left(self, name: str, row: Sequence[Cell]) -> Inferred | None:
        """What 同左 means in a part of an element: the part to its left; elsewhere nothing."""
        parts = [at for at in self.parts[name.partition("/")[0]] if at < self.names[name]]
        left = [row[at] for at in parts if row[at].text and not marks.is_pointer(row[at].text)]
        if not left:
            return None
        source = max(left, key=lambda cell: cell.column)
        return Inferred(source.text, f"同左，取自 {self.grid.place(source)}")


def _is_own(name: str, text: str, labels: Labels) -> bool:
    """Whether a sign of nothing is what a county's own element says (收费: 无)."""
    return name in labels.own and not marks.is_dash(text)


def _code_behind(said: Mapping[str, Said]) -> Iterator[tuple[str, Said]]:
    """Name and code, where they stand in one cell."""
    name = "三级事项" if "三级事项" in said else "二级事项"
    found = _CODED.fullmatch(said[name].text) if name in said else None
    if found:
        yield name, Said(found[1], said[name].place)
        yield "编码", Said(found[2], said[name].place)


def _text(row: Sequence[Cell], at: int | None) -> str:
    """What a cell says itself; nothing where the row is too short."""
    return row[at].text if at is not None and at < len(row) else ""
