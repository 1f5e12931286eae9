"""Cells of 公开渠道 as offices write them: every glyph, none, glued, noted."""

from __future__ import annotations

import pytest

from gongkai_ssg.importing import channels
from gongkai_ssg.schema import load

FIELD = load().kinds["item"].by_key["公开渠道"]
NAMES = channels.Names(FIELD)
WEB, GAZETTE, HALL = "政府网站", "政府公报", "发布会/听证会"
BOARD = "社区/企事业单位/村公示栏(电子屏)"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("■政府网站 □政府公报\n□两微一端 ■发布会/听证会", [WEB, HALL]),
        ("■政府网站■政府公报", [WEB, GAZETTE]),
        ("◆政府网站 ▲政府公报 □两微一端", [WEB, GAZETTE]),
        ("▄政府网站;口政府公报,口两微一端:▄发布会/听证会", [WEB, HALL]),
        ("■政府网站 £政府公报 £两微一端", [WEB]),
        ("R政府网站 £政府公报", [WEB]),
        ("þ政府网站\n□政府公报", [WEB]),
        ("√政府网站 √公开查阅点", [WEB, "公开查阅点"]),
        ("☑政府网站 ☐政府公报", [WEB]),
        ("政府网站\n政府公报", [WEB, GAZETTE]),
        ("政府网站、政府公报、发布会/听证会", [WEB, GAZETTE, HALL]),
        ("1.政府网站 2.政府公报 3.发布会/听证会", [WEB, GAZETTE, HALL]),
        ("政府网站政府公报", [WEB, GAZETTE]),
        ("两微一端发布会/听证会", ["两微一端", HALL]),
        ("政府网站/政府公报/发布会/听证会", [WEB, GAZETTE, HALL]),
        ("■社区/企事业单位/村公示栏（电子屏）", [BOARD]),
        ("■社区/企事业单位、村公示栏（电子屏）", [BOARD]),
        ("■网站 □公报", [WEB]),
        ("政府网站×\n政府公报√", [GAZETTE]),
        ("×政府网站 √政府公报", [GAZETTE]),
        ("■行政服务中心 ■便民服务点", ["政务服务中心", "便民服务站"]),
        ("■其他:浙江政务服务网", ["其他:浙江政务服务网"]),
        ("■其他 基层公共服务平台", ["其他:基层公共服务平台"]),
        ("■其他基层公共服务平台", ["其他:基层公共服务平台"]),
        ("■政府网站 ■其他_", [WEB, "其他"]),
        ("■政府网站（http://www.example.gov.cn/）□政府公报", [WEB]),
        ("■政 府 网 站", [WEB]),
        ("■入户⁄现场", ["入户/现场"]),
        ("□政府网站 □政府公报", []),
        ("政府网站（√）\n政府公报（×）", [WEB]),
        ("政府网站（√）政府公报（ ）", [WEB]),
        ("[√]政府网站 [ ]政府公报", [WEB]),
        ("政府网站:√ 政府公报:□", [WEB]),
        ("✅政府网站 ❌政府公报", [WEB]),
        ("☑\ufe0f政府网站 ⬜政府公报", [WEB]),
        ("þ政府网站 ¨政府公报", [WEB]),
        ("", []),
    ],
)
def test_what_is_meant(text: str, meant: list[str]) -> None:
    assert list(channels.read(text, NAMES).meant) == meant
    assert channels.is_clear(text, NAMES)


@pytest.mark.parametrize(
    "text",
    [
        "❏政府网站 ❑政府公报",
        "\uf0fe政府网站\uf0a8政府公报",
        "⊠政府网站 ⊡政府公报",
        "?政府网站",
        "■政府网站口政府公报",
        "Y政府网站 N政府公报",
        "是：政府网站\n否：政府公报",
        "除政府网站外",
        "[x]政府网站 [ ]政府公报",
        "政府网站√政府公报",
        "政府网站 □政府公报 ■两微一端",
        "□政府网站 ▣政府公报",
        "■政府网站 政府公报□",
        "■政府网站\n政府公报 √\n",
    ],
)
def test_where_a_sign_may_be_a_tick_or_none_nobody_can_say_what_is_meant(text: str) -> None:
    assert not channels.is_clear(text, NAMES)


@pytest.mark.parametrize(
    "text", ["县政府网站、各乡镇公示栏", "政府网站、其他（ ）", "1.政府网站~等", "其他:〇〇®平台"]
)
def test_what_is_no_mark_leaves_no_doubt(text: str) -> None:
    assert channels.is_clear(text, NAMES)


def test_a_line_of_our_own_workbook_may_have_any_sign_in_its_name() -> None:
    assert channels.is_clear("政府网站\n其他:★平台", NAMES, by_line=True)
    assert not channels.is_clear("★政府网站\n其他:★平台", NAMES, by_line=True)


def test_a_note_at_the_end_is_no_channel() -> None:
    found = channels.read("■政府网站\n注：有关公开信息可推送到微信", NAMES)
    assert found.meant == (WEB,)
    assert found.note == "注：有关公开信息可推送到微信"


def test_a_name_that_nobody_knows_is_kept_and_told() -> None:
    found = channels.read("■政府网站 ■图书馆", NAMES)
    assert (found.meant, found.unknown) == ((WEB, "其他:图书馆"), ("其他:图书馆",))


def test_empty_boxes_are_told_apart() -> None:
    assert channels.read("■政府网站 □政府公报", NAMES).open == (GAZETTE,)


@pytest.mark.parametrize("name", FIELD.values)
def test_every_official_name_is_read_alone_and_among_others(name: str) -> None:
    assert channels.read(name, NAMES).meant == (name,)
    every = "".join(f"{'■' if one == name else '□'}{one}\n" for one in FIELD.values)
    assert channels.read(every, NAMES).meant == (name,)
