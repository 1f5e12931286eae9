"""Written Chinese → what a voice can read: numbers in words, no signs, no addresses of the web.

A village loudspeaker is fed by a person who reads or by a machine (应急广播). Neither should meet
`52000元/亩`, `2026—2027学年` or `0000-8000112`.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_DIGITS = "零一二三四五六七八九"
_PLACES, _GROUPS = ("", "十", "百", "千"), ("", "万", "亿", "万亿")
_FOUR, _TEN = 4, 10
# Longer rows of digits are numbers of something, not amounts.
_LONGEST_AMOUNT = 12
_WIDE = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B) if chr(code - 0xFEE0).isalnum()}
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_UNIT = "[\u4e00-\u9fffA-Za-z]{1,3}"
# What stands below the stroke of 52000元/亩.
_PER = (
    "立方米|平方米|公顷|亩|公里|千米|米|公斤|千克|克|斤|吨|升|人次|人|户|家|个|套|间|台|辆|只|头|棵|株|份|次"
    "|件|学期|学年|季度|年|月|周|天|日|小时|分钟"
)
# Before these 2 is 两; after 第, and before 月 日 号 期 it is 二.
_COUNTED = "个户人名位元角块万亿亩家处项条批台辆天年间座所份种只头棵株吨吨公平立米场次套件周小分"
_WORDS = {"℃": "摄氏度", "㎡": "平方米", "㎎": "毫克", "㎏": "公斤", "≥": "不少于", "≤": "不超过"}
_WORDS |= {">": "大于", "<": "小于", "=": "等于", "×": "乘", "+": "加", "&": "和"}
_WORDS |= {"＞": "大于", "＜": "小于", "＝": "等于", "＋": "加", "＆": "和"}
_SIGNS = {
    **_WORDS,
    **dict.fromkeys("（）()［］[]〔〕|—–,", "，"),
    **dict.fromkeys("/／", "、"),
    **dict.fromkeys(";；\n", "。"),
    ":": "：",
    "?": "？",
    "!": "！",
}
_PAUSES = "，、：。？！"


def spoken(text: str) -> str:
    """A text as it is read aloud."""
    text = text.translate(_WIDE).replace("％", "%")
    for pattern, said in _RULES:
        text = pattern.sub(said, text)
    text = "".join(_SIGNS.get(char, char) for char in text)
    text = re.sub(rf"[^\u3007\u3400-\u9fff\U00020000-\U000323afA-Za-z {_PAUSES}]", "", text)
    return _tidy(text)


def number(value: int) -> str:
    """`1574190` → 一百五十七万四千一百九十; 2000 is 两千, as people say it."""
    if value == 0:
        return _DIGITS[0]
    groups: list[int] = []
    while value:
        value, group = divmod(value, 10**_FOUR)
        groups.append(group)
    said, gap = "", False
    for place, group in reversed(list(enumerate(groups))):
        if group:
            zero = said and (gap or group < 10 ** (_FOUR - 1))
            said += (_DIGITS[0] if zero else "") + _group(group) + _GROUPS[place]
        gap = not group
    said = re.sub("^一十", "十", said)
    return re.sub("^二(?=[千万亿])", "两", said)


def year(written: str) -> str:
    """`2026` → 二〇二六."""
    return digits(written).replace("零", "〇")


def digits(written: str) -> str:
    """Digit by digit; whatever is no digit is left out."""
    return "".join(_DIGITS[int(char)] for char in written if char.isdigit())


def phone(written: str) -> str:
    """A phone number, a pause between its parts; 1 is 幺, which is not taken for 七."""
    parts = (digits(part).replace("一", "幺") for part in re.split(r"\D+", written))
    return "，".join(part for part in parts if part)


def _group(value: int) -> str:
    """A number below ten thousand, with 一十 for ten."""
    said, gap = "", False
    for place in range(_FOUR - 1, -1, -1):
        digit = value // _TEN**place % _TEN
        if digit:
            said += (_DIGITS[0] if gap and said else "") + _DIGITS[digit] + _PLACES[place]
        gap = not digit
    return said


def _amount(written: str) -> str:
    whole, point, part = written.replace(",", "").partition(".")
    if len(whole) > _LONGEST_AMOUNT or (len(whole) > 1 and whole.startswith("0")):
        said = digits(whole)
    else:
        said = number(int(whole))
    return f"{said}点{digits(part)}" if point else said


def _time(found: re.Match[str]) -> str:
    hour, minute = number(int(found[1])), int(found[2])
    if not minute:
        return f"{hour}点"
    return f"{hour}点{'零' if minute < _TEN else ''}{number(minute)}分"


def _date(found: re.Match[str]) -> str:
    return f"{year(found[1])}年{number(int(found[2]))}月{number(int(found[3]))}日"


def _lettered(found: re.Match[str]) -> str:
    return found[1] + digits(found[2])


def _percent(found: re.Match[str]) -> str:
    whole = "百" if found[2] == "%" else "千"
    return f"{whole}分之{whole if found[1] == '100' else _amount(found[1])}"


def _any(found: re.Match[str]) -> str:
    return _amount(found[0])


# In this order: what is special first, and what is left are amounts.
_RULES: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = tuple(
    (re.compile(pattern, re.ASCII), said)
    for pattern, said in (
        # 村（社区）干部: what is one word with its surroundings makes no pause.
        (r"(?<=[\u4e00-\u9fff])[（(]([\u4e00-\u9fff]{1,3})[）)](?=[\u4e00-\u9fff])", r"、\1"),
        (r"(?:https?://|www\.)[!-~]+|[\w.+-]+@[\w-]+\.[\w.]+", ""),
        (r"0\d{2,3}[-—–]\d{7,8}(?!\d)|(?<!\d)1[3-9]\d{9}(?!\d)", lambda found: phone(found[0])),
        (r"(?<=电话|拨打|热线)\s?(\d{3,8})(?![\d.万亿元人户])", lambda found: phone(found[1])),
        (r"(?<!\d)(12345)(?=.{0,4}(?:热线|电话|平台))", lambda found: phone(found[1])),
        (r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)", _date),
        (r"〔(\d{4})〕第?(\d+)号", lambda found: f"{year(found[1])}年第{_amount(found[2])}号"),
        (
            r"(?<!\d)((?:19|20)\d{2})\s?[-—–~～至到]+\s?((?:19|20)\d{2})(?=学?年)",
            lambda found: f"{year(found[1])}到{year(found[2])}",
        ),
        (r"(?<![\d.])((?:19|20)\d{2})(?=学?年)", lambda found: year(found[1])),
        (r"(?<![\d:：])([01]?\d|2[0-4])[:：]([0-5]\d)(?![\d:：])", _time),
        (r"(?<=[“\"])(\d{1,2})[·.](\d{1,2})(?=[”\"])", lambda f: digits(f[1]) + digits(f[2])),
        (rf"(?<=\d)([%‰]|{_UNIT})?\s?[-—–~～]+\s?(?=\d)", r"\1到"),
        (r"(?<![\w\d])[-−](?=\d+(?:\.\d+)?℃)", "零下"),
        (rf"({_NUMBER})([%‰])", _percent),
        (
            rf"({_NUMBER})({_UNIT})[/／]({_PER})(?:[·.](?:({_PER})))?",
            lambda f: f"每{f[3]}{f'每{f[4]}' if f[4] else ''}{_counted(f[1], f[2])}",
        ),
        (r"(?<![\d.])(\d{1,2})/(\d{1,3})(?![\d.])", lambda f: _fraction(f[1], f[2])),
        (r"([A-Za-z])-?(\d+)(?![\d.])", _lettered),
        (rf"(?<![第\d.,])2(?=[{_COUNTED}])(?!分之)", "两"),
        (_NUMBER, _any),
    )
)


def _counted(amount: str, unit: str) -> str:
    return f"{'两' if amount == '2' else _amount(amount)}{unit}"


def _fraction(part: str, whole: str) -> str:
    return f"{_amount(whole)}分之{_amount(part)}"


def _tidy(text: str) -> str:
    """One pause where several met: the strongest of them; none at the head, no loose blanks."""
    text = re.sub(rf"(?<![A-Za-z]) | (?![A-Za-z])| (?=[{_PAUSES}])", "", text)

    def strongest(found: re.Match[str]) -> str:
        return max(found[0], key=_PAUSES.index)

    return re.sub(rf"[{_PAUSES}]{{2,}}", strongest, text).lstrip(_PAUSES)
