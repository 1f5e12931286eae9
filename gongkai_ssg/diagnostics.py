"""Problems as values: where, which, in what words.

A user's mistake is a `Diagnostic`; an exception is a bug of ours. The texts stand in
`codes.yaml`, so that `check`, `explain` and the manual say the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Literal

import yaml

Severity = Literal["error", "warning", "info"]
# What is wrong in these shows in many other files: a clerk begins with them.
_FIRST = ("site.yaml", "published.yaml")
# A long value of the clerk's is shown so far in a sentence about it.
_QUOTED = 40
_QUOTES = frozenset({"value", "target", "name", "text"})
# Controls, what nobody sees, halves of characters, breaks; but for the usual break of a line, and
# for what joins emoji and the letters of some scripts.
_UNSEEN, _SHOWN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"}), frozenset("\n\u200c\u200d")
_WIDE = 0x10000
# An account has no fewer digits, a passport with its capital letter no fewer; few words have both.
_TEN, _SEVEN = (re.compile(f"(?:[0-9０-９][^0-9０-９]*+){{{n}}}") for n in (10, 7))
_CAPITAL = re.compile("[A-Z]")
# The hash by which a reviewed number is named is none itself.
_MARK = "mark"
_SEVERITIES: Mapping[str, Severity] = {"error": "error", "warning": "warning", "info": "info"}


# Made by the hundred thousand: what is frozen takes four times as long to make.
@dataclass(unsafe_hash=True, slots=True, order=True)
class Span:
    """A place in a file of the site, never changed; line and column count characters from 1."""

    path: str
    line: int = 1
    column: int = 1
    length: int = field(default=1, compare=False)

    @property
    def named(self) -> str:
        """The path as it may be told: of a number of a person only the last two characters."""
        if not _may_hold_number(self.path):
            return self.path
        from gongkai_ssg import personal

        return personal.shortened(self.path)


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of problem, permanent by its code (`GK104`)."""

    code: str
    severity: Severity
    title: str
    message: str
    help: str
    why: str
    wrong: str
    right: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem: a code, a place and the words that fill the code's sentences."""

    code: str
    span: Span
    params: Mapping[str, object] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        """How grave it is; an error stops the build."""
        return codes()[self.code].severity

    @property
    def message(self) -> str:
        """What is wrong, in one Chinese sentence; a long value is cut short in it."""
        said = self._masked
        words = {k: in_a_line(_cut(v)) if k in _QUOTES else v for k, v in said.items()}
        return shown(codes()[self.code].message.format_map(words))

    @property
    def help(self) -> str:
        """How to mend it."""
        return shown(codes()[self.code].help.format_map(self._masked))

    @property
    def _masked(self) -> dict[str, str]:
        """The words that fill the sentences: they quote content, and name no number of a person."""
        words = {key: str(value) for key, value in self.params.items()}
        return {key: v if key == _MARK else masked(v) for key, v in words.items()}


def masked(words: str) -> str:
    """Words that quote content, without the numbers of persons that are in them."""
    if not _may_hold_number(words):
        return words
    # Most of what is said needs none of this, and it takes a while to load.
    from gongkai_ssg import personal

    return personal.masked(words)


def _may_hold_number(words: str) -> bool:
    return bool(_TEN.search(words) or (_CAPITAL.search(words) and _SEVEN.search(words)))


def shown(words: str) -> str:
    """Words that quote content or name a file: nothing hides in them or is obeyed by a terminal."""
    if words.isprintable():
        return words
    return "".join(map(_seen, words))


def _seen(char: str) -> str:
    if char in _SHOWN or unicodedata.category(char) not in _UNSEEN:
        return char
    return f"\\u{ord(char):04x}" if ord(char) < _WIDE else f"\\U{ord(char):08x}"


def in_a_line(words: str) -> str:
    """The same of what must not break its line: a name, a value."""
    return shown(words).replace("\n", r"\u000a")


def _cut(words: str) -> str:
    return words if len(words) <= _QUOTED else words[:_QUOTED] + "……"


def problem(code: str, span: Span, /, **params: object) -> Diagnostic:
    """Make a diagnostic; `params` fill the sentences of the code."""
    return Diagnostic(code, span, params)


@cache
def codes() -> Mapping[str, Code]:
    """Every code with its texts, in order."""
    text = resources.files(__package__).joinpath("codes.yaml").read_text("utf-8")
    table: dict[str, dict[str, str]] = yaml.load(text, Loader=yaml.CSafeLoader)
    return {code: _code(code, texts) for code, texts in table.items()}


def _code(code: str, texts: Mapping[str, str]) -> Code:
    severity = _SEVERITIES[texts["severity"]]
    words = {key: texts[key].strip() for key in ("title", "message", "help", "why")}
    return Code(code, severity, wrong=texts["wrong"], right=texts["right"], **words)


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Root causes first, then by place and code; the same problem at one place only once."""
    unique = {(_rank(d.span.path), d.span, d.code, d.message): d for d in diagnostics}
    return [unique[key] for key in sorted(unique)]


def _rank(path: str) -> int:
    return _FIRST.index(path) if path in _FIRST else len(_FIRST)


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether anything stops the build."""
    return any(d.severity == "error" for d in diagnostics)
