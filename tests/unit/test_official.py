"""The official table (国办发〔2019〕54号)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from gongkai_ssg import official, schema
from gongkai_ssg.diagnostics import Span
from gongkai_ssg.model import Entry, Item

KIND = schema.load().kinds["item"]


def item(**values: Any) -> Item:
    return Item("A-01", "a", Entry("item", Span("a.yaml"), values))


def cells(one: Item) -> dict[str, str]:
    return {c.label: "|".join(official.cell(c, one)) for c in official.columns(KIND, [one])}


def test_the_fourteen_leaf_columns_in_their_order() -> None:
    header = official.header(official.columns(KIND, [item()]))
    assert header.labels == (
        "序号",
        "一级事项",
        "二级事项",
        "公开内容（要素）",
        "公开依据",
        "公开时限",
        "公开主体",
        "公开渠道和载体",
        "全社会",
        "特定群体",
        "主动",
        "依申请",
        "县级",
        "乡、村级",
    )


def test_the_two_rows_of_the_header() -> None:
    header = official.header(official.columns(KIND, []))
    upper = [(c.label, c.columns, c.rows) for c in header.upper]
    assert upper == [
        ("序号", 1, 2),
        ("公开事项", 2, 1),
        ("公开内容（要素）", 1, 2),
        ("公开依据", 1, 2),
        ("公开时限", 1, 2),
        ("公开主体", 1, 2),
        ("公开渠道和载体", 1, 2),
        ("公开对象", 2, 1),
        ("公开方式", 2, 1),
        ("公开层级", 2, 1),
    ]
    assert [c.label for c in header.lower] == list(header.labels[1:3]) + list(header.labels[8:])
    assert sum(c.columns for c in header.upper) == len(header.labels)


def test_the_third_level_shows_only_where_it_is_used() -> None:
    used = official.header(official.columns(KIND, [item(), item(三级事项="甲")]))
    assert used.labels[3] == "三级事项"
    assert (used.upper[1].label, used.upper[1].columns) == ("公开事项", 3)


@pytest.mark.parametrize(
    ("values", "column", "text"),
    [
        ({"公开对象": "全社会"}, "全社会", "√"),
        ({"公开对象": "全社会"}, "特定群体", ""),
        ({"公开对象": {"特定群体": "农民"}}, "全社会", ""),
        ({"公开对象": {"特定群体": "农民"}}, "特定群体", "农民"),
        ({"公开方式": "依申请"}, "依申请", "√"),
        ({"公开方式": "依申请"}, "主动", ""),
        ({"公开层级": ("县级", "乡级", "村级")}, "县级", "√"),
        ({"公开层级": ("县级", "乡级", "村级")}, "乡、村级", "√"),
        ({"公开层级": ("村级",)}, "乡、村级", "村级"),
        ({"公开层级": ("县级",)}, "乡、村级", ""),
        ({"公开内容": ("甲", "乙")}, "公开内容（要素）", "甲|乙"),
        ({"公开时限": "甲"}, "公开时限", "甲"),
        ({}, "公开时限", ""),
    ],
)
def test_cells(values: dict[str, Any], column: str, text: str) -> None:
    assert cells(item(**values))[column] == text


@pytest.mark.parametrize(
    ("value", "lines"),
    [
        ("甲", ("甲",)),
        (("甲", ("乙",)), ("甲", "乙")),
        ({"特定群体": "农民"}, ("特定群体\uff1a农民",)),
        ({"甲": ("乙", "丙")}, ("甲\uff1a乙、丙",)),
        (True, ("是",)),
        (False, ("否",)),
        (3, ("3",)),
        ("1234567.890", ("1234567.890",)),
        (date(2026, 3, 5), ("2026-03-05",)),
        (datetime.fromisoformat("2026-03-05 09:00"), ("2026-03-05 09:00",)),
    ],
)
def test_values_for_people(value: Any, lines: tuple[str, ...]) -> None:
    assert official.lines(value) == lines


def test_items_in_order_of_the_numbers_in_their_codes() -> None:
    codes = ["A-02", "A-01-100", "A-01-11", "A-01", "AB-01"]
    items = [Item(code, "a", Entry("item", Span("a.yaml"))) for code in codes]
    ordered = [one.code for one in official.in_order(items)]
    assert ordered == ["A-01", "A-01-11", "A-01-100", "A-02", "AB-01"]
