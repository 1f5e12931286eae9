"""A text as a person sees it: what hides within a number from a search, and from nobody else.

Pages and word processors leave signs without width between digits; Markdown and HTML know
references, emphasis and line breaks. Each of them is put into plain words, with the way back.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, replace

# Within a class of characters; the hyphen is the last.
BLANKS = r" \u3000\u00a0\u1680\u2000-\u200a\u202f\u205f\u2800\u2010-\u2015\u2212\uff0d-"
# What no font shows: Default_Ignorable_Code_Point, of which Python's unicodedata knows nothing
# (DerivedCoreProperties.txt of Unicode 17.0), and the rest of the category Cf.
_IGNORABLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
)
_FORMATS = (
    "\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\ufff9-\ufffb\U000110bd\U000110cd"
    "\U00013430-\U0001343f"
)
UNSEEN_SIGNS = _IGNORABLE + _FORMATS
UNSEEN = re.compile(f"[{UNSEEN_SIGNS}]+")
# None of them is among these, of which most texts are; to ask for so few ranges is quick.
_UNCOMMON = re.compile("[^\n-~\u2010-\u2029\u3000-\u3100\u4e00-\u9fff\uff01-\uff5e]")
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,15});?")
# What people type for the check character X: of other scripts, a Roman ten, a times sign.
_LIKE_X = "\u0425\u0445\u03a7\u2169\u2179\u00d7"
# Full-width digits, and the signs that end a line, keep their places.
_WIDE = re.compile(f"[０-９Ｘｘ\r\x0b\u2028{_LIKE_X}]")
_NARROW = str.maketrans(
    f"０１２３４５６７８９Ｘｘ\r\x0b\u2028{_LIKE_X}", "0123456789Xx\u3000\n\n" + "X" * len(_LIKE_X)
)
_INLINE = (
    r"</?(?:b|i|em|strong|span|font|a|u|s|code|mark|sub|sup|del|ins|small|big|wbr|br|label|o:p)\b"
    r"[^<>]{0,2000}>"
)
_COMMENT = r"<!--(?:[^<-]|-(?!->)){0,300}+-->"
# What of a link nobody sees; a bracket begins one only if there is a target behind it.
_TARGET = r"\](?:\([^()\n]{0,300}\)|\[[^\[\]\n]{0,100}\])"
_LINK = rf"{_TARGET}|\[(?=[^\[\]\n]{{0,100}}{_TARGET})"
# Four stars and more hide digits: 138****0000.
_EMPHASIS = r"(?<![*_~`])[*_~`]{1,3}(?![*_~`])"
# What begins an entry of a list parts two numbers.
_BREAK = r"\\?\n[ \t>]{0,40}(?![ \t>-]|\*[ \t])"
# No two of its parts begin alike, so that the search never tries anything twice.
_VEIL = re.compile(
    rf"[0-9](?![{BLANKS}]{{0,3}}[0-9])"
    rf"(?:[{UNSEEN_SIGNS}]++|[{BLANKS}]|{_INLINE}|{_COMMENT}|{_LINK}|{_EMPHASIS}|{_BREAK}){{1,40}}(?=[0-9Xx])"
)
# What is hidden in a comment or in the target of a link is looked through for itself.
_HOLDS_NUMBER = re.compile(rf"(?:[0-9][{UNSEEN_SIGNS}{BLANKS}]{{0,3}}){{11}}")
_BESIDE = 200
_NO_WORDS = re.compile(rf"[0-9Xx\t>{BLANKS}]*")


@dataclass(frozen=True, slots=True)
class Seen:
    """A text of which some parts were replaced; per layer where they end, and what went."""

    text: str
    _layers: tuple[tuple[list[int], list[int]], ...] = ()

    def replaced(self, pattern: re.Pattern[str], put: Callable[[re.Match[str]], str]) -> Seen:
        """Put other words for each match; the same words leave it as it is."""
        parts: list[str] = []
        ends: list[int] = []
        shifts: list[int] = []
        at = shift = 0
        for match in pattern.finditer(self.text):
            new = put(match)
            if new == match[0]:
                continue
            parts += self.text[at : match.start()], new
            at = match.end()
            shift += len(match[0]) - len(new)
            ends.append(at - shift)
            shifts.append(shift)
        if not parts:
            return self
        return Seen("".join([*parts, self.text[at:]]), (*self._layers, (ends, shifts)))

    def place(self, at: int) -> int:
        """Where a place of this text was in the text that it was made from."""
        for ends, shifts in reversed(self._layers):
            before = bisect_right(ends, at)
            at += shifts[before - 1] if before else 0
        return at


def written_out(text: str) -> Seen:
    """A text with the characters that its references mean, and digits of one width."""
    seen = Seen(text)
    if "&" in text:
        seen = seen.replaced(_REFERENCE, lambda match: html.unescape(match[0]))
    # Few of its characters are wide; translating a whole text asks for each of them.
    return replace(seen, text=_WIDE.sub(lambda match: match[0].translate(_NARROW), seen.text))


def bared(seen: Seen) -> Seen:
    """A text without the signs that nobody sees."""
    if not _UNCOMMON.search(seen.text):
        return seen
    return seen.replaced(UNSEEN, lambda _: "")


def unveiled(seen: Seen, *, flowing: bool) -> Seen:
    """One blank for whatever stands unseen between two digits.

    A line break is nothing to the eye where text flows: everywhere on a page (`flowing`), in a
    plain text within a paragraph. It is a blank and not nothing, so that two numbers stay two.
    """

    def put(match: re.Match[str]) -> str:
        if _HOLDS_NUMBER.search(match[0]):
            return match[0]
        breaks = match[0].count("\n")
        joined = flowing or not breaks or (breaks == 1 and _is_prose(match))
        return f"{match[0][0]} " if joined else match[0]

    return seen.replaced(_VEIL, put)


def _is_prose(match: re.Match[str]) -> bool:
    """Whether words stand beside a line break: not in a table, nor in a column of numbers."""
    text, start, end = match.string, match.start(), match.end()
    first = max(start - _BESIDE, 0)
    before = text[max(first, text.rfind("\n", first, start) + 1) : start]
    after = text[end : end + _BESIDE].partition("\n")[0]
    if any(sign in before + after for sign in "|\t"):
        return False
    return not (_NO_WORDS.fullmatch(before) and _NO_WORDS.fullmatch(after))
