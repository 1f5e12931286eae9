"""What inspectors ask of a whole county: what is late, due, empty, and what stays in the house."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from gongkai_ssg import official, timeliness
from gongkai_ssg.model import Item, Record
from gongkai_ssg.project import Project
from gongkai_ssg.release import PAPER, LeftOut
from gongkai_ssg.timeliness import Again, Judged

SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Coverage:
    """A domain: items in force, those under which something is public, and its records."""

    slug: str
    name: str
    items: int
    filled: int
    records: int


@dataclass(frozen=True, slots=True)
class Inspection:
    """The state of a county on one day; every entry can be traced to its file."""

    day: date
    coverage: tuple[Coverage, ...]
    late: tuple[tuple[Record, Judged], ...]
    overdue: tuple[tuple[Item, Again], ...]
    soon: tuple[tuple[Item, Again], ...]
    empty: tuple[Item, ...]
    left_out: tuple[LeftOut, ...]
    unread: tuple[Item, ...]
    judged: int


def inspect(project: Project) -> Inspection:
    """Look a county over.

    A record for paper only counts for its item: it is published, though not on the web.
    """
    items = official.in_order(i for i in project.catalog.items.values() if not i.ended)
    paper = [out.record for out in project.release.left_out if out.reason == PAPER]
    published = [*project.release.records, *paper]
    newest = _newest(published)
    judged = [(r, found) for r in published if (found := timeliness.judge(project, r))]
    dues = list(_dues(project, items, newest))
    today = project.release.today
    return Inspection(
        today,
        tuple(_coverage(project, items, newest, published)),
        tuple((record, found) for record, found in judged if found.late),
        tuple((item, found) for item, found in dues if found.overdue(today)),
        tuple((i, found) for i, found in dues if today <= found.day <= today + SOON),
        tuple(item for item in items if item.code not in newest),
        tuple(out for out in project.release.left_out if out.reason != PAPER),
        tuple(i for i in items if not timeliness.limit_of(i.entry.text("公开时限")).understood),
        len(judged),
    )


def _dues(
    project: Project, items: list[Item], newest: dict[str, date]
) -> Iterator[tuple[Item, Again]]:
    for item in items:
        found = timeliness.again(project, item, newest.get(item.code))
        if found:
            yield item, found


def _newest(records: list[Record]) -> dict[str, date]:
    newest: dict[str, date] = {}
    for record in records:
        if record.published:
            day = record.published.date()
            newest[record.item] = max(day, newest.get(record.item, day))
    return newest


def _coverage(
    project: Project, items: list[Item], newest: dict[str, date], published: list[Record]
) -> list[Coverage]:
    of = {code: item.domain for code, item in project.catalog.items.items()}
    found = []
    for slug, domain in project.catalog.domains.items():
        mine = [item for item in items if item.domain == slug]
        filled = sum(item.code in newest for item in mine)
        records = sum(of.get(record.item) == slug for record in published)
        found.append(Coverage(slug, domain.name, len(mine), filled, records))
    return found
