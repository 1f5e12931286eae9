"""The display for a hall's screen and a touch kiosk: cards that turn by themselves."""

from __future__ import annotations

from typing import Any, NamedTuple

from gongkai_ssg import qr, urls, views
from gongkai_ssg.model import Record
from gongkai_ssg.pages.page import Page
from gongkai_ssg.project import Project

CARDS = 24


class Card(NamedTuple):
    """One piece of information, to be read from some steps away."""

    row: views.RecordRow
    summary: str
    qr_svg: qr.Code
    address: str


def page(project: Project) -> Page:
    """What is open for comment first, then the newest; nothing on it leads away."""
    return Page(urls.SCREEN, "screen.html", "大屏展示", lambda: _view(project), listed=False)


def _view(project: Project) -> dict[str, Any]:
    today, records = project.release.today, project.release.records
    open_now = [r for r in records if r.posting and r.posting[0] <= today <= r.posting[1]]
    others = [r for r in records if r not in open_now]
    shown = (*open_now, *others)[:CARDS]
    return {"cards": [_card(project, record) for record in shown]}


def _card(project: Project, record: Record) -> Card:
    site = project.catalog.site
    text = urls.qr_text(site, record.item, project.version(record.item))
    summary = record.entry.text("内容概述")
    address = urls.item_absolute(site, record.item)
    return Card(views.record_row(project, record), summary, qr.Code(text), address)
