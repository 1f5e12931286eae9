"""What is new for a place or a domain: records and adjusted items, as something to tell.

Everything is taken from the `Release`: what is for paper only is told nowhere but on paper. A
record that is no longer in force is no news.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from gongkai_ssg import concerns, official, urls, views
from gongkai_ssg.model import Body, Domain, Item, Place, Record, Value
from gongkai_ssg.pages import changes
from gongkai_ssg.print import board
from gongkai_ssg.project import Project

Target = Place | Domain
RECORD, CHANGE = "公开信息", "目录调整"
# So many adjusted items are named.
_NAMED = 8
# Where else a whole text can be read, by its channel.
_SPOTS = {
    "便民服务站": "便民服务站",
    "政务服务中心": "政务服务中心",
    "公开查阅点": "政府信息公开查阅点",
}


@dataclass(frozen=True, slots=True)
class Event:
    """When and where something takes place."""

    begin: datetime
    end: datetime | None
    where: str


@dataclass(frozen=True, slots=True)
class News:
    """One thing to tell; whatever is not known is empty.

    `addresses` are whole ones, the most exact first; `phones` are labels with numbers; `posting` is
    the 公示期 unless it has ended; `board` and `spots` say where the whole text is on paper.
    """

    kind: str
    id: str
    title: str
    day: date
    sender: str
    summary: tuple[str, ...] = ()
    place: str = ""
    posting: tuple[date, date] | None = None
    event: Event | None = None
    addresses: tuple[str, ...] = ()
    phones: tuple[tuple[str, str], ...] = ()
    board: bool = False
    spots: tuple[str, ...] = ()


def since(project: Project, target: Target, first: date) -> Iterator[News]:
    """Records and adjusted items that are new from `first` to the day of the project."""
    yield from (_of_record(project, record) for record in _records(project, target, first))
    yield from _changes(project, target, first)


def left_out(project: Project, target: Target, first: date, reason: str) -> list[Record]:
    """What is told to nobody for one reason (it hangs on boards alone), for the clerk to know."""
    found = (one.record for one in project.release.left_out if one.reason == reason)
    today = project.release.today
    new = (record for record in found if _in_force(record) and _within(_day(record), first, today))
    inside = _inside(project, target)
    return [record for record in new if _concerned(project, target, inside, record)]


def _records(project: Project, target: Target, first: date) -> list[Record]:
    """New records, those of the place itself before those from above; newest first."""
    today = project.release.today
    new = [r for r in project.release.records if _within(_day(r), first, today) and _in_force(r)]
    inside = _inside(project, target)
    mine = [record for record in new if _concerned(project, target, inside, record)]
    if isinstance(target, Domain):
        return mine
    return sorted(mine, key=lambda record: record.place not in inside)


def _inside(project: Project, target: Target) -> frozenset[str]:
    return frozenset() if isinstance(target, Domain) else concerns.places_inside(project, target.id)


def _concerned(project: Project, target: Target, inside: frozenset[str], record: Record) -> bool:
    if isinstance(target, Domain):
        return project.catalog.items[record.item].domain == target.slug
    return record.place in inside or concerns.from_above(project, target, record)


def about(target: Target, item: Item) -> bool:
    """Whether an item belongs to a domain, or is disclosed at a place's level."""
    if isinstance(target, Domain):
        return item.domain == target.slug
    return target.level in item.levels


def _day(record: Record) -> date:
    return record.published.date() if record.published else date.min


def _within(day: date, first: date, last: date) -> bool:
    return first <= day <= last


def _in_force(record: Record) -> bool:
    return record.validity == "有效"


def short_name(body: Body) -> str:
    """简称 where there is one: a signature has little room."""
    return body.short or body.name


def phones_of(project: Project, item: Item) -> tuple[tuple[str, str], ...]:
    """Whom to ask about an item."""
    rows = views.contact_rows(project, item)
    return tuple((row.label, line) for row in rows for line in row.lines)


def _of_record(project: Project, record: Record) -> News:
    item = project.catalog.items[record.item]
    channels = record.entry.lines("渠道") or item.channels
    site, today = project.catalog.site, project.release.today
    place, issuer = site.places.get(record.place), site.bodies.get(record.issuer)
    summary = record.entry.text("内容概述")
    return News(
        RECORD,
        record.id,
        record.title,
        _day(record),
        short_name(issuer) if issuer else record.entry.text("发布机构"),
        (summary,) if summary else (),
        place=place.name if place else "",
        posting=record.posting if record.posting and record.posting[1] >= today else None,
        addresses=(
            urls.printed(site, urls.record(record.id)),
            urls.item_absolute(site, record.item),
        ),
        phones=phones_of(project, item),
        board=board.BOARD_CHANNEL in channels and board.days(record)[1] >= today,
        spots=tuple(_SPOTS[one] for one in channels if one in _SPOTS),
    )


def _changes(project: Project, target: Target, first: date) -> Iterator[News]:
    """Adjustments that somebody explained, all as one: the ledger's own tell a reader nothing."""
    found = [
        (item, one)
        for item in project.catalog.items.values()
        for one in item.entry.objects("调整")
        if about(target, item) and one.get("内容")
        if isinstance(day := one.get("日期"), date) and _within(day, first, project.release.today)
    ]
    if found:
        yield _of_changes(project, found)


def _of_changes(project: Project, found: Sequence[tuple[Item, Mapping[str, Value]]]) -> News:
    site = project.catalog.site
    (item, one), *more = found
    names = "、".join(dict.fromkeys(item.title for item, _ in found[:_NAMED]))
    rest = "等" if len(found) > _NAMED else ""
    bodies = {body for item, _ in found for body in item.bodies}
    days = [day for _, one in found if isinstance(day := one.get("日期"), date)]
    return News(
        CHANGE,
        item.code,
        f"{len(found)}个公开事项有调整" if more else f"公开事项{one.get('类型', '')}：{item.title}",
        max(days),
        short_name(site.bodies[bodies.pop()]) if len(bodies) == 1 else site.name,
        (names + rest,) if more else (official.joined(one["内容"]),),
        addresses=(urls.printed(site, changes.ADDRESS if more else urls.item(item.code)),),
        phones=phones_of(project, item) if not more else (),
    )
