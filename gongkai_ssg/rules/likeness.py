"""Items that look like copies of each other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import reduce
from itertools import chain
from operator import or_

from gongkai_ssg import wording
from gongkai_ssg.diagnostics import Diagnostic, problem
from gongkai_ssg.model import Item
from gongkai_ssg.project import Project

_NOISE = re.compile(r"[\d\W_一二三四五六七八九十百千万]+")
_NAMES = ("一级事项", "二级事项", "三级事项")
_ALIKE = 0.9
_PIECE = 3
_BITS = 256
_Text = tuple[Item, frozenset[str]]


def nearly_the_same(project: Project) -> Iterator[Diagnostic]:
    """GK212: two items of one level differ in numbers and place names only.

    Texts are cut into pieces of three characters; two items are alike when 90 % of the pieces
    agree (Jaccard). Only items that share a rare piece are compared (prefix filtering), so the
    work grows with the number of likely copies and not with the square of the catalog.
    """
    texts = list(_in_pieces(project, _compared(project)))
    often = Counter(chain.from_iterable(pieces for _, pieces in texts))
    order = {p: n for n, p in enumerate(sorted(often, key=lambda piece: (often[piece], piece)))}
    bits = {piece: 1 << (n % _BITS) for piece, n in order.items()}
    signatures: list[int] = []
    index: dict[str, list[int]] = {}
    for number, (item, pieces) in enumerate(texts):
        rare_first = sorted(pieces, key=order.__getitem__)
        prefix = rare_first[: len(rare_first) - int(_ALIKE * len(rare_first)) + 1]
        # Two signatures differ in no more bits than the sets in pieces; of sets that are alike no
        # more than a tenth of the larger union may differ.
        mine = reduce(or_, map(bits.__getitem__, pieces))
        most = int((1 - _ALIKE) / _ALIKE * len(pieces) + 1)
        met = dict.fromkeys(chain.from_iterable(index.get(piece, ()) for piece in prefix))
        near = [n for n in met if (mine ^ signatures[n]).bit_count() <= most]
        twin = next((texts[n][0] for n in near if _are_twins(texts[number], texts[n])), None)
        if twin:
            yield problem("GK212", item.entry.at("编码"), **_both(item, twin))
        signatures.append(mine)
        for piece in prefix:
            index.setdefault(piece, []).append(number)


def same_names(project: Project) -> Iterator[Diagnostic]:
    """GK228: two items of one domain with one name, which no import can tell apart.

    Those that are almost the same throughout are named by GK212.
    """
    met: dict[tuple[str, ...], Item] = {}
    for item in _compared(project):
        written = (wording.plain(item.entry.text(key)) for key in _NAMES)
        first = met.setdefault((item.domain, *written), item)
        if first is not item and not _alike(project, item, first):
            span = item.entry.at("三级事项", "二级事项", "编码")
            yield problem("GK228", span, **_both(item, first))


def _compared(project: Project) -> list[Item]:
    return [i for i in project.catalog.items.values() if not i.ended and not i.entry.broken]


def _both(item: Item, other: Item) -> dict[str, object]:
    at = other.entry.at("编码")
    return {"code": item.code, "other": other.code, "path": at.path, "line": at.line}


def _alike(project: Project, item: Item, other: Item) -> bool:
    return _are_twins(*_in_pieces(project, (item, other)))


def _are_twins(one: _Text, other: _Text) -> bool:
    (mine, pieces), (its, others) = one, other
    return _share(pieces, others) >= _ALIKE and bool(set(mine.levels) & set(its.levels))


def _in_pieces(project: Project, items: Iterable[Item]) -> Iterator[_Text]:
    """Items with their texts cut into pieces, without numbers and names of places."""
    places = sorted({p.name for p in project.catalog.site.places.values()}, key=len, reverse=True)
    names = re.compile("|".join(map(re.escape, places)) or r"(?!)")
    return ((item, _pieces(item, names)) for item in items)


def _share(mine: frozenset[str], its: frozenset[str]) -> float:
    return len(mine & its) / len(mine | its)


def _pieces(item: Item, names: re.Pattern[str]) -> frozenset[str]:
    words = (*item.path_names, *item.entry.lines("公开内容"))
    text = _NOISE.sub("", names.sub("", "".join(words)))
    if len(text) <= _PIECE:
        return frozenset((text,))
    return frozenset(map("".join, zip(*(text[n:] for n in range(_PIECE)), strict=False)))
