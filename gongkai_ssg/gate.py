"""The gate: numbers of persons in what may go out, in texts and in attachments.

Every text of the site is looked through, drafts and paper-only records as well: what stays in the
house today may go out tomorrow, and what hangs on a board is public. Of files only those that go
out are opened; the source of a name list never does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from gongkai_ssg import opened, pages, personal
from gongkai_ssg.diagnostics import Diagnostic, Span, problem
from gongkai_ssg.ledger import LEDGER_FILE
from gongkai_ssg.personal import BANK_CARD, ID_CARD, MOBILE, PASSPORT, Found
from gongkai_ssg.project import Project
from gongkai_ssg.source import decode

_CODES = {ID_CARD: "GK801", BANK_CARD: "GK802", PASSPORT: "GK804", MOBILE: "GK805"}
_UNSURE_CARD = "GK803"
_EXCEPTIONS = "隐私例外"
# `电话: 138…` in YAML is a phone that somebody meant to publish.
_PHONE_FIELD = re.compile(r"电话[\"']?:\s*\[?[\"']?[^:]*$")
_KEPT_FILES = 2000


def check(project: Project, root: Path) -> Iterator[Diagnostic]:
    """GK801–GK805 for every number that no reviewed exception names."""
    allowed = {str(one.get("摘要", "")) for one in project.settings.entry.objects(_EXCEPTIONS)}
    for path, data in project.tree.texts.items():
        if path != LEDGER_FILE:
            yield from _in_text(path, data, allowed)
    for source in sorted(set(pages.files(project).values())):
        stat = (root / source).stat()
        for where, found in _in_file(root / source, stat.st_mtime_ns, stat.st_size):
            if found.mark not in allowed:
                yield _problem(found, Span(source), where)


def _in_text(path: str, data: bytes, allowed: set[str]) -> Iterator[Diagnostic]:
    text, _ = decode(path, data)
    if text is None:
        return
    for found in personal.find(text):
        start = text.rfind("\n", 0, found.start) + 1
        phone = found.kind == MOBILE and _PHONE_FIELD.search(text[start : found.start])
        if found.mark in allowed or phone:
            continue
        line = text.count("\n", 0, found.start) + 1
        span = Span(path, line, found.start - start + 1, found.end - found.start)
        yield _problem(found, span, "这里")


def _problem(found: Found, span: Span, where: str) -> Diagnostic:
    code = _CODES[found.kind]
    if found.kind == BANK_CARD and not found.sure:
        code = _UNSURE_CARD
    return problem(code, span, where=where, shown=found.shown, mark=found.mark)


@lru_cache(maxsize=_KEPT_FILES)
def _in_file(path: Path, _changed: int, _size: int) -> tuple[tuple[str, Found], ...]:
    """What a file holds, kept until it changes: a preview looks at each save."""
    name = path.name
    met: dict[tuple[str, str], tuple[str, Found]] = {}
    for piece in opened.pieces(name, path.read_bytes()):
        for found in personal.find(piece.text, piece.words):
            where = f"“{name} › {piece.where}”" if piece.where else f"“{name}”"
            # The parts of an Office file repeat what its sheets said.
            met.setdefault((found.kind, found.value), (where, found))
    return tuple(met.values())
