"""What inspectors ask of a whole county: what is late, due, empty, and what stays in the house."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from gongkai_ssg import official, timeliness
from gongkai_ssg.inspection import coverage, gaps
from gongkai_ssg.inspection.coverage import Coverage, Line, Published
from gongkai_ssg.inspection.gaps import Answer, Unpaired, Unsigned
from gongkai_ssg.inspection.outside import Outside
from gongkai_ssg.inspection.score import Score, score
from gongkai_ssg.model import Item, Record
from gongkai_ssg.project import Project
from gongkai_ssg.release import PAPER, UNDATED, LeftOut
from gongkai_ssg.timeliness import Again, Judged

SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Dead:
    """An address of another site that does not answer, and why."""

    outside: Outside
    why: str


@dataclass(frozen=True, slots=True)
class Inspection:
    """The state of a county on one day; every entry can be traced to its file.

    `newest` has the day of the newest record of each domain. `reached` tells whether addresses
    of other sites were tried; without that, `dead` is empty.
    """

    day: date
    by: Mapping[str, tuple[Coverage, ...]]
    lines: tuple[Line, ...]
    towns: frozenset[str]
    newest: Mapping[str, date]
    late: tuple[tuple[Record, Judged], ...]
    overdue: tuple[tuple[Item, Again], ...]
    soon: tuple[tuple[Item, Again], ...]
    dues: tuple[tuple[Item, Again], ...]
    empty: tuple[Item, ...]
    left_out: tuple[LeftOut, ...]
    unsigned: tuple[Unsigned, ...]
    undated: tuple[Record, ...]
    withdrawn: tuple[Record, ...]
    unpaired: tuple[Unpaired, ...]
    answers: tuple[Answer, ...]
    unread: tuple[Item, ...]
    judged: int
    dead: tuple[Dead, ...] = ()
    reached: bool = False

    @property
    def coverage(self) -> tuple[Coverage, ...]:
        """By domain."""
        return self.by["领域"]

    @property
    def score(self) -> Score:
        """What an inspector would take off."""
        return score(self)

    def with_links(self, dead: Iterator[Dead]) -> Inspection:
        """The same, after the addresses of other sites were tried."""
        return replace(self, dead=tuple(dead), reached=True)


def inspect(project: Project) -> Inspection:
    """Look a county over.

    A record for paper only counts for its item: it is published, though not on the web.
    """
    release, catalog = project.release, project.catalog
    items = official.in_order(i for i in catalog.items.values() if not i.ended)
    paper = [out.record for out in release.left_out if out.reason == PAPER]
    published = Published(project, items, [*release.records, *paper])
    newest = published.newest()
    judged = [(r, one) for r in published.records if (one := timeliness.judge(project, r))]
    dues = tuple(_dues(project, items, newest))
    today = release.today
    return Inspection(
        day=today,
        by=coverage.by_dimension(published),
        lines=tuple(coverage.lines(published)),
        towns=frozenset(p.id for p in catalog.site.places.values() if p.level == "乡级"),
        newest={slug: day for slug in catalog.domains if (day := _of_domain(project, slug))},
        late=tuple((record, one) for record, one in judged if one.late),
        overdue=tuple((item, one) for item, one in dues if one.overdue(today)),
        soon=tuple((i, one) for i, one in dues if timedelta() <= one.day - today <= SOON),
        dues=dues,
        empty=tuple(item for item in items if item.code not in newest),
        left_out=tuple(out for out in release.left_out if out.reason != PAPER),
        unsigned=tuple(gaps.unsigned(project)),
        undated=tuple(out.record for out in release.left_out if out.reason == UNDATED),
        withdrawn=release.tombstones,
        unpaired=tuple(gaps.unpaired(project)),
        answers=tuple(gaps.answers(project)),
        unread=tuple(
            i for i in items if not timeliness.limit_of(i.entry.text("公开时限")).understood
        ),
        judged=len(judged),
    )


def _of_domain(project: Project, slug: str) -> date | None:
    """The day of the newest record of a domain on the web."""
    records = project.release.by_domain.get(slug, ())
    return max((r.published.date() for r in records if r.published), default=None)


def _dues(
    project: Project, items: list[Item], newest: dict[str, date]
) -> Iterator[tuple[Item, Again]]:
    for item in items:
        found = timeliness.again(project, item, newest.get(item.code))
        if found:
            yield item, found
