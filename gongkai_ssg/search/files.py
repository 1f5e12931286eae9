"""The files of `pagefind/`: what is in them and what they are called.

==============================  ============================================================
`entry.json`                    names the table; the one file a browser must ask for anew
`table-<key>.pf_meta`           which chunk holds which words; filters and days of all pages
`index/<key>/<n>.pf_index`      postings as Pagefind wrote them, one folder a shard
`text/<n>.pf_fragment`          what is shown of page n: address, title, meta, blocks
==============================  ============================================================

Keys are hashes of contents. The names end like Pagefind's own, because `web.config` and other
servers' lists of file types know those. All but the entry are compressed: many a county's server
compresses nothing.

Pages are numbered from the oldest to the newest, so that a higher number wins among equals and a
new page changes the last shard only.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from gongkai_ssg.search import fold
from gongkai_ssg.search.extract import body_blocks
from gongkai_ssg.search.pagefind import Chunk, SearchError

FORMAT = 1  # search.js reads this one and no other
# Pagefind holds a shard in memory, about 600 MB for this many characters.
SHARD_CHARACTERS = 3_200_000
# Pages go to Pagefind many at a time, as one long page: what it keeps for each word of each page
# would cost three times the memory and twice the time. A page is then a stretch of positions.
GROUP_WORDS = 250_000
# Lengths are rounded up to this, because a list of small numbers packs well.
LENGTH_STEP = 16
_CENTURY = 36_525
# The length of a page is written as one character, below the surrogates.
MAX_LENGTH = (0xD7FF - 36) * LENGTH_STEP

# Pagefind writes a weight only where it is not 25, and 24 is what a word has by default: words
# of the title stay at 24 and are known by that, words of the body get 25 and cost nothing.
_BODY_BEGINS = "___PAGEFIND_WEIGHT___1.05"
_BODY_ENDS = "___END_PAGEFIND_WEIGHT___"
_NO_WORDS = "x"  # Pagefind leaves out a group without any


@dataclass(frozen=True, slots=True)
class SearchPage:
    """A page to be found.

    Attributes:
        address: site-relative, ends in `/` (`i/zdbc-01-02/`); `index.html` is added to link it.
        html: the whole rendered page; exactly one element carries `data-pagefind-body`.
        title: shown as the link; a match in it weighs more (if the page's text shows it, too).
        meta: label → text, shown with a result in this order.
        filters: filter → the page's values, e.g. `{"层级": ("县级", "乡级")}`.
        date: `YYYY-MM-DD`, newest first among equals; "" counts as the oldest.
        names: what people call it (`低保`); a match weighs as one in the title.
    """

    address: str
    html: str
    title: str
    meta: Mapping[str, str]
    filters: Mapping[str, tuple[str, ...]]
    date: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A page as the index keeps it: its text instead of its HTML."""

    address: str
    title: str
    meta: Mapping[str, str]
    filters: Mapping[str, tuple[str, ...]]
    date: str
    names: tuple[str, ...]
    blocks: list[str]


def read(page: SearchPage) -> Entry:
    """Keep of a page what the index needs.

    Raises:
        ValueError: where not exactly one element carries `data-pagefind-body`.
    """
    bodies = body_blocks(page.html)
    if len(bodies) != 1:
        raise ValueError(f"{page.address}: {len(bodies)} elements with data-pagefind-body, not 1")
    about = (page.address, page.title, page.meta, page.filters, page.date, page.names)
    return Entry(*about, bodies[0])


def numbered(entries: Iterable[Entry]) -> list[Entry]:
    """The entries in the order of their numbers: by date, then from the last address back."""
    backwards = sorted(entries, key=lambda entry: entry.address, reverse=True)
    return sorted(backwards, key=lambda entry: entry.date)


def cut(entries: Sequence[Entry]) -> list[Sequence[Entry]]:
    """Cut the numbered entries into what Pagefind can index within bounded memory."""
    cuts, size = [0], 0
    for number, entry in enumerate(entries):
        length = sum(map(len, entry.blocks))
        if size and size + length > SHARD_CHARACTERS:
            cuts.append(number)
            size = 0
        size += length
    ends = [*cuts[1:], len(entries)]
    return [entries[start:end] for start, end in zip(cuts, ends, strict=True) if end > start]


def words(entry: Entry) -> tuple[list[str], int]:
    """What Pagefind is told of a page, and how many positions that takes.

    First title and names, then the body; of each the pairs in the order of the text, then the
    single characters. Title and names are taken run by run and only where the page's text shows
    them, for a page must not be found by words that nobody can read on it.
    """
    body = "\n".join(["", *fold.runs("\n".join(entry.blocks)), ""])
    called = fold.runs("\n".join((entry.title, *entry.names)))
    title = "\n".join(["", *(run for run in called if run in body), ""])
    told = fold.pairs(title) + fold.singles(title)
    told_body = fold.pairs(body) + fold.singles("".join(set(body).difference(title)))
    length = len(told) + len(told_body)
    if length > MAX_LENGTH:
        what = f"“{entry.title}”这一页（{entry.address}）的文字超过八十万字，检索放不下。"
        raise SearchError(f"{what}请把长的内容改成附件。")
    padding = [fold.GAP] * (-length % LENGTH_STEP)
    return [*told, _BODY_BEGINS, *told_body, _BODY_ENDS, *padding], length + len(padding)


@dataclass(slots=True)
class Groups:
    """Entries on their way to Pagefind; afterwards it is known where each of them stands.

    Attributes:
        lengths: the number of positions of each entry.
        firsts: the first entry of each group.
    """

    entries: Sequence[Entry]
    lengths: list[int] = field(default_factory=list)
    firsts: list[int] = field(default_factory=list)

    def __iter__(self) -> Iterator[str]:
        """Give the words of each group."""
        group: list[str] = []
        size = 0
        for number, entry in enumerate(self.entries):
            told, length = words(entry)
            if not group or size + length > GROUP_WORDS:
                if group:
                    yield " ".join([*group, _NO_WORDS])
                group, size = [], 0
                self.firsts.append(number)
            group += told
            size += length
            self.lengths.append(length)
        if group:
            yield " ".join([*group, _NO_WORDS])


@dataclass(frozen=True, slots=True)
class Shard:
    """A part of the pages with its postings."""

    entries: Sequence[Entry]
    groups: Groups
    chunks: Sequence[Chunk]

    def key(self) -> str:
        """The folder of its postings."""
        return _key(chunk.content for chunk in self.chunks)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """The files of its postings."""
        key = self.key()
        for number, chunk in enumerate(self.chunks):
            yield f"index/{key}/{number}.pf_index", chunk.content

    def row(self, first: int) -> dict[str, Any]:
        """What the table tells of it, the number of its first page being `first`."""
        return {
            "key": self.key(),
            "first": first,
            "groups": self.groups.firsts,
            "lengths": _characters(length // LENGTH_STEP for length in self.groups.lengths),
            "chunks": [chunk.first for chunk in self.chunks],
        }


def text(number: int, entry: Entry) -> tuple[str, bytes]:
    """The file from which a result is shown; its excerpt is cut in the browser."""
    shown = {"address": entry.address, "title": entry.title, "meta": dict(entry.meta),
             "blocks": entry.blocks}  # fmt: skip
    return f"text/{number}.pf_fragment", _packed(shown)


def table_and_entry(
    entries: Sequence[Entry], given: Sequence[Entry], rows: Sequence[Mapping[str, Any]]
) -> list[tuple[str, bytes]]:
    """The two files that tie the others together.

    Args:
        entries: all of them, numbered.
        given: the same in the order of the site, which is the order of the filters' values.
        rows: the `row` of each shard.
    """
    whole = {"shards": rows, "filters": _filters(entries, given), "days": _days(entries)}
    table = _packed(whole)
    path = f"table-{_key([table])}.pf_meta"
    entry = {"format": FORMAT, "pages": len(entries), "table": path}
    return [(path, table), ("entry.json", _json(entry) + b"\n")]


def _days(entries: Sequence[Entry]) -> dict[str, Any]:
    """The day of each page, by which the pages of several sites are put in order.

    How many have none, the number of the first one's day, and the days from page to page.
    """
    days = [date.fromisoformat(entry.date).toordinal() for entry in entries if entry.date]
    steps = itertools.pairwise([*days[:1], *days])
    # More than a century between two pages is a slip of the pen, and no character could say it.
    gaps = [min(after - before, _CENTURY) for before, after in steps]
    first = days[0] if days else 0
    return {"undated": len(entries) - len(days), "first": first, "gaps": _characters(gaps)}


def _filters(entries: Sequence[Entry], given: Sequence[Entry]) -> list[dict[str, Any]]:
    names = dict.fromkeys(name for entry in given for name in entry.filters)
    return [_filter(name, entries, given) for name in names]


def _filter(name: str, entries: Sequence[Entry], given: Sequence[Entry]) -> dict[str, Any]:
    """One filter as a column: few different sets of values, and for each page which set."""
    values = list(dict.fromkeys(v for entry in given for v in entry.filters.get(name, ())))
    if all(value.isdecimal() for value in values):
        values.sort(key=int, reverse=True)  # years: the newest first
    rank = {value: n for n, value in enumerate(values)}
    column = [tuple(sorted({rank[v] for v in e.filters.get(name, ())})) for e in entries]
    numbers = _numbering(column)
    return {"name": name, "values": values, "sets": list(numbers),
            "of": _characters(numbers[values_of] for values_of in column)}  # fmt: skip


def _numbering(column: Iterable[tuple[int, ...]]) -> dict[tuple[int, ...], int]:
    return {values: n for n, values in enumerate(dict.fromkeys(column))}


def _characters(numbers: Iterable[int]) -> str:
    """Small numbers as one character each, from `#` on and without the backslash.

    A third of the bytes of a list of numbers, which the browser would have to unpack before the
    first answer.
    """
    return "".join(chr(number + (35 if number < 57 else 36)) for number in numbers)  # noqa: PLR2004


def _json(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace")  # a lone surrogate is no reason to have no search


def _packed(value: object) -> bytes:
    return zlib.compress(_json(value), 9)


def _key(contents: Iterable[bytes]) -> str:
    digest = hashlib.blake2b(digest_size=6)
    for content in contents:
        digest.update(content)
    return digest.hexdigest()
