"""Documents of older programs: binary files of Office before 2007, and RTF."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai_ssg.opened.piece import PARTED, Piece

# Runs of text in a binary file: eight-bit, and UTF-16 with digits, letters and Chinese.
_NARROW = re.compile(rb"[\x20-\x7e]{6,}")
_WIDE = re.compile(r"[\x20-\x7e\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]{2,}")
# Pictures are written as digits.
_HEX = re.compile(rb"(?:[0-9a-fA-F]{2}[\r\n]*+){200,}+")
# Words that rule the text, characters by their bytes or by their numbers (with what older programs
# show instead), braces and the ends of lines of the file.
_CONTROL = re.compile(
    rb"((?:\\'[0-9a-fA-F]{2})+)|\\u(-?[0-9]{1,6}) ?(?:(?:\\'[0-9a-fA-F]{2}){1,2}|\?)?"
    rb"|\\([A-Za-z]{1,32})-?[0-9]{0,10} ?|\\([^A-Za-z])|[{}\r\n]"
)
_ENDS = frozenset(b"par pard row cell nestcell nestrow sect page line".split())
_SIGNS = {b"tab": b" ", b"emspace": b" ", b"enspace": b" ", b"~": b" ", b"_": b"-"}


def binary(data: bytes) -> Iterator[Piece]:
    """Whatever looks like text in a binary file; where in the document cannot be said.

    Word keeps a piece of text as eight-bit characters or as UTF-16, beginning at any byte.
    """
    yield Piece("", PARTED.join(run.decode("ascii") for run in _NARROW.findall(data)))
    for start in (0, 1):
        text = data[start:].decode("utf-16-le", "replace")
        yield Piece("", PARTED.join(_WIDE.findall(text)))


def rich(data: bytes) -> Iterator[Piece]:
    """The text of an RTF file, with its fonts and properties before it."""
    yield Piece("", _CONTROL.sub(_shown, _HEX.sub(b" ", data)).decode("gb18030", "replace"))


def _shown(control: re.Match[bytes]) -> bytes:
    by_bytes, number, word, sign = control.groups()
    if by_bytes:
        return bytes.fromhex(by_bytes.replace(b"\\'", b"").decode("ascii"))
    if number:
        return chr(int(number) % 0x10000).encode("gb18030", "replace")
    if word in _ENDS:
        return PARTED.encode()
    return _SIGNS.get(word or sign or b"", b"")
