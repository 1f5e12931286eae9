"""Earlier states of a site: another folder, a revision in git, what became of its items."""

from __future__ import annotations

import io
import re
import tarfile
from collections.abc import Iterable
from pathlib import Path

from gongkai_ssg import catalog, config, fs
from gongkai_ssg.config import Settings
from gongkai_ssg.diagnostics import Diagnostic, in_order, problem
from gongkai_ssg.history import git, timeline
from gongkai_ssg.history.timeline import Revised
from gongkai_ssg.ledger import Ledger
from gongkai_ssg.model import Catalog, Item
from gongkai_ssg.source import Tree

_ITEMS = re.compile(r"content/(?!pages/)[^/]+/(?!records/)")
_PARTS = (config.SITE_FILE, "content")


def revised(
    root: Path, tree: Tree, settings: Settings, book: Ledger, items: Iterable[Item]
) -> tuple[Revised, list[Diagnostic]]:
    """What git knows of the versions of each item, where a site wants it; else nothing."""
    if not settings.reads_git:
        return {}, []
    silent = enumerate(settings.entry.lines("不列原文"))
    unknown = [
        problem("GK205", settings.entry.at(f"不列原文/{number}"), code=code, hint="")
        for number, code in silent
        if code not in book.items
    ]
    try:
        return timeline.revised(root, tree, settings, book, items), unknown
    except git.GitError as error:
        return {}, [*unknown, problem("GK505", settings.entry.at("git历史"), why=str(error))]


class NoSuchStateError(Exception):
    """There is no such folder or revision, or it holds no site; the message is for the clerk."""


def state(root: Path, written: str) -> tuple[Catalog, list[Diagnostic]]:
    """The catalog in a folder, or at a revision of the repository in which `root` lies.

    With it comes what of its items could not be read.

    Raises:
        NoSuchStateError: where there is none.
    """
    folder = Path(written)
    tree = fs.read_site(folder) if folder.is_dir() else _revision(root, written)
    settings = config.load(tree.texts.get(config.SITE_FILE))[0]
    if settings is None:
        raise NoSuchStateError(f"“{written}”里没有能读的 site.yaml")
    whole, problems = catalog.load(tree, settings)
    of_items = (d for d in problems if d.severity == "error" and _ITEMS.match(d.span.path))
    return whole, in_order(of_items)


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
