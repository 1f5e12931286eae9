"""The sheet of a record or an item: 公示, 公告, 公开事项告知."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from math import ceil
from typing import Any

from gongkai_ssg import official, qr, urls, views
from gongkai_ssg.links import Paper
from gongkai_ssg.model import Item, Record
from gongkai_ssg.print import blocks, text, title
from gongkai_ssg.print.text import Block
from gongkai_ssg.project import Project

Sheet = dict[str, Any]
ITEM_HEADING = "公开事项告知"
_NEWEST = 10
# Characters of a last paragraph that is kept with the signature, about six lines.
_SHORT = 170
# Rows of a table at the end that are kept with it.
_KEPT = 2
# Characters in a line, and lines of a page without those of the signature.
_IN_A_LINE, _SURELY = 28, 15
# Characters of the names of those to whom a notice goes.
_ADDRESS = 60
# Lines of an element no longer than this stand in one row.
_BRIEF = 18
_SPACE = re.compile(r"\s+")


def chinese_date(day: date) -> str:
    """`2026年3月5日`, without leading zeros (GB/T 9704-2012, 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def period(first: date, last: date) -> str:
    """`2026年3月5日至3月9日`; the year is said twice only where it changes."""
    whole = chinese_date(last)
    return (
        f"{chinese_date(first)}至{whole.partition('年')[2] if first.year == last.year else whole}"
    )


def public_body(project: Project, address: str) -> Paper:
    """The body of a page as it stands on the web, with the file of each picture."""
    site, shown = project.catalog.site, project.bodies.assets
    files = {urls.absolute(site, name): path for name, path in shown.items()}
    return Paper(project.bodies.of(address), files)


def record_sheet(project: Project, record: Record, body: Paper) -> Sheet:
    """A record as it is posted; of a record for paper only this is the one place it appears."""
    item = project.catalog.items[record.item]
    issuer = _full_name(project, record.issuer) or record.entry.text("发布机构")
    made = record.entry.day("成文日期")
    day = chinese_date(made) if made else ""
    page = urls.absolute(project.catalog.site, urls.record(record.id))
    found = blocks.blocks(body.html, page, body.pictures.get)
    shown = _unsigned(found, {issuer, record.entry.text("发布机构")}, made)
    heading = title.lines(record.title, names(project))
    return {
        **_common(project, item, heading, _record_foot(project, record, item)),
        **_body(shown, len(heading) + len(record.attachments) + 2),
        "attachments": [attachment.label for attachment in record.attachments],
        "signers": [issuer],
        "date": day,
    }


def item_sheet(project: Project, item: Item) -> Sheet:
    """What is published under an item, by whom and when, in its elements and its own words."""
    address = urls.item(item.code)
    page = urls.absolute(project.catalog.site, address)
    body = public_body(project, address)
    explanation = blocks.blocks(body.html, page, body.pictures.get)
    parts = [("公开要素", [_elements(project, item)]), ("说明", _below(explanation))]
    parts.append(("已经公开的信息", _published(project, item)))
    found: list[Block] = []
    for name, inner in parts:
        if inner:
            found += [{"k": "h", "level": 1, "number": 1, "c": [name]}, *inner]
    change = project.ledger.items[item.code].changes[-1]
    heading = (*title.lines(item.title, names(project)), ITEM_HEADING)
    return {
        **_common(project, item, heading, item_phones(project, item)),
        **_body(found, len(heading) + 1),
        "attachments": [],
        "signers": [project.catalog.site.bodies[body].name for body in item.bodies[:1]],
        "date": chinese_date(change.day),
    }


def _body(found: list[Block], others: int) -> Sheet:
    """The blocks; `tail` says that the last one is short enough to be kept with the signature."""
    found = _divided(list(blocks.counted(found)))
    short = bool(found) and len("".join(text.texts(found[-1]))) <= _SHORT
    to = bool(found) and found[0]["k"] == "p" and _is_address(text.plain(found[0]["c"]))
    return {
        "blocks": [{**found[0], "k": "to"}, *found[1:]] if to else found,
        "tail": len(found) > 1 and short and _is_kept(found[-1]),
        "fits": _fits(found, others),
    }


def _divided(found: list[Block]) -> list[Block]:
    """The last rows of a table at the end are a part of their own, kept with the signature."""
    *before, last = found or [{"k": ""}]
    rows = last.get("rows", [])
    if len(rows) <= _KEPT or last["wide"] or any(one["down"] > 1 for row in rows for one in row):
        return found
    upper, lower = ({**last, "rows": part} for part in (rows[:-_KEPT], rows[-_KEPT:]))
    return [*before, {**upper, "goes-on": True}, {**lower, "goes-on": False}]


def _is_kept(block: Block) -> bool:
    """Whether a block at the end may go over as a whole with the signature, where it is short."""
    few = block["k"] == "table" and not block["wide"] and len(block["rows"]) <= _KEPT
    return few or block["k"] in ("p", "list")


def _fits(found: list[Block], others: int) -> bool:
    """Whether a body and so many `others` surely leave room for the signature on one page."""
    if any(block["k"] not in ("p", "h", "typed") for block in found):
        return False
    widths = (official.width_of(text.plain(block["c"])) for block in found)
    return sum(ceil((width + 2) / (_IN_A_LINE - 2)) for width in widths) + others <= _SURELY


def _is_address(text: str) -> bool:
    """Whether a first paragraph names those to whom a notice goes (主送机关, 7.3.2)."""
    return text.endswith("：") and "。" not in text and len(text) <= _ADDRESS


def _common(project: Project, item: Item, heading: tuple[str, ...], foot: list[str]) -> Sheet:
    """What every notice carries: title, code and address, version and day of printing."""
    site, version = project.catalog.site, project.version(item.code)
    printed = chinese_date(project.release.today)
    return {
        "kind": "notice",
        "title": "".join(heading),
        "title-lines": list(heading),
        "qr": qr.svg(urls.qr_text(site, item.code, version)),
        "address": urls.item_absolute(site, item.code),
        "edition": f"编码 {item.code}　第{version}版　{printed}打印",
        "foot": foot,
        "list": None,
    }


def names(project: Project) -> frozenset[str]:
    """The county's own names, which no line break may tear."""
    site = project.catalog.site
    bodies = (name for body in site.bodies.values() for name in (body.name, body.short))
    return frozenset(
        n for n in (site.county, *bodies, *(p.name for p in site.places.values())) if n
    )


def _full_name(project: Project, body_id: str) -> str:
    body = project.catalog.site.bodies.get(body_id)
    return body.name if body else ""


def _record_foot(project: Project, record: Record, item: Item) -> list[str]:
    """公示期 and the day on which the sheet comes off the board, then whom to ask."""
    posting, down = record.posting, record.entry.day("撤下日期")
    lines: list[str] = []
    if posting:
        days = str(record.entry.object("公示期").get("天数", ""))
        length = f"（{days}）" if days else ""
        lines.append(f"公示期：{period(*posting)}{length}，期满取下")
    if record.validity != "有效":
        lines.append(f"有效性：{record.validity}")
    if down:
        lines.append(f"张贴到{chinese_date(down)}，当天取下")
    return [*lines, *item_phones(project, item)]


def item_phones(project: Project, item: Item) -> list[str]:
    """咨询电话 and 监督电话 of the item, else of its domain, else the body's own."""
    rows = views.contact_rows(project, item)
    found = [f"{row.label} {'、'.join(row.lines)}" for row in rows]
    return ["　".join(found)] if found else []


def _unsigned(found: list[Block], issuers: set[str], made: date | None) -> list[Block]:
    """Without a last paragraph that is nothing but 署名 and date: the sheet sets its own."""
    if not found or made is None or found[-1]["k"] != "p":
        return found
    last = _SPACE.sub("", text.plain(found[-1]["c"]))
    return found[:-1] if last in {issuer + chinese_date(made) for issuer in issuers} else found


def _elements(project: Project, item: Item) -> Block:
    rows = [
        [text.cell([row.label]), text.cell(in_rows(row.lines))]
        for row in views.element_rows(project, item)
    ]
    made = text.table([], rows)
    return {**made, "columns": [5, 23]}


def in_rows(lines: Iterable[str]) -> list[text.Run]:
    """Lines below one another; short ones in one row."""
    shown = list(lines)
    if max(map(len, shown), default=0) <= _BRIEF:
        return ["、".join(shown)]
    runs: list[text.Run] = []
    for line in shown:
        runs += [{"k": "br"}, line] if runs else [line]
    return runs


def _below(explanation: list[Block]) -> list[Block]:
    """The headings of an explanation one level deeper, under the sheet's own."""
    return [
        {**block, "level": block["level"] + 1} if block["k"] in ("h", "typed") else block
        for block in explanation
    ]


def _published(project: Project, item: Item) -> list[Block]:
    records = project.release.by_item.get(item.code, ())[:_NEWEST]
    rows = [
        [text.cell([views.minute(record)[:10]]), text.cell([record.title])] for record in records
    ]
    head = [[text.cell(["公开日期"]), text.cell(["标题"])]]
    return [{**text.table(head, rows), "columns": [6, 22]}] if rows else []
