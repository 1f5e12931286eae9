"""What damaged files can end or keep for ever is read in a process of its own.

The libraries that read workbooks and PDFs take much in a file for granted: one asks for as much
memory as an old workbook says, another draws a form in a form as often as it is told. One process
reads for all of a run; where it dies the file is damaged, and the next has another.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import pickle
import subprocess
import sys
from threading import Lock
from typing import IO, Any, cast

from gongkai_ssg.opened import reader

# Seconds that a file may take, and those for each of its bytes.
PATIENCE, _FOR_A_BYTE = 60.0, 1 / 100_000
# On Windows no window opens for it.
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)


def read(kind: str, data: bytes) -> Any:
    """What `reader` says of a file of that kind; None where it died of it."""
    with _lock:
        if _readers and _readers[0].owner != os.getpid():
            _readers.clear()
        if not _readers:
            _readers.append(_Reader())
        try:
            found = _readers[0].ask(kind, data)
        except BaseException:
            # Interrupted half-way, its next answer would be that to another question.
            _end()
            raise
        if found is None:
            _end()
        return found


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

    def ask(self, kind: str, data: bytes) -> Any:
        """What it says of a file; None where it died of it."""
        seconds = PATIENCE + len(data) * _FOR_A_BYTE
        try:
            self.questions.write(reader.HEAD.pack(kind.encode(), len(data), seconds) + data)
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


def _end() -> None:
    for one in _readers:
        one.end()
    _readers.clear()


atexit.register(_end)
