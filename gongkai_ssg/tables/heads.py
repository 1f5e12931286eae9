"""Which column of a table holds which element: found by the words of its head.

Offices call the columns by many names, put them in any order, and write the head in one, two or
three rows; a part of an element (全社会, 依申请, 县级 …) says by itself to which one it belongs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from gongkai_ssg.tables.grid import Cell, Grid
from gongkai_ssg.tables.labels import Column, Labels

_WANTED = frozenset({"一级事项", "二级事项", "公开内容"})
_SEARCHED, _LEAST, _DEEPEST, _VERTICAL = 30, 3, 3, 4


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a table: its columns by their numbers, and the row below which it begins."""

    columns: Mapping[int, Column]
    below: int
    unknown: tuple[str, ...] = ()


def find(grid: Grid, labels: Labels) -> Head | None:
    """The head of a table whose columns are elements; None where it has none."""
    best: tuple[int, Head] | None = None
    for top in range(min(_SEARCHED, len(grid.rows))):
        for depth in range(1, min(_DEEPEST, len(grid.rows) - top) + 1):
            head = _head(grid, top, depth, labels)
            known = {column.key for column in head.columns.values()}
            worth = len(head.columns) * 10 - depth
            enough = len(known) >= _LEAST and known & _WANTED
            if enough and (best is None or worth > best[0]):
                best = worth, head
        if best and best[1].below <= top:
            break
    return best[1] if best else None


def _head(grid: Grid, top: int, depth: int, words: Labels) -> Head:
    columns: dict[int, Column] = {}
    unknown: list[str] = []
    rows = grid.rows[top : top + depth]
    # A row of data is no part of a head.
    if any(not _is_of_head(grid, row, words) for row in rows):
        return Head({}, top)
    for at in range(len(rows[0])):
        labels = list(dict.fromkeys(t for row in rows if (t := grid.text(row[at]))))
        column = words.column(labels)
        if column:
            columns[at] = column
        elif labels:
            unknown.append(" ".join(labels).replace("\n", ""))
    return Head(_once(columns), top + depth, tuple(unknown))


def _is_of_head(grid: Grid, row: Iterable[Cell], labels: Labels) -> bool:
    """Whether a row has more words of heads than others."""
    texts = {text for cell in row if (text := grid.text(cell))}
    known = sum(map(labels.is_label, texts))
    return known > 0 and known * 2 >= len(texts)


def _once(columns: dict[int, Column]) -> dict[int, Column]:
    """Of two columns of one element without parts the first holds it; parts stay."""
    met: set[Column] = set()
    found = {}
    for at, column in columns.items():
        if column in met or (not column.part and any(one.key == column.key for one in met)):
            continue
        met.add(column)
        found[at] = column
    return found


def vertical(grid: Grid, labels: Labels) -> Iterator[dict[str, Cell]]:
    """Items of a table in which labels stand left of their values, one after the other."""
    item: dict[str, Cell] = {}
    for row in grid.rows:
        for label, value in _pairs(grid, row, labels):
            key = labels.key_of(label)
            if key in item and key in ("一级事项", "二级事项", "序号"):
                yield from _whole(item, labels)
                item = {}
            if key:
                item.setdefault(key, value)
    yield from _whole(item, labels)


def _whole(item: dict[str, Cell], labels: Labels) -> Iterator[dict[str, Cell]]:
    """An item with enough of its elements; values that are labels themselves are a head's."""
    heads = sum(labels.is_label(cell.text) for cell in item.values())
    if len(item) >= _VERTICAL and heads * 2 < len(item):
        yield item


def _pairs(grid: Grid, row: Sequence[Cell], labels: Labels) -> Iterator[tuple[str, Cell]]:
    """Label and value: a cell that is a label, and the next that it does not cover."""
    at = 0
    while at < len(row):
        label = grid.text(row[at])
        after = at + 1
        while after < len(row) and row[after].covered_by and grid.text(row[after]) == label:
            after += 1
        if labels.key_of(label) and after < len(row):
            yield label, grid.source(row[after])
            after += 1
        at = max(after, at + 1)


def repeats(grid: Grid, row: Sequence[Cell], head: Head, labels: Labels) -> bool:
    """Whether a row is the head once more, as every printed page begins with it."""
    matches = sum(
        column == labels.said_by(text)
        for at, column in head.columns.items()
        if at < len(row) and (text := grid.text(row[at]))
    )
    return matches * 2 > len(head.columns) or matches >= _LEAST
