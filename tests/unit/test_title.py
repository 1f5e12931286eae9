"""Where the title of a notice is broken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai_ssg.print import title
from gongkai_ssg.print.text import width_of

NAMES = ("示例县", "河湾镇", "石桥村", "示例县人民政府")


@pytest.mark.parametrize(
    "lines",
    [
        ("柳林镇双井村2026年耕地地力保护", "补贴分户面积公示"),
        ("示例县人民政府关于东街片区", "旧城区改建项目的房屋征收决定公告"),
        ("河湾镇沿河散养畜禽粪污", "问题整改完成情况公示"),
        ("2026年第3期监督抽检不合格", "食品核查处置情况通告"),
        ("三月名单公示",),
    ],
)
def test_no_word_is_torn(lines: tuple[str, ...]) -> None:
    assert title.lines("".join(lines), NAMES) == lines


def test_a_name_of_the_county_stays_whole() -> None:
    written = "关于对罕见地名某某沟子屯进行整治和改造提升的情况公示"
    assert any("某某沟子屯" in line for line in title.lines(written, ("某某沟子屯",)))


@given(st.text("征收土地补偿方案公告河湾镇2026年（）《》、的和AB1.%", min_size=1, max_size=90))
def test_the_lines_are_the_title_and_hold_it(text: str) -> None:
    lines = title.lines(text)
    assert "".join(lines) == text
    assert all(lines)
    assert all(width_of(line) <= title.WIDEST for line in lines)


def test_a_title_of_200_characters_is_set() -> None:
    text = "示例县人民政府关于征收土地补偿安置方案的公告" * 9
    assert "".join(title.lines(text, NAMES)) == text
