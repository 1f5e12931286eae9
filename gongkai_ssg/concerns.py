"""Which information concerns a place: its own, that of the places in it, what comes from above."""

from __future__ import annotations

from gongkai_ssg.model import Place, Record
from gongkai_ssg.project import Project


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
    below: dict[str, list[str]] = {}
    for place in project.catalog.site.places.values():
        below.setdefault(place.parent, []).append(place.id)
    inside, left = set[str](), [place_id]
    while left:
        one = left.pop()
        if one not in inside:
            inside.add(one)
            left += below.get(one, ())
    return frozenset(inside)


def records_inside(project: Project, place: Place) -> list[Record]:
    """The public records of a place and of the places in it, newest first."""
    inside = places_inside(project, place.id)
    return [record for record in project.release.records if record.place in inside]


def from_above(project: Project, place: Place, record: Record) -> bool:
    """Whether a record of a place above (or of none) is disclosed at this place's level, too."""
    item = project.catalog.items[record.item]
    above = places_around(project, place.id)[1:]
    return record.place in ("", *above) and place.level in item.levels
