"""What the last build was made from: where nothing has changed since, nothing is made again.

A record in `.gongkai/` of the site holds a hash of everything that a build reads: the site's own
files by their content, the day and the options, the program and the libraries. It is written only
by a build that changed no ledger and found no problem, and it counts only
while every file of the output is as that build left it. A record that is damaged, foreign or of
another run is none.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
import json
import os
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import gongkai_ssg
from gongkai_ssg import fs, walk
from gongkai_ssg.config import SITE_FILE
from gongkai_ssg.ledger import LEDGER_FILE
from gongkai_ssg.theme.folders import default_folder

FOLDER = ".gongkai"
_FILE = "last.json"
_FOLDERS = ("content", "holidays", "themes")
# These read more than the site's files: the history in git, the fonts of the system.
_OTHER_SOURCES = ("git历史", "随站生成")


def key(root: Path, today: date, how: Iterable[object]) -> str:
    """A hash of all that a build depends on; empty where that cannot be said."""
    site = root / SITE_FILE
    settings = site.read_text("utf-8", "replace") if site.is_file() else ""
    if not settings or any(word in settings for word in _OTHER_SOURCES):
        return ""
    digest = hashlib.sha256(repr((str(today), *how, sys.version, *_libraries())).encode())
    for path in _inputs(root):
        name = path.relative_to(root).as_posix().encode("utf-8", "replace")
        content = b"->" if path.is_symlink() else hashlib.sha256(path.read_bytes()).digest()
        digest.update(name + b"\0" + content)
    for folder in (Path(gongkai_ssg.__file__).parent, default_folder()):
        digest.update(state(folder).encode())
    return digest.hexdigest()


def _inputs(root: Path) -> Iterator[Path]:
    yield from (root / name for name in (SITE_FILE, LEDGER_FILE) if (root / name).is_file())
    for name in _FOLDERS:
        yield from walk.files(root / name)
        yield from walk.links(root / name)


def _libraries() -> list[str]:
    found = importlib.metadata.distributions()
    return sorted(f"{one.metadata['Name']} {one.version}" for one in found)


def state(folder: Path) -> str:
    """A hash of the names, sizes and times of all files in a folder."""
    digest = hashlib.sha256()
    for base, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(names):
            found = Path(base, name).stat(follow_symlinks=False)
            line = f"{base[len(str(folder)) :]}/{name}\0{found.st_size}\0{found.st_mtime_ns}\n"
            digest.update(line.encode("utf-8", "replace"))
    return digest.hexdigest()


def said(root: Path, made_from: str, output: Path) -> list[str] | None:
    """What was said of an output that is what a build with this key would make; else None."""
    try:
        last = json.loads((root / FOLDER / _FILE).read_text("utf-8"))
        words = [str(line) for line in last["said"]]
        # The many files of the output are asked only where the few of the site say the same.
        same = bool(made_from) and last["key"] == made_from
        same = same and last["manifest"] == fs.digest(output / fs.MANIFEST)
        same = same and last["state"] == state(output)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return words if same else None


def remember(root: Path, made_from: str, output: Path, manifest: str, words: Iterable[str]) -> None:
    """Note what the output was made from and what was said of it; a full disk is no matter here.

    `manifest` is the hash of the manifest as this run wrote it: a run that swapped in another
    site meanwhile makes the record worthless, not wrong.
    """
    last = {"key": made_from, "manifest": manifest, "state": state(output), "said": [*words]}
    with contextlib.suppress(OSError):
        fs.write_bytes(root / FOLDER / _FILE, json.dumps(last).encode())


def forget(root: Path) -> None:
    """Remove the record; what somebody else put beside it stays."""
    with contextlib.suppress(OSError):
        (root / FOLDER / _FILE).unlink(missing_ok=True)
        (root / FOLDER).rmdir()
