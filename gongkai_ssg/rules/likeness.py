"""Items that look like copies of each other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, reduce
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
# The words of an item, and its levels.
_Text = tuple[str, tuple[str, ...]]


def nearly_the_same(project: Project) -> Iterator[Diagnostic]:
    """GK212: two items of one level differ in numbers and place names only.

    Texts are cut into pieces of three characters; two items are alike when 90 % of the pieces
    agree (Jaccard). Only items that share a rare piece are compared (prefix filtering), so the
    work grows with the number of likely copies and not with the square of the catalog.
    """
    items = _compared(project)
    texts = tuple((_words(item), item.levels) for item in items)
    for number, other in _twins(texts, _places(project)):
        span = items[number].entry.at("编码")
        yield problem("GK212", span, **_both(items[number], items[other]))


@lru_cache(maxsize=2)
def _twins(texts: tuple[_Text, ...], places: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """Which are like one before them; kept, because few saves in a preview change an item."""
    return tuple(_found(texts, _without(places)))


def _found(texts: Sequence[_Text], places: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    cut = [_pieces(words, places) for words, _ in texts]
    often = Counter(chain.from_iterable(cut))
    order = {p: n for n, p in enumerate(sorted(often, key=lambda piece: (often[piece], piece)))}
    bits = {piece: 1 << (n % _BITS) for piece, n in order.items()}
    signatures: list[int] = []
    index: dict[str, list[int]] = {}
    for number, pieces in enumerate(cut):
        rare_first = sorted(pieces, key=order.__getitem__)
        prefix = rare_first[: len(rare_first) - int(_ALIKE * len(rare_first)) + 1]
        # Two signatures differ in no more bits than the sets in pieces; of sets that are alike no
        # more than a tenth of the larger union may differ.
        mine = reduce(or_, map(bits.__getitem__, pieces))
        most = int((1 - _ALIKE) / _ALIKE * len(pieces) + 1)
        met = dict.fromkeys(chain.from_iterable(index.get(piece, ()) for piece in prefix))
        near = [n for n in met if (mine ^ signatures[n]).bit_count() <= most]
        levels = set(texts[number][1])
        alike = (n for n in near if _share(pieces, cut[n]) >= _ALIKE)
        twin = next((n for n in alike if levels.intersection(texts[n][1])), None)
        if twin is not None:
            yield number, twin
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
            span = item.entry.at("三级事项", "二级事项")
            yield problem("GK228", span, **_both(item, first))


def _compared(project: Project) -> list[Item]:
    return [i for i in project.catalog.items.values() if not i.ended and not i.entry.broken]


def _both(item: Item, other: Item) -> dict[str, object]:
    at = other.entry.at("编码")
    return {"code": item.code, "other": other.code, "path": at.path, "line": at.line}


def _alike(project: Project, item: Item, other: Item) -> bool:
    places = _without(_places(project))
    mine, its = (_pieces(_words(one), places) for one in (item, other))
    return _share(mine, its) >= _ALIKE and bool(set(item.levels) & set(other.levels))


def _places(project: Project) -> tuple[str, ...]:
    """The names of places, the longest first."""
    names = {place.name for place in project.catalog.site.places.values()}
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


def _without(places: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, places)) or r"(?!)")


def _words(item: Item) -> str:
    return "".join((*item.path_names, *item.entry.lines("公开内容")))


def _share(mine: frozenset[str], its: frozenset[str]) -> float:
    return len(mine & its) / len(mine | its)


def _pieces(words: str, places: re.Pattern[str]) -> frozenset[str]:
    """A text cut into pieces, without numbers and names of places."""
    text = _NOISE.sub("", places.sub("", words))
    if len(text) <= _PIECE:
        return frozenset((text,))
    return frozenset(map("".join, zip(*(text[n:] for n in range(_PIECE)), strict=False)))
