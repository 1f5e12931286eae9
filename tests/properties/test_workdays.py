"""Working days against an independent count, day by day, with the library's own judgement."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
from hypothesis import given
from hypothesis import strategies as st

from gongkai_ssg.deadlines.workdays import Calendar, published

DAYS = st.dates(date(2004, 1, 1), date(2026, 10, 1))
COUNTS = st.integers(1, 60)
CALENDAR = published()


@given(st.dates(date(2004, 1, 1), date(2026, 12, 31)))
def test_a_day_is_worked_exactly_when_the_library_says_so(day: date) -> None:
    assert CALENDAR.is_workday(day) == chinese_calendar.is_workday(day)


@given(DAYS, COUNTS)
def test_the_day_after_so_many_working_days(start: date, count: int) -> None:
    day, met = start, 0
    while met < count:
        day += timedelta(days=1)
        met += chinese_calendar.is_workday(day)
    found = CALENDAR.after(start, count)
    assert (found.day, found.provisional) == (day, False)


@given(st.dates(date(2004, 6, 1), date(2026, 10, 1)), COUNTS)
def test_the_day_so_many_working_days_before(start: date, count: int) -> None:
    day, met = start, 0
    while met < count:
        day -= timedelta(days=1)
        met += chinese_calendar.is_workday(day)
    assert CALENDAR.after(start, -count).day == day


@given(DAYS, COUNTS)
def test_counting_between_two_days_is_the_reverse(start: date, count: int) -> None:
    end = CALENDAR.after(start, count).day
    assert CALENDAR.between(start, end) == count
    assert CALENDAR.between(end, start) == -count


@given(DAYS, COUNTS)
def test_without_any_arrangement_it_is_monday_to_friday_and_provisional(
    start: date, count: int
) -> None:
    found = Calendar().after(start, count)
    days = (start + timedelta(days=n) for n in range(1, (found.day - start).days + 1))
    assert sum(day.weekday() < 5 for day in days) == count
    assert found.provisional
