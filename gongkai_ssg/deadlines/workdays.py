"""Working days (工作日) by the State Council's yearly arrangement of holidays.

The arrangements up to a last year come with the package `chinesecalendar`; a county adds a year
in `holidays/<year>.yaml`. A day of a year without an arrangement is counted Monday to Friday, and
every date reckoned over such a day is provisional (暂定).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import MAXYEAR, MINYEAR, date, timedelta
from functools import cache

_DAY = timedelta(days=1)
_SATURDAY = 5
_YEAR = 12


@dataclass(frozen=True, slots=True)
class Year:
    """One year's arrangement: days off beside weekends, and weekends that are worked."""

    off: frozenset[date]
    worked: frozenset[date]


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A day, and the years over which it was reckoned without an arrangement."""

    day: date
    unknown: tuple[int, ...] = ()

    @property
    def provisional(self) -> bool:
        """暂定: an arrangement that is not out yet may change the day."""
        return bool(self.unknown)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The arrangements that are known, by year."""

    years: Mapping[int, Year] = field(default_factory=dict)

    def is_workday(self, day: date) -> bool:
        """Whether a day is worked; in a year that is not known, Monday to Friday."""
        year = self.years.get(day.year)
        if year and day in year.worked:
            return True
        return day.weekday() < _SATURDAY and not (year and day in year.off)

    def after(self, start: date, count: int) -> Reckoned:
        """The last of `count` working days after `start`; before it, if `count` is negative.

        The day itself does not count (民法典 第二百零一条); no days lead nowhere.

        Raises:
            OverflowError: beyond the calendar of Python (year 9999).
        """
        step = _DAY if count >= 0 else -_DAY
        day, left, unknown = start, abs(count), set[int]()
        while left:
            day += step
            if day.year not in self.years:
                unknown.add(day.year)
            if self.is_workday(day):
                left -= 1
        return Reckoned(day, tuple(sorted(unknown)))

    def between(self, start: date, end: date) -> int:
        """Working days after `start` up to and with `end`; negative if `end` is earlier."""
        if end < start:
            return -self.between(end, start)
        days = ((start + _DAY * n) for n in range(1, (end - start).days + 1))
        return sum(map(self.is_workday, days))

    def with_years(self, more: Iterable[tuple[int, Year]]) -> Calendar:
        """A calendar in which some years are added, or replaced."""
        return Calendar({**self.years, **dict(more)})


def months_after(day: date, months: int) -> date:
    """The same day of a later month (earlier, if `months` is negative), or that month's last.

    民法典 第二百零二条.

    Raises:
        OverflowError: beyond the calendar of Python (year 9999).
    """
    year, month = divmod(day.year * _YEAR + day.month - 1 + months, _YEAR)
    if not MINYEAR <= year <= MAXYEAR:
        raise OverflowError
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@cache
def published() -> Calendar:
    """The arrangements that come with the package, 2004 to its last year."""
    from chinese_calendar import constants

    off: dict[int, set[date]] = {}
    worked: dict[int, set[date]] = {}
    for day in constants.holidays:
        off.setdefault(day.year, set()).add(day)
    for day in constants.workdays:
        worked.setdefault(day.year, set()).add(day)
    years = range(min(off), max(off) + 1)
    none: set[date] = set()
    return Calendar(
        {y: Year(frozenset(off.get(y, none)), frozenset(worked.get(y, none))) for y in years}
    )
