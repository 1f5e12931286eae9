"""What stands in a text beside words, and how it is read: dates, phones, amounts, codes, ranges.

A rule is a pattern with what is said for it. They are tried in their order: what is special first,
and what is left are amounts.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from re import Match

from gongkai_ssg.outreach.numerals import amount, clock, day, digits, percent, phone, year

Say = str | Callable[[Match[str]], str]

_HAN = "[\u4e00-\u9fff]"
_DASH = "[-—–~]"
_LATIN = dict(
    pair.split("=")
    for pair in (
        "km2=平方公里 hm2=公顷 cm2=平方厘米 m2=平方米 M2=平方米 m3=立方米 M3=立方米 "
        "km=公里 KM=公里 Km=公里 cm=厘米 mm=毫米 μm=微米 m=米 ha=公顷 kg=公斤 KG=公斤 "
        "Kg=公斤 mg=毫克 μg=微克 ug=微克 g=克 t=吨 mL=毫升 ml=毫升 cc=毫升 L=升 "
        "h=小时 min=分钟 kWh=千瓦时 kW=千瓦 kw=千瓦 MW=兆瓦 kV=千伏 kPa=千帕 "
        "MPa=兆帕 Hz=赫兹 dB=分贝"
    ).split()
)
_LETTERS = f"(?:{'|'.join(sorted(_LATIN, key=len, reverse=True))})(?![A-Za-z0-9])"
# What stands below the stroke of 52000元/亩.
_PER = (
    "立方米|平方米|公顷|亩|公里|千米|米|公斤|千克|克|斤|吨|升|人次|人|户|家|个|套|间|台|辆|只|头|棵|株|份|次"
    f"|件|学期|学年|季度|年|月|周|天|日|小时|分钟|{_LETTERS}"
)
# What is counted or measured.
_UNIT = (
    "(?:个百分点|百分点|个工作日|工作日|个月|月份|年级|年度|学年|季度|公斤|公里|公顷|平方|立方|平米|千克|千米|千瓦"
    "|厘米|毫米|毫升|毫克|微克|小时|分钟|周岁|标段|单元|摄氏度|[个户人名位元角块万亿千百亩家处项条批台辆天年月日号间座所份"
    "种只头棵株吨克斤米升次件场套组栋幢层楼室期届级类章节款页岁周秒时点分度倍成折多余床盏根口眼支瓶袋箱包片门本册卷"
    "幅张把颗匹羽尾瓦伏兆班队区宗起例票笔单篇桶柜段孔期])"
)
_MEASURED = rf"\s?(?:[%‰℃°]|{_UNIT}|(?:{_LETTERS}))"
# What only a measure has, never a number in a row.
_OF_MEASURES = r"\s?(?:[%‰℃]|个?百分点|摄氏度|度)"
OF_ORDER = "[年月日号时点组栋幢室期班队区]|单元|标段|季度"
# Before these 2 is 两; after 第 and 附件, and before 月 日 号 期 年级 it is 二.
_COUNTED = (
    "(?:[个户人名位元角块万亿亩家处项条批台辆天间座所份种只头棵株吨平立米场套件周]"
    "|公[里斤顷分]|小时|年(?!级)|次(?!方)|分(?!之))"
)
_PLAIN = r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
_SPACED = rf"(?<![\d.,] )(?<![\d.,])[1-9]\d{{0,2}}(?: \d{{3}})+(?! ?\d)(?:\.\d+)?(?={_MEASURED})"
_NUMBER = f"(?:{_SPACED}|{_PLAIN})"
_UNMEASURED = rf"(?![\d.]|,\d|{_MEASURED})"
# A minus, not the dash of `上湾村-3组`, of a date, a time or a phone.
_MINUS = (
    rf"(?:(?<![0-9A-Za-z\-—–~])|(?<=[A-Za-z])(?=.{_NUMBER}{_OF_MEASURES}))[-–]"
    rf"(?!\d+(?:{OF_ORDER})(?!\d))"
    rf"(?!(?:19|20)\d\d(?:-\d|\.\d\d?\.\d|/\d\d?/\d)|\d{{1,2}}[:：]\d\d|0\d{{2,3}}-|(?<=[话机真线].)\d{{7}})"
)
_SIGNED = f"(?:{_MINUS})?{_NUMBER}"
_THERE = f"-?{_NUMBER}"

# From a number to the next: 3日-5日, -5--2℃.
ONWARD = re.compile(
    rf"\s?(?P<unit>[%‰℃]|(?:{_UNIT}){{1,3}}|(?:{_LETTERS}))?\s?(?P<dash>-{{1,2}}|[—–~]{{1,2}})\s?"
    rf"(?P<minus>-?)(?=(?P<there>{_NUMBER}))",
    re.ASCII,
)
_NEAR = 20
_ROW = "年月日号时点季度"


def goes_on(further: Match[str]) -> bool:
    """Whether a dash behind a number leads to another, or is the minus of what comes."""
    unit = further["unit"] or ""
    if not unit or unit in "%‰℃":
        return True
    rest = further.string[further.end() + len(further["there"]) :]
    if re.match(_OF_MEASURES, rest):
        return unit in ("个百分点", "百分点", "度", "摄氏度")
    return not (unit[-1] in _ROW and ("." in further["there"] or re.match("[万亿元]", rest)))


def onward(found: Match[str], further: Match[str]) -> str:
    """`个-` → 个到; of two dashes the second is a minus where the numbers would fall."""
    minus = bool(further["minus"])
    if further["dash"] == "--" and not minus:
        last = re.findall(_NUMBER, found.string[: found.end()][-_NEAR:], re.ASCII)[-1]
        minus = found[0][0] in "-–" or _value(further["there"]) < _value(last)
    unit = further["unit"] or ""
    said = _LATIN.get(unit, "" if unit in "%‰" else unit.replace("℃", "摄氏度"))
    return f"{said}到{'负' if minus else ''}"


def _value(written: str) -> float:
    return float(re.sub("[, ]", "", written))


def _date(found: Match[str]) -> str:
    return f"{year(found[1])}年{day(found[3], found[4])}"


def _dates(found: Match[str]) -> str:
    return f"{_date(found)}到{day(found[5], found[6])}"


def _code(found: Match[str]) -> str:
    """`GB/T 9704-2012` → GBT九七零四杠二零一二."""
    letters = re.match(r"[A-Za-z]+\d*(?:/[A-Za-z]+)?", found[0])
    head = letters[0] if letters else ""
    head = re.sub(r"\d", lambda one: digits(one[0]), head.replace("/", ""))
    return head + _chain(found[0][letters.end() if letters else 0 :].lstrip(" -"))


def _chain(written: str) -> str:
    """`3-2-501` → 三杠二杠五零一."""
    words = {"-": "杠", ".": "点"}
    return "".join(words.get(char, digits(char)) for char in written)


def _mixed(found: Match[str]) -> str:
    return "".join(digits(char) if char.isdigit() else char for char in found[0])


def _per(found: Match[str]) -> str:
    low, unit, high, high_unit, per, also = found.groups()
    said = "".join(f"每{_LATIN.get(one, one)}" for one in (per, also) if one)
    if high:
        first = f"{_two(low)}{_LATIN.get(unit, unit) if unit else ''}"
        return f"{said}{first}到{_two(high)}{_LATIN.get(high_unit, high_unit)}"
    return f"{said}{_two(low)}{_LATIN.get(high_unit, high_unit)}"


def _two(written: str) -> str:
    return "两" if written == "2" else amount(written)


def _fraction(found: Match[str]) -> str:
    minus = "负" if found[1] else ""
    return f"{minus}{amount(found[3])}分之{amount(found[2])}"


def _ratio(found: Match[str]) -> str:
    return f"{amount(found[1])}比{amount(found[2])}"


def _in_year(found: Match[str]) -> str:
    return f"{year(found[1])}年第{amount(found[2])}号"


_M, _D, _Y = r"(0?[1-9]|1[0-2])", r"(0?[1-9]|[12]\d|3[01])", r"((?:19|20)\d{2})"
_DATE = rf"(?<![\d.]){_Y}([-./]){_M}\2{_D}"
_TO = r"\s?[-—–~至到]+\s?"
# What begins with a unit and is none: 12333人社, 拨打12345人工服务, 120号码.
_NO_UNIT = "(?!分中心|人社|人工|处理|区域|号(?:码|热线|专线|电话))"
_BARE = (
    r"(?!\.?\d|[/~—–-]\d|(?:\s?[、，,]\s?\d[\d.]*)*\s?"
    rf"(?:[%‰℃]|{_NO_UNIT}{_UNIT}|{_LETTERS}))"
)
_CALLED = rf"(\d{{3,8}}(?:-\d{{1,8}})?)(?![\d.]|,\d|{_NO_UNIT}{_MEASURED})"
_BEFORE_AMOUNTS = r"(?<![\d.,第约共达计])"
_HOTLINE = r"(?:110|119|120|122|12[13]\d\d|10086|10010|95\d{3}|96\d{3,4})"
# 可预约12345热线, 公共110报警台: whatever stands before, what is called so is no amount.
_NAMED_SO = r"(?=\s?号?(?:热线|专线|电话|报警|急救))"

_PHONE = (
    r"[（(]0\d{2,3}[）)]\s?\d{7,8}(?:-\d{1,6})?(?!\d)"
    r"|(?<!\d)0\d{2,3}[-—– ]\d{3,4} ?\d{4}(?:-\d{1,6})?(?!\d)"
    r"|(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)"
    r"|(?<!\d)[48]00([- ]?)\d{3}\1\d{4}(?!\d)|(?<!\d)[48]00-\d{4}-\d{3}(?!\d)"
)
_NAMED = rf"({_HAN}{{1,3}}|{_LETTERS})"
_FOR_EACH = (
    rf"({_SIGNED})(?:{_NAMED}?\s?{_DASH}{{1,2}}\s?({_THERE}))?\s?{_NAMED}"
    rf"/[（(]?({_PER})(?:[·.*/]({_PER}))?[）)]?"
)

RULES: tuple[tuple[re.Pattern[str], Say], ...] = tuple(
    (re.compile(pattern, re.ASCII), say)
    for pattern, say in (
        # 村（社区）干部: what is one word with its surroundings makes no pause.
        (rf"(?<={_HAN})[（(]({_HAN}{{1,3}})[）)](?={_HAN})", r"、\1"),
        (r"(?:https?://|www\.)[!-~]+|[\w.+-]+@[\w-]+\.[\w.]+", ""),
        (r"[—–]{2,}", "，"),
        (r"No\.\s?(?=\d)|№\s?", "第"),
        (r"\+/-", "正负"),
        (r"[-–](?=[¥$]\s?\d)", "负"),
        (r"\d+(?:\*{2,}\d*)+", lambda found: "某".join(map(phone, found[0].split("*")))),
        # Phones.
        (_PHONE, lambda found: phone(found[0])),
        (
            rf"(?<=电话|拨打|热线|手机|座机|传真|致电)[-：:，,]?\s?{_CALLED}",
            lambda found: "，" * (found[0][0] in "-：:，,") + phone(found[1]),
        ),
        (r"(?<=\d转)\d{1,6}", lambda found: phone(found[0])),
        (
            rf"{_BEFORE_AMOUNTS}{_HOTLINE}(?:/{_HOTLINE})+{_BARE}",
            lambda found: "、".join(map(phone, found[0].split("/"))),
        ),
        (
            rf"(?:{_BEFORE_AMOUNTS}{_HOTLINE}{_BARE}|(?<![\d.,]){_HOTLINE}{_NAMED_SO})",
            lambda found: phone(found[0]),
        ),
        # Days and hours.
        (rf"{_DATE}{_TO}{_M}[-./]{_D}(?![\d./])", _dates),
        (rf"{_DATE}(?!\d|\.\d)", _date),
        (
            rf"(?<![\d.]){_Y}[-./](0[1-9]|1[0-2])(?!\d|[-./]\d|{_MEASURED})",
            lambda f: f"{year(f[1])}年{amount(str(int(f[2])))}月",
        ),
        (rf"[〔（(［\[]{_Y}[〕）)］\]]第?(\d+)号", _in_year),
        (
            rf"(?<![\d.,]){_Y}(?=学?年|{_TO}(?:19|20)\d{{2}}学?年|[、和/](?:19|20)\d{{2}}学?年)",
            lambda f: year(f[1]),
        ),
        (r"(?<![\d.:])0([1-9])(?=[月日时])", lambda f: amount(f[1])),
        (
            r"(?<![\d:：.])(?<![比按])(?<!比例)(?<![比例]为)([01]?\d|2[0-4])[:：]([0-5]\d)(?:[:：]([0-5]\d))?(?![\d:：])",
            lambda f: clock(f[1], f[2], f[3]),
        ),
        (
            rf"(?<![\d.])(\d{{1,2}})·(\d{{1,2}})(?![\d.]|{_MEASURED})|(?<=[“\"])(\d{{1,2}})\.(\d{{1,2}})(?=[”\"])",
            lambda f: digits(f[0]),
        ),
        # Codes, numbers of houses, numbers of several parts.
        (r"(?=[A-Z]*\d+[A-Z]|\d*[A-Z]+\d)(?<![0-9A-Za-z])[0-9A-Z]{8,}(?![0-9A-Za-z])", _mixed),
        (r"[A-Z]{1,6}\d*(?:/[A-Z]{1,3})? ?\d+(?:\.\d+)*-(?:19|20)\d\d(?!\d)", _code),
        (rf"(?<=\d)\s?({_LETTERS})", lambda f: _LATIN[f[1]]),
        (r"[A-Za-z]-?\d+(?:-\d+)*(?!\.?\d|-\d|\s?[%‰℃])", _code),
        (r"(?<![\d.])\d+(?:-\d+){2,}(?!\d)|(?<![\d.])\d+-\d+(?=室|号房)", lambda f: _chain(f[0])),
        (r"(?<![\d.])\d+(?:\.\d+){2,}(?!\d)", lambda f: _chain(f[0])),
        (rf"(?<![\d.,])\d{{7,}}{_UNMEASURED}", lambda found: phone(found[0])),
        (
            r"(?:(?<=邮编|编码)|(?<=邮编[为是]|编码[为是]))[：:]?\s?\d{6}(?!\d)",
            lambda found: "，" * (found[0][0] in "：:") + digits(found[0]),
        ),
        # Amounts.
        (rf"({_NUMBER})[:：]({_NUMBER})(?![:：]?\d)", _ratio),
        (r"(?<=[0-9])\s?[*×]\s?(?=\d)", "乘"),
        (r"(?<=\d)\+(?!\d)", "多"),
        (r"\+(?=\d)(?<![0-9A-Za-z]\+)", "正"),
        (r"(?<=\d)#", "号"),
        (rf"¥\s?(-?{_NUMBER})([万亿]?)元?", lambda f: f"{amount(f[1])}{f[2]}元"),
        (rf"\$\s?(-?{_NUMBER})([万亿]?)(?:美元)?", lambda f: f"{amount(f[1])}{f[2]}美元"),
        (_FOR_EACH, _per),
        (
            rf"({_SIGNED})(?:([%‰])|(?={_DASH}{{1,2}}{_THERE}([%‰])))",
            lambda f: percent(f[1], f[2] or f[3]),
        ),
        (rf"({_MINUS})?(?<![\d.,/])(\d{{1,2}})/(\d{{1,3}})(?![\d.,/])", _fraction),
        (rf"(?<![第\d.,])(?<!第\d{_DASH})(?<!附件)2(?=(?:{_DASH}\d+)?{_COUNTED})", "两"),
        (_SIGNED, lambda found: amount(found[0])),
    )
)
