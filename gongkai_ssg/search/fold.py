"""Text → runs → pairs: the one notion of "the same text" that the whole search rests on.

A *run* is a stretch of text within which a query may be found: one sentence of one block, folded
(NFKC, lower case, only the characters of `KEPT`). A *pair* is two neighbouring characters of a
run, written as the hex of their UTF-16 units (征地 → `5f815730`), so that no segmenter, accent
stripping or later Unicode table between here and the browser can change it.

`search.js` repeats this file in the browser; `tests/data/fold_vectors.json` holds them together.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from operator import add

# Ranges, both ends inclusive, of the characters that count; all others vanish. Written out
# because Python's and a browser's Unicode tables differ by year.
KEPT: tuple[tuple[int, int], ...] = (
    (0x30, 0x39), (0x61, 0x7A), (0xC0, 0xD6), (0xD8, 0xF6), (0xF8, 0x2C1),  # digits, Latin
    (0x370, 0x373), (0x376, 0x377), (0x37B, 0x37D), (0x37F, 0x37F),  # Greek
    (0x386, 0x386), (0x388, 0x481), (0x48A, 0x556), (0x560, 0x588),  # Cyrillic, Armenian
    (0x5D0, 0x5F2), (0x620, 0x669), (0x66E, 0x6D3), (0x6D5, 0x6DC), (0x6DF, 0x6E8),  # Arabic
    (0x6EA, 0x6FF), (0x710, 0x7F5), (0x800, 0x82D), (0x840, 0x85B), (0x860, 0x963),
    (0x966, 0xDF3), (0xE01, 0xE3A), (0xE40, 0xE4E), (0xE50, 0xE59), (0xE81, 0xF00),  # Thai, Lao
    (0xF18, 0xF19), (0xF20, 0xF39), (0xF3E, 0xF84), (0xF86, 0xFBC), (0x1000, 0x1049),  # Tibetan
    (0x1050, 0x10FA), (0x10FC, 0x135F), (0x1380, 0x138F), (0x13A0, 0x13FD), (0x1401, 0x166C),
    (0x166F, 0x169A), (0x16A0, 0x16EA), (0x1700, 0x1734), (0x1740, 0x17D3), (0x17E0, 0x17E9),
    (0x1810, 0x193B), (0x1946, 0x1A1B), (0x1A20, 0x1A9F), (0x1B00, 0x1B59),  # Mongolian, Dai
    (0x1B80, 0x1BF3), (0x1C00, 0x1C37), (0x1C40, 0x1C7D), (0x1C80, 0x1CBF), (0x1D00, 0x1DBF),
    (0x1E00, 0x1FBC), (0x1FBE, 0x1FBE), (0x1FC2, 0x1FCC), (0x1FD0, 0x1FDB), (0x1FE0, 0x1FEC),
    (0x1FF2, 0x1FFC), (0x2C00, 0x2CE4), (0x2CEB, 0x2CF3), (0x2D00, 0x2D6F), (0x2D80, 0x2DDE),
    (0x2E80, 0x2FD5), (0x3005, 0x3007), (0x3021, 0x3029), (0x3031, 0x3035),  # radicals, 々〇
    (0x3038, 0x303C), (0x3041, 0x309A), (0x309D, 0x309F), (0x30A1, 0x30FA), (0x30FC, 0x318E),
    (0x31A0, 0x31BF), (0x31F0, 0x31FF), (0x3400, 0x4DBF), (0x4E00, 0xA48C),  # Han, Yi
    (0xA4D0, 0xA4FD), (0xA500, 0xA60C), (0xA610, 0xA62B), (0xA640, 0xA66E), (0xA67F, 0xA6EF),
    (0xA717, 0xA71F), (0xA722, 0xA788), (0xA78B, 0xA827), (0xA840, 0xA873), (0xA880, 0xA8C5),
    (0xA8D0, 0xA8D9), (0xA900, 0xA92D), (0xA930, 0xA953), (0xA960, 0xA9C0), (0xA9CF, 0xA9D9),
    (0xA9E0, 0xAA59), (0xAA60, 0xAADD), (0xAAE0, 0xAAEF), (0xAB01, 0xABEA), (0xABF0, 0xABF9),
    (0xAC00, 0xD7FB), (0xE000, 0xFAFF), (0xFB13, 0xFB28), (0xFB50, 0xFBB1),  # Hangul, private
    (0x10000, 0x100FA), (0x10280, 0x1056F), (0x10600, 0x10855), (0x10A00, 0x10A47),
    (0x10C00, 0x10CF2), (0x11000, 0x11046), (0x11A00, 0x11A98), (0x11C00, 0x11CB6),
    (0x16F00, 0x1B2FB), (0x1D7CE, 0x1D7FF), (0x1E900, 0x1E959),  # Miao, Tangut, old kana
    (0x20000, 0x3FFFD), (0xF0000, 0x10FFFD),  # Han in every extension to come, private use
)  # fmt: skip

BLANKS = "\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_BLANK = re.compile(f"[{BLANKS}]+")
# The half-width full stop is 。 in another width; ASCII ! ? ; stand inside file names and codes.
_CUT = re.compile("[。｡！？；]")
_DROPPED = re.compile(
    "[^\n" + "".join(rf"\U{first:08x}-\U{last:08x}" for first, last in KEPT) + "]+"
)
GAP = "|"  # without a letter: no word for Pagefind, but it takes a position


def runs(text: str) -> list[str]:
    """The folded sentences of a block (or of several, joined by newlines), none of them empty."""
    text = _CUT.sub("\n", text)
    if not text.isascii():
        # lower() chooses ς by what follows; a piece of a text must not depend on the rest.
        text = unicodedata.normalize("NFKC", text).replace("Σ", "σ").replace("ς", "σ")
    return [run for run in _DROPPED.sub("", text.lower()).split("\n") if run]


def parts(query: str) -> list[str]:
    """What must occur, each within a run, for a page to answer the query; each part once."""
    pieces = (run for piece in _BLANK.split(query) for run in runs(piece))
    return list(dict.fromkeys(pieces))


def matches(blocks: Iterable[str], query: str) -> bool:
    """Whether a page with these blocks answers the query: the truth that the index must equal.

    Every part of the query is a substring of some run. A query without a single character that
    counts answers nothing.
    """
    wanted = parts(query)
    text = "\n".join(runs("\n".join(blocks)))
    return bool(wanted) and all(part in text for part in wanted)


@cache
def units(char: str) -> str:
    """A character as the hex of its UTF-16 units."""
    return char.encode("utf-16-be").hex()


def pairs(text: str) -> list[str]:
    """The pairs of a folded text in their order; two `GAP`s stand for every newline in it.

    Two, because the browser looks at every other pair of a query only: the last pair of a run
    and the first of the next must be further apart than that.
    """
    told: list[str] = []
    for number, run in enumerate(text.split("\n")):
        if number:
            # The newline makes a pair with what is before it, and one with what is behind it.
            told += [GAP] * ((number > 1 or text[0] != "\n") + bool(run))
        written = list(map(units, run))
        told += map(add, written, written[1:])
    return told


def singles(text: str) -> list[str]:
    """One word for each different character, for queries of one character."""
    return ["u" + units(char) for char in sorted(set(text) - {"\n"})]
