"""三级四同: the same item has one name, code, basis and time limit at every level.

A county's catalog is compared with the table of the level above. Items are the same by code, else
by their names, if need be without their punctuation; a code or a name that stands twice on either
side says nothing, and where a table says which domain (领域) it is about, only that domain's items
are meant. What then cannot be told apart is said and not guessed; items of domains of which the
tables do not speak are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from gongkai_ssg import deadlines, legal, official
from gongkai_ssg.legal import Basis
from gongkai_ssg.levels.matching import (
    NAME,
    THIRD,
    Ours,
    Side,
    Theirs,
    matched,
    plain,
    side,
    unclear,
)
from gongkai_ssg.model import Catalog, Item
from gongkai_ssg.tables import Row, Table, domains, marks

CODE, BASIS, LIMIT = "编码", "公开依据", "公开时限"
_PARTS = re.compile(r"[\n；;]")
_One = TypeVar("_One")


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
class Unclear:
    """Items and rows of one name, of which nobody can say which is which."""

    items: tuple[Item, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Levels:
    """What became of the comparison; `domains` are the names of those that were compared."""

    pairs: tuple[Pair, ...]
    unclear: tuple[Unclear, ...]
    ours: tuple[Item, ...]
    theirs: tuple[Row, ...]
    domains: tuple[str, ...] = ()

    @property
    def different(self) -> tuple[Pair, ...]:
        """The pairs in which something differs."""
        return tuple(pair for pair in self.pairs if pair.differs)


def compare(catalog: Catalog, tables: Iterable[Table]) -> Levels:
    """Compare the items in force with the rows of tables."""
    ours, theirs = _items(catalog), _rows(catalog, tables)
    found = matched(ours, theirs)
    taken = set(found.values())
    groups = unclear([i for i in ours if i not in found], [r for r in theirs if r not in taken])
    told = {*found, *taken, *(one for items, rows in groups for one in (*items, *rows))}
    known = _spoken_of(catalog, theirs, found)
    return Levels(
        pairs=tuple(_pair(item.one, found[item].one) for item in ours if item in found),
        unclear=tuple(Unclear(_ones(items), _ones(rows)) for items, rows in groups),
        ours=_ones(item for item in ours if item not in told and item.domain in known),
        theirs=_ones(row for row in theirs if row not in told),
        domains=tuple(known.values()),
    )


def _items(catalog: Catalog) -> list[Ours]:
    """The items in force, in the order of the official table."""
    items = official.in_order(item for item in catalog.items.values() if not item.ended)
    return [side(item, item.domain, item.code, item.entry.text) for item in items]


def _rows(catalog: Catalog, tables: Iterable[Table]) -> list[Theirs]:
    """The rows in force, as the tables have them."""
    return [
        side(row, domains.of_row(catalog.domains, table, row), row.meant(CODE), row.meant)
        for table in tables
        for row in table.rows
        if row.meant("状态") != "废止"
    ]


def _ones(sides: Iterable[Side[_One]]) -> tuple[_One, ...]:
    return tuple(side.one for side in sides)


def _spoken_of(
    catalog: Catalog, theirs: list[Theirs], found: Mapping[Ours, Theirs]
) -> dict[str, str]:
    """The domains that the tables name, or whose items they have; all where nobody can say."""
    spoken = {row.domain for row in theirs}
    spoken |= {item.domain for item, row in found.items() if not row.domain}
    names = {slug: domain.name for slug, domain in catalog.domains.items()}
    return {slug: name for slug, name in names.items() if slug in spoken} or names


def title_of(row: Row) -> str:
    """The most exact name of a row."""
    return row.meant(THIRD) or row.meant(NAME)


def _pair(item: Item, row: Row) -> Pair:
    return Pair(item, row, tuple(_differences(item, row)))


def _differences(item: Item, row: Row) -> Iterator[Differs]:
    """Only what the table has a word on is compared."""
    text, bases = item.entry.text, item.entry.lines(BASIS)
    limit = text(LIMIT)
    tests = (
        (CODE, item.code, item.code == row.certain(CODE).upper()),
        *((key, text(key), plain(text(key)) == plain(row.certain(key))) for key in (NAME, THIRD)),
        (BASIS, "、".join(bases), _same_basis(bases, row.certain(BASIS))),
        (LIMIT, limit, _same_limit(limit, row.certain(LIMIT))),
    )
    for key, ours, same in tests:
        if row.certain(key) and not same and not marks.is_pointer(row.certain(key)):
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
