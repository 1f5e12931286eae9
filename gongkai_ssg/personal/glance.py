"""A first glance at the bytes of a file: whether they can hold an ID number at all.

Nearly every page holds none, and to look at one as a person sees it takes several times as long.
Here only the digits count, and what stands right behind each:

- what may stand unseen within a number, or parts it, is dropped: digits of one number lie side by
  side then, or a tag lies between them;
- any other sign ends a number, whatever it is;
- references, comments and the targets of links beside a digit could hide anything: such a text is
  looked through.

It may say yes where there is none, and never no where `numbers.ids` finds one.
"""

from __future__ import annotations

import re

# Of signs beyond ASCII only the first bytes of most Chinese characters end a number.
_DROPPED = bytes([*b" \t\n\r\x0b-*_~`\\[/.", *range(0x80, 0xE4), *range(0xEA, 0x100)])
_DIGIT, _LAST, _OTHER, _KEPT = b"0", b"1", b"x", b"<>&!]"
_CLASSES = bytes(
    byte if byte in _KEPT else _DIGIT[0] if byte in b"0123456789" else _OTHER[0]
    for byte in range(0x100)
)
# All digits of a number but its 17th, which X may follow.
_SIXTEEN = _DIGIT * 16
_WIDE_DIGIT = re.compile(rb"\xef\xbc[\x90-\x99]")
# A digit, nothing but tags (`seen` knows of no more than 40), and another; or what could hide one.
_MARKED = re.compile(rb"0(?=[]&<>])(?:>++|<[^<>&!]*+>){0,99}+(?:[]&0]|<[^<>&!]*+[&!])")


def may_hold_ids(data: bytes) -> bool:
    """Whether it is worth looking through a text (UTF-8) for ID numbers."""
    # What templates write for `&` is no sign of a number; other references may be its digits.
    data = data.replace(b"&amp;", _OTHER)
    if b"&#" in data or _WIDE_DIGIT.search(data):
        return True
    # A digit with another sign behind it can only be the last of its number, the 17th or 18th.
    outline = data.translate(_CLASSES, _DROPPED).replace(_DIGIT + _OTHER, _LAST)
    return _SIXTEEN in outline or bool(_MARKED.search(outline))
