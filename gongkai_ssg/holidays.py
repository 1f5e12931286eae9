"""`holidays/<year>.yaml`: a year's arrangement of holidays that the package does not carry yet."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from datetime import date

from gongkai_ssg import elements, schema, source
from gongkai_ssg.deadlines.workdays import Calendar, Year, published
from gongkai_ssg.diagnostics import Diagnostic, Span, has_errors, problem
from gongkai_ssg.model import Entry
from gongkai_ssg.source import Tree

FOLDER = "holidays/"
_SATURDAY = 5
# 全国年节及纪念日放假办法: 11 days since 2008, 13 since 2025; of those, some may be weekends, which
# need not be written. No published year has fewer than 16 days off from Monday to Friday.
_FEWEST = 7


def load(tree: Tree) -> tuple[Calendar, list[Diagnostic]]:
    """The calendar of a site: the published years, and those that the county adds or replaces.

    A file that is wrong or incomplete adds nothing: its year is as if there were no file.
    """
    calendar, problems = published(), list[Diagnostic]()
    for path in sorted(path for path in tree.texts if path.startswith(FOLDER)):
        misnamed = _misnamed(path)
        entry, found = (None, [misnamed]) if misnamed else _read(path, tree.texts[path])
        problems += found
        if entry is None or has_errors(found):
            continue
        doubts = list(_wrong(entry, path)) or list(_incomplete(entry))
        problems += doubts
        if not doubts:
            year = Year(frozenset(_days(entry, "放假")), frozenset(_days(entry, "上班")))
            calendar = calendar.with_years([(_year(entry), year)])
    return calendar, problems


def _misnamed(path: str) -> Diagnostic | None:
    """GK014: `2027.yml`, `2027.YAML`, Notepad's `2027.yaml.txt`."""
    name = posixpath.basename(path)
    right = posixpath.splitext(name.lower().removesuffix(".txt"))[0] + ".yaml"
    if name.endswith(".yaml"):
        return None
    what, hint = f"应当是“{right}”", f"把文件名改成“{right}”（在“查看”里打开“文件扩展名”）"
    return problem("GK014", Span(path), what=what, hint=hint)


def _read(path: str, data: bytes) -> tuple[Entry | None, list[Diagnostic]]:
    text, problems = source.decode(path, data)
    if text is None:
        return None, problems
    node, said = source.parse_yaml(path, text)
    if node is None:
        return None, said
    known = schema.load()
    entry, problems = elements.read(known.kinds["holidays"], node, known)
    return entry, [*said, *problems]


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


def _incomplete(entry: Entry) -> Iterator[Diagnostic]:
    """GK702: fewer days off than any year has."""
    count = len(set(_days(entry, "放假")))
    if count < _FEWEST:
        yield problem("GK702", entry.at("放假"), year=_year(entry), n=count)
