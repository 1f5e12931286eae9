"""What a sheet is set from: plain values, ready for JSON, that our templates know.

A block is `{"k": kind, …}`: `h` (`level` from 1, `number` or 0), `p`, `list` (`ordered`, `start`,
`items`: lists of blocks), `table` (`columns`: weights, `size`, `align`, `head` and `rows` of
cells, `wide`; `goes-on` where it is one of two parts), `typed` (a paragraph that is a heading),
`to` (those to whom a letter goes), `quote`, `code`, `line`. Its `c` is a list of runs of text,
each a string or `{"k": "b", "c": […]}` with `b i del sub sup code br a img` as kinds. Nothing of
it is ever read as Typst code.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from gongkai_ssg.official import width_of

Block = dict[str, Any]
Run = str | dict[str, Any]
Cell = dict[str, Any]

# More columns than this are set across the sheet.
UPRIGHT_COLUMNS = 6
# Points: the area upright (156 mm) and across (225 mm), the blank in a cell, type sizes 4 to 5.
_UPRIGHT, _ACROSS, _INSET = 442.0, 637.0, 9.0
_SIZES = (14.0, 12.0, 10.5)
_WIDEST = 16
_NARROWEST = 2.5


def plain(run: Run | Iterable[Run]) -> str:
    """The text of a run or of many."""
    if isinstance(run, str):
        return run
    return plain(run.get("c", ())) if isinstance(run, dict) else "".join(map(plain, run))


def texts(value: object) -> Iterator[str]:
    """Every text in a tree of blocks, in order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, part in value.items():
            if key not in ("k", "href", "path", "align"):
                yield from texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from texts(part)


def pictures(value: object) -> Iterator[str]:
    """The path of every picture in a tree of blocks."""
    if isinstance(value, Mapping):
        if value.get("k") == "img":
            yield str(value["path"])
        value = list(value.values())
    if isinstance(value, list | tuple):
        for part in value:
            yield from pictures(part)


def cell(runs: list[Run], across: int = 1, down: int = 1) -> Cell:
    """A cell of a table that spans so many columns and rows."""
    return {"c": runs, "across": across, "down": down}


def table(head: list[list[Cell]], rows: list[list[Cell]], align: Iterable[str] = ()) -> Block:
    """A table; where no cell spans rows, each row gets as many cells as the widest has."""
    every = [*head, *rows]
    width = max((sum(one["across"] for one in row) for row in every), default=1)
    if all(one["down"] == 1 for row in every for one in row):
        for row in every:
            row.extend([cell([])] * (width - sum(one["across"] for one in row)))
    plain_rows = [row for row in every if len(row) == width]
    columns = [_weight(plain(row[n]) for row in plain_rows) for n in range(width)]
    sides = [*align, *([""] * width)][:width]
    return {
        "k": "table",
        "columns": columns,
        "size": _size(columns, width > UPRIGHT_COLUMNS),
        "align": [side or "left" for side in sides],
        "head": head,
        "rows": rows,
        "wide": width > UPRIGHT_COLUMNS,
    }


def _size(columns: list[float], wide: bool) -> float:
    """The largest type in which no cell of ordinary length needs a second line."""
    room = (_ACROSS if wide else _UPRIGHT) - _INSET * len(columns)
    return next((size for size in _SIZES if sum(columns) * size <= room), _SIZES[-1])


def _weight(cells: Iterable[str]) -> float:
    """How wide a column wants to be: its longest text in characters, within reason."""
    return max(_NARROWEST, min(_WIDEST, max(map(width_of, cells), default=0)))
