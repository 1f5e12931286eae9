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
from gongkai_ssg.sampling import Drawn
from gongkai_ssg.timeliness import judge

Pair = tuple[str, str]
REVIEW = "政府信息公开审查表"
SAMPLE = "政务公开随机抽查检查表"
_METHOD = (
    "每个候选的签是种子、种类（单位、事项、月份）、候选三行文字的 SHA-256，签最小的先抽中；"
    "候选在二维码所指的数据文件里，谁都可以照着重新抽一遍。"
)
_VERDICTS: list[text.Run] = ["□符合", {"k": "br"}, "□基本符合", {"k": "br"}, "□不符合"]
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
    signed = [
        [text.cell([step, {"k": "br"}, who]), *_row(_SPACE, _SPACE, day)]
        for step, who, day in signature_rows(record)
    ]
    head = [_row("环节和审查人", "意见", "签名", "日期")]
    signatures = {**text.table(head, signed), "columns": [7.5, 9.5, 6, 5], "size": 12}
    edition = f"{chinese_date(project.release.today)}打印"
    site = project.catalog.site
    address = urls.item_absolute(site, item.code)
    code = qr.svg(urls.qr_text(site, item.code, project.version(item.code)))
    return sheet(project, REVIEW, [content, signatures], (code, address), (edition, record.path))


def sample_sheet(project: Project, drawn: Sequence[Drawn], seed: str) -> Sheet:
    """The form for a check: what was drawn, what was found there, room for a verdict."""
    day = chinese_date(project.release.today)
    head = [_row("序号", "单位", "事项", "月份", "该月公开", "结论", "问题和整改")]
    rows = [
        [
            *_row(str(number), one.body),
            *_row(f"{one.item.title}（{one.item.code}）", one.month, _of_month(project, one)),
            text.cell(_VERDICTS),
            *_row(_SPACE),
        ]
        for number, one in enumerate(drawn, 1)
    ]
    columns = [2.2, 4.8, 5.6, 3, 2.8, 4.2, 5.4]
    table = {**text.table(head, rows), "columns": columns, "size": 10.5, "whole": True}
    blocks = [
        _words(f"种子: {seed}"),
        _words(f"抽样日期: {day}。{_METHOD}"),
        table,
        _words("检查人签名:　　　　　　　　检查日期:　　　　年　　月　　日"),
    ]
    address = f"{urls.printed(project.catalog.site, 'data/')}catalog.json"
    return sheet(project, SAMPLE, blocks, (qr.svg(address), address), (f"{day}打印", ""))


def _of_month(project: Project, one: Drawn) -> str:
    """How many records of the item came out in the month, and how many of them late."""
    mine = [
        record
        for record in project.release.by_item.get(one.item.code, ())
        if record.published and f"{record.published:%Y-%m}" == one.month
    ]
    late = sum(bool(found and found.late) for found in (judge(project, r) for r in mine))
    return f"{len(mine)} 条" + (f"，逾期 {late} 条" if late else "")


def _words(words: str) -> dict[str, object]:
    return {"k": "to", "c": [words]}


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
