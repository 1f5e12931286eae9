"""The history of a site in git → from what to what the published versions of its items changed.

The ledger knows of each version which elements changed, and a hash of each. Git gives the words,
and only those whose hash was published: drafts, states that no build took and files that could
not be read tell nothing, whatever was committed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path

from gongkai_ssg import catalog, ledger, official, personal, secrecy
from gongkai_ssg.config import SITE_FILE, Settings
from gongkai_ssg.events import Difference
from gongkai_ssg.history import git
from gongkai_ssg.ledger import LEDGER_FILE, Ledger, Published
from gongkai_ssg.model import CODE, Item
from gongkai_ssg.source import Tree

Revised = Mapping[tuple[str, int], tuple[Difference, ...]]
Lines = tuple[str, ...]
_HIDDEN = "（不能公开的内容）"
# Entries begin in the first column in the ledger, with a dash in a catalog.
_LEDGER_ENTRY = re.compile(r"^(?=\S)", re.MULTILINE)
_DASH = re.compile(r"^( *)- ", re.MULTILINE)


def revised(
    root: Path, tree: Tree, settings: Settings, book: Ledger, items: Iterable[Item]
) -> Revised:
    """By code and version of the ledger what changed, as far as git knows the words.

    Raises:
        GitError: if there is no git, no repository, or not the whole of its history.
    """
    if git.is_shallow(root):
        raise git.GitError("取回来的历史不完整")
    silent = frozenset(settings.entry.lines("不列原文"))
    of = {c: one for c, one in book.items.items() if one.version > 1 and c not in silent}
    past = _past(root, tree, settings, of)
    known = _Known(_hashes(root, of), _words((*past, *(i for i in items if i.code in of))))
    return {
        (code, after.version): tuple(
            _fit_to_show(key, *sides, settings.exceptions)
            for key in after.keys
            if (sides := known.sides(code, key, before.version, after.version))
        )
        for code, one in of.items()
        for before, after in pairwise(one.changes)
    }


class _Known:
    """Hashes by code and version; words by code, element and hash."""

    def __init__(
        self,
        hashes: Mapping[tuple[str, int], Mapping[str, str]],
        words: Mapping[tuple[str, str, str], Lines],
    ) -> None:
        self.hashes, self.words = hashes, words

    def sides(self, code: str, key: str, before: int, after: int) -> tuple[Lines, Lines] | None:
        """An element in two versions; None where the words of one are not known."""
        old, new = (self._lines(code, key, version) for version in (before, after))
        return None if old is None or new is None else (old, new)

    def _lines(self, code: str, key: str, version: int) -> Lines | None:
        hashes = self.hashes.get((code, version))
        if hashes is None:
            return None
        return self.words.get((code, key, hashes[key])) if key in hashes else ()


def _hashes(root: Path, of: Mapping[str, Published]) -> dict[tuple[str, int], Mapping[str, str]]:
    """Of this ledger, and of every ledger of the past from which this one goes on."""
    found = {(one.code, one.version): one.hashes for one in of.values()}
    met: set[str] = set()
    committed = False
    for _, data in git.states(root, LEDGER_FILE):
        committed = True
        for text in _LEDGER_ENTRY.split(data.decode("utf-8", "replace")):
            if text.partition(":")[0] not in of or text in met:
                continue
            met.add(text)
            for past in ledger.load(text.encode())[0].items.values():
                if past.changes == of[past.code].changes[: past.version]:
                    found[past.code, past.version] = past.hashes
    if of and not committed:
        raise git.GitError(f"{LEDGER_FILE} 没有和内容一起提交")
    return found


def _words(items: Iterable[Item]) -> dict[tuple[str, str, str], Lines]:
    return {
        (item.code, key, digest): official.lines(item.entry.values[key])
        for item in items
        for key, digest in ledger.element_hashes(item).items()
    }


def _past(
    root: Path, tree: Tree, settings: Settings, of: Mapping[str, Published]
) -> Iterator[Item]:
    """Every state of these items that was ever committed, with the names of today."""
    met: set[str] = set()
    for path, data in git.states(root, "content", _holds_items):
        for text in _pieces(path, data.decode("utf-8", "replace").replace("\r\n", "\n")):
            if text not in met and not of.keys().isdisjoint(CODE.findall(text)):
                met.add(text)
                yield from _read(path, text, tree, settings)


def _holds_items(path: str) -> bool:
    """`content/<domain>/catalog.yaml`, or an item's own file beside it."""
    parts = path.split("/")
    name = parts[-1]
    return len(parts) == 3 and (name == "catalog.yaml" or name.endswith(".md"))  # noqa: PLR2004


def _pieces(path: str, text: str) -> Iterator[str]:
    """The entries of a catalog, each as a catalog of its own: from commit to commit few change."""
    if path.endswith(".md"):
        yield text
        return
    dash = _DASH.search(text)
    if dash:
        _, *entries = re.split(rf"^(?={dash[1]}- )", text, flags=re.MULTILINE)
        yield from (f"事项:\n{entry}" for entry in entries)


def _read(path: str, text: str, tree: Tree, settings: Settings) -> Iterable[Item]:
    domain = f"{path.rpartition('/')[0]}/domain.yaml"
    texts = {name: tree.texts.get(name, b"") for name in (SITE_FILE, domain)}
    alone = Tree({**texts, path: text.encode()}, frozenset(), frozenset())
    return catalog.load(alone, settings)[0].items.values()


def _fit_to_show(key: str, old: Lines, new: Lines, exceptions: frozenset[str]) -> Difference:
    """What was taken out because it must not be public does not come back as history."""

    def shown(line: str) -> str:
        return line if _may_be_shown(key, line, exceptions) else _HIDDEN

    gone = tuple(shown(line) for line in old if line not in new)
    come = tuple(shown(line) for line in new if line not in old)
    return Difference(key, gone, come)


def _may_be_shown(key: str, line: str, exceptions: frozenset[str]) -> bool:
    return not any(secrecy.find(line)) and all(
        found.mark in exceptions or personal.is_asked_for(found, f"{key}: {line[: found.start]}")
        for found in personal.find(line)
    )
