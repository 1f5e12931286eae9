"""What was made of a file, kept until the file changes: a preview asks again at each save."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, TypeVarTuple

Rest = TypeVarTuple("Rest")
Made = TypeVar("Made")
# Files; with more of them the oldest are not told from the newest, and all are made again.
_MOST = 20_000
_ALL: list[dict[str, Any]] = []


def forget() -> None:
    """Drop all of it: nobody will ask again."""
    for kept in _ALL:
        kept.clear()


def latest(make: Callable[[str, *Rest], Made]) -> Callable[[str, *Rest], Made]:
    """Keep what a function made last of each path, as long as its other arguments are the same.

    Of a file that is saved again and again only one state is held.
    """
    kept: dict[str, tuple[tuple[object, ...], Made]] = {}
    _ALL.append(kept)

    def made(path: str, *rest: *Rest) -> Made:
        known = kept.get(path)
        if known is None or known[0] != rest:
            if len(kept) >= _MOST:
                kept.clear()
            known = kept[path] = (rest, make(path, *rest))
        return known[1]

    return made
