"""Finished views of whole pages: what is listed, in which order, in which words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest
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


def test_who_has_a_record_before_them_is_told_whom_to_call(check: Check) -> None:
    own = tiny.catalog(tiny.item({"监督电话": "0000-8000151"}))
    phones = view(check({CATALOG: own, tiny.RECORD: tiny.record()}), "r/a/")["phones"]
    assert [(row.label, row.lines) for row in phones] == [("监督电话", ("0000-8000151",))]


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


def test_lists_of_items_show_the_newest_date_and_domains_count_what_is_in_force(
    check: Check,
) -> None:
    checked = check(
        {
            CATALOG: tiny.catalog(
                tiny.item(),
                tiny.item({"编码": "SHJZ-01-02", "二级事项": "旧事项", "状态": "废止"}),
            ),
            tiny.RECORD: tiny.record(),
            "content/shjz/records/b.md": tiny.record({"公开日期": "2026-04-05 09:00"}),
        }
    )
    groups = view(checked, "shjz/")["groups"]
    assert [row.newest for _, rows in groups for row in rows] == ["2026-04-05", ""]
    (card,) = view(checked, "")["domains"]
    assert (card.items, card.records, card.newest) == (1, 2, "2026-04-05")


def test_adjustments_are_newest_first_and_of_one_day_the_last_written(check: Check) -> None:
    written = ("2026-01-05 甲", "2026-03-05 乙", "2026-03-05 丙")
    entries = ", ".join(
        f"{{日期: {day}, 类型: 调整, 内容: {text}, 原因: 甲}}"
        for day, text in map(str.split, written)
    )
    checked = check({CATALOG: tiny.catalog(tiny.item({"调整": f"[{entries}]"}))})
    shown = view(checked, "i/shjz-01-01/")["adjustments"]
    assert [one.content for one in shown] == ["丙", "乙", "甲"]
    assert [one.content for one in view(checked, "changes/")["rows"]] == ["丙", "乙", "甲"]


def test_a_town_shows_the_records_of_its_villages_and_the_items_of_its_level(
    check: Check,
) -> None:
    checked = check(
        {
            CATALOG: tiny.catalog(
                tiny.item({"公开层级": "[县级, 乡级]"}),
                tiny.item({"编码": "SHJZ-01-02", "二级事项": "村里", "公开层级": "[村级]"}),
            ),
            tiny.RECORD: tiny.record({"区划": "shangwan"}),
            "content/shjz/records/b.md": tiny.record({"区划": "hewan", "标题": "镇里"}),
        }
    )
    town, village = view(checked, "place/hewan/"), view(checked, "place/shangwan/")
    assert {row.link.text for row in town["records"]} == {"三月名单", "镇里"}
    assert [row.link.text for row in village["records"]] == ["三月名单"]
    assert [row.code for _, rows in town["groups"] for row in rows] == ["SHJZ-01-01"]
    assert [row.code for _, rows in village["groups"] for row in rows] == ["SHJZ-01-02"]


def test_a_village_is_found_by_its_full_name_and_under_all_places_above_it(check: Check) -> None:
    county = "区划:\n- {id: xian, 名称: 示例县, 层级: 县级}\n"
    site = tiny.SITE.replace("区划:\n", county)
    site = site.replace("层级: 乡级}", "层级: 乡级, 上级: xian}")
    checked = check({"site.yaml": site, tiny.RECORD: tiny.record({"区划": "shangwan"})})
    entry = next(page for page in checked.pages if page.address == "r/a/").search
    assert entry is not None
    assert entry.filters["区划"] == ("河湾镇上湾村", "河湾镇", "示例县")


def test_the_header_card_of_a_record_shows_every_date_and_channel(check: Check) -> None:
    changes = {"形成日期": "2026-03-01", "渠道": "[政府网站, 公开查阅点]", "五公开": "[结果]"}
    checked = check({tiny.RECORD: tiny.record(changes)})
    card = {row.label: row.lines for row in view(checked, "r/a/")["header"]}
    assert card["形成日期"] == ("2026-03-01",)
    assert card["公开渠道"] == ("政府网站", "公开查阅点")
    assert card["五公开"] == ("结果",)
    assert card["有效性"] == ("有效",)


def test_official_tables_show_what_is_in_force_alone(check: Check) -> None:
    ended = tiny.item({"编码": "SHJZ-01-02", "二级事项": "旧事项", "状态": "废止"})
    checked = check({CATALOG: tiny.catalog(tiny.item(), ended)})
    ((_, whole),) = view(checked, "catalog/")["sections"]
    assert [row.code for row in whole.rows] == ["SHJZ-01-01"]
    assert [row.code for row in view(checked, "shjz/")["table"].rows] == ["SHJZ-01-01"]


@pytest.mark.parametrize(
    ("today", "shown"),
    [("2026-11-09", 0), ("2026-11-10", 1), ("2026-11-16", 1), ("2026-11-17", 0)],
)
def test_a_posting_is_on_show_from_its_first_to_its_last_day(
    check: Check, today: str, shown: int
) -> None:
    posted = tiny.record({"公示期": "{起: 2026-11-10, 止: 2026-11-16}"})
    checked = check({tiny.RECORD: posted}, today=date.fromisoformat(today))
    assert len(view(checked, "")["on_show"]) == shown


def test_a_town_names_its_own_villages(check: Check) -> None:
    town = "- {id: liulin, 名称: 柳林镇, 层级: 乡级}\n"
    village = "- {id: xia, 名称: 下湾村, 层级: 村级, 上级: liulin}\n"
    checked = check({"site.yaml": tiny.SITE + town + village})
    assert [child.text for child in view(checked, "place/hewan/")["children"]] == ["上湾村"]
    assert [child.text for child in view(checked, "place/liulin/")["children"]] == ["下湾村"]


def test_statutory_pages_stand_in_the_order_of_their_numbers(check: Check) -> None:
    def page(title: str, number: int) -> str:
        return f"---\n标题: {title}\n日期: 2026-03-05\n栏目: 公开制度\n序号: {number}\n---\n甲\n"

    files = {"content/pages/a.md": page("后", 2), "content/pages/b.md": page("先", 1)}
    ((_, links),) = view(check(files), "pages/")["groups"]
    assert [link.text for link, _ in links] == ["先", "后"]


def test_the_filters_of_a_record(check: Check) -> None:
    checked = check({tiny.RECORD: tiny.record({"区划": "shangwan"})})
    entry = next(page for page in checked.pages if page.address == "r/a/").search
    assert entry is not None
    assert (entry.filters["层级"], entry.filters["年份"]) == (("村级",), ("2026",))
    assert entry.filters["主体"] == ("示例县民政局",)


def test_items_by_body_and_by_whom_they_concern(check: Check) -> None:
    checked = check(
        {
            CATALOG: tiny.catalog(
                tiny.item(),
                tiny.item(
                    {"编码": "SHJZ-01-02", "二级事项": "甲", "公开对象": "{特定群体: 申请人}"}
                ),
                tiny.item({"编码": "SHJZ-01-03", "二级事项": "乙", "状态": "废止"}),
            ),
            tiny.RECORD: tiny.record(),
        }
    )
    ((card, items, records),) = view(checked, "body/")["rows"]
    assert (card.link.text, items, records) == ("示例县民政局", 2, 1)
    shown = view(checked, "audience/")
    assert [(name, [row.code for row in rows]) for name, rows in shown["groups"]] == [
        ("申请人", ["SHJZ-01-02"])
    ]
    assert [[row.code for row in rows] for _, rows in shown["everybody"]] == [["SHJZ-01-01"]]
    entry = next(page for page in checked.pages if page.address == "i/shjz-01-02/").search
    assert entry is not None
    assert entry.filters["对象"] == ("特定群体",)


def test_a_domain_without_records_can_say_why(check: Check) -> None:
    note = "名称: 社会救助\n情况说明: {原因: 本年度尚未开展, 日期: 2026-03-05}\n"
    checked = check({"content/shjz/domain.yaml": note})
    assert view(checked, "shjz/")["explained"] == ("本年度尚未开展", "2026-03-05")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "形成后 3 天，在时限内"),
        ({"形成日期": "2026-03-05"}, "形成当天，在时限内"),
        ({"成文日期": "2026-02-28"}, "形成后 5 天，在时限内"),
    ],
)
def test_a_record_says_how_long_it_took_to_be_published(
    check: Check, changes: dict[str, str | None], words: str
) -> None:
    review = {"审核": tiny.RECORD_ELEMENTS["审核"]}
    checked = check({tiny.RECORD: tiny.record({**review, **changes})})
    card = {row.label: row.lines for row in view(checked, "r/a/")["header"]}
    assert card["公开用时"] == (words,)
