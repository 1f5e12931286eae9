"""What a town's or village's board hangs in one month: cover, notices, name lists, poster."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date

from gongkai_ssg import concerns, views
from gongkai_ssg.model import Place, Record
from gongkai_ssg.print import text, title
from gongkai_ssg.print.notices import Sheet, chinese_date, names, period
from gongkai_ssg.print.posters import place_phones
from gongkai_ssg.project import Project
from gongkai_ssg.release import UNSIGNED, why_not_printed

BOARD_CHANNEL = "社区/企事业单位/村公示栏(电子屏)"


def month_of(day: date) -> tuple[date, date]:
    """The first and the last day of a day's month."""
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


def hanging(project: Project, place: Place, month: date) -> list[Record]:
    """The records that hang on a place's board in a month, its own before those from above."""
    return _meant_for(project, place, month, None)


def unsigned(project: Project, place: Place, month: date) -> list[Record]:
    """The records that would hang there, were they signed."""
    return _meant_for(project, place, month, UNSIGNED)


def _meant_for(project: Project, place: Place, month: date, why_not: str | None) -> list[Record]:
    """The records for a board in a month that may not hang for one reason; None: those that may.

    A record hangs there if a board is among its channels, and it is of this place, or of one above
    (or of none) under an item that is disclosed at this place's level. It hangs through its
    公示期; without one, through the month of 公开日期.
    """
    catalog = project.catalog
    found = []
    for record in catalog.records.values():
        item = catalog.items.get(record.item)
        if item is None or why_not_printed(record, catalog, project.release.today) != why_not:
            continue
        channels = record.entry.lines("渠道") or item.channels
        mine = record.place == place.id
        concerned = mine or concerns.from_above(project, place, record)
        if BOARD_CHANNEL in channels and concerned and _hangs(record, month):
            found.append((not mine, days(record)[0], record.id, record))
    return [record for *_, record in sorted(found, key=lambda one: one[:3])]


def _hangs(record: Record, month: date) -> bool:
    first, last = month_of(month)
    begun, ended = days(record)
    return begun <= last and ended >= first


def days(record: Record) -> tuple[date, date]:
    """The first and the last day of a (published) record on the board."""
    out = record.published
    begun = out.date() if out else date.min
    first, last = record.posting or (begun, month_of(begun)[1])
    down = record.entry.day("撤下日期")
    return first, min(last, down) if down else last


def cover_sheet(
    project: Project, place: Place, month: date, records: Iterable[Record], code: tuple[str, str]
) -> Sheet:
    """The list of what hangs: number, title, 公示期, and the day on which it is taken down."""
    heading = f"{views.place_name(project, place.id)}{month.year}年{month.month}月公示栏张贴清单"
    rows = [
        [text.cell([words]) for words in (str(n), record.title, *_times(record))]
        for n, record in enumerate(records, 1)
    ]
    head = [[text.cell([label]) for label in ("序号", "内容", "张贴时间", "取下", "张贴人")]]
    for row in rows:
        row.append(text.cell([]))
    table = {**text.table(head, rows), "columns": [2.6, 11, 6.5, 4.5, 4], "size": 12}
    nothing = {"k": "p", "c": ["本月没有需要在这里张贴的信息。"]}
    qr_svg, address = code
    return {
        "kind": "cover",
        "title": heading,
        "title-lines": list(title.lines(heading, names(project))),
        "blocks": [table] if rows else [nothing],
        "qr": qr_svg,
        "address": address,
        "edition": f"{chinese_date(project.release.today)}打印",
        "foot": place_phones(project, place),
    }


def _times(record: Record) -> tuple[str, str]:
    first, last = days(record)
    return period(first, last), f"{last.month}月{last.day}日后"
