"""A table → its items as they are written, and what can be inferred where a cell says nothing."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence

from gongkai_ssg.model import CODE
from gongkai_ssg.tables import heads, marks
from gongkai_ssg.tables.grid import Cell, Grid
from gongkai_ssg.tables.heads import Head
from gongkai_ssg.tables.items import Inferred, Row, Said, Table, fingerprint
from gongkai_ssg.tables.labels import CHECK, TOO_LONG, Labels

# Elements that hold for the rows below until another stands there, where offices merged cells.
_GOES_ON = (
    *("一级事项", "二级事项", "公开依据", "公开时限", "公开主体", "公开渠道"),
    *("公开对象", "公开方式", "公开层级"),
)
_NOTE = re.compile(r"^\s*(?:注|备注|说明|填表说明|附注)\s*[:：.、]|^\s*[“\"]?[■□☑].*表示")
_SPACE = re.compile(r"\s+")
# The site's own table has the code behind the name.
_CODED = re.compile(rf"(.+?)\s+({CODE.pattern})", re.ASCII | re.DOTALL)


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
        if not cell.text or _is_nothing(key, cell.text, labels):
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
            nothing = bool(cell.text) and _is_nothing(name, cell.text, self.labels)
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


def _is_nothing(name: str, text: str, labels: Labels) -> bool:
    """Whether a cell says that there is nothing; a county's own element may say so (收费: 无)."""
    is_own = name in labels.own and not marks.is_dash(text)
    return marks.is_nothing(text) and not is_own


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
