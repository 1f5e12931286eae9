"""A published folder by its manifest: what is ours in it, and whether it is whole."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from gongkai_ssg import __version__, walk
from gongkai_ssg.fs.files import from_json, is_file
from gongkai_ssg.fs.hashing import Hashes, hashes_of

MANIFEST = "manifest.json"
VERSION = 1
# Beside it, made by `sign`, or by ssh-keygen itself.
SIGNATURE = f"{MANIFEST}.sig"


class ForeignFilesError(Exception):
    """The output folder holds files that this tool did not write."""

    def __init__(self, folder: Path, names: list[str]) -> None:
        super().__init__(str(folder))
        self.folder, self.names = folder, names


class ListLostError(ForeignFilesError):
    """The output folder holds a site without its manifest: nobody knows which files are ours."""

    def __init__(self, folder: Path, names: list[str]) -> None:
        super().__init__(folder, names)
        self.is_there = (folder / MANIFEST).exists()


class NewerSiteError(Exception):
    """A newer version of this tool made the site; what it would take for foreign may be its."""

    def __init__(self, manifest: Path) -> None:
        super().__init__(str(manifest))
        self.manifest = manifest


def foreign(folder: Path) -> list[str]:
    """Files in an output folder that its manifest does not list."""
    if not folder.exists():
        return []
    if not folder.is_dir():
        return [folder.name]
    return beside_the_site(folder, ours(folder))


def refusal(folder: Path, names: list[str]) -> ForeignFilesError:
    """Why a folder with these foreign files is left alone."""
    is_site = {"index.html", "404.html"} <= set(names) and any(
        n.startswith("static/") for n in names
    )
    return (ListLostError if is_site else ForeignFilesError)(folder, names)


def ours(folder: Path) -> frozenset[str]:
    """The files in a folder that are ours, by its manifest; none where there is no manifest."""
    is_ours = (folder / MANIFEST).exists()
    return frozenset({MANIFEST, SIGNATURE, *files_of(folder)} if is_ours else ())


def beside_the_site(folder: Path, known: Iterable[str]) -> list[str]:
    """Files in a folder that are not among the known ones, but for what systems leave behind.

    A link to a folder is one of them: a server shows what it leads to.
    """
    known, found = frozenset(known), []
    for base, folders, names in os.walk(folder):
        inside = base[len(str(folder)) :].replace(os.sep, "/").lstrip("/")
        links = (name for name in folders if Path(base, name).is_symlink())
        for name in (*names, *links):
            path = f"{inside}/{name}" if inside else name
            if path not in known and name not in walk.LITTER:
                found.append(path)
    return sorted(found)


def files_of(folder: Path) -> dict[str, Hashes]:
    """The files that a manifest lists with their hashes; names that lead elsewhere are none."""
    return _read(folder / MANIFEST)


def _read(manifest: Path) -> dict[str, Hashes]:
    try:
        return files_in(manifest.read_bytes(), manifest)
    except OSError:
        return {}


def files_in(written: bytes, manifest: Path) -> dict[str, Hashes]:
    """The same by the bytes of a manifest."""
    try:
        data = from_json(written)
        version = data.get("version", VERSION)
        if type(version) is not int:
            return {}
        if version > VERSION:
            # Before anything else: its list of files may have another shape.
            raise NewerSiteError(manifest)
        sm3 = data.get("sm3", {})
        files = {
            str(name): Hashes(str(digest), str(sm3.get(name, "")))
            for name, digest in data["files"].items()
        }
    except (KeyError, TypeError, AttributeError):
        return {}
    return {name: hashes for name, hashes in files.items() if _stays_inside(name)}


def manifest(files: Mapping[str, Hashes], source: str = "") -> bytes:
    """The list of files with the hashes of each, as it is published.

    `source` is the hash of what they were made from.
    """
    names = sorted(files)
    data = {
        "version": VERSION,
        "generator": f"gongkai {__version__}",
        **({"source": {"sha256": source}} if source else {}),
        "files": {name: files[name].sha256 for name in names},
        "sm3": {name: files[name].sm3 for name in names},
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _stays_inside(name: str) -> bool:
    """Whether it leads into the folder on any computer: on Windows a colon ends a drive."""
    return not name.startswith("/") and not set(name) & set("\\:") and ".." not in name.split("/")


def signature_of(manifest: Path) -> Path:
    """Where the signature of a manifest lies, whatever name that has."""
    return manifest.with_name(f"{manifest.name}.sig")


def made(manifest: Path) -> dict[str, Hashes]:
    """The hashes of every file of a site, its manifest and signature included.

    Empty where there is no manifest.
    """
    files = _read(manifest)
    signature = signature_of(manifest)
    own = {MANIFEST: manifest} | ({SIGNATURE: signature} if signature.is_file() else {})
    return files | {name: hashes_of(path) for name, path in own.items()} if files else {}


def published(folder: Path) -> tuple[list[str], list[str]]:
    """The files of a published site by its manifest, and those that are not as it says."""
    files = files_of(folder)
    if not files:
        return [], []
    wrong = [name for name, known in files.items() if not is_whole(folder / name, known)]
    signed = [SIGNATURE] if (folder / SIGNATURE).is_file() else []
    return [*files, MANIFEST, *signed], wrong


def is_whole(path: Path, known: Hashes) -> bool:
    """Whether a file is as a list says, by both hashes: who hands it on vouches for both."""
    return is_file(path) and hashes_of(path).fits(known)


def knows_items(folder: Path) -> bool:
    """Whether a site with items was published into the folder before."""
    return any(name.startswith("i/") for name in files_of(folder))
