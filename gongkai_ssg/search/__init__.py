"""The search room: rendered pages → the files of `pagefind/` that `search.js` reads.

================  =================================================================
`fold`            when two pieces of text are the same; runs, pairs, `matches`
`extract`         HTML → the text that a reader can search in
`pagefind`        words → files of postings, made by the Pagefind binary
`files`           the files that are ours: entry, table, texts
================  =================================================================

How the parts work together, and why, stands in `docs/search.md`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from gongkai_ssg.search import files, pagefind
from gongkai_ssg.search.extract import searchable_blocks
from gongkai_ssg.search.files import SearchPage
from gongkai_ssg.search.fold import matches
from gongkai_ssg.search.pagefind import SearchError

__all__ = ["SearchError", "SearchPage", "build_index", "matches", "searchable_blocks"]

Shard = Sequence[files.Entry]


def build_index(pages: Iterable[SearchPage], jobs: int = 2) -> Iterator[tuple[str, bytes]]:
    """Yield (path under `pagefind/`, bytes): everything that the search page needs.

    Paths are relative to `pagefind/` and use `/`. Pages are read once, one after another; their
    HTML is not kept. `jobs` is the number of Pagefind processes that may run at a time and
    changes nothing but speed and memory (about 400 MB each). The same pages give the same bytes.

    Raises:
        SearchError: where Pagefind is missing or fails; its message is for the clerk.
        ValueError: where a page has no or several elements with `data-pagefind-body`.
    """
    given = [files.read(page) for page in pages]
    entries = files.numbered(given)
    indexed, first = [], 0
    for shard, chunks in _indexed(files.shards(entries), jobs):
        key, postings = files.postings(chunks)
        yield from postings
        yield from (files.text(first + n, entry) for n, entry in enumerate(shard))
        indexed.append((key, first, [chunk.first for chunk in chunks]))
        first += len(shard)
    yield from files.table_and_entry(entries, given, indexed)


def _indexed(shards: list[Shard], jobs: int) -> Iterator[tuple[Shard, list[pagefind.Chunk]]]:
    """Every shard with its postings, in order; at most `jobs` are being made at a time."""
    with ThreadPoolExecutor(max(jobs, 1)) as pool:
        made = pool.map(lambda shard: pagefind.index(map(files.words, shard)), shards)
        yield from zip(shards, made, strict=True)
