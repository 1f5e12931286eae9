"""What happened to the catalog (动态调整): the timeline of an item, and the page of all.

Three sources tell of it. 调整 entries say why; git, where the county wants it, from what to
what; the ledger, where nothing else does, which elements changed with a version.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from gongkai_ssg import official, views
from gongkai_ssg.events import CHANGED, Element
from gongkai_ssg.model import Item
from gongkai_ssg.pages.page import Page
from gongkai_ssg.project import Project
from gongkai_ssg.views import Link

ADDRESS = "changes/"
# More rows than this are on the pages of their items alone.
_MOST = 500
_KEYS = ("类型", "内容", "原因", "依据")


@dataclass(frozen=True, slots=True)
class Adjustment:
    """An entry of a timeline; `elements` are what git knows of it."""

    item: Link
    date: str
    type: str
    content: str = ""
    reason: str = ""
    basis: str = ""
    elements: tuple[Element, ...] = ()


def page(project: Project) -> Page:
    """The adjustments of all items, newest first."""

    def view() -> dict[str, Any]:
        rows = everything(project)
        return {"rows": rows[:_MOST], "more": len(rows) > _MOST}

    return Page(ADDRESS, "changes.html", "目录调整记录", view)


def everything(project: Project) -> list[Adjustment]:
    """The timelines of all items as one, newest first."""
    items = project.catalog.items.values()
    rows = [row for item in items for row in of_item(project, item)]
    return sorted(rows, key=lambda row: row.date, reverse=True)


def of_item(project: Project, item: Item) -> tuple[Adjustment, ...]:
    """The timeline of one item, newest first."""
    events = project.events.get(item.code, ())
    written = [one for one in item.entry.objects("调整") if isinstance(one.get("日期"), date)]
    days = {official.joined(one["日期"]) for one in written}
    link = views.item_link(item)
    rows: list[Adjustment] = []
    # Of one day the last written is the newest.
    for one in reversed(written):
        day = official.joined(one["日期"])
        told = [e for e in events if e.explained and e.explained.isoformat() == day]
        elements = tuple(element for event in told for element in event.elements)
        kind, content, reason, basis = (official.joined(one.get(key, "")) for key in _KEYS)
        rows.append(Adjustment(link, day, kind, content, reason, basis, elements))
    rows += [
        Adjustment(link, str(event.day), event.kind, elements=event.elements)
        for event in reversed(events)
        if not event.explained or event.explained.isoformat() not in days
    ]
    if not events:
        rows += _versions(project, item, days)
    return tuple(sorted(rows, key=lambda row: row.date, reverse=True))


def _versions(project: Project, item: Item, explained: set[str]) -> Iterator[Adjustment]:
    """Versions of the ledger that no 调整 entry since the one before explains."""
    for before, after in pairwise(project.ledger.items[item.code].changes):
        if not any(str(before.day) <= day <= str(after.day) for day in explained):
            content = f"{'、'.join(after.keys)}有变动（第{after.version}版）"
            yield Adjustment(views.item_link(item), str(after.day), CHANGED, content)
