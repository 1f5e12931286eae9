"""The negative list (负面清单) against what is published."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai_ssg.diagnostics import Diagnostic, problem
from gongkai_ssg.project import Project
from gongkai_ssg.wording import plain


def listed_and_published(project: Project) -> Iterator[Diagnostic]:
    """GK220: what is listed as not to be published is an item, a part of one, or a record."""
    negative = project.catalog.of_kind("negative")
    published = dict(_published(project)) if negative else {}
    for entry in negative:
        name = entry.text("名称")
        found = published.get(plain(name))
        if found:
            what, path = found
            yield problem("GK220", entry.at("名称"), name=name, what=what, path=path)


def _published(project: Project) -> Iterator[tuple[str, tuple[str, str]]]:
    for record in project.release.records:
        yield plain(record.title), ("信息", record.path)
    for item in project.catalog.items.values():
        if item.ended:
            continue
        path = item.entry.span.path
        for line in item.entry.lines("公开内容"):
            yield plain(line), (f"事项 {item.code} 的公开内容", path)
        for name in item.path_names[1:]:
            yield plain(name), (f"事项 {item.code}", path)
