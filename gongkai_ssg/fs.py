"""The disk: reads a site, and is the one door through which output leaves.

Output is written beside the old folder and swapped in when it is complete. Only files that
this tool wrote (its `manifest.json` lists them) are ever removed.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from gongkai_ssg import __version__
from gongkai_ssg.config import SITE_FILE
from gongkai_ssg.ledger import LEDGER_FILE
from gongkai_ssg.source import Tree

MANIFEST = "manifest.json"
_TEXTS = (".md", ".yaml", ".yml")
# What systems leave behind in a folder; neither content nor a reason to refuse it.
_LITTER = frozenset({"Thumbs.db", "desktop.ini", ".DS_Store"})


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
    for path in _walk(root / "content"):
        name = path.relative_to(root).as_posix()
        if path.suffix.lower() in _TEXTS:
            texts[name] = path.read_bytes()
        else:
            others.add(name)
    return Tree(texts, frozenset(others))


def _walk(folder: Path) -> Iterator[Path]:
    """Files below a folder; hidden ones, Office lock files and links are passed over."""
    for base, folders, names in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in sorted(names):
            path = Path(base, name)
            if name.startswith((".", "~$")) or name in _LITTER or path.is_symlink():
                continue
            yield path


class Output:
    """A folder being filled beside the published one; `publish` swaps it in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self.aside = self.folder.with_name(f".{self.folder.name}.gongkai-new")
        self.before = self.folder.with_name(f".{self.folder.name}.gongkai-old")
        self.hashes: dict[str, str] = {}
        self._recover()
        self.listed_before = frozenset(_manifest_files(self.folder))
        foreign = _foreign(self.folder)
        if foreign:
            raise ForeignFilesError(folder, foreign)
        self.aside.mkdir(parents=True)

    def _recover(self) -> None:
        """Clean up after a run that was killed; the old site stands until the new one does."""
        if self.before.exists() and not self.folder.exists():
            self.before.rename(self.folder)
        for left in (self.aside, self.before):
            if left.exists():
                shutil.rmtree(left)

    def write(self, name: str, data: bytes) -> None:
        """Write one file of the new site."""
        path = self.aside / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        self.hashes[name] = hashlib.sha256(data).hexdigest()

    def publish(self) -> int:
        """Write the manifest, swap the new site in, and return the number of files."""
        manifest = {
            "version": 1,
            "generator": f"gongkai {__version__}",
            "files": dict(sorted(self.hashes.items())),
        }
        text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
        (self.aside / MANIFEST).write_text(text, "utf-8", newline="\n")
        self._swap()
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
        except OSError:
            # Better the old site than none.
            if self.before.exists():
                self.before.rename(self.folder)
            raise
        shutil.rmtree(self.before, ignore_errors=True)

    def discard(self) -> None:
        """Give up; what stood in the folder before is untouched."""
        shutil.rmtree(self.aside, ignore_errors=True)


def _foreign(folder: Path) -> list[str]:
    """Files in an output folder that its manifest does not list."""
    if not folder.exists():
        return []
    if not folder.is_dir():
        return [folder.name]
    present = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if not p.is_dir()}
    listed = {MANIFEST, *_manifest_files(folder)}
    names = sorted(present - listed if MANIFEST in present else present)
    return [name for name in names if name.rpartition("/")[2] not in _LITTER]


def _manifest_files(folder: Path) -> list[str]:
    try:
        data = json.loads((folder / MANIFEST).read_text("utf-8"))
        return list(data["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return []


def write_text(path: Path, text: str) -> None:
    """Replace a file in one step; a killed run leaves the old one whole."""
    aside = path.with_name(f".{path.name}.new")
    path.parent.mkdir(parents=True, exist_ok=True)
    aside.write_text(text, "utf-8", newline="\n")
    aside.replace(path)


def clean(folder: Path) -> bool:
    """Remove an output folder that holds only our files; False when there is none."""
    foreign = _foreign(folder)
    if foreign:
        raise ForeignFilesError(folder, foreign)
    if not folder.exists():
        return False
    shutil.rmtree(folder)
    return True
