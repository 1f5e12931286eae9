"""Files that need not be made again, because what they are made from is what it was.

For each file a build notes a key, a hash of all that decides its bytes. The next build asks for
it before it makes a file: where the key is the same, and the file has the hash that the manifest
of the site names, it is taken over. So the store is the published site itself, which `clean`
removes; the keys lie in `.gongkai/`, those of the last build alone. Keys that are damaged or of
another run's site are none.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import pickle
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from gongkai_ssg import fs, kept, search

_FILE = "keys.json"


class Notes(NamedTuple):
    """What a build notes of what it made.

    Attributes:
        keys: of files, by their names.
        sizes: of searched pages, the characters that the search index has of them.
        rows: of the search index, by the keys of its shards.
    """

    keys: dict[str, str]
    sizes: dict[str, int]
    rows: dict[str, search.Row]


_NOTHING = Notes({}, {}, {})


@dataclass(frozen=True, slots=True)
class Standing:
    """The site in an output folder: its files by their hashes, and what they were made from.

    `names` are those of files by their keys: numbers in names may shift while contents stay.
    """

    folder: Path = Path()
    hashes: Mapping[str, fs.Hashes] = field(default_factory=dict)
    notes: Notes = _NOTHING
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_known(self) -> bool:
        """Whether the list of its files is to the byte what the last build wrote."""
        return bool(self.notes.keys)

    def find(self, name: str, key: str) -> tuple[str, bytes] | None:
        """A file that was made from the same, with its name, if it stands as it was written."""
        old = name if self.notes.keys.get(name) == key else self.names.get(key, "")
        if not key or not old:
            return None
        try:
            with open(fs.under(self.folder, old), "rb") as file:  # noqa: PTH123 - of ten thousand
                data = file.read()
        except (OSError, ValueError):
            return None
        known = self.hashes.get(old)
        whole = known and hashlib.sha256(data).hexdigest() == known.sha256
        return (old, data) if whole else None


def standing(root: Path, folder: Path) -> Standing:
    """What stands in `folder`, with the notes of the last build, if that wrote it."""
    hashes = fs.files_of(folder)
    try:
        head, data = (root / kept.FOLDER / _FILE).read_bytes().split(b"\n", 1)
        manifest = fs.digest(folder / fs.MANIFEST)
    except (OSError, ValueError):
        return Standing(folder, hashes)
    if not hashes or head != _head(manifest, data):
        return Standing(folder, hashes)
    notes = _notes(data)
    return Standing(folder, hashes, notes, {key: name for name, key in notes.keys.items()})


def _notes(data: bytes) -> Notes:
    """Another version of this program may note other things: its keys are of no use, either."""
    found = fs.from_json(data)
    if not isinstance(found, list) or len(found) != len(Notes._fields):
        return _NOTHING
    keys, sizes, rows = found
    texts = _is_of(keys, str) and _is_of(sizes, int) and _is_of(rows, dict)
    return Notes(keys, sizes, rows) if texts else _NOTHING


def _is_of(found: object, kind: type) -> bool:
    return isinstance(found, dict) and all(isinstance(one, kind) for one in found.values())


def remember(root: Path, manifest: str, notes: Notes) -> None:
    """Keep the notes on the site with that manifest; a full disk is no matter here."""
    data = json.dumps(notes).encode()
    with contextlib.suppress(OSError):
        fs.write_bytes(root / kept.FOLDER / _FILE, _head(manifest, data) + b"\n" + data)


def _head(manifest: str, data: bytes) -> bytes:
    """By which notes are known to be whole, and of which site."""
    return f"{manifest} {hashlib.sha256(data).hexdigest()}".encode()


def forget(root: Path) -> None:
    """Drop the keys."""
    with contextlib.suppress(OSError):
        (root / kept.FOLDER / _FILE).unlink(missing_ok=True)


def key(base: bytes, *what: object) -> str:
    """A hash of what a file is made from; equal values may have several, others never the same."""
    digest = hashlib.blake2b(base, digest_size=16)
    digest.update(pickle.dumps(what, pickle.HIGHEST_PROTOCOL))
    return digest.hexdigest()
