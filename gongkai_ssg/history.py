"""An earlier state of a site: another folder, or a revision in git."""

from __future__ import annotations

import io
import subprocess
import tarfile
from pathlib import Path

from gongkai_ssg import catalog, config, fs
from gongkai_ssg.model import Catalog
from gongkai_ssg.source import Tree

_PARTS = (config.SITE_FILE, "content")


class NoSuchStateError(Exception):
    """There is no such folder or revision, or it holds no site; the message is for the clerk."""


def state(root: Path, written: str) -> Catalog:
    """The catalog in a folder, or at a revision of the repository in which `root` lies.

    Raises:
        NoSuchStateError: where there is none.
    """
    folder = Path(written)
    tree = fs.read_site(folder) if folder.is_dir() else _revision(root, written)
    settings = config.load(tree.texts.get(config.SITE_FILE))[0]
    if settings is None:
        raise NoSuchStateError(f"“{written}”里没有能读的 site.yaml")
    return catalog.load(tree, settings)[0]


def _revision(root: Path, written: str) -> Tree:
    """The texts of a revision, read from git's archive; nothing is checked out."""
    if written.startswith("-"):
        raise NoSuchStateError(f"没有“{written}”这个文件夹或者版本")
    command = ["git", "-C", str(root), "archive", "--format=tar", written, "--", "."]
    try:
        done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603
    except FileNotFoundError:
        raise NoSuchStateError(f"没有“{written}”这个文件夹，这台电脑上也没有 git") from None
    if done.returncode:
        raise NoSuchStateError(f"没有“{written}”这个文件夹；git 里也没有这个版本")
    texts: dict[str, bytes] = {}
    others: set[str] = set()
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
        for member in archive:
            if not member.isfile() or member.name.split("/")[0] not in _PARTS:
                continue
            file = archive.extractfile(member)
            if file and member.name.endswith((".md", ".yaml")):
                texts[member.name] = file.read()
            else:
                others.add(member.name)
    return Tree(texts, frozenset(others), frozenset())
