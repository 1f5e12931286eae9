"""What the reading of one entry shares, and the words about a wrong type."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from gongkai_ssg.diagnostics import Diagnostic, Span, problem
from gongkai_ssg.schema import Field, Schema
from gongkai_ssg.source import Node, Scalar, Sequence, colon_problem

# What clerks write between the values of one cell, and what is YAML's own in a list.
_BETWEEN = re.compile(r"\s*[、，,；;\n]\s*")
_OWN_SIGNS = re.compile(r"[][{}#&*!|>'\"%@`:]")


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
    own = as_list(node.text) if isinstance(node, Scalar) and isinstance(f.example, list) else ""
    example = f"，例如 {own}" if own else _example(f)
    reading.problems.append(
        wrong or problem("GK103", node.span, key=f.key, want=want, example=example)
    )


def as_list(text: str) -> str:
    """The words of a text as YAML wants a list, or empty where that is not sure."""
    if _OWN_SIGNS.search(text):
        return ""
    return f"[{', '.join(part for part in _BETWEEN.split(text.strip()) if part)}]"


def _example(f: Field) -> str:
    if f.example is None:
        inner = next((x for x in f.fields if isinstance(x.example, dict)), None)
        return f"，例如 {inner.key}: {_braces(inner.example)}" if inner else ""
    if isinstance(f.example, list):
        return "，例如 [" + ", ".join(map(str, f.example)) + "]"
    if isinstance(f.example, dict):
        return f"，例如 {_braces(f.example)}"
    return f"，例如 {f.example}"


def _braces(words: Mapping[str, object]) -> str:
    return "{" + ", ".join(f"{k}: {v}" for k, v in words.items()) + "}"


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
    return frozenset().union(*filter(None, map(hidden, below)))
