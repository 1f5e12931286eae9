"""Numbers of persons: found however they are written, and nothing else is taken for one.

Every number here is made up; the days lie in 1900, or the number is a well-known sample.
"""

from __future__ import annotations

import time
import unicodedata
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai_ssg import personal
from gongkai_ssg.personal import seen

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
        f"12 {ID}",
        f"{ID[:6]}\u2003{ID[6:14]}\u2011{ID[14:]}",
        f"{ID[:6]}  {ID[6:]}",
        f"{ID[:6]}<label>{ID[6:]}</label>",
        f"{ID[:6]}<o:p></o:p>{ID[6:]}",
        f"{ID[:6]}<span style='{'mso-fareast-language:ZH-CN;' * 40}'>{ID[6:]}</span>",
        "\n\n\n\n".join(f"身份证号{ID}"),
        f"7 {ID[:11]}\r\n{ID[11:]}\r\n甲",
        f"{ID[:9]}\n\n\n\n{ID[9:]}\n",
    ],
)
def test_an_id_number_is_found_however_it_is_written(text: str) -> None:
    assert kinds(text) == [("身份证号", True)]
    (found,) = personal.find(text)
    assert found.value == ID
    assert ID not in found.shown


@pytest.mark.parametrize("sign", "Xx\u0425\u0445\u03a7\u2169\u2179×Ｘ")
def test_what_people_type_for_the_check_character(sign: str) -> None:
    value = next(v for n in range(99) if (v := with_check(f"110101190001010{n:02}"))[-1] == "X")
    (found,) = personal.find(f"证号{value[:-1]}{sign}，")
    assert (found.value, found.start, found.end) == (value, 2, 20)


UNSEEN = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"
# A joiner of marks, Hangul fillers, a mark for Arabic, a tag, a format of music, a free place.
STRANGE = "\u034f\u115f\u1160\u3164\uffa0\u061c\u2066\u206f\U000e0020\U000e01ef\U0001d173\u2065"


@pytest.mark.parametrize(
    "between",
    [
        *UNSEEN,
        UNSEEN,
        *STRANGE,
        STRANGE * 9,
        "\u2800",
        " \u200b",
        "&nbsp;",
        "&#160;",
        "&#xA0;",
        "&ensp;",
        "&emsp;",
        "&shy;",
        "&zwj;",
        "&#8203;",
        "\n",
        "\r\n",
        "  \n  ",
        "\\\n",
        "\n> ",
        "<br>",
        "<br />\n",
        "<wbr>",
        '</b> <span class="x">',
        "**",
        "** **",
        "*",
        "`",
        "~~",
        "__",
        "<!-- x -->",
        "<!---->",
        "<!-- 说\n明 > -->",
        "](https://sl.example/a)",
        "**](a.md '甲')",
        "][甲]",
        "[](a)",
    ],
)
@pytest.mark.parametrize("at", [1, 6, 17])
def test_what_nobody_sees_hides_no_number(between: str, at: int) -> None:
    text = f"村民的证号&amp;是**{ID[:at]}{between}{ID[at:]}**。"
    (found,) = personal.find(text)
    assert (found.kind, found.value) == ("身份证号", ID)
    assert text[found.start : found.end] == f"{ID[:at]}{between}{ID[at:]}"


@pytest.mark.parametrize("digit", ["&#49;", "&#x31;", "&#0049;", "&#65297;"])
@pytest.mark.parametrize("at", [0, 1, 16])
def test_a_digit_may_be_a_reference(digit: str, at: int) -> None:
    assert ID[at] == "1"
    text = f"&lt;证号&gt;{ID[:at]}{digit}{ID[at + 1 :]}。"
    (found,) = personal.find(text)
    assert found.value == ID
    assert text[found.start : found.end] == text[10:-1]


def test_every_sign_of_the_category_of_formats_is_unseen() -> None:
    signs = [chr(place) for place in range(0x110000) if unicodedata.category(chr(place)) == "Cf"]
    assert not [sign for sign in signs if not seen.UNSEEN.fullmatch(sign)]
    assert not seen.UNSEEN.search("某县2026年3月5日，编号0000-8000101★√×①Ⅳ〔〕“”…—℃㎡𠮷é가")


