"""Workbooks (XLSX, XLS, ODS), read in a process of their own.

A damaged workbook can end the process that reads it, or keep it for ever: calamine takes the sizes
in an old one for granted, asks for as much memory as they say, and reads past their end. One
process reads for all of a run; where it dies the workbook is damaged, and the next has another.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import pickle
import subprocess
import sys
from collections.abc import Sequence
from threading import Lock
from typing import IO, Any, NamedTuple, cast

from gongkai_ssg.opened import reader

# Seconds that a workbook may take, and those for each of its bytes.
PATIENCE, _FOR_A_BYTE = 60.0, 1 / 100_000
_WORKSHEET, _CHART = "WorkSheet", "ChartSheet"
# On Windows no window opens for it.
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)


class LockedError(Exception):
    """The workbook can be opened with a password alone."""


class DamagedError(Exception):
    """The workbook cannot be read."""


class Sheet(NamedTuple):
    """A sheet as it stands in the file; `rows` are None where they cannot be read."""

    name: str
    kind: str
    is_visible: bool
    rows: list[list[object]] | None
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]] = ()

    @property
    def is_of_cells(self) -> bool:
        """Whether it is a plain worksheet: no chart, no macros."""
        return self.kind == _WORKSHEET

    @property
    def is_chart(self) -> bool:
        """Whether it has no cells at all."""
        return self.kind == _CHART


def read(data: bytes) -> tuple[Sheet, ...]:
    """Every sheet of a workbook, hidden ones, too.

    Raises:
        LockedError: where it has a password.
        DamagedError: where it cannot be read.
    """
    found = _ask(data)
    if found == reader.LOCKED:
        raise LockedError
    if isinstance(found, str) or found is None:
        raise DamagedError
    return tuple(Sheet(*one) for one in found)


class _Reader:
    """The process, and who started it: what was forked since must not ask on its behalf."""

    def __init__(self) -> None:
        here = [one for one in sys.path if one]
        command = [sys.executable, "-I", reader.__file__, json.dumps(here)]
        self.owner = os.getpid()
        self.process = subprocess.Popen(  # noqa: S603 - our own file
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=_NO_WINDOW,
        )
        self.questions = cast("IO[bytes]", self.process.stdin)
        self.answers = cast("IO[bytes]", self.process.stdout)

    def ask(self, data: bytes) -> Any:
        """What it says of a workbook; None where it died of it."""
        seconds = PATIENCE + len(data) * _FOR_A_BYTE
        try:
            self.questions.write(reader.HEAD.pack(len(data), seconds) + data)
            self.questions.flush()
            head = self.answers.read(reader.SIZE.size)
            size = reader.SIZE.unpack(head)[0] if len(head) == reader.SIZE.size else 0
            said = self.answers.read(size)
        except OSError:
            return None
        return pickle.loads(said) if size and len(said) == size else None  # noqa: S301 - our own

    def end(self) -> None:
        """End the process, if it is ours."""
        if self.owner == os.getpid():
            self.process.kill()
            self.process.wait()
        for pipe in (self.questions, self.answers):
            with contextlib.suppress(OSError):
                pipe.close()


_lock = Lock()
_readers: list[_Reader] = []


def _ask(data: bytes) -> Any:
    with _lock:
        if _readers and _readers[0].owner != os.getpid():
            _readers.clear()
        if not _readers:
            _readers.append(_Reader())
        try:
            found = _readers[0].ask(data)
        except BaseException:
            # Interrupted half-way, its next answer would be that to another question.
            _end()
            raise
        if found is None:
            _end()
        return found


def _end() -> None:
    for one in _readers:
        one.end()
    _readers.clear()


atexit.register(_end)
