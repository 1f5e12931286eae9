"""One file, written whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

_BESIDE = re.compile(r"\..+\.gongkai-(?:new|old|lock)")


def beside(folder: Path, name: str) -> Path:
    """What belongs to a file or a folder on the way to its place, or away from it."""
    return folder.with_name(f".{folder.name}.gongkai-{name}")


def is_beside(name: str) -> bool:
    """Whether it is the name of such a thing, which a killed run may have left."""
    return _BESIDE.fullmatch(name) is not None


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
        self.aside.write_text(text, "utf-8", newline="\n")

    def commit(self) -> None:
        """Replace the file in one step."""
        if self.waits:
            self.aside.replace(self.path)

    def discard(self) -> None:
        """Leave the file as it is after all."""
        if self.waits:
            self.aside.unlink(missing_ok=True)


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
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


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
