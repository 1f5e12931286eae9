"""Whether a record was published in time, and when an item is due again.

A record is judged only where its item's 公开时限 is understood whole and counts from the making
of the information (形成, 制定, 获取 …): that day stands in the record. When an application came in,
or money was paid, does not, so nothing is said of a limit that counts from there.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import cache

from gongkai_ssg import deadlines
from gongkai_ssg.deadlines import Limit, Rule
from gongkai_ssg.deadlines.words import number
from gongkai_ssg.deadlines.workdays import Calendar
from gongkai_ssg.model import Item, Record
from gongkai_ssg.project import Project

_MADE = re.compile(
    r"(?:[该本]?(?:政府)?(?:信息|文件|政策|指南|内容)*)?(?:形成|变更|制定|获取|制作|产生|颁布|印发|更新)"
    r"[\w()、]{0,10}"
)
_YEARLY_DATE = re.compile(r"每年度?(\d{1,2})月(?:份)?(?:(\d{1,2})[日号]|底)?")
# 每季度首月20日前, 每月10日, 每季度末月底
_DATED = re.compile(
    r"每个?(?P<unit>季度|季|月)(?P<which>首月|第一个月|末月)?(?:(?P<day>\d{1,2})[日号]|[底末])(?:以|之)?前?"
)
_MONTHS = {"月": 1, "季度": 3, "季": 3, "半年": 6, "年": 12}
_EVERY = re.compile(r"每(?P<n>\d+|[一二两三四五六七八九十]+)?个?(?P<unit>月|季度|季|半年|年)")
_LAST_MONTH = 12


@dataclass(frozen=True, slots=True)
class Judged:
    """A record against its time limit: the last day, and working days after it (0: in time)."""

    due: date
    late: int
    provisional: bool


@dataclass(frozen=True, slots=True)
class Again:
    """When an item with a rhythm is due next, and the rhythm as it is written."""

    day: date
    rhythm: str

    def overdue(self, today: date) -> bool:
        """Whether the day has passed."""
        return self.day < today


@cache
def limit_of(written: str) -> Limit:
    """A 公开时限 as rules; many items share one wording."""
    return deadlines.parse(written)


def judge(project: Project, record: Record) -> Judged | None:
    """A published record in time or late; None where that cannot be said."""
    item = project.catalog.items.get(record.item)
    made = record.entry.day("形成日期") or record.entry.day("成文日期")
    out = record.published
    if item is None or made is None or out is None:
        return None
    limit = limit_of(item.entry.text("公开时限"))
    rules = [rule for rule in limit.rules if _counts_from_making(rule)]
    others = [rule for rule in limit.rules if rule.kind == deadlines.WITHIN and rule not in rules]
    if not limit.understood or not rules or others:
        return None
    days = [day for rule in rules if (day := deadlines.due(rule, made, project.calendar))]
    first, last = min(days, key=lambda d: d.day), max(days, key=lambda d: d.day)
    if out.date() <= first.day:
        return Judged(first.day, 0, first.provisional)
    if out.date() > last.day:
        late = project.calendar.between(last.day, out.date())
        return Judged(last.day, late, last.provisional)
    return None


def _counts_from_making(rule: Rule) -> bool:
    if rule.kind != deadlines.WITHIN or rule.n is None or rule.unit is None:
        return False
    return not rule.anchor or bool(_MADE.fullmatch(rule.anchor))


def again(project: Project, item: Item, last: date | None) -> Again | None:
    """When an item is due next, after something was published on `last` (or never yet).

    Of two rhythms in one cell one holds under a condition that nobody here can judge: the later
    day is the one that is certain.
    """
    return due_again(item.entry.text("公开时限"), last, project.release.today, project.calendar)


def due_again(written: str, last: date | None, today: date, calendar: Calendar) -> Again | None:
    """When a 公开时限 with a rhythm falls due next, seen from `today`."""
    rules = limit_of(written).rules
    days = [
        Again(day, rule.text)
        for rule in rules
        if rule.kind == deadlines.RECURRING
        if (day := _next(rule, last, today, calendar))
    ]
    return max(days, key=lambda one: one.day, default=None)


def _next(rule: Rule, last: date | None, today: date, calendar: Calendar) -> date | None:
    yearly = _YEARLY_DATE.match(rule.anchor)
    if yearly:
        year = last.year + 1 if last else today.year
        return _day_of(year, int(yearly[1]), int(yearly[2] or 0))
    dated = _DATED.fullmatch(rule.anchor)
    if dated:
        return _dated(dated, last or today, 1 if last else 0)
    return _periodic(rule, last, today, calendar)


def _periodic(rule: Rule, last: date | None, today: date, calendar: Calendar) -> date | None:
    """Once in so many months, or so many working days after their end."""
    every = _EVERY.match(rule.anchor)
    if every is None:
        return None
    count = number(every["n"]) if every["n"] else 1
    months = _MONTHS[every["unit"]] * count
    if rule.anchor.endswith("后") and rule.n is not None and rule.unit == deadlines.WORKDAY:
        # 每月后10个工作日: what came out in a month told of the one before.
        end = _end_of_period(last or today, months, 0 if last else -1)
        return calendar.after(end, rule.n).day
    if rule.anchor != every[0]:
        return None
    if count > 1:
        return _months_after(last, months) if last else None
    return _end_of_period(last or today, months, 1 if last else 0)


def _dated(written: re.Match[str], day: date, further: int) -> date | None:
    """The day that is written, in the period that holds `day`, or in one further on."""
    months = _MONTHS[written["unit"]]
    end = _end_of_period(day, months, further)
    back = months - 1 if written["which"] in ("首月", "第一个月") else 0
    year, month = divmod(end.year * _LAST_MONTH + end.month - 1 - back, _LAST_MONTH)
    return _day_of(year, month + 1, int(written["day"] or 0))


def _day_of(year: int, month: int, day: int) -> date | None:
    """A day of a year; the month's last where none was written. None where there is no such day."""
    if not 1 <= month <= _LAST_MONTH:
        return None
    longest = monthrange(year, month)[1]
    return date(year, month, day or longest) if day <= longest else None


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * _LAST_MONTH + day.month - 1 + months, _LAST_MONTH)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _end_of_period(day: date, months: int, further: int) -> date:
    """The last day of the period of so many months that holds `day`, or of one further on."""
    index = (day.year * _LAST_MONTH + day.month - 1) // months + further + 1
    last = index * months - 1
    year, month = divmod(last, _LAST_MONTH)
    return date(year, month + 1, monthrange(year, month + 1)[1])
