"""Numbers of persons: found however they are written, and nothing else is taken for one.

Every number here is made up; the days lie in 1900, or the number is a well-known sample.
"""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai_ssg import personal

ID, CARD = "110101190001010014", "6222021234567890128"


def kinds(text: str, words: str = "") -> list[tuple[str, bool]]:
    return [(found.kind, found.sure) for found in personal.find(text, words)]


def with_check(seventeen: str) -> str:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(c) * w for c, w in zip(seventeen, weights, strict=True))
    return seventeen + "10X98765432"[total % 11]


@pytest.mark.parametrize(
    "text",
    [
        ID,
        f"身份证{ID}。",
        f"{ID[:6]} {ID[6:14]} {ID[14:]}",
        f"{ID[:6]}-{ID[6:14]}-{ID[14:]}",
        "".join(chr(0xFF10 + int(c)) for c in ID),
        f"残疾证号{ID}43",
        f"a{ID}b",
    ],
)
def test_an_id_number_is_found_however_it_is_written(text: str) -> None:
    assert kinds(text) == [("身份证号", True)]
    (found,) = personal.find(text)
    assert found.value == ID
    assert ID not in found.shown


DAYS = st.dates(date(1900, 1, 1), date(2026, 12, 31))


@given(st.sampled_from(["11", "33", "44", "65", "81"]), DAYS, st.integers(0, 999))
def test_every_birthday_counts_those_of_october_too(province: str, day: date, order: int) -> None:
    """The pattern that is copied everywhere misses the tenth month."""
    value = with_check(f"{province}0101{day:%Y%m%d}{order:03}")
    assert [(f.kind, f.value) for f in personal.find(f"证号{value}，")] == [("身份证号", value)]
    other = "0" if value[-1] != "0" else "1"
    assert kinds(f"证号{value[:-1]}{other}，") in ([], [("银行卡号", False)])


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        (f"卡号{CARD}", "", [("银行卡号", True)]),
        (CARD, "银行账号", [("银行卡号", True)]),
        (CARD, "", [("银行卡号", False)]),
        ("开户行和账号：6222 0212 3456 7890 128", "", [("银行卡号", True)]),
        ("护照E12345678", "", [("护照号", True)]),
        ("E12345678", "", []),
        ("手机13800138000", "", [("手机号", False)]),
        ("138-0013-8000", "", [("手机号", False)]),
    ],
)
def test_other_numbers(text: str, words: str, found: list[tuple[str, bool]]) -> None:
    assert kinds(text, words) == found


@pytest.mark.parametrize(
    "text",
    [
        "113301030023415678/2026-00012",
        "项目代码2019-110101-47-03-012345",
        "网站标识码9901010001",
        "统一社会信用代码11330103002341567U",
        "示民发〔2026〕12号",
        "0571-88001234",
        "0000-8000101",
        "2026年3月5日9时30分",
        "20260305123456789012",
        "99010119000101001X",
        "110101190013010018",
        "合计 1234567890123456 元",
        "第13800138号",
    ],
)
def test_what_offices_write_every_day_passes(text: str) -> None:
    assert kinds(text) == []


def test_a_million_characters_take_well_under_a_second() -> None:
    text = "某县2026年3月5日公告，编号20260305123456789012，电话0000-8000123。\n" * 25_000
    begun = time.process_time()
    assert list(personal.find(text)) == []
    assert len(text) > 1_000_000
    assert time.process_time() - begun < 1


@given(st.text(max_size=80))
def test_any_text_is_looked_through(text: str) -> None:
    for found in personal.find(text):
        assert 0 <= found.start < found.end <= len(text)
