"""`site.yaml` → settings, and the schema with the county's own elements."""

from __future__ import annotations

import json

import pytest

from gongkai_ssg import config, manual, official
from gongkai_ssg.config import Settings

BASE = """\
名称: 甲
网址: https://sl.example/gk/
单位: [{id: mzj, 名称: 示例县民政局, 简称: 县民政局}]
"""
TOWNS = "区划:\n- {id: hewan, 名称: 河湾镇, 层级: 乡级}\n"


def settings(more: str = "", url: str = "") -> Settings:
    found, problems = config.load((BASE + more).encode(), url)
    assert [p.message for p in problems] == []
    assert found is not None
    return found


def codes(text: str) -> list[str]:
    """The line, the text that is marked, and the code of every problem."""
    lines = text.split("\n")
    found = []
    for p in config.load(text.encode())[1]:
        marked = lines[p.span.line - 1][p.span.column - 1 :][: p.span.length]
        found.append(f"{p.span.line} {marked} {p.code}")
    return found


def test_a_small_site() -> None:
    site = settings(TOWNS + "领域: [shjz, zdbc]\n行政区划: 示例县\n页脚: {邮编: 012345}\n").site
    assert (site.name, site.url, site.qr_url) == (
        "甲",
        "https://sl.example/gk/",
        "https://sl.example/gk/",
    )
    assert site.bodies["mzj"].short == "县民政局"
    assert site.places["hewan"].level == "乡级"
    assert site.domain_order == ("shjz", "zdbc")
    assert site.footer == {"邮编": "012345"}
    assert site.theme == "default"


def test_a_short_address_for_qr_codes() -> None:
    site = settings("二维码网址: https://s.example/\n").site
    assert (site.url, site.qr_url) == ("https://sl.example/gk/", "https://s.example/")


def test_base_url_leaves_the_short_address_alone() -> None:
    site = settings("二维码网址: https://s.example/\n", "https://t.example/").site
    assert (site.url, site.qr_url) == ("https://t.example/", "https://s.example/")


def test_base_url_stands_in_qr_codes_where_there_is_no_short_address() -> None:
    site = settings("", "https://t.example/").site
    assert (site.url, site.qr_url) == ("https://t.example/", "https://t.example/")


def test_the_villages_of_a_town() -> None:
    village = "- {id: shangwan, 名称: 上湾村, 层级: 村级, 上级: hewan}\n"
    site = settings(TOWNS + village).site
    assert [place.id for place in site.children("hewan")] == ["shangwan"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (None, "GK401"),
        ("名称: 甲".encode("gbk"), "GK001"),
        ("\ufeff名称: [".encode(), "GK002"),
        (b"\t", "GK003"),
        ("名称\uff1a甲\n网址\uff1a乙\n".encode(), "GK004"),
        (b"- a\n", "GK103"),
        (b"", "GK102"),
    ],
)
def test_unreadable(data: bytes | None, code: str) -> None:
    assert {p.code for p in config.load(data)[1]} == {code}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (BASE + "领域: [a, b, a]\n", ["4 a GK111"]),
        (BASE + TOWNS + "- {id: hewan, 名称: 柳林镇, 层级: 乡级}\n", ["6 hewan GK402"]),
        (BASE.replace("}]", "}, {id: mzj, 名称: 财政局}]"), ["3 mzj GK402"]),
        (BASE.replace("}]", "}, {id: czj, 名称: 县民政局}]"), ["3 县民政局 GK402"]),
        (BASE.replace("简称: 县民政局", "简称: 示例县民政局"), []),
        (BASE + TOWNS + "- {id: a, 名称: 甲村, 层级: 村级}\n", ["6 { GK403"]),
        (BASE + TOWNS + "- {id: a, 名称: 甲村, 层级: 村级, 上级: b}\n", ["6 b GK403"]),
        (BASE + TOWNS + "- {id: a, 名称: 甲村, 层级: 村级, 上级: a}\n", ["6 a GK403"]),
        (BASE + TOWNS + "- {id: a, 名称: 甲乡, 层级: 乡级, 上级: hewan}\n", ["6 hewan GK403"]),
        (
            BASE
            + "区划: [{id: a, 名称: 甲县, 层级: 县级}, {id: b, 名称: 乙镇, 层级: 乡级, 上级: a}]",
            [],
        ),
        # a place that is wrong in itself says nothing of those below it
        (
            BASE + TOWNS.replace("乡级", "镇") + "- {id: a, 名称: 甲, 层级: 村级, 上级: hewan}",
            ["5 镇 GK104"],
        ),
        (
            BASE + TOWNS.replace("hewan", "HW") + "- {id: a, 名称: 甲, 层级: 村级, 上级: hewan}",
            ["5 HW GK110"],
        ),
        (BASE + TOWNS + "- {id: a, 名称: 甲, 层级: 村级, 上级: [hewan]}", ["6 [ GK103"]),
        # places stay right behind an entry that cannot be read
        (
            BASE.replace("[{", "[x, {").replace("}]", "}, {id: mzj, 名称: 乙}]"),
            ["3 x GK103", "3 mzj GK402"],
        ),
    ],
)
def test_what_the_schema_cannot_say(text: str, found: list[str]) -> None:
    assert codes(text) == found


