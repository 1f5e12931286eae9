"""Which information concerns a place: its own, that of the places in it, what comes from above."""

from __future__ import annotations

from itertools import chain

from gongkai_ssg.model import Place, Record
from gongkai_ssg.project import Project
from gongkai_ssg.release import newest_first


def places_around(project: Project, place_id: str) -> tuple[str, ...]:
    """The ids of a place and of all places above it."""
    places = project.catalog.site.places
    around: list[str] = []
    while place_id in places and place_id not in around:
        around.append(place_id)
        place_id = places[place_id].parent
    return tuple(around)


def places_inside(project: Project, place_id: str) -> frozenset[str]:
    """The ids of a place and of all places below it, at any depth."""
    inside, left = set[str](), [place_id]
    while left:
        one = left.pop()
        if one not in inside:
            inside.add(one)
            left += (place.id for place in project.catalog.site.children(one))
    return frozenset(inside)


def records_inside(project: Project, place: Place) -> list[Record]:
    """The public records of a place and of the places in it, newest first."""
    known = project.release.by_place
    found = (known.get(one, ()) for one in places_inside(project, place.id))
    return sorted(chain.from_iterable(found), key=newest_first, reverse=True)


def from_above(project: Project, place: Place, record: Record) -> bool:
    """Whether a record of a place above (or of none) is disclosed at this place's level, too."""
    item = project.catalog.items[record.item]
    above = places_around(project, place.id)[1:]
    return record.place in ("", *above) and place.level in item.levels
