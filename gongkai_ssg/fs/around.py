"""The few files around several sites in one folder: a front page and what it needs.

Each site keeps its own folder, manifest and lock. What stands around them cannot be swapped in as
one folder, so every file takes its place whole, the last one last, and a manifest of their own says
which files these are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from gongkai_ssg import walk
from gongkai_ssg.fs import listed
from gongkai_ssg.fs.files import beside, is_beside, taken_away, write_bytes
from gongkai_ssg.fs.hashing import hashes
from gongkai_ssg.fs.locks import locked, unlock


class Around:
    """A folder that holds sites, locked against other runs until it is released.

    Raises:
        ForeignFilesError: where it holds files that are neither of a site nor of a front page.
        BusyError: where another run is at work in it.
    """

    def __init__(self, folder: Path, sites: Iterable[str]) -> None:
        self.folder = folder.resolve()
        self.sites = frozenset(sites)
        self.signature_gone = False
        foreign = sorted(self._foreign())
        if foreign:
            raise listed.refusal(folder, foreign)
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        self.lock = locked(self._lock_file, folder)

    @property
    def _lock_file(self) -> Path:
        return beside(self.folder, "lock")

    @property
    def former(self) -> tuple[str, ...]:
        """Sites in the folder that are none of those that it holds now; they are not touched."""
        found = (p.name for p in self._entries() if (p / listed.MANIFEST).is_file())
        return tuple(sorted(name for name in found if name not in self.sites))

    def publish(self, files: Mapping[str, bytes]) -> None:
        """Put the files into their places, in this order; those of before that are not named go.

        A run that is killed leaves files of ours only: both lists are one until all is done.
        """
        before = listed.files_of(self.folder)
        made = {name: hashes(data) for name, data in files.items()}
        new = listed.manifest(made)
        self.signature_gone = new != self._manifest() and self._without_signature()
        self._write(listed.MANIFEST, listed.manifest({**before, **made}))
        for name, data in files.items():
            self._write(name, data)
        for name in before.keys() - files.keys():
            taken_away(self.folder / name)
        self._write(listed.MANIFEST, new)

    def release(self) -> None:
        """Let other runs in."""
        unlock(self.lock, self._lock_file)

    def _manifest(self) -> bytes:
        path = self.folder / listed.MANIFEST
        return path.read_bytes() if path.is_file() else b""

    def _without_signature(self) -> bool:
        """Take away a signature that is of another list; whether there was one."""
        signature = self.folder / listed.SIGNATURE
        was_signed = signature.is_file()
        signature.unlink(missing_ok=True)
        return was_signed

    def _write(self, name: str, data: bytes) -> None:
        path = self.folder / name
        if not path.is_file() or path.read_bytes() != data:
            write_bytes(path, data)

    def _foreign(self) -> Iterator[str]:
        known = listed.ours(self.folder)
        for entry in self._entries():
            if (entry / listed.MANIFEST).is_file():
                continue
            inside = entry.rglob("*") if entry.is_dir() else [entry]
            for path in inside:
                name = path.relative_to(self.folder).as_posix()
                litter = path.name in walk.LITTER or is_beside(path.name)
                if not path.is_dir() and not litter and name not in known:
                    yield name

    def _entries(self) -> Iterator[Path]:
        """What lies in the folder beside the sites and what belongs to their making."""
        if self.folder.is_dir():
            aside = (p for p in self.folder.iterdir() if not is_beside(p.name))
            yield from (p for p in aside if p.name not in self.sites)
