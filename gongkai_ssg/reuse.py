"""Files that need not be made again, because what they are made from is what it was.

For each file a build notes a key, a hash of all that decides its bytes. The next build asks for
it before it makes a file: where the key is the same, and the file has the hash that the manifest
of the site names, it is taken over. So the store is the published site itself, which `clean`
removes; the keys lie in `.gongkai/`, those of the last build alone. Keys that are damaged,
foreign or of another run's site are none.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import pickle
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from gongkai_ssg import fs, kept

_FILE = "keys.json"


@dataclass(frozen=True, slots=True)
class Standing:
    """The site in an output folder: its files by their hashes, and what they were made from."""

    folder: Path = Path()
    hashes: Mapping[str, str] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)

    def find(self, name: str, key: str) -> bytes | None:
        """A file that was made from the same, if it stands there as it was written."""
        if not key or self.keys.get(name) != key:
            return None
        try:
            data = (self.folder / name).read_bytes()
        except OSError:
            return None
        return data if hashlib.sha256(data).hexdigest() == self.hashes.get(name) else None


def standing(root: Path, folder: Path) -> Standing:
    """What stands in `folder`, with the keys of its files where the last build wrote it."""
    hashes = fs.files_of(folder)
    try:
        found = json.loads((root / kept.FOLDER / _FILE).read_text("utf-8"))
        if hashes and found["manifest"] == fs.digest(folder / fs.MANIFEST):
            return Standing(folder, hashes, {str(n): str(k) for n, k in found["keys"].items()})
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        pass
    return Standing(folder, hashes)


def remember(root: Path, manifest: str, keys: Mapping[str, str]) -> None:
    """Note the keys of the site with that manifest; a full disk is no matter here."""
    found = {"manifest": manifest, "keys": keys}
    with contextlib.suppress(OSError):
        fs.write_bytes(root / kept.FOLDER / _FILE, json.dumps(found).encode())


def forget(root: Path) -> None:
    """Drop the keys."""
    with contextlib.suppress(OSError):
        (root / kept.FOLDER / _FILE).unlink(missing_ok=True)


def key(base: bytes, *what: object) -> str:
    """A hash of what a file is made from; equal values may have several, others never the same."""
    digest = hashlib.blake2b(base, digest_size=16)
    digest.update(pickle.dumps(what, pickle.HIGHEST_PROTOCOL))
    return digest.hexdigest()
