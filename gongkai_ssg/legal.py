"""Legal bases (公开依据) as offices write them → title and number."""

from __future__ import annotations

import re
from typing import NamedTuple

# 《title》, in which 《…》 or 〈…〉 may stand once more, then perhaps a number in brackets.
_CITED = re.compile(
    r"《((?:[^《》]|《[^《》]*》)*)》\s*"
    "(?:[\uff08(\uff3b\\[]([^\uff08\uff09()\uff3b\uff3d\\[\\]]*)[\uff09)\uff3d\\]])?"
)


class Basis(NamedTuple):
    """One law or document: its title and its number (文号, 令号), which may be empty."""

    title: str
    number: str


def split(text: str) -> tuple[Basis, ...]:
    """The laws named in one line; a line without 《》 is kept whole as a title."""
    found = tuple(Basis(m[1].strip(), (m[2] or "").strip()) for m in _CITED.finditer(text))
    return found or (Basis(text.strip(), ""),)
