"""Which item of ours is which row of the level above: by what stands once on either side.

What is left over under one name is unclear, and comes up in one group.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any, Generic, TypeVar

from gongkai_ssg.model import Item
from gongkai_ssg.tables import Row

FIRST, NAME, THIRD = "一级事项", "二级事项", "三级事项"
_NAMES = (FIRST, NAME, THIRD)
# Names by which items are the same, tried one after the other; 事项 is the most exact name alone.
_TITLE = "事项"
_TRIED = (_NAMES, (NAME, THIRD), (FIRST, NAME), (_TITLE,))
# Marks that two offices write differently and mean the same by.
_MARKS = str.maketrans({"﹝": "〔", "﹞": "〕", "[": "〔", "]": "〕", "【": "〔", "】": "〕"})
_PUNCTUATION = re.compile(r"[\W_]+")

_One = TypeVar("_One")
_Spelling = Callable[[str], str]


@dataclass(frozen=True, slots=True, eq=False)
class Side(Generic[_One]):
    """An item or a row with what it is known by; the same as itself alone."""

    one: _One
    domain: str
    code: str
    names: Mapping[str, str]

    @property
    def title(self) -> str:
        """The most exact name."""
        return self.names[_TITLE]

    def under(self, keys: Iterable[str], domain: str, spelt: _Spelling = str) -> object:
        """Its names under some keys, within a domain; None where it has no name."""
        return (domain, *(spelt(self.names[key]) for key in keys)) if self.title else None


Ours = Side[Item]
Theirs = Side[Row]
Group = tuple[list[Ours], list[Theirs]]


def side(one: _One, domain: str, code: str, text: Callable[[str], str]) -> Side[_One]:
    """One side by its domain and code, and its names as `text` gives them."""
    names = {key: plain(text(key)) for key in _NAMES}
    names[_TITLE] = names[THIRD] or names[NAME]
    return Side(one, domain, plain(code).upper(), names)


def matched(ours: list[Ours], theirs: list[Theirs]) -> dict[Ours, Theirs]:
    """By an item its row."""
    found: dict[Ours, Theirs] = {}
    _match(found, ((i.code or None, i) for i in ours), ((r.code or None, r) for r in theirs))
    spellings: tuple[_Spelling, ...] = (str, lambda name: _PUNCTUATION.sub("", name))
    for spelt, keys in product(spellings, _TRIED):
        rows = [(row.under(keys, row.domain, spelt), row) for row in theirs]
        _match(found, ((item.under(keys, item.domain, spelt), item) for item in ours), rows)
        # A row that names no domain may be of any.
        _match(found, ((item.under(keys, "", spelt), item) for item in ours), rows)
    return found


def _match(
    found: dict[Ours, Theirs],
    ours: Iterable[tuple[object, Ours]],
    theirs: Iterable[tuple[object, Theirs]],
) -> None:
    """Add those that are the same by what stands once on either side."""
    rows = _once(theirs)
    taken = set(found.values())
    for name, item in _once(ours).items():
        if item not in found and name in rows and rows[name] not in taken:
            found[item] = rows[name]


def _once(named: Iterable[tuple[object, _One]]) -> dict[object, _One]:
    """What has a name that no other has, by its name."""
    named = list(named)
    count = Counter(name for name, _ in named)
    return {name: one for name, one in named if name is not None and count[name] == 1}


def unclear(ours: list[Ours], theirs: list[Theirs]) -> list[Group]:
    """Items and rows that are left over under one name, each in one group.

    A row that names no domain may be of any: it brings together whatever has its name.
    """
    anywhere = {row.title for row in theirs if not row.domain}
    groups: dict[object, Group] = {}
    for item in ours:
        group = groups.setdefault(_within(item, anywhere), ([], []))
        group[0].append(item)
    for row in theirs:
        items, rows = groups.get(_within(row, anywhere), ([], []))
        if not row.domain or any(item.domain == row.domain for item in items):
            rows.append(row)
    return [group for name, group in groups.items() if name is not None and group[1]]


def _within(side: Side[Any], anywhere: set[str]) -> object:
    """Its name, in its domain or, where a row of that name may be of any, in all of them."""
    return side.under((_TITLE,), "" if side.title in anywhere else side.domain)


def plain(text: str) -> str:
    """A text without what offices write differently and mean the same by."""
    folded = unicodedata.normalize("NFKC", text).translate(_MARKS)
    return re.sub(r"\s", "", folded)
