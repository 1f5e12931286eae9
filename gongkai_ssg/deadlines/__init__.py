"""公开时限 → rules: how many days of which kind, from when; how often; at once; for good.

《政府信息公开条例》第二十六条 gives twenty working days from 形成或者变更; laws give other limits,
and offices write them in many ways. What is not understood is said; nothing is guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from gongkai_ssg.deadlines.words import (
    DAY_OF_MONTH,
    MONTH,
    NUMBER,
    Clause,
    clauses,
    number,
    without_number,
)
from gongkai_ssg.deadlines.workdays import Calendar, Reckoned

WITHIN, POSTED, RECURRING, AT_ONCE, FOR_GOOD = "之内", "公示期", "频率", "即时", "长期"
WORKDAY, DAY = "工作日", "日"
_WEEK = 7
_BEFORE = "前"


@dataclass(frozen=True, slots=True)
class Rule:
    """One limit. `n` and `unit` are None where there is no number, or no unit was written.

    An `anchor` that ends in 前 is counted backwards from; an empty one was not written.
    """

    n: int | None
    unit: str | None
    kind: str
    anchor: str
    text: str

    @property
    def whole(self) -> bool:
        """Whether nothing is missing that the kind needs."""
        return self.n is None or self.unit is not None or self.kind == RECURRING


@dataclass(frozen=True, slots=True)
class Limit:
    """What a 公开时限 says; `rest` are the parts that say something nobody understood."""

    rules: tuple[Rule, ...]
    rest: tuple[str, ...] = ()

    @property
    def understood(self) -> bool:
        """Whether every part is a rule with all that it needs, or says nothing of time."""
        return bool(self.rules) and not self.rest and all(rule.whole for rule in self.rules)


def parse(written: str) -> Limit:
    """The rules of a text; never fails."""
    rules: list[Rule] = []
    rest: list[str] = []
    for clause in clauses(written):
        found, left = _read(clause)
        rules += found
        rest += [left] if left else []
    if not rules and not rest and written.strip():
        rest.append(written.strip())
    return Limit(tuple(rules), tuple(rest))


def due(rule: Rule, start: date, calendar: Calendar) -> Reckoned | None:
    """The last day of a rule that counts from `start`; None for a rule that has no such day."""
    if rule.kind != WITHIN or rule.n is None or rule.unit is None:
        return None
    count = -rule.n if rule.anchor.endswith(_BEFORE) else rule.n
    try:
        if rule.unit == WORKDAY:
            return calendar.after(start, count)
        return Reckoned(start + timedelta(days=count))
    except OverflowError:
        return None


def first_due(limit: Limit, start: date, calendar: Calendar) -> Reckoned | None:
    """The first day on which something falls due."""
    days = (due(rule, start, calendar) for rule in limit.rules)
    return min((day for day in days if day), key=lambda day: day.day, default=None)


# ------------------------------------------------------------------- reading a clause

_SOME_UNIT = r"(?:个?(?P<unit>工作日|自然日|日历日|日|天|周|星期|礼拜)|个?(?P<cut>工作)(?!日))"
_UNIT = rf"{_SOME_UNIT}?"
_COUNT = rf"(?P<n>{NUMBER}){_UNIT}"
_SHOWN = "预?公示|预?公告|公布期|征求意见|征集意见|意见征集|征询意见"
_LEAST = "不得少于|不少于|不得低于|不低于|不得短于|不短于|至少|满|达到|为"
_OFTEN = "半年|季度|季|年|月|周|日|旬|学期|学年"
_MONTHLY = rf"(?:{DAY_OF_MONTH})[日号]"
_YEARLY = rf"(?:{MONTH})月(?:份)?(?:{_MONTHLY}|底)?(?:以|之)?前?"
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    # 每年3月31日前, 每年1月和7月, 每季度首月20日
    (
        "date",
        re.compile(
            rf"(?P<anchor>每年度?{_YEARLY}(?:(?:和|与|及|以及|、){_YEARLY})*"
            r"|每(?:年度?|个?季度|季|月)(?:首月|第一个月|末月)?"
            rf"(?:[初末底]|{_MONTHLY})(?:以|之)?前?)"
        ),
    ),
    # 每月后10个工作日内
    ("after", re.compile(rf"(?P<anchor>每(?:{_OFTEN})度?(?:结束|终了)?后){_COUNT}(?:之|以)?内?")),
    # 每季度公开一次, 至少1次/半年, 半年至少更新1次, 按月公布
    (
        "often",
        re.compile(
            rf"(?:至少|不少于)?(?:(?P<a>{NUMBER})次/|[每按逐](?P<every>{NUMBER})?个?)(?P<often>{_OFTEN})度?"
            rf"(?:[^\d,;]{{0,12}}?(?P<b>{NUMBER})次)?"
        ),
    ),
    (
        "often",
        re.compile(rf"(?P<often>半年|季度|年)(?:至少|不少于)[^\d,;]{{0,4}}(?P<b>{NUMBER})次"),
    ),
    # 公示不少于10天, 公告时间不少于30日, 公示7个工作日
    (
        "posted",
        re.compile(
            rf"(?P<anchor>(?:{_SHOWN})(?:期|时间|期限|天数)?)(?:{_LEAST})*{_COUNT}(?!(?:之|以)?内)"
        ),
    ),
    # 采购活动开始前30日, 组织听证7个工作日前, 提前一周
    ("before", re.compile(rf"(?P<anchor>[^,;:]*?(?:前|提前)){_COUNT}(?!(?:之|以)?内)")),
    ("before", re.compile(rf"(?P<anchor>[^,;:]*?){_COUNT}(?:之|以)?前")),
    ("within", re.compile(rf"(?P<anchor>.*?){_COUNT}(?:之|以)?内")),
    ("within", re.compile(rf"(?P<anchor>.*?)(?P<n>{NUMBER}){_SOME_UNIT}")),
)
_FOR_GOOD = re.compile(r"(?:保持|实行)?(?:长期|永久|常年|持续)(?:公开|公示|有效|保留|展示)?")
_AT_ONCE = re.compile(
    r"(?P<anchor>.*?)(?P<word>及时|即时|实时|随时|立即|第一时间|同步|同时|当日|当天|按实际更新)"
)
_WITH = re.compile(r"随[同着]?(?!时)(?P<anchor>.+?)(?:同时|同步|一并)?(?:公开|公布|发布|印发)")
_EARLIER = re.compile(r"(?P<anchor>.*[^\d](?:之|以)?前)(?:公开|公布|公示|公告|发布|告知)?")
_ELSEWHERE = re.compile(r"另有规定|从其规定|法律、?法规.*规定")
# A rhythm of no months, or of no times; a month or a day that no year has.
_NEVER = re.compile(
    rf"[每按逐][0零〇]+个?(?:{_OFTEN})|(?<![0-9一二两三四五六七八九十百])[0零〇]+次"
    rf"|每年度?(?!(?:{MONTH})月)[0-9]+月"
    rf"|每(?:年度?(?:{MONTH})月(?:份)?|(?:个?季度|季|月)(?:首月|第一个月|末月)?)"
    rf"(?!{_MONTHLY})[0-9]+[日号]"
)
# A part that is left over and says when.
_LEFT = re.compile(r"\d|[一二两三四五六七八九十]+个?(?:工作日|[日号天周旬月季年])")
# A clause without any of these says nothing of time.
_OF_TIME = re.compile(r"\d|[日天月年季周期时前后内]|[一二两三四五六七八九十]个|定期|适时|按时|届时")
_LEAD = re.compile(r".*(?:自|从|在|于|超过|不晚于|不迟于)(?=.)")
_END = re.compile(r"(?:之日起?|日起|起|之?后|以后|的|个|,)+$")


def _read(clause: Clause) -> tuple[list[Rule], str]:
    """The rules of a clause, and the clause itself where a part of it was not understood."""
    plain = clause.plain
    at = without_number(plain)
    if _ELSEWHERE.search(plain):
        return [], ""
    if _NEVER.search(plain):
        return [], plain
    found: list[Rule] = []
    covered = at
    while covered < len(plain):
        made = _next(clause, covered)
        if made is None:
            break
        rule, end = made
        found.append(rule)
        covered = end
    left = plain[covered:]
    if not found:
        single = _without_number(clause, at)
        return ([single], "") if single else ([], plain if _OF_TIME.search(left) else "")
    if _FOR_GOOD.search(left):
        found.append(Rule(None, None, FOR_GOOD, "", clause.original(0, len(plain))))
        left = _FOR_GOOD.sub("", left)
    return found, plain if _LEFT.search(left) else ""


def _next(clause: Clause, start: int) -> tuple[Rule, int] | None:
    """The next rule with a number or a rhythm, and where it ends."""
    part = clause.plain[start:]
    found = [(name, match) for name, pattern in _PATTERNS if (match := pattern.search(part))]
    if not found:
        return None
    # What names its number (or rhythm) first; of those, what stands first in the table.
    name, match = min(found, key=lambda one: _place(*one))
    text = clause.original(start, start + match.end())
    return _rule(name, match, text), start + match.end()


def _place(name: str, match: re.Match[str]) -> int:
    return match.start() if name in ("date", "after", "often") else match.start("n")


def _rule(name: str, match: re.Match[str], text: str) -> Rule:
    groups = match.groupdict()
    if name == "often":
        times = groups.get("b") or groups.get("a")
        every = groups.get("every") or ""
        anchor = f"每{every}{groups['often']}"
        return Rule(number(times) if times else 1, None, RECURRING, anchor, text)
    if name == "date":
        return Rule(None, None, RECURRING, groups["anchor"], text)
    count, unit = _count(groups)
    if name == "after":
        return Rule(count, unit, RECURRING, groups["anchor"], text)
    if name == "posted":
        return Rule(count, unit, POSTED, groups["anchor"], text)
    anchor = _anchor(groups["anchor"])
    if name == "before" and not anchor.endswith(_BEFORE):
        anchor += _BEFORE
    return Rule(count, unit, WITHIN, anchor, text)


def _count(groups: dict[str, str | None]) -> tuple[int, str | None]:
    count = number(groups["n"] or "0")
    unit = groups.get("unit")
    if groups.get("cut"):
        unit = WORKDAY
    if unit in ("周", "星期", "礼拜"):
        return count * _WEEK, DAY
    if unit in ("自然日", "日历日", "天", "日"):
        return count, DAY
    return count, unit


def _anchor(before: str) -> str:
    """From when a rule counts, without 自 … 之日起."""
    if before.endswith(":"):
        return ""
    before = before.rpartition(":")[2]
    lead = _LEAD.match(before)
    if lead:
        before = before[lead.end() :]
    return _END.sub("", before)


def _without_number(clause: Clause, at: int) -> Rule | None:
    """A clause that says when without a number: at once, together with something, for good."""
    plain = clause.plain[at:]
    text = clause.original(at, len(clause.plain))
    if re.search(r"\d", plain):
        return None
    for kind, pattern in ((FOR_GOOD, _FOR_GOOD), (AT_ONCE, _WITH), (AT_ONCE, _AT_ONCE)):
        match = pattern.search(plain)
        if match:
            anchor = match.groupdict().get("anchor") or ""
            return Rule(None, None, kind, _anchor(anchor), text)
    match = _EARLIER.match(plain)
    if match:
        return Rule(None, None, WITHIN, _anchor(match["anchor"]), text)
    return None
