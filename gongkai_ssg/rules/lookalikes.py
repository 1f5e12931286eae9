"""Texts in which a reader sees another thing than a search, an address or a screen reader."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai_ssg import lookalikes
from gongkai_ssg.config import SITE_FILE
from gongkai_ssg.diagnostics import Diagnostic, Span, problem
from gongkai_ssg.project import Project
from gongkai_ssg.source import decode, latest


def misleading(project: Project) -> Iterator[Diagnostic]:
    """GK240: radicals for characters, letters of several alphabets in a word, what is not seen."""
    for path, data in project.tree.texts.items():
        if path == SITE_FILE or path.startswith("content/"):
            yield from _in_file(path, data)


@latest
def _in_file(path: str, data: bytes) -> tuple[Diagnostic, ...]:
    text, _ = decode(path, data)
    found = lookalikes.find(text or "", unseen=path.endswith(".md"))
    return tuple(
        problem(
            "GK240", Span(path, one.line, one.column, one.length), what=one.what, fix=one.remedy
        )
        for one in found
    )
