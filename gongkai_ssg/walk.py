"""The files below a folder that somebody put there on purpose."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

# What systems leave behind in a folder; neither content nor a reason to refuse it.
LITTER = frozenset({"Thumbs.db", "desktop.ini", ".DS_Store"})


def files(folder: Path) -> Iterator[Path]:
    """Files below a folder; hidden ones, Office lock files and links are passed over.

    Raises:
        OSError: where a folder cannot be read; what is in it must not vanish in silence.
    """
    for path in _entries(folder):
        if not (path.is_symlink() or path.is_dir()):
            yield path


def links(folder: Path) -> Iterator[Path]:
    """Symbolic links below a folder, to files and to folders; none is followed.

    Raises:
        OSError: where a folder cannot be read.
    """
    return (path for path in _entries(folder) if path.is_symlink())


def _entries(folder: Path) -> Iterator[Path]:
    if not folder.is_dir():
        return
    for base, folders, names in os.walk(folder, onerror=_raise):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in (*folders, *sorted(names)):
            if not name.startswith((".", "~$")) and name not in LITTER:
                yield Path(base, name)


def _raise(error: OSError) -> None:
    raise error