SIGNS = ["/", ".", "·", "／", "．", "・", " / ", ".\u200b"]


@pytest.mark.parametrize("sign", SIGNS)
def test_place_day_and_order_may_be_parted_by_any_sign(sign: str) -> None:
    text = f"户主1{sign}甲：{ID[:6]}{sign}{ID[6:14]}{sign}{ID[14:]}，"
    (found,) = personal.find(text)
    assert (found.kind, found.value) == ("身份证号", ID)
    assert text[found.start : found.end] == text[text.index(ID[:6]) : -1]
    assert [one.value for one in personal.ids(text, flowing=True)] == [ID]


def test_an_index_number_of_such_a_form_passes_and_a_child_behind_a_word_does_not() -> None:
    child = with_check("11010120150302001")
    for sign in "/.":
        written = sign.join((child[:6], child[6:14], child[14:]))
        assert kinds(f"索引号{written}") == []
        assert kinds(f"身份证号{written}") == [("身份证号", True)]
        assert kinds(written, "证件号码") == [("身份证号", True)]


def test_all_are_found_that_stand_in_the_columns_of_a_list() -> None:
    other = with_check("11010119000101002")
    for between in ("\n", "\u200b", "&nbsp;", "<br>", " ", "\n2 "):
        found = [f.value for f in personal.find(f"1 {ID}{between}{other}")]
        assert found == [ID, other]


def test_a_link_may_begin_within_a_number() -> None:
    text = f"证号{ID[:6]}[{ID[6:]}](https://sl.example/a)"
    assert [found.value for found in personal.find(text)] == [ID]


def test_a_number_in_a_comment_or_in_the_target_of_a_link_is_found() -> None:
    for text in (f"第1<!-- {ID} -->2户", f"[第1](a?id={ID})2户", f"[第1](a 'b{ID}')2户"):
        assert [found.value for found in personal.find(text)] == [ID]


@pytest.mark.parametrize(
    "between",
    [
        "\n\n",
        "|",
        " | ",
        "\t",
        "\n| ",
        "</td><td>",
        "</p>\n<p>",
        "\n- ",
        "\n* ",
        "****",
        "   ",
        "，",
        "<p>",
        "[",
        "]",
        "(",
        "](",
        "<!-- ",
        " -->",
    ],
)
def test_two_numbers_are_not_joined_over_what_parts_them(between: str) -> None:
    assert kinds(f"编码{ID[:6]}{between}{ID[6:]}元") == []


def test_a_line_break_joins_within_prose_alone() -> None:
    assert kinds(f"证号{ID[:6]}\n{ID[6:]}") == [("身份证号", True)]
    assert kinds(f"号{ID[:6]}\n{ID[6:]}") == [("身份证号", True)]
    # What stands two hundred characters before a break makes no table of it.
    assert kinds(f"甲|{'乙' * 200}{ID[:6]}\n{ID[6:]}") == [("身份证号", True)]
    assert kinds(f"{ID[:6]}\n{ID[6:]}元") == [("身份证号", True)]
    for text in (
        f"数\n{ID[:6]}\n{ID[6:]}\n",
        f"甲 | {ID[:6]}\n{ID[6:]} | 乙",
        f"甲\t{ID[:6]}\n{ID[6:]}\t乙",
    ):
        assert kinds(text) == []
        # On a page every line break is a blank.
        assert [f.value for f in personal.find(text, flowing=True)] == [ID]
    assert [f.value for f in personal.ids(f"{ID[:6]}\n{ID[6:]}", flowing=True)] == [ID]


WRAPPED = [(10,), (12,), (9,), (17,), (8, 16), (6, 14), (7, 14), (6, 12)]


@pytest.mark.parametrize("cuts", WRAPPED)
@pytest.mark.parametrize("end", ["\n", "\r\n", " \n  ", "\u200b\n"])
def test_a_number_that_is_wrapped_alone_on_its_lines(cuts: tuple[int, ...], end: str) -> None:
    edges = (0, *cuts, 18)
    parts = end.join(ID[a:b] for a, b in pairwise(edges))
    text = f"户主\r\n{parts}\r\n甲\r\n"
    (found,) = personal.find(text)
    assert (found.kind, found.value) == ("身份证号", ID)
    assert text[found.start : found.end] == parts


