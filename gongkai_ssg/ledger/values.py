"""What the ledger knows of each code, and of other addresses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Change:
    """One published version of an item and the elements that changed with it."""

    version: int
    day: date
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Published:
    """What the ledger knows of one code."""

    code: str
    hashes: Mapping[str, str]
    changes: tuple[Change, ...]
    line: int = 1

    @property
    def version(self) -> int:
        """The version on the boards."""
        return self.changes[-1].version


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything that was published, by code, and the address with which QR codes begin.

    `pages` are the other pages, and places on pages, to which sheets lead, each with its line in
    the file; `began` is the first day on which anything was published.
    """

    items: Mapping[str, Published] = field(default_factory=dict)
    address: str = ""
    pages: Mapping[str, int] = field(default_factory=dict)
    began: date | None = field(default=None, compare=False)

    def __bool__(self) -> bool:
        return bool(self.items)
