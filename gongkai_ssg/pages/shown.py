"""An entry of a list as a page shows it: its fields, and what its kind has besides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from gongkai_ssg import official, timeliness, urls, views
from gongkai_ssg.model import Entry, Value
from gongkai_ssg.pages.chart import Chart, chart
from gongkai_ssg.project import Project
from gongkai_ssg.schema import Field, Kind, Lag, Listing
from gongkai_ssg.views import Link, Row

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Grid:
    """Objects within an entry as a table: a row of cells for each."""

    label: str
    head: tuple[str, ...]
    rows: tuple[tuple[Row, ...], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry; `number` counts from 1 in its file, `anchor` is its place on the page."""

    number: int
    anchor: str
    heading: str
    rows: tuple[Row, ...]
    grids: tuple[Grid, ...] = ()
    answered: str = ""
    late: bool = False
    calendar: Link | None = None
    chart: Chart | None = None
    due: str = ""


def shown(project: Project, kind: Kind, listing: Listing, number: int, entry: Entry) -> Shown:
    """Make an entry ready for a template."""
    aside = {listing.heading, listing.id, listing.steps}
    entry = public(project, kind, entry)
    fields = [f for f in kind.fields if f.key in entry.values and f.key not in aside]
    taken = answered_after(listing.lag, entry)
    steps = entry.objects(listing.steps) if listing.steps else ()
    due = due_again(project, listing, entry)
    return Shown(
        number,
        anchor=entry.text(listing.id) or f"n{number}",
        heading=entry.text(listing.heading),
        rows=tuple(_row(project, f, entry.values[f.key]) for f in fields if f.type != "objects"),
        grids=tuple(_grid(project, f, entry) for f in fields if f.type == "objects"),
        answered=_words(listing.lag, taken) if listing.lag else "",
        late=bool(listing.lag and taken and taken > listing.lag.hours * _HOUR),
        calendar=_calendar(listing, entry),
        chart=chart(entry.text(listing.heading), steps) if steps else None,
        due=due.isoformat() if due else "",
    )


def public(project: Project, kind: Kind, entry: Entry) -> Entry:
    """An entry that names no record which is not public itself."""
    values = dict(entry.values)
    for f in kind.fields:
        if f.to == "record" and f.key in values:
            known = tuple(one for one in entry.lines(f.key) if one in project.release.by_id)
            values[f.key] = known
            if not known:
                del values[f.key]
    return replace(entry, values=values)


def answered_after(lag: Lag | None, entry: Entry) -> timedelta | None:
    """How long an answer took; None where there is none yet."""
    begin = entry.values.get(lag.begin) if lag else None
    end = entry.values.get(lag.end) if lag else None
    if isinstance(begin, datetime) and isinstance(end, datetime):
        return end - begin
    return None


def due_again(project: Project, listing: Listing, entry: Entry) -> date | None:
    """The next day, from today on, on which an entry with a rhythm falls due."""
    if not listing.rhythm:
        return None
    written = entry.text(listing.rhythm)
    return timeliness.coming(written, project.release.today, project.calendar)


def _words(lag: Lag, taken: timedelta | None) -> str:
    """How long it took, in whole hours and days, rounded up: nobody is made quicker than he was."""
    if taken is None:
        return "还没有回应"
    hours = -(-taken // _HOUR)
    words = f"{hours} 小时" if taken <= 2 * _DAY else f"{-(-taken // _DAY)} 天"
    after = f"，超过 {lag.hours} 小时" if taken > lag.hours * _HOUR else ""
    return f"{words}内回应{after}" if hours else "当时就回应"


def _calendar(listing: Listing, entry: Entry) -> Link | None:
    if listing.event is None:
        return None
    return Link("加到手机日历", urls.calendar(listing.address, entry.text(listing.id)))


def _row(project: Project, f: Field, value: Value) -> Row:
    label = f.column.label if f.column else f.key
    return Row(label, official.lines(value), tuple(_links(project, f, value)))


def _grid(project: Project, f: Field, entry: Entry) -> Grid:
    objects = entry.objects(f.key)
    columns = [part for part in f.fields if any(part.key in one for one in objects)]
    rows = (tuple(_cell(project, part, one) for part in columns) for one in objects)
    return Grid(f.key, tuple(part.key for part in columns), tuple(rows))


def _cell(project: Project, f: Field, values: Mapping[str, Value]) -> Row:
    return _row(project, f, values[f.key]) if f.key in values else Row(f.key, ())


def _links(project: Project, f: Field, value: Value) -> Iterator[Link]:
    """Where references lead; of a record only where it is public."""
    written: Iterable[Value] = value if isinstance(value, tuple) else (value,)
    catalog = project.catalog
    for one in map(str, written):
        if f.to == "item" and one in catalog.items:
            yield views.item_link(catalog.items[one])
        elif f.to == "record" and one in project.release.by_id:
            record = project.release.by_id[one]
            yield views.link(record.title, urls.record(record.id))
        elif f.to == "place" and one in catalog.site.places:
            yield views.link(views.place_name(project, one), urls.place(one))