@pytest.mark.parametrize("cuts", [(10,), (7, 14), (6, 14)])
def test_all_numbers_of_a_narrow_column_are_found(cuts: tuple[int, ...]) -> None:
    other = with_check("11010119000101002")
    edges = [*pairwise((0, *cuts, 18))]
    text = "".join(f"{one[a:b]}\n" for one in (ID, other) for a, b in edges)
    assert [one.value for one in personal.find(text)] == [ID, other]


@pytest.mark.parametrize("between", ["", "\n"])
def test_a_small_x_at_the_end_of_lines_or_boxes_is_the_check_character(between: str) -> None:
    value = next(v for n in range(99) if (v := with_check(f"110101190001010{n:02}"))[-1] == "X")
    written = between.join(value[:10]) + "\n" + between.join(value[10:]).lower()
    text = f"户主\n{written}\n"
    (found,) = personal.find(text)
    assert (found.value, text[found.start : found.end]) == (value, written)


@pytest.mark.parametrize(
    "text",
    [
        f"{ID[:6]}\n{ID[6:]}\n",
        f"\n{ID[:6]}\n{ID[6:]}\n",
        f"{ID[:9]}\n{ID[9:]}\n123456789\n",
        f"5\n{ID[:9]}\n{ID[9:]}\n",
        f"123456\n{ID[:6]}\n{ID[6:12]}\n{ID[12:]}\n",
        f"{ID[:10]}\n\n{ID[10:]}\n",
        f"{ID[:10]}\n{ID[10:]}9\n",
        f"编码{ID[:10]}\n{ID[10:-1]}5\n",
        f"{ID[:10]}\n{ID[10:-1]}5\n",
        f"{ID[:5]}\n{ID[5:10]}\n{ID[10:15]}\n{ID[15:]}\n",
        f"{ID[:10]}\n{ID[10:]}\t3\n",
        f"{ID[:10]}\n{ID[10:]} 3\n",
        "\n".join(f"7{ID}"),
        "\n".join(f"{ID}7"),
    ],
)
def test_columns_of_numbers_are_not_joined(text: str) -> None:
    assert kinds(text) == []


def test_a_column_of_numbers_hides_none_in_a_sentence_behind_it() -> None:
    text = f"1\n2\n\n证号{ID[:6]}<b>{ID[6:]}</b>"
    assert [found.value for found in personal.find(text)] == [ID]


def test_a_reviewed_account_keeps_its_mark_beside_a_break() -> None:
    for after in ("\n2026年", "**2026年", "<br>2026年", "\u30002026年"):
        (found,) = personal.find(f"账号：3301000012345678{after}")
        assert found.value == "3301000012345678"


def test_unseen_signs_hide_no_other_number() -> None:
    assert kinds(f"卡号{CARD[:5]}\u200b{CARD[5:]}") == [("银行卡号", True)]
    assert kinds("手机138\u200b00138000") == [("手机号", False)]


OLD = "110101000101001"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"身份证{OLD}", ""),
        (f"身份证号码：{OLD}，", ""),
        (f"公民身份号码为{OLD[:6]} {OLD[6:12]} {OLD[12:]}", ""),
        (f"**证件号**：\u200b{OLD}", ""),
        (OLD, "户主身份证号"),
    ],
)
def test_an_id_number_of_before_1999_behind_a_telling_word(text: str, words: str) -> None:
    assert kinds(text, words) == [("身份证号", True)]


@pytest.mark.parametrize(
    "text",
    [
        OLD,
        f"注册号{OLD}",
        f"身份证，编号{OLD}",
        "身份证110101001301001",
        "身份证990101000101001",
        f"身份证{OLD}2",
        f"身份证{OLD} 2026",
    ],
)
def test_fifteen_digits_alone_say_nothing(text: str) -> None:
    assert ("身份证号", True) not in kinds(text)


