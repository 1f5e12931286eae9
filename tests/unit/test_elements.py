"""Tree + element schema → typed entry, with a problem for each mistake and no more."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from gongkai_ssg import elements, schema
from gongkai_ssg.diagnostics import Diagnostic
from gongkai_ssg.model import Entry
from gongkai_ssg.schema import Field, Kind
from gongkai_ssg.source import parse_yaml

COLON = "\uff1a"
BASE = schema.load()


def entry(text: str, *fields: Field | str) -> tuple[Entry, list[Diagnostic]]:
    """Read with a kind made of these fields; a string is a key of an item."""
    item = BASE.kinds["item"].by_key
    kind = Kind("item", "公开事项", tuple(item[f] if isinstance(f, str) else f for f in fields))
    node, problems = parse_yaml("a.yaml", text)
    assert node is not None, problems
    return elements.read(kind, node, BASE)


def value(text: str, *fields: Field | str) -> Any:
    found, problems = entry(text, *fields)
    assert [p.message for p in problems if p.severity == "error"] == []
    return next(iter(found.values.values()))


def codes(text: str, *fields: Field | str) -> list[str]:
    return [f"{p.span.line}:{p.span.column} {p.code}" for p in entry(text, *fields)[1]]


def helps(text: str, *fields: Field | str) -> list[str]:
    return [p.help for p in entry(text, *fields)[1]]


CHANNEL, WAY, LEVEL, OBJECT = "公开渠道", "公开方式", "公开层级", "公开对象"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("政府网站", "政府网站"),
        ("发布会／听证会", "发布会/听证会"),
        ("社区/企事业单位/村公示栏(电子屏)", "社区/企事业单位/村公示栏(电子屏)"),
        ("社区/企事业单位/村公示栏\uff08电子屏\uff09", "社区/企事业单位/村公示栏(电子屏)"),
        ("其他", "其他"),
        ("其他\x3a公共资源交易平台", "其他\x3a公共资源交易平台"),
        ("{其他: 公共资源交易平台}", "其他\x3a公共资源交易平台"),
        (f"其他{COLON}公共资源交易平台", "其他\x3a公共资源交易平台"),
        (f"'其他{COLON} 公共资源交易平台 '", "其他\x3a公共资源交易平台"),
        ("行政服务中心", "政务服务中心"),
        ("发布会听证会", "发布会/听证会"),
        ("查询点", "公开查阅点"),
    ],
)
def test_channels(written: str, read: str) -> None:
    assert value(f"公开渠道: [{written}]", CHANNEL) == (read,)


def test_the_thirteen_channels_stand_in_the_official_order() -> None:
    words = "、".join(BASE.kinds["item"].by_key[CHANNEL].values)
    assert words == (
        "政府网站、政府公报、两微一端、发布会/听证会、广播电视、纸质媒体、公开查阅点、"
        "政务服务中心、便民服务站、入户/现场、社区/企事业单位/村公示栏(电子屏)、精准推送、其他"
    )


def test_aliases_and_words_can_be_met_at_all() -> None:
    """An alias is looked up after NFKC, so it must be its own normal form and lead to a word."""
    import unicodedata

    for kind in BASE.kinds.values():
        for f in kind.fields:
            assert set(f.aliases.values()) <= set(f.values)
            assert all(unicodedata.normalize("NFKC", a) == a for a in f.aliases)
            assert not set(f.aliases) & set(f.values)


@pytest.mark.parametrize(
    ("key", "text", "read"),
    [
        (OBJECT, "全社会", "全社会"),
        (OBJECT, "{特定群体: 被征地农民}", {"特定群体": "被征地农民"}),
        (OBJECT, "社会公众", "全社会"),
        (WAY, "主动公开", "主动"),
        (WAY, " 主动 ", "主动"),
        (LEVEL, "[县级, 镇级]", ("县级", "乡级")),
        ("公开主体", "县民政局", ("县民政局",)),
        ("公开主体", "[县民政局, 县财政局]", ("县民政局", "县财政局")),
        ("俗称", "低保", ("低保",)),
        ("公开内容", "[' 甲 ', '', 乙]", ("甲", "乙")),
        ("编码", "ZDBC-02-03", "ZDBC-02-03"),
        ("编码", "AB-001", "AB-001"),
        ("编码", "ABCDEF-01-02-003", "ABCDEF-01-02-003"),
    ],
)
def test_values(key: str, text: str, read: Any) -> None:
    assert value(f"{key}: {text}", key) == read


@pytest.mark.parametrize(
    ("type_", "text", "read"),
    [
        ("date", "2026-03-05", date(2026, 3, 5)),
        ("date", "2024-02-29", date(2024, 2, 29)),
        ("datetime", "2026-03-05 09:00", datetime(2026, 3, 5, 9)),  # noqa: DTZ001
        ("int", "012", 12),
        ("number", "-1.5", "-1.5"),
        ("number", "38", "38"),
        ("flag", "是", True),
        ("flag", "否", False),
        ("text", "no", "no"),
        ("any", "{a: [b, {c: d}]}", {"a": ("b", {"c": "d"})}),
        ("id", "he-wan2", "he-wan2"),
    ],
)
def test_types(type_: str, text: str, read: Any) -> None:
    assert value(f"x: {text}", Field("x", type_)) == read


@pytest.mark.parametrize(
    ("type_", "text", "code"),
    [
        ("date", "2026-02-30", "GK108"),
        ("date", "2026-3-5", "GK108"),
        ("date", "20260305", "GK108"),
        ("date", "2026-W10-4", "GK108"),
        ("date", "２０２６-０３-０５", "GK108"),
        ("date", "2026-03-05 09:00", "GK108"),
        ("date", "0000-01-01", "GK108"),
        ("datetime", "2026-03-05", "GK108"),
        ("datetime", "2026-03-05T09:00", "GK108"),
        ("datetime", "2026-03-05 25:00", "GK108"),
        ("int", "一", "GK103"),
        ("int", "-1", "GK103"),
        ("int", "²", "GK103"),
        ("int", "12345678901234567890", "GK103"),
        ("number", "1e5", "GK103"),
        ("number", "nan", "GK103"),
        ("number", "１", "GK103"),
        ("flag", "yes", "GK103"),
        ("id", "MZJ", "GK110"),
        ("id", "a--b", "GK110"),
        ("id", "民政", "GK110"),
        ("text", "[a]", "GK103"),
        ("text", "{a: b}", "GK103"),
        ("text", "同上", "GK109"),
        ("text", "〃", "GK109"),
        ("text", "同前", "GK109"),
        ("text", "同左", "GK109"),
        ("text", "\uff08同上\uff09。", "GK109"),
    ],
)
def test_wrong_types(type_: str, text: str, code: str) -> None:
    assert codes(f"x: {text}", Field("x", type_)) == [f"1:4 {code}"]


@pytest.mark.parametrize("text", ["同上级意见", "见上级文件", "同上，另在村公示栏公开"])
def test_what_begins_like_the_same_as_above_is_a_text(text: str) -> None:
    assert codes(f"x: {text}", Field("x", "text")) == []


@pytest.mark.parametrize(
    ("type_", "text", "how"),
    [
        ("date", "2026年3月5日", "改成 2026-03-05"),
        ("date", "2026.3.5", "改成 2026-03-05"),
        ("date", "2026/03/05", "改成 2026-03-05"),
        ("date", "２０２６-３-５", "改成 2026-03-05"),
        ("datetime", "2026/3/5 9:00", "改成 2026-03-05 09:00"),
        ("datetime", "2026年3月5日 9:30", "改成 2026-03-05 09:30"),
        ("date", "去年", "写成 2026-03-05 这样的形式"),
        ("datetime", "2026年11月20日", "写成 2026-11-20 09:00 这样的形式\uff0c要写几点几分"),
        ("date", "2026-02-30", "对照原件改成真实的日期"),
    ],
)
def test_the_remedy_for_a_date_is_the_date_itself(type_: str, text: str, how: str) -> None:
    """Pinned: a full-width question mark in the pattern once made every hint useless."""
    assert helps(f"x: {text}", Field("x", type_)) == [how]


@pytest.mark.parametrize(
    "code",
    [
        "zdbc-02-03",
        "ZDBC-2-3",
        "ZDBC",
        "ZDBC-0203-1",
        "Z-01",
        "ZDBC_02_03",
        "ZDBC-０２-03",
        "征地-01",
    ],
)
def test_malformed_codes(code: str) -> None:
    assert codes(f"编码: {code}", "编码") == ["1:5 GK107"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("zdbc-2-3", "ZDBC-02-03"),
        ("ZDBC_02_03", "ZDBC-02-03"),
        ("ZDBC - 02 - 03", "ZDBC-02-03"),
        ("ＺＤＢＣ－０２－０３", "ZDBC-02-03"),
        ("征地一号", ""),
        ("ZDBC", ""),
    ],
)
def test_likely_code(written: str, meant: str) -> None:
    assert elements.likely_code(written) == meant


# ------------------------------------------------------------- one mistake, one problem


@pytest.mark.parametrize(
    ("text", "fields", "found"),
    [
        # a key that is missing, empty, or a list of nothing
        ("公开方式: 主动", [WAY, LEVEL], ["1:1 GK102"]),
        ("公开方式: 主动\n公开层级:", [WAY, LEVEL], ["2:1 GK102"]),
        ("公开方式: 主动\n公开层级: ['']", [WAY, LEVEL], ["2:1 GK102"]),
        ("公开方式: 主动\n公开层级: []", [WAY, LEVEL], ["2:1 GK102"]),
        # a key that was misspelled is not missing as well
        ("公开方法: 主动", [WAY], ["1:1 GK101"]),
        ("公開方式: 主动", [WAY], ["1:1 GK101"]),
        ("编号: ZDBC-01-01", ["编码"], ["1:1 GK101"]),
        # nor is the key that a full-width colon has hidden in the text above
        (f"公开层级: [县级]\n公开时限: 甲\n  公开方式{COLON}主动", [WAY, LEVEL, "公开时限"], []),
        (f"公开内容:\n- 甲\n  公开方式{COLON}主动", [WAY, "公开内容"], []),
        # several mistakes are all told
        ("公开方式: 网上\n公开层级: [省级, 县级]", [WAY, LEVEL], ["1:7 GK104", "2:8 GK104"]),
        # the group behind a full-width colon
        (f"公开对象: 特定群体{COLON}农民", [OBJECT], ["1:11 GK004"]),
        ("公开对象: {特定群众: 农民}", [OBJECT], ["1:8 GK101"]),
        ("公开对象: {}", [OBJECT], ["1:1 GK102"]),
        ("公开渠道: 政府网站", [CHANNEL], ["1:7 GK103"]),
        ("公开渠道: [[政府网站]]", [CHANNEL], ["1:8 GK103"]),
        ("公开渠道: [政府網站]", [CHANNEL], ["1:8 GK105"]),
        ("公开渠道: [行政服務中心]", [CHANNEL], ["1:8 GK105"]),
        ("公开渠道: [行政服务中心]", [CHANNEL], ["1:8 GK106"]),
        ("[甲]", [WAY], ["1:1 GK103"]),
        (f"公开方式{COLON}主动", [WAY], ["1:5 GK004"]),
    ],
)
def test_one_mistake_one_problem(text: str, fields: list[str], found: list[str]) -> None:
    assert codes(text, *fields) == found


@pytest.mark.parametrize(
    ("written", "how"),
    [
        ("2028-01-01~2028-01-03", "一天一天写：2028-01-01, 2028-01-02, 2028-01-03"),
        ("2028年1月31日至2028年2月1日", "一天一天写：2028-01-31, 2028-02-01"),
        ("2028-01-01至3日", "一天一天写，例如 [2028-01-01, 2028-01-02]"),
        ("2028-01-01-03", "一天一天写，例如 [2028-01-01, 2028-01-02]"),
        ("2028-01-03~2028-01-01", "一天一天写，例如 [2028-01-03, 2028-01-04]"),
        ("2028-01-01~2028-02-30", "一天一天写，例如 [2028-01-01, 2028-01-02]"),
        ("2028-02-30~2028-03-01", "一天一天写，例如 [2026-10-01, 2026-10-02]"),
        ("9999-12-31~9999-12-31", "一天一天写，例如 [2026-10-01, 2026-10-02]"),
        ("2028年1月1日", "改成 2028-01-01"),
    ],
)
def test_no_day_of_a_range_is_lost_in_the_remedy(written: str, how: str) -> None:
    assert helps(f"放假: [{written}]", BASE.kinds["holidays"].by_key["放假"]) == [how]


def test_one_day_is_wanted_where_two_are_written() -> None:
    made = BASE.kinds["record"].by_key["成文日期"]
    assert helps("成文日期: 2026-03-05~2026-03-08", made) == ["这里只写一天"]


def test_an_entry_with_a_hidden_key_is_broken() -> None:
    found, problems = entry(f"公开时限: 甲\n  公开方式{COLON}主动", WAY, "公开时限")
    assert (problems, found.broken, WAY in found.faulty) == ([], True, True)


def test_an_info_does_not_break_an_entry() -> None:
    found, problems = entry("公开方式: 主动公开", WAY)
    assert [p.severity for p in problems] == ["info"]
    assert not found.broken
    assert not found.faulty


def test_faulty_names_the_elements_that_were_wrong() -> None:
    text = "公开方式: 网上\n公开层级: [县级]\n公开渠到: [政府网站]"
    found, _ = entry(text, WAY, LEVEL, CHANNEL, "公开时限")
    assert found.faulty == {"公开方式", "公开渠到", "公开渠道", "公开时限"}


def test_did_you_mean() -> None:
    assert "是不是“公开时限”\uff1f" in helps("公开时间: 甲", "公开时限")[0]
    assert "是不是“编码”\uff1f" in helps("編碼: ZDBC-01-01", "编码")[0]
    assert helps("abc: 甲", WAY, LEVEL)[0] == "可以用的键\uff1a公开方式、公开层级"
    assert "是不是“政府公报”\uff1f" in helps("公开渠道: [政府公告]", CHANNEL)[0]


def test_places_inside_an_element() -> None:
    found, _ = entry("调整:\n- {日期: 2026-03-05, 类型: 调整, 原因: 甲}\n- {类型: 废止}", "调整")
    places = {path: f"{s.line}:{s.column}" for path, s in found.spans.items()}
    assert places["调整"] == "2:1"
    assert places["调整/0"] == "2:3"
    assert places["调整/0/原因"] == "2:32"
    assert places["调整/1/类型"] == "3:8"
    assert found.at("调整/9", "调整/1").line == 3
    assert found.at("nothing") == found.span


def test_places_follow_the_values_that_were_kept() -> None:
    """Pinned: a wrong or empty value in a list moved the places of all that followed."""
    found, _ = entry("公开主体: ['', [x], 县民政局]", "公开主体")
    assert found.values["公开主体"] == ("县民政局",)
    assert found.spans["公开主体/0"].column == 17


def test_an_open_kind_takes_any_key() -> None:
    kind = BASE.opened("domain").kinds["domain"]
    node, _ = parse_yaml("a.yaml", "名称: 甲\n责任科室: 乙\n")
    assert node is not None
    assert elements.read(kind, node, BASE)[1] == []


def test_every_type_of_the_schema_is_read() -> None:
    def types(fields: tuple[Field, ...]) -> set[str]:
        found = {f.type for f in fields}
        return found.union(*(types(f.fields) | types(f.or_fields) for f in fields))

    used = set().union(*(types(kind.fields) for kind in BASE.kinds.values()))
    assert used <= set(elements._SINGLE) | set(elements._MANY)


def test_every_example_of_the_schema_is_valid() -> None:
    """What the manual shows must pass the check."""
    import yaml

    for kind in BASE.kinds.values():
        for f in kind.fields:
            if f.example is not None:
                text = yaml.dump({f.key: f.example}, allow_unicode=True)
                found, problems = entry(text, f)
                assert not problems, (f.key, [p.message for p in problems])
                assert f.key in found.values


def test_ticked_boxes_stand_in_the_order_of_the_vocabulary() -> None:
    """In whatever order they were ticked: a board's sheet must not be out of date for that."""
    written = "公开渠道: [其他:乙, 公开查阅点, 其他:甲, 政府网站]"
    assert value(written, "公开渠道") == ("政府网站", "公开查阅点", "其他:乙", "其他:甲")
    assert value("公开层级: [村级, 县级]", "公开层级") == ("县级", "村级")
