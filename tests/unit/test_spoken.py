"""What a loudspeaker reads: numbers, dates and phones in words, nothing that cannot be said."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai_ssg.outreach import spoken as reader
from gongkai_ssg.outreach.numerals import number
from gongkai_ssg.outreach.reading import RULES
from gongkai_ssg.outreach.spoken import spoken, unclear

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
        ("－5℃，-5℃", "负五摄氏度，负五摄氏度"),
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


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("同比增长-2.5%", "同比增长负百分之二点五"),
        ("GDP-2.5%，（-0.3%）", "GDP负百分之二点五，负百分之零点三，"),
        ("1-3月增长-0.8个百分点", "一到三月增长负零点八个百分点"),
        ("亏损-300万元，-1234567元", "亏损负三百万元，负一百二十三万四千五百六十七元"),
        ("－５℃，−5℃，–5℃", "负五摄氏度，负五摄氏度，负五摄氏度"),
        ("-5--2℃，-5℃～-2℃，5--2℃", "负五到负二摄氏度，负五摄氏度到负二摄氏度，五到负二摄氏度"),
        ("2025年-2.5%，2026年3%", "二〇二五年负百分之二点五，二〇二六年百分之三"),
        ("-2元/斤，-½，-¥300", "每斤负二元，负二分之一，负三百元"),
        ("同比↓3%，≥60岁，≤3人，±5", "同比下降百分之三，不少于六十岁，不超过三人，正负五"),
        ("（-1000000）元，电话-8000112", "负一百万，元，电话，八零零零幺幺二"),
        ("上湾村-3组，-1层", "上湾村，三组，负一层"),
    ],
)
def test_a_minus_is_never_lost_and_a_dash_is_none(written: str, read: str) -> None:
    assert (spoken(written), unclear(written)) == (read, ())


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("8:30-12:00，14:30—17:00", "八点三十分到十二点，十四点三十分到十七点"),
        ("2026年02月05日", "二〇二六年二月五日"),
        ("2026.7.1起", "二〇二六年七月一日起"),
        ("2026/07/01，2026-07-01", "二〇二六年七月一日，二〇二六年七月一日"),
        ("2026.7.1-8.31，2026-05", "二〇二六年七月一日到八月三十一日，二〇二六年五月"),
        ("2026年7月1日-8月31日", "二〇二六年七月一日到八月三十一日"),
        ("5·12地震", "五一二地震"),
        ("10~20元，10～20元，10—20元，10至20元", "十到二十元，十到二十元，十到二十元，十至二十元"),
        ("3.5-4.2万元，10-20%", "三点五到四点二万元，百分之十到百分之二十"),
        ("第1-2批，2-3个", "第一到二批，两到三个"),
        ("2-3元/斤，100元-200元/人", "每斤两到三元，每人一百元到二百元"),
    ],
)
def test_days_hours_and_ranges_are_told_apart(written: str, read: str) -> None:
    assert (spoken(written), unclear(written)) == (read, ())


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("400-800-1234", "四零零，八零零，幺二三四"),
        ("8008201234", "八零零，八二零，幺二三四".replace("，", "")),
        ("110报警、120急救、119", "幺幺零报警、幺二零急救、幺幺九"),
        ("12345热线，12348，12333人社", "幺二三四五热线，幺二三四八，幺二三三三人社"),
        ("拨打96123", "拨打九六幺二三"),
        ("110人、120元、119起", "一百一十人、一百二十元、一百一十九起"),
        ("12345元，110、120、130亩", "一万二千三百四十五元，一百一十、一百二十、一百三十亩"),
        ("8000112、8000113", "八零零零幺幺二、八零零零幺幺三"),
        ("0000-8000112转801", "零零零零，八零零零幺幺二转八零幺"),
        ("138****0000", "幺三八某某某某零零零零"),
        ("GB/T 9704-2012", "GBT九七零四杠二零一二"),
        ("SHJZ-01-02，3-2-501", "SHJZ零一杠零二，三杠二杠五零一"),
        ("（2026）5号", "二〇二六年第五号"),
    ],
)
def test_phones_and_codes_are_read_digit_by_digit_and_counts_are_not(
    written: str, read: str
) -> None:
    assert spoken(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2 000平方米，2,000，２０００", "两千平方米，两千，两千"),
        ("３．５万，1\u200b2户", "三点五万，十二户"),
        ("½，1½", "二分之一，一又二分之一"),
        ("①申请②审核，第Ⅲ类", "一，申请，二，审核，第三类"),
        ("100元/㎡，60km/h", "每平方米一百元，每小时六十公里"),
        ("24h，5km，3kg，100m²", "二十四小时，五公里，三公斤，一百平方米"),
        ("3×4米，6÷2，5*3", "三乘四米，六除以二，五乘三"),
        ("比例1:3，师生比1:10", "比例一比三，师生比一比十"),
        ("1.申请，3#楼，100+户", "一，申请，三号楼，一百多户"),
    ],
)
def test_signs_of_all_kinds_are_said(written: str, read: str) -> None:
    assert (spoken(written), unclear(written)) == (read, ())


@pytest.mark.parametrize("written", ["☎1", "→3", "增长—2.5%", "2，500户", "5℉", "同比 - 2.5%"])
def test_a_sign_that_nobody_understands_is_named(written: str) -> None:
    assert unclear(written) == (written,)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("补助2，500元，共1，234，500.5元", "补助两千五百元，共一百二十三万四千五百点五元"),
        ("2，500—3，500元，￥2，500", "两千五百到三千五百元，两千五百元"),
        ("1，200万元，2，500元/亩", "一千二百万元，每亩两千五百元"),
        ("2，000户", "两千户"),
    ],
)
def test_a_wide_comma_within_an_amount_of_money_parts_nothing(written: str, read: str) -> None:
    assert (spoken(written), unclear(written)) == (read, ())


@pytest.mark.parametrize("written", ["第1，200元", "分别为2，500元", "2，500户"])
def test_a_wide_comma_that_may_part_two_numbers_is_named(written: str) -> None:
    assert unclear(written) == (written[-6:],) or unclear(written) == (written,)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("110/119/120/12345", "幺幺零、幺幺九、幺二零、幺二三四五"),
        ("拨打110/119/120", "拨打幺幺零、幺幺九、幺二零"),
        ("12345/12315热线", "幺二三四五、幺二三幺五热线"),
        ("拨打12345人工服务", "拨打幺二三四五人工服务"),
        ("拨打120号码，12345号热线", "拨打幺二零号码，幺二三四五号热线"),
        ("可预约12345热线，公共110报警台", "可预约幺二三四五热线，公共幺幺零报警台"),
        # What is counted stays a count, whoever was called.
        ("热线受理12345件，110/120元", "热线受理一万二千三百四十五件，一百一十、一百二十元"),
        ("报警110次，电话119个，共120", "报警一百一十次，电话一百一十九个，共一百二十"),
    ],
)
def test_a_hotline_is_read_digit_by_digit_where_the_words_say_so(written: str, read: str) -> None:
    assert spoken(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("邮编753400，邮政编码：753400", "邮编七五三四零零，邮政编码，七五三四零零"),
        ("事项编码为753400", "事项编码为七五三四零零"),
        ("小学2年级，1-2年级，2-3年级", "小学二年级，一到二年级，二到三年级"),
        ("2年，2小时，2公斤，2次", "两年，两小时，两公斤，两次"),
        ("附件2名单，10²", "附件二名单，十的二次方"),
    ],
)
def test_a_number_that_counts_nothing_is_not_read_as_a_count(written: str, read: str) -> None:
    assert spoken(written) == read


# For each rule, in their order, a text that nothing else would read so.
SAMPLES = [
    ("村（社区）干部", "村、社区干部"),
    ("见www.sl.example。", "见。"),
    ("其中——5人", "其中，五人"),
    ("No.5", "第五"),
    ("+/-5", "正负五"),
    ("余额-¥300", "余额负三百元"),
    ("138****0000", "幺三八某某某某零零零零"),
    ("0000-8000112", "零零零零，八零零零幺幺二"),
    ("电话80001", "电话八零零零幺"),
    ("8000112转801", "八零零零幺幺二转八零幺"),
    ("110/119", "幺幺零、幺幺九"),
    ("110报警", "幺幺零报警"),
    ("2026.7.1-8.31", "二〇二六年七月一日到八月三十一日"),
    ("2026-03-05", "二〇二六年三月五日"),
    ("2026-05", "二〇二六年五月"),
    ("（2026）5号", "二〇二六年第五号"),
    ("2026年", "二〇二六年"),
    ("02月", "二月"),
    ("9:05", "九点零五分"),
    ("5·12地震", "五一二地震"),
    ("12AB345678", "一二AB三四五六七八"),
    ("GB/T 9704-2012", "GBT九七零四杠二零一二"),
    ("5km", "五公里"),
    ("G307线", "G三零七线"),
    ("3-2-501", "三杠二杠五零一"),
    ("2.4.5", "二点四点五"),
    ("8000112", "八零零零幺幺二"),
    ("邮编753400", "邮编七五三四零零"),
    ("1:3", "一比三"),
    ("5*3", "五乘三"),
    ("100+户", "一百多户"),
    ("+5℃", "正五摄氏度"),
    ("3#楼", "三号楼"),
    ("¥300", "三百元"),
    ("$300", "三百美元"),
    ("800元/人·月", "每人每月八百元"),
    ("92%", "百分之九十二"),
    ("1/3", "三分之一"),
    ("2户", "两户"),
    ("105", "一百零五"),
]


@pytest.mark.parametrize(("place", "written", "read"), [(n, *one) for n, one in enumerate(SAMPLES)])
def test_each_rule_reads_what_no_other_would(
    monkeypatch: pytest.MonkeyPatch, place: int, written: str, read: str
) -> None:
    assert reader._read.__wrapped__(written) == (read, ())
    monkeypatch.setattr(reader, "RULES", (*RULES[:place], *RULES[place + 1 :]))
    assert reader._read.__wrapped__(written) != (read, ())


def test_no_rule_goes_without_a_sample() -> None:
    assert len(SAMPLES) == len(RULES)


def test_only_the_sign_beside_a_number_is_named() -> None:
    assert unclear("★重要→见《办法》“3”（4）、5。") == ()
    assert unclear("从甲地出发，然后沿着大路走→3公里以后就到了那个地方") == (
        "后沿着大路走→3公里以后",
    )


AMOUNTS = st.decimals(-(10**6), 10**6, places=2).map(lambda d: d.normalize() + 0)
COUNTS = st.integers(3, 10**6)
WAYS = st.sampled_from(["-", "－", "−", "–"])
RANGES = st.sampled_from(["-", "—", "~", "～", "－", "–"])


def written(value: Decimal, minus: str = "-") -> str:
    return f"{value:f}".replace("-", minus)


@st.composite
def pieces(draw: st.DrawFn) -> tuple[str, list[Fraction]]:
    """A piece of text, with the numbers that stand in it."""
    amount, minus, to = draw(AMOUNTS), draw(WAYS), draw(RANGES)
    low, high = sorted(draw(st.tuples(COUNTS, COUNTS)))
    month, of_month = draw(st.integers(1, 12)), draw(st.integers(1, 28))
    hour, minute = draw(st.integers(0, 23)), draw(st.integers(10, 59))
    said, value = written(amount, minus), Fraction(amount)
    forms: list[tuple[str, list[Fraction | int]]] = [
        (f"增长{said}%", [value / 100]),
        (f"增长{said}‰", [value / 1000]),
        (f"增长{said}个百分点", [value]),
        (f"余额{said}元", [value]),
        (f"余额为（{said}）元", [value]),
        (f"气温{said}℃", [value]),
        (f"余额{said}元/亩", [value]),
        (f"气温{said}℃{'~' if to in '-－–' else to}-3℃", [value, -3]),
        (f"{low}{to}{high}人", [low, high]),
        (f"{low}户{to}{high}户", [low, high]),
        (f"{low:,}元，{high:,}元", [low, high]),
        (f"{hour}:{minute}{to}{hour}:{minute}", [hour, minute, hour, minute]),
        (f"{month:02}月{of_month:02}日", [month, of_month]),
        (f"{month}月{to}{month}月", [month, month]),
        (f"{low}m²，{high}kg", [low, high]),
        (f"≥{low}岁，±{high}元", [low, high]),
    ]
    text, values = draw(st.sampled_from(forms))
    return text, [Fraction(one) for one in values]


def numbers(said: str) -> list[Fraction]:
    """The numbers of a text in words, read by a reader of its own."""
    amount = "[幺零〇一二三四五六七八九十百千万亿两]+(?:点[零一二三四五六七八九]+(?![十百千]))?"
    found = re.finditer(rf"((?<!正)负)?(?:([百千])分之)?({amount})", said.replace("个百分点", ""))
    return [
        (-1 if minus else 1) * _read(words) / {"百": 100, "千": 1000, None: 1}[parts]
        for minus, parts, words in (one.groups() for one in found)
    ]


def _read(words: str) -> Fraction:
    if words in ("百", "千"):
        return Fraction({"百": 100, "千": 1000}[words])
    whole, _, part = words.replace("幺", "一").partition("点")
    behind = "".join(str(_DIGITS[char]) for char in part)
    row = not set(whole) & set("十百千万亿")
    before = int("".join(str(_DIGITS[char]) for char in whole)) if row else heard(whole)
    return before + Fraction(int(behind or 0), 10 ** len(behind))


@given(st.lists(pieces(), min_size=1, max_size=4))
def test_every_number_is_heard_with_its_value_and_its_sign(
    told: list[tuple[str, list[Fraction]]],
) -> None:
    text = "，其中".join(text for text, _ in told)
    assert numbers(spoken(text)) == [value for _, values in told for value in values], text
    assert unclear(text) == ()


@given(st.text() | st.text("0123456789.,-—/年月日元亩%〔〕《》（）·:：；2第", max_size=40))
def test_nothing_is_left_that_cannot_be_said(text: str) -> None:
    said = spoken(text)
    assert not re.search(r"[^\u3007\u3400-\u9fff\U00020000-\U000323afA-Za-z ，、：。？！]", said)
    assert not re.search(r"[，、：。？！]{2}|^[，、：。？！]", said)
