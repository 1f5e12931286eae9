"""The signature of a manifest, put beside it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from gongkai_ssg.fs.files import beside
from gongkai_ssg.fs.listed import MANIFEST, SIGNATURE
from gongkai_ssg.fs.locks import locked, unlock


def sign(folder: Path, made: Callable[[bytes], bytes]) -> None:
    """Sign the manifest of a published folder, which no other run changes meanwhile.

    The signature takes its place in one step. What a killed run leaves of it is in the folder that
    the next build clears away.
    """
    folder = folder.resolve()
    lock, aside = beside(folder, "lock"), beside(folder, "new")
    handle = locked(lock, folder)
    try:
        signature = made((folder / MANIFEST).read_bytes())
        if is_signed_so(folder, signature):
            return
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir()
        (aside / SIGNATURE).write_bytes(signature)
        (aside / SIGNATURE).replace(folder / SIGNATURE)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
        unlock(handle, lock)


def is_signed_so(folder: Path, signature: bytes) -> bool:
    """Whether that signature is there already."""
    path = folder / SIGNATURE
    return path.is_file() and path.read_bytes() == signature
