"""News → a message for a WeChat group, or a paragraph of an official account (公众号)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from gongkai_ssg.outreach.news import Event, News
from gongkai_ssg.outreach.wording import heading, month_and_day, period
from gongkai_ssg.print.notices import chinese_date
from gongkai_ssg.print.notices import period as from_to

WEEK = "一二三四五六日"


def message(news: News, today: date) -> str:
    """A title, what it says, until when one may object, where it stands, whom to call."""
    return "\n".join(_lines(news, today))


def _lines(news: News, today: date) -> Iterator[str]:
    yield heading(news)
    if news.event:
        yield f"时间：{when(news.event)}"
        yield f"地点：{news.event.where}"
    yield from news.summary
    if news.posting:
        last = month_and_day(news.posting[1], today)
        yield f"{period(news)}时间：{from_to(*news.posting)}"
        yield f"有意见的，请在{last}前（含当天）反映。"
    yield from (f"{label}：{number}" for label, number in news.phones)
    yield f"{news.sender}　{chinese_date(news.day)}" if not news.event else news.sender
    yield from (f"查看全文：{address}" for address in news.addresses[:1])


def when(event: Event) -> str:
    """`2026年12月10日（星期四）9:00至11:30`."""
    begin, end = event.begin, event.end
    day = f"{chinese_date(begin.date())}（星期{WEEK[begin.weekday()]}）"
    until = "" if end is None or end.date() == begin.date() else chinese_date(end.date())
    return f"{day}{clock(begin)}" + (f"至{until}{clock(end)}" if end else "")


def clock(moment: datetime) -> str:
    """`9:00`."""
    return f"{moment:%H:%M}".removeprefix("0")
