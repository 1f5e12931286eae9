"""A folder being filled beside the published one, and swapped in when it is complete."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import signal
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

from gongkai_ssg.fs import listed
from gongkai_ssg.fs.files import beside, digest, is_file, under
from gongkai_ssg.fs.hashing import Hashes, Hashing, hashes, hashes_of
from gongkai_ssg.fs.locks import locked, unlock
from gongkai_ssg.fs.swap import given_back, put_in_place, recover, removed

_PIECE = 1 << 20


class Output:
    """A folder being filled beside the published one; `publish` swaps it in.

    A lock, which the system releases when a run is killed, keeps two runs apart.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self.aside = self._beside("new")
        self.before = self._beside("old")
        self.hashes: dict[str, Hashes] = {}
        self.kept: set[str] = set()
        self.folders = {""}
        self.manifest = ""
        self.edited: tuple[str, ...] = ()
        self.signature_gone = False
        self._refuse_foreign()
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        self.lock = locked(self._beside("lock"), folder)
        try:
            recover(self.folder)
            self.hashes_before = listed.files_of(self.folder)
            self.aside.mkdir()
            self.rights = self.aside.stat().st_mode & 0o666  # of a file that is made now
        except BaseException:
            self._release()
            raise

    def _beside(self, name: str) -> Path:
        return beside(self.folder, name)

    def distrust(self) -> None:
        """Make SM3 anew of what is kept: its list may not be as a build wrote it.

        SHA-256 is compared with the bytes; SM3 is only passed on.
        """
        known = self.hashes_before.items()
        self.hashes_before = {name: Hashes(hashes.sha256) for name, hashes in known}

    def write(self, name: str, data: bytes) -> None:
        """Write one file of the new site; one that stands in the old one as it is, is kept."""
        before = self.hashes_before.get(name)
        same = before is not None and before.sha256 == hashlib.sha256(data).hexdigest()
        if same and self._holds(name, data):
            self.keep(name)
            return
        with open(self._made_room(name), "wb") as file:  # noqa: PTH123 - a `Path` takes as long again
            file.write(data)
        self.hashes[name] = hashes(data)

    def copy(self, name: str, source: Path) -> None:
        """Write a file that is a copy of another, a piece at a time, however large it is."""
        before = self.hashes_before.get(name)
        if before and before.sha256 == digest(source) and self._stands(name):
            self.keep(name)
            return
        hashing = Hashing()
        with source.open("rb") as file, Path(self._made_room(name)).open("wb") as out:
            while part := file.read(_PIECE):
                hashing.update(part)
                out.write(part)
        self.hashes[name] = hashing.done()

    def keep(self, name: str, known_as: str = "") -> None:
        """Take a file over from the old site, with its time: who uploads may pass over it.

        One with another name is a new file: under that name another may be known by its time.
        """
        before = known_as or name
        old, new = under(self.folder, before), self._made_room(name)
        about = os.lstat(old)
        as_made_now = stat.S_ISREG(about.st_mode) and about.st_mode & 0o777 == self.rights
        if before != name:
            shutil.copyfile(old, new)
        elif not (as_made_now and _linked(old, new)):
            shutil.copyfile(old, new)
            os.utime(new, ns=(about.st_atime_ns, about.st_mtime_ns))
        self.kept.add(before)
        known = self.hashes_before[before]
        self.hashes[name] = known if known.sm3 else hashes_of(Path(new))

    def _holds(self, name: str, data: bytes) -> bool:
        try:
            return Path(self.folder, name).read_bytes() == data
        except OSError:
            return False

    def _stands(self, name: str) -> bool:
        """Whether a file of the old site is as it was written."""
        path = self.folder / name
        return is_file(path) and digest(path) == self.hashes_before[name].sha256

    def _made_room(self, name: str) -> str:
        folder = name.rpartition("/")[0]
        if folder not in self.folders:
            (self.aside / folder).mkdir(parents=True, exist_ok=True)
            self.folders.add(folder)
        return under(self.aside, name)

    def finish(self, source: str = "") -> None:
        """Write the manifest; nothing but the swap is left to do.

        A signature stays with the list that it is of. `source` is the hash of what all was made of.

        Raises:
            ForeignFilesError: where somebody put files into the published folder meanwhile.
        """
        data = listed.manifest(self.hashes, source)
        (self.aside / listed.MANIFEST).write_bytes(data)
        self._take_signature(data)
        self.manifest = hashlib.sha256(data).hexdigest()
        self._refuse_foreign()
        self.edited = tuple(self._edited())

    def publish(self) -> int:
        """Swap the finished site in, and return the number of its files."""
        if not self.manifest:
            raise RuntimeError
        put_in_place(self.aside, self.folder, self.before)
        with contextlib.suppress(OSError):  # the site is out; the next run cleans up
            foreign = removed(self.before)
            if foreign:
                given_back(foreign, self.before, self.folder)
                removed(self.before)
        self._release()
        return len(self.hashes) + 1

    def _refuse_foreign(self) -> None:
        foreign = listed.foreign(self.folder)
        if foreign:
            raise listed.refusal(self.folder, foreign)

    def _edited(self) -> Iterator[str]:
        """What somebody changed in the old site, or took away from it, and is not so any more.

        What is kept was read already; of the rest a build made new files, which takes far longer.
        """
        for name in sorted(self.hashes_before.keys() - self.kept):
            with contextlib.suppress(OSError):  # held by another program: the swap will tell
                is_there = name in self.hashes or is_file(self.folder / name)
                if is_there and not self._stands(name):
                    yield name

    @property
    def gone(self) -> tuple[str, ...]:
        """Files of the site before that the new one has no more, but for the search index."""
        names = sorted(set(self.hashes_before) - set(self.hashes))
        return tuple(name for name in names if not name.startswith("pagefind/"))

    def _take_signature(self, manifest: bytes) -> None:
        signature = self.folder / listed.SIGNATURE
        if not signature.is_file():
            return
        self.signature_gone = (self.folder / listed.MANIFEST).read_bytes() != manifest
        if not self.signature_gone:
            shutil.copy2(signature, self.aside / listed.SIGNATURE)

    def discard(self) -> None:
        """Give up; what stood in the folder before is untouched."""
        shutil.rmtree(self.aside, ignore_errors=True)
        self._release()

    def _release(self) -> None:
        if not self.lock.closed:
            unlock(self.lock, self._beside("lock"))


def _linked(old: str, new: str) -> bool:
    """Give a file a second name; sticks and some network drives know one for a file only."""
    try:
        os.link(old, new)
    except OSError:
        return False
    return True


@contextlib.contextmanager
def uninterrupted() -> Iterator[None]:
    """Ctrl+C comes too late here: half of what belongs together would be done."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
