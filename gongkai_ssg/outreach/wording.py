"""Words that the three forms share: days, what a period is called, a title in few characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from gongkai_ssg.outreach.news import CHANGE, RECORD, News

_ABOUT = re.compile(r"关于(?P<printed>印发)?(?P<what>.+)的(?P<form>通知|公告|公示|通告|提示)")
_BOOK = re.compile(r"《([^《》]+)》")
_ASIDE = re.compile(r"（[^（）]*）|\([^()]*\)")
# A title may well be cut behind these, and before an opening bracket.
_GOOD_END = "的和与及》）”、，；：年月日县镇乡村季度期"
_OPENING = "（《“"
_ELLIPSIS = "…"


def month_and_day(day: date, today: date) -> str:
    """`12月16日`; the year only where it is another one."""
    year = f"{day.year}年" if day.year != today.year else ""
    return f"{year}{day.month}月{day.day}日"


def period(news: News) -> str:
    """What the period is called: 公示, 公告 or 征求意见, as the title has it."""
    if "征求" in news.title:
        return "征求意见"
    return "公告" if "公告" in news.title and "公示" not in news.title else "公示"


def units(text: str) -> int:
    """The length of a text in an SMS: UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def heading(news: News) -> str:
    """The title; of what is no record with a word that says what it is."""
    if news.kind in (RECORD, CHANGE):
        return news.title
    return f"{news.kind}{'，' if '：' in news.title else '：'}{news.title}"


def itself(title: str) -> str:
    """`关于印发X的通知` → X: what was published, not the letter that came with it."""
    about = _ABOUT.fullmatch(title)
    return about["what"] if about and about["printed"] else title


def titles(news: News, county: str) -> Iterator[str]:
    """The title, then ever shorter ones that still say what it is about."""
    whole = heading(news)
    yield whole
    plain = whole.removeprefix(county)
    plain = itself(plain).removeprefix(county)
    about = _ABOUT.fullmatch(plain)
    if about:
        plain = f"{about['what'].removeprefix(county)}{about['form']}"
    yield plain
    book = _BOOK.search(plain)
    if book and "征求" in plain:
        plain = _ASIDE.sub("", book[1]).removeprefix(county)
        yield plain
    bare = _ASIDE.sub("", plain)
    if bare != plain and news.place and news.place not in bare:
        bare = f"{news.place}{bare}"
    yield bare
    yield bare.replace(f"{news.day.year}年", "", 1)


def cut(title: str, room: int) -> str:
    """A title in so many units, cut where a reader may well pause, with … at its end."""
    if units(title) <= room:
        return title
    end = len(title)
    while end and units(title[:end]) >= room:
        end -= 1
    best = next((at for at in range(end, end * 2 // 3, -1) if _pause(title, at)), end)
    while best > 1 and title[best - 1].isascii() and title[best : best + 1].isascii():
        best -= 1
    return f"{title[:best].rstrip('（《“、，；：')}{_ELLIPSIS}"


def _pause(title: str, at: int) -> bool:
    return title[at - 1] in _GOOD_END or title[at] in _OPENING
