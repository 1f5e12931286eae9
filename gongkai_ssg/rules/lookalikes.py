"""Texts in which a reader sees another thing than a search, an address or a screen reader."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai_ssg import lookalikes
from gongkai_ssg.config import SITE_FILE
from gongkai_ssg.diagnostics import Diagnostic, Span, problem
from gongkai_ssg.project import Project
from gongkai_ssg.source import decode, latest

# They turn round what follows, letters and numbers of any script; no language needs them.
_TURNED = frozenset("\u202d\u202e")


def misleading(project: Project) -> Iterator[Diagnostic]:
    """GK240: radicals for characters, letters of several alphabets in a word, what is not seen.

    GK243: signs that turn the order of what is seen.
    """
    for path, data in project.tree.texts.items():
        if path == SITE_FILE or path.startswith("content/"):
            yield from _in_file(path, data)


@latest
def _in_file(path: str, data: bytes) -> tuple[Diagnostic, ...]:
    text, _ = decode(path, data)
    lines = (text or "").split("\n")
    return tuple(
        _problem(Span(path, one.line, one.column, one.length), one, lines[one.line - 1])
        for one in lookalikes.find(text or "", unseen=path.endswith(".md"))
    )


def _problem(span: Span, found: lookalikes.Found, line: str) -> Diagnostic:
    if _TURNED.isdisjoint(line[span.column - 1 :][: span.length]):
        return problem("GK240", span, what=found.what, fix=found.remedy)
    return problem("GK243", span)
