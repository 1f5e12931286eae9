"""Marks of secrecy in a text: the level of a classified document, and “for internal use”.

《保守国家秘密法》 and its regulation have the level and its term written on a document
(`机密★10年`); 《政府信息公开条例》第十四条: what is a state secret is not disclosed. Words *about*
secrecy, as in a rule or in the negative list, are no marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gongkai_ssg.personal import bared, written_out

_LEVEL = r"(?:[绝机機秘]\s?密)"
_TERM = r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})\s?(?:年|个?月)|长\s?期"
_INTERNAL = r"(?:内部(?:资料|文件|参阅|使用|传阅|材料)|注意保[存密]|[不严]?[得禁]外传|工作秘密)"
_BEGIN = r"(?:^[ \t#>*-]*+|[（(【\[〔])[ \u3000]*+"
_END = r"[ \u3000]*[!！。]?(?:\*{0,3}$|[）)】\]〕])"
_ALONE = (
    rf"{_LEVEL}(?:级|件)?(?:[ \u3000]+(?:{_TERM}))?(?:[ \u3000]*(?:特急|加急|平急))?"
    rf"|{_INTERNAL}(?:[,，、 \u3000]*{_INTERNAL})*"
)
# `机密★`, `机密*10年`; `密级：机密`; a mark that fills its line, its cell or its brackets.
_MARK = re.compile(
    rf"(?P<level>{_LEVEL}级?\s?[★☆]"
    rf"|(?<!商业)(?<!技术){_LEVEL}级?\s?[*＊※·●○⭐](?=\s?(?:{_TERM})))"
    rf"|密\s?级\s?[:：]\s?[\"“]?(?P<named>{_LEVEL}|内部(?=资料|文件|[^\u4e00-\u9fff]|\Z))"
    rf"|{_BEGIN}(?P<alone>{_ALONE}){_END}",
    re.MULTILINE,
)
# Each mark has one of these in it; most cells of a workbook have none.
_HINT = re.compile("[密部存传&]")


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark of secrecy, and where it stands in the text."""

    start: int
    end: int
    shown: str


def find(text: str) -> Iterator[Mark]:
    """Every mark of secrecy in a text, as a person sees it."""
    if not _HINT.search(text):
        return
    seen = bared(written_out(text))
    for match in _MARK.finditer(seen.text):
        group = next(name for name in ("level", "named", "alone") if match[name])
        start, end = map(seen.place, match.span(group))
        yield Mark(start, end, "".join(match[group].split()))
