"""Marks in cells: what is ticked, what is not, what nobody knows; 同上 in all its spellings."""

from __future__ import annotations

import pytest

from gongkai_ssg.tables import marks
from gongkai_ssg.tables.marks import Tick

YES = (
    "√ ✓ ✔ ✔️ ■ ☑ ☒ ● ▲ ◆ ▄ 是 有 1 １ Y y Yes Ｙ þ R V √√ (√) （√） 【√】 √。 √面向村集体成员 "
    "公开 涉及 √无房户 √（不公开个人信息） ■公开□不公开 √公开"
).split()
NO = (
    "× ✗ ✘ ✕ ✖ x X Ｘ 否 无 没有 / ／ — —— - － – 0 ０ ○ 〇 □ ☐ ◇ N n no £ 口 û （×） □申请人 "
    "×（不涉及） -无 不公开 … ~ 暂不公开 未公开 无需公开 不予公开 不对外公开 暂未公开 "
    "（不适用） 不需要公开 否，不公开 ×否 暂不涉及 不可公开"
).split()
UNKNOWN = (
    "? ？ t ★ ◎ 2 A VIP √× □■ 甲 * ※ ☆ 不公开√ 否√ √暂不公开 √（暂不公开，待批准） "
    "□不公开 □公开■不公开 暂不公开，待批准 涉密不公开 √涉密不公开 "
    "见备注 详见附件 不定期 不定期公开 待定"
).split()
WORDS = "申请人 项目单位 乡级 县 未成年人 无房户 非本地户籍人员 不动产权利人".split()


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        *((text, Tick.YES) for text in YES),
        *((text, Tick.NO) for text in ("", "  ", *NO)),
        *((text, Tick.UNKNOWN) for text in UNKNOWN),
        *((text, Tick.WORDS) for text in WORDS),
    ],
)
def test_what_a_mark_means(text: str, meant: Tick) -> None:
    assert marks.tick(text) is meant


@pytest.mark.parametrize(
    ("notes", "mark", "meant"),
    [
        ("注：“○”表示公开", "○", Tick.YES),
        ("注：★为必选项，☆为可选项", "★", Tick.YES),
        ("注：★为必选项，☆为可选项", "☆", Tick.NO),
        ("打“△”的表示依申请公开", "△", Tick.YES),
        ("√：公开；×：不公开", "×", Tick.NO),
        ("“■”表示必选项,“□”表示可选项", "□", Tick.NO),
        ("□表示公开渠道", "□", Tick.NO),
        ("填表说明：—表示没有", "—", Tick.NO),
    ],
)
def test_the_legend_of_a_table_says_what_its_marks_mean(notes: str, mark: str, meant: Tick) -> None:
    assert marks.tick(mark, marks.legend(notes)) is meant


DITTO = (
    "同上 同前 （同上） 同上。 同上行 同上栏 同上一行 同上项 同上所述 同上面 同前项 如上 见上 仝上 "
    '与上同 与上相同 与上栏相同 〃 ″ " ” “ „ "" \'\' ’’ ′′ ＂ 々 —〃— ditto Ditto'
).split()


@pytest.mark.parametrize("text", [*DITTO, "同　上", "同\n上"])
def test_every_spelling_of_the_same_as_above(text: str) -> None:
    assert marks.is_ditto(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "同上级",
        "同上，另在村公示栏公开",
        "上",
        "同",
        "—",
        "-",
        "…",
        "'",
        "同左",
        "1〃",
        "见上级文件",
    ],
)
def test_what_is_not_the_same_as_above(text: str) -> None:
    assert not marks.is_ditto(text)


@pytest.mark.parametrize("text", ["-", "——", "/", "／", "— 无", "−", "无", "暂无", "没有"])
def test_cells_that_say_nothing(text: str) -> None:
    assert marks.is_nothing(text)


@pytest.mark.parametrize("text", ["无房户", "0", "×", "", "1/2", "-1"])
def test_cells_that_say_something_or_are_empty(text: str) -> None:
    assert not marks.is_nothing(text)
