"""Earlier states of a site: another folder, a revision in git, the events of its history."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

from gongkai_ssg import catalog, config, fs
from gongkai_ssg.config import Settings
from gongkai_ssg.diagnostics import Diagnostic, problem
from gongkai_ssg.events import Event
from gongkai_ssg.history import git, timeline
from gongkai_ssg.model import Catalog
from gongkai_ssg.source import Tree

_PARTS = (config.SITE_FILE, "content")


def events(
    root: Path, tree: Tree, settings: Settings
) -> tuple[dict[str, tuple[Event, ...]], list[Diagnostic]]:
    """What git knows of each item of a site that wants it; else nothing."""
    if not settings.reads_git:
        return {}, []
    try:
        return timeline.timeline(root, tree, settings), []
    except git.GitError as error:
        return {}, [problem("GK505", settings.entry.at("git历史"), why=str(error))]


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
    try:
        archive_of = git.run(root, "archive", "--format=tar", written, "--", ".")
    except git.GitError:
        raise NoSuchStateError(f"没有“{written}”这个文件夹；git 里也没有这个版本") from None
    texts: dict[str, bytes] = {}
    others: set[str] = set()
    with tarfile.open(fileobj=io.BytesIO(archive_of)) as archive:
        for member in archive:
            if not member.isfile() or member.name.split("/")[0] not in _PARTS:
                continue
            file = archive.extractfile(member)
            if file and member.name.endswith((".md", ".yaml")):
                texts[member.name] = file.read()
            else:
                others.add(member.name)
    return Tree(texts, frozenset(others), frozenset())
