"""What a person writes on the command line → the entry that is meant."""

from __future__ import annotations

from gongkai_ssg.model import Body, Domain, Place
from gongkai_ssg.project import Project


def record_id(written: str) -> str:
    """A record's id, also where the name or the path of its file was written."""
    return written.replace("\\", "/").rpartition("/")[2].removesuffix(".md")


def domain(project: Project, written: str) -> Domain | None:
    """A domain by the name of its folder or by its own."""
    known = project.catalog.domains.values()
    return next((d for d in known if written.lower() == d.slug or written == d.name), None)


def places(project: Project, written: str) -> list[Place]:
    """The place with an id, or all places of a name: villages of two towns may share one."""
    known = project.catalog.site.places
    if written in known:
        return [known[written]]
    return [place for place in known.values() if place.name == written]


def body(project: Project, written: str) -> Body | None:
    """A body by id, full or short name."""
    known = project.catalog.site.bodies.values()
    return next((b for b in known if written in (b.id, b.name, b.short)), None)
