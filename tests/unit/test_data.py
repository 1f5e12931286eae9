"""Open data and feeds: every cell is what the clerk wrote, in the order of the pages."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest
import tiny

from gongkai_ssg.build import Checked
from gongkai_ssg.exchange import data, feeds

Check = Callable[..., Checked]
CATALOG = "content/shjz/catalog.yaml"
OWN = """\
扩展要素:
- {键: 总额, 类型: 数字, 说明: 甲}
- {键: 金额, 用于: 公开信息, 类型: 数字, 说明: 甲}
- {键: 期限, 用于: 公开信息, 类型: 日期, 说明: 甲}
"""
COUNTY = (
    tiny.SITE.replace("区划:\n", "区划:\n- {id: xian, 名称: 示例县城, 层级: 县级}\n").replace(
        "层级: 乡级}", "层级: 乡级, 上级: xian}"
    )
    + OWN
)


def data_files(checked: Checked) -> dict[str, bytes]:
    assert checked.project
    assert not checked.failed()
    return {name: make() for name, make in data.files(checked.project)}


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("written", ["1234567.89", "1234567.80", "38", "0.10", "999999999999"])
def test_a_number_stays_as_it_was_written(check: Check, written: str) -> None:
    files = data_files(
        check(
            {
                "site.yaml": tiny.SITE + OWN,
                CATALOG: tiny.catalog(tiny.item({"总额": written})),
                tiny.RECORD: tiny.record({"金额": written}),
            }
        )
    )
    assert rows(files["data/catalog.csv"])[0]["总额"] == written
    assert rows(files["data/records.csv"])[0]["金额"] == written
    assert json.loads(files["data/catalog.json"])["items"][0]["总额"] == written
    assert json.loads(files["data/records.json"])["records"][0]["金额"] == written


def test_dates_places_and_bodies_in_the_table_of_records(check: Check) -> None:
    record = tiny.record({"区划": "shangwan", "期限": "2026-05-01"})
    files = data_files(check({"site.yaml": tiny.SITE + OWN, tiny.RECORD: record}))
    row = rows(files["data/records.csv"])[0]
    shown = [row[key] for key in ("公开日期", "期限", "区划", "发布机构", "文号")]
    assert shown == ["2026-03-05 09:00", "2026-05-01", "河湾镇上湾村", "示例县民政局", ""]


def test_the_data_stand_in_the_order_of_the_pages(check: Check) -> None:
    codes = ["SHJZ-01-100", "SHJZ-01-11", "SHJZ-01-02"]
    written = tiny.catalog(
        *(tiny.item({"编码": c, "二级事项": f"{n}结果"}) for n, c in enumerate(codes))
    )
    files = data_files(check({CATALOG: written}))
    right = ["SHJZ-01-02", "SHJZ-01-11", "SHJZ-01-100"]
    assert [i["编码"] for i in json.loads(files["data/catalog.json"])["items"]] == right
    assert [row["编码"] for row in rows(files["data/catalog.csv"])] == right


def test_the_feed_of_a_place_holds_what_lies_inside_at_any_depth(check: Check) -> None:
    record = tiny.record({"区划": "shangwan"})
    checked = check({"site.yaml": COUNTY, tiny.RECORD: record})
    assert checked.project
    files = {name: make() for name, make in feeds.files(checked.project, checked.pages)}
    for place in ("xian", "hewan", "shangwan"):
        feed = ET.fromstring(files[f"place/{place}/feed.xml"])  # noqa: S314
        assert len(feed.findall("{*}entry")) == 1, place


def test_a_feed_leaves_out_what_xml_does_not_allow(check: Check) -> None:
    record = tiny.record({"标题": r'"a\uFFFEb\uFFFFc\U0001F600"'})
    checked = check({tiny.RECORD: record})
    assert checked.project
    make = dict(feeds.files(checked.project, checked.pages))["feed.xml"]
    feed = ET.fromstring(make())  # noqa: S314
    title = feed.find("{*}entry/{*}title")
    assert title is not None
    assert title.text == "abc\U0001f600"


@pytest.mark.parametrize(
    ("written", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+86", "'+86"),
        ("@甲", "'@甲"),
        ("-甲", "'-甲"),
        ("-0.50", "-0.50"),
        ("甲=乙", "甲=乙"),
    ],
)
def test_no_cell_is_taken_for_a_formula_and_no_number_changed(
    check: Check, written: str, cell: str
) -> None:
    files = data_files(check({tiny.RECORD: tiny.record({"内容概述": f"'{written}'"})}))
    assert rows(files["data/records.csv"])[0]["内容概述"] == cell


def test_the_table_of_items_says_which_are_ended(check: Check) -> None:
    ended = tiny.item({"编码": "SHJZ-01-02", "二级事项": "旧事项", "状态": "废止"})
    files = data_files(check({CATALOG: tiny.catalog(tiny.item(), ended)}))
    assert [row["状态"] for row in rows(files["data/catalog.csv"])] == ["现行", "废止"]


def test_ids_of_withheld_records_are_not_in_the_data(check: Check) -> None:
    files = data_files(
        check(
            {
                tiny.RECORD: tiny.record({"解读": "[secret, open]"}),
                "content/shjz/records/open.md": tiny.record({"标题": "原文"}),
                "content/shjz/records/secret.md": tiny.record({"标题": "密", "状态": "草稿"}),
            }
        )
    )
    assert b"secret" not in b"".join(files.values())
    record = next(r for r in json.loads(files["data/records.json"])["records"] if r["编号"] == "a")
    assert (record["解读"], record["有效性"]) == (["open"], "有效")


def test_a_feed_is_as_new_as_its_newest_record(check: Check) -> None:
    later = tiny.record({"标题": "四月", "公开日期": "2026-04-05 09:00"})
    checked = check({tiny.RECORD: tiny.record(), "content/shjz/records/b.md": later})
    assert checked.project
    feed = ET.fromstring(dict(feeds.files(checked.project, checked.pages))["feed.xml"]())  # noqa: S314
    assert feed.findtext("{*}updated") == "2026-04-05T09:00:00+08:00"
