"""What each output was made from: whether a build would make the same again.

A record in `.gongkai/` of the site holds, for each output folder, hashes of everything that its
build read: the site's own files by their content, the day, the program and the libraries. By it
`package` knows a site that is not of today's content. A build is spared altogether only where the
one before changed no ledger and read nothing but the site's files, and while the files of its
output have the names, sizes and times that it left. A record that is damaged, foreign or of another
run is none.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import gongkai_ssg
from gongkai_ssg import fs, retold, walk
from gongkai_ssg.config import SITE_FILE
from gongkai_ssg.ledger import LEDGER_FILE, Ledger, dump
from gongkai_ssg.retold import Said
from gongkai_ssg.source import Tree, decode
from gongkai_ssg.theme.folders import default_folder

FOLDER = ".gongkai"
_FILE = "last.json"
_FOLDERS = ("content", "holidays")


class Inputs(NamedTuple):
    """Hashes of what a build of one day reads; the ledger by itself, for a build may write it."""

    files: str
    ledger: str


class Made(NamedTuple):
    """How an output was made: from what, how, and what was said of it.

    `manifest` is the hash of the list of its files; `is_settled` says whether a second build of
    the same would make the same.
    """

    inputs: Inputs
    how: tuple[object, ...]
    day: date
    manifest: str
    is_settled: bool
    said: Said


def inputs(root: Path, today: date) -> Inputs:
    """Hash what a build of that day would read."""
    digest = hashlib.sha256(str(today).encode() + program() + themes(root))
    _add(digest, root, _contents(root))
    ledger = root / LEDGER_FILE
    return Inputs(digest.hexdigest(), fs.digest(ledger) if ledger.is_file() else "")


def program() -> bytes:
    """A hash of what reads and makes everything: Python, the libraries, this program, its theme."""
    digest = hashlib.sha256(repr((sys.version, *_libraries())).encode())
    for folder in (Path(gongkai_ssg.__file__).parent, default_folder()):
        digest.update(state(folder).encode())
    return digest.digest()


def revision(root: Path, tree: Tree, ledger: Ledger, known: Mapping[str, bytes]) -> str:
    """A hash of a site's own files, by which it can be said what it was made from.

    It is the same wherever they lie: texts count as they are read, whatever a system puts at the
    ends of their lines, and the ledger as it is after the build. `known` are hashes of files that
    were read already, which may be large.
    """
    found = {path.relative_to(root).as_posix(): hash_ for path, hash_ in _theme_files(root)}
    found |= {name: known.get(name) or _hash(root / name) for name in tree.others}
    for name, data in tree.texts.items():
        found[name] = hashlib.sha256((decode(name, data)[0] or "").encode()).digest()
    found[LEDGER_FILE] = hashlib.sha256(dump(ledger).encode()).digest()
    digest = hashlib.sha256()
    for name in sorted(found):
        digest.update(name.encode("utf-8", "replace") + b"\0" + found[name])
    return digest.hexdigest()


def themes(root: Path) -> bytes:
    """A hash of the county's own themes."""
    digest = hashlib.sha256()
    _add(digest, root, _theme_files(root))
    return digest.digest()


def _add(digest: hashlib._Hash, root: Path, contents: Iterable[tuple[Path, bytes]]) -> None:
    for path, content in contents:
        name = path.relative_to(root).as_posix().encode("utf-8", "replace")
        digest.update(name + b"\0" + content + b"\0")


def _contents(root: Path) -> Iterator[tuple[Path, bytes]]:
    """Each input with its hash; of a link in the content only that it is one is read."""
    if (root / SITE_FILE).is_file():
        yield root / SITE_FILE, _hash(root / SITE_FILE)
    for name in _FOLDERS:
        yield from ((path, _hash(path)) for path in walk.files(root / name))
        yield from ((path, b"->") for path in walk.links(root / name))


def _theme_files(root: Path) -> Iterator[tuple[Path, bytes]]:
    return _themes(root / "themes", set())


