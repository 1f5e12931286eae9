"""A part of the pages with its postings, as much as Pagefind can index within bounded memory."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

from gongkai_ssg.search import fold, pagefind
from gongkai_ssg.search.entries import Entry
from gongkai_ssg.search.pagefind import Chunk, SearchError

# Pagefind holds a shard in memory, about 600 MB for this many characters.
SHARD_CHARACTERS = 3_200_000
# Pages go to Pagefind many at a time, as one long page: what it keeps for each word of each page
# would cost three times the memory and twice the time. A page is then a stretch of positions.
GROUP_WORDS = 250_000
# Lengths are rounded up to this, because a list of small numbers packs well.
LENGTH_STEP = 16
# The length of a page is written as one character, below the surrogates.
MAX_LENGTH = (0xD7FF - 36) * LENGTH_STEP

# Pagefind writes a weight only where it is not 25, and 24 is what a word has by default: words
# of the title stay at 24 and are known by that, words of the body get 25 and cost nothing.
_BODY_BEGINS = "___PAGEFIND_WEIGHT___1.05"
_BODY_ENDS = "___END_PAGEFIND_WEIGHT___"
_NO_WORDS = "x"  # Pagefind leaves out a group without any

# What the table tells of a shard beside the number of its first page.
Row = Mapping[str, Any]


class Part(NamedTuple):
    """A file of the index, how it is made, and what alone decides about it, where that is known."""

    name: str
    make: Callable[[], bytes]
    of: object = None


def cut(entries: Sequence[Entry]) -> list[Sequence[Entry]]:
    """Cut the numbered entries into what Pagefind can index within bounded memory."""
    cuts, size = [0], 0
    for number, entry in enumerate(entries):
        if size and size + entry.size > SHARD_CHARACTERS:
            cuts.append(number)
            size = 0
        size += entry.size
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
class _Groups:
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


class Shard:
    """A part of the pages; its postings are made when the first of them, or its row, is wanted.

    `rows` are those of shards that were made before, by the keys of the shards.
    """

    def __init__(self, entries: Sequence[Entry], rows: Mapping[str, Row]) -> None:
        self.entries = entries
        self.key = _key_of(entries)
        self._chunks: Sequence[Chunk] | None = None
        self._row = rows.get(self.key)

    def begin(self) -> None:
        """Make what nobody made before."""
        if self._row is None:
            self._made()

    @property
    def row(self) -> Row:
        """What the table tells of it."""
        self.begin()
        assert self._row is not None  # noqa: S101 - `begin` has seen to it
        return self._row

    def parts(self) -> Iterator[Part]:
        """The files of its postings."""
        row = self.row
        for number in range(len(row["chunks"])):
            of = ("postings", self.key, number) if self.key else None
            name = f"index/{row['key']}/{number}.pf_index"
            yield Part(name, partial(self._content, number), of)

    def _content(self, number: int) -> bytes:
        return self._made()[number].content

    def _made(self) -> Sequence[Chunk]:
        if self._chunks is None:
            groups = _Groups(self.entries)
            self._chunks = pagefind.index(groups)
            self._row = {
                "key": key(chunk.content for chunk in self._chunks),
                "groups": groups.firsts,
                "lengths": characters(length // LENGTH_STEP for length in groups.lengths),
                "chunks": [chunk.first for chunk in self._chunks],
            }
        return self._chunks


def _key_of(entries: Iterable[Entry]) -> str:
    """A hash of what decides about the postings; empty where nobody knows that of an entry."""
    digest = hashlib.blake2b(digest_size=16)
    for entry in entries:
        if not entry.key:
            return ""
        digest.update(repr((entry.key, entry.title, entry.names)).encode("utf-8", "replace"))
    return digest.hexdigest()


def characters(numbers: Iterable[int]) -> str:
    """Small numbers as one character each, from `#` on and without the backslash.

    A third of the bytes of a list of numbers, which the browser would have to unpack before the
    first answer.
    """
    return "".join(chr(number + (35 if number < 57 else 36)) for number in numbers)  # noqa: PLR2004


def key(contents: Iterable[bytes]) -> str:
    """A hash of contents, short enough for a name."""
    digest = hashlib.blake2b(digest_size=6)
    for content in contents:
        digest.update(content)
    return digest.hexdigest()
