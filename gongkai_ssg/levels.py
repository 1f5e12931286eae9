"""三级四同: the same item has one name, code, basis and time limit at every level.

A county's catalog is compared with the table of the level above. Items are the same by code, else
by their names, if need be without their punctuation; a code or a name that stands twice on either
side says nothing, and where a table says which domain (领域) it is about, only that domain's items
are meant. What then cannot be told apart is said and not guessed; items of domains of which the
tables do not speak are left out.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from gongkai_ssg import deadlines, legal, official
from gongkai_ssg.legal import Basis
from gongkai_ssg.model import Catalog, Item
from gongkai_ssg.tables import Row, Table, domains, marks

FIRST, NAME, THIRD = "一级事项", "二级事项", "三级事项"
CODE, BASIS, LIMIT = "编码", "公开依据", "公开时限"
_NAMES = (FIRST, NAME, THIRD)
# Names by which items are the same, tried one after the other; 事项 is the most exact name alone.
_TITLE = "事项"
_TRIED = (_NAMES, (NAME, THIRD), (FIRST, NAME), (_TITLE,))
# Marks that two offices write differently and mean the same by.
_MARKS = str.maketrans({"﹝": "〔", "﹞": "〕", "[": "〔", "]": "〕", "【": "〔", "】": "〕"})
_PUNCTUATION = re.compile(r"[\W_]+")
_PARTS = re.compile(r"[\n；;]")


_Spelling = Callable[[str], str]


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


@dataclass(frozen=True, slots=True)
class _Side:
    """What an item or a row is known by."""

    domain: str
    code: str
    names: Mapping[str, str]

    @property
    def title(self) -> str:
        return self.names[_TITLE]

    def under(self, keys: Iterable[str], domain: str, spelt: _Spelling = str) -> object:
        """Its names under some keys, within a domain; None where it has no name."""
        return (domain, *(spelt(self.names[key]) for key in keys)) if self.title else None


def compare(catalog: Catalog, tables: Iterable[Table]) -> Levels:
    """Compare the items in force with the rows of tables."""
    items = official.in_order(item for item in catalog.items.values() if not item.ended)
    placed = [
        (row, domains.of_row(catalog.domains, table, row))
        for table in tables
        for row in table.rows
        if row.meant("状态") != "废止"
    ]
    rows = [row for row, _ in placed]
    ours = [_side(item.domain, item.code, item.entry.text) for item in items]
    theirs = [_side(domain, row.meant(CODE), row.meant) for row, domain in placed]
    found = _matched(ours, theirs)
    open_ours = [n for n in range(len(items)) if n not in found]
    open_theirs = sorted(set(range(len(rows))) - set(found.values()))
    groups = list(_unclear(ours, theirs, open_ours, open_theirs))
    told_ours = {n for mine, _ in groups for n in mine}
    told_theirs = {n for _, others in groups for n in others}
    known = _spoken_of(catalog, ours, theirs, found)
    return Levels(
        tuple(_pair(items[n], rows[found[n]]) for n in sorted(found)),
        tuple(
            Unclear(tuple(items[n] for n in mine), tuple(rows[n] for n in others))
            for mine, others in groups
        ),
        tuple(items[n] for n in open_ours if n not in told_ours and ours[n].domain in known),
        tuple(rows[n] for n in open_theirs if n not in told_theirs),
        tuple(known.values()),
    )


def _spoken_of(
    catalog: Catalog, ours: list[_Side], theirs: list[_Side], found: Mapping[int, int]
) -> dict[str, str]:
    """The domains that the tables name, or whose items they have; all where nobody can say."""
    spoken = {one.domain for one in theirs}
    spoken |= {ours[n].domain for n, row in found.items() if not theirs[row].domain}
    names = {slug: domain.name for slug, domain in catalog.domains.items()}
    return {slug: name for slug, name in names.items() if slug in spoken} or names


def title_of(row: Row) -> str:
    """The most exact name of a row."""
    return row.meant(THIRD) or row.meant(NAME)


def _side(domain: str, code: str, text: Callable[[str], str]) -> _Side:
    names = {key: plain(text(key)) for key in _NAMES}
    return _Side(domain, plain(code).upper(), {**names, _TITLE: names[THIRD] or names[NAME]})


def _matched(ours: list[_Side], theirs: list[_Side]) -> dict[int, int]:
    """By the number of an item that of its row."""
    found: dict[int, int] = {}
    _match(found, (one.code or None for one in ours), (one.code or None for one in theirs))
    spellings: tuple[_Spelling, ...] = (str, lambda name: _PUNCTUATION.sub("", name))
    for spelt, keys in product(spellings, _TRIED):
        names = [one.under(keys, one.domain, spelt) for one in theirs]
        _match(found, (one.under(keys, one.domain, spelt) for one in ours), names)
        # A row that names no domain may be of any.
        _match(found, (one.under(keys, "", spelt) for one in ours), names)
    return found


def _match(found: dict[int, int], ours: Iterable[object], theirs: Iterable[object]) -> None:
    """Add those that are the same by what stands once on either side."""
    rows = _once(theirs)
    taken = set(found.values())
    for name, number in _once(ours).items():
        if number not in found and name in rows and rows[name] not in taken:
            found[number] = rows[name]


def _once(names: Iterable[object]) -> dict[object, int]:
    """The number of what has a name that no other has."""
    names = list(names)
    count = Counter(names)
    return {name: n for n, name in enumerate(names) if name is not None and count[name] == 1}


def _unclear(
    ours: list[_Side], theirs: list[_Side], open_ours: list[int], open_theirs: list[int]
) -> Iterator[tuple[list[int], list[int]]]:
    """Items and rows that are left over under one name."""
    rows: dict[object, list[int]] = {}
    for number in open_theirs:
        rows.setdefault(theirs[number].under((_TITLE,), theirs[number].domain), []).append(number)
    items: dict[object, list[int]] = {}
    for number in open_ours:
        for domain in (ours[number].domain, ""):
            items.setdefault(ours[number].under((_TITLE,), domain), []).append(number)
    yield from ((items[name], rows[name]) for name in rows if name is not None and name in items)


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


def plain(text: str) -> str:
    """A text without what offices write differently and mean the same by."""
    folded = unicodedata.normalize("NFKC", text).translate(_MARKS)
    return re.sub(r"\s", "", folded)
