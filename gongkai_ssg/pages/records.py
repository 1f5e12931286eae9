"""Records, and the tombstones of those that were withdrawn."""

from __future__ import annotations

from typing import Any

from gongkai_ssg import concerns, urls, views
from gongkai_ssg.model import Item, Record
from gongkai_ssg.pages.page import Page, SearchEntry
from gongkai_ssg.project import Project


def record_page(project: Project, record: Record) -> Page:
    """A record: header card, posting period, body, attachments, interpretations, review."""
    address = urls.record(record.id)
    item = project.catalog.items[record.item]
    domain = views.domain_link(project, item.domain)
    posting = record.posting
    preview = record.id in project.release.preview

    def view() -> dict[str, Any]:
        others = project.release.interpreted_by.get(record.id, ())
        return {
            "item": views.item_link(item),
            "domain": domain,
            "header": views.header_card(project, record),
            "summary": record.entry.text("内容概述"),
            "posting": [day.isoformat() for day in posting] if posting else None,
            "posting_days": str(record.entry.object("公示期").get("天数", "")),
            "body": project.bodies.of(address),
            "list": project.lists.get(record.id),
            "attachments": views.attachment_views(record),
            "interpretations": views.record_rows(project, others),
            "phones": views.contact_rows(project, item),
            "review": views.review_rows(record),
            "preview": preview,
            "sheet": "" if preview else views.sheet_href(project, address),
        }

    return Page(
        address,
        "record.html",
        record.title,
        view,
        record.entry.text("内容概述"),
        (domain, views.item_link(item)),
        views.minute(record),
        _record_search(project, record, item),
        listed=record.id not in project.release.preview,
    )


def _record_search(project: Project, record: Record, item: Item) -> SearchEntry:
    day = views.minute(record)[:10]
    place = project.catalog.site.places.get(record.place)
    around = concerns.places_around(project, record.place)
    filters = {
        "领域": (project.catalog.domains[item.domain].name,),
        "层级": (place.level,) if place else item.levels,
        "主体": (record.entry.text("发布机构"),),
        "区划": tuple(views.place_name(project, one) for one in around),
        "年份": (day[:4],) if day else (),
        "对象": views.audience_filter(item),
        "类型": ("公开信息",),
    }
    domain = project.catalog.domains[item.domain].name
    return SearchEntry({"编码": item.code, "领域": domain, "日期": day}, filters)


def tombstone_page(project: Project, record: Record) -> Page:
    """What stays of a record after 撤下日期: that it was there, and its item."""
    item = project.catalog.items[record.item]
    day = record.entry.day("撤下日期")
    view = {"item": views.item_link(item), "withdrawn": day.isoformat() if day else ""}
    address = urls.record(record.id)
    return Page(address, "tombstone.html", "信息已撤下", lambda: view, listed=False)
