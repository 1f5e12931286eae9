"""Ways to look for something besides search: by body, by whom it concerns, and the site map."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from gongkai_ssg import official, urls, views
from gongkai_ssg.model import Item
from gongkai_ssg.pages.columns import column_links
from gongkai_ssg.pages.page import Page
from gongkai_ssg.project import Project
from gongkai_ssg.views import Link

Groups = list[tuple[Link, tuple[views.ItemRow, ...]]]


def pages(project: Project) -> Iterator[Page]:
    """The lists of bodies and of audiences, and the site map."""
    yield Page(urls.BODIES, "bodies.html", "按单位查", lambda: _bodies_view(project))
    yield Page(urls.AUDIENCES, "audiences.html", "按公开对象查", lambda: _audiences_view(project))
    yield Page(urls.SITE_MAP, "sitemap.html", "网站地图", lambda: _map_view(project))


def by_domain(project: Project, items: Iterable[Item]) -> Groups:
    """Items in the order of a catalog under the domains that have some."""
    groups: dict[str, list[Item]] = {slug: [] for slug in project.catalog.domains}
    for item in official.in_order(items):
        groups[item.domain].append(item)
    return [
        (views.domain_link(project, slug), views.item_rows(project, group))
        for slug, group in groups.items()
        if group
    ]


def _in_force(project: Project) -> list[Item]:
    return [item for item in project.catalog.items.values() if not item.ended]


def _bodies_view(project: Project) -> dict[str, Any]:
    counts: dict[str, int] = {}
    for item in _in_force(project):
        for body in item.bodies:
            counts[body] = counts.get(body, 0) + 1
    release = project.release
    rows = [
        (views.body_card(body), counts.get(body.id, 0), len(release.by_issuer.get(body.id, ())))
        for body in project.catalog.site.bodies.values()
    ]
    return {"rows": rows}


def _audiences_view(project: Project) -> dict[str, Any]:
    """What concerns a particular group, under the words of the catalog; then what is for all."""
    groups: dict[str, list[Item]] = {}
    for item in official.in_order(_in_force(project)):
        groups.setdefault(item.audience, []).append(item)
    everybody = groups.pop("", [])
    return {
        "groups": [(name, views.item_rows(project, group)) for name, group in groups.items()],
        "everybody": by_domain(project, everybody),
    }


def _map_view(project: Project) -> dict[str, Any]:
    site = project.catalog.site
    places = [
        (
            views.link(p.name, urls.place(p.id)),
            [views.link(v.name, urls.place(v.id)) for v in inside],
        )
        for p in site.places.values()
        if p.level != "村级"
        for inside in [list(site.children(p.id))]
    ]
    return {
        "domains": [views.domain_link(project, slug) for slug in project.catalog.domains],
        "places": places,
        "bodies": [views.link(b.name, urls.body(b.id)) for b in site.bodies.values()],
        "columns": column_links(project),
    }
