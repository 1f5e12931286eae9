"""A folder being filled beside the published one, and swapped in when it is complete."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import signal
import stat
import sys
import threading
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from gongkai_ssg.fs import listed
from gongkai_ssg.fs.files import beside
from gongkai_ssg.fs.files import digest as hash_of


class BusyError(Exception):
    """Another run is building into the same folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        self.folder = folder


class Output:
    """A folder being filled beside the published one; `publish` swaps it in.

    A lock, which the system releases when a run is killed, keeps two runs apart.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self.aside = self._beside("new")
        self.before = self._beside("old")
        self.hashes: dict[str, str] = {}
        self.folders = {""}
        self.manifest = ""
        foreign = listed.foreign(self.folder)
        if foreign:
            raise listed.ForeignFilesError(folder, foreign)
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        self.lock = locked(self._beside("lock"), folder)
        try:
            self._recover()
            self.hashes_before = listed.files_of(self.folder)
            self.aside.mkdir()
            self.rights = self.aside.stat().st_mode & 0o666  # of a file that is made now
        except OSError:
            self._release()
            raise

    def _beside(self, name: str) -> Path:
        return beside(self.folder, name)

    def _recover(self) -> None:
        """Clean up after a run that was killed; the old site stands until the new one does."""
        _restore(self.folder)
        for left in (self.aside, self.before):
            if left.exists():
                shutil.rmtree(left)

    def write(self, name: str, data: bytes) -> None:
        """Write one file of the new site; one that stands in the old one as it is, is kept."""
        digest = hashlib.sha256(data).hexdigest()
        if self.hashes_before.get(name) == digest and self._holds(name, data):
            self.keep(name)
            return
        with open(self._made_room(name), "wb") as file:  # noqa: PTH123 - a `Path` takes as long again
            file.write(data)
        self.hashes[name] = digest

    def copy(self, name: str, source: Path) -> None:
        """Write a file that is a copy of another, a piece at a time, however large it is."""
        digest = hash_of(source)
        if self.hashes_before.get(name) == digest and listed.is_whole(self.folder / name, digest):
            self.keep(name)
            return
        copied = self._made_room(name)
        shutil.copyfile(source, copied)
        # Of what lies there, whatever became of the other meanwhile.
        self.hashes[name] = hash_of(Path(copied))

    def keep(self, name: str, known_as: str = "") -> None:
        """Take a file over from the old site, with its time: who uploads may pass over it.

        One with another name is a new file: under that name another may be known by its time.
        """
        before = known_as or name
        old, new = f"{self.folder}/{before}", self._made_room(name)
        about = os.lstat(old)
        as_made_now = stat.S_ISREG(about.st_mode) and about.st_mode & 0o777 == self.rights
        if before != name:
            shutil.copyfile(old, new)
        elif not (as_made_now and _linked(old, new)):
            shutil.copyfile(old, new)
            os.utime(new, ns=(about.st_atime_ns, about.st_mtime_ns))
        self.hashes[name] = self.hashes_before[before]

    def _holds(self, name: str, data: bytes) -> bool:
        try:
            return Path(self.folder, name).read_bytes() == data
        except OSError:
            return False

    def _made_room(self, name: str) -> str:
        folder = name.rpartition("/")[0]
        if folder not in self.folders:
            (self.aside / folder).mkdir(parents=True, exist_ok=True)
            self.folders.add(folder)
        return f"{self.aside}/{name}"

    def publish(self) -> int:
        """Write the manifest, swap the new site in, and return the number of files."""
        data = listed.manifest(self.hashes)
        (self.aside / listed.MANIFEST).write_bytes(data)
        self.manifest = hashlib.sha256(data).hexdigest()
        self._swap()
        self._release()
        return len(self.hashes) + 1

    @property
    def gone(self) -> tuple[str, ...]:
        """Files of the site before that the new one has no more, but for the search index."""
        names = sorted(set(self.hashes_before) - set(self.hashes))
        return tuple(name for name in names if not name.startswith("pagefind/"))

    def _swap(self) -> None:
        if self.folder.exists():
            self.folder.rename(self.before)
        try:
            self.aside.rename(self.folder)
        except BaseException:
            # Better the old site than none.
            if self.before.exists():
                self.before.rename(self.folder)
            raise
        shutil.rmtree(self.before, ignore_errors=True)

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


def _restore(folder: Path) -> None:
    """Put the old site back, where a run was killed between taking it away and the new one."""
    before = beside(folder, "old")
    if before.exists() and not folder.exists():
        before.rename(folder)


def rescue(folder: Path) -> None:
    """Put back what a killed run took away, before anything else can go wrong."""
    folder = folder.resolve()
    if folder.exists() or not beside(folder, "old").exists():
        return
    lock = beside(folder, "lock")
    with contextlib.suppress(BusyError):  # then the other run is only just swapping
        handle = locked(lock, folder)
        _restore(folder)
        unlock(handle, lock)


# The locks of this run. A process that it forks has them open as well, and one that outlives it
# would keep them.
_held: weakref.WeakSet[BinaryIO] = weakref.WeakSet()


def _let_go() -> None:
    for handle in _held:
        handle.close()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_let_go)


def locked(path: Path, folder: Path) -> BinaryIO:
    """An open file that only this run has locked."""
    while True:
        handle = path.open("ab")
        try:
            _lock(handle)
        except OSError as error:
            handle.close()
            raise BusyError(folder) from error
        # The run before may have removed the file between our opening and locking it.
        if path.exists() and os.path.samestat(os.fstat(handle.fileno()), path.stat()):
            _held.add(handle)
            return handle
        handle.close()


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: BinaryIO) -> None:
        msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)

    def unlock(handle: BinaryIO, path: Path) -> None:
        """Let the others in."""
        handle.close()
        with contextlib.suppress(OSError):
            path.unlink()

else:
    import fcntl

    def _lock(handle: BinaryIO) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def unlock(handle: BinaryIO, path: Path) -> None:
        """Let the others in."""
        path.unlink(missing_ok=True)
        handle.close()


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
