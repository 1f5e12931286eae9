"""What a person writes on the command line → the entry that is meant; else a wrong use.

What is near is looked for among what would do, and the words say what that is.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from gongkai_ssg.model import Domain, Item, Place
    from gongkai_ssg.print.plan import Desk, Job, Target
    from gongkai_ssg.print.walls import Listed
    from gongkai_ssg.project import Project

_RECORD = "信息的编号（文件名）"


def unknown(written: str, known: Iterable[str], what: str, places: Iterable[str] = ()) -> NoReturn:
    """Nothing of the wanted kind is called so; of `places` short names count as near, too."""
    from gongkai_ssg import near

    hint = near.near_place(written, places) or near.near_hint(written, known)
    raise click.UsageError(f"没有“{written}”；{hint}请写{what}")


def slug(project: Project, written: str | None) -> str:
    """The folder of a domain, also where its name was written; empty where nothing was."""
    if not written:
        return ""
    from gongkai_ssg.print import naming

    domain = naming.domain(project, written)
    if domain is None:
        known = "、".join(project.catalog.domains)
        raise click.UsageError(f"没有“{written}”这个领域；可以写 {known}")
    return domain.slug


def place(project: Project, written: str) -> Place:
    """A place by id or name; of several with one name the id must be written."""
    from gongkai_ssg.print import naming

    found = naming.places(project, written)
    if len(found) > 1:
        raise click.UsageError(f"有几个“{written}”，写它的 id: {'、'.join(p.id for p in found)}")
    return found[0] if found else unknown(written, (), "区划的名称或者 id", _places(project))


def _places(project: Project) -> list[str]:
    known = project.catalog.site.places.values()
    return [name for place in known for name in (place.id, place.name)]


def body(project: Project, written: str | None) -> str:
    """The id of a body by id or name; empty where nothing was written."""
    if not written:
        return ""
    from gongkai_ssg.print import naming

    found = naming.body(project, written)
    known = project.catalog.site.bodies.values()
    names = [name for one in known for name in (one.id, one.name, one.short) if name]
    return found.id if found else unknown(written, names, "site.yaml 里登记的单位")


def item(project: Project, written: str) -> Item:
    """An item by its code."""
    known = project.catalog.items
    return known.get(written.upper()) or unknown(written, known, "事项的编码")


def notice(desk: Desk, written: str) -> Job:
    """The notice of an item or of a record."""
    from gongkai_ssg.print import naming

    catalog = desk.project.catalog
    known = (*catalog.items, *catalog.records)
    job = desk.notice_job(naming.record_id(written))
    return job or unknown(written, known, f"事项的编码，或者{_RECORD}")


def review(desk: Desk, written: str) -> Job:
    """The review sheet of a record."""
    from gongkai_ssg.print import naming

    known = desk.project.catalog.records
    record = known.get(naming.record_id(written))
    job = desk.review_job(record) if record else None
    return job or unknown(written, known, _RECORD)


def flow(project: Project, written: str) -> Listed:
    """An entry with steps, by its id."""
    from gongkai_ssg.print import walls

    known = walls.flows(project)
    names = [one.id for one in known]
    return walls.find(known, written) or unknown(written, names, " content/flows.yaml 里的编号")


def target(project: Project, written: str) -> Target:
    """To what a poster leads: an item, an event, a domain or a place."""
    from gongkai_ssg.print import naming, walls

    catalog = project.catalog
    events = walls.events(project)
    code = catalog.items.get(written.upper())
    found = code or walls.find(events, written) or naming.domain(project, written)
    if found or naming.places(project, written):
        return found or place(project, written)
    known = (*catalog.items, *(one.id for one in events), *catalog.domains)
    what = "事项的编码、领域、区划，或者 content/opendays.yaml 里的编号"
    return unknown(written, known, what, _places(project))


def audience(project: Project, written: str) -> Place | Domain:
    """Of whom or of what news is told: a place or a domain."""
    from gongkai_ssg.print import naming

    domain = naming.domain(project, written)
    if domain or naming.places(project, written):
        return domain or place(project, written)
    domains = project.catalog.domains.values()
    names = [name for one in domains for name in (one.slug, one.name)]
    return unknown(written, names, "区划或者领域的名称或 id", _places(project))
