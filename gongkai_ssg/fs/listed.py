"""A published folder by its manifest: what is ours in it, and whether it is whole."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from gongkai_ssg import __version__, walk
from gongkai_ssg.fs.files import digest as hash_of
from gongkai_ssg.fs.files import from_json, is_file

MANIFEST = "manifest.json"


class ForeignFilesError(Exception):
    """The output folder holds files that this tool did not write."""

    def __init__(self, folder: Path, names: list[str]) -> None:
        super().__init__(str(folder))
        self.folder, self.names = folder, names


def foreign(folder: Path) -> list[str]:
    """Files in an output folder that its manifest does not list."""
    if not folder.exists():
        return []
    if not folder.is_dir():
        return [folder.name]
    known = {MANIFEST, *files_of(folder)} if (folder / MANIFEST).exists() else ()
    return beside_the_site(folder, known)


def beside_the_site(folder: Path, known: Iterable[str]) -> list[str]:
    """Files in a folder that are not among the known ones, but for what systems leave behind.

    A link to a folder is one of them: a server shows what it leads to.
    """
    there = (p for p in folder.rglob("*") if p.is_symlink() or not p.is_dir())
    present = {p.relative_to(folder).as_posix() for p in there}
    names = sorted(present.difference(known))
    return [name for name in names if name.rpartition("/")[2] not in walk.LITTER]


def files_of(folder: Path) -> dict[str, str]:
    """The files that a manifest lists with their hashes; names that lead elsewhere are none."""
    return _read(folder / MANIFEST)


def _read(manifest: Path) -> dict[str, str]:
    try:
        data = from_json(manifest.read_bytes())
        files = {str(name): str(digest) for name, digest in data["files"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}
    return {name: digest for name, digest in files.items() if _stays_inside(name)}


def manifest(hashes: Mapping[str, str]) -> bytes:
    """The list of files with the hash of each, as it is published."""
    data = {
        "version": 1,
        "generator": f"gongkai {__version__}",
        "files": dict(sorted(hashes.items())),
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _stays_inside(name: str) -> bool:
    return not name.startswith("/") and "\\" not in name and ".." not in name.split("/")


def made(manifest: Path) -> dict[str, str]:
    """The hash of every file of a site, its manifest included; empty where that is none."""
    files = _read(manifest)
    return {**files, MANIFEST: hash_of(manifest)} if files else {}


def published(folder: Path) -> tuple[list[str], list[str]]:
    """The files of a published site by its manifest, and those that are not as it says."""
    files = files_of(folder)
    if not files:
        return [], []
    wrong = [name for name, digest in files.items() if not _is_whole(folder / name, digest)]
    return [*files, MANIFEST], wrong


def _is_whole(path: Path, digest: str) -> bool:
    return is_file(path) and hash_of(path) == digest


def knows_items(folder: Path) -> bool:
    """Whether a site with items was published into the folder before."""
    return any(name.startswith("i/") for name in files_of(folder))


def clean(folder: Path) -> bool:
    """Remove an output folder that holds only our files; False when there is none."""
    names = foreign(folder)
    if names:
        raise ForeignFilesError(folder, names)
    if not folder.exists():
        return False
    shutil.rmtree(folder)
    return True
