"""A build that is struck at one of its steps: killed, interrupted, refused by the disk."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

Blow = Callable[[str], None]
DONE, STOPPED, REFUSED, CRASHED = 0, 10, 11, 12
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_CHANGES = {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link", "os.chmod", "os.utime"}


def killed(_: str) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def interrupted(_: str) -> None:
    signal.raise_signal(signal.SIGINT)


def full(name: str) -> None:
    raise OSError(errno.ENOSPC, "", name)


def refused(name: str) -> None:
    raise PermissionError(errno.EACCES, "", name)


def struck(work: Callable[[], object], root: Path, blow: Blow, at: int) -> tuple[int, int]:
    """Do work in a process of its own, with a blow before its step `at` that changes the disk.

    Returns how it ended (minus the signal, where one ended it), and the number of steps.
    """
    counted = root.with_name("steps")
    child = os.fork()
    if not child:
        os._exit(_child(work, root, blow, at, counted))
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return ended, len(counted.read_bytes()) if counted.exists() else 0


def _child(work: Callable[[], object], root: Path, blow: Blow, at: int, counted: Path) -> int:
    steps = os.open(counted, os.O_CREAT | os.O_WRONLY | os.O_TRUNC)
    done = 0

    def watch(event: str, about: tuple[object, ...]) -> None:
        nonlocal done
        name = _changed(event, about)
        if name is None or not name.startswith(str(root)):
            return
        done += 1
        os.write(steps, b".")
        if done == at:
            blow(name)

    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.addaudithook(watch)
    try:
        work()
    except KeyboardInterrupt:
        return STOPPED
    except OSError:
        return REFUSED
    except BaseException:
        traceback.print_exc()
        return CRASHED
    return DONE


def _changed(event: str, about: tuple[object, ...]) -> str | None:
    """The file that a step changes, or None where it changes none."""
    writes = event == "open" and isinstance(about[2], int) and about[2] & _WRITES
    if not writes and event not in _CHANGES:
        return None
    return os.fsdecode(about[0]) if isinstance(about[0], str | bytes | os.PathLike) else None


def whole(folder: Path) -> str:
    """The hash of the manifest of a site that is exactly what it says; else what is wrong."""
    manifest = folder / "manifest.json"
    if not manifest.exists():
        return f"no manifest in {folder.name}"
    files = json.loads(manifest.read_bytes())["files"]
    there = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()}
    if {*there} != {*files, manifest.name}:
        return f"other files: {sorted({*there} ^ {*files, manifest.name})}"
    wrong = [name for name, digest in files.items() if _hash(there[name]) != digest]
    return f"other content: {wrong}" if wrong else _hash(manifest)


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
