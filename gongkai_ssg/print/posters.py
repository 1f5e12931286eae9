"""Posters: one code, large enough for the distance from which it is scanned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple

from gongkai_ssg import official, qr, urls, views
from gongkai_ssg.diagnostics import Span
from gongkai_ssg.model import Domain, Item, Place
from gongkai_ssg.print import title
from gongkai_ssg.print.notices import Sheet, item_phones, names
from gongkai_ssg.project import Project

# A4 holds a code for 1 m within its text block, A3 one for 1.5 m.
DISTANCES = {"0.5": "A4", "1": "A4", "1.5": "A3"}
_MOST_LINES, _LONGEST = 7, 36
# Characters of a line of the title.
_WIDEST, _MOST_OF_TITLE = 11, 3


def side_of(text: str, distance: str) -> float:
    """The side in mm, quiet zone and all, of a code that is scanned from `distance` metres.

    The side of the symbol itself is a tenth of the distance.
    """
    symbol = 1000 * float(distance) / 10
    modules = qr.modules(text)
    return round(symbol * (modules + 2 * qr.QUIET_ZONE) / modules, 1)


def item_poster(project: Project, item: Item, distance: str) -> Sheet:
    """A poster that leads to an item."""
    site = project.catalog.site
    text = urls.qr_text(site, item.code, project.version(item.code))
    domain = project.catalog.domains[item.domain].name
    foot = [*item_phones(project, item), f"编码 {item.code}　第{project.version(item.code)}版"]
    shown = item.entry.lines("公开内容")
    address = urls.item_absolute(site, item.code)
    return poster(
        project,
        (domain, item.title),
        (text, address),
        shown=brief(shown),
        foot=foot,
        distance=distance,
        at=item.entry.at("编码"),
    )


def place_poster(project: Project, place: Place, distance: str) -> Sheet:
    """A poster that leads to the page of a town or village."""
    shown = brief(_domains_of(project, place))
    address = urls.printed(project.catalog.site, urls.place(place.id))
    foot = place_phones(project, place)
    above = project.catalog.site.county if place.level == "乡级" else _above(project, place)
    heading = (above, f"{place.name}政务公开")
    return poster(
        project,
        heading,
        (address, address),
        shown=shown,
        foot=foot,
        distance=distance,
        at=project.settings.entry.at("区划"),
    )


def place_phones(project: Project, place: Place) -> list[str]:
    """The phone of a place; of a village without one, that of its town."""
    town = project.catalog.site.places.get(place.parent)
    found = next((p for p in (place, town) if p and p.phone), None)
    return [f"{found.name} {found.phone}"] if found else []


def domain_poster(project: Project, domain: Domain, distance: str) -> Sheet:
    """A poster that leads to a domain."""
    items = [i for i in project.catalog.items.values() if i.domain == domain.slug and not i.ended]
    shown = brief(tuple(dict.fromkeys(i.entry.text("一级事项") for i in official.in_order(items))))
    address = urls.printed(project.catalog.site, urls.domain(domain.slug))
    rows = views.phone_rows(domain.entry.values)
    foot = ["　".join(f"{row.label} {'、'.join(row.lines)}" for row in rows)] if rows else []
    heading = (project.catalog.site.name, domain.name)
    return poster(
        project,
        heading,
        (address, address),
        shown=shown,
        foot=foot,
        distance=distance,
        at=domain.entry.at("名称"),
    )


def _above(project: Project, place: Place) -> str:
    parent = project.catalog.site.places.get(place.parent)
    return parent.name if parent else project.catalog.site.county


def _domains_of(project: Project, place: Place) -> tuple[str, ...]:
    """The domains in which something is disclosed at the level of a place."""
    catalog = project.catalog
    met = {i.domain for i in catalog.items.values() if place.level in i.levels and not i.ended}
    return tuple(domain.name for slug, domain in catalog.domains.items() if slug in met)


def poster(  # noqa: PLR0913
    project: Project,
    heading: tuple[str, str],
    code: tuple[str, str],
    *,
    shown: tuple[Sequence[str], str],
    foot: list[str],
    distance: str,
    at: Span,
) -> Sheet:
    """A poster; `code` is the text of its code and the address beside it.

    `shown` are its lines, and the words for more of them. `at` is the place of what it
    is made from, for a fault.
    """
    above, name = heading
    text, address = code
    lines = title.lines(name, names(project), _WIDEST)
    if len(lines) > _MOST_OF_TITLE:
        lines = (name,)  # set smaller, and broken as it comes
    return {
        "kind": "poster",
        "title": name,
        "above": above,
        "title-lines": list(lines),
        "lines": list(shown[0]),
        "more": shown[1],
        "qr": qr.svg(text),
        "side": side_of(text, distance),
        "hint": "手机扫码查看",
        "paper": DISTANCES[distance],
        "address": address,
        "foot": foot,
        "at": astuple(at),
    }


def brief(shown: Sequence[str]) -> tuple[list[str], str]:
    """Some lines of what is found there, and of how many; a long one stands whole on the page."""
    if len(shown) <= _MOST_LINES:
        return [*map(_cut, shown)], ""
    return [*map(_cut, shown[: _MOST_LINES - 1])], f"等，共{len(shown)}项"


def _cut(line: str) -> str:
    return line if len(line) <= _LONGEST else line[: _LONGEST - 2] + "……"
