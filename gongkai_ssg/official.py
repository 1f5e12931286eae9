"""The official table (国办发〔2019〕54号): its header and its cells, derived from the schema.

The HTML table, the data files and the printed table all come from here.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from gongkai_ssg.model import Item, Value
from gongkai_ssg.schema import Field, Kind, Leaf

NUMBER = "序号"
TICK = "√"
_MINUTES = "%Y-%m-%d %H:%M"


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """One cell of the two-row header."""

    label: str
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Header:
    """The two header rows and the flat label of every leaf column."""

    upper: tuple[HeaderCell, ...]
    lower: tuple[HeaderCell, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Leafed:
    """One leaf column: a field, and the part of it that the leaf shows."""

    field: Field
    leaf: Leaf | None
    group: str
    label: str


def columns(kind: Kind, items: Iterable[Item]) -> tuple[Leafed, ...]:
    """The leaf columns; an optional one only where some item fills it."""
    used = {key for item in items for key in item.entry.values}
    return tuple(
        leafed
        for f in kind.columns
        if f.column and (f.key in used or not f.column.optional)
        for leafed in _leaves(f)
    )


def _leaves(f: Field) -> Iterator[Leafed]:
    if f.column is None:
        return
    for leaf in f.column.split:
        yield Leafed(f, leaf, f.column.label, leaf.label)
    if not f.column.split:
        yield Leafed(f, None, f.column.group, f.column.label)


def in_order(items: Iterable[Item]) -> list[Item]:
    """Items as a catalog lists them: by the numbers in their codes, 11 before 100."""
    return sorted(items, key=lambda item: _rank(item.code))


def _rank(code: str) -> tuple[str, tuple[int, ...], str]:
    letters, *numbers = code.split("-")
    return letters, tuple(int(n) for n in numbers if n.isdecimal()), code


def header(leaves: Iterable[Leafed]) -> Header:
    """Two rows: groups above, leaves below; a column without a group spans both."""
    leaves = tuple(leaves)
    upper = [HeaderCell(NUMBER, rows=2)]
    lower: list[HeaderCell] = []
    for group, members in groupby(leaves, key=lambda c: c.group):
        names = [c.label for c in members]
        if group:
            upper.append(HeaderCell(group, columns=len(names)))
            lower += [HeaderCell(name) for name in names]
        else:
            upper += [HeaderCell(name, rows=2) for name in names]
    return Header(tuple(upper), tuple(lower), (NUMBER, *(c.label for c in leaves)))


def cell(leafed: Leafed, item: Item) -> tuple[str, ...]:
    """The lines of one cell; a leaf of a split column is ticked or empty."""
    value = item.entry.values.get(leafed.field.key)
    if value is None:
        return ()
    return lines(value) if leafed.leaf is None else _ticked(leafed.leaf, value)


def _ticked(leaf: Leaf, value: Value) -> tuple[str, ...]:
    if leaf.key:
        return lines(value.get(leaf.key, ())) if isinstance(value, Mapping) else ()
    chosen = () if isinstance(value, Mapping) else lines(value)
    met = [word for word in leaf.values if word in chosen]
    if not met:
        return ()
    # "乡、村级" ticked for one of the two says which.
    return (TICK,) if len(met) == len(leaf.values) else tuple(met)


def joined(value: Value) -> str:
    """A value in one line."""
    return "、".join(lines(value))


def lines(value: Value) -> tuple[str, ...]:
    """A value as lines of text: the only place that decides how a value is shown."""
    # Most are texts; to ask whether something is a Mapping takes long.
    if isinstance(value, str):
        return (value,)
    if isinstance(value, tuple):
        return tuple(line for part in value for line in lines(part))
    if isinstance(value, Mapping):
        return tuple(f"{key}：{'、'.join(lines(part))}" for key, part in value.items())
    if isinstance(value, bool):
        return ("是" if value else "否",)
    if isinstance(value, datetime):
        return (value.strftime(_MINUTES),)
    return (value.isoformat() if isinstance(value, date) else str(value),)


def width_of(text: str) -> float:
    """The width of a text in Chinese characters; Latin letters and digits count half."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.55 for c in text)
