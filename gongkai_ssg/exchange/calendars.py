"""Calendars (iCalendar, RFC 5545): events of lists, and what falls due again."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import cast
from urllib.parse import urlsplit

from gongkai_ssg import urls
from gongkai_ssg.model import Entry, Site
from gongkai_ssg.pages import entries
from gongkai_ssg.pages.entries import Group
from gongkai_ssg.project import Project
from gongkai_ssg.schema import Event, Listing

# Beijing time, the only one in China; calendars want UTC or a table of time zones.
_ZONE = timedelta(hours=8)
_OCTETS = 75


@dataclass(frozen=True, slots=True)
class Day:
    """Something on a whole day: an id that stays, what it is, and where it can be read.

    The id begins with the kind of thing: a calendar that is imported again replaces what it knows.
    """

    id: str
    day: date
    title: str
    text: str = ""
    url: str = ""


def files(project: Project) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """A calendar for each event, and one for each place in which something falls due again."""
    for kind, listing, listed in entries.listings(project):
        for entry in listed if listing.event else ():
            name = urls.calendar(listing.address, entry.text(listing.id))
            yield name, partial(_event, project, kind.name, listing, entry)
    for place in project.catalog.site.places.values():
        for group in entries.of_place(project, place):
            if group.calendar:
                name = f"{place.name}{group.link.text}"
                days = _dues(project.catalog.site, place.id, group)
                yield group.calendar.href, partial(calendar, project, name, tuple(days))


def _dues(site: Site, place: str, group: Group) -> Iterator[Day]:
    """A row has no id: it is known by its heading, and rows of one heading by their order."""
    page = urls.absolute(site, urls.file_of(urls.place(place)))
    met = Counter[str]()
    for one in group.entries:
        met[one.heading] += 1
        if one.due:
            mark = hashlib.sha256(f"{one.heading}{met[one.heading]}".encode()).hexdigest()[:12]
            text = "；".join(f"{row.label}: {'、'.join(row.lines)}" for row in one.rows)
            name = f"{group.kind}-{place}-{mark}-{one.due}"
            day = date.fromisoformat(one.due)
            yield Day(name, day, f"{one.heading}（到期）", text, page)


def calendar(project: Project, name: str, days: Iterable[Day]) -> bytes:
    """Whole days as a calendar; the stamp is the day of the build, so that bytes stay the same."""
    lines = []
    for one in sorted(days, key=lambda day: (day.day, day.id)):
        lines += [
            "BEGIN:VEVENT",
            f"UID:{one.id}@{_host(project.catalog.site)}",
            _stamp(project),
            f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}",
            f"SUMMARY:{_text(one.title)}",
            *([f"DESCRIPTION:{_text(one.text)}"] if one.text else []),
            *([f"URL:{one.url}"] if one.url else []),
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    return _file(name, lines)


def _event(project: Project, kind: str, listing: Listing, entry: Entry) -> bytes:
    site, event, own = project.catalog.site, cast("Event", listing.event), entry.text(listing.id)
    begin, end = entry.values[event.begin], entry.values[event.end]
    lines = [
        "BEGIN:VEVENT",
        f"UID:{kind}-{own}@{_host(site)}",
        _stamp(project),
        f"DTSTART:{_moment(begin)}",
        f"DTEND:{_moment(end)}",
        f"SUMMARY:{_text(entry.text(listing.heading))}",
        f"LOCATION:{_text(entry.text(event.where))}",
        f"URL:{urls.absolute(site, '')}{listing.address}index.html#{own}",
        "END:VEVENT",
    ]
    return _file(entry.text(listing.heading), lines)


def _file(name: str, lines: Iterable[str]) -> bytes:
    head = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//gongkai//gongkai//ZH",
        "CALSCALE:GREGORIAN",
    ]
    whole = [*head, f"X-WR-CALNAME:{_text(name)}", *lines, "END:VCALENDAR"]
    return b"".join(_folded(line.encode()) for line in whole)


def _folded(line: bytes) -> bytes:
    """RFC 5545, 3.1: no more than 75 octets in a line; here no character is cut either."""
    parts = []
    while len(line) > _OCTETS:
        end = _OCTETS
        while line[end] & 0xC0 == 0x80:  # noqa: PLR2004  a byte within a character of UTF-8
            end -= 1
        parts.append(line[:end])
        line = b" " + line[end:]
    return b"\r\n".join([*parts, line]) + b"\r\n"


def _text(written: str) -> str:
    """RFC 5545, 3.3.11: backslash, comma, semicolon and line breaks are escaped."""
    for char in "\\;,":
        written = written.replace(char, f"\\{char}")
    return written.replace("\n", "\\n")


def _moment(value: object) -> str:
    moment = cast("datetime", value) - _ZONE
    return f"{moment:%Y%m%dT%H%M%SZ}"


def _stamp(project: Project) -> str:
    return f"DTSTAMP:{project.release.today:%Y%m%d}T000000Z"


def _host(site: Site) -> str:
    return urlsplit(site.url).hostname or "gongkai"
