"""Addresses that were printed and lead elsewhere now (旧网址): a page that sends the reader on."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai_ssg import views
from gongkai_ssg.pages.page import Page
from gongkai_ssg.project import Project

TEMPLATE = "moved.html"


def pages(project: Project) -> Iterator[Page]:
    """A page for each old address; a page of its own is left as it is."""
    for old, new in project.catalog.site.moved.items():
        view = {"target": views.link("新的页面", new)}
        yield Page(old, TEMPLATE, "这一页换了网址", view.copy, listed=False)
