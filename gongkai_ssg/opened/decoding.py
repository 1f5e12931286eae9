"""Bytes → text, in the encodings in which offices of China save a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

_MARKS = (b"\xff\xfe", b"\xfe\xff")
_WIDE = ("utf-16", "utf-16-le", "utf-16-be")
_SAMPLE = 8192
# What a Chinese text consists of. The other order of bytes makes digits and signs into none of it.
_USUAL = re.compile(
    r"[\t\n\r\x20-\x7e\xa0\u2014\u2018-\u201d\u2026\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"
)


def decoded(data: bytes) -> str:
    """Bytes as text; what is in no encoding is read as UTF-8 with gaps."""
    text = strictly(data)
    return data.decode("utf-8", "replace") if text is None else text


def strictly(data: bytes) -> str | None:
    """Bytes as text: UTF-8, what Excel and the editor call Unicode (UTF-16), else GB 18030."""
    for encoding in _likely(data):
        try:
            return data.decode(encoding, "replace" if encoding in _WIDE else "strict")
        except UnicodeDecodeError:
            continue
    return None


def _likely(data: bytes) -> Iterator[str]:
    if data.startswith(_MARKS):
        yield "utf-16"
    elif b"\0" in data and len(data) % 2 == 0:
        yield from _wide(data[:_SAMPLE])
    yield from ("utf-8-sig", "gb18030")


def _wide(sample: bytes) -> Iterator[str]:
    """UTF-16 without a mark, where nearly all that comes of it is usual; no other text has NULs."""
    found = {name: sample.decode(name, "ignore") for name in ("utf-16-le", "utf-16-be")}
    usual = {name: len(_USUAL.findall(text)) for name, text in found.items()}
    best = max(usual, key=lambda name: usual[name])
    if usual[best] * 10 > len(found[best]) * 9 and "\0" not in found[best]:
        yield best
