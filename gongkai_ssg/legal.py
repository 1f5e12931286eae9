"""Legal bases (公开依据) as offices write them → title and number."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

# 《title》, in which 《…》 or 〈…〉 may stand once more.
_TITLE = r"《((?:[^《》]|《[^《》]*》)*)》"
# What stands in round or square brackets after it; brackets of a year may stand inside.
_INSIDE = "[^\uff08\uff09()]*(?:[\uff08(][^\uff08\uff09()]*[\uff09)][^\uff08\uff09()]*)*"
_BRACKETED = f"[\uff08(\uff3b\\[]({_INSIDE}?)[\uff09)\uff3d\\]](?!\\d)"
# A number of the usual form, in brackets or not: 国发〔2004〕28号, 主席令第7号.
_BARE = r"([^\W\d_]{0,12}[〔﹝\[(（]\d{4}[〕﹞\])）]\s*\d+号|[^\W\d_]{1,12}令第[^\s号]{1,8}号)"
_CITED = re.compile(f"{_TITLE}\\s*(?:[\uff08(\uff3b\\[]?{_BARE}|{_BRACKETED})?")
# Other remarks stand in brackets too: 2019年修正, 以下简称….
_NUMBER = re.compile(r"号|令|[〔﹝\[]|\bGB", re.IGNORECASE)
_BULLET = re.compile(r"^(?:[●·•■]|\d{1,2}[.．、]|【[^】]*】)\s*")


class Basis(NamedTuple):
    """One law or document: its title and its number (文号, 令号), which may be empty."""

    title: str
    number: str


@cache
def split(text: str) -> tuple[Basis, ...]:
    """The laws named in one line, which many items share; without 《》 it is a title as a whole."""
    found = tuple(Basis(m[1].strip(), _number(m[2] or m[3])) for m in _CITED.finditer(text))
    return found or (Basis(_BULLET.sub("", text.strip()), ""),)


def _number(written: str | None) -> str:
    words = (written or "").strip()
    return words if _NUMBER.search(words) else ""
