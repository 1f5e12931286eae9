"""An item as a table has it: what its cells say, where they stand, and what may be meant.

Nothing is made up: an element holds what its own cell says, 同上 and nothing included. What a
merged cell, 同上 or the row above would give stands beside it, with the cell that it comes from.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from gongkai_ssg.opened.piece import SEPARATOR
from gongkai_ssg.tables.labels import PARTS


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
