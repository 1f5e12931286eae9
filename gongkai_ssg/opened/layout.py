"""Lines of text in a page of OFD (GB/T 33190-2016): objects with a place, cut anywhere."""

from __future__ import annotations

import re
from typing import NamedTuple

_TOKEN = re.compile(
    r"<(?:[\w.-]+:)?TextObject\b([^<>]*)>|</(?:[\w.-]+:)?TextObject>"
    r"|<(?:[\w.-]+:)?TextCode\b[^<>]*>([^<]*)"
)
_BOUNDARY = re.compile(r"\bBoundary\s*=\s*[\"']([^\"']*)")


class _Box(NamedTuple):
    """Where an object stands, in millimetres from the corner at the top left."""

    x: float
    y: float
    width: float
    height: float

    def goes_on_in(self, other: _Box) -> bool:
        """Whether another one begins in the same line, with no gap that an eye would see."""
        gap = other.x - self.x - self.width
        is_level = abs(other.y - self.y) < max(self.height, other.height) / 2
        return is_level and other.x > self.x and gap < max(self.height, other.height) / 2


def lines(content: str) -> str:
    """The texts of a page; those of an object, and of objects side by side, are put together.

    A line for each other object, as a PDF has them.
    """
    parts: list[str] = []
    before: _Box | None = None
    for token in _TOKEN.finditer(content):
        if token[1] is not None:
            box = _box(token[1])
            if not (box and before and before.goes_on_in(box)):
                parts.append("\n")
            before = box
        elif token[2]:
            parts.append(token[2])
    return "".join(parts)


def _box(written: str) -> _Box | None:
    found = _BOUNDARY.search(written)
    try:
        return _Box(*map(float, found[1].split())) if found else None
    except (TypeError, ValueError):
        return None