def _themes(folder: Path, met: set[Path]) -> Iterator[tuple[Path, bytes]]:
    """Templates are read through links and whatever their names; a way back is gone once."""
    if not folder.is_dir() or folder.resolve() in met:
        return
    met.add(folder.resolve())
    for path in sorted(folder.iterdir()):
        link = os.fsencode(path.readlink()) if path.is_symlink() else b""
        yield path, link + (_hash(path) if path.is_file() else b"")
        yield from _themes(path, met)


def _hash(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def _libraries() -> list[str]:
    found = importlib.metadata.distributions()
    return sorted(f"{one.metadata['Name']} {one.version}" for one in found)


def state(folder: Path) -> str:
    """A hash of the names, sizes and times of all files in a folder."""
    digest = hashlib.sha256()
    for base, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        # To sign a site, or not any more, changes nothing else of it.
        for name in sorted(name for name in names if name != fs.SIGNATURE):
            found = Path(base, name).stat(follow_symlinks=False)
            line = f"{base[len(str(folder)) :]}/{name}\0{found.st_size}\0{found.st_mtime_ns}\n"
            digest.update(line.encode("utf-8", "replace"))
    return digest.hexdigest()


def said(root: Path, output: Path, now: Inputs, how: tuple[object, ...]) -> Said | None:
    """What was said of an output that is what a build would make; None where it must build."""
    record = _records(root).get(_key(root, output), {})
    try:
        # The many files of the output are asked only where the few of the site say the same.
        same = bool(record["state"]) and record["how"] == [*how]
        same = same and _is_of(record, now, output) and record["state"] == state(output)
        return retold.read(record["said"]) if same else None
    except (OSError, KeyError, TypeError, ValueError):
        return None


def is_current(root: Path, output: Path, now: Inputs) -> bool:
    """Whether the last build into a folder read what a build would read now.

    What is not among the site's own files (git's history, the fonts of the system) is not asked.
    """
    try:
        return _is_of(_records(root)[_key(root, output)], now, output)
    except (OSError, KeyError, TypeError):
        return False


def day(root: Path, output: Path) -> str:
    """The day of the last build into a folder; empty where that is not known."""
    record = _records(root).get(_key(root, output))
    return str(record.get("day", "")) if isinstance(record, dict) else ""


def _is_of(record: Any, now: Inputs, output: Path) -> bool:
    same = record["inputs"] == [*now]
    return bool(same and record["manifest"] == fs.digest(output / fs.MANIFEST))


def remember(root: Path, output: Path, made: Made) -> None:
    """Note how an output was made; a full disk is no matter here.

    The hash of the manifest is that of the list as this run wrote it: a run that swapped in
    another site meanwhile makes the record worthless, not wrong.
    """
    records = _of_outputs(root)
    records[_key(root, output)] = {
        "inputs": made.inputs,
        "how": made.how,
        "day": str(made.day),
        "manifest": made.manifest,
        "state": state(output) if made.is_settled else "",
        "said": retold.written(made.said),
    }
    _write(root, records)


def _write(root: Path, records: dict[str, Any]) -> None:
    with contextlib.suppress(OSError):
        fs.write_bytes(root / FOLDER / _FILE, json.dumps(records).encode())


def _of_outputs(root: Path) -> dict[str, Any]:
    """The records of outputs that are still there."""
    found = _records(root).items()
    return {key: one for key, one in found if fs.is_file(root / key / fs.MANIFEST)}


def _records(root: Path) -> dict[str, Any]:
    try:
        found = fs.from_json((root / FOLDER / _FILE).read_bytes())
    except OSError:
        return {}
    return found if isinstance(found, dict) else {}


def _key(root: Path, output: Path) -> str:
    """By what an output is known: inside the site by its way, so that the site may be moved."""
    root, output = root.resolve(), output.resolve()
    inside = output.is_relative_to(root)
    return output.relative_to(root).as_posix() if inside else output.as_posix()


def forget(root: Path) -> None:
    """Drop what is known of outputs that are gone; what somebody else put beside it stays."""
    left = _of_outputs(root)
    if left:
        _write(root, left)
        return
    with contextlib.suppress(OSError):
        (root / FOLDER / _FILE).unlink(missing_ok=True)
        (root / FOLDER).rmdir()
