"""What a report of a sampling (抽查通报) says, against its own verdicts and its own seed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gongkai_ssg import sampling
from gongkai_ssg.diagnostics import Diagnostic, problem
from gongkai_ssg.model import Entry, Value
from gongkai_ssg.project import Project

_GOOD = "符合"


def unexplained(project: Project) -> Iterator[Diagnostic]:
    """GK226: a verdict that something is wrong, without what it is."""
    for entry, number, result in _results(project):
        verdict = result.get("结论")
        path = f"结果/{number}"
        if verdict in (None, _GOOD) or result.get("问题") or f"{path}/问题" in entry.faulty:
            continue
        yield problem("GK226", entry.at(f"{path}/结论"), verdict=verdict, code=result.get("事项"))


def not_drawn(project: Project) -> Iterator[Diagnostic]:
    """GK227: a month that the seed does not draw for the body and the item.

    Bodies and items are drawn from the catalog of that day, which nobody has any more; the month
    hangs on nothing but the seed, the day, and the two names.
    """
    for entry, number, result in _results(project):
        seed, day = entry.text("种子"), entry.day("截止日期")
        body, code, month = (str(result.get(key, "")) for key in ("单位", "事项", "月份"))
        if not (seed and day and body and code and month):
            continue
        right = sampling.month(seed, body, code, day)
        if month != right:
            span = entry.at(f"结果/{number}/月份")
            yield problem("GK227", span, body=body, code=code, month=month, right=right)


def _results(project: Project) -> Iterator[tuple[Entry, int, Mapping[str, Value]]]:
    for entry in project.catalog.of_kind("sampling"):
        for number, result in enumerate(entry.objects("结果")):
            yield entry, number, result
