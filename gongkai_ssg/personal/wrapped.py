"""Numbers that a narrow cell or a frame broke over two or three lines, with nothing else on them.

A PDF and a text saved from one lay them out so. A column of numbers looks alike: what counts is
only what a width would have made of one number, or the three parts in which people write it.
Forms have eighteen boxes in a row, a character in each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from gongkai_ssg.personal.seen import BLANKS

_LENGTH = 18
_AS_WRITTEN = [6, 8, 4]
_END = rf"[{BLANKS}]*+$"
# Two paragraphs of a cell in Word are parted by four (`opened.running`), two cells by more.
_BREAK = r"\n(?:\n{3})?+"
_NEXT = rf"{_BREAK}[{BLANKS}]*+([0-9]{{0,11}}[0-9Xx]){_END}"
# The number of the row may stand before it.
_LINES = re.compile(
    rf"^[{BLANKS}]*+(?:[0-9]{{1,4}}[{BLANKS}]++)?([0-9]{{6,17}})(?=[{BLANKS}]*+{_NEXT}(?:{_NEXT})?)",
    re.MULTILINE,
)
_NUMBER_ABOVE = re.compile(rf"(?:^|\n)[{BLANKS}]*+[0-9]{{1,18}}[{BLANKS}]*+{_BREAK}[{BLANKS}]*+\Z")
_NUMBER_BELOW = re.compile(rf"[{BLANKS}]*+{_BREAK}[{BLANKS}]*+[0-9]{{1,18}}{_END}", re.MULTILINE)
_NEXT_BOX = rf"[{BLANKS}]*+\n[\n{BLANKS}]*+"
_BOXES = re.compile(rf"^([1-8](?:{_NEXT_BOX}[0-9]){{16}}{_NEXT_BOX}[0-9Xx]){_END}", re.MULTILINE)
_BOX_ABOVE = re.compile(rf"(?:^|\n)[0-9][\n{BLANKS}]*+\Z")
_BOX_BELOW = re.compile(rf"{_NEXT_BOX}[0-9]{_END}", re.MULTILINE)
_ABOVE = 60


class Wrapped(NamedTuple):
    """Digits that may be one number, and where they stand in the text."""

    start: int
    end: int
    value: str


def numbers(plain: str) -> Iterator[Wrapped]:
    """What may be numbers of eighteen characters; nothing is known of their checks."""
    for match in _LINES.finditer(plain):
        parts = [part for part in match.groups() if part]
        lengths = [len(part) for part in parts]
        if sum(lengths[:2]) == _LENGTH:
            del parts[2:], lengths[2:]
        if sum(lengths) == _LENGTH and _by_width(lengths):
            end = match.end(len(parts))
            if lengths[0] > lengths[-1] or not _in_column(plain, match.start(1), end):
                yield Wrapped(match.start(1), end, "".join(parts).upper())
    for match in _BOXES.finditer(plain):
        above = plain[max(0, match.start() - _ABOVE) : match.start()]
        if not (_BOX_ABOVE.search(above) or _BOX_BELOW.match(plain, match.end(1))):
            yield Wrapped(match.start(1), match.end(1), "".join(match[1].split()).upper())


def _by_width(lengths: list[int]) -> bool:
    *full, last = lengths
    return lengths == _AS_WRITTEN or (len({*full}) == 1 and last <= full[0])


def _in_column(plain: str, start: int, end: int) -> bool:
    """Whether there are numbers above or below: lines of one width are a column, then."""
    above = plain[max(0, start - _ABOVE) : start]
    return bool(_NUMBER_ABOVE.search(above) or _NUMBER_BELOW.match(plain, end))
