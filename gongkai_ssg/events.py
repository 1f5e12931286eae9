"""What happened to items of the catalog, and when: the events of which timelines are made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

ADDED, CHANGED, ENDED = "新增", "调整", "废止"


@dataclass(frozen=True, slots=True)
class Element:
    """One element that is not what it was; lines as they are shown, none where it was not there."""

    key: str
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def gone(self) -> tuple[str, ...]:
        """The lines that are not there any more."""
        return tuple(line for line in self.before if line not in self.after)

    @property
    def come(self) -> tuple[str, ...]:
        """The lines that were not there before; with `gone` empty, too, only the order changed."""
        return tuple(line for line in self.after if line not in self.before)


@dataclass(frozen=True, slots=True)
class Event:
    """What became of one item on one day; `explained` where a 调整 entry came with it."""

    day: date
    code: str
    kind: str
    elements: tuple[Element, ...] = ()
    explained: date | None = None
