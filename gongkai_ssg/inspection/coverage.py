"""How much of the catalog has been published: by domain, body, place, channel and stage."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from gongkai_ssg.model import Item, Record
from gongkai_ssg.project import Project

DIMENSIONS = ("领域", "公开主体", "区划", "渠道", "五公开")


@dataclass(frozen=True, slots=True)
class Coverage:
    """A part of the catalog: items in force, those with something published, and its records."""

    slug: str
    name: str
    items: int
    filled: int
    records: int


@dataclass(frozen=True, slots=True)
class Line:
    """An item in all five dimensions at once, for a table that is filtered or pivoted."""

    item: Item
    domain: str
    stages: tuple[str, ...]
    places: tuple[str, ...]
    records: int
    newest: date | None


@dataclass(frozen=True, slots=True)
class Published:
    """What was published, with the items in force: the ground of every count."""

    project: Project
    items: Sequence[Item]
    records: Sequence[Record]

    def newest(self) -> dict[str, date]:
        """The day of the newest record of each item that has any."""
        newest: dict[str, date] = {}
        for record in self.records:
            if record.published:
                day = record.published.date()
                newest[record.item] = max(day, newest.get(record.item, day))
        return newest


def by_dimension(published: Published) -> dict[str, tuple[Coverage, ...]]:
    """Every dimension with its parts; an item counts in each part to which it belongs.

    A record counts for a body that it names or that its item names, for the place that it is
    about, for its own channels and stages, else for those of its item.
    """
    catalog, site = published.project.catalog, published.project.catalog.site
    items = catalog.items
    domains = [(slug, domain.name) for slug, domain in catalog.domains.items()]
    bodies = [(body.id, body.name) for body in site.bodies.values()]
    places = [(place.id, place.name) for place in site.places.values()]
    levels = {place.id: place.level for place in site.places.values()}

    def channels(record: Record) -> Iterable[str]:
        return record.entry.lines("渠道") or items[record.item].channels

    def stages(record: Record) -> Iterable[str]:
        return record.entry.lines("五公开") or items[record.item].entry.lines("五公开")

    def at(item: Item) -> Iterable[str]:
        return [place for place, level in levels.items() if level in item.levels]

    count = _Counter(published)
    return {
        "领域": count(domains, lambda i: [i.domain], lambda r: [items[r.item].domain]),
        "公开主体": count(bodies, lambda i: i.bodies, lambda r: items[r.item].bodies),
        "区划": count(places, at, lambda r: [r.place]),
        "渠道": count(_met(published, "公开渠道"), lambda i: i.channels, channels),
        "五公开": count(_met(published, "五公开"), lambda i: i.entry.lines("五公开"), stages),
    }


def _met(published: Published, key: str) -> list[tuple[str, str]]:
    """The values of an element that items have, in the order of its vocabulary."""
    met = {value for item in published.items for value in item.entry.lines(key)}
    known = published.project.settings.schema.kinds["item"].by_key[key].values
    ordered = [*(value for value in known if value in met), *sorted(met - set(known))]
    return [(value, value) for value in ordered]


@dataclass(frozen=True, slots=True)
class _Counter:
    published: Published

    def __call__(
        self,
        parts: Iterable[tuple[str, str]],
        of_item: Callable[[Item], Iterable[str]],
        of_record: Callable[[Record], Iterable[str]],
    ) -> tuple[Coverage, ...]:
        items: dict[str, set[str]] = {}
        filled: dict[str, set[str]] = {}
        records: dict[str, int] = {}
        for item in self.published.items:
            for part in set(of_item(item)):
                items.setdefault(part, set()).add(item.code)
        for record in self.published.records:
            for part in set(of_record(record)):
                filled.setdefault(part, set()).add(record.item)
                records[part] = records.get(part, 0) + 1
        return tuple(
            Coverage(
                key,
                name,
                len(items.get(key, ())),
                len(filled.get(key, set()) & items.get(key, set())),
                records.get(key, 0),
            )
            for key, name in parts
        )


def lines(published: Published) -> Iterator[Line]:
    """Every item in force with all that can be counted of it."""
    catalog = published.project.catalog
    newest = published.newest()
    of: dict[str, list[Record]] = {}
    for record in published.records:
        of.setdefault(record.item, []).append(record)
    for item in published.items:
        mine = of.get(item.code, [])
        places = dict.fromkeys(record.place for record in mine if record.place)
        yield Line(
            item,
            catalog.domains[item.domain].name,
            item.entry.lines("五公开"),
            tuple(catalog.site.places[place].name for place in places),
            len(mine),
            newest.get(item.code),
        )
