"""What became of an item of the catalog with a version of it: the words of timelines."""

from __future__ import annotations

from dataclasses import dataclass

ADDED, CHANGED, ENDED = "新增", "调整", "废止"


@dataclass(frozen=True, slots=True)
class Difference:
    """One element that is not what it was: lines that went and lines that came.

    With neither, only the order changed.
    """

    key: str
    gone: tuple[str, ...]
    come: tuple[str, ...]
