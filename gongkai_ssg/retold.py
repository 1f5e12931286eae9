"""What was said of a site, kept to be said again where nothing has changed."""

from __future__ import annotations

from typing import Any, NamedTuple

from gongkai_ssg.diagnostics import Diagnostic, Span, codes


class Retold(Diagnostic):
    """A problem by the words in which it was told; the line of its place is not among them.

    These words are kept on the disk, and the line may hold a number of a person.
    """

    __slots__ = ()

    @property
    def message(self) -> str:
        """What was wrong."""
        return str(self.params["message"])

    @property
    def help(self) -> str:
        """How to mend it."""
        return str(self.params["help"])


class Said(NamedTuple):
    """What was said of an output: how many problems there were, which, and what else."""

    counted: str
    problems: tuple[Retold, ...]
    lines: tuple[str, ...]


def written(said: Said) -> list[object]:
    """The same as JSON can hold it."""
    return [said.counted, [*map(_of, said.problems)], said.lines]


def read(kept: Any) -> Said:
    """What `written` gave.

    Raises:
        TypeError, ValueError, KeyError: where it is none.
    """
    counted, problems, lines = kept
    return Said(str(counted), tuple(map(_retold, problems)), tuple(map(str, lines)))


def _of(found: Retold) -> list[object]:
    span = found.span
    return [found.code, span.named, span.line, span.column, span.length, dict(found.params)]


def _retold(kept: Any) -> Retold:
    code, path, *place, params = kept
    if not all(type(number) is int and number > 0 for number in place):
        raise ValueError
    words = {key: params[key] for key in ("message", "help")}
    return Retold(codes()[code].code, Span(str(path), *place), words)
