"""A lock on a folder, which the system releases when the run that holds it is killed."""

from __future__ import annotations

import contextlib
import os
import sys
import weakref
from pathlib import Path
from typing import BinaryIO


class BusyError(Exception):
    """Another run is building into the same folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        self.folder = folder


# The locks of this run. A process that it forks has them open as well, and one that outlives it
# would keep them.
_held: weakref.WeakSet[BinaryIO] = weakref.WeakSet()


def _let_go() -> None:
    for handle in _held:
        handle.close()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_let_go)


def locked(path: Path, folder: Path) -> BinaryIO:
    """An open file that only this run has locked."""
    while True:
        handle = path.open("ab")
        try:
            _lock(handle)
        except OSError as error:
            handle.close()
            raise BusyError(folder) from error
        # The run before may have removed the file between our opening and locking it.
        if path.exists() and os.path.samestat(os.fstat(handle.fileno()), path.stat()):
            _held.add(handle)
            return handle
        handle.close()


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: BinaryIO) -> None:
        msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)

    def unlock(handle: BinaryIO, path: Path) -> None:
        """Let the others in."""
        handle.close()
        with contextlib.suppress(OSError):
            path.unlink()

else:
    import fcntl

    def _lock(handle: BinaryIO) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def unlock(handle: BinaryIO, path: Path) -> None:
        """Let the others in."""
        # Removed before it is let go: who waits for it then makes another.
        with contextlib.suppress(OSError):
            path.unlink()
        handle.close()
