"""Time limits as they are understood: `deadline`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gongkai_ssg.chinese import ChineseCommand
from gongkai_ssg.cli import shared

if TYPE_CHECKING:
    from gongkai_ssg.deadlines import Limit, Rule
    from gongkai_ssg.deadlines.workdays import Calendar

_BEYOND = "到期日不在 0001 年到 9999 年之间，算不出来"
_UNITS = {"工作日": "个工作日", "日": "日（日历日）", "月": "个月", "小时": "小时"}


@click.command(cls=ChineseCommand)
@click.argument("text", metavar="公开时限")
@click.option(
    "--from", "start", type=shared.Day(), metavar="日期", help="起算的那一天；从第二天开始数"
)
@shared.form
@shared.site
def deadline(text: str, start: date | None, form: str, site: Path) -> int:
    """一段“公开时限”是怎样理解的，哪一天到期；例如 gongkai deadline "20个工作日内"。"""
    from gongkai_ssg import deadlines, fs, holidays
    from gongkai_ssg.diagnostics import has_errors

    if not text.strip():
        raise click.UsageError('没有写公开时限；例如 gongkai deadline "20个工作日内"')
    calendar, problems = holidays.load(fs.read_site(site))
    for found in problems:
        shared.say(f"{found.span.named}:{found.span.line} {found.message}")
    limit = deadlines.parse(text)
    if form == "json":
        shared.show([_as_json(limit, start, calendar)], form)
        if start and any(_is_beyond(rule, start, calendar) for rule in limit.rules):
            shared.say(f"{_BEYOND}。")
    else:
        shared.show(_lines(limit, start, calendar))
    return shared.WRONG_USE if has_errors(problems) else shared.DONE


def _as_json(limit: Limit, start: date | None, calendar: Calendar) -> str:
    from gongkai_ssg import deadlines

    day = deadlines.first_due(limit, start, calendar) if start else None
    answer = {
        "version": 1,
        "rules": [
            {"n": r.n, "unit": r.unit, "kind": r.kind, "anchor": r.anchor, "text": r.text}
            for r in limit.rules
        ],
        "understood": limit.understood,
        "due": day.day.isoformat() if day else None,
        "provisional": bool(day and day.provisional),
    }
    return json.dumps(answer, ensure_ascii=False, indent=2)


def _lines(limit: Limit, start: date | None, calendar: Calendar) -> Iterator[str]:
    for number, rule in enumerate(limit.rules, 1):
        yield f"{number}. {_words(rule)}{_until(rule, start, calendar) if start else ''}"
    for rest in limit.rest:
        yield f"没有看懂: “{rest}”"
    if not limit.understood:
        yield "这段时限没有全部看懂，不会据此计算到期日；可以改成例如“信息形成之日起20个工作日内”。"


def _words(rule: Rule) -> str:
    from gongkai_ssg import deadlines

    count = f"{rule.n}{_UNITS.get(rule.unit or '', '（没有写单位）')}" if rule.n is not None else ""
    if rule.kind == deadlines.WITHIN and rule.anchor.endswith("前"):
        early = f"{rule.anchor}公开，没有写提前几天"
        return f"之内: {rule.anchor} {count}，或者更早" if count else early
    within = f"从“{rule.anchor}”起 {count}" if rule.anchor else f"{count}（没有写从哪天起算）"
    return {
        deadlines.WITHIN: f"之内: {within}",
        deadlines.POSTED: f"公示期: {rule.anchor} 至少 {count}",
        deadlines.RECURRING: f"频率: {rule.anchor} {count if rule.unit else ''}".rstrip(),
        deadlines.AT_ONCE: f"即时: {rule.anchor or '信息形成以后'}就公开",
        deadlines.FOR_GOOD: "长期: 一直公开",
    }[rule.kind]


def _is_beyond(rule: Rule, start: date, calendar: Calendar) -> bool:
    """Whether a rule has a last day, and no calendar reaches it."""
    from gongkai_ssg import deadlines

    return rule.counts and deadlines.due(rule, start, calendar) is None


def _until(rule: Rule, start: date, calendar: Calendar) -> str:
    from gongkai_ssg import deadlines
    from gongkai_ssg.deadlines import rhythm

    if rule.kind == deadlines.RECURRING:
        again = rhythm.coming(rule, start, calendar)
        again = again or rhythm.next_after(rule, start, start, calendar)
        return f" → 最近一次到期 {again}" if again else " → 不能确定哪一天到期"
    day = deadlines.due(rule, start, calendar)
    if day is None:
        return f" → {_BEYOND}" if rule.counts else ""
    words = f" → {day.day.isoformat()}"
    if day.unknown:
        years = "、".join(map(str, day.unknown))
        # What was before the first known year will have no arrangement any more.
        still = "" if max(day.unknown) < min(calendar.years, default=0) else "还"
        words += f"（暂定: {years}年的放假安排{still}没有，按周一至周五上班算）"
    return words
