"""Numbers of persons taken out of what is told about a text: of a problem's words and its line."""

from __future__ import annotations

import re
from functools import lru_cache

from gongkai_ssg.personal.numbers import find

# As often as a message says of a number: enough to find it again, too little to know it.
_LEFT = 2
_DIGIT = re.compile("[0-9Xx０-９Ｘｘ\u0425\u0445\u03a7\u2169\u2179×]")
_WIDE = "０１２３４５６７８９Ｘｘ"


def masked(text: str, words: str = "", *, but: str = "") -> str:
    """A text of the same width, in which stars stand for all but the last two of each number.

    `words` are said of all of it. What lies between the digits of a number stays, and so do
    numbers of one kind (`but`).
    """
    parts: list[str] = []
    at = 0
    every = (one for one in find(text, words) if one.kind != but)
    for found in sorted(every, key=lambda one: one.start):
        number = text[found.start : found.end]
        digits = [match.start() for match in _DIGIT.finditer(number)]
        last = digits[-_LEFT] if len(digits) > _LEFT else len(number)
        parts += text[at : found.start], _DIGIT.sub(_star, number[:last]), number[last:]
        at = found.end
    return "".join([*parts, text[at:]])


# Many problems are of one file.
@lru_cache(maxsize=100)
def shortened(name: str) -> str:
    """The name of a file, a folder or a sheet, in which `…14` stands for a number."""
    for found in sorted(find(name), key=lambda one: one.start, reverse=True):
        name = f"{name[: found.start]}{found.shown}{name[found.end :]}"
    return name


def _star(digit: re.Match[str]) -> str:
    return "＊" if digit[0] in _WIDE else "*"
