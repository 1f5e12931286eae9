"""What damaged files can end or keep for ever is read in a process of its own.

The libraries that read workbooks and PDFs take much in a file for granted: one asks for as much
memory as an old workbook says, another draws a form in a form as often as it is told. One process
reads for all of a run; where it dies, another reads the file once more, for memory may have run
out, or somebody ended it. A file that ends this one, too, was not looked through, as one with a
password: that is said.

A process that cannot read at all says nothing of the file: that stops the run, as a part of the
program that is missing does anywhere. What was not looked into would else be published.
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
from time import monotonic
from typing import IO, Any, cast

from gongkai_ssg.opened import reader
from gongkai_ssg.opened.piece import DIED, TOO_SLOW

# Seconds that a file may take, and those for each of its bytes.
PATIENCE, _FOR_A_BYTE = 60.0, 1 / 100_000
# On Windows no window opens for it.
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)


class UnreadError(Exception):
    """The readers died of the file, or one was ended after too long; the message says which."""


def read(kind: str, data: bytes) -> Any:
    """What `reader` says of a file of that kind.

    Raises:
        UnreadError: where it did not come to its end.
        ImportError: where no file of that kind can be read here.
        OSError: where the process cannot be started.
    """
    with _lock:
        try:
            return _asked(kind, data)
        except UnreadError as error:
            if str(error) != DIED:
                raise
        return _asked(kind, data)


def _asked(kind: str, data: bytes) -> Any:
    if _readers and not _readers[0].is_alive():
        _end()
    if not _readers:
        _readers.append(_Reader())
    try:
        return _readers[0].ask(kind, data)
    except BaseException:
        # Interrupted half-way, its next answer would be that to another question.
        _end()
        raise


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

    def is_alive(self) -> bool:
        """Whether it can be asked: it is ours, and nobody ended it since the last file."""
        return self.owner == os.getpid() and self.process.poll() is None

    def ask(self, kind: str, data: bytes) -> Any:
        """What it says of a file."""
        began, seconds = monotonic(), PATIENCE + len(data) * _FOR_A_BYTE
        ready = self._said_to(reader.HEAD.pack(kind.encode(), len(data), seconds))
        if ready != reader.READY:
            # Whatever ended it, the file did not.
            raise ImportError(name=ready.decode() or reader.LIBRARIES[kind])
        said = self._said_to(data)
        if not said:
            raise UnreadError(TOO_SLOW if monotonic() - began >= seconds else DIED)
        return pickle.loads(said)  # noqa: S301 - our own

    def _said_to(self, words: bytes) -> bytes:
        """The whole of its answer; nothing where it died."""
        try:
            self.questions.write(words)
            self.questions.flush()
            head = self.answers.read(reader.SIZE.size)
            size = reader.SIZE.unpack(head)[0] if len(head) == reader.SIZE.size else 0
            said = self.answers.read(size)
        except OSError:
            return b""
        return said if len(said) == size else b""

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
