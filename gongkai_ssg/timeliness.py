"""Whether a record was published in time, and when an item is due again.

A record is judged only where its item's 公开时限 is understood whole and counts from the making
of the information (形成, 制定, 获取 …): that day stands in the record. When an application came in,
or money was paid, does not, so nothing is said of a limit that counts from there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from gongkai_ssg import deadlines
from gongkai_ssg.deadlines import Limit, Rule, rhythm
from gongkai_ssg.deadlines.workdays import Calendar
from gongkai_ssg.model import Item, Record
from gongkai_ssg.project import Project

# What comes after the making (形成并经批准, 形成下发至本单位) has a day that no record holds.
_MADE = re.compile(
    r"(?:[该本]?(?:政府)?(?:信息|文件|政策|指南|内容)*)?(?:形成|变更|制定|获取|制作|产生|颁布|印发|更新)"
    r"(?!.*(?:批[准复]|审[批核定查议]|同意|通过|经(?![费济营])|下[发达]|送|报[请送告备]|收到|签|[结终]束|完成|验收|确定|生效))"
    r"[\w()、]{0,10}"
)


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
    if len(days) < len(rules):
        return None
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
    """When a 公开时限 with a rhythm falls due next, after `last`."""
    days = [
        Again(day, rule.text)
        for rule in _rhythms(written)
        if (day := rhythm.next_after(rule, last, today, calendar))
    ]
    return max(days, key=lambda one: one.day, default=None)


def coming(written: str, today: date, calendar: Calendar) -> date | None:
    """The first day, from today on, on which a 公开时限 with a rhythm has something fall due."""
    days = (rhythm.coming(rule, today, calendar) for rule in _rhythms(written))
    return min((day for day in days if day), default=None)


def _rhythms(written: str) -> list[Rule]:
    """The rhythms of a 公开时限; none where a part of it was not understood."""
    limit = limit_of(written)
    return [rule for rule in limit.rules if rule.kind == deadlines.RECURRING and limit.understood]
