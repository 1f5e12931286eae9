"""A text found in a file."""

from __future__ import annotations

from typing import NamedTuple

SEPARATOR = " › "


class Piece(NamedTuple):
    """A text, where in the file it stands, and the words in the head of its column."""

    where: str
    text: str
    words: str = ""
