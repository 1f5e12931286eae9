"""Rhythms (频率) over a calendar: the day on which something falls due again.

A rhythm shares the year out: a month, a quarter, or from one written month to the next. What came
out within a share counts for it, and each share has one day. A rhythm of several years has no
shares; it goes on from the day of the last time.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date

from gongkai_ssg.deadlines import Rule, counted
from gongkai_ssg.deadlines.words import DAY_OF_MONTH, MONTH, number
from gongkai_ssg.deadlines.workdays import Calendar, months_after

_DAY_OF_YEAR = re.compile(rf"({MONTH})月(?:份)?(?:({DAY_OF_MONTH})[日号])?")
# 每季度首月20日前, 每月10日, 每季度末月底
_DATED = re.compile(
    r"每个?(?P<unit>季度|季|月)(?P<which>首月|第一个月|末月)?"
    rf"(?:(?P<day>{DAY_OF_MONTH})[日号]|[底末])(?:以|之)?前?"
)
_EVERY = re.compile(
    r"每(?P<n>[0-9]+|[一二两三四五六七八九十]+)?个?(?P<unit>月|季度|季|半年|年)(?P<after>.*后)?"
)
_MONTHS = {"月": 1, "季度": 3, "季": 3, "半年": 6, "年": 12}
_LAST_MONTH = 12
_LEAP_DAY = (2, 29)


@dataclass(frozen=True, slots=True)
class _Share:
    """A part of each year: its first month, and the month and day (0: the last) of its due day.

    With `after`, the day is so many days, working days, months after the end of the share before;
    with `or_last`, a month that is too short has its last day instead.
    """

    begins: int
    month: int
    day: int = 0
    after: tuple[int, str] | None = None
    or_last: bool = False

    def due(self, year: int, calendar: Calendar) -> date | None:
        """Its day in a year; None where there is none, or none that a calendar reaches."""
        if self.after is None:
            return _day_of(year, self.month, self.day, or_last=self.or_last)
        before = year * _LAST_MONTH + self.begins - 2
        end = _day_of(before // _LAST_MONTH, before % _LAST_MONTH + 1, 0)
        try:
            return counted(end, *self.after, calendar).day if end else None
        except OverflowError:
            return None


def next_after(rule: Rule, last: date | None, today: date, calendar: Calendar) -> date | None:
    """When a rule falls due next, if something came out on `last`; the share of today, if not."""
    shares = _shares(rule)
    if shares:
        year, place = _holding(shares, last or today)
        more, place = divmod(place + 1 if last else place, len(shares))
        return shares[place].due(year + more, calendar)
    months = _several(rule)
    try:
        return months_after(last, months) if last and months else None
    except OverflowError:
        return None


def coming(rule: Rule, today: date, calendar: Calendar) -> date | None:
    """The first day, from today on, that a rule names by itself."""
    shares = _shares(rule)
    # Many working days after its end, a share of last year may still be due.
    years = (today.year - 1, today.year, today.year + 1)
    days = (share.due(year, calendar) for year in years for share in shares)
    return min((day for day in days if day and day >= today), default=None)


def _shares(rule: Rule) -> tuple[_Share, ...]:
    """The shares of a year in their order; none where the rule does not give them."""
    anchor = rule.anchor
    if anchor.startswith("每年") and (days := _DAY_OF_YEAR.findall(anchor)):
        return tuple(_written(days))
    dated = _DATED.fullmatch(anchor)
    if dated:
        months = _MONTHS[dated["unit"]]
        later = 0 if dated["which"] in ("首月", "第一个月") else months - 1
        day = number(dated["day"] or "0")
        starts = _begins(months)
        return tuple(_Share(begin, begin + later, day, or_last=True) for begin in starts)
    every = _EVERY.fullmatch(anchor)
    if every is None or number(every["n"] or "1") != 1:
        return ()
    months = _MONTHS[every["unit"]]
    if every["after"] and rule.n and rule.unit:
        # 每月后10个工作日: what comes out in a month tells of the one before.
        after = (rule.n, rule.unit)
        return tuple(_Share(begin, begin, after=after) for begin in _begins(months))
    # Nobody can say when the first of two times a year is due.
    if every["after"] or rule.n not in (None, 1):
        return ()
    return tuple(_Share(begin, begin + months - 1) for begin in _begins(months))


def _written(days: list[tuple[str, str]]) -> Iterator[_Share]:
    """每年1月20日前和7月20日前: the first share begins with the year, others with their month."""
    known = {number(month): number(day or "0") for month, day in days}
    for place, month in enumerate(sorted(known) if len(known) == len(days) else ()):
        leap = (month, known[month]) == _LEAP_DAY
        yield _Share(month if place else 1, month, known[month], or_last=leap)


def _begins(months: int) -> range:
    return range(1, _LAST_MONTH + 1, months)


def _holding(shares: tuple[_Share, ...], day: date) -> tuple[int, int]:
    """The year and the place of the share that holds a day."""
    return day.year, sum(share.begins <= day.month for share in shares) - 1


def _several(rule: Rule) -> int:
    """The months of a rhythm without shares that is longer than its unit (每三年); 0 for others."""
    every = _EVERY.fullmatch(rule.anchor)
    if every is None or every["after"] or rule.n not in (None, 1):
        return 0
    return _MONTHS[every["unit"]] * number(every["n"])


def _day_of(year: int, month: int, day: int, *, or_last: bool = False) -> date | None:
    """A day of a year; the month's last where none was written. None where there is no such day."""
    if not MINYEAR <= year <= MAXYEAR:
        return None
    longest = monthrange(year, month)[1]
    if day > longest and not or_last:
        return None
    return date(year, month, min(day or longest, longest))
