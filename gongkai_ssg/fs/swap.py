"""Putting a finished folder into the place of the published one, and the old one away.

On Linux and macOS the two change places in one step: whoever reads finds the old site or the new
one. Elsewhere, and on disks that cannot do it, the old one steps aside first; a run that is killed
in between is made good by the next (`rescue`). Of an old site only its own files are removed.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from gongkai_ssg.fs import listed
from gongkai_ssg.fs.files import beside, patiently, taken_away
from gongkai_ssg.fs.locks import BusyError, locked, unlock

_CANNOT = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP)
_HERE, _LINUX_EXCHANGE, _MACOS_SWAP = -100, 2, 2  # AT_FDCWD, RENAME_EXCHANGE, RENAME_SWAP


def put_in_place(new: Path, folder: Path, old: Path) -> None:
    """Make `new` the folder; what stood there is `old` afterwards, or is removed by the next run.

    Raises:
        OSError: where the system refuses; then the folder is what it was.
    """
    if not folder.exists():
        patiently(lambda: new.rename(folder))
    elif _exchanged(new, folder):
        with contextlib.suppress(OSError):  # the site is out, whatever the other one is called
            new.rename(old)
    else:
        patiently(lambda: folder.rename(old))
        try:
            patiently(lambda: new.rename(folder))
        except BaseException:
            patiently(lambda: old.rename(folder))  # better the old site than none
            raise


def _exchanged(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; False where system or disk cannot."""
    this, that = os.fsencode(one), os.fsencode(other)
    calls: dict[str, Callable[[Any], int]] = {
        "linux": lambda libc: int(libc.renameat2(_HERE, this, _HERE, that, _LINUX_EXCHANGE)),
        "darwin": lambda libc: int(libc.renamex_np(this, that, _MACOS_SWAP)),
    }
    call = calls.get(sys.platform)
    if call is None:
        return False
    try:
        failed = call(ctypes.CDLL(None, use_errno=True))
    except (AttributeError, OSError, TypeError):
        return False
    reason = ctypes.get_errno() if failed else 0
    if reason and reason not in _CANNOT:
        raise OSError(reason, os.strerror(reason), str(other))
    return not failed


def removed(folder: Path) -> list[str]:
    """Remove an old site, or a new one that was never finished; the files that keep it there.

    An old one that holds files which are not ours stays as it is. The manifest goes last, so that a
    run that is killed leaves word of what is ours.
    """
    manifest = folder / listed.MANIFEST
    if manifest.exists():
        foreign = listed.foreign(folder)
        if foreign:
            return foreign
        for entry in folder.iterdir():
            if entry != manifest:
                _remove(entry)
    if folder.exists():
        _remove(folder)
    return []


def given_back(foreign: Iterable[str], old: Path, folder: Path) -> None:
    """What somebody put into the old site while the new one took its place lies there again."""
    for name in foreign:
        if not os.path.lexists(folder / name):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (old / name).rename(folder / name)


def _remove(path: Path) -> None:
    """Remove a file or a folder, though it was made read-only meanwhile."""
    try:
        _gone(path)
    except PermissionError:
        _make_writable(path)
        patiently(lambda: _gone(path))


def _gone(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _make_writable(path: Path) -> None:
    _allow(path)
    for base, folders, names in os.walk(path):
        for name in (*folders, *names):  # before the walk goes down
            _allow(Path(base, name))


def _allow(path: Path) -> None:
    """Folders alone where that is enough: a file may have another name, in the new site."""
    if not path.is_symlink() and (path.is_dir() or os.name == "nt"):
        path.chmod(path.stat().st_mode | stat.S_IRWXU)


def recover(folder: Path) -> None:
    """Clean up after a run that was killed; the old site stands until the new one does.

    Raises:
        ForeignFilesError: where somebody put files into what such a run left.
    """
    restore(folder)
    taken_away(beside(folder, "sig"))
    for left in (beside(folder, "new"), beside(folder, "old")):
        foreign = removed(left)
        if foreign:
            raise listed.refusal(left, foreign)


def restore(folder: Path) -> None:
    """Put the old site back, where a run was killed between taking it away and the new one."""
    before = beside(folder, "old")
    if before.exists() and not folder.exists():
        patiently(lambda: before.rename(folder))


def rescue(folder: Path) -> None:
    """Put back what a killed run took away, before anything else can go wrong."""
    folder = folder.resolve()
    if folder.exists() or not beside(folder, "old").exists():
        return
    lock = beside(folder, "lock")
    with contextlib.suppress(BusyError):  # then the other run is only just swapping
        handle = locked(lock, folder)
        try:
            restore(folder)
        finally:
            unlock(handle, lock)


def clean(folder: Path) -> bool:
    """Remove an output folder that holds only our files; False when there is none.

    Raises:
        ForeignFilesError: where it holds others; then nothing is removed.
    """
    foreign = listed.foreign(folder)
    if foreign:
        raise listed.refusal(folder, foreign)
    there = folder.exists()
    removed(folder)
    return there
