"""What a file is known by: SHA-256, and SM3, China's own (GB/T 32905-2016)."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import NamedTuple

_PART = 1 << 20


class Hashes(NamedTuple):
    """Both hashes of a file in hexadecimal; `sm3` is empty where a list is older than it."""

    sha256: str
    sm3: str = ""

    def fits(self, other: Hashes) -> bool:
        """Whether both may be of one file, as far as both say."""
        return self.sha256 == other.sha256 and (
            self.sm3 == other.sm3 or not (self.sm3 and other.sm3)
        )


class Hashing:
    """Both hashes of what comes piece by piece."""

    def __init__(self) -> None:
        # Imported where it is needed: most commands hash nothing.
        from cryptography.hazmat.primitives.hashes import SM3, Hash

        self._sha256, self._sm3 = hashlib.sha256(), Hash(SM3())

    def update(self, part: bytes) -> None:
        """Take the next piece."""
        self._sha256.update(part)
        self._sm3.update(part)

    def done(self) -> Hashes:
        """The hashes of all that came."""
        return Hashes(self._sha256.hexdigest(), self._sm3.finalize().hex())


def hashes(data: bytes) -> Hashes:
    """Both hashes of a text."""
    hashing = Hashing()
    hashing.update(data)
    return hashing.done()


def hashes_of(path: Path) -> Hashes:
    """Both hashes of a file, read a piece at a time."""
    hashing = Hashing()
    with path.open("rb") as file:
        while part := file.read(_PART):
            hashing.update(part)
    return hashing.done()
