"""A text found in a file."""

from __future__ import annotations

from typing import NamedTuple

SEPARATOR = " › "


class Piece(NamedTuple):
    """A text, where in the file it stands, and the words in the head of its column."""

    where: str
    text: str
    words: str = ""


def decoded(data: bytes) -> str:
    """Bytes as text: UTF-8, else what Windows writes in China (GB 18030)."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "replace")
