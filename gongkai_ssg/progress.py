"""A progress bar on a terminal for phases that take over a second."""

from __future__ import annotations

import sys
from time import monotonic
from types import TracebackType
from typing import Self

_AFTER = 1.0
_EVERY = 0.1
_WIDTH = 30


class Bar:
    """Called with (phase, done, total); draws on stderr, and only where a person looks."""

    def __init__(self, *, quiet: bool = False) -> None:
        self.silent = quiet or not sys.stderr.isatty()
        self.phase, self.since, self.drawn = "", 0.0, 0.0

    def __call__(self, phase: str, done: int, total: int) -> None:
        """Note the progress of a phase; redraw ten times a second at most."""
        now = monotonic()
        if phase != self.phase:
            self.clear()
            self.phase, self.since = phase, now
        if self.silent or now - self.since < _AFTER or now - self.drawn < _EVERY:
            return
        self.drawn = now
        filled = _WIDTH * done // total if total else 0
        bar = "#" * filled + "-" * (_WIDTH - filled)
        sys.stderr.write(f"\r{phase} [{bar}] {done}/{total}")
        sys.stderr.flush()

    def clear(self) -> None:
        """Wipe the line."""
        if self.drawn and not self.silent:
            sys.stderr.write("\r" + " " * (_WIDTH + 40) + "\r")
            self.drawn = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.clear()
