"""The statutory columns (公开指南, 公开制度 …), the negative list, the reading points."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from gongkai_ssg import urls, views
from gongkai_ssg.model import Entry, StaticPage
from gongkai_ssg.pages.page import Page
from gongkai_ssg.pages.sketch import Spot, sketch
from gongkai_ssg.project import Project
from gongkai_ssg.views import Link

_COLUMNS = ("公开指南", "公开制度", "依申请公开", "公开年报", "其他")


def column_links(project: Project) -> tuple[Link, ...]:
    """Links to the statutory pages and lists that there are, for home and footer."""
    statics = sorted(project.catalog.pages, key=_static_rank)
    links = [views.link(page.entry.text("标题"), urls.page(page.slug)) for page in statics]
    if project.catalog.negatives:
        links.append(views.link("负面清单", "negative/"))
    if project.catalog.points:
        links.append(views.link("政府信息公开查阅点", "points/"))
    return tuple(links)


def pages(project: Project) -> Iterator[Page]:
    """The statutory columns and lists that content exists for; an empty one has no page."""
    yield from _statics(project)
    lists = (
        ("negative/", "负面清单", project.catalog.negatives),
        ("points/", "政府信息公开查阅点", project.catalog.points),
    )
    for address, title, entries in lists:
        if entries:
            rows = [_listed(project, entry) for entry in entries]
            view = {"rows": rows, "sketch": sketch(_spots(project, entries))}
            yield Page(address, address.replace("/", ".html"), title, view.copy)


def apply_page(project: Project) -> Page:
    """The form for 依申请公开, to be printed; the item that one comes from is filled in."""
    guides = [
        views.link(page.entry.text("标题"), urls.page(page.slug))
        for page in sorted(project.catalog.pages, key=_static_rank)
        if _column(page) == "依申请公开"
    ]
    return Page(urls.APPLY, "apply.html", "政府信息公开申请表", lambda: {"guides": guides})


def _spots(project: Project, entries: Iterable[Entry]) -> list[Spot]:
    """What can stand on the sketch: the entries by their numbers in the list, then the towns."""
    spots = [
        Spot(str(number), float(entry.text("经度")), float(entry.text("纬度")))
        for number, entry in enumerate(entries, 1)
        if entry.text("经度") and entry.text("纬度")
    ]
    places = project.catalog.site.places.values()
    towns = [
        Spot(place.name, float(place.east), float(place.north), town=True)
        for place in places
        if place.east and place.north and place.level != "村级"
    ]
    return spots + towns if spots else []


def _listed(project: Project, entry: Entry) -> dict[str, object]:
    place = views.place_link(project, entry.text("区划"))
    return {**entry.values, **({"区划": place} if place else {})}


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
