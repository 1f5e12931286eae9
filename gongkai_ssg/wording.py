"""What is written differently and means the same: widths and blanks; 同上 in all its spellings."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Blanks, and what is not seen: variation selectors, a blank without width.
_UNSEEN = re.compile(r"[\s\ufe0e\ufe0f\u200b]")
_DITTO = re.compile(
    r"[\W_]*(?:"
    r"[同仝如见]于?[上前](?:[一各]?[行栏格项条列款面文述边]|面?所述)?"
    r"|上同|与[上前][行栏格项条面文述]?(?:相同|一致|同)|ditto|ibid)[\W_]*"
    r"|[-–—―─…·.]*(?:[〃\"“”„‟々仝〝〞]{1,3}|['‘’′]{2,3})[-–—―─…·.]*",
    re.IGNORECASE,
)
_LEFT = re.compile(r"[\W_]*(?:同左[边栏格列]?|左同|与左[边栏格列]?(?:相同|一致|同))[\W_]*")

# A text without one of these, in any width, is none of both.
_POINTING = frozenset("同仝如见上与左〃々〝〞\"“”„‟'‘’′dDiIİı")


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """A text without blanks and what is not seen; widths do not count."""
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", text))


@lru_cache(maxsize=4096)
def is_ditto(text: str) -> bool:
    """Whether a text says what the one above it says: 同上, 〃 and the like."""
    return bool(_DITTO.fullmatch(plain(text)))


@lru_cache(maxsize=4096)
def is_left(text: str) -> bool:
    """Whether a text says what the one to its left says."""
    return bool(_LEFT.fullmatch(plain(text)))


@lru_cache(maxsize=4096)
def is_pointer(text: str) -> bool:
    """Whether a text says nothing itself and points to another."""
    if _POINTING.isdisjoint(text) and unicodedata.is_normalized("NFKC", text):
        return False
    return is_ditto(text) or is_left(text)
