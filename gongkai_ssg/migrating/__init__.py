"""Content of an older format → that of this program, by position: a plan first, files afterwards.

`steps` what each format changed
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path

from gongkai_ssg import build, formats, source
from gongkai_ssg.config import SITE_FILE
from gongkai_ssg.diagnostics import Diagnostic
from gongkai_ssg.importing import writing
from gongkai_ssg.importing.patches import Patch, applied
from gongkai_ssg.ledger import LEDGER_FILE
from gongkai_ssg.migrating import steps

__all__ = ["Change", "Plan", "plan", "write"]
# These say that a file, or a site, cannot be read: nothing in it is changed.
_UNREADABLE = frozenset({"GK401", *formats.NEWER})


@dataclass(frozen=True, slots=True)
class Change:
    """Lines of a file, from the line `line` on, and what they become."""

    path: str
    line: int
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The texts that change, by their paths; with problems nothing may be written."""

    checked: build.Checked
    problems: Sequence[Diagnostic] = ()
    texts: dict[str, str] = field(default_factory=dict)

    @property
    def changes(self) -> Iterator[Change]:
        """What changes, line by line, in the order of the files."""
        for path in sorted(self.texts):
            yield from _changes(path, self.checked.tree.texts[path].decode(), self.texts[path])


def plan(options: build.Options) -> Plan:
    """What must be changed for this program; nothing is written."""
    first = now = build.check(options)
    unreadable = [d for d in first.diagnostics if _is_unreadable(d)]
    if unreadable:
        return Plan(first, unreadable)
    old = dict(_decoded(first.tree))
    texts: dict[str, str] = {}
    for some in _rounds(old[SITE_FILE]):
        if texts:
            now, _ = writing.checked_again(options, first, texts)
        content = steps.Content({**old, **texts}, now.diagnostics)
        texts |= _patched(content, some)
    if not texts:
        return Plan(first)
    _, wrong = writing.checked_again(options, first, texts)
    return Plan(first, wrong, texts)


def write(root: Path, planned: Plan) -> None:
    """Write all files of a plan or none; none where one was edited since (`EditedError`)."""
    writing.write(root, planned.texts, planned.checked.tree.texts)


def _is_unreadable(found: Diagnostic) -> bool:
    return found.code in _UNREADABLE or (found.code.startswith("GK0") and found.severity == "error")


def _decoded(tree: source.Tree) -> Iterator[tuple[str, str]]:
    """The texts that may change; what is no text and was not refused, nobody reads."""
    for path, data in tree.texts.items():
        with contextlib.suppress(UnicodeDecodeError):
            if path != LEDGER_FILE:
                yield path, data.decode()


def _rounds(site: str) -> Iterator[tuple[steps.Step, ...]]:
    """The steps from the format of a site on; each round starts from what the last one left."""
    node, _ = source.parse_yaml(SITE_FILE, site.removeprefix("\ufeff"))
    written = 0 if node is None or formats.gone(node) else formats.written(node)
    for number in range(written + 1, formats.SITE + 1):
        yield steps.STEPS[number]
    yield (*steps.ALWAYS, steps.numbered)


def _patched(content: steps.Content, some: Sequence[steps.Step]) -> dict[str, str]:
    patches: dict[str, list[Patch]] = {}
    for step in some:
        for path, patch in step(content):
            patches.setdefault(path, []).append(patch)
    return {path: applied(content.texts[path], every) for path, every in patches.items()}


def _changes(path: str, before: str, after: str) -> Iterator[Change]:
    old, new = before.splitlines(), after.splitlines()
    for what, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what != "equal":
            yield Change(path, i1 + 1, tuple(old[i1:i2]), tuple(new[j1:j2]))
