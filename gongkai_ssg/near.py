"""Which registered name or code was probably meant by one that nobody has.

A clerk takes what is suggested: better nothing than another office, village or item.
"""

from __future__ import annotations

import difflib
import math
import re
import unicodedata
from collections.abc import Iterable, Sequence

from gongkai_ssg.deadlines.words import numbers_in

_NEAR_NAME = 0.75
# Of a name of three characters one that differs is more than the share allows.
_SHORT = 3
# The rows of GB 2312 in order of sound; one syllable has seldom more characters than this.
_FIRST_ROW, _LAST_ROW, _SAME_SOUND = 0xB0, 0xD7, 12
_CELLS = 94
# In a name this short one other character makes another name, unless it sounds alike.
_ONE_MATTERS = 5
# Alike in sound, and both are bureaus.
_BOTH_ARE = ({"水", "税"},)
_ONE_KIND = {"局", "厅"}
_LIKE_DIGITS = str.maketrans("OoIl", "0011")


def near_hint(written: str, known: Iterable[str]) -> str:
    """Whether a registered name was meant, as a question; 第二小学 is not meant by 第三小学."""
    same = [name for name in known if numbers_in(name) == numbers_in(written)]
    likely = [name for name in same if not _is_another(name, written)]
    near = difflib.get_close_matches(written, likely, 2, _NEAR_NAME)
    if len({_likeness(name, written) for name in near}) < len(near):
        return ""
    return _question(near or _sounding_like(written, same))


def near_place(written: str, known: Iterable[str]) -> str:
    """The same of a place, which may have a short name."""
    names = list(known)
    return near_hint(written, names) or _question(_misspelt(written, names))


def near_code(written: str, known: Iterable[str]) -> str:
    """The one code that was meant, as a question; none that merely has another number."""
    known = list(known)
    near = [one for one in known if _forms(one) & _forms(written)]
    near = near or [one for one in known if _forms(one) & _forms(_with_digits(written))]
    near = near or _of_a_misspelt_domain(written, known)
    return _question(near) if len(near) == 1 else ""


def _misspelt(written: str, known: Iterable[str]) -> list[str]:
    """The only village of whose short name one character is another: 下弯村 for 下湾村.

    Bureaus are not told apart so: 民政局 is no misspelt 财政局.
    """
    same = (name for name in known if numbers_in(name) == numbers_in(written))
    short = [name for name in same if len(name) == len(written) == _SHORT]
    found = [name for name in short if len(_differing(name, written)) == 1]
    return found if len(found) == 1 else []


def _sounding_like(written: str, known: Iterable[str]) -> list[str]:
    """The only name, a 县 before it left out or not, that one wrong character sounds like.

    民证局 is 民政局 misspelt, and 财政局 is another body.
    """
    size = len(written)
    if size < _SHORT:
        return []
    found = [name for name in known if _is_one_sound_away(name[-size:], written)]
    first = min(found, key=len, default="")
    return [first] if first and all(name.endswith(first) for name in found) else []


def _is_another(one: str, other: str) -> bool:
    """Whether two short names differ in one character as those of two offices do."""
    pairs = _differing(one, other) if len(one) == len(other) <= _ONE_MATTERS else []
    return len(pairs) == 1 and set(pairs[0]) != _ONE_KIND and not _is_one_sound_away(one, other)


def _likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, other, one).ratio()


def _is_one_sound_away(one: str, other: str) -> bool:
    pairs = _differing(one, other) if len(one) == len(other) else []
    if len(pairs) != 1 or set(pairs[0]) in _BOTH_ARE:
        return False
    return abs(_sound(pairs[0][0]) - _sound(pairs[0][1])) <= _SAME_SOUND


def _differing(one: str, other: str) -> list[tuple[str, str]]:
    return [(a, b) for a, b in zip(one, other, strict=True) if a != b]


def _sound(char: str) -> float:
    """The place of a character in GB 2312, whose common characters stand in order of sound."""
    code = char.encode("gb2312", "ignore")
    known = len(code) > 1 and _FIRST_ROW <= code[0] <= _LAST_ROW
    return code[0] * _CELLS + code[1] if known else math.inf


def _forms(code: str) -> frozenset[str]:
    """Two spellings of one code share one of these: without zeros before, without dashes."""
    plain = unicodedata.normalize("NFKC", code).upper()
    parts = re.findall(r"[A-Z]+|[0-9]+", plain)
    return frozenset(("-".join(part.lstrip("0") for part in parts), "".join(parts)))


def _with_digits(code: str) -> str:
    """ZDBC-02-01 for ZDBC-O2-0l: letters that look like digits, where only digits can be."""
    letters, dash, number = code.partition("-")
    return letters + dash + number.translate(_LIKE_DIGITS)


def _of_a_misspelt_domain(code: str, others: Iterable[str]) -> list[str]:
    """SHJZ-03-01 for SHZJ-03-01: the same number, letters in another order or one of them wrong.

    Letters that some other code has are those of a domain and no slip.
    """
    letters, _, number = code.partition("-")
    split = [(other, *other.split("-", 1)) for other in others]
    if any(prefix == letters for _, prefix, _ in split):
        return []
    return [one for one, prefix, n in split if n == number and _is_a_slip(letters, prefix)]


def _is_a_slip(one: str, other: str) -> bool:
    if len(one) != len(other):
        return False
    return sorted(one) == sorted(other) or len(_differing(one, other)) == 1


def _question(near: Sequence[str]) -> str:
    return f"是不是“{near[0]}”？" if near else ""
