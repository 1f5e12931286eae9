"""The files below a folder that somebody put there on purpose."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

# What systems leave behind in a folder; neither content nor a reason to refuse it.
LITTER = frozenset({"Thumbs.db", "desktop.ini", ".DS_Store"})
# What Windows calls a junction: a folder that lies elsewhere, and no symbolic link.
_JUNCTION = 0xA0000003


def files(folder: Path) -> Iterator[Path]:
    """Files below a folder; hidden ones, Office lock files, links, pipes and devices are none.

    Raises:
        OSError: where a folder cannot be read; what is in it must not vanish in silence.
    """
    return (path for path, about in _entries(folder) if _is_file(about))


def links(folder: Path) -> Iterator[Path]:
    """What is neither a file nor a folder: links to either, of which none is followed, and pipes.

    Raises:
        OSError: where a folder cannot be read.
    """
    return (path for path, about in _entries(folder) if not _is_file(about))


def _is_file(about: os.stat_result) -> bool:
    return stat.S_ISREG(about.st_mode) and not points_elsewhere(about)


def _entries(folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
    """All that lies below a folder but the folders themselves."""
    if not folder.is_dir():
        return
    for base, folders, names in os.walk(folder, onerror=_raise):
        found = {name: Path(base, name) for name in sorted(folders) if not name.startswith(".")}
        folders[:] = [name for name, path in found.items() if not points_elsewhere(path.lstat())]
        pointers = sorted(found.keys() - set(folders))
        for name in filter(_is_meant, (*pointers, *sorted(names))):
            path = Path(base, name)
            yield path, path.lstat()


def points_elsewhere(about: os.stat_result) -> bool:
    """Whether it is a link, or what Windows has in its place."""
    return stat.S_ISLNK(about.st_mode) or getattr(about, "st_reparse_tag", 0) == _JUNCTION


def _is_meant(name: str) -> bool:
    return not name.startswith((".", "~$")) and name not in LITTER


def _raise(error: OSError) -> None:
    raise error
