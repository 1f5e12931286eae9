"""The search room: rendered pages → the files of `pagefind/` that `search.js` reads.

================  =================================================================
`fold`            when two pieces of text are the same; runs, pairs, `matches`
`extract`         HTML → the text that a reader can search in
`pagefind`        words → files of postings, made by the Pagefind binary
`files`           the files that are ours: entry, table, texts
`offline`         all of them in one script, for a page that was opened from a folder
================  =================================================================

How the parts work together, and why, stands in `docs/search.md`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from gongkai_ssg.search import files, offline, pagefind
from gongkai_ssg.search.extract import searchable_blocks
from gongkai_ssg.search.files import Entry, SearchPage, read
from gongkai_ssg.search.fold import matches
from gongkai_ssg.search.pagefind import SearchError

__all__ = [
    "Entry",
    "SearchError",
    "SearchPage",
    "build_index",
    "index_of",
    "matches",
    "read",
    "searchable_blocks",
]


def build_index(pages: Iterable[SearchPage], jobs: int = 2) -> Iterator[tuple[str, bytes]]:
    """Yield (path under `pagefind/`, bytes): everything that the search page needs.

    Paths are relative to `pagefind/` and use `/`. Pages are read once, one after another; their
    HTML is not kept. `jobs` is the number of Pagefind processes that may run at a time and
    changes nothing but speed and memory (about 600 MB each). The same pages give the same bytes.

    Raises:
        SearchError: where Pagefind is missing or fails; its message is for the clerk.
        ValueError: where a page has no or several elements with `data-pagefind-body`.
    """
    yield from index_of(map(files.read, pages), jobs)


def index_of(entries: Iterable[files.Entry], jobs: int = 2) -> Iterator[tuple[str, bytes]]:
    """The same from pages of which the text was read already."""
    whole: dict[str, bytes] = {}
    for name, content in _files(list(entries), jobs):
        whole[name] = content
        yield name, content
    yield offline.NAME, offline.script(whole)


def _files(given: Sequence[files.Entry], jobs: int) -> Iterator[tuple[str, bytes]]:
    entries = files.numbered(given)
    rows, first = [], 0
    for shard in _indexed(files.cut(entries), jobs):
        yield from shard.files()
        yield from (files.text(first + n, entry) for n, entry in enumerate(shard.entries))
        rows.append(shard.row(first))
        first += len(shard.entries)
    yield from files.table_and_entry(entries, given, rows)


def _indexed(parts: Iterable[Sequence[files.Entry]], jobs: int) -> Iterator[files.Shard]:
    """The shards in order; at most `jobs` are being made at a time."""
    with ThreadPoolExecutor(max(jobs, 1)) as pool:
        yield from pool.map(_shard, parts)


def _shard(entries: Sequence[files.Entry]) -> files.Shard:
    groups = files.Groups(entries)
    return files.Shard(entries, groups, pagefind.index(groups))
