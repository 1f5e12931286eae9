"""The formats of what people keep: of the content, and of the ledger.

A file says by a key of its own (`格式: 2`) which one it is; without the key it is the first. Only a
change after which an older program would misread a file, or a newer one could no longer read it,
makes a new format; `migrating.steps` then has the way to it. Format 0 is what was written before
formats were counted; it is known by its settings.
"""

from __future__ import annotations

from gongkai_ssg.diagnostics import Diagnostic, problem
from gongkai_ssg.source import Mapping, Node, Scalar

KEY = "格式"
SITE = 1
LEDGER = 1
FIRST = 1
# The content's format is newer; the ledger's is. Nothing else can be said of such a site.
NEWER = frozenset({"GK412", "GK508"})
# Settings that format 0 had and format 1 has not: this one was never shown anywhere.
GONE = frozenset({"区划代码"})


def written(node: Node) -> int:
    """The format in which a file says that it is written; the first where it says no number."""
    value = node.get(KEY) if isinstance(node, Mapping) else None
    text = value.text.strip() if isinstance(value, Scalar) else ""
    return int(text[:9]) if text.isascii() and text.isdigit() else FIRST


def gone(node: Node) -> Scalar | None:
    """The first setting in a `site.yaml` that only format 0 had."""
    keys = (key for key, _ in node.entries) if isinstance(node, Mapping) else iter(())
    return next((key for key in keys if key.text in GONE), None)


def other(node: Node) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """GK412: the content is of a newer program; GK413: it is of an older format."""
    number, old = written(node), gone(node)
    value = node.get(KEY) if isinstance(node, Mapping) else None
    if value and number > SITE:
        return [problem("GK412", value.span, written=number, known=SITE)], []
    if value and number < SITE:
        what = f"“{KEY}: {number}”是旧格式，现在是 {SITE}"
        return [], [problem("GK413", value.span, what=what)]
    if old:
        return [], [problem("GK413", old.span, what=f"“{old.text}”是旧格式的设置，现在没有了")]
    return [], []
