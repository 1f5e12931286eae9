"""One element as a date, a time, a number, yes or no."""

from __future__ import annotations

import re
import unicodedata
from datetime import MAXYEAR, date, datetime, timedelta

from gongkai_ssg.elements.reading import Reading, wrong_type
from gongkai_ssg.elements.texts import text_of
from gongkai_ssg.schema import Field
from gongkai_ssg.source import Node

FIRST_YEAR = 1900
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DATETIME = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}", re.ASCII)
_LOOSE_DATE = re.compile(
    r"(?<!\d)(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?:\s*日)?(?:\s+(\d{1,2}:\d{2}))?"
)

# 2026-10-01~07, 2026年10月1日至7日: what follows a day leads on to another.
_RANGE = re.compile(_LOOSE_DATE.pattern + r"\s*(?:[~—–]+|-+|至|到)\s*\d")
_LONGEST = 31


def date_of(f: Field, node: Node, reading: Reading) -> date | None:
    """A day of the calendar."""
    return _moment(f, node, reading, _DATE, "2026-03-05")


def moment_of(f: Field, node: Node, reading: Reading) -> date | None:
    """A day with the time, to the minute."""
    return _moment(f, node, reading, _DATETIME, "2026-03-05 09:00")


def _moment(
    f: Field, node: Node, reading: Reading, form: re.Pattern[str], example: str
) -> date | None:
    text = text_of(f, node, reading)
    if text is None:
        return None
    params = {"key": f.key, "value": text}
    if not form.fullmatch(text):
        how = _several_days(f, text) or _likely_date(text, example)
        reading.report("GK108", node.span, **params, what="写法不对", how=how)
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        what = "没有这一天或这个时刻"
        reading.report("GK108", node.span, **params, what=what, how="对照原件改成真实的日期")
        return None
    if moment.year < FIRST_YEAR:
        what = f"年份早于 {FIRST_YEAR} 年"
        reading.report("GK108", node.span, **params, what=what, how="对照原件改成真实的日期")
        return None
    return moment if form is _DATETIME else moment.date()


def _several_days(f: Field, text: str) -> str:
    """How to write a text that names more than one day; empty for any other."""
    plain = unicodedata.normalize("NFKC", text)
    found = [_day_of(match) for match in _LOOSE_DATE.finditer(plain)]
    if len(found) < 2 and not _RANGE.search(plain):  # noqa: PLR2004
        return ""
    if f.type != "dates":
        return "这里只写一天"
    first, last = found[0], found[-1]
    if first is None or not FIRST_YEAR <= first.year < MAXYEAR:
        return "一天一天写，例如 [2026-10-01, 2026-10-02]"
    span = (last - first).days + 1 if last and len(found) == 2 else 0  # noqa: PLR2004
    sure = 1 < span <= _LONGEST
    days = ", ".join(str(first + timedelta(days=n)) for n in range(span if sure else 2))
    return f"一天一天写：{days}" if sure else f"一天一天写，例如 [{days}]"


def _day_of(match: re.Match[str]) -> date | None:
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def _likely_date(text: str, example: str) -> str:
    """How to write the date; a time that is not in the text is not made up."""
    form = f"写成 {example} 这样的形式"
    loose = _LOOSE_DATE.search(unicodedata.normalize("NFKC", text))
    if not loose:
        return form
    day, time = f"{loose[1]}-{loose[2]:0>2}-{loose[3]:0>2}", loose[4]
    try:
        date.fromisoformat(day)
    except ValueError:
        return f"{form}，并对照原件核对日期"
    if len(example) == len("2026-03-05"):
        return f"改成 {day}"
    return f"改成 {day} {time:0>5}" if time else f"写成 {day} 09:00 这样的形式，要写几点几分"


def int_of(f: Field, node: Node, reading: Reading) -> int | None:
    """A number without sign and fraction."""
    text = text_of(f, node, reading)
    if text is None or (text.isascii() and text.isdigit() and len(text) < 10):  # noqa: PLR2004
        return None if text is None else int(text)
    wrong_type(f, node, reading, "一个整数")
    return None


def number_of(f: Field, node: Node, reading: Reading) -> str | None:
    """A number stays the text that was written: no digit of it is ours to change."""
    text = text_of(f, node, reading)
    if text is not None and re.fullmatch(r"-?\d{1,12}(\.\d{1,9})?", text, re.ASCII):
        return text
    if text is not None:
        wrong_type(f, node, reading, "一个数字")
    return None


def flag_of(f: Field, node: Node, reading: Reading) -> bool | None:
    """是 or 否; `true` and `false` are the same."""
    text = text_of(f, node, reading)
    if text in ("是", "否", "true", "false"):
        return text in ("是", "true")
    if text is not None:
        wrong_type(f, node, reading, "“是”或“否”")
    return None
