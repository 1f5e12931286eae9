"""The search page, and the pages that it names where the words of a query stand in their titles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from gongkai_ssg import urls, views
from gongkai_ssg.pages import moved
from gongkai_ssg.pages.page import Page
from gongkai_ssg.project import Project

_TEMPLATE = "search.html"
# Whose titles nobody looks for, and old addresses.
_NOT_NAMED = (_TEMPLATE, "home.html", moved.TEMPLATE)


class Named(NamedTuple):
    """A page that is no item and no record: what is shown of it, what it is called, its address."""

    text: str
    names: tuple[str, ...]
    href: str


def page(project: Project, others: Sequence[Page]) -> Page:
    """The search page; `others` are all pages of the site."""

    def view() -> dict[str, Any]:
        return {"named": list(_named(project, others))}

    return Page("search/", _TEMPLATE, "搜索", view)


def _named(project: Project, others: Sequence[Page]) -> Iterator[Named]:
    site = project.catalog.site
    short = {urls.body(body.id): body.short for body in site.bodies.values()}
    places = {urls.place(one): views.place_name(project, one) for one in site.places}
    for one in others:
        if one.listed and one.search is None and one.template not in _NOT_NAMED:
            names = (one.title, short.get(one.address, ""))
            text = places.get(one.address, one.title)
            yield Named(text, tuple(filter(None, names)), urls.file_of(one.address))
