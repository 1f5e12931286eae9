"""Numbers of persons in a text: ID cards, bank cards, passports, mobile phones.

`seen`     a text as a person sees it, with the way back to its places
`wrapped`  numbers that lie over lines with nothing else
`numbers`  what a number of a person is, and what the words before it say
`masking`  numbers taken out of what is told of a text
`glance`   whether the bytes of a file can hold an ID number at all
"""

from __future__ import annotations

from gongkai_ssg.personal.glance import may_hold_ids
from gongkai_ssg.personal.masking import masked, shortened
from gongkai_ssg.personal.numbers import (
    BANK_CARD,
    ID_CARD,
    MOBILE,
    PASSPORT,
    Found,
    find,
    ids,
    is_asked_for,
)
from gongkai_ssg.personal.seen import bared, written_out

__all__ = [
    "BANK_CARD",
    "ID_CARD",
    "MOBILE",
    "PASSPORT",
    "Found",
    "bared",
    "find",
    "ids",
    "is_asked_for",
    "masked",
    "may_hold_ids",
    "shortened",
    "written_out",
]
