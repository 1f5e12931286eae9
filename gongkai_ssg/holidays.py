"""`holidays/<year>.yaml`: a year's arrangement of holidays that the package does not carry yet."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from datetime import date

from gongkai_ssg import elements, schema, source
from gongkai_ssg.deadlines.workdays import Calendar, Year, published
from gongkai_ssg.diagnostics import Diagnostic, problem
from gongkai_ssg.model import Entry
from gongkai_ssg.source import Tree

FOLDER = "holidays/"
_SATURDAY = 5


def load(tree: Tree) -> tuple[Calendar, list[Diagnostic]]:
    """The calendar of a site: the published years, and those that the county adds or replaces."""
    calendar, problems = published(), list[Diagnostic]()
    for path in sorted(path for path in tree.texts if path.startswith(FOLDER)):
        entry, found = _read(path, tree.texts[path])
        if entry and not found:
            found = list(_wrong(entry, path))
        problems += found
        if entry and not found:
            year = Year(frozenset(_days(entry, "放假")), frozenset(_days(entry, "上班")))
            calendar = calendar.with_years([(_year(entry), year)])
    return calendar, problems


def _read(path: str, data: bytes) -> tuple[Entry | None, list[Diagnostic]]:
    text, problems = source.decode(path, data)
    if text is None:
        return None, problems
    node, problems = source.parse_yaml(path, text)
    if node is None:
        return None, problems
    known = schema.load()
    return elements.read(known.kinds["holidays"], node, known)


def _year(entry: Entry) -> int:
    value = entry.values.get("年份")
    return value if isinstance(value, int) else 0


def _days(entry: Entry, key: str) -> list[date]:
    value = entry.values.get(key, ())
    return [day for day in value if isinstance(day, date)] if isinstance(value, tuple) else []


def _wrong(entry: Entry, path: str) -> Iterator[Diagnostic]:
    """GK701: an arrangement that contradicts itself."""
    year, off, worked = _year(entry), _days(entry, "放假"), _days(entry, "上班")
    name = posixpath.basename(path)
    if name != f"{year}.yaml":
        what = f"文件名是“{name}”，年份写的是{year}"
        yield problem("GK701", entry.at("年份"), what=what)
    for key, days in (("放假", off), ("上班", worked)):
        for number, day in enumerate(days):
            span = entry.at(f"{key}/{number}", key)
            if day.year != year:
                yield problem("GK701", span, what=f"{day.isoformat()}不在{year}年")
            elif key == "上班" and day in off:
                yield problem("GK701", span, what=f"{day.isoformat()}又放假又上班")
            elif key == "上班" and day.weekday() < _SATURDAY:
                yield problem("GK701", span, what=f"{day.isoformat()}不是周末，本来就上班")
