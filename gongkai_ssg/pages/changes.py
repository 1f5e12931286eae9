"""What happened to the catalog (动态调整): the timeline of an item, and the page of all.

Three sources tell of it. The ledger says which elements changed with a version, and when;
调整 entries say why; git, where the county wants it, from what to what.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai_ssg import official, views
from gongkai_ssg.events import ADDED, CHANGED, ENDED, Difference
from gongkai_ssg.ledger import Change
from gongkai_ssg.model import Item
from gongkai_ssg.pages.page import Page
from gongkai_ssg.project import Project
from gongkai_ssg.views import Link

ADDRESS = "changes/"
# More rows than this are on the pages of their items alone.
_MOST = 500
_STATE = "状态"
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
    elements: tuple[Difference, ...] = ()


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
    versions = project.ledger.items[item.code].changes
    written = [one for one in item.entry.objects("调整") if isinstance(one.get("日期"), date)]
    told = {0}
    rows: list[Adjustment] = []
    # Of one day the last written is the newest.
    for one in reversed(written):
        day = official.joined(one["日期"])
        version = _version_of(day, versions)
        elements = () if version in told else project.revised.get((item.code, version), ())
        told.add(version)
        kind, content, reason, basis = (official.joined(one.get(key, "")) for key in _KEYS)
        link = views.item_link(item)
        rows.append(Adjustment(link, day, kind, content, reason, basis, elements))
    rows += [
        _version(project, item, one) for one in reversed(versions[1:]) if one.version not in told
    ]
    if 1 not in told and project.ledger.began and versions[0].day > project.ledger.began:
        rows.append(Adjustment(views.item_link(item), str(versions[0].day), ADDED))
    return tuple(sorted(rows, key=lambda row: row.date, reverse=True))


def _version_of(day: str, versions: Iterable[Change]) -> int:
    """The version that an adjustment came with: the last of the first day not before it; else 0."""
    after = [one for one in versions if str(one.day) >= day]
    return max((one.version for one in after if one.day == after[0].day), default=0)


def _version(project: Project, item: Item, change: Change) -> Adjustment:
    """A version that nobody explained: what git knows of it, else the names of its elements."""
    elements = project.revised.get((item.code, change.version), ())
    known = {element.key for element in elements}
    others = [key for key in change.keys if key not in known]
    content = f"{'、'.join(others)}有变动（第{change.version}版）" if others else ""
    last = max((one.version for one in _of_state(project, item)), default=0)
    kind = ENDED if item.ended and change.version == last else CHANGED
    return Adjustment(views.item_link(item), str(change.day), kind, content, elements=elements)


def _of_state(project: Project, item: Item) -> Iterator[Change]:
    changes = project.ledger.items[item.code].changes
    return (one for one in changes if _STATE in one.keys)
