"""A site's files, as they lie on the disk."""

from __future__ import annotations

from pathlib import Path

from gongkai_ssg import walk
from gongkai_ssg.config import SITE_FILE, is_misnamed
from gongkai_ssg.ledger import LEDGER_FILE
from gongkai_ssg.source import MOST_BYTES, Tree

_TEXTS = (".md", ".yaml", ".yml")


def read_site(root: Path) -> Tree:
    """Read the texts of a site and list its other files; paths are relative, with `/`."""
    texts: dict[str, bytes] = {}
    others: set[str] = set()
    sizes: dict[str, int] = {}
    for name in (SITE_FILE, LEDGER_FILE):
        if (root / name).is_file():
            texts[name] = _read(root / name)
    if SITE_FILE not in texts and root.is_dir():
        # Only to say what became of it.
        others.update(p.name for p in root.iterdir() if is_misnamed(p.name) and p.is_file())
    for path in walk.files(root / "holidays"):
        # Notepad hides the `.txt` that it adds; what is misnamed is read to be named.
        if path.name.lower().removesuffix(".txt").endswith((".yaml", ".yml")):
            texts[path.relative_to(root).as_posix()] = _read(path)
    for path in walk.files(root / "content"):
        name = path.relative_to(root).as_posix()
        if path.name.lower().removesuffix(".txt").endswith(_TEXTS):
            texts[name] = _read(path)
        else:
            others.add(name)
            sizes[name] = path.stat().st_size
    pointers = frozenset(p.relative_to(root).as_posix() for p in walk.links(root / "content"))
    return Tree(texts, frozenset(others), pointers, sizes)


def _read(path: Path) -> bytes:
    """A text, or as much of it as shows that it is too large to be one."""
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)