SLIP = f"{ID[:-1]}5"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (SLIP, "公民身份号码"),
        (SLIP, "户主身份证号"),
        (f"公民身份号码：{SLIP}", ""),
        (f"**证件号**：{SLIP[:6]} {SLIP[6:14]} {SLIP[14:]}，", ""),
        (f"身份证{SLIP[:6]}\u200b{SLIP[6:]}", ""),
        ("身份证号110101190013010018", ""),
        ("身份证号470101190001010018", ""),
        (f"身份证号{ID[:-1]}X", ""),
    ],
)
def test_a_number_with_a_slip_is_pointed_out_behind_a_telling_word(text: str, words: str) -> None:
    (found,) = personal.find(text, words)
    assert (found.kind, found.sure) == ("身份证号", False)
    assert found.value == "".join(sign for sign in text if sign in "0123456789X")
    assert [*personal.ids(text, flowing=True)] == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (SLIP, ""),
        (SLIP, "编号"),
        (f"身份证，编号{SLIP}", ""),
        ("证件号：11330103002341567U", ""),
        ("证件号：113301030023415678", ""),
        ("身份证号1101011900****0014", ""),
        ("202603051234567890", "索引号"),
    ],
)
def test_a_number_with_a_slip_that_nothing_calls_one_passes(text: str, words: str) -> None:
    assert kinds(text, words) == []


@pytest.mark.parametrize("seventeen", ["47010119000101001", "11010118000101001"])
def test_no_check_makes_up_for_a_province_or_a_century_without_people(seventeen: str) -> None:
    value = with_check(seventeen)
    assert kinds(f"编号{value}，") == kinds(f"{value[:9]}\n{value[9:]}\n") == []


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
        ("138－0013－8000", "", [("手机号", False)]),
        ("+8613800138000", "", [("手机号", False)]),
        ("0086 13800138000", "", [("手机号", False)]),
        ("86-138-0013-8000", "", [("手机号", False)]),
        ("310012345678", "开户银行账户", [("银行卡号", True)]),
        ("收款账户：310012345678", "", [("银行卡号", False)]),
        ("惠农卡310012345678", "", [("银行卡号", False)]),
        ("港澳通行证C12345678", "", [("护照号", True)]),
        ("港澳居民来往内地通行证H1234567801", "", [("护照号", True)]),
        ("护照K12345678", "", [("护照号", True)]),
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
        "2026.03.05至2026/03/05",
        "10.110.101.190",
        "110101.190001010014",
        f"{ID[:6]}/{ID[6:14]}.{ID[14:]}",
        f"{ID[:6]}.{ID[6:]}",
        f"{ID[:6]},{ID[6:14]},{ID[14:]}",
        "比例0.4539578763621486",
        "工单20240307-13800138000",
        "专户账户余额1234567890元",
        "车辆通行证TX20240001",
        "7×24小时",
        "社会保障卡咨询电话：051200001234",
        "银行卡办理电话 4000000000",
        "一卡通监督电话：051200001234",
        "个人账户收入12345678901元",
        "账户管理费1234567890元",
        "专用账户 1234567890.12 元",
        "基金账户结余1234567890",
    ],
)
def test_what_offices_write_every_day_passes(text: str) -> None:
    assert kinds(text) == []


# Numbers with which shops try their tills, and one of each other length.
CARDS = ["4111111111111111", "5555555555554444", "5105105105105100", "6011111111111117"]


@pytest.mark.parametrize("card", [*CARDS, "62220212345678903", "622202123456789012", CARD])
def test_of_ten_last_digits_one_makes_a_card(card: str) -> None:
    for digit in "0123456789":
        found = kinds(f"卡，{card[:-1]}{digit}")
        assert found == ([("银行卡号", False)] if digit == card[-1] else [])


@pytest.mark.parametrize("text", [f"身份证\n{OLD}", f"名单\n身份证\n{OLD}", f"身份证\n甲\n{OLD}"])
def test_a_word_on_another_line_says_nothing_of_a_number(text: str) -> None:
    assert kinds(text) == []


def test_a_sum_before_an_account_does_not_hide_it_either() -> None:
    (found,) = personal.find("专户账户余额1234567890元，收款账户：310012345678")
    assert found.value == "310012345678"


@pytest.mark.parametrize(
    "text",
    ["存折号 1234567890 500元", "账号 6228480402564890 1000元", "账号1234567890 1200.50"],
)
def test_a_sum_behind_an_account_does_not_hide_it(text: str) -> None:
    assert [one.kind for one in personal.find(text)] == [personal.BANK_CARD]


