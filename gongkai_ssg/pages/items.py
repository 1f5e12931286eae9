"""Domains and items, and the lists over all of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from gongkai_ssg import official, qr, urls, views
from gongkai_ssg.model import Domain, Item
from gongkai_ssg.pages import changes, entries
from gongkai_ssg.pages.page import Page, SearchEntry
from gongkai_ssg.project import Project
from gongkai_ssg.views import ItemRow


def _of_domain(project: Project, slug: str) -> list[Item]:
    items = [item for item in project.catalog.items.values() if item.domain == slug]
    return official.in_order(items)


def _by_group(rows: Iterable[ItemRow]) -> list[tuple[str, list[ItemRow]]]:
    """The items under each 一级事项, in the order in which these first appear."""
    groups: dict[str, list[ItemRow]] = {}
    for row in rows:
        groups.setdefault(row.group, []).append(row)
    return list(groups.items())


def domain_page(project: Project, domain: Domain) -> Page:
    """A domain: who answers, its items, the official table, its records."""

    def view() -> dict[str, Any]:
        items = _of_domain(project, domain.slug)
        rows = views.item_rows(project, items)
        lead = project.catalog.site.bodies.get(domain.lead)
        return {
            "explained": _explained(domain),
            "intro": domain.entry.text("简介"),
            "aka": domain.entry.lines("俗称"),
            "lead": views.body_card(lead) if lead else None,
            "phones": views.phone_rows(domain.entry.values),
            "groups": _by_group(rows),
            "table": views.table(project, [item for item in items if not item.ended]),
            "records": views.record_rows(project, project.release.by_domain.get(domain.slug, ())),
        }

    address = urls.domain(domain.slug)
    return Page(address, "domain.html", domain.name, view, domain.entry.text("简介"))


def _explained(domain: Domain) -> tuple[str, str] | None:
    """情况说明: why nothing is published at present, and of which day the word is."""
    note = domain.entry.object("情况说明")
    day = note.get("日期")
    return (str(note.get("原因", "")), day.isoformat()) if isinstance(day, date) else None


def item_page(project: Project, item: Item) -> Page:
    """An item: every element, its records, its history, its QR code."""
    site = project.catalog.site
    address = urls.item(item.code)
    domain = views.domain_link(project, item.domain)

    def view() -> dict[str, Any]:
        entry = project.ledger.items[item.code]
        successor = project.catalog.items.get(item.successor)
        text = urls.qr_text(site, item.code, entry.version)
        return {
            "code": item.code,
            "names": item.path_names,
            "aka": item.entry.lines("俗称"),
            "domain": domain,
            "elements": views.element_rows(project, item),
            "phones": views.phone_rows(item.entry.values),
            "bodies": [views.body_card(site.bodies[body]) for body in item.bodies],
            "records": views.record_rows(project, project.release.by_item.get(item.code, ())),
            "adjustments": changes.of_item(project, item),
            "changes": [(c.version, c.day.isoformat(), c.keys) for c in reversed(entry.changes)],
            "version": entry.version,
            "ended": item.ended,
            "successor": views.item_link(successor) if successor else None,
            "explanation": project.bodies.of(address),
            "qr_svg": qr.Code(text),
            "qr_text": text,
            "qr_href": f"{address}qr.svg",
            "permanent": urls.item_absolute(site, item.code),
            "lists": entries.of_item(project, item.code),
            "again": views.due_again(project, item),
            "sheet": "" if item.ended else views.sheet_href(project, address),
        }

    return Page(
        address,
        "item.html",
        item.title,
        view,
        f"“{item.title}”的公开内容、依据、时限、负责单位和已经公开的信息",
        (domain,),
        search=SearchEntry(
            {"编码": item.code, "领域": domain.text, "日期": ""},
            _item_filters(project, item),
            () if item.ended else tuple(item.entry.lines("俗称")),
        ),
    )


def _item_filters(project: Project, item: Item) -> dict[str, tuple[str, ...]]:
    return {
        "领域": (project.catalog.domains[item.domain].name,),
        "层级": item.levels,
        "主体": item.entry.lines("公开主体"),
        "对象": views.audience_filter(item),
        "类型": ("公开事项",),
    }


def catalog_page(project: Project) -> Page:
    """The whole catalog as the official table, a section for each domain."""
    return Page("catalog/", "catalog.html", "公开事项目录", lambda: _catalog_view(project))


def _catalog_view(project: Project) -> dict[str, Any]:
    sections = []
    for slug in project.catalog.domains:
        items = [item for item in _of_domain(project, slug) if not item.ended]
        if items:
            sections.append((views.domain_link(project, slug), views.table(project, items)))
    return {"sections": sections}
