"""Seconds of each phase of a build, and what took longest in it."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator
from time import perf_counter
from typing import TypeVar

# Phase, how many are done, of how many.
Progress = Callable[[str, int, int], None]
_T = TypeVar("_T")
_SLOWEST = 10


class Stopwatch:
    """Seconds of each phase, progress within one, and the pages that took longest."""

    def __init__(self, progress: Progress) -> None:
        self.progress, self.seconds = progress, dict[str, float]()
        self.phase, self.since = "", 0.0
        self.slowest: list[tuple[float, str]] = []

    def begins(self, phase: str) -> None:
        """A phase begins, and the one before it ends."""
        self.ends()
        self.phase, self.since = phase, perf_counter()
        self.progress(phase, 0, 0)

    def notes(self, seconds: float, address: str) -> None:
        """A page took so long; the slowest are remembered."""
        push = heapq.heappush if len(self.slowest) < _SLOWEST else heapq.heappushpop
        push(self.slowest, (seconds, address))

    def counted(self, things: Iterable[_T], total: int) -> Iterator[_T]:
        """Pass things on, and tell how many of `total` have passed."""
        for number, thing in enumerate(things, 1):
            self.progress(self.phase, number, total)
            yield thing

    def ends(self) -> dict[str, float]:
        """The last phase ends; the seconds of all."""
        if self.phase:
            self.seconds[self.phase] = perf_counter() - self.since
        return self.seconds
