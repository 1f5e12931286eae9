"""Places and responsible bodies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from gongkai_ssg import concerns, urls, views
from gongkai_ssg.model import Item, Place
from gongkai_ssg.pages import entries, ways
from gongkai_ssg.pages.page import Page
from gongkai_ssg.pages.ways import Groups
from gongkai_ssg.project import Project


def place_pages(project: Project) -> Iterator[Page]:
    """A page for each town and village: its records, newest first, and the items of its level."""

    # Hundreds of villages show the same.
    @cache
    def of_level(level: str) -> Groups:
        items = project.catalog.items.values()
        return ways.by_domain(project, [i for i in items if level in i.levels and not i.ended])

    for place in project.catalog.site.places.values():
        yield _place_page(project, place, of_level)


def _place_page(project: Project, place: Place, of_level: Callable[[str], Groups]) -> Page:
    site = project.catalog.site

    def view() -> dict[str, Any]:
        parent = site.places.get(place.parent)
        return {
            "level": place.level,
            "phone": place.phone,
            "parent": views.link(parent.name, urls.place(parent.id)) if parent else None,
            "children": [
                views.link(child.name, urls.place(child.id)) for child in site.children(place.id)
            ],
            "records": views.record_rows(project, concerns.records_inside(project, place)),
            "groups": of_level(place.level),
            "lists": entries.of_place(project, place),
        }

    parent = site.places.get(place.parent)
    crumbs = (views.link(parent.name, urls.place(parent.id)),) if parent else ()
    return Page(urls.place(place.id), "place.html", place.name, view, crumbs=crumbs)


def body_pages(project: Project) -> Iterator[Page]:
    """A page for each responsible body."""
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
            "groups": ways.by_domain(project, [item for item in items if not item.ended]),
            "records": views.record_rows(project, project.release.by_issuer.get(body_id, ())),
        }

    return view
