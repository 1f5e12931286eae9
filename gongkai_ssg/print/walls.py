"""Sheets made from lists: the poster of an event, a flow chart for the wall, a village's own table.

Which list makes which sheet is said by its kind in the schema (`event`, `steps`, `places` with
columns); no kind has code of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass
from datetime import date, datetime

from gongkai_ssg import official, qr, urls, views
from gongkai_ssg.model import Entry, Place, Value
from gongkai_ssg.pages import entries, shown
from gongkai_ssg.print import papers, text, title
from gongkai_ssg.print.notices import Sheet, chinese_date, names
from gongkai_ssg.print.posters import brief, place_phones, poster
from gongkai_ssg.project import Project
from gongkai_ssg.schema import Kind, Listing

_WEEK = "一二三四五六日"
# Room (in characters) of the number of a row, and the most and the least of any column.
_NUMBER, _MOST, _LEAST = 2.4, 9.0, 3.4


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry of a list that has an address of its own."""

    kind: Kind
    listing: Listing
    entry: Entry

    @property
    def id(self) -> str:
        """Its id in the list."""
        return self.entry.text(self.listing.id)

    @property
    def title(self) -> str:
        """Its heading."""
        return self.entry.text(self.listing.heading)


def find(listed: Iterable[Listed], written: str) -> Listed | None:
    """The entry with an id; lists of two kinds may each have one of that id."""
    return next((one for one in listed if one.id == written), None)


def every(project: Project) -> Iterator[Listed]:
    """The entries that have an id."""
    for kind, listing, kept in entries.listings(project):
        if listing.id:
            yield from (Listed(kind, listing, entry) for entry in kept)


def events(project: Project) -> list[Listed]:
    """The entries that have a poster."""
    return [one for one in every(project) if one.listing.event]


def flows(project: Project) -> list[Listed]:
    """The entries that have a flow chart."""
    return [one for one in every(project) if one.listing.steps]


def address(project: Project, one: Listed) -> str:
    """Where an entry stands on the page of its list."""
    return f"{urls.printed(project.catalog.site, one.listing.address)}#{one.id}"


def event_poster(project: Project, one: Listed, distance: str) -> Sheet:
    """A poster that invites: when, where, what there is to see, and how to come.

    When and where are told in full; of the rest, what is long stands on the page.
    """
    entry, event = one.entry, one.listing.event
    told = {one.listing.heading, one.listing.id}
    lines = []
    if event:
        told |= {event.begin, event.end, event.where}
        when = _when(entry.values.get(event.begin), entry.values.get(event.end))
        lines = [f"时间: {when}", f"地点: {entry.text(event.where)}"]
    fields = [f for f in one.kind.fields if f.key in entry.values and f.key not in told]
    briefly = [(f.key, *brief(entry.lines(f.key))) for f in fields]
    lines += [f"{key}: {'；'.join(some)}{more}" for key, some, more in briefly]
    link = address(project, one)
    heading = (f"{project.catalog.site.county}{one.kind.title}", one.title)
    return poster(
        project,
        heading,
        (link, link),
        shown=(lines, ""),
        foot=[],
        distance=distance,
        at=entry.at(one.listing.id),
    )


def _when(begin: Value | None, end: Value | None) -> str:
    """A span of time as a poster says it; the day once where it is one day."""
    if not isinstance(begin, datetime) or not isinstance(end, datetime):
        return ""
    first = f"{chinese_date(begin)}（星期{_WEEK[begin.weekday()]}）{begin:%H:%M}"
    if begin.date() == end.date():
        return f"{first}至{end:%H:%M}"
    return f"{first}至{chinese_date(end)}{end:%H:%M}"


def flow_sheet(project: Project, one: Listed) -> Sheet:
    """A flow chart in A3 for the wall of an office."""
    link = address(project, one)
    told = {one.listing.heading, one.listing.id, one.listing.items, one.listing.steps}
    fields = [f for f in one.kind.fields if f.key in one.entry.values and f.key not in told]
    foot = [f"{f.key} {'、'.join(one.entry.lines(f.key))}" for f in fields]
    heading = f"{one.title}流程图"
    return {
        "kind": "flow",
        "title": heading,
        "title-lines": list(title.lines(heading, names(project), _TITLE)),
        "above": project.catalog.site.name,
        "steps": [_step(step) for step in one.entry.objects(one.listing.steps)],
        "qr": qr.svg(link),
        "address": link,
        "foot": [*foot, f"{chinese_date(project.release.today)}打印"],
        "paper": "A3",
        "at": astuple(one.entry.at(one.listing.id)),
    }


# Characters of a line of the title of a flow chart.
_TITLE = 14


def _step(step: Mapping[str, Value]) -> dict[str, object]:
    name, *facts = (str(step.get(key, "")) for key in ("名称", "承办", "时限", "说明"))
    labels = ("承办: ", "时限: ", "")
    told = [label + fact for label, fact in zip(labels, facts, strict=True) if fact]
    return {"name": name, "facts": told, "otherwise": str(step.get("不符合时", ""))}


def place_tables(project: Project, place: Place) -> Iterator[Sheet]:
    """The tables that a place keeps itself (村务公开目录), one sheet for each such list."""
    for group in entries.of_place(project, place):
        if not group.columns:
            continue
        dated = any(one.due for one in group.entries)
        labels = ["序号", *group.columns, *(["下一次公开"] if dated else [])]
        own = {_subject(project, group.kind): place.name}
        rows = [_cells(n, one, own, dated=dated) for n, one in enumerate(group.entries, 1)]
        heading = f"{views.place_name(project, place.id)}{group.link.text}目录"
        link = urls.printed(project.catalog.site, urls.place(place.id))
        edition = f"{chinese_date(project.release.today)}打印"
        foot = "　".join(place_phones(project, place))
        table = _table(labels, rows)
        yield papers.sheet(project, heading, [table], (qr.svg(link), link), (edition, foot))


def entries_of(project: Project, place: Place) -> Iterator[Entry]:
    """The entries from which these tables are made: of whole lists, for the place of a fault."""
    kinds = {group.kind for group in entries.of_place(project, place) if group.columns}
    for kind in sorted(kinds):
        yield from project.catalog.of_kind(kind)


def _subject(project: Project, kind: str) -> str:
    """The label of the column that names places: on a place's own board it is this one."""
    found = project.settings.schema.kinds[kind]
    key = found.listing.places if found.listing else ""
    return next((f.column.label for f in found.columns if f.column and f.key == key), "")


def _cells(
    number: int, one: shown.Shown, own: Mapping[str, str], *, dated: bool
) -> list[list[str]]:
    due = [f"{chinese_date(date.fromisoformat(one.due))}以前"] if one.due else []
    rows = [[own[row.label]] if row.label in own else list(row.lines) for row in one.rows]
    return [[str(number)], [one.heading], *rows, *([due] if dated else [])]


def _table(labels: list[str], rows: list[list[list[str]]]) -> text.Block:
    """Columns as wide as their words need, within bounds."""
    head = [[text.cell([label]) for label in labels]]
    made = text.table(head, [[text.cell(_lines(cell)) for cell in row] for row in rows])
    columns = zip(*rows, strict=True)
    widest = [max(official.width_of(line) for cell in c for line in [*cell, ""]) for c in columns]
    weights = [_NUMBER, *(min(_MOST, max(_LEAST, width**0.7)) for width in widest[1:])]
    return {**made, "columns": weights, "size": 10.5, "whole": True}


def _lines(words: list[str]) -> list[text.Run]:
    runs: list[text.Run] = []
    for line in words:
        runs += [{"k": "br"}, line] if runs else [line]
    return runs
