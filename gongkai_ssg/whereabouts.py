"""Where in the file of an entry something stands that was found in its rendered body.

A body is gone through once, however many of its links and headings are asked for.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from functools import cached_property
from html import unescape

from gongkai_ssg.diagnostics import Span

_TARGET = re.compile(r"\]\(\s*(?:<([^<>\n]*)>|([^\s<>()]+)(?=[\s>)]))")
_PICTURE = re.compile(r"!\[[^\[\]]*" + _TARGET.pattern)
_NAMED = re.compile(r"\[([^\[\]]*)" + _TARGET.pattern)
# Where code or a comment may begin, in which tags are no tags; a longer sign makes a block of code.
_ASIDE, _BLOCK = re.compile("`+|~~~+|<!--"), 3
_HEADING = re.compile(r"^[ #]*([^ #\n][^\n]*)", re.MULTILINE)
_TABLE = re.compile(r"<(/?)table(?=[\s/>])", re.IGNORECASE)
# A table with its line of strokes, behind an empty line or a heading.
_WHOLE_TABLE = re.compile(
    r"(?:\A|\n[ \t>]*+\n|(?:\A|\n)#[^\n]*+\n)[ \t>]*+\|[^\n]*+\n"
    r"[ \t>]*+\|(?=[^\n]*-)[ \t:|-]++(?=\n|\Z)(?:\n[ \t>]*+\|[^\n]*+)*+"
)
# Any target: in Markdown, where a title may stand behind it, and from a group on in HTML.
_ANY_TARGET = re.compile(
    r"\]\(\s*(?:<([^<>\n]*)>|([^()<>\n]*))|\]:[ \t]*(\S+)"
    r"|[\s\"'](?:href|src)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))",
    re.IGNORECASE,
)
_FIRST_OF_HTML = 4
_TITLE, _ESCAPED = re.compile(r"(?<!\s)\s+[\"'].*"), re.compile(r"\\([!-/:-@\[-`{-~])")
# What is written in another way is looked for by itself, but not in vain for ever.
_MOST_SEARCHES = 100


class Whereabouts:
    """The places in one body, which begins on a line of its file."""

    def __init__(self, path: str, body: str, first_line: int) -> None:
        self.path, self.body, self.first_line = path, body, first_line
        self.searches = 0

    def span(self, at: int, length: int) -> Span:
        """The place of a character of the body."""
        line = bisect_right(self._starts, at) - 1
        return Span(self.path, self.first_line + line, at - self._starts[line] + 1, length)

    def picture(self, written: str, nth: int) -> Span:
        """Where the n-th picture of such an address stands, as far as it can be told."""
        found = self._pictures.get(written)
        return self._place(written, found, nth) if found else self.target(written, nth)

    def target(self, written: str, nth: int) -> Span:
        """Where the n-th link to `written` stands, as far as it can be told."""
        found = self._targets.get(written) or self._searched(written)
        return self._place(written, found, nth) if found else self._otherwise(written, nth)

    def link(self, words: str, written: str, nth: int) -> Span:
        """Where the n-th link with such words to `written` stands, as far as it can be told."""
        found = self._named.get((words, written))
        return self._place(written, found, nth) if found else self.target(written, nth)

    def _place(self, written: str, found: list[int], nth: int) -> Span:
        return self.span(found[min(nth, len(found) - 1)], _length(written))

    def _otherwise(self, written: str, nth: int) -> Span:
        """The same of a target with references, escapes or tabs in it."""
        found = self._meant.get(_evened(written))
        if not found:
            return Span(self.path, self.first_line)
        return self.span(*found[min(nth, len(found) - 1)])

    def tag(self, written: str) -> Span:
        """Where a tag stands first, as far as it can be told."""
        at = self.body.find(written)
        for start, end in self._asides:
            if at < start:
                break
            if at < end:
                at = self.body.find(written, end)
        line = written.partition("\n")[0]
        return Span(self.path, self.first_line) if at < 0 else self.span(at, len(line))

    def row(self, begun: str) -> Span:
        """Where a row that begins so stands in no table, as far as it can be told."""
        tables = [found.span() for found in _WHOLE_TABLE.finditer(self.body)]
        starts = [start for start, _ in tables]
        point = r"^[ \t>]*+(?:(?:[-*+]|\d{1,9}\.)[ \t]++)?+"
        for found in self.outside(re.compile(f"{point}({re.escape(begun)})", re.MULTILINE)):
            before = bisect_right(starts, found.start(1))
            if not before or tables[before - 1][1] <= found.start(1):
                return self.span(found.start(1), len(begun))
        return self.tag(begun)

    def open_table(self) -> Span:
        """Where the table begins that has no end, as far as it can be told."""
        begun: list[int] = []
        for found in self.outside(_TABLE):
            if not found[1]:
                begun.append(found.start())
            elif begun:
                begun.pop()
        return self.span(begun[0], len("<table")) if begun else Span(self.path, self.first_line)

    def outside(self, form: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """What is found outside of code and comments."""
        asides = iter(self._asides)
        aside = next(asides, None)
        for found in form.finditer(self.body):
            while aside and aside[1] <= found.start():
                aside = next(asides, None)
            if not aside or found.start() < aside[0]:
                yield found

    def heading(self, words: str) -> Span:
        """Where a heading stands, as far as it can be told."""
        at = self._headings.get(words)
        if at is None and self._may_search():
            found = re.search(rf"^[ #]*({re.escape(words)})", self.body, re.MULTILINE)
            at = found.start(1) if found else None
        return Span(self.path, self.first_line) if at is None else self.span(at, len(words))

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(found.end() for found in re.finditer("\n", self.body))]

    @cached_property
    def _targets(self) -> dict[str, list[int]]:
        shown = {at for places in self._pictures.values() for at in places}
        return self._all(_TARGET, shown)

    @cached_property
    def _pictures(self) -> dict[str, list[int]]:
        return self._all(_PICTURE)

    @cached_property
    def _named(self) -> dict[tuple[str, str], list[int]]:
        places: dict[tuple[str, str], list[int]] = {}
        for found in _NAMED.finditer(self.body):
            group = 2 if found[2] is not None else 3
            places.setdefault((found[1], found[group]), []).append(found.start(group))
        return places

    @cached_property
    def _meant(self) -> dict[str, list[tuple[int, int]]]:
        """Where each target stands, and how long it is there, by what it means."""
        places: dict[str, list[tuple[int, int]]] = {}
        for found in _ANY_TARGET.finditer(self.body):
            group = found.lastindex or 0
            words = meant = found[group]
            if group < _FIRST_OF_HTML:
                words = _TITLE.sub("", words).rstrip()
                meant = _ESCAPED.sub(r"\1", words)
            place = (found.start(group), _length(words))
            places.setdefault(_evened(unescape(meant)), []).append(place)
        return places

    def _all(
        self, form: re.Pattern[str], but: AbstractSet[int] = frozenset()
    ) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {}
        for found in form.finditer(self.body):
            group = 1 if found[1] is not None else 2
            if found.start(group) not in but:
                places.setdefault(found[group], []).append(found.start(group))
        return places

    @cached_property
    def _asides(self) -> list[tuple[int, int]]:
        """Where code and comments begin and end, in order."""
        found: list[tuple[int, int]] = []
        same: dict[str, list[int]] = {}
        signs = list(_ASIDE.finditer(self.body))
        for sign in signs:
            same.setdefault(sign[0], []).append(sign.end())
        for sign in signs:
            if not found or sign.start() >= found[-1][1]:
                end = self._end_of(sign, same[sign[0]])
                found += [(sign.start(), end)] if end else []
        return found

    def _end_of(self, sign: re.Match[str], same: list[int]) -> int:
        """Where code or a comment ends, zero where none begins; `same` are ends of such signs."""
        if sign[0] == "<!--":
            end = self.body.find("-->", sign.end())
            return len(self.body) if end < 0 else end
        place = bisect_right(same, sign.end())
        if place == len(same):
            return 0
        parted = len(sign[0]) < _BLOCK and self.body.find("\n\n", sign.end(), same[place]) >= 0
        return 0 if parted else same[place]

    @cached_property
    def _headings(self) -> dict[str, int]:
        places: dict[str, int] = {}
        for found in _HEADING.finditer(self.body):
            places.setdefault(found[1].rstrip(" #"), found.start(1))
        return places

    def _searched(self, written: str) -> list[int]:
        """As the target of a link; else in a reference definition, in HTML or between < and >."""
        if written not in self._targets and self._may_search():
            target = re.escape(written)
            forms = (
                *(rf"\]\(\s*<?({target})[\s>)]", rf"(?:\]:\s*|[=<][\"']?)({target})"),
                f"({target})",
            )
            every = ([one.start(1) for one in re.finditer(form, self.body)] for form in forms)
            self._targets[written] = next(filter(None, every), [])
        return self._targets.get(written, [])

    def _may_search(self) -> bool:
        self.searches += 1
        return self.searches <= _MOST_SEARCHES


def _length(written: str) -> int:
    """How much of a target is marked: it may run over lines, or be empty."""
    return len(written.partition("\n")[0]) or 1


def _evened(target: str) -> str:
    """A target by which it is known again: Markdown makes blanks of a tab."""
    return re.sub(r"\s+", " ", target)
