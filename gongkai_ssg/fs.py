"""The disk: reads a site, and is the one door through which output leaves.

Output is written beside the old folder and swapped in when it is complete. Only files that
this tool wrote (its `manifest.json` lists them) are ever removed.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from gongkai_ssg import __version__, walk
from gongkai_ssg.config import SITE_FILE, is_misnamed
from gongkai_ssg.ledger import LEDGER_FILE
from gongkai_ssg.source import Tree

MANIFEST = "manifest.json"
_TEXTS = (".md", ".yaml", ".yml")


class ForeignFilesError(Exception):
    """The output folder holds files that this tool did not write."""

    def __init__(self, folder: Path, names: list[str]) -> None:
        super().__init__(str(folder))
        self.folder, self.names = folder, names


def read_site(root: Path) -> Tree:
    """Read the texts of a site and list its other files; paths are relative, with `/`."""
    texts: dict[str, bytes] = {}
    others: set[str] = set()
    for name in (SITE_FILE, LEDGER_FILE):
        if (root / name).is_file():
            texts[name] = (root / name).read_bytes()
    if SITE_FILE not in texts and root.is_dir():
        # Only to say what became of it.
        others.update(p.name for p in root.iterdir() if is_misnamed(p.name) and p.is_file())
    for path in walk.files(root / "holidays"):
        if path.suffix == ".yaml":
            texts[path.relative_to(root).as_posix()] = path.read_bytes()
    for path in walk.files(root / "content"):
        name = path.relative_to(root).as_posix()
        # Notepad hides the `.txt` that it adds.
        if path.name.lower().removesuffix(".txt").endswith(_TEXTS):
            texts[name] = path.read_bytes()
        else:
            others.add(name)
    pointers = frozenset(p.relative_to(root).as_posix() for p in walk.links(root / "content"))
    return Tree(texts, frozenset(others), pointers)


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
        foreign = _foreign(self.folder)
        if foreign:
            raise ForeignFilesError(folder, foreign)
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        self.lock = _locked(self._beside("lock"), folder)
        try:
            self._recover()
            self.listed_before = frozenset(_manifest_files(self.folder))
            self.aside.mkdir()
        except OSError:
            self._release()
            raise

    def _beside(self, name: str) -> Path:
        return _beside(self.folder, name)

    def _recover(self) -> None:
        """Clean up after a run that was killed; the old site stands until the new one does."""
        _restore(self.folder)
        for left in (self.aside, self.before):
            if left.exists():
                shutil.rmtree(left)

    def write(self, name: str, data: bytes) -> None:
        """Write one file of the new site."""
        folder = name.rpartition("/")[0]
        if folder not in self.folders:
            (self.aside / folder).mkdir(parents=True, exist_ok=True)
            self.folders.add(folder)
        (self.aside / name).write_bytes(data)
        self.hashes[name] = hashlib.sha256(data).hexdigest()

    def publish(self) -> int:
        """Write the manifest, swap the new site in, and return the number of files."""
        manifest = {
            "version": 1,
            "generator": f"gongkai {__version__}",
            "files": dict(sorted(self.hashes.items())),
        }
        data = (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode()
        (self.aside / MANIFEST).write_bytes(data)
        self.manifest = hashlib.sha256(data).hexdigest()
        self._swap()
        self._release()
        return len(self.hashes) + 1

    @property
    def gone(self) -> tuple[str, ...]:
        """Files of the site before that the new one has no more, but for the search index."""
        names = sorted(self.listed_before - set(self.hashes))
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
            _unlock(self.lock, self._beside("lock"))


def _beside(folder: Path, name: str) -> Path:
    return folder.with_name(f".{folder.name}.gongkai-{name}")


def _restore(folder: Path) -> None:
    """Put the old site back, where a run was killed between taking it away and the new one."""
    before = _beside(folder, "old")
    if before.exists() and not folder.exists():
        before.rename(folder)


def rescue(folder: Path) -> None:
    """Put back what a killed run took away, before anything else can go wrong."""
    folder = folder.resolve()
    if folder.exists() or not _beside(folder, "old").exists():
        return
    lock = _beside(folder, "lock")
    with contextlib.suppress(BusyError):  # then the other run is only just swapping
        handle = _locked(lock, folder)
        _restore(folder)
        _unlock(handle, lock)


def _locked(path: Path, folder: Path) -> BinaryIO:
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
            return handle
        handle.close()


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: BinaryIO) -> None:
        msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)

    def _unlock(handle: BinaryIO, path: Path) -> None:
        handle.close()
        with contextlib.suppress(OSError):
            path.unlink()

else:
    import fcntl

    def _lock(handle: BinaryIO) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(handle: BinaryIO, path: Path) -> None:
        path.unlink(missing_ok=True)
        handle.close()


def _foreign(folder: Path) -> list[str]:
    """Files in an output folder that its manifest does not list."""
    if not folder.exists():
        return []
    if not folder.is_dir():
        return [folder.name]
    present = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if not p.is_dir()}
    listed = {MANIFEST, *_manifest_files(folder)}
    names = sorted(present - listed if MANIFEST in present else present)
    return [name for name in names if name.rpartition("/")[2] not in walk.LITTER]


def _manifest_files(folder: Path) -> list[str]:
    try:
        data = json.loads((folder / MANIFEST).read_text("utf-8"))
        return list(data["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return []


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


class Pending:
    """A file written to the side, so that little can fail when it takes its place.

    Without a text the file stays as it is, and both ways to go on do nothing.
    """

    def __init__(self, path: Path, text: str | None = None) -> None:
        self.path, self.waits = path, text is not None
        self.aside = path.with_name(f".{path.name}.gongkai-new")
        if text is None:
            return
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, "", str(path))
        path.parent.mkdir(parents=True, exist_ok=True)
        self.aside.write_text(text, "utf-8", newline="\n")

    def commit(self) -> None:
        """Replace the file in one step."""
        if self.waits:
            self.aside.replace(self.path)

    def discard(self) -> None:
        """Leave the file as it is after all."""
        if self.waits:
            self.aside.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Replace a file in one step; a killed run leaves the old one whole."""
    Pending(path, text).commit()


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file whole or not at all; its folder is made where there is none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = _beside(path, "new")
    try:
        aside.write_bytes(data)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def published(folder: Path) -> tuple[list[str], list[str]]:
    """The files of a published site by its manifest, and those that are not as it says."""
    try:
        data = json.loads((folder / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        return [], []
    files: dict[str, str] = data.get("files", {})
    wrong = [name for name, digest in files.items() if not _is_whole(folder / name, digest)]
    return [*files, MANIFEST], wrong


def changed_since(root: Path, folder: Path) -> str:
    """A file of a site that was saved after its output was published; empty where none was."""
    published_at = (folder / MANIFEST).stat().st_mtime_ns
    files = (path for name in ("content", "holidays", "themes") for path in walk.files(root / name))
    for path in (root / SITE_FILE, *files):
        # A time in the future is a wrong clock, and no build would come after it.
        if published_at < path.stat().st_mtime_ns < time.time_ns():
            return path.relative_to(root).as_posix()
    return ""


def _is_whole(path: Path, digest: str) -> bool:
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == digest


def knows_items(folder: Path) -> bool:
    """Whether a site with items was published into the folder before."""
    return any(name.startswith("i/") for name in _manifest_files(folder))


def clean(folder: Path) -> bool:
    """Remove an output folder that holds only our files; False when there is none."""
    foreign = _foreign(folder)
    if foreign:
        raise ForeignFilesError(folder, foreign)
    if not folder.exists():
        return False
    shutil.rmtree(folder)
    return True
