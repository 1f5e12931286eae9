"""Dates of a record, one against the other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gongkai_ssg.diagnostics import Diagnostic, problem
from gongkai_ssg.model import Entry, Record
from gongkai_ssg.project import Project

_PAIRS = (
    ("形成日期", "公开日期"),
    ("成文日期", "公开日期"),
    ("公开日期", "撤下日期"),
)


def out_of_order(project: Project) -> Iterator[Diagnostic]:
    """GK210: what must come first is dated later (公示期 too)."""
    for record in project.catalog.records.values():
        for first, then in _PAIRS:
            yield from _pair(record.entry, first, then)
        yield from _posting(record)


def _pair(entry: Entry, first: str, then: str) -> Iterator[Diagnostic]:
    early, late = entry.day(first), entry.day(then)
    if early and late and early > late:
        yield _problem(entry, then, (first, early), (then, late))


def _posting(record: Record) -> Iterator[Diagnostic]:
    if record.posting and record.posting[0] > record.posting[1]:
        start, end = record.posting
        yield _problem(record.entry, "公示期/止", ("公示期的起", start), ("公示期的止", end))


def _problem(entry: Entry, key: str, first: tuple[str, date], then: tuple[str, date]) -> Diagnostic:
    params = {"first": first[0], "early": first[1], "then": then[0], "late": then[1]}
    return problem("GK210", entry.at(key), **params)
