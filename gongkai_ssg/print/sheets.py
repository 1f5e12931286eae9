"""The sheets beside notices: the official table, posters, labels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from gongkai_ssg import official, qr, urls, views
from gongkai_ssg.model import Domain, Item, Place
from gongkai_ssg.print import title
from gongkai_ssg.print.blocks import width_of
from gongkai_ssg.print.notices import Sheet, chinese_date, item_phones, names
from gongkai_ssg.project import Project

# Characters that a column may want: the widest and the narrowest.
_WIDEST, _NARROWEST = 14.0, 2.6
# A4 holds a code for 1 m within its text block, A3 one for 1.5 m.
DISTANCES = {"0.5": "A4", "1": "A4", "1.5": "A3"}
_MOST_LINES = 6


def table_sheet(project: Project, items: Sequence[Item], heading: str, paper: str) -> Sheet:
    """The official table of some items (at least one)."""
    leaves = official.columns(project.settings.schema.kinds["item"], items)
    cells = [[official.cell(leaf, item) for leaf in leaves] for item in items]
    header = official.header(leaves)
    columns = [
        _weight(label, (row[n] for row in cells)) for n, label in enumerate(header.labels[1:])
    ]
    groups = [item.entry.text("一级事项") for item in items]
    firsts = [True, *(one != other for one, other in pairwise(groups))]
    return {
        "kind": "catalog",
        "title": heading,
        "paper": paper,
        "header": {key: [_head(c) for c in getattr(header, key)] for key in ("upper", "lower")},
        "columns": [2.2, *columns],
        "centred": [0, *(n + 1 for n, leaf in enumerate(leaves) if leaf.leaf is not None)],
        "rows": [
            {
                "number": number,
                "group": group,
                "first": first,
                "last": last,
                "cells": [list(cell) for cell in row[1:]],
                **_code(project, item),
            }
            for number, (item, row, group, first, last) in enumerate(
                zip(items, cells, groups, firsts, [*firsts[1:], True], strict=True), 1
            )
        ],
        "edition": f"{project.catalog.site.name}　{chinese_date(project.release.today)}打印",
    }


def _head(cell: official.HeaderCell) -> dict[str, object]:
    return {"label": cell.label, "columns": cell.columns, "rows": cell.rows}


def _weight(label: str, cells: Iterable[tuple[str, ...]]) -> float:
    longest = max((width_of(line) for cell in cells for line in cell), default=0.0)
    least = max(_NARROWEST, width_of(label) / 2)
    return max(least, min(_WIDEST, longest))


def _code(project: Project, item: Item) -> dict[str, str]:
    site = project.catalog.site
    text = urls.qr_text(site, item.code, project.version(item.code))
    return {"qr": qr.svg(text), "address": urls.item_absolute(site, item.code)}


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
    return _poster(
        project, (domain, item.title), (text, address), shown=shown, foot=foot, distance=distance
    )


def place_poster(project: Project, place: Place, distance: str) -> Sheet:
    """A poster that leads to the page of a town or village."""
    shown = _domains_of(project, place)
    address = urls.printed(project.catalog.site, urls.place(place.id))
    foot = [f"{place.name} {place.phone}"] if place.phone else []
    above = project.catalog.site.county if place.level == "乡级" else _above(project, place)
    heading = (above, f"{place.name}政务公开")
    return _poster(project, heading, (address, address), shown=shown, foot=foot, distance=distance)


def domain_poster(project: Project, domain: Domain, distance: str) -> Sheet:
    """A poster that leads to a domain."""
    items = [i for i in project.catalog.items.values() if i.domain == domain.slug and not i.ended]
    shown = tuple(dict.fromkeys(i.entry.text("一级事项") for i in official.in_order(items)))
    address = urls.printed(project.catalog.site, urls.domain(domain.slug))
    rows = views.phone_rows(domain.entry.values)
    foot = ["　".join(f"{row.label} {'、'.join(row.lines)}" for row in rows)] if rows else []
    heading = (project.catalog.site.name, domain.name)
    return _poster(project, heading, (address, address), shown=shown, foot=foot, distance=distance)


def _above(project: Project, place: Place) -> str:
    parent = project.catalog.site.places.get(place.parent)
    return parent.name if parent else project.catalog.site.county


def _domains_of(project: Project, place: Place) -> tuple[str, ...]:
    """The domains in which something is disclosed at the level of a place."""
    catalog = project.catalog
    met = {i.domain for i in catalog.items.values() if place.level in i.levels and not i.ended}
    return tuple(domain.name for slug, domain in catalog.domains.items() if slug in met)


def _poster(  # noqa: PLR0913
    project: Project,
    heading: tuple[str, str],
    code: tuple[str, str],
    *,
    shown: Sequence[str],
    foot: list[str],
    distance: str,
) -> Sheet:
    above, name = heading
    text, address = code
    lines = title.lines(name, names(project), 11)
    more = ["……"] if len(shown) > _MOST_LINES else []
    return {
        "kind": "poster",
        "title": name,
        "above": above,
        "title-lines": list(lines),
        "lines": [*shown[:_MOST_LINES], *more],
        "qr": qr.svg(text),
        "side": side_of(text, distance),
        "hint": "手机扫码查看",
        "paper": DISTANCES[distance],
        "address": address,
        "foot": foot,
    }


@dataclass(frozen=True, slots=True)
class Raster:
    """A sheet of labels; lengths in mm."""

    columns: int
    rows: int
    width: float
    height: float
    left: float = 0.0
    top: float = 0.0
    across: float = 0.0
    down: float = 0.0


RASTERS = {"3x8": Raster(3, 8, 70.0, 37.0, top=0.5), "2x5": Raster(2, 5, 105.0, 59.0, top=1.0)}
_BLANK = 8.0


def label_sheets(project: Project, items: Sequence[Item], raster: Raster) -> list[Sheet]:
    """Sheets of labels, one label for each item."""
    count = raster.columns * raster.rows
    side = round(min(raster.height - _BLANK, raster.width * 0.4), 1)
    made = [{**_code(project, i), "code": i.code, "name": i.title} for i in items]
    common: Mapping[str, object] = {
        "kind": "labels",
        "title": "二维码标签",
        "side": side,
        "size": 9 if raster.height < 45 else 13,  # noqa: PLR2004
        "raster": {key: getattr(raster, key) for key in Raster.__slots__},
    }
    return [
        {**common, "labels": made[start : start + count]} for start in range(0, len(made), count)
    ]
