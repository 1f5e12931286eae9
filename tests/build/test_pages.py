"""Finished views of whole pages: what is listed, in which order, in which words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import tiny

from gongkai_ssg import build
from gongkai_ssg.build import Checked, Options

Check = Callable[..., Checked]
CATALOG = "content/shjz/catalog.yaml"


def view(checked: Checked, address: str) -> Mapping[str, Any]:
    assert not checked.failed()
    return next(page for page in checked.pages if page.address == address).view()


def items(*named: tuple[str, str]) -> str:
    return tiny.catalog(
        *(
            tiny.item({"编码": code, "一级事项": group, "二级事项": f"{n}结果"})
            for n, (code, group) in enumerate(named)
        )
    )


def test_a_number_in_the_header_card_and_among_the_elements(check: Check) -> None:
    own = (
        "扩展要素:\n- {键: 总额, 类型: 数字, 说明: 甲}\n"
        "- {键: 金额, 用于: 公开信息, 类型: 数字, 说明: 甲}\n"
    )
    checked = check(
        {
            "site.yaml": tiny.SITE + own,
            CATALOG: tiny.catalog(tiny.item({"总额": "1234567.89"})),
            tiny.RECORD: tiny.record({"金额": "1234567.0"}),
        }
    )
    card = {row.label: row.lines for row in view(checked, "r/a/")["header"]}
    assert card["金额"] == ("1234567.0",)
    assert card["公开日期"] == ("2026-03-05 09:00",)
    assert card["成文日期"] == ("2026-03-02",)
    elements = {row.label: row.lines for row in view(checked, "i/shjz-01-01/")["elements"]}
    assert elements["总额"] == ("1234567.89",)
    assert view(checked, "shjz/")["table"].rows[0].cells[-1] == ("1234567.89",)


def test_the_coordinates_of_a_reading_point(check: Check) -> None:
    checked = check({"content/points.yaml": POINTS})
    row = view(checked, "points/")["rows"][0]
    assert f"{row['纬度']},{row['经度']}" == "38.10,100.123456"


POINTS = (
    "查阅点:\n- {名称: 县档案馆, 地址: 人民路1号, 开放时间: 工作日, "
    "经度: 100.123456, 纬度: 38.10}\n"
)


def test_items_stand_in_the_order_of_the_numbers_in_their_codes(check: Check) -> None:
    written = items(("SHJZ-01-100", "甲"), ("SHJZ-01-11", "甲"), ("SHJZ-02", "甲"))
    checked = check({CATALOG: written})
    right = ["SHJZ-01-11", "SHJZ-01-100", "SHJZ-02"]
    assert [row.code for row in view(checked, "shjz/")["table"].rows] == right
    (section,) = view(checked, "catalog/")["sections"]
    assert [row.code for row in section[1].rows] == right
    (group,) = view(checked, "body/mzj/")["groups"]
    assert [row.code for row in group[1]] == right


def test_a_heading_stands_once(check: Check) -> None:
    written = items(("SHJZ-01-03", "甲"), ("SHJZ-01-02", "乙"), ("SHJZ-01-01", "甲"))
    groups = view(check({CATALOG: written}), "shjz/")["groups"]
    assert [(name, [row.code[-2:] for row in rows]) for name, rows in groups] == [
        ("甲", ["01", "03"]),
        ("乙", ["02"]),
    ]


def test_a_county_lists_the_records_of_its_villages(check: Check) -> None:
    site = tiny.SITE.replace(
        "区划:\n", "区划:\n- {id: xian, 名称: 示例县城, 层级: 县级}\n"
    ).replace("层级: 乡级}", "层级: 乡级, 上级: xian}")
    checked = check({"site.yaml": site, tiny.RECORD: tiny.record({"区划": "shangwan"})})
    for place in ("xian", "hewan", "shangwan"):
        assert len(view(checked, f"place/{place}/")["records"]) == 1, place


def test_a_short_address_stays_in_the_codes_of_a_copy_elsewhere(check: Check) -> None:
    site = tiny.SITE + "二维码网址: https://s.example/\n"
    shown = view(check({"site.yaml": site}, url="https://t.example/"), "i/shjz-01-01/")
    assert shown["qr_text"] == "https://s.example/i/shjz-01-01/?v=1"


def test_an_address_that_no_code_can_hold_stops_the_build(tmp_path: Any) -> None:
    site = tiny.SITE.replace("/gk/", f"/{'g' * 2500}/")
    root = tiny.write(tmp_path, {"site.yaml": site})
    built = build.build(Options(root, tiny.TODAY, output=tmp_path / "public"))
    assert tiny.places(built.checked) == ["site.yaml:2:5 GK313"]
    assert not (tmp_path / "public").exists()
