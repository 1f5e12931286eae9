"""One YAML text by its lines: places in it, and what clerks slip into."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import yaml

from gongkai_ssg.diagnostics import Diagnostic, Span, problem
from gongkai_ssg.source.text import FULLWIDTH_COLON, UNSEEN, WIDE, invisible_problem

_KEY_THEN_FULLWIDTH_COLON = re.compile("^[ ]*(?:- )*([\\w/]{1,20})\uff1a")
_LEADING_TAB = re.compile(r"^[ ]*(?:- )*\t")
# Where a blank belongs to the form, not to the text: indentation, after `-`, after `key:`.
_INVISIBLE_BLANK = re.compile(f"^[ ]*(?:- )*(?:-|[\\w/]{{1,20}}:[ ]*)?(?=[{WIDE}{UNSEEN}])")
# A block of literal text begins at the end of such a line.
_BLOCK_TEXT = re.compile(r"^([ ]*(?:- )*)(.*?)[|>][-+1-9]{0,2}[ ]*$")
# What YAML, but no editor, takes for the end of a line; blanks keep lines and columns true.
_OTHER_BREAK = re.compile("[\r\x85\u2028\u2029]")
_OTHER_BREAKS = dict.fromkeys(map(ord, "\r\x85\u2028\u2029"), " ")


class Lines:
    """The text of a file, or of the head of one, that begins on its line `first`."""

    def __init__(self, path: str, text: str, first: int) -> None:
        self.path, self.first = path, first
        self.text = text.translate(_OTHER_BREAKS) if _OTHER_BREAK.search(text) else text
        self.lines = self.text.split("\n")
        self.count = len(self.lines)

    def place(self, number: int, column: int = 0) -> Span:
        """A place by the numbers from 0 of its line in this text and of its character there."""
        return Span(self.path, number + self.first, column + 1)

    def above(self, number: int) -> int:
        """The number of the last line above that is not blank; the line's own where none is."""
        return next((n for n in range(number - 1, -1, -1) if self.lines[n].strip()), number)

    def span(self, mark: yaml.Mark, length: int = 1) -> Span:
        """The place of a mark."""
        line, column = mark.line, mark.column
        if line >= self.count:
            # What is left out at the very end is marked on a line after the last.
            line = self.count - 1
            column = len(self.lines[line])
        return Span(self.path, line + self.first, column + 1, length or 1)

    def at(self, mark: yaml.Mark) -> str:
        """The character at a mark; empty at the end of a line."""
        return self.lines[mark.line][mark.column :][:1] if mark.line < len(self.lines) else ""

    def before(self, mark: yaml.Mark) -> str:
        """The last character before a mark that is no blank; empty at the beginning of a line."""
        line = self.lines[mark.line] if mark.line < len(self.lines) else ""
        return line[: mark.column].rstrip()[-1:]

    def within(self, mark: yaml.Mark) -> Span:
        """The place of a syntax error; at the end of the text, the end of its last full line."""
        line = min(mark.line, len(self.lines) - 1)
        column = mark.column
        while line and (line < mark.line or not self.lines[line].strip()):
            line -= 1
            column = len(self.lines[line].rstrip())
            if column:
                break
        return self.place(line, column)

    def near(self, marked: list[int]) -> range:
        """The lines between the marks of an error, and the one that the first may run on from."""
        last = min(max(marked, default=0), len(self.lines) - 1)
        first = min(marked, default=0)
        before = self.above(first)
        here, above = (self.lines[min(n, last)] for n in (first, before))
        deeper = indent(here) - indent(above)
        runs_on = deeper > 0 or (deeper == 0 and not above.lstrip().startswith("- "))
        return range(before if runs_on else first, last + 1)

    def block_texts(self) -> set[int]:
        """The lines inside blocks of literal text."""
        inside: set[int] = set()
        above: int | None = None
        for number, line in enumerate(self.lines):
            if above is not None and (not line.strip(" ") or indent(line) > above):
                inside.add(number)
                continue
            header = _BLOCK_TEXT.match(line)
            above = (len(header[1]) - (0 if header[2] else 2)) if header else None
        return inside

    def tabs(self, near: range) -> Iterator[Diagnostic]:
        """Lines that a tab begins, if one of them is where YAML stumbled."""
        if not any(_LEADING_TAB.match(self.lines[n]) for n in near):
            return
        for number, line in enumerate(self.lines):
            if _LEADING_TAB.match(line):
                yield problem("GK003", self.place(number, line.index("\t")))

    def invisible_blanks(self, near: range) -> Iterator[Diagnostic]:
        """Strange blanks where the form wants a plain one, if YAML stumbled near one of them.

        A paragraph in a block of text may begin with full-width spaces as it does in print.
        """
        texts = self.block_texts()
        blanks = {
            number: match.end()
            for number, line in enumerate(self.lines)
            if number not in texts and (match := _INVISIBLE_BLANK.match(line))
        }
        if not blanks.keys() & set(near):
            return
        for number, at in blanks.items():
            yield invisible_problem(self.lines[number], at, self.place(number))

    def fullwidth_colons(self, numbers: Iterable[int]) -> Iterator[tuple[int, str]]:
        """Lines that begin with a key and a full-width colon, each with its key."""
        for number in numbers:
            match = _KEY_THEN_FULLWIDTH_COLON.match(self.lines[number])
            if match:
                yield number, match[1]

    def like(self, found: Iterable[tuple[int, str]]) -> Iterator[Diagnostic]:
        """These mistyped colons, and those of all keys that stand at the same column.

        A text such as `- 注：…` in a list stands elsewhere and is none of them.
        """
        columns = {self.lines[number].index(key) for number, key in found}
        for number, key in self.fullwidth_colons(range(len(self.lines))):
            if self.lines[number].index(key) in columns:
                yield self.mistyped(number, key)

    def mistyped(self, number: int, key: str) -> Diagnostic:
        """The full-width colon after the key that begins a line."""
        at = self.lines[number].index(FULLWIDTH_COLON)
        return problem("GK004", self.place(number, at), key=key)


def indent(line: str) -> int:
    """How many spaces begin a line."""
    return len(line) - len(line.lstrip(" "))
