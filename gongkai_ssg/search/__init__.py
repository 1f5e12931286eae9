"""The search room: rendered pages → the files of `pagefind/` that `search.js` reads.

================  =================================================================
`fold`            when two pieces of text are the same; runs, pairs, `matches`
`extract`         HTML → the text that a reader can search in
`entries`         a page as it comes to the index, and as the index keeps it
`pagefind`        words → files of postings, made by the Pagefind binary
`shards`          a part of the pages with its postings
`files`           the files that are ours: entry, table, texts
`offline`         all of them in one script, for a page that was opened from a folder
================  =================================================================

How the parts work together, and why, stands in `docs/search.md`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from gongkai_ssg.search import files, offline, shards
from gongkai_ssg.search.entries import Entry, SearchPage, blocks, numbered, read
from gongkai_ssg.search.extract import searchable_blocks
from gongkai_ssg.search.files import blocks_of, of_text
from gongkai_ssg.search.fold import matches
from gongkai_ssg.search.pagefind import SearchError
from gongkai_ssg.search.shards import Part, Row, Shard

__all__ = [
    "Entry",
    "Index",
    "Part",
    "Row",
    "SearchError",
    "SearchPage",
    "blocks",
    "blocks_of",
    "build_index",
    "matches",
    "of_text",
    "offline",
    "searchable_blocks",
]


class Index:
    """The index of some pages, file by file.

    Args:
        given: the pages in the order of the site.
        jobs: the number of Pagefind processes that may run at a time; it changes nothing but
            speed and memory (about 600 MB each).
        rows: the `rows` of an index that was made before; its shards need not be made again.
    """

    def __init__(
        self, given: Iterable[Entry], jobs: int, rows: Mapping[str, Row] | None = None
    ) -> None:
        self.given = list(given)
        self.jobs = max(jobs, 1)
        self.entries: Sequence[Entry] = numbered(self.given)
        self.shards = [Shard(part, rows or {}) for part in shards.cut(self.entries)]

    def parts(self) -> Iterator[Part]:
        """Its files; the same pages give the same.

        Raises:
            SearchError: where Pagefind is missing or fails; its message is for the clerk.
        """
        rows, first = [], 0
        with ThreadPoolExecutor(self.jobs) as pool:
            for shard, _ in zip(self.shards, pool.map(Shard.begin, self.shards), strict=True):
                yield from shard.parts()
                yield from (files.text(first + n, entry) for n, entry in enumerate(shard.entries))
                rows.append({**shard.row, "first": first})
                first += len(shard.entries)
        yield from files.table_and_entry(self.entries, self.given, rows)

    @property
    def rows(self) -> dict[str, Row]:
        """What is known of the shards by their keys, once they are made."""
        return {shard.key: shard.row for shard in self.shards if shard.key}


def build_index(pages: Iterable[SearchPage], jobs: int = 2) -> Iterator[tuple[str, bytes]]:
    """Yield (path under `pagefind/`, bytes): everything that the search page needs.

    Paths are relative to `pagefind/` and use `/`. Pages are read once, one after another; their
    HTML is not kept. `jobs` is as for an `Index`.

    Raises:
        SearchError: where Pagefind is missing or fails; its message is for the clerk.
        ValueError: where a page has no or several elements with `data-pagefind-body`.
    """
    lines = []
    for name, make, _ in Index(map(read, pages), jobs).parts():
        content = make()
        lines.append(offline.line(name, content))
        yield name, content
    yield offline.NAME, offline.script(lines)
