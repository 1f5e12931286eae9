"""Bytes → text, and the characters in it that mislead: full-width colons, blanks that are none."""

from __future__ import annotations

import re

from gongkai_ssg.diagnostics import Diagnostic, Span, problem
from gongkai_ssg.source.nodes import Node, Scalar

FULLWIDTH_COLON = "\uff1a"
# Spaces that look like one but are none to YAML, and characters that cannot be seen at all.
WIDE = "\u3000\u00a0"
# Among the latter are signs that turn the direction of writing, and control characters, which an
# escape can smuggle in.
UNSEEN = "".join(
    map(
        chr,
        (
            *(*range(9), *range(11, 32), *range(0x7F, 0xA0), 0xAD, 0x61C, 0x200B, 0x200E, 0x200F),
            *(*range(0x2028, 0x202F), *range(0x2060, 0x2065), *range(0x2066, 0x2070), 0xFEFF),
            # Blanks of Korean, notes between lines, letters of labels that nobody sees.
            *(0x115F, 0x1160, 0x3164, 0xFFA0, *range(0xFFF9, 0xFFFC), *range(0xE0000, 0xE0080)),
        ),
    )
)
# A text of more is not read: no ledger of a city is as large.
MOST_BYTES = 64_000_000
INVISIBLE = frozenset(WIDE + UNSEEN)
_INVISIBLE_NAMES = {"\u3000": "全角空格", "\u00a0": "从网页粘贴来的空格"}
_KEY_THEN_INVISIBLE = re.compile(f"^[ ]*(?:- )*([\\w/]{{1,20}}):(?=[{WIDE}{UNSEEN}])")


def decode(path: str, data: bytes) -> tuple[str | None, list[Diagnostic]]:
    """UTF-8 (with or without BOM) → text; anything else, and what is far too long, is reported."""
    if len(data) > MOST_BYTES:
        return None, [problem("GK013", Span(path), limit=MOST_BYTES // 1000)]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return None, [problem("GK001", Span(path, line), likely=_likely_encoding(data))]
    return text.replace("\r\n", "\n").replace("\r", "\n"), []


def _likely_encoding(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16（记事本里叫“Unicode”）"
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return "其他编码"
    return "GBK（记事本里叫“ANSI”）"


def colon_problem(node: Node) -> Diagnostic | None:
    """A text where keys were expected may be a key with a full-width colon or blank."""
    if not isinstance(node, Scalar):
        return None
    if FULLWIDTH_COLON in node.text:
        at = node.text.index(FULLWIDTH_COLON)
        return problem("GK004", _right_of(node.span, at), key=node.text[:at])
    blank = _KEY_THEN_INVISIBLE.match(node.text)
    if blank:
        return invisible_problem(node.text, blank.end(), node.span, key=blank[1])
    return None


def invisible_problem(text: str, at: int, start: Span, **params: object) -> Diagnostic:
    """The character of `text` at `at` cannot be told from a blank, or from nothing."""
    what = _INVISIBLE_NAMES.get(text[at], "看不见的字符")
    return problem("GK009", _right_of(start, at), what=what, **params)


def unseen_problems(node: Scalar) -> list[Diagnostic]:
    """A character without width makes a text another than the one that is read."""
    return [problem("GK009", node.unseen, what="看不见的字符")] if node.unseen else []


def _right_of(span: Span, characters: int) -> Span:
    return Span(span.path, span.line, span.column + characters)
