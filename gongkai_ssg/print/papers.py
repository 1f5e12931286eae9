"""Sheets that stay in the office: to be filled in and signed, not to hang.

A review leaves a written record of six things (reviews of 政府信息公开 as offices prescribe them
under 《政府信息公开条例》第十七条): name, summary, way, range and time of disclosure, and, where
something is not disclosed, reason and basis.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gongkai_ssg import official, qr, urls, views
from gongkai_ssg.model import SIGNATURES, Item, Record
from gongkai_ssg.print import text, title
from gongkai_ssg.print.notices import Sheet, chinese_date, names
from gongkai_ssg.project import Project

Pair = tuple[str, str]
REVIEW = "政府信息公开审查表"
_WHO = {
    "初审": "产生信息的科室",
    "复审": "分管负责人",
    "终审": "主要负责人",
    "保密审查": "保密审查人",
}
_SPACE = "\n"
_LABEL, _CONTENT = 6.5, 21.5


def review_rows(project: Project, record: Record, item: Item) -> list[Pair]:
    """What a reviewer decides on: label and content."""
    channels = record.entry.lines("渠道") or item.channels
    place = views.place_name(project, record.place)
    day = views.minute(record)
    files = "、".join(a.label for a in record.attachments)
    rows = [
        ("信息名称", record.title),
        ("所属事项", f"{item.title}（{item.code}）"),
        ("文号", record.entry.text("文号")),
        ("内容摘要", record.entry.text("内容概述")),
        ("附件", files),
        ("拟公开方式", f"{item.entry.text('公开方式')}公开，{'、'.join(channels)}"),
        ("公开范围", "，".join(part for part in (item.audience or "全社会", place) if part)),
        ("公开时间", day or f"（拟定）时限: {item.entry.text('公开时限')}"),
        ("不予公开的理由和依据", _SPACE),
    ]
    return [(label, words) for label, words in rows if words or label == "内容摘要"]


def signature_rows(record: Record) -> list[tuple[str, str, str]]:
    """Step, who signs, and the day where it is signed."""
    rows = []
    for name in SIGNATURES:
        signed = record.entry.object("审核").get(name)
        found = signed if isinstance(signed, Mapping) else {}
        who = str(found.get("人", "")) or _WHO[name]
        rows.append((name, who, "".join(official.lines(found.get("日期", "")))))
    return rows


def review_sheet(project: Project, record: Record, item: Item) -> Sheet:
    """The review sheet (公开审查表) of a record."""
    rows = [_row(*pair) for pair in review_rows(project, record, item)]
    content = {**text.table([], rows), "columns": [_LABEL, _CONTENT], "size": 12}
    signed = [_row(step, _SPACE, who, day) for step, who, day in signature_rows(record)]
    head = [_row("环节", "意见", "审查人签名", "日期")]
    signatures = {**text.table(head, signed), "columns": [5, 11, 7, 5], "size": 12}
    edition = f"{chinese_date(project.release.today)}打印"
    site = project.catalog.site
    address = urls.item_absolute(site, item.code)
    code = qr.svg(urls.qr_text(site, item.code, project.version(item.code)))
    return sheet(project, REVIEW, [content, signatures], (code, address), (edition, record.path))


def sheet(
    project: Project,
    heading: str,
    blocks: Sequence[Mapping[str, object]],
    code: Pair,
    foot: tuple[str, str],
) -> Sheet:
    """A sheet of tables and paragraphs; `code` is a QR code and its address."""
    picture, address = code
    edition, line = foot
    return {
        "kind": "cover",
        "title": heading,
        "title-lines": list(title.lines(heading, names(project))),
        "blocks": list(blocks),
        "qr": picture,
        "address": address,
        "edition": edition,
        "foot": [line] if line else [],
    }


def _row(*cells: str) -> list[text.Cell]:
    """Cells of a row; `_SPACE` leaves room to write by hand."""
    room: list[text.Run] = [" ", {"k": "br"}, " ", {"k": "br"}, " "]
    return [text.cell(room if words == _SPACE else [words] if words else []) for words in cells]