OWN = "扩展要素:\n- {键: 责任科室, 类型: 选项, 选项: [办公室, 救助股], 必填: 是, 说明: 哪个科室}\n"


@pytest.mark.parametrize(
    ("own", "found"),
    [
        ("{键: 编码, 说明: 甲}", ["5 编码 GK404"]),
        ("{键: 地址, 说明: 甲}", ["5 地址 GK404"]),
        ("{键: '备 注', 说明: 甲}", ["5 '备 注' GK404"]),
        ("{键: 科室, 类型: 多选, 说明: 甲}", ["5 科室 GK404"]),
        # written, though wrongly: that is one mistake and not two
        ("{键: 科室, 类型: 选项, 选项: 甲、乙, 说明: 甲}", ["5 甲、乙 GK103"]),
        ("{键: 编码, 用于: 记录, 说明: 甲}", ["5 记录 GK104"]),
        ("{健: 科室, 说明: 甲}", ["5 健 GK101"]),
        ("{键: 标题, 说明: 甲}", []),
        ("{键: 标题, 用于: 公开信息, 说明: 甲}", ["5 标题 GK404"]),
    ],
)
def test_own_elements(own: str, found: list[str]) -> None:
    assert codes(f"{BASE}扩展要素:\n- {own}\n") == found


def test_an_own_element_is_validated_shown_and_documented() -> None:
    """One line in site.yaml: the check, the editor, the table and the manual all know it."""
    schema = settings(OWN).schema
    field = schema.kinds["item"].by_key["责任科室"]
    assert (field.type, field.required, field.values) == ("choice", True, ("办公室", "救助股"))

    rule = json.loads(manual.json_schema(schema, "item"))
    assert rule["properties"]["责任科室"]["enum"] == ["办公室", "救助股"]
    assert "责任科室" in rule["required"]
    listed = json.loads(manual.json_schema(schema, "catalog"))
    assert "责任科室" in listed["properties"]["事项"]["items"]["properties"]

    leaves = official.columns(schema.kinds["item"], [])
    assert [leaf.label for leaf in leaves][-1] == "责任科室"
    assert official.header(leaves).labels[-1] == "责任科室"

    table = "\n".join(manual.markdown_table(schema, "item"))
    assert "| 责任科室 | 选项 | 是 | 哪个科室" in table


def test_own_elements_of_records_and_all_types() -> None:
    types = "文字 多行 选项 多选 日期 数字".split()
    rows = [
        f"- {{键: 甲{n}, 用于: 公开信息, 类型: {t}, 选项: [一], 说明: 乙}}\n"
        for n, t in enumerate(types)
    ]
    record = settings("扩展要素:\n" + "".join(rows)).schema.kinds["record"]
    assert [f.type for f in record.fields if f.added] == [
        "text",
        "lines",
        "choice",
        "choices",
        "date",
        "number",
    ]
    assert all(f.column and f.column.order >= 100 for f in record.fields if f.added)


def test_the_product_schema_is_not_changed_by_a_county() -> None:
    settings(OWN)
    assert "责任科室" not in settings().schema.kinds["item"].by_key
