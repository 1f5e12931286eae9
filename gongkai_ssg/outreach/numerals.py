"""Numbers in the words in which they are said."""

from __future__ import annotations

import re

_DIGITS = "零一二三四五六七八九"
_PLACES, _GROUPS = ("", "十", "百", "千"), ("", "万", "亿", "万亿")
_FOUR, _TEN = 4, 10
# Longer rows of digits are numbers of something, not amounts.
_LONGEST_AMOUNT = 12


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


def _group(value: int) -> str:
    """A number below ten thousand, with 一十 for ten."""
    said, gap = "", False
    for place in range(_FOUR - 1, -1, -1):
        digit = value // _TEN**place % _TEN
        if digit:
            said += (_DIGITS[0] if gap and said else "") + _DIGITS[digit] + _PLACES[place]
        gap = not digit
    return said


def amount(written: str) -> str:
    """`-1,200.50` → 负一千二百点五零; what is too long, or begins with a zero, digit by digit."""
    plain = re.sub("[, ]", "", written)
    minus, plain = ("负", plain[1:]) if plain[0] in "-–" else ("", plain)
    whole, point, part = plain.partition(".")
    if len(whole) > _LONGEST_AMOUNT or (len(whole) > 1 and whole.startswith("0")):
        said = digits(whole)
    else:
        said = number(int(whole))
    return f"{minus}{said}点{digits(part)}" if point else f"{minus}{said}"


def percent(written: str, sign: str) -> str:
    """`-2.5` with `%` → 负百分之二点五."""
    whole = "百" if sign == "%" else "千"
    minus, plain = ("负", written[1:]) if written[0] in "-–" else ("", written)
    return f"{minus}{whole}分之{whole if plain == '100' else amount(plain)}"


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


def clock(hour: str, minute: str, second: str | None = None) -> str:
    """`8`, `05` → 八点零五分."""
    said = f"{number(int(hour))}点"
    if int(minute) or second:
        said += f"{_two(minute)}分"
    return f"{said}{_two(second)}秒" if second else said


def _two(written: str) -> str:
    return ("零" if 0 < int(written) < _TEN else "") + number(int(written))


def day(month: str, of_month: str) -> str:
    """`02`, `05` → 二月五日."""
    return f"{number(int(month))}月{number(int(of_month))}日"
