"""The statutory columns (公开指南, 公开制度 …), and the pages of lists."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from gongkai_ssg import urls, views
from gongkai_ssg.model import StaticPage
from gongkai_ssg.pages import entries
from gongkai_ssg.pages.page import Page
from gongkai_ssg.project import Project
from gongkai_ssg.views import Link

INDEX, MORE = "pages/", "问答、回应和监督"
_COLUMNS = ("公开指南", "公开制度", "依申请公开", "公开年报", "其他")


def column_links(project: Project) -> tuple[Link, ...]:
    """Links to the statutory pages and lists that there are, and to the index of all others."""
    statics = sorted(project.catalog.pages, key=_static_rank)
    links = [views.link(page.entry.text("标题"), urls.page(page.slug)) for page in statics]
    more = (
        [Link(MORE, f"{urls.file_of(INDEX)}#more")]
        if entries.links(project, statutory=False)
        else []
    )
    return (*links, *entries.links(project, statutory=True), *more)


def pages(project: Project) -> Iterator[Page]:
    """The statutory columns and lists that content exists for; an empty one has no page."""
    yield from _statics(project)
    yield from entries.pages(project)


def apply_page(project: Project) -> Page:
    """The form for 依申请公开, to be printed; the item that one comes from is filled in."""
    guides = [
        views.link(page.entry.text("标题"), urls.page(page.slug))
        for page in sorted(project.catalog.pages, key=_static_rank)
        if _column(page) == "依申请公开"
    ]
    return Page(urls.APPLY, "apply.html", "政府信息公开申请表", lambda: {"guides": guides})


def _statics(project: Project) -> Iterator[Page]:
    pages = sorted(project.catalog.pages, key=_static_rank)
    lists = entries.links(project, statutory=False)
    if not pages and not lists:
        return
    groups = [
        (column, [(views.link(p.entry.text("标题"), urls.page(p.slug)), _day(p)) for p in group])
        for column, group in groupby(pages, key=_column)
    ]
    index = views.link("政府信息公开", INDEX)
    view = {"groups": groups, "lists": lists, "more": MORE}
    yield Page(INDEX, "pages.html", index.text, view.copy)
    for page in pages:
        address = urls.page(page.slug)
        shown = {"column": _column(page), "body": project.bodies.of(address), "date": _day(page)}
        title = page.entry.text("标题")
        yield Page(address, "page.html", title, shown.copy, crumbs=(index,), date=_day(page))


def _static_rank(page: StaticPage) -> tuple[int, int, str]:
    number = page.entry.values.get("序号")
    return _COLUMNS.index(_column(page)), number if isinstance(number, int) else 0, page.slug


def _column(page: StaticPage) -> str:
    return page.entry.text("栏目") or "其他"


def _day(page: StaticPage) -> str:
    day = page.entry.day("日期")
    return day.isoformat() if day else ""
