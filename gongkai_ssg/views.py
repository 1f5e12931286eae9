"""Finished views: what a page shows, ready to print, without look-ups or date maths.

Hrefs are relative to the site's root and name the file; a template puts `root` before them.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from gongkai_ssg import official, timeliness, urls
from gongkai_ssg.model import Body, Item, Record, Value, is_device
from gongkai_ssg.project import Project
from gongkai_ssg.schema import Field

# Shown in their own places on an item's page rather than among its elements.
_ELSEWHERE = frozenset({"编码", "审核", "调整", "状态", "并入"})
_PHONES = ("咨询电话", "监督电话")


class Link(NamedTuple):
    """A text and where it leads, from the site's root."""

    text: str
    href: str


class Row(NamedTuple):
    """A label with the lines that stand beside it; `links` where the lines lead somewhere."""

    label: str
    lines: tuple[str, ...]
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A record in a list."""

    link: Link
    date: str
    item: Link
    domain: Link
    place: Link | None
    issuer: str
    posting: tuple[str, str] | None
    preview: bool

    @property
    def month(self) -> str:
        """As `2026-03`; empty as the date is."""
        return self.date[:7]


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item in a list."""

    link: Link
    code: str
    group: str
    aka: tuple[str, ...]
    levels: tuple[str, ...]
    bodies: tuple[str, ...]
    records: int
    newest: str
    ended: bool


@dataclass(frozen=True, slots=True)
class TableRow:
    """An item as a row of the official table; one tuple of lines for each leaf column."""

    number: int
    code: str
    href: str
    cells: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The official table."""

    header: official.Header
    rows: tuple[TableRow, ...]


@dataclass(frozen=True, slots=True)
class DomainCard:
    """A domain on the home page and in the navigation."""

    link: Link
    intro: str
    items: int
    records: int
    newest: str


@dataclass(frozen=True, slots=True)
class BodyCard:
    """Who answers: a responsible body with its phone."""

    link: Link
    phone: str
    address: str


@dataclass(frozen=True, slots=True)
class AttachmentView:
    """A file for download."""

    link: Link
    type: str

    @property
    def saved_as(self) -> str:
        """What the file is called on a reader's computer: as here, or as at its address."""
        suffix, label = f".{self.type.lower()}", self.link.text
        name = label if label.lower().endswith(suffix) else label + suffix
        return posixpath.basename(self.link.href) if is_device(name) else name


def link(text: str, address: str) -> Link:
    """A link to an address."""
    return Link(text, urls.file_of(address))


def item_link(item: Item) -> Link:
    """A link to an item by its name."""
    return link(item.title, urls.item(item.code))


def domain_link(project: Project, slug: str) -> Link:
    """A link to a domain by its name."""
    return link(project.catalog.domains[slug].name, urls.domain(slug))


def place_name(project: Project, place_id: str) -> str:
    """The name of a place, of a village with its town before it; empty where there is none."""
    places = project.catalog.site.places
    place = places.get(place_id)
    if place is None:
        return ""
    town = places.get(place.parent)
    return f"{town.name}{place.name}" if town and town.level == "乡级" else place.name


def place_link(project: Project, place_id: str) -> Link | None:
    """A link to a place by its name."""
    name = place_name(project, place_id)
    return link(name, urls.place(place_id)) if name else None


def body_card(body: Body) -> BodyCard:
    """A body with phone and address."""
    return BodyCard(link(body.name, urls.body(body.id)), body.phone, body.address)


def sheet_href(project: Project, address: str) -> str:
    """The PDF of a page, where the site carries sheets; else empty."""
    return urls.sheet(address) if project.settings.prints_with_site else ""


def audience_filter(item: Item) -> tuple[str, ...]:
    """The value of the filter 对象 for an item and for its records."""
    return ("特定群体" if item.audience else "全社会",)


def minute(record: Record) -> str:
    """公开日期 as `2026-03-05 09:00`, empty in a preview of an undated draft."""
    return official.joined(record.published) if record.published else ""


def record_row(project: Project, record: Record) -> RecordRow:
    """A record for a list."""
    item = project.catalog.items[record.item]
    posting = record.posting
    return RecordRow(
        link=link(record.title, urls.record(record.id)),
        date=minute(record)[:10],
        item=item_link(item),
        domain=domain_link(project, item.domain),
        place=place_link(project, record.place),
        issuer=record.entry.text("发布机构"),
        posting=(posting[0].isoformat(), posting[1].isoformat()) if posting else None,
        preview=record.id in project.release.preview,
    )


def record_rows(project: Project, records: Iterable[Record]) -> tuple[RecordRow, ...]:
    """Records for a list, in their order."""
    return tuple(record_row(project, record) for record in records)


