"""What lists have to tell: answers given in these days, and events that are still to come.

What is an answer or an event is said by the schema of a list; no kind has code of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from gongkai_ssg import official, urls
from gongkai_ssg.model import Domain, Entry
from gongkai_ssg.outreach.news import Event, News, Target, about, phones_of, short_name
from gongkai_ssg.pages import entries
from gongkai_ssg.project import Project
from gongkai_ssg.schema import Field, Kind, Listing

# So long before its day an event is told of.
AHEAD = timedelta(days=30)
_DAY = "日期"


def since(project: Project, target: Target, first: date) -> Iterator[News]:
    """Answers from `first` to the day of the project, and events of the days to come."""
    for kind, listing, found in entries.listings(project):
        for number, entry in enumerate(found, 1):
            tell = _event if listing.event else _answer
            news = tell(project, target, first, (kind, listing, entry, number))
            if news:
                yield news


_Entry = tuple[Kind, Listing, Entry, int]


def _answer(project: Project, target: Target, first: date, one: _Entry) -> News | None:
    """An answer about items that concern the target."""
    kind, listing, entry, number = one
    day = entry.day(listing.lag.end if listing.lag else _DAY)
    items = [
        item
        for code in (entry.lines(listing.items) if listing.items else ())
        if (item := project.catalog.items.get(code)) and about(target, item)
    ]
    if day is None or not items or not first <= day <= project.release.today:
        return None
    return News(
        kind.title,
        f"{kind.name}-{number}",
        entry.text(listing.heading),
        day,
        _sender(project, kind, entry),
        tuple(line for key in listing.brief for line in entry.lines(key)),
        addresses=(urls.item_absolute(project.catalog.site, items[0].code),),
        phones=_phones(kind, entry) or phones_of(project, items[0]),
    )


def _event(project: Project, target: Target, _first: date, one: _Entry) -> News | None:
    """An event; in a domain only what its leading body holds."""
    kind, listing, entry, _ = one
    event, today = listing.event, project.release.today
    begin = entry.values.get(event.begin) if event else None
    if event is None or not isinstance(begin, datetime):
        return None
    lead = project.catalog.site.bodies.get(target.lead) if isinstance(target, Domain) else None
    held = not isinstance(target, Domain) or (lead and lead.name in _bodies(kind, entry))
    if not held or not today <= begin.date() <= today + AHEAD:
        return None
    end = entry.values.get(event.end)
    own, page = entry.text(listing.id), urls.printed(project.catalog.site, listing.address)
    return News(
        kind.title,
        own,
        entry.text(listing.heading),
        begin.date(),
        _sender(project, kind, entry),
        tuple(_rest(kind, listing, entry)),
        event=Event(begin, end if isinstance(end, datetime) else None, entry.text(event.where)),
        addresses=(f"{page}#{own}", page),
        phones=_phones(kind, entry),
    )


def _bodies(kind: Kind, entry: Entry) -> list[str]:
    return [entry.text(f.key) for f in kind.fields if f.to == "body" and entry.text(f.key)]


def _sender(project: Project, kind: Kind, entry: Entry) -> str:
    """The body of an entry, by its short name; else the site speaks."""
    named = _bodies(kind, entry)
    known = project.catalog.site.bodies.values()
    found = (short_name(body) for body in known if body.name in named)
    return next(found, project.catalog.site.name)


def _phones(kind: Kind, entry: Entry) -> tuple[tuple[str, str], ...]:
    keys = (f.key for f in kind.fields if f.key.endswith("电话"))
    return tuple((key, entry.text(key)) for key in keys if entry.text(key))


def _rest(kind: Kind, listing: Listing, entry: Entry) -> Iterator[str]:
    """What else an event says of itself, a line for each field."""
    event = listing.event
    told = {listing.id, listing.heading, *((event.begin, event.end, event.where) if event else ())}
    for f in kind.fields:
        if f.key in entry.values and f.key not in told and _plain(f):
            yield f"{f.key}：{'、'.join(official.lines(entry.values[f.key]))}"


def _plain(f: Field) -> bool:
    return f.type in ("text", "lines") and not f.key.endswith("电话")
