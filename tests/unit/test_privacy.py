"""Masks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai_ssg import privacy


@pytest.mark.parametrize(
    ("text", "how", "shown"),
    [
        ("住户甲", "隐名", "住*甲"),
        ("住甲", "隐名", "住*"),
        ("住", "隐名", "住"),
        ("欧阳住甲乙", "隐名", "欧***乙"),
        ("", "隐名", ""),
        ("住户甲", "全部", "住户甲"),
        ("住户甲", "不显示", ""),
        ("110101190001010018", "后四位", "****0018"),
        ("12345678", "后四位", ""),
    ],
)
def test_a_mask_shows_so_much(text: str, how: str, shown: str) -> None:
    assert privacy.mask(text, how) == shown


@given(st.text(min_size=9, max_size=30, alphabet="0123456789X"))
def test_four_of_a_number_and_no_more_are_shown(number: str) -> None:
    assert privacy.mask(number, "后四位") == f"****{number[-4:]}"


@pytest.mark.parametrize("role", ["证件号", "账号", "电话", "住址"])
@pytest.mark.parametrize("channel", ["网站", "公示栏"])
def test_by_default_no_channel_shows_a_number(channel: str, role: str) -> None:
    assert privacy.way(channel, role, {}) == "不显示"


def test_names_are_whole_on_the_board_and_masked_on_the_web() -> None:
    assert privacy.way("公示栏", "姓名", {}) == "全部"
    assert privacy.way("网站", "姓名", {}) == "隐名"
    assert privacy.way("网站", "姓名", {"姓名": "不显示"}) == "不显示"


@pytest.mark.parametrize("channel", ["网站", "公示栏"])
def test_what_is_no_data_of_a_person_is_shown(channel: str) -> None:
    assert privacy.way(channel, "救助金额", {}) == "全部"


def test_a_choice_counts_for_its_own_role_alone() -> None:
    chosen = {"账号": "后四位"}
    assert privacy.way("公示栏", "账号", chosen) == "后四位"
    assert privacy.way("公示栏", "证件号", chosen) == "不显示"


def test_a_way_that_nobody_knows_shows_nothing() -> None:
    """A misspelt one must not show a number whole."""
    assert privacy.mask("110101190001010018", "前四位") == ""
