"""`Catalog → Page`s: which pages exist, and what each one shows.

A page's view is made when it is rendered, so that ten thousand pages are never held at once.
"""

from __future__ import annotations

from collections.abc import Iterator

from gongkai_ssg import urls
from gongkai_ssg.diagnostics import Diagnostic, Span, problem
from gongkai_ssg.pages import (
    changes,
    columns,
    data,
    finding,
    home,
    items,
    moved,
    places,
    records,
    screen,
    ways,
)
from gongkai_ssg.pages.page import Page, SearchEntry
from gongkai_ssg.project import Project

__all__ = ["Page", "SearchEntry", "files", "plan"]


# What an attachment is told that has its name.
_SHEET = "随站生成的 PDF"


def plan(project: Project) -> tuple[list[Page], list[Diagnostic]]:
    """Every page of the site in a fixed order; two at one address are a problem."""
    pages = list(_pages(project))
    pages.append(finding.page(project, pages))
    taken: dict[str, str] = {}
    problems = []
    for address, source, span in _outputs(project, pages):
        other = taken.setdefault(urls.folded(address), source)
        if other != source:
            problems.append(problem("GK304", span, address=address, other=other))
    return pages, [*problems, *_led_astray(project, pages)]


def _led_astray(project: Project, pages: list[Page]) -> Iterator[Diagnostic]:
    """GK507: an old address that leads to no page, is that of a page itself, or stands twice."""
    entry = project.settings.entry
    known = {page.address for page in pages if page.template != moved.TEMPLATE}
    met: dict[str, int] = {}
    for number, one in enumerate(entry.objects("旧网址"), 1):
        # What is malformed is missing here, and reported already.
        old, new = str(one.get("网址", "")), str(one.get("转到", ""))
        key, what = "网址", ""
        if old in met:
            what = f"“{old}”，和第 {met[old]} 条重复"
        elif old and old in known:
            what = f"“{old}”，还是这个网站的页面"
        elif new not in known:
            key, what = "转到", f"“{new}”，网站里没有这一页"
        if what:
            yield problem("GK507", entry.at(f"旧网址/{number - 1}/{key}", "旧网址"), what=what)
        if old:
            met.setdefault(old, number)


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
    if project.settings.prints_with_site:
        for record in project.release.records:
            yield urls.sheet(urls.record(record.id)), _SHEET, record.entry.span


def _pages(project: Project) -> Iterator[Page]:
    catalog = project.catalog
    yield home.page(project)
    yield from (items.domain_page(project, domain) for domain in catalog.domains.values())
    yield from (items.item_page(project, item) for item in catalog.items.values())
    yield from (records.record_page(project, record) for record in project.release.records)
    yield from (records.tombstone_page(project, record) for record in project.release.tombstones)
    yield from places.place_pages(project)
    yield from places.body_pages(project)
    yield from ways.pages(project)
    yield items.catalog_page(project)
    yield changes.page(project)
    yield data.page(project)
    yield columns.apply_page(project)
    yield screen.page(project)
    yield from columns.pages(project)
    yield from moved.pages(project)
    yield Page("404.html", "404.html", "没有找到这个页面", dict, listed=False)
