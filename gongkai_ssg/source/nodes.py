"""A site's files, and what is written in them as trees of strings: every node knows its place."""

from __future__ import annotations

from collections import abc
from dataclasses import dataclass, field

from gongkai_ssg.diagnostics import Span


@dataclass(frozen=True, slots=True)
class Tree:
    """The site's files: content of the texts, and the names of all the others.

    `links` are files and folders that only point elsewhere (symbolic links), and pipes; none is
    followed. `sizes` are those of the other files, in bytes, where they are known.
    """

    texts: abc.Mapping[str, bytes]
    others: frozenset[str] = frozenset()
    links: frozenset[str] = frozenset()
    sizes: abc.Mapping[str, int] = field(default_factory=dict)

    def __contains__(self, path: str) -> bool:
        return path in self.texts or self.may_be_shown(path)

    def has_no_content(self) -> bool:
        """Whether there is not a single file where content belongs."""
        return not any(
            name.startswith("content/") for name in (*self.texts, *self.others, *self.links)
        )

    def may_be_shown(self, path: str) -> bool:
        """Whether a page may name this file; what lies behind a link counts as being there."""
        return path in self.others or any(f"{path}/".startswith(f"{x}/") for x in self.links)


# Made by the hundred thousand: what is frozen takes four times as long to make.
@dataclass(eq=False, slots=True)
class Scalar:
    """A text, never changed; empty when the clerk left the value out.

    `hidden` are the keys that a full-width colon has turned into a part of this text;
    `unseen` is the place of its first invisible character.
    """

    text: str
    span: Span
    hidden: frozenset[str] = frozenset()
    unseen: Span | None = None


@dataclass(frozen=True, eq=False, slots=True)
class Sequence:
    """A list."""

    items: tuple[Node, ...]
    span: Span


@dataclass(frozen=True, eq=False, slots=True, weakref_slot=True)
class Mapping:
    """Keys with values, in the order they were written.

    Two are the same only if they are one: what was made of a mapping is kept as long as it is.
    """

    entries: tuple[tuple[Scalar, Node], ...]
    span: Span

    def get(self, key: str) -> Node | None:
        """The value of `key`, if it is there."""
        return next((value for name, value in self.entries if name.text == key), None)


Node = Scalar | Sequence | Mapping


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """A Markdown file: its head as a tree, its body as text, and the body's first line."""

    head: Node
    body: str
    body_line: int
