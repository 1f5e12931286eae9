"""A progress bar on a terminal for phases that take over a second."""

from __future__ import annotations

import sys
import threading
from time import monotonic
from types import TracebackType
from typing import Self

_AFTER = 1.0
_EVERY = 0.2
_WIDTH = 30


class Bar:
    """Called with (phase, done, total); a thread draws it on stderr, where a person looks.

    A phase whose steps cannot be counted shows its seconds instead.
    """

    def __init__(self, *, quiet: bool = False) -> None:
        self.silent = quiet or not sys.stderr.isatty()
        self.state = ("", 0, 0)
        self.since = 0.0
        self.drawn = False
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._draw_on, daemon=True)

    def __call__(self, phase: str, done: int, total: int) -> None:
        """Note the progress of a phase."""
        if phase != self.state[0]:
            self.since = monotonic()
        self.state = (phase, done, total)

    def _draw_on(self) -> None:
        while not self.over.wait(_EVERY):
            seconds = monotonic() - self.since
            if self.state[0] and seconds >= _AFTER:
                sys.stderr.write("\r" + _line(*self.state, seconds).ljust(_WIDTH + 30))
                sys.stderr.flush()
                self.drawn = True

    def __enter__(self) -> Self:
        if not self.silent:
            self.thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.over.set()
        if not self.silent:
            self.thread.join()
        if self.drawn:
            sys.stderr.write("\r" + " " * (_WIDTH + 40) + "\r")


def _line(phase: str, done: int, total: int, seconds: float) -> str:
    if not total:
        return f"{phase} {seconds:.0f} 秒"
    filled = _WIDTH * done // total
    return f"{phase} [{'#' * filled}{'-' * (_WIDTH - filled)}] {done}/{total}"
