"""Items that look like copies of each other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from gongkai_ssg.diagnostics import Diagnostic, problem
from gongkai_ssg.model import Item
from gongkai_ssg.project import Project

_NOISE = re.compile(r"[\d\W_一二三四五六七八九十百千万]+")
_ALIKE = 0.9
_PIECE = 3


def nearly_the_same(project: Project) -> Iterator[Diagnostic]:
    """GK212: two items of one level differ in numbers and place names only.

    Texts are cut into pieces of three characters; two items are alike when 90 % of the pieces
    agree (Jaccard). Only items that share a rare piece are compared (prefix filtering), so the
    work grows with the number of likely copies and not with the square of the catalog.
    """
    places = sorted({p.name for p in project.catalog.site.places.values()}, key=len, reverse=True)
    names = re.compile("|".join(map(re.escape, places)) or r"(?!)")
    items = [i for i in project.catalog.items.values() if not i.ended and not i.entry.broken]
    sets = {item.code: _pieces(item, names) for item in items}
    order = Counter(piece for pieces in sets.values() for piece in pieces)
    index: dict[str, list[Item]] = {}
    for item in items:
        rare_first = sorted(sets[item.code], key=lambda piece: (order[piece], piece))
        prefix = rare_first[: len(rare_first) - int(_ALIKE * len(rare_first)) + 1]
        twin = _twin(item, prefix, index, sets)
        if twin:
            at = twin.entry.at("编码")
            params = {"code": item.code, "other": twin.code, "path": at.path, "line": at.line}
            yield problem("GK212", item.entry.at("编码"), **params)
        for piece in prefix:
            index.setdefault(piece, []).append(item)


def _pieces(item: Item, names: re.Pattern[str]) -> frozenset[str]:
    words = (*item.path_names, *item.entry.lines("公开内容"))
    text = _NOISE.sub("", names.sub("", "".join(words)))
    return frozenset(text[n : n + _PIECE] for n in range(max(1, len(text) - _PIECE + 1)))


def _twin(
    item: Item,
    prefix: Iterable[str],
    index: dict[str, list[Item]],
    sets: dict[str, frozenset[str]],
) -> Item | None:
    mine = sets[item.code]
    candidates = {other.code: other for piece in prefix for other in index.get(piece, ())}
    for code, other in candidates.items():
        theirs = sets[code]
        if min(len(mine), len(theirs)) < _ALIKE * max(len(mine), len(theirs)):
            continue
        alike = len(mine & theirs) / len(mine | theirs)
        if alike >= _ALIKE and set(item.levels) & set(other.levels):
            return other
    return None
