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

import itertools
import json
import zlib
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import deflate

from gongkai_ssg.search.entries import Entry
from gongkai_ssg.search.shards import Part, Row, characters, key

FORMAT = 1  # search.js reads this one and no other
_CENTURY = 36_525


def text(number: int, entry: Entry) -> Part:
    """The file from which a result is shown; its excerpt is cut in the browser."""
    about = {"address": entry.address, "title": entry.title, "meta": dict(entry.meta)}
    of = of_text(entry.key, *about.values()) if entry.key else None
    return Part(
        f"text/{number}.pf_fragment", lambda: _packed({**about, "blocks": entry.blocks}), of
    )


def of_text(key: str, *about: object) -> object:
    """What alone decides about such a file: the key of the page, its address, title and meta."""
    return ("text", key, *about)


def blocks_of(text: bytes) -> list[str]:
    """The blocks in such a file."""
    blocks: list[str] = json.loads(zlib.decompress(text))["blocks"]
    return blocks


def table_and_entry(
    entries: Sequence[Entry], given: Sequence[Entry], rows: Sequence[Row]
) -> list[Part]:
    """The two files that tie the others together.

    Args:
        entries: all of them, numbered.
        given: the same in the order of the site, which is the order of the filters' values.
        rows: the row of each shard, with the number of its first page.
    """
    whole = {"shards": rows, "filters": _filters(entries, given), "days": _days(entries)}
    table = _packed(whole)
    path = f"table-{key([table])}.pf_meta"
    entry = _json({"format": FORMAT, "pages": len(entries), "table": path}) + b"\n"
    return [Part(path, lambda: table), Part("entry.json", lambda: entry)]


def _days(entries: Sequence[Entry]) -> dict[str, Any]:
    """The day of each page, by which the pages of several sites are put in order.

    How many have none, the number of the first one's day, and the days from page to page.
    """
    days = [date.fromisoformat(entry.date).toordinal() for entry in entries if entry.date]
    steps = itertools.pairwise([*days[:1], *days])
    # More than a century between two pages is a slip of the pen, and no character could say it.
    gaps = [min(after - before, _CENTURY) for before, after in steps]
    first = days[0] if days else 0
    return {"undated": len(entries) - len(days), "first": first, "gaps": characters(gaps)}


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
            "of": characters(numbers[values_of] for values_of in column)}  # fmt: skip


def _numbering(column: Iterable[tuple[int, ...]]) -> dict[tuple[int, ...], int]:
    return {values: n for n, values in enumerate(dict.fromkeys(column))}


def _json(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace")  # a lone surrogate is no reason to have no search


def _packed(value: object) -> bytes:
    # Not by zlib: which one Python was built with would be seen in the bytes.
    return bytes(deflate.zlib_compress(_json(value), 9))
