"""What is missing beside what is late: signatures, explanations, answers, pages that went."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from gongkai_ssg.diagnostics import Span
from gongkai_ssg.model import SIGNATURES, Record
from gongkai_ssg.pages import entries, shown
from gongkai_ssg.project import Project
from gongkai_ssg.release import UNSIGNED

# What explains a document, and which documents want an explanation (国办发〔2016〕80号).
_EXPLAINS = re.compile(r"解读|图解|一图读懂")
_POLICY = re.compile(r"(?:办法|规定|细则|规则|实施意见|实施方案|管理制度)(?:（[^）]*）)?$")
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Unsigned:
    """A record that waits, and the signatures that it waits for."""

    record: Record
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unpaired:
    """An explanation without its document, or a document without its explanation."""

    record: Record
    words: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that came late (hours, rounded up), or has not come in time (`hours` is None).

    `waiting` is how many days there is none, on the day of the inspection.
    """

    span: Span
    title: str
    limit: int
    hours: int | None
    waiting: int = 0


def unsigned(project: Project) -> Iterator[Unsigned]:
    """Records that are held back for a signature."""
    for out in project.release.left_out:
        if out.reason == UNSIGNED:
            review = out.record.entry.object("审核")
            missing = tuple(name for name in SIGNATURES if not _is_signed(review.get(name)))
            yield Unsigned(out.record, missing)


def _is_signed(part: object) -> bool:
    return isinstance(part, Mapping) and bool(part.get("人") and part.get("日期"))


def unpaired(project: Project) -> Iterator[Unpaired]:
    """解读 without 原文, 原文 without 解读 (both link to each other where one names the other)."""
    for record in project.release.records:
        paired = record.id in project.release.interpreted_by
        if not paired and _EXPLAINS.search(record.title):
            yield Unpaired(record, "解读没有链接原文")
        elif not paired and record.entry.text("文号") and _POLICY.search(record.title):
            yield Unpaired(record, "文件没有解读")


def answers(project: Project) -> Iterator[Answer]:
    """Answers that took longer than their list allows, and what waits longer for one."""
    for _, listing, kept in entries.listings(project):
        lag = listing.lag
        if lag is None:
            continue
        for entry in kept:
            title, span = entry.text(listing.heading), entry.at(listing.heading)
            taken = shown.answered_after(lag, entry)
            begun = entry.day(lag.begin)
            if taken is None and begun:
                # Of today only the day is known: late is what certainly waits for too long.
                waiting = project.release.today - begun
                if waiting > lag.hours * _HOUR:
                    yield Answer(span, title, lag.hours, None, waiting.days)
            elif taken is not None and taken > lag.hours * _HOUR:
                yield Answer(span, title, lag.hours, -(-taken // _HOUR))
