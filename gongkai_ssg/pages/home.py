"""The home page: search, the domains, what is on show, what is new, towns and villages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gongkai_ssg import urls, views
from gongkai_ssg.pages.page import Page
from gongkai_ssg.project import Project
from gongkai_ssg.views import Link

NEWEST_ON_HOME = 12


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


def page(project: Project) -> Page:
    """The home page."""
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
            "names": "\n".join(_names(project)),
            "called": _called(project),
        }

    return Page("", "home.html", site.name, view, f"{site.county}基层政务公开标准目录和公开信息")


def _names(project: Project) -> Iterator[str]:
    """What items and records are called: a word that stands in one of these is found."""
    for item in project.catalog.items.values():
        yield from (*item.path_names, *item.entry.lines("俗称"))
    yield from (record.title for record in project.release.records)


def _called(project: Project) -> list[str]:
    """One 俗称 of each domain, to try the search with."""
    first: dict[str, str] = {}
    for item in project.catalog.items.values():
        for name in item.entry.lines("俗称"):
            first.setdefault(item.domain, name)
    return [first[slug] for slug in project.catalog.domains if slug in first]


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
