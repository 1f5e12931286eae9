"""What falls due, as a calendar for the telephone or Outlook."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai_ssg import urls
from gongkai_ssg.exchange import calendars
from gongkai_ssg.exchange.calendars import Day
from gongkai_ssg.inspection import Inspection
from gongkai_ssg.project import Project


def calendar(project: Project, found: Inspection) -> bytes:
    """Items with a rhythm, ends of 公示期, and days on which something is taken down."""
    name = f"{project.catalog.site.name}: 到期的事项"
    return calendars.calendar(project, name, _days(project, found))


def _days(project: Project, found: Inspection) -> Iterator[Day]:
    site = project.catalog.site
    for item, again in found.dues:
        text = f"{again.rhythm}；{item.entry.span.path}:{item.entry.span.line}"
        address = urls.item_absolute(site, item.code)
        title = f"{item.title}（{item.code}）到期公开"
        yield Day(f"item-{item.code.lower()}-{again.day}", again.day, title, text, address)
    for record in project.release.records:
        down, posting = record.entry.day("撤下日期"), record.posting
        ends = [
            ("withdrawn", "撤下", down),
            ("posting", "公示期满", posting[1] if posting else None),
        ]
        for kind, words, day in ends:
            if day and day >= found.day:
                address = urls.printed(site, urls.record(record.id))
                name = f"{record.title}: {words}"
                # Without the day: where it is changed, the entry in the calendar moves.
                yield Day(f"record-{record.id}-{kind}", day, name, record.path, address)
