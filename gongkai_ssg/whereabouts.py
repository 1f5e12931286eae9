"""Where in the file of an entry something stands that was found in its rendered body.

A body is gone through once, however many of its links and headings are asked for.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Set as AbstractSet
from functools import cached_property

from gongkai_ssg.diagnostics import Span

_TARGET = re.compile(r"\]\(\s*(?:<([^<>\n]*)>|([^\s<>()]+)(?=[\s>)]))")
_PICTURE = re.compile(r"!\[[^\[\]]*" + _TARGET.pattern)
# Code and comments, in which tags are no tags.
_ASIDE = r"(`++|~~~++).*?(?<!`)\1(?!`)|<!--.*?(?:-->|\Z)"
_HEADING = re.compile(r"^[ #]*([^ #\n][^\n]*)", re.MULTILINE)
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
        return self._place(written, self._targets.get(written) or self._searched(written), nth)

    def _place(self, written: str, found: list[int], nth: int) -> Span:
        if not found:
            return Span(self.path, self.first_line)
        length = len(written.partition("\n")[0]) or 1  # a target may run over lines, or be empty
        return self.span(found[min(nth, len(found) - 1)], length)

    def tag(self, written: str) -> Span:
        """Where a tag stands first, as far as it can be told."""
        pattern = re.compile(f"{_ASIDE}|({re.escape(written)})", re.DOTALL)
        found = next((one for one in pattern.finditer(self.body) if one[2]), None)
        line = written.partition("\n")[0]
        return self.span(found.start(), len(line)) if found else Span(self.path, self.first_line)

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