def test_a_million_characters_take_well_under_a_second() -> None:
    text = "某县2026年3月5日公告，编号20260305123456789012，电话0000-8000123。\n" * 25_000
    begun = time.process_time()
    assert list(personal.find(text)) == []
    assert len(text) > 1_000_000
    assert time.process_time() - begun < 1


@pytest.mark.parametrize(
    "text",
    [
        "110101\n" * 145_000,
        "1 2 3 4 5 6 7 8 9 " * 55_000,
        "1" + " \n" * 500_000,
        "1**2**&nbsp;3<br>4\u200b5\r\n6</b> " * 33_000,
        "1<b " * 250_000,
        "1\r" * 500_000,
        "\r1" * 500_000,
        "1<!--" * 200_000,
        "1<!---" * 200_000,
        "1](" * 300_000,
        "1][" * 300_000,
        "1[" * 500_000,
        "1[](" * 200_000,
        "1101011900\n" * 90_000,
        (" " * 300 + "1\n") * 3_000,
        "1\u200b" * 500_000,
        "1" + "\u3164" * 1_000_000,
        "110101" + " \u200b" * 500_000,
        "110101/19000101/" * 62_000,
        "1" + "\x0b" * 1_000_000,
    ],
)
def test_no_text_holds_the_search_up(text: str) -> None:
    begun = time.process_time()
    assert list(personal.find(text)) == []
    assert time.process_time() - begun < 6


@given(st.text("１1190<>br&#x;*\u200b\n -年", max_size=80))
def test_any_numbers_are_looked_through(text: str) -> None:
    for found in personal.find(text):
        assert 0 <= found.start < found.end <= len(text)


@given(st.text(max_size=80))
def test_any_text_is_looked_through(text: str) -> None:
    for found in personal.find(text):
        assert 0 <= found.start < found.end <= len(text)


def test_a_text_full_of_numbers_takes_time_in_proportion() -> None:
    """Pinned: each number was held against all those before it."""
    spent = []
    for times in (4_000, 16_000):
        began = time.process_time()
        assert sum(1 for _ in personal.find("138 1234 5678\n" * times)) == times
        spent.append(time.process_time() - began)
    assert spent[1] < spent[0] * 10 + 0.2


@pytest.mark.parametrize(
    ("text", "shown", "value"),
    [
        (f"身份证{ID}。", ID, ID),
        (f"残疾证号{ID}43，", f"{ID}43", ID),
        ("公民身份号码110101000131501。", "110101000131501", "110101000131501"),
        (f"卡号{CARD}，", CARD, CARD),
        ("护照E12345678，", "E12345678", "E12345678"),
        ("手机+86 138-0013-8000。", "+86 138-0013-8000", "13800138000"),
        ("账号：62-0101-0101-01，", "62-0101-0101-01", "620101010101"),
    ],
)
def test_a_number_is_pointed_at_from_its_first_character_to_its_last(
    text: str, shown: str, value: str
) -> None:
    (found,) = personal.find(text)
    assert (text[found.start : found.end], found.value) == (shown, value)


@pytest.mark.parametrize(
    ("text", "before", "asked"),
    [
        ("13800138000", "电话: ", True),
        ("13800138000", "电话: [", True),
        ("13800138000", "备注: ", False),
        # A field for phones asks for no number of an ID card.
        (ID, "电话: ", False),
    ],
)
def test_only_a_phone_in_a_field_for_phones_is_asked_for(
    text: str, before: str, asked: bool
) -> None:
    (found,) = personal.find(text)
    assert personal.is_asked_for(found, before) == asked


@pytest.mark.parametrize("above", ["", "5\n", "9\n"])
def test_boxes_with_another_above_them_are_no_number(above: str) -> None:
    """Eighteen boxes in a row are one number; nineteen are a column."""
    assert kinds(above + "\n".join(ID) + "\n") == ([] if above else [("身份证号", True)])


def test_a_letter_in_a_sentence_makes_no_table_of_it() -> None:
    assert kinds(f"X光检查登记，身份证号{ID[:9]}\n{ID[9:]}，请核对") == [("身份证号", True)]
