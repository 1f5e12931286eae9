"""One file, written whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import time
from collections.abc import Callable
from pathlib import Path, PurePath
from typing import Any, BinaryIO

# A virus scanner holds what was just written for a moment.
_PAUSES = (0.1, 0.2, 0.4, 0.8)
_BESIDE = re.compile(r"\..+\.gongkai-(?:new|old|sig|lock)")


def beside(folder: Path, name: str) -> Path:
    """What belongs to a file or a folder on the way to its place, or away from it."""
    return folder.with_name(f".{folder.name}.gongkai-{name}")


def is_beside(name: str) -> bool:
    """Whether it is the name of such a thing, which a killed run may have left."""
    return _BESIDE.fullmatch(name) is not None


def under(folder: PurePath, name: str) -> str:
    r"""Where a file of a site lies; a `Path` would take as long again, of ten thousand.

    After `\\?\` Windows takes no `/` for its own sign.
    """
    return f"{folder}{os.sep}{name.replace('/', os.sep)}"


def patiently(step: Callable[[], object]) -> None:
    """Do what another program may forbid for a moment, for as long as one and a half seconds."""
    for pause in _PAUSES:
        try:
            step()
        except PermissionError:
            time.sleep(pause)
        else:
            return
    step()


def taken_away(path: Path) -> None:
    """Remove a file that may be gone already."""
    patiently(lambda: path.unlink(missing_ok=True))


class Pending:
    """A file written to the side, so that little can fail when it takes its place.

    Without a text the file stays as it is, and both ways to go on do nothing.
    """

    def __init__(self, path: Path, text: str | None = None) -> None:
        self.path, self.waits = path, text is not None
        self.aside = beside(path, "new")
        if text is None:
            return
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, "", str(path))
        path.parent.mkdir(parents=True, exist_ok=True)
        self.before = path.read_bytes() if path.exists() else None
        try:
            _write_through(self.aside, text.encode())
        except OSError:
            self.discard()
            raise

    def commit(self) -> None:
        """Replace the file in one step."""
        if self.waits:
            patiently(lambda: self.aside.replace(self.path))

    def undo(self) -> None:
        """Give the file back the content that it had, after `commit`."""
        if self.waits and self.before is None:
            taken_away(self.path)
        elif self.waits and self.before is not None:
            write_bytes(self.path, self.before)

    def discard(self) -> None:
        """Leave the file as it is after all."""
        if self.waits:
            taken_away(self.aside)


def _write_through(path: Path, data: bytes) -> None:
    """Write a file that nobody can make again: it is on the disk before anything counts on it."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def write_text(path: Path, text: str) -> None:
    """Replace a file in one step; a killed run leaves the old one whole."""
    Pending(path, text).commit()


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file whole or not at all; its folder is made where there is none."""
    write_by(path, lambda out: out.write(data))


def write_by(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """The same, piece by piece: the file takes its place when it is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = beside(path, "new")
    try:
        with aside.open("wb") as out:
            write(out)
        patiently(lambda: aside.replace(path))
    finally:
        taken_away(aside)


def digest(path: Path) -> str:
    """The SHA-256 of a file, read a piece at a time."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def is_file(path: Path) -> bool:
    """Whether there is such a file; a name that none can have (too long, with a zero) has none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def from_json(data: bytes) -> Any:
    """What a JSON text says; None where it is none, or nests deeper than anything that we write."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None
