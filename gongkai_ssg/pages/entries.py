"""Lists kept in one file each: a page for every list, and its entries on the pages they are about.

What a list shows beyond its fields (how long an answer took, a calendar, a flow chart, when
something falls due again) is said by `list` of its kind in the schema.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from gongkai_ssg import urls, views
from gongkai_ssg.model import Entry, Place
from gongkai_ssg.pages.page import Page
from gongkai_ssg.pages.shown import Shown, shown
from gongkai_ssg.pages.sketch import Spot, sketch
from gongkai_ssg.project import Project
from gongkai_ssg.schema import Kind, Listing
from gongkai_ssg.views import Link


@dataclass(frozen=True, slots=True)
class Group:
    """Entries of one list; a table where the kind has `columns`."""

    kind: str
    link: Link
    entries: tuple[Shown, ...]
    columns: tuple[str, ...] = ()
    calendar: Link | None = None


def listings(project: Project) -> Iterator[tuple[Kind, Listing, tuple[Entry, ...]]]:
    """The lists that the county keeps, with their entries.

    A list to which a sheet leads keeps its page when it has become empty.
    """
    for name, kind in project.settings.schema.kinds.items():
        entries = project.catalog.of_kind(name)
        if kind.listing and (entries or kind.listing.address in project.published.pages):
            yield kind, kind.listing, entries


def pages(project: Project) -> Iterator[Page]:
    """A page for each list that the county keeps."""
    yield from (_page(project, *one) for one in listings(project))


def links(project: Project, *, statutory: bool) -> tuple[Link, ...]:
    """Links to these pages: to the statutory ones, or to all others."""
    kept = listings(project)
    found = [(k, one) for k, one, some in kept if some and one.statutory == statutory]
    return tuple(views.link(kind.title, listing.address) for kind, listing in found)


def of_item(project: Project, code: str) -> tuple[Group, ...]:
    """What lists say about an item."""
    return tuple(_about(project, [code]))


def of_place(project: Project, place: Place) -> tuple[Group, ...]:
    """What lists say about a place; the word for every place (`all`) means every village."""
    fields = (f for kind in project.settings.schema.kinds.values() for f in kind.fields)
    everyone = {f.all for f in fields if f.all and place.level == "村级"}
    found = _about(project, [place.id, *everyone])
    return tuple(_with_calendar(group, place) for group in found)


def _with_calendar(group: Group, place: Place) -> Group:
    if not any(one.due for one in group.entries):
        return group
    link = Link("加到手机日历", urls.calendar(urls.place(place.id), group.kind))
    return replace(group, calendar=link)


def _about(project: Project, words: Iterable[str]) -> Iterator[Group]:
    """The entries of each list that name one of `words`, in their order."""
    index, words = project.catalog.about, tuple(words)
    for kind, listing, _ in listings(project):
        mine = dict(one for word in words for one in index.get((kind.name, word), ()))
        if mine:
            numbered = ((number, mine[number]) for number in sorted(mine))
            yield _brief(_group(project, kind, listing, numbered), listing)


def _brief(group: Group, listing: Listing) -> Group:
    """Entries with what is enough beside the thing that they are about; the rest is a link away."""
    if group.columns:
        return group
    shorter = (
        replace(one, rows=tuple(row for row in one.rows if row.label in listing.brief), grids=())
        for one in group.entries
    )
    return replace(group, entries=tuple(shorter))


def _page(project: Project, kind: Kind, listing: Listing, entries: tuple[Entry, ...]) -> Page:
    def view() -> dict[str, object]:
        return {
            "lead": listing.lead,
            "group": _group(project, kind, listing, enumerate(entries, 1)),
            "rows": [_plain(project, entry) for entry in entries],
            "sketch": sketch(_spots(project, entries)),
            "gone": _gone(project, listing, entries),
        }

    return Page(listing.address, listing.template, kind.title, view, listing.lead)


def _gone(project: Project, listing: Listing, entries: Iterable[Entry]) -> list[str]:
    """The ids of entries to which sheets lead, and which are there no more."""
    known = {entry.text(listing.id) for entry in entries} if listing.id else set()
    led_to = (address.partition("#") for address in project.published.pages)
    return [own for page, _, own in led_to if page == listing.address and own and own not in known]


def _group(
    project: Project, kind: Kind, listing: Listing, entries: Iterable[tuple[int, Entry]]
) -> Group:
    made = tuple(shown(project, kind, listing, number, entry) for number, entry in entries)
    columns = tuple(f.column.label for f in kind.columns if f.column)
    return Group(kind.name, views.link(kind.title, listing.address), made, columns)


def _plain(project: Project, entry: Entry) -> dict[str, object]:
    """The values of an entry for a template of its own."""
    place = views.place_link(project, entry.text("区划"))
    return {**entry.values, **({"区划": place} if place else {})}


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
