"""The history of a site in git → what became of each item, and when.

A commit is compared with the one before it on the main line; only the files that it touched
are read. What stood in the first commit is where the history begins, and no event.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from gongkai_ssg import catalog, comparison, personal, secrecy
from gongkai_ssg.config import SITE_FILE, Settings
from gongkai_ssg.events import ADDED, CHANGED, ENDED, Element, Event
from gongkai_ssg.history import git
from gongkai_ssg.history.git import Commit, Touched
from gongkai_ssg.model import Catalog, Item
from gongkai_ssg.source import Tree

Items = dict[str, Item]
_HIDDEN = "（不能公开的内容）"


def timeline(root: Path, tree: Tree, settings: Settings) -> dict[str, tuple[Event, ...]]:
    """The events of each item, the oldest first.

    Raises:
        GitError: if there is no git, or no repository.
    """
    past = [_about_items(commit) for commit in git.commits(root, "content")]
    names = (blob for c in past for f in c.files for blob in (f.before, f.after) if blob)
    reader = _Reader(tree, settings, dict(git.blobs(root, names)))
    of: dict[str, list[Event]] = {}
    for commit in past[1:]:
        for event in _events(commit, reader):
            of.setdefault(event.code, []).append(event)
    return {code: tuple(events) for code, events in of.items()}


def _about_items(commit: Commit) -> Commit:
    return replace(commit, files=tuple(one for one in commit.files if _holds_items(one.path)))


def _holds_items(path: str) -> bool:
    """`content/<domain>/catalog.yaml`, or an item's own file beside it."""
    parts = path.split("/")
    name = parts[-1]
    markdown = name.endswith(".md") and "records" not in parts
    return len(parts) == 3 and (name == "catalog.yaml" or markdown)  # noqa: PLR2004


class _Reader:
    """The items of blobs, each read once, with the names and places of today."""

    def __init__(self, tree: Tree, settings: Settings, blobs: Mapping[str, bytes]) -> None:
        self.tree, self.settings, self.blobs = tree, settings, blobs
        self.known: dict[tuple[str, str], Items] = {}

    def items(self, path: str, blob: str) -> Items:
        if not blob:
            return {}
        if (path, blob) not in self.known:
            domain = f"{path.rpartition('/')[0]}/domain.yaml"
            texts = {name: self.tree.texts.get(name, b"") for name in (SITE_FILE, domain)}
            alone = Tree({**texts, path: self.blobs[blob]}, frozenset(), frozenset())
            found = catalog.load(alone, self.settings)[0]
            sound = (i for i in found.items.values() if not i.entry.broken)
            self.known[path, blob] = {item.code: item for item in sound}
        return self.known[path, blob]

    def state(self, files: Iterable[Touched], *, after: bool) -> Catalog:
        items: Items = {}
        for one in files:
            items |= self.items(one.path, one.after if after else one.before)
        return Catalog(site=self.settings.site, items=items)


def _events(commit: Commit, reader: _Reader) -> Iterator[Event]:
    """What a commit changed; an item that moved from one file to another did not change."""
    before = reader.state(commit.files, after=False)
    after = reader.state(commit.files, after=True)
    found = comparison.compare(before, after, reader.settings.schema.kinds["item"])

    def event(item: Item, kind: str, changed: comparison.Changed | None = None) -> Event:
        elements = tuple(map(_fit_to_show, changed.elements)) if changed else ()
        why = _explained(before.items.get(item.code), item)
        return Event(commit.day, item.code, kind, elements, why)

    yield from (event(item, ADDED) for item in found.added)
    yield from (event(one.item, CHANGED, one) for one in found.changed)
    yield from (event(item, ENDED) for item in found.ended)


def _fit_to_show(element: Element) -> Element:
    """What was taken out because it must not be public does not come back as history."""
    return Element(element.key, _lines(element.before), _lines(element.after))


def _lines(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(
        _HIDDEN if any(personal.find(line)) or any(secrecy.find(line)) else line for line in lines
    )


def _explained(before: Item | None, after: Item) -> date | None:
    """The day of the 调整 entry that came with a change; of several the latest."""
    old = before.entry.objects("调整") if before else ()
    new = [one for one in after.entry.objects("调整") if one not in old]
    days = [day for one in new if isinstance(day := one.get("日期"), date)]
    return max(days, default=None)
