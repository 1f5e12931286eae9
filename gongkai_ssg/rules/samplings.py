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
        verdict = result["结论"]
        if verdict != _GOOD and not result.get("问题"):
            span = entry.at(f"结果/{number}/结论")
            yield problem("GK226", span, verdict=verdict, code=result["事项"])


def not_drawn(project: Project) -> Iterator[Diagnostic]:
    """GK227: a month that the seed does not draw for the body and the item.

    Bodies and items are drawn from the catalog of that day, which nobody has any more; the month
    hangs on nothing but the seed, the day, and the two names.
    """
    for entry, number, result in _results(project):
        day = entry.day("截止日期")
        body, code, month = (str(result[key]) for key in ("单位", "事项", "月份"))
        # A body that nobody knows (it is empty here) or such an item is a problem of its own.
        if not (day and body and code in project.catalog.items):
            continue
        right = sampling.month(entry.text("种子"), body, code, day)
        if month != right:
            span = entry.at(f"结果/{number}/月份")
            yield problem("GK227", span, body=body, code=code, month=month, right=right)


def _results(project: Project) -> Iterator[tuple[Entry, int, Mapping[str, Value]]]:
    """Every line of every report; of a report with an error there is none here."""
    for entry in project.catalog.of_kind("sampling"):
        for number, result in enumerate(entry.objects("结果")):
            yield entry, number, result
