"""Records that were copied and not edited."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai_ssg.diagnostics import Diagnostic, problem
from gongkai_ssg.model import PLACEHOLDER, Record
from gongkai_ssg.project import Project


def same_number(project: Project) -> Iterator[Diagnostic]:
    """GK218: two records with one 索引号, or with one 文号 and one 标题."""
    met: dict[tuple[str, ...], Record] = {}
    for _, record in sorted(project.catalog.records.items()):
        index, number, title = (record.entry.text(key) for key in ("索引号", "文号", "标题"))
        marks = {
            ("索引号", index): f"索引号“{index}”",
            ("文号", number, title): f"文号“{number}”和标题",
        }
        whole = [mark for mark in marks if all(mark) and PLACEHOLDER not in "".join(mark)]
        twice = next((mark for mark in whole if mark in met), None)
        if twice:
            span = record.entry.at(twice[0])
            yield problem("GK218", span, what=marks[twice], path=met[twice].path)
        for mark in whole:
            met.setdefault(mark, record)