def item_row(project: Project, item: Item) -> ItemRow:
    """An item for a list."""
    records = project.release.by_item.get(item.code, ())
    return ItemRow(
        link=item_link(item),
        code=item.code,
        group=item.entry.text("一级事项"),
        aka=item.entry.lines("俗称"),
        levels=item.levels,
        bodies=item.entry.lines("公开主体"),
        records=len(records),
        newest=minute(records[0])[:10] if records else "",
        ended=item.ended,
    )


def item_rows(project: Project, items: Iterable[Item]) -> tuple[ItemRow, ...]:
    """Items for a list, in their order."""
    return tuple(item_row(project, item) for item in items)


def table(project: Project, items: Iterable[Item]) -> Table:
    """The official table of some items."""
    shown = tuple(items)
    leaves = official.columns(project.settings.schema.kinds["item"], shown)
    rows = (
        TableRow(
            number,
            item.code,
            urls.file_of(urls.item(item.code)),
            tuple(official.cell(leaf, item) for leaf in leaves),
        )
        for number, item in enumerate(shown, 1)
    )
    return Table(official.header(leaves), tuple(rows))


def element_rows(project: Project, item: Item) -> tuple[Row, ...]:
    """Every element of an item that has a value, labelled and in the schema's order."""
    kind = project.settings.schema.kinds["item"]
    return tuple(
        _element(project, item, f)
        for f in kind.fields
        if f.key in item.entry.values and f.key not in _ELSEWHERE | set(_PHONES)
    )


def _element(project: Project, item: Item, f: Field) -> Row:
    label = f.column.label if f.column else f.key
    values = official.lines(item.entry.values[f.key])
    if f.key != "公开主体":
        return Row(label, values)
    bodies = (project.catalog.site.bodies[body] for body in item.bodies)
    return Row(label, values, tuple(link(b.name, urls.body(b.id)) for b in bodies))


def phone_rows(values: Mapping[str, Value]) -> tuple[Row, ...]:
    """咨询电话 and 监督电话, where they are written."""
    return tuple(Row(key, official.lines(values[key])) for key in _PHONES if key in values)


def contact_rows(project: Project, item: Item) -> tuple[Row, ...]:
    """Whom to ask: the phones of the item, else of its domain, else of its bodies."""
    domain = project.catalog.domains[item.domain].entry.values
    bodies = (project.catalog.site.bodies[body] for body in item.bodies)
    return (
        phone_rows(item.entry.values)
        or phone_rows(domain)
        or tuple(Row(body.name, (body.phone,)) for body in bodies if body.phone)
    )


def header_card(project: Project, record: Record) -> tuple[Row, ...]:
    """The header card of a record (索引号 … 有效性), by the schema's columns."""
    shown: list[Row] = []
    for f in project.settings.schema.kinds["record"].columns:
        if f.key in ("标题", "区划"):
            continue
        value = record.validity if f.key == "有效性" else record.entry.values.get(f.key)
        if value is not None:
            label = f.column.label if f.column else f.key
            shown.append(Row(label, official.lines(value)))
    place = place_link(project, record.place)
    if place:
        shown.append(Row("区划", (place.text,), (place,)))
    taken = record.days_to_publish
    if taken is not None:
        words = f"形成后 {taken} 天" if taken else "形成当天"
        shown.append(Row("公开用时", (words + _in_time(project, record),)))
    return tuple(shown)


def _in_time(project: Project, record: Record) -> str:
    """Whether the record met its time limit, where that can be said."""
    judged = timeliness.judge(project, record)
    if judged is None:
        return ""
    if not judged.late:
        return "，在时限内"
    settled = "，暂定" if judged.provisional else ""
    return f"，超过时限 {judged.late} 个工作日（应在 {judged.due.isoformat()} 以前{settled}）"


def due_again(project: Project, item: Item) -> tuple[str, str] | None:
    """The day before which an item with a rhythm is due next, and the rhythm; None for others."""
    if item.ended:
        return None
    found = timeliness.again(project, item, last_published(project, item))
    return (found.day.isoformat(), found.rhythm) if found else None


def last_published(project: Project, item: Item) -> date | None:
    """The day of an item's newest public record."""
    records = project.release.by_item.get(item.code, ())
    return max((r.published.date() for r in records if r.published), default=None)


def review_rows(record: Record) -> tuple[Row, ...]:
    """Who signed and when."""
    rows = []
    for name, signature in record.entry.object("审核").items():
        if isinstance(signature, Mapping):
            day = official.joined(signature.get("日期", ""))
            rows.append(Row(name, (f"{signature.get('人', '')} {day}".strip(),)))
    return tuple(rows)


def attachment_views(record: Record) -> tuple[AttachmentView, ...]:
    """The files of a record."""
    base = urls.record(record.id)
    return tuple(
        AttachmentView(Link(a.label, base + a.filename), a.filename.rpartition(".")[2].upper())
        for a in record.attachments
    )
