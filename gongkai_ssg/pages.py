"""`Catalog → Page`s: which pages exist, and what each one shows.

A page's view is made when it is rendered, so that ten thousand pages are never held at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from gongkai_ssg import qr, urls, views
from gongkai_ssg.diagnostics import Diagnostic, Span, problem
from gongkai_ssg.model import Domain, Item, Place, Record, StaticPage
from gongkai_ssg.project import Project
from gongkai_ssg.views import Link

NEWEST_ON_HOME = 12
_COLUMNS = ("公开指南", "公开制度", "依申请公开", "公开年报", "其他")


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """What the search index keeps of a page beside its text."""

    meta: Mapping[str, str]
    filters: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Page:
    """One HTML page: where, with which template, showing what."""

    address: str
    template: str
    title: str
    view: Callable[[], Mapping[str, Any]] = field(compare=False)
    description: str = ""
    crumbs: tuple[Link, ...] = ()
    date: str = ""
    search: SearchEntry | None = None
    listed: bool = True


def plan(project: Project) -> tuple[list[Page], list[Diagnostic]]:
    """Every page of the site in a fixed order; two at one address are a problem."""
    pages = list(_pages(project))
    taken: dict[str, str] = {}
    problems = []
    for address, source, span in _outputs(project, pages):
        other = taken.setdefault(address.casefold(), source)
        if other != source:
            problems.append(problem("GK304", span, address=address, other=other))
    return pages, problems


def files(project: Project) -> dict[str, str]:
    """Output path → source path of every attachment and picture that goes out."""
    found = dict(project.bodies.assets)
    for record in project.release.records:
        for attachment in record.attachments:
            found[urls.record(record.id) + attachment.filename] = attachment.source
    return found


def _outputs(project: Project, pages: list[Page]) -> Iterator[tuple[str, str, Span]]:
    for page in pages:
        yield urls.file_of(page.address), page.address, Span("site.yaml")
    for record in project.catalog.records.values():
        for a in record.attachments:
            yield urls.record(record.id) + a.filename, a.source, a.span
    for address, source in project.bodies.assets.items():
        yield address, source, Span(source)


def _pages(project: Project) -> Iterator[Page]:
    catalog = project.catalog
    yield _home(project)
    for domain in catalog.domains.values():
        yield _domain(project, domain)
    for item in catalog.items.values():
        yield _item(project, item)
    for record in project.release.records:
        yield _record(project, record)
    for record in project.release.tombstones:
        yield _tombstone(project, record)
    for place in catalog.site.places.values():
        yield _place(project, place)
    yield from _bodies(project)
    yield Page("catalog/", "catalog.html", "公开事项目录", lambda: _catalog_view(project))
    yield Page("search/", "search.html", "搜索", dict)
    yield Page("changes/", "changes.html", "目录调整记录", lambda: _changes_view(project))
    yield from _statics(project)
    if catalog.negatives:
        rows = {"rows": [entry.values for entry in catalog.negatives]}
        yield Page("negative/", "negative.html", "负面清单", lambda: rows)
    if catalog.points:
        points = {"rows": [entry.values for entry in catalog.points]}
        yield Page("points/", "points.html", "政府信息公开查阅点", lambda: points)
    yield Page("404.html", "404.html", "没有找到这个页面", dict, listed=False)


# ------------------------------------------------------------------------------ home


def domain_cards(project: Project) -> list[views.DomainCard]:
    """The domains with their counts and newest date."""
    counts: dict[str, int] = {}
    for item in project.catalog.items.values():
        counts[item.domain] = counts.get(item.domain, 0) + (not item.ended)
    cards = []
    for slug, domain in project.catalog.domains.items():
        records = project.release.by_domain.get(slug, ())
        newest = views.minute(records[0])[:10] if records else ""
        intro = domain.entry.text("简介")
        link = views.domain_link(project, slug)
        cards.append(views.DomainCard(link, intro, counts.get(slug, 0), len(records), newest))
    return cards


def _home(project: Project) -> Page:
    site = project.catalog.site

    def view() -> dict[str, Any]:
        records = project.release.records
        today = project.release.today
        on_show = [r for r in records if r.posting and r.posting[0] <= today <= r.posting[1]]
        return {
            "domains": domain_cards(project),
            "newest": views.record_rows(project, records[:NEWEST_ON_HOME]),
            "on_show": views.record_rows(project, on_show),
            "item_count": sum(not item.ended for item in project.catalog.items.values()),
            "record_count": len(records),
            "updated": views.minute(records[0])[:10] if records else "",
            "towns": _towns(project),
        }

    return Page("", "home.html", site.name, view, f"{site.county}基层政务公开标准目录和公开信息")


def _towns(project: Project) -> list[tuple[Link, list[Link]]]:
    site = project.catalog.site
    return [
        (
            views.link(town.name, urls.place(town.id)),
            [views.link(v.name, urls.place(v.id)) for v in site.children(town.id)],
        )
        for town in site.places.values()
        if town.level != "村级"
    ]


# ---------------------------------------------------------------- domains and items


def _of_domain(project: Project, slug: str) -> list[Item]:
    items = [item for item in project.catalog.items.values() if item.domain == slug]
    return sorted(items, key=lambda item: item.code)


def _domain(project: Project, domain: Domain) -> Page:
    def view() -> dict[str, Any]:
        items = _of_domain(project, domain.slug)
        rows = views.item_rows(project, items)
        lead = project.catalog.site.bodies.get(domain.lead)
        return {
            "intro": domain.entry.text("简介"),
            "aka": domain.entry.lines("俗称"),
            "lead": views.body_card(lead) if lead else None,
            "phones": views.phone_rows(domain.entry.values),
            "groups": [(name, list(g)) for name, g in groupby(rows, key=lambda row: row.group)],
            "table": views.table(project, [item for item in items if not item.ended]),
            "records": views.record_rows(project, project.release.by_domain.get(domain.slug, ())),
        }

    address = urls.domain(domain.slug)
    return Page(address, "domain.html", domain.name, view, domain.entry.text("简介"))


def _item(project: Project, item: Item) -> Page:
    site = project.catalog.site
    address = urls.item(item.code)
    domain = views.domain_link(project, item.domain)

    def view() -> dict[str, Any]:
        entry = project.ledger[item.code]
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
            "adjustments": views.adjustments(item),
            "changes": [(c.version, c.day.isoformat(), c.keys) for c in reversed(entry.changes)],
            "version": entry.version,
            "ended": item.ended,
            "successor": views.item_link(successor) if successor else None,
            "explanation": project.bodies.of(address),
            "qr_svg": qr.svg(text),
            "qr_text": text,
            "qr_href": f"{address}qr.svg",
            "permanent": urls.item_absolute(site, item.code),
        }

    return Page(
        address,
        "item.html",
        item.title,
        view,
        f"{'、'.join(item.entry.lines('公开主体'))}公开的“{item.title}”：内容、依据、时限和已公开的信息",
        (domain,),
        search=SearchEntry(
            {"编码": item.code, "领域": domain.text, "日期": ""}, _item_filters(project, item)
        ),
    )


def _item_filters(project: Project, item: Item) -> dict[str, tuple[str, ...]]:
    return {
        "领域": (project.catalog.domains[item.domain].name,),
        "层级": item.levels,
        "主体": item.entry.lines("公开主体"),
        "类型": ("公开事项",),
    }


# ------------------------------------------------------------------------- records


def _record(project: Project, record: Record) -> Page:
    address = urls.record(record.id)
    item = project.catalog.items[record.item]
    domain = views.domain_link(project, item.domain)
    posting = record.posting

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
            "attachments": views.attachment_views(record),
            "interpretations": views.record_rows(project, others),
            "review": views.review_rows(record),
            "preview": record.id in project.release.preview,
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
    )


def _record_search(project: Project, record: Record, item: Item) -> SearchEntry:
    day = views.minute(record)[:10]
    places = project.catalog.site.places
    place = places.get(record.place)
    names = [p.name for p in (place, places.get(place.parent) if place else None) if p]
    filters = {
        "领域": (project.catalog.domains[item.domain].name,),
        "层级": (place.level,) if place else item.levels,
        "主体": (record.entry.text("发布机构"),),
        "区划": tuple(names),
        "年份": (day[:4],) if day else (),
        "类型": ("公开信息",),
    }
    domain = project.catalog.domains[item.domain].name
    return SearchEntry({"编码": item.code, "领域": domain, "日期": day}, filters)


def _tombstone(project: Project, record: Record) -> Page:
    item = project.catalog.items[record.item]
    day = record.entry.day("撤下日期")
    view = {"item": views.item_link(item), "withdrawn": day.isoformat() if day else ""}
    address = urls.record(record.id)
    return Page(address, "tombstone.html", "信息已撤下", lambda: view, listed=False)


# -------------------------------------------------------------- places and bodies


def _place(project: Project, place: Place) -> Page:
    site = project.catalog.site

    def view() -> dict[str, Any]:
        inside = {place.id, *(child.id for child in site.children(place.id))}
        records = [r for r in project.release.records if r.place in inside]
        items = [
            item
            for item in project.catalog.items.values()
            if place.level in item.levels and not item.ended
        ]
        parent = site.places.get(place.parent)
        return {
            "level": place.level,
            "phone": place.phone,
            "parent": views.link(parent.name, urls.place(parent.id)) if parent else None,
            "children": [
                views.link(child.name, urls.place(child.id)) for child in site.children(place.id)
            ],
            "records": views.record_rows(project, records),
            "groups": _by_domain(project, items),
        }

    parent = site.places.get(place.parent)
    crumbs = (views.link(parent.name, urls.place(parent.id)),) if parent else ()
    return Page(urls.place(place.id), "place.html", place.name, view, crumbs=crumbs)


def _by_domain(project: Project, items: list[Item]) -> list[tuple[Link, list[views.ItemRow]]]:
    groups: dict[str, list[Item]] = {slug: [] for slug in project.catalog.domains}
    for item in items:
        groups[item.domain].append(item)
    return [
        (views.domain_link(project, slug), list(views.item_rows(project, group)))
        for slug, group in groups.items()
        if group
    ]


def _bodies(project: Project) -> Iterator[Page]:
    site = project.catalog.site
    items: dict[str, list[Item]] = {}
    for item in project.catalog.items.values():
        for body_id in item.bodies:
            items.setdefault(body_id, []).append(item)
    for body in site.bodies.values():
        view = _body_view(project, body.id, items.get(body.id, []))
        yield Page(urls.body(body.id), "body.html", body.name, view)


def _body_view(project: Project, body_id: str, items: list[Item]) -> Callable[[], dict[str, Any]]:
    def view() -> dict[str, Any]:
        return {
            "card": views.body_card(project.catalog.site.bodies[body_id]),
            "groups": _by_domain(project, [item for item in items if not item.ended]),
            "records": views.record_rows(project, project.release.by_issuer.get(body_id, ())),
        }

    return view


# ------------------------------------------------------------------- single pages


def _catalog_view(project: Project) -> dict[str, Any]:
    sections = []
    for slug in project.catalog.domains:
        items = [item for item in _of_domain(project, slug) if not item.ended]
        if items:
            sections.append((views.domain_link(project, slug), views.table(project, items)))
    return {"sections": sections}


def _changes_view(project: Project) -> dict[str, Any]:
    rows = [row for item in project.catalog.items.values() for row in views.adjustments(item)]
    return {"rows": sorted(rows, key=lambda row: row.date, reverse=True)}


def _statics(project: Project) -> Iterator[Page]:
    pages = sorted(project.catalog.pages, key=_static_rank)
    if not pages:
        return
    groups = [
        (column, [(views.link(p.entry.text("标题"), urls.page(p.slug)), _day(p)) for p in group])
        for column, group in groupby(pages, key=_column)
    ]
    index = views.link("政府信息公开", "pages/")
    yield Page("pages/", "pages.html", index.text, lambda: {"groups": groups})
    for page in pages:
        address = urls.page(page.slug)
        view = {"column": _column(page), "body": project.bodies.of(address), "date": _day(page)}
        title = page.entry.text("标题")
        yield Page(address, "page.html", title, view.copy, crumbs=(index,), date=_day(page))


def _static_rank(page: StaticPage) -> tuple[int, int, str]:
    number = page.entry.values.get("序号")
    return _COLUMNS.index(_column(page)), number if isinstance(number, int) else 0, page.slug


def _column(page: StaticPage) -> str:
    return page.entry.text("栏目") or "其他"


def _day(page: StaticPage) -> str:
    day = page.entry.day("日期")
    return day.isoformat() if day else ""
