"""An inspector's view in one number, with every deduction traced to a file.

The veto rules (单项否决) are those of the inspection of government websites (国办秘函〔2019〕19号)
that can be seen in content; the points are our own, to find what is worst, and no authority's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from gongkai_ssg.model import Item, Record

if TYPE_CHECKING:
    from gongkai_ssg.inspection import Inspection

FULL, PASS = 100, 60
# 首页: two weeks. 栏目: six months, five of them; ten that should have been renewed. 互动: three
# months without an answer, within a year.
_HOME = timedelta(days=14)
_HALF_YEAR = timedelta(days=183)
_EMPTY, _STALE, _OVERDUE = 5, 5, 10
_UNANSWERED, _YEAR = 90, 365


@dataclass(frozen=True, slots=True)
class Found:
    """Something that costs points, and the file (and line) that it is about."""

    place: str
    words: str


@dataclass(frozen=True, slots=True)
class Deduction:
    """A rule that was broken: what it takes for each finding, at most, and all in all."""

    rule: str
    each: float
    most: float
    found: tuple[Found, ...]

    @property
    def points(self) -> float:
        """What is taken off."""
        return min(self.most, self.each * len(self.found))


@dataclass(frozen=True, slots=True)
class Score:
    """What is left of 100, what was taken off, and the veto rules that are broken."""

    deductions: tuple[Deduction, ...]
    vetoes: tuple[Deduction, ...]

    @property
    def points(self) -> float:
        """Never below nothing."""
        return max(0, FULL - sum(one.points for one in self.deductions))

    @property
    def passed(self) -> bool:
        """Whether it would pass: 60 points, and no veto."""
        return self.points >= PASS and not self.vetoes


@dataclass(frozen=True, slots=True)
class _Rule:
    words: str
    each: float
    most: float
    find: Callable[[Inspection], Iterable[Found]]


@dataclass(frozen=True, slots=True)
class _Veto:
    words: str
    least: int
    find: Callable[[Inspection], Iterable[Found]]


def score(inspection: Inspection) -> Score:
    """Apply every rule."""
    deductions = [
        Deduction(rule.words, rule.each, rule.most, tuple(rule.find(inspection))) for rule in _RULES
    ]
    vetoes = [Deduction(v.words, 0, 0, tuple(v.find(inspection))) for v in _VETOES]
    broken = (v for v, rule in zip(vetoes, _VETOES, strict=True) if len(v.found) >= rule.least)
    return Score(tuple(one for one in deductions if one.found), tuple(broken))


def place_of(item: Item) -> str:
    """Where an item is written."""
    return f"{item.entry.span.named}:{item.entry.span.line}"


def _record(record: Record, words: str) -> Found:
    return Found(record.entry.span.named, f"{record.title}: {words}")


def _item(item: Item, words: str) -> Found:
    return Found(place_of(item), f"{item.code} {item.title}: {words}")


def _late(found: Inspection) -> Iterator[Found]:
    return (_record(r, f"晚了 {j.late} 个工作日") for r, j in found.late)


def _overdue(found: Inspection) -> Iterator[Found]:
    return (_item(i, f"应在 {again.day} 以前") for i, again in found.overdue)


def _empty(found: Inspection) -> Iterator[Found]:
    return (_item(item, "没有公开过信息") for item in found.empty)


def _undated(found: Inspection) -> Iterator[Found]:
    return (_record(record, "没有公开日期，不算更新") for record in found.undated)


def _unsigned(found: Inspection) -> Iterator[Found]:
    return (_record(one.record, f"缺{'、'.join(one.missing)}") for one in found.unsigned)


def _unpaired(found: Inspection) -> Iterator[Found]:
    return (_record(one.record, one.words) for one in found.unpaired)


def _answers(found: Inspection) -> Iterator[Found]:
    for one in found.answers:
        words = f"{one.waiting} 天没有回应" if one.hours is None else f"{one.hours} 小时才回应"
        yield Found(f"{one.span.named}:{one.span.line}", f"{one.title}: {words}")


def _unread(found: Inspection) -> Iterator[Found]:
    return (_item(item, "公开时限没有写清楚") for item in found.unread)


def _dead(found: Inspection) -> Iterator[Found]:
    for one in found.dead:
        yield Found(
            f"{one.outside.span.named}:{one.outside.span.line}", f"{one.outside.url}: {one.why}"
        )


def _home(found: Inspection) -> Iterator[Found]:
    newest = max((day for day in found.newest.values()), default=None)
    if newest is None or found.day - newest > _HOME:
        yield Found("content", f"最新的信息是 {newest or '（没有）'}")


def _columns(found: Inspection) -> Iterator[Found]:
    """The columns that a visitor opens from the home page: domains and towns."""
    for one in found.by["领域"]:
        if one.items and not one.records:
            yield Found(f"content/{one.slug}/domain.yaml", f"{one.name}: 没有信息")
    for one in found.by["区划"]:
        if one.slug in found.towns and one.items and not one.records:
            yield Found("site.yaml", f"{one.name}: 没有信息")


def _stale(found: Inspection) -> Iterator[Found]:
    for one in found.by["领域"]:
        newest = found.newest.get(one.slug)
        if newest and found.day - newest > _HALF_YEAR:
            yield Found(f"content/{one.slug}/domain.yaml", f"{one.name}: 最新的信息是 {newest}")


def _unanswered(found: Inspection) -> Iterator[Found]:
    for one in found.answers:
        if one.hours is None and _UNANSWERED < one.waiting <= _YEAR:
            yield Found(
                f"{one.span.named}:{one.span.line}", f"{one.title}: {one.waiting} 天没有回应"
            )


_RULES = (
    _Rule("信息公开晚了", 1, 15, _late),
    _Rule("该定期公开的到期没有公开", 2, 20, _overdue),
    _Rule("事项没有公开过信息", 0.1, 20, _empty),
    _Rule("信息没有公开日期", 1, 5, _undated),
    _Rule("三审和保密审查没有签完", 0.5, 5, _unsigned),
    _Rule("解读和原文没有互相链接", 1, 10, _unpaired),
    _Rule("回应超过时限或者没有回应", 2, 10, _answers),
    _Rule("公开时限没有写清楚", 0.5, 5, _unread),
    _Rule("链接打不开", 1, 10, _dead),
)
_VETOES = (
    _Veto("首页超过 14 天没有新信息", 1, _home),
    _Veto(f"空白栏目（领域、乡镇）{_EMPTY} 个以上", _EMPTY, _columns),
    _Veto(f"半年没有更新的领域 {_STALE} 个以上", _STALE, _stale),
    _Veto(f"应更新没有更新的事项 {_OVERDUE} 个以上", _OVERDUE, _overdue),
    _Veto("群众关心的事超过三个月没有回应", 1, _unanswered),
)
