"""Which jobs a command asks for: one thing, all of a range, or what changed since a day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from gongkai_ssg import views
from gongkai_ssg.diagnostics import Diagnostic, problem
from gongkai_ssg.model import Entry, Item, Place, Record
from gongkai_ssg.print import board, fonts, run
from gongkai_ssg.print.labels import RASTERS, Raster
from gongkai_ssg.print.plan import Desk, Job, Target, changed_since, in_force, to_take_down
from gongkai_ssg.release import why_not_printed


def shop(desk: Desk) -> run.Shop:
    """The county's fonts and name, and the day that is printed on every sheet."""
    site, today = desk.project.catalog.site, desk.project.release.today
    return run.Shop(desk.root, own_fonts(desk.settings), site.county or site.name, today)


def own_fonts(settings: Entry) -> dict[str, str]:
    """The fonts that `site.yaml` names, by their roles."""
    written = settings.object("打印").get("字体", {})
    return {k: str(v) for k, v in written.items()} if isinstance(written, dict) else {}


def font_problems(desk: Desk, where: run.Shop) -> Iterator[Diagnostic]:
    """GK606: a font that `site.yaml` names is not on this machine."""
    chosen = fonts.choose(fonts.book(where.root).families(), where.fonts)
    for role, name in where.fonts.items():
        if name in chosen.unknown:
            span = desk.settings.at(f"打印/字体/{role}", "打印")
            yield problem("GK606", span, name=name, role=role)


def notices(desk: Desk, slug: str, since: date | None, by: str) -> list[Job]:
    """The notices of items in force and of records that may hang."""
    items, records = _range(desk, slug, since)
    if by == "item":
        found = [desk.notice_job(one.code) for one in items]
        found += [desk.notice_job(one.id) for one in records]
        return [job for job in found if job]
    groups: dict[str, list[Job]] = {}
    catalog = desk.project.catalog
    for item in items if by == "domain" else ():
        groups.setdefault(item.domain, []).extend(filter(None, [desk.notice_job(item.code)]))
    for record in records:
        key = catalog.items[record.item].domain if by == "domain" else record.place
        if key:
            groups.setdefault(key, []).extend(filter(None, [desk.notice_job(record.id)]))
    return [run.joined(jobs, f"notice-{key}", _name(desk, key)) for key, jobs in groups.items()]


def _range(desk: Desk, slug: str, since: date | None) -> tuple[list[Item], list[Record]]:
    project = desk.project
    if since:
        items, records = changed_since(project, since)
        items = [item for item in items if not item.ended]
    else:
        items = in_force(project.catalog.items.values())
        records = list(project.catalog.records.values())
    today = project.release.today
    records = [r for r in records if why_not_printed(r, project.catalog, today) is None]
    if slug:
        items = [item for item in items if item.domain == slug]
        records = [r for r in records if project.catalog.items[r.item].domain == slug]
    return items, records


def _name(desk: Desk, key: str) -> str:
    domain = desk.project.catalog.domains.get(key)
    return domain.name if domain else views.place_name(desk.project, key)


def one_table(
    desk: Desk, paper: str, slug: str = "", place: Place | None = None, body: str = ""
) -> list[Job]:
    """The official table of a range in one PDF."""
    project = desk.project
    items = [
        item
        for item in in_force(project.catalog.items.values())
        if (not slug or item.domain == slug)
        and (place is None or place.level in item.levels)
        and (not body or body in item.bodies)
    ]
    site = project.catalog.site
    whose = "".join(
        [
            views.place_name(project, place.id) if place else "",
            site.bodies[body].name if body else "",
        ]
    )
    name = "-".join(filter(None, [slug, place.id if place else "", body])) or "all"
    return [desk.table_job(name, whose or site.county or site.name, items, paper)] if items else []


def tables(desk: Desk, since: date | None, paper: str, by: str) -> list[Job]:
    """A table for each domain, place or body; with a day, for those in which something changed."""
    catalog, site = desk.project.catalog, desk.project.catalog.site
    items = changed_since(desk.project, since)[0] if since else list(catalog.items.values())
    if by == "place":
        levels = {level for item in items for level in item.levels}
        places = [place for place in site.places.values() if place.level in levels]
        return [job for one in places for job in one_table(desk, paper, place=one)]
    if by == "body":
        bodies = {body for item in items for body in item.bodies}
        wanted = [body for body in site.bodies if body in bodies]
        return [job for one in wanted for job in one_table(desk, paper, body=one)]
    slugs = {item.domain for item in items}
    found = [slug for slug in catalog.domains if slug in slugs]
    return [job for one in found for job in one_table(desk, paper, slug=one)]


def posters(desk: Desk, since: date | None, distance: str) -> list[Job]:
    """Posters of all domains, places and items in force, or of the items that changed."""
    catalog = desk.project.catalog
    items = _range(desk, "", since)[0]
    chosen: list[Target] = [*items]
    if not since:
        chosen = [*catalog.domains.values(), *catalog.site.places.values(), *items]
    return [desk.poster_job(one, distance) for one in chosen]


def raster(desk: Desk, grid: str | None) -> Raster | None:
    """The raster of label paper: a named one, or the county's own."""
    written = desk.settings.object("打印").get("标签")
    if grid in RASTERS:
        return RASTERS[grid]
    if not isinstance(written, dict):
        return None if grid else RASTERS["3x8"]
    keys = ("宽", "高", "左边距", "上边距", "横间距", "竖间距")
    columns, rows = (int(str(written[key])) for key in ("列数", "行数"))
    return Raster(columns, rows, *(float(str(written.get(key, 0))) for key in keys))


def labels(
    desk: Desk, items: Sequence[Item], slug: str, since: date | None, paper: Raster
) -> list[Job]:
    """Labels of some items, or of all in a range."""
    chosen = items or _range(desk, slug, since)[0]
    return [desk.labels_job(chosen, paper)] if chosen else []


def boards(desk: Desk, places: Sequence[Place], since: date | None, month: date) -> list[Job]:
    """The boards of some places, of all, or of those on which something is new."""
    chosen = places or list(desk.project.catalog.site.places.values())
    if since:
        fresh = {record.id for record in changed_since(desk.project, since)[1]}
        hanging = {p.id: board.hanging(desk.project, p, month) for p in chosen}
        chosen = [p for p in chosen if any(r.id in fresh for r in hanging[p.id])]
    return [desk.board_job(place, month) for place in chosen]


def unsigned(desk: Desk, places: Sequence[Place], month: date) -> Iterator[Record]:
    """What the boards of some places, or of all, lack for want of a signature."""
    for place in places or desk.project.catalog.site.places.values():
        yield from board.unsigned(desk.project, place, month)


def take_down(desk: Desk, since: date) -> Iterator[str]:
    """Lines for the person who goes to the wall."""
    rows = list(to_take_down(desk.project, since))
    yield "墙上要取下的:" if rows else "墙上没有要取下的。"
    for title, why in rows:
        yield f"  {title}: {why}"
