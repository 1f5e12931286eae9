"""What a loudspeaker reads: numbers, dates and phones in words, nothing that cannot be said."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai_ssg.outreach.spoken import number, spoken

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2}


def heard(words: str) -> int:
    """The amount that a listener understands."""
    for unit, value in (("亿", 10**8), ("万", 10**4), ("千", 1000), ("百", 100), ("十", 10)):
        if unit in words:
            before, _, after = words.rpartition(unit)
            return (heard(before) if before.strip("零") else 1) * value + heard(after)
    words = words.strip("零")
    return _DIGITS[words] if words else 0


@given(st.integers(0, 10**12 - 1))
def test_a_number_is_heard_as_it_was_written(value: int) -> None:
    assert heard(number(value)) == value


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "零"),
        (10, "十"),
        (12, "十二"),
        (105, "一百零五"),
        (1012, "一千零一十二"),
        (2200, "两千二百"),
        (20000, "两万"),
        (100500, "十万零五百"),
        (1050000, "一百零五万"),
        (6026416, "六百零二万六千四百一十六"),
        (1000000001, "十亿零一"),
    ],
)
def test_zeros_and_tens_are_said_as_people_say_them(value: int, words: str) -> None:
    assert number(value) == words


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026年3月5日", "二〇二六年三月五日"),
        ("2026-03-05", "二〇二六年三月五日"),
        ("2026—2027学年", "二〇二六到二〇二七学年"),
        ("公示7日", "公示七日"),
        ("9:00至11:30", "九点至十一点三十分"),
        ("9:05", "九点零五分"),
        ("697户1269人，1574190元", "六百九十七户一千二百六十九人，一百五十七万四千一百九十元"),
        ("2户2人、2日、第2期、2个月", "两户两人、二日、第二期、两个月"),
        ("共10,500元", "共一万零五百元"),
        ("107.34万元", "一百零七点三四万元"),
        ("92%以上，100%，0.5‰", "百分之九十二以上，百分之百，千分之零点五"),
        ("5%～10%，1/3", "百分之五到百分之十，三分之一"),
        ("52000元/亩", "每亩五万二千元"),
        ("800元/人·月", "每人每月八百元"),
        ("24微克/立方米", "每立方米二十四微克"),
        ("10—15天，20元-30元", "十到十五天，二十元到三十元"),
        ("－5℃，-5℃", "五摄氏度，零下五摄氏度"),
        ("PM2.5、G307线", "PM二点五、G三〇七线".replace("〇", "零")),
        ("示政发〔2026〕5号", "示政发二〇二六年第五号"),
        ("“7·16”暴雨", "七一六暴雨"),
        ("电话0000-8000112", "电话零零零零，八零零零幺幺二"),
        ("拨打12345热线", "拨打幺二三四五热线"),
        ("公告（上湾村段）。", "公告，上湾村段。"),
        ("村（社区）干部", "村、社区干部"),
        ("《办法》“双随机”【急】", "办法双随机急"),
        ("见 https://sl.example/gk/ 的表；A级", "见的表。A级"),
        ("１２户", "十二户"),
    ],
)
def test_a_text_is_read_without_signs(written: str, read: str) -> None:
    assert spoken(written) == read


@given(st.text() | st.text("0123456789.,-—/年月日元亩%〔〕《》（）·:：；2第", max_size=40))
def test_nothing_is_left_that_cannot_be_said(text: str) -> None:
    said = spoken(text)
    assert not re.search(r"[^\u3007\u3400-\u9fff\U00020000-\U000323afA-Za-z ，、：。？！]", said)
    assert not re.search(r"[，、：。？！]{2}|^[，、：。？！]", said)
