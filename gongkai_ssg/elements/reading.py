"""What the reading of one entry shares, and the words about a wrong type."""

from __future__ import annotations

from dataclasses import dataclass, field

from gongkai_ssg.diagnostics import Diagnostic, Span, problem
from gongkai_ssg.schema import Field, Schema
from gongkai_ssg.source import Node, Scalar, Sequence, colon_problem


@dataclass(slots=True)
class Reading:
    """What the reading of one entry shares: the schema, and what was found so far.

    `path` is the way to the element being read; `faulty` are the keys with an error below them.
    """

    schema: Schema
    problems: list[Diagnostic] = field(default_factory=list)
    spans: dict[str, Span] = field(default_factory=dict)
    faulty: set[str] = field(default_factory=set)
    path: str = ""

    def report(self, code: str, span: Span, **params: object) -> None:
        """Remember a problem."""
        self.problems.append(problem(code, span, **params))


def wrong_type(f: Field, node: Node, reading: Reading, want: str) -> None:
    """Say which type is wanted, with an example; a mistyped colon is the better guess."""
    wrong = colon_problem(node) if f.fields or f.or_fields else None
    example = _example(f)
    reading.problems.append(
        wrong or problem("GK103", node.span, key=f.key, want=want, example=example)
    )


def _example(f: Field) -> str:
    if f.example is None:
        return ""
    if isinstance(f.example, list):
        return "，例如 [" + ", ".join(map(str, f.example)) + "]"
    if isinstance(f.example, dict):
        return "，例如 " + ", ".join(f"{k}: {v}" for k, v in f.example.items())
    return f"，例如 {f.example}"


def empty(node: Node) -> bool:
    """Whether there is no value at all below."""
    if isinstance(node, Scalar):
        return not node.text.strip()
    return all(map(empty, node.items)) if isinstance(node, Sequence) else not node.entries


def hidden(node: Node) -> frozenset[str]:
    """The keys that mistyped colons have hidden in the texts below."""
    if isinstance(node, Scalar):
        return node.hidden
    below = node.items if isinstance(node, Sequence) else [value for _, value in node.entries]
    return frozenset().union(*map(hidden, below))
