"""An inspection as tables: one form from which text, workbook and page are made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from gongkai_ssg.inspection import Inspection
from gongkai_ssg.inspection.coverage import Coverage
from gongkai_ssg.inspection.score import FULL, PASS, Deduction, place_of
from gongkai_ssg.model import Item, Record
from gongkai_ssg.timeliness import Again

Cell = str | int | float | date | None
_FILE = ("文件", "名称")


@dataclass(frozen=True, slots=True)
class Section:
    """A table with its title; `note` says what its rows are, `nothing` what it means to be empty.

    `traced` tables begin with the file (and line) and the name of what they are about.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    traced: bool = True


def sections(found: Inspection) -> Iterator[Section]:
    """Every table of a report, in the order in which it is read."""
    yield from _score(found)
    for dimension, parts in found.by.items():
        yield _coverage(dimension, parts)
    yield from _times(found)
    yield from _house(found)
    yield from _links(found)


def detail(found: Inspection) -> Section:
    """Every item with all that can be counted of it, for filters and pivot tables."""
    columns = (
        *("文件", "名称", "编码", "领域", "一级事项", "公开主体", "公开层级", "公开渠道", "五公开"),
        *("有信息的区划", "信息", "最近公开"),
    )
    rows = (
        (
            *(place_of(one.item), one.item.title, one.item.code, one.domain),
            *(one.item.entry.text("一级事项"), _joined(one.item.entry.lines("公开主体"))),
            *(_joined(one.item.levels), _joined(one.item.channels), _joined(one.stages)),
            *(_joined(one.places), one.records, one.newest),
        )
        for one in found.lines
    )
    return Section("事项明细", columns, tuple(rows), "每个现行事项一行，可以筛选和做透视表")


def summary(found: Inspection) -> tuple[tuple[str, str], ...]:
    """The first lines of a report: label and words."""
    items = sum(one.items for one in found.coverage)
    filled = sum(one.filled for one in found.coverage)
    score = found.score
    verdict = "通过" if score.passed else f"不通过（{_why_not(score.points, score.vetoes)}）"
    return (
        ("统计日期", found.day.isoformat()),
        ("事项", f"{items} 个，其中 {filled} 个有公开的信息"),
        ("自查得分", f"{score.points:g}/{FULL}，{verdict}"),
    )


def _why_not(points: float, vetoes: tuple[Deduction, ...]) -> str:
    below = [f"不到 {PASS} 分"] if points < PASS else []
    return "，".join([*(f"单项否决: {veto.rule}" for veto in vetoes), *below])


def _score(found: Inspection) -> Iterator[Section]:
    score = found.score
    yield Section(
        "单项否决",
        ("文件", "问题", "规则"),
        tuple((f.place, f.words, veto.rule) for veto in score.vetoes for f in veto.found),
        "国办秘函〔2019〕19号里能从内容看出来的几项，有一项就不通过",
    )
    rows = (
        (one.rule, len(one.found), _whole(one.each), _whole(one.most), _whole(one.points))
        for one in score.deductions
    )
    yield Section(
        "扣分",
        ("规则", "处数", "每处扣", "最多扣", "扣分"),
        tuple(rows),
        "分值是本工具定的，用来找出最要紧的，不是上级的考核分；每一处在下面各表里",
        traced=False,
    )


def _whole(number: float) -> float:
    """2.0 is written as 2."""
    return int(number) if number == int(number) else number


def _coverage(dimension: str, parts: Iterable[Coverage]) -> Section:
    rows = tuple((one.name, one.items, one.filled, one.records) for one in parts if one.items)
    columns = (dimension, "事项", "有信息的事项", "信息")
    return Section(f"按{dimension}", columns, rows, traced=False)


def _times(found: Inspection) -> Iterator[Section]:
    late = (
        (*_record(record), one.due, one.late, "暂定" if one.provisional else "")
        for record, one in found.late
    )
    yield Section(
        f"逾期公开的信息（能判断的 {found.judged} 条）",
        (*_FILE, "应公开", "晚（工作日）", "说明"),
        tuple(late),
    )
    columns = (*_FILE, "频率", "应公开")
    yield Section("到期没有公开的事项", columns, tuple(map(_due, found.overdue)))
    yield Section("30 天内到期的事项", columns, tuple(map(_due, found.soon)))
    yield Section("没有公开过信息的事项", _FILE, tuple(map(_item, found.empty)))
    unread = ((*_item(item), item.entry.text("公开时限")) for item in found.unread)
    yield Section("没有全部看懂的公开时限", (*_FILE, "公开时限"), tuple(unread))


def _house(found: Inspection) -> Iterator[Section]:
    left = ((*_record(out.record), out.reason) for out in found.left_out)
    yield Section("没有放行的信息", (*_FILE, "原因"), tuple(left))
    unsigned = ((*_record(one.record), _joined(one.missing)) for one in found.unsigned)
    yield Section("没有审完的信息", (*_FILE, "还缺"), tuple(unsigned))
    gone = ((*_record(record), record.entry.day("撤下日期")) for record in found.withdrawn)
    yield Section("已经撤下的信息", (*_FILE, "撤下日期"), tuple(gone))


def _links(found: Inspection) -> Iterator[Section]:
    unpaired = ((*_record(one.record), one.words) for one in found.unpaired)
    yield Section("解读和原文没有互相链接", (*_FILE, "问题"), tuple(unpaired))
    answers = (
        (
            *(f"{one.span.named}:{one.span.line}", one.title),
            f"{one.waiting} 天没有回应" if one.hours is None else f"{one.hours} 小时才回应",
            f"{one.limit} 小时",
        )
        for one in found.answers
    )
    yield Section("回应晚了或者没有回应", (*_FILE, "情况", "时限"), tuple(answers))
    if found.reached:
        dead = (
            (f"{one.outside.span.named}:{one.outside.span.line}", one.outside.url, one.why)
            for one in found.dead
        )
        yield Section("打不开的链接", ("文件", "网址", "原因"), tuple(dead))


def _record(record: Record) -> tuple[Cell, ...]:
    return (record.entry.span.named, record.title)


def _item(item: Item) -> tuple[Cell, ...]:
    return (place_of(item), f"{item.code} {item.title}")


def _due(due: tuple[Item, Again]) -> tuple[Cell, ...]:
    item, found = due
    return (*_item(item), found.rhythm, found.day)


def _joined(words: Iterable[str]) -> str:
    return "、".join(words)
