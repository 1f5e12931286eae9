"""The signature of a manifest, put beside it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from gongkai_ssg.fs.files import beside, patiently, taken_away
from gongkai_ssg.fs.listed import MANIFEST, SIGNATURE, files_in, is_whole
from gongkai_ssg.fs.locks import locked, unlock


def sign(folder: Path, made: Callable[[bytes], bytes]) -> list[str]:
    """Sign the manifest of a published folder, which no other run changes meanwhile.

    The files are compared with the very bytes that are signed. Those that are not as these say
    are returned; then nothing is signed.
    """
    folder = folder.resolve()
    lock = beside(folder, "lock")
    handle = locked(lock, folder)
    try:
        manifest = (folder / MANIFEST).read_bytes()
        files = files_in(manifest, folder / MANIFEST)
        wrong = [name for name, known in files.items() if not is_whole(folder / name, known)]
        if not files or wrong:
            return wrong or [MANIFEST]
        _put(folder, made(manifest))
        return []
    finally:
        unlock(handle, lock)


def _put(folder: Path, signature: bytes) -> None:
    """The signature takes its place in one step; the same one that is there already stays.

    What a killed run leaves of it lies beside the folder, under a name of its own.
    """
    path, aside = folder / SIGNATURE, beside(folder, "sig")
    if path.is_file() and path.read_bytes() == signature:
        return
    try:
        aside.write_bytes(signature)
        patiently(lambda: aside.replace(path))
    finally:
        taken_away(aside)
