"""公开时限 → rules: how many days of which kind, from when; how often; at once; for good.

《政府信息公开条例》第二十六条 gives twenty working days from 形成或者变更; laws give other limits,
and offices write them in many ways. What is not understood is said; nothing is guessed.
The wordings are in `grammar`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from gongkai_ssg.deadlines import grammar
from gongkai_ssg.deadlines.words import Clause, clauses, number, without_number
from gongkai_ssg.deadlines.workdays import Calendar, Reckoned, months_after

WITHIN, POSTED, RECURRING, AT_ONCE, FOR_GOOD = "之内", "公示期", "频率", "即时", "长期"
WORKDAY, DAY, MONTH, HOUR = "工作日", "日", "月", "小时"
# Nobody writes a clause that is longer, and looking for rules in one takes the cube of its length.
_LONGEST = 150
_WEEK, _HALF_A_MONTH, _HOURS = 7, 15, 24
_YEAR, _HALF_A_YEAR = 12, 6
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

    @property
    def counts(self) -> bool:
        """Whether it leads from a day to a last day."""
        return self.kind == WITHIN and self.n is not None and self.unit is not None


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
        found, understood = _read(clause)
        rules += found
        rest += [] if understood else [clause.plain]
    if not rules and not rest and written.strip():
        rest.append(written.strip())
    return Limit(tuple(rules), tuple(rest))


def due(rule: Rule, start: date, calendar: Calendar) -> Reckoned | None:
    """The last day of a rule that counts from `start`.

    None for a rule that has no such day, or none that the calendar of Python reaches.
    """
    if rule.kind != WITHIN or rule.n is None or rule.unit is None:
        return None
    count = -rule.n if rule.anchor.endswith(_BEFORE) else rule.n
    try:
        return counted(start, count, rule.unit, calendar)
    except OverflowError:
        return None


def counted(start: date, count: int, unit: str, calendar: Calendar) -> Reckoned:
    """The day that is `count` units after `start`; hours are filled up to days.

    Raises:
        OverflowError: beyond the calendar of Python (year 9999).
    """
    if unit == WORKDAY:
        return calendar.after(start, count)
    if unit == MONTH:
        return Reckoned(months_after(start, count))
    if unit == HOUR:
        # The hour of the first day is not known: in time is what is so from its last minute.
        count = -(-abs(count) // _HOURS) * (1 if count > 0 else -1)
    return Reckoned(start + timedelta(days=count))


def last_posted(rule: Rule, start: date, calendar: Calendar) -> Reckoned | None:
    """The last day of a posting (公示期) whose first day is `start`, which counts as well."""
    if rule.kind != POSTED or not rule.n or rule.unit is None:
        return None
    try:
        if rule.unit == MONTH:
            return Reckoned(months_after(start, rule.n) - timedelta(days=1))
        return counted(start - timedelta(days=1), rule.n, rule.unit, calendar)
    except OverflowError:
        return None


def first_due(limit: Limit, start: date, calendar: Calendar) -> Reckoned | None:
    """The first day on which something falls due."""
    days = (due(rule, start, calendar) for rule in limit.rules)
    return min((day for day in days if day), key=lambda day: day.day, default=None)


# ------------------------------------------------------------------- reading a clause


def _read(written: Clause) -> tuple[list[Rule], bool]:
    """The rules of a clause, and whether all that it says of time was understood."""
    clause = written.without(grammar.ELSEWHERE_ASIDE).drawn_in(grammar.KIND_ASIDE)
    plain = clause.plain
    if len(plain) > _LONGEST or grammar.opened(plain)[1]:
        return [], False
    at = without_number(plain)
    if grammar.ELSEWHERE.search(plain):
        return [], not grammar.LEFT.search(plain[at:])
    if any(wrong.search(plain) for wrong in (grammar.NEVER, grammar.EITHER, grammar.PUT_OFF)):
        return [], False
    found: list[Rule] = []
    covered = at
    while covered < len(plain):
        made = _next(clause, covered)
        if made is None:
            break
        rule, covered = made
        found.append(rule)
        if rule.kind == RECURRING and grammar.NOT_ITS_LAST_DAY.search(plain[covered:]):
            return found, False
    left = plain[covered:]
    if not found:
        single = _without_number(clause, at)
        return ([single], True) if single else ([], not grammar.OF_TIME.search(left))
    if grammar.FOR_GOOD.search(left):
        found.append(Rule(None, None, FOR_GOOD, "", clause.original(0, len(plain))))
        left = grammar.FOR_GOOD.sub("", left)
    return found, not grammar.LEFT.search(left)


def _next(clause: Clause, start: int) -> tuple[Rule, int] | None:
    """The next rule with a number or a rhythm, and where it ends."""
    matches = ((name, pattern.search(clause.plain, start)) for name, pattern in grammar.PATTERNS)
    found = [(name, match) for name, match in matches if match]
    if not found:
        return None
    # What names its number (or rhythm) first; of those, what stands first in the table.
    name, match = min(found, key=lambda one: _place(*one))
    passed_over = grammar.COUNTED.search(clause.plain, start, match.start())
    if passed_over or (name == grammar.WITHIN and _not_sure(match)):
        return None
    # 7个工作日（行政处罚20个工作日）内: which of them holds is not for us to say.
    if name == grammar.WITHIN and start and clause.plain[start] in grammar.OPENS:
        return None
    rule = _rule(name, match, clause.original(start, match.end()))
    return (rule, match.end()) if grammar.is_words(rule.anchor) else None


def _place(name: str, match: re.Match[str]) -> int:
    rhythms = (grammar.DATED, grammar.AFTER, grammar.OFTEN)
    return match.start() if name in rhythms else match.start("n")


def _not_sure(match: re.Match[str]) -> bool:
    """Whether the words before a number give it another meaning than that of a last day."""
    before, inside = match["anchor"], match.groupdict().get("inside")
    no_start = not inside and grammar.NO_START.search(before)
    return bool(grammar.NO_LAST_DAY.search(before) or grammar.POSTING.search(before) or no_start)


def _rule(name: str, match: re.Match[str], text: str) -> Rule:
    groups = match.groupdict()
    if name == grammar.OFTEN:
        times = groups.get("b") or groups.get("a")
        every = groups.get("every") or ""
        anchor = f"每{every}{groups['often']}"
        return Rule(number(times) if times else 1, None, RECURRING, anchor, text)
    if name == grammar.DATED:
        return Rule(None, None, RECURRING, groups["anchor"], text)
    count, unit = _count(groups)
    if name == grammar.AFTER:
        return Rule(count, unit, RECURRING, f"每{groups['anchor'].removeprefix('每')}", text)
    if name == grammar.LASTING:
        return Rule(count, unit, POSTED, groups["anchor"], text)
    anchor = _anchor(groups["anchor"])
    if name == grammar.BEFORE and not anchor.endswith(_BEFORE):
        anchor += _BEFORE
    return Rule(count, unit, WITHIN, anchor, text)


def _count(groups: dict[str, str | None]) -> tuple[int, str | None]:
    written, unit = groups["n"] or "0", groups.get("unit")
    if written == "半":
        return (_HALF_A_YEAR, MONTH) if groups.get("years") else (_HALF_A_MONTH, DAY)
    count = number(written)
    if groups.get("months") or groups.get("years"):
        return count * (_YEAR if groups.get("years") else 1), MONTH
    if groups.get("cut"):
        return count, WORKDAY
    if unit in ("周", "星期", "礼拜"):
        return count * _WEEK, DAY
    if unit in ("自然日", "日历日", "日历天", "天"):
        return count, DAY
    return count, unit


def _anchor(before: str) -> str:
    """From when a rule counts, without 自 … 之日起; in an open bracket what stands in it."""
    outside, _, inside = grammar.opened(before)
    before = inside or outside
    if grammar.LIMIT_ITSELF.search(before):
        return ""
    before = before.rpartition(":")[2]
    lead = grammar.LEAD.match(before)
    if lead:
        before = before[lead.end() :]
    word = grammar.END.sub("", before.lstrip("、·"))
    # 事后, 会后: one character alone is no word.
    return before if before == f"{word}后" and len(word) == 1 else word


def _without_number(clause: Clause, at: int) -> Rule | None:
    """A clause that says when without a number: at once, together with something, for good."""
    plain = clause.plain[at:]
    if grammar.LEFT.search(plain):
        return None
    for kind, match in (
        (FOR_GOOD, grammar.FOR_GOOD.search(plain)),
        (AT_ONCE, grammar.TOGETHER.search(plain)),
        (AT_ONCE, grammar.AT_ONCE.search(plain)),
        (WITHIN, grammar.EARLIER.match(plain)),
    ):
        if match:
            anchor = _anchor(match.groupdict().get("anchor") or "")
            text = clause.original(at, len(clause.plain))
            return Rule(None, None, kind, anchor, text) if grammar.is_words(anchor) else None
    return None
