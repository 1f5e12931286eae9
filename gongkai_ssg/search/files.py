"""The files of `pagefind/`: what is in them and what they are called.

==============================  ============================================================
`entry.json`                    names the table; the one file a browser must ask for anew
`table-<key>.pf_meta`           which chunk holds which words; the filters of every page
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
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gongkai_ssg.search import fold
from gongkai_ssg.search.extract import body_blocks
from gongkai_ssg.search.pagefind import Chunk

FORMAT = 1  # search.js reads this one and no other
# About 400 MB in Pagefind: it holds every position of every word several times over.
SHARD_CHARACTERS = 1_500_000

# Pagefind writes a weight only where it is not 25, and 24 is what a word has by default: words
# of the title stay at 24 and are known by that, words of the body get 25 and cost nothing.
_BODY_WEIGHT = "___PAGEFIND_WEIGHT___1.05"
# Without a letter a word makes no token but takes a position. Two of them, because the browser
# looks at every other pair of a query only: 征地‖补偿 must not look like 征地补偿.
_GAP = ["|", "|"]
_NOTHING = "x"  # a page without words would be left out and shift the numbers behind it


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
    """

    address: str
    html: str
    title: str
    meta: Mapping[str, str]
    filters: Mapping[str, tuple[str, ...]]
    date: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A page as the index keeps it: its text instead of its HTML."""

    address: str
    title: str
    meta: Mapping[str, str]
    filters: Mapping[str, tuple[str, ...]]
    date: str
    blocks: list[str]


def read(page: SearchPage) -> Entry:
    """Keep of a page what the index needs.

    Raises:
        ValueError: where not exactly one element carries `data-pagefind-body`.
    """
    bodies = body_blocks(page.html)
    if len(bodies) != 1:
        raise ValueError(f"{page.address}: {len(bodies)} elements with data-pagefind-body, not 1")
    return Entry(page.address, page.title, page.meta, page.filters, page.date, bodies[0])


def numbered(entries: Iterable[Entry]) -> list[Entry]:
    """The entries in the order of their numbers: by date, then from the last address back."""
    backwards = sorted(entries, key=lambda entry: entry.address, reverse=True)
    return sorted(backwards, key=lambda entry: entry.date)


def shards(entries: Sequence[Entry]) -> list[Sequence[Entry]]:
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


def words(entry: Entry) -> str:
    """What Pagefind is told of a page: pairs in the order of the text, then single characters.

    A title is taken run by run and only where the page's text shows it, for a page must not be
    found by words that nobody can read on it.
    """
    body = fold.runs("\n".join(entry.blocks))
    text = "\n".join(body)
    title = [run for run in fold.runs(entry.title) if run in text]
    told = [*_positioned(title), *fold.singles(title), _BODY_WEIGHT, *_positioned(body)]
    told += sorted(set(fold.singles(body)).difference(fold.singles(title)))
    return " ".join(told if body else [_NOTHING])


def _positioned(runs: Iterable[str]) -> Iterator[str]:
    for run in runs:
        if len(run) > 1:
            yield from fold.pairs(run)
            yield from _GAP


def postings(chunks: Sequence[Chunk]) -> tuple[str, list[tuple[str, bytes]]]:
    """A shard's key and its files."""
    key = _key(chunk.content for chunk in chunks)
    return key, [(f"index/{key}/{n}.pf_index", chunk.content) for n, chunk in enumerate(chunks)]


def text(number: int, entry: Entry) -> tuple[str, bytes]:
    """The file from which a result is shown; its excerpt is cut in the browser."""
    shown = {"address": entry.address, "title": entry.title, "meta": dict(entry.meta),
             "blocks": entry.blocks}  # fmt: skip
    return f"text/{number}.pf_fragment", _packed(shown)


def table_and_entry(
    entries: Sequence[Entry], given: Iterable[Entry], indexed: Iterable[tuple[str, int, list[str]]]
) -> list[tuple[str, bytes]]:
    """The two files that tie the others together.

    Args:
        entries: all of them, numbered.
        given: the same in the order of the site, which is the order of the filters' values.
        indexed: for each shard its key, the number of its first page, its chunks' first words.
    """
    table = _packed(
        {
            "shards": [
                {"key": key, "first": first, "chunks": chunks} for key, first, chunks in indexed
            ],
            "filters": _filters(entries, list(given)),
        }
    )
    path = f"table-{_key([table])}.pf_meta"
    entry = {"format": FORMAT, "pages": len(entries), "table": path}
    return [(path, table), ("entry.json", _json(entry) + b"\n")]


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
            "of": [numbers[values_of] for values_of in column]}  # fmt: skip


def _numbering(column: Iterable[tuple[int, ...]]) -> dict[tuple[int, ...], int]:
    return {values: n for n, values in enumerate(dict.fromkeys(column))}


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
