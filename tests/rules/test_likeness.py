"""GK212: items that look like copies of each other. GK228: items of the same names."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import tiny

from gongkai_ssg.build import Checked

Problems = Callable[..., list[str]]
CATALOG = "content/shjz/catalog.yaml"


def two(first: dict[str, str], second: dict[str, str]) -> dict[str, str]:
    return {CATALOG: tiny.catalog(tiny.item(first), tiny.item({"编码": "SHJZ-01-02", **second}))}


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [
        ({}, {}, True),
        ({"二级事项": "上湾村名单公告"}, {"二级事项": "河湾镇名单公告"}, True),
        ({"二级事项": "上湾村名单公告"}, {"二级事项": "名单公告"}, True),
        ({"二级事项": "第一批名单公告"}, {"二级事项": "第2批名单公告"}, True),
        ({"二级事项": "名单公告"}, {"二级事项": "名单、公告"}, True),
        ({"二级事项": "名单公告"}, {"二级事项": "申请条件和办理流程"}, False),
        ({"二级事项": "县名单"}, {"二级事项": "县、名单", "公开层级": "[村级]"}, False),
        ({"公开层级": "[县级, 乡级]"}, {"公开层级": "[乡级, 村级]"}, True),
        ({}, {"状态": "废止"}, False),
        ({"状态": "废止"}, {}, False),
        ({"公开主体": "示例县民政局"}, {"公开时限": "随时"}, True),
    ],
)
def test_likeness(
    problems: Problems,
    first: dict[str, str],
    second: dict[str, str],
    alike: bool,
) -> None:
    line = 13 + len(set(first) - set(tiny.ELEMENTS))
    assert problems(two(first, second)) == ([f"{CATALOG}:{line}:7 GK212"] if alike else [])


def words(length: int) -> str:
    """So many characters, each once, none of them a number."""
    return "".join(chr(0x5000 + n) for n in range(length))


@pytest.mark.parametrize(
    ("length", "alike"),
    # Of n pieces in each the last ones differ: 19 of 21, 18 of 20.
    [(22, True), (21, True), (20, False), (12, False)],
)
def test_nine_of_ten_pieces_agree(problems: Problems, length: int, alike: bool) -> None:
    names = {"一级事项": "事项", "公开内容": "[内容]"}
    same = length - len("事项内容") - 1
    text = words(same)
    pair = two({**names, "二级事项": text}, {**names, "二级事项": text})
    pair[CATALOG] = pair[CATALOG].replace("[内容]", "[内容甲]", 1).replace("[内容]", "[内容乙]", 1)
    # What are no copies are two items of the same names.
    found = {place.split()[1] for place in problems(pair)}
    assert found == {"GK212" if alike else "GK228"}


@pytest.mark.parametrize(
    ("pieces", "more", "alike"),
    [(100, 11, True), (100, 12, False), (99, 11, True), (9, 1, True), (9, 2, False)],
)
def test_of_two_texts_the_later_may_lack_a_tenth_of_all_pieces(
    problems: Problems, pieces: int, more: int, alike: bool
) -> None:
    """All of its pieces are in the earlier one, which has so many more."""
    names = {"一级事项": "事项", "二级事项": "名单"}
    text = words(pieces + 2 - len("事项名单") + more)
    whole, part = {**names, "公开内容": f"[{text}]"}, {**names, "公开内容": f"[{text[:-more]}]"}
    found = {place.split()[1] for place in problems(two(whole, part))}
    assert found == {"GK212" if alike else "GK228"}


def test_of_two_places_the_one_with_the_longer_name_is_meant(problems: Problems) -> None:
    """Without 河湾 alone 镇 would be left of 河湾镇, and make another text of it."""
    files = two({"二级事项": "上湾村名单公告"}, {"二级事项": "河湾镇名单公告"})
    site = tiny.SITE + "- {id: wan, 名称: 河湾, 层级: 村级, 上级: hewan}\n"
    assert problems({**files, "site.yaml": site}) == [f"{CATALOG}:13:7 GK212"]


def test_of_the_other_item_the_line_of_its_code_is_named(check: Callable[..., Checked]) -> None:
    """Its code need not be what it begins with."""
    first, code = tiny.ELEMENTS["一级事项"], tiny.ELEMENTS["编码"]
    turned = (
        tiny.item()
        .replace(f"编码: {code}", "一级事项: @")
        .replace(f"一级事项: {first}", f"编码: {code}")
    )
    files = {CATALOG: tiny.catalog(turned.replace("@", first), tiny.item({"编码": "SHJZ-01-02"}))}
    (found,) = check(files).diagnostics
    assert (found.code, found.params["path"], found.params["line"]) == ("GK212", CATALOG, 3)


def test_items_of_three_characters_in_all_may_be_copies_too(problems: Problems) -> None:
    short = {"一级事项": "甲", "二级事项": "乙", "公开内容": "[丙]"}
    assert problems(two(short, short)) == [f"{CATALOG}:13:7 GK212"]
    shorter = {**short, "公开内容": "[3]"}
    assert problems(two(shorter, shorter)) == [f"{CATALOG}:13:7 GK212"]


def test_broken_items_are_compared_with_nothing(problems: Problems) -> None:
    """Pinned: two items without names were "almost the same"."""
    names = {"一级事项": "", "二级事项": "", "公开内容": ""}
    assert {place.split()[1] for place in problems(two(names, names))} == {"GK102"}


def test_of_three_copies_two_are_reported(problems: Problems) -> None:
    items = [tiny.item({"编码": f"SHJZ-01-0{n}"}) for n in (1, 2, 3)]
    found = problems({CATALOG: tiny.catalog(*items)})
    assert found == [f"{CATALOG}:13:7 GK212", f"{CATALOG}:24:7 GK212"]


@pytest.mark.parametrize(
    ("first", "second", "codes"),
    [
        ({"公开内容": "[甲, 乙]"}, {"公开内容": "[申请条件, 办理流程]"}, ["GK228"]),
        ({"公开层级": "[县级]"}, {"公开层级": "[村级]"}, ["GK228"]),
        ({"三级事项": "名单", "公开层级": "[县级]"}, {"三级事项": " 名 单"}, ["GK228"]),
        # what GK212 says is not said again
        ({}, {}, ["GK212"]),
        ({"三级事项": "对象名单"}, {"公开内容": "[申请条件, 办理流程]"}, []),
        ({"一级事项": "临时救助"}, {"公开层级": "[村级]"}, []),
        (
            {"二级事项": "第1批", "公开层级": "[县级]"},
            {"二级事项": "第2批", "公开层级": "[村级]"},
            [],
        ),
        ({"公开层级": "[县级]"}, {"公开层级": "[村级]", "状态": "废止"}, []),
    ],
)
def test_items_of_the_same_names_cannot_be_told_apart_by_an_import(
    problems: Problems, first: dict[str, str], second: dict[str, str], codes: list[str]
) -> None:
    second = {"公开层级": "[乡级, 村级]", **second} if "三级事项" in second else second
    assert [place.split()[1] for place in problems(two(first, second))] == codes


def test_the_same_names_in_two_domains_are_two_items(problems: Problems) -> None:
    other = tiny.item({"编码": "YLWS-01-01", "公开层级": "[村级]"})
    files = {
        "content/ylws/domain.yaml": "名称: 卫生\n",
        "content/ylws/catalog.yaml": tiny.catalog(other),
    }
    assert problems(files) == []


def test_the_innermost_name_is_pointed_at(problems: Problems) -> None:
    names = {"三级事项": "名单", "公开层级": "[县级]"}
    found = problems(two(names, {**names, "公开层级": "[村级]"}))
    lines = (tiny.item(names) + tiny.item({"编码": "SHJZ-01-02", **names})).splitlines()
    last = max(n for n, line in enumerate(lines, 2) if "三级事项" in line)
    assert found == [f"{CATALOG}:{last}:9 GK228"]
