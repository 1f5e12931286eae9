"""Dates, one against the other and against today."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import pairwise

from gongkai_ssg import deadlines
from gongkai_ssg.diagnostics import Diagnostic, problem
from gongkai_ssg.model import SIGNATURES, Entry, Record
from gongkai_ssg.project import Project

_A_YEAR = 366
_PAIRS = (
    ("形成日期", "公开日期"),
    ("成文日期", "公开日期"),
    ("公开日期", "撤下日期"),
)


def out_of_order(project: Project) -> Iterator[Diagnostic]:
    """GK210: what must come first is dated later: 公示期 and 审核 (先审查后发布) too."""
    for record in project.catalog.records.values():
        for first, then in _PAIRS:
            yield from _pair(record.entry, first, then)
        yield from _posting(record)
        yield from _review(record)


def not_yet(project: Project) -> Iterator[Diagnostic]:
    """GK221: what has come is dated after today, or what is to come after more than a year."""
    today = project.release.today
    for kind, listing in project.settings.schema.listings.items():
        for entry in project.catalog.of_kind(kind):
            if listing.lag:
                yield from _not_yet(entry, (listing.lag.begin, listing.lag.end), today)
            if listing.past:
                yield from _not_yet(entry, (listing.past,), today)
    for item in project.catalog.items.values():
        yield from _adjusted(item.entry, today)
    for record in project.catalog.records.values():
        out = record.entry.day("公开日期")
        if out and (out - today).days > _A_YEAR:
            yield problem("GK221", record.entry.at("公开日期"), key="公开日期", day=out)


def _not_yet(entry: Entry, keys: Iterable[str], today: date) -> Iterator[Diagnostic]:
    days = {key: day for key in keys if (day := entry.day(key))}
    if list(days.values()) != sorted(days.values()):
        return  # one of the two is wrong already (GK210)
    for key, day in days.items():
        if day > today:
            yield problem("GK221", entry.at(key), key=key, day=day)


def _adjusted(entry: Entry, today: date) -> Iterator[Diagnostic]:
    for number, one in enumerate(entry.objects("调整")):
        day = one.get("日期")
        if isinstance(day, date) and day > today:
            yield problem("GK221", entry.at(f"调整/{number}/日期"), key="调整的日期", day=day)


def posted_too_short(project: Project) -> Iterator[Diagnostic]:
    """GK223: a 公示期 that ends before the days that it says itself are over."""
    for record in project.catalog.records.values():
        written = str(record.entry.object("公示期").get("天数", ""))
        limit = deadlines.parse(f"公示期{written}")
        if not record.posting or not limit.understood or len(limit.rules) > 1:
            continue
        (start, end), rule = record.posting, limit.rules[0]
        right = deadlines.last_posted(rule, start, project.calendar)
        if right and start <= end < right.day:
            note = "（暂定，明年的放假安排还没有）" if right.provisional else ""
            params = {"start": start, "end": end, "days": written, "right": right.day}
            yield problem("GK223", record.entry.at("公示期/止"), note=note, **params)


def _pair(entry: Entry, first: str, then: str) -> Iterator[Diagnostic]:
    early, late = entry.day(first), entry.day(then)
    if early and late and early > late:
        yield _problem(entry, then, (first, early), (then, late))


def _posting(record: Record) -> Iterator[Diagnostic]:
    if record.posting and record.posting[0] > record.posting[1]:
        start, end = record.posting
        yield _problem(record.entry, "公示期/止", ("公示期的起", start), ("公示期的止", end))


def _review(record: Record) -> Iterator[Diagnostic]:
    """初审, 复审, 终审 in this order; all of them and 保密审查 before 公开日期."""
    days = {name: _signed(record, name) for name in SIGNATURES}
    published = record.entry.day("公开日期")
    pairs = [*pairwise(SIGNATURES[:3]), *((name, "公开日期") for name in SIGNATURES[2:])]
    for first, then in pairs:
        early, late = days[first], published if then == "公开日期" else days[then]
        if early and late and early > late:
            where = "公开日期" if then == "公开日期" else f"审核/{then}/日期"
            yield _problem(record.entry, where, (first, early), (then, late))


def _signed(record: Record, name: str) -> date | None:
    signature = record.entry.object("审核").get(name)
    day = signature.get("日期") if isinstance(signature, Mapping) else None
    return day if isinstance(day, date) else None


def _problem(entry: Entry, key: str, first: tuple[str, date], then: tuple[str, date]) -> Diagnostic:
    params = {"first": first[0], "early": first[1], "then": then[0], "late": then[1]}
    return problem("GK210", entry.at(key), **params)
