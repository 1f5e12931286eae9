"""Which column of a table holds which element: found by the words of its head.

Offices call the columns by many names, put them in any order, and write the head in one, two or
three rows; a part of an element (全社会, 依申请, 县级 …) says by itself to which one it belongs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from gongkai_ssg.tables.grid import Cell, Grid

# The hidden column of a workbook that gongkai made.
CHECK = "校验"
# Without blanks and what stands in brackets; by the key of our element.
_LABELS = {
    "序号": ("序号", "序", "编号", "行号"),
    "编码": ("编码", "事项编码", "公开事项编码", "事项编号", "目录编码", "基本编码"),
    "领域": ("领域", "公开领域", "相应领域", "所属领域", "试点领域"),
    "一级事项": (
        "一级事项",
        "一级公开事项",
        "公开事项一级",
        "一级目录",
        "一级指标",
        "事项类别",
        "一级",
    ),
    "二级事项": (
        *("二级事项", "二级公开事项", "公开事项二级", "二级目录", "二级指标", "二级"),
        *("公开事项", "事项名称", "公开事项名称"),
    ),
    "三级事项": ("三级事项", "三级公开事项", "公开事项三级", "三级目录", "三级指标", "三级"),
    "公开内容": (
        *("公开内容", "公开内容要素", "公开要素", "内容要素", "公开内容及要素", "公开内容标题"),
        *("具体内容", "公开内容和测评依据"),
    ),
    "公开依据": (
        "公开依据",
        "依据",
        "法律依据",
        "法定依据",
        "设定依据",
        "政策依据",
        "公开依据文件",
    ),
    "公开时限": ("公开时限", "时限", "公开时间", "公开期限", "时限要求", "公开时限要求"),
    "公开主体": (
        *("公开主体", "公开责任主体", "责任主体", "公开责任单位", "责任单位", "公开单位", "主体"),
        *("公开主体及责任单位", "责任部门"),
    ),
    "公开渠道": (
        *("公开渠道和载体", "公开渠道", "公开载体", "公开渠道及载体", "渠道和载体", "公开渠道载体"),
        *("公开平台", "渠道"),
    ),
    "公开对象": ("公开对象", "对象", "公开范围"),
    "公开方式": ("公开方式", "公开属性", "方式"),
    "公开层级": ("公开层级", "层级"),
    "五公开": ("五公开", "过程", "公开类别"),
    "咨询电话": ("咨询电话", "联系电话", "联系方式"),
    "监督电话": ("监督电话", "监督举报电话", "投诉电话", "举报电话"),
    "服务编码": ("服务编码", "政务服务事项编码", "实施编码"),
    "俗称": ("俗称",),
    CHECK: (CHECK,),
    "办事指南": ("办事指南", "网址", "链接", "办理网址"),
}
# Columns that are a part of an element, by their labels.
PARTS = {
    "公开对象": ("全社会", "社会", "社会公众", "特定群体", "特定群众", "特定人群", "特定对象"),
    "公开方式": ("主动", "主动公开", "依申请", "依申请公开"),
    "公开层级": (
        *("县级", "区级", "市级", "州级", "旗级", "县市区级", "乡级", "镇级", "乡镇级", "街道级"),
        *("村级", "社区级", "乡、村级", "乡村级", "镇、村级", "镇街级", "乡镇、村级"),
    ),
    "五公开": ("决策", "执行", "管理", "服务", "结果"),
}
_KEYS = {label: key for key, labels in _LABELS.items() for label in labels}
_PART_OF = {part: key for key, parts in PARTS.items() for part in parts}
_BRACKETS = re.compile(r"[(\[【].*?[)\]】]")
_SEARCHED, _LEAST, _DEEPEST, _VERTICAL, _LONGEST = 30, 3, 3, 4, 60


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds: an element, or a part of one (`公开层级`, `县级`)."""

    key: str
    part: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a table: its columns by their numbers, and the row below which it begins."""

    columns: Mapping[int, Column]
    below: int
    unknown: tuple[str, ...] = ()


def key_of(label: str) -> str:
    """The element that a label names, or empty."""
    return _KEYS.get(plain(label), "")


def plain(label: str) -> str:
    """A label without blanks and what stands in brackets; what is too long for one is none."""
    return _plain(label) if len(label) <= _LONGEST else ""


@lru_cache(maxsize=4096)
def _plain(label: str) -> str:
    folded = unicodedata.normalize("NFKC", label)
    return re.sub(r"[\s:：*]", "", _BRACKETS.sub("", re.sub(r"\s", "", folded)))


def find(grid: Grid) -> Head | None:
    """The head of a table whose columns are elements; None where it has none."""
    best: tuple[int, Head] | None = None
    for top in range(min(_SEARCHED, len(grid.rows))):
        for depth in range(1, min(_DEEPEST, len(grid.rows) - top) + 1):
            head = _head(grid, top, depth)
            known = {column.key for column in head.columns.values()}
            worth = len(head.columns) * 10 - depth
            enough = len(known) >= _LEAST and known & {"一级事项", "二级事项", "公开内容"}
            if enough and (best is None or worth > best[0]):
                best = worth, head
        if best and best[1].below <= top:
            break
    return best[1] if best else None


def _head(grid: Grid, top: int, depth: int) -> Head:
    columns: dict[int, Column] = {}
    unknown: list[str] = []
    rows = grid.rows[top : top + depth]
    # A row of data is no part of a head.
    if any(not _is_of_head(grid, row) for row in rows):
        return Head({}, top)
    for at in range(len(rows[0])):
        labels = list(dict.fromkeys(t for row in rows if (t := grid.text(row[at]))))
        column = _column(labels)
        if column:
            columns[at] = column
        elif labels:
            unknown.append(" ".join(labels).replace("\n", ""))
    return Head(_once(columns), top + depth, tuple(unknown))


def _is_of_head(grid: Grid, row: Iterable[Cell]) -> bool:
    """Whether a row has more words of heads than others."""
    words = {plain(text) for cell in row if (text := grid.text(cell))}
    known = sum(word in _KEYS or word in _PART_OF for word in words)
    return known > 0 and known * 2 >= len(words)


def _column(labels: Sequence[str]) -> Column | None:
    """What labels, from above to below, say of their column: the lowest is the most exact."""
    for label in reversed(labels):
        word = plain(label)
        upper = next((key for one in labels if (key := key_of(one))), "")
        if word in _PART_OF and (not upper or upper == _PART_OF[word]):
            return Column(_PART_OF[word], word)
        if word in _KEYS:
            return Column(_KEYS[word])
    return None


def _once(columns: dict[int, Column]) -> dict[int, Column]:
    """Of two columns of one element without parts the first holds it; parts stay."""
    met: set[Column] = set()
    found = {}
    for at, column in columns.items():
        if column in met or (not column.part and any(one.key == column.key for one in met)):
            continue
        met.add(column)
        found[at] = column
    return found


def vertical(grid: Grid) -> Iterator[dict[str, Cell]]:
    """Items of a table in which labels stand left of their values, one after the other."""
    item: dict[str, Cell] = {}
    for row in grid.rows:
        for label, value in _pairs(grid, row):
            key = key_of(label)
            if key in item and key in ("一级事项", "二级事项", "序号"):
                yield from _whole(item)
                item = {}
            if key:
                item.setdefault(key, value)
    yield from _whole(item)


def _whole(item: dict[str, Cell]) -> Iterator[dict[str, Cell]]:
    if len(item) >= _VERTICAL:
        yield item


def _pairs(grid: Grid, row: Sequence[Cell]) -> Iterator[tuple[str, Cell]]:
    """Label and value: a cell that is a label, and the next that it does not cover."""
    at = 0
    while at < len(row):
        label = grid.text(row[at])
        after = at + 1
        while after < len(row) and row[after].covered_by and grid.text(row[after]) == label:
            after += 1
        if key_of(label) and after < len(row):
            yield label, grid.source(row[after])
            after += 1
        at = max(after, at + 1)


def repeats(grid: Grid, row: Sequence[Cell], head: Head) -> bool:
    """Whether a row is the head once more, as every printed page begins with it."""
    matches = sum(
        column == _column([text])
        for at, column in head.columns.items()
        if at < len(row) and (text := grid.text(row[at]))
    )
    return matches * 2 > len(head.columns) or matches >= _LEAST
