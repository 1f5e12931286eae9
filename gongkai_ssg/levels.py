"""三级四同: the same item has one name, code, basis and time limit at every level.

A county's catalog is compared with the table of the level above. Items are the same by code,
else by name within one 一级事项, else by a name that stands once on either side.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gongkai_ssg import deadlines, legal, official
from gongkai_ssg.legal import Basis
from gongkai_ssg.model import Catalog, Item
from gongkai_ssg.tables import Row

NAME, CODE, BASIS, LIMIT = "二级事项", "编码", "公开依据", "公开时限"
# Marks that two offices write differently and mean the same by.
_MARKS = str.maketrans({"﹝": "〔", "﹞": "〕", "[": "〔", "]": "〕", "【": "〔", "】": "〕"})
_PARTS = re.compile(r"[\n；;]")


@dataclass(frozen=True, slots=True)
class Differs:
    """An element that is not the same, with the cell above that says otherwise."""

    key: str
    ours: str
    theirs: str
    place: str


@dataclass(frozen=True, slots=True)
class Pair:
    """An item of ours and its row above; alike where nothing differs."""

    item: Item
    row: Row
    differs: tuple[Differs, ...]


@dataclass(frozen=True, slots=True)
class Levels:
    """What became of the comparison."""

    pairs: tuple[Pair, ...]
    ours: tuple[Item, ...]
    theirs: tuple[Row, ...]

    @property
    def different(self) -> tuple[Pair, ...]:
        """The pairs in which something differs."""
        return tuple(pair for pair in self.pairs if pair.differs)


def compare(catalog: Catalog, rows: Iterable[Row]) -> Levels:
    """Compare the items in force with the rows of a table."""
    items = official.in_order(item for item in catalog.items.values() if not item.ended)
    rest = list(rows)
    found: dict[str, Row] = {}
    for same in (_by_code, _by_path, _by_name):
        taken = {id(row) for row in found.values()}
        open_rows = [row for row in rest if id(row) not in taken]
        found |= same([item for item in items if item.code not in found], open_rows)
    taken = {id(row) for row in found.values()}
    return Levels(
        tuple(_pair(item, found[item.code]) for item in items if item.code in found),
        tuple(item for item in items if item.code not in found),
        tuple(row for row in rest if id(row) not in taken),
    )


def _by_code(items: list[Item], rows: list[Row]) -> dict[str, Row]:
    codes = {row.meant(CODE).upper(): row for row in rows if row.meant(CODE)}
    return {item.code: codes[item.code] for item in items if item.code in codes}


def _by_path(items: list[Item], rows: list[Row]) -> dict[str, Row]:
    named = _once(
        {(plain(row.meant("一级事项")), plain(row.meant(NAME))): row for row in rows}, rows
    )
    return {
        item.code: row
        for item in items
        if (row := named.get((plain(item.entry.text("一级事项")), plain(item.title))))
    }


def _once(named: dict[tuple[str, str], Row], rows: list[Row]) -> dict[tuple[str, str], Row]:
    """Names that stand once."""
    count = Counter((plain(row.meant("一级事项")), plain(row.meant(NAME))) for row in rows)
    return {key: row for key, row in named.items() if count[key] == 1}


def _by_name(items: list[Item], rows: list[Row]) -> dict[str, Row]:
    ours = Counter(plain(item.title) for item in items)
    theirs = Counter(plain(row.meant(NAME)) for row in rows)
    named = {plain(row.meant(NAME)): row for row in rows}
    return {
        item.code: named[name]
        for item in items
        if ours[name := plain(item.title)] == 1 and theirs[name] == 1
    }


def _pair(item: Item, row: Row) -> Pair:
    return Pair(item, row, tuple(_differences(item, row)))


def _differences(item: Item, row: Row) -> Iterator[Differs]:
    """Only what the table has a word on is compared."""
    bases = item.entry.lines(BASIS)
    limit = item.entry.text(LIMIT)
    tests = (
        (CODE, item.code, item.code == row.certain(CODE).upper()),
        (NAME, item.title, plain(item.title) == plain(row.certain(NAME))),
        (BASIS, "、".join(bases), _same_basis(bases, row.certain(BASIS))),
        (LIMIT, limit, _same_limit(limit, row.certain(LIMIT))),
    )
    for key, ours, same in tests:
        if row.certain(key) and not same:
            yield Differs(
                key, ours, row.certain(key), row.said[key].place if key in row.said else row.place
            )


def _same_basis(ours: Iterable[str], theirs: str) -> bool:
    """The same laws, in any order; a number that one side leaves out is no difference."""
    mine = {basis for line in ours for basis in _laws(line)}
    other = {basis for line in _PARTS.split(theirs) if line.strip() for basis in _laws(line)}
    return _covered(mine, other) and _covered(other, mine)


def _laws(line: str) -> Iterator[Basis]:
    for basis in legal.split(line):
        yield Basis(plain(basis.title), plain(basis.number))


def _covered(some: set[Basis], others: set[Basis]) -> bool:
    return all(
        any(
            one.title == other.title
            and (one.number == other.number or not all((one.number, other.number)))
            for other in others
        )
        for one in some
    )


def _same_limit(ours: str, theirs: str) -> bool:
    """The same words, or words that are understood whole and mean the same."""
    if plain(ours) == plain(theirs):
        return True
    mine, other = deadlines.parse(ours), deadlines.parse(theirs)
    return mine.understood and other.understood and _meaning(mine) == _meaning(other)


def _meaning(limit: deadlines.Limit) -> list[tuple[object, ...]]:
    return sorted((r.kind, r.n or 0, r.unit or "", plain(r.anchor)) for r in limit.rules)


def plain(text: str) -> str:
    """A text without what offices write differently and mean the same by."""
    folded = unicodedata.normalize("NFKC", text).translate(_MARKS)
    return re.sub(r"\s", "", folded)
