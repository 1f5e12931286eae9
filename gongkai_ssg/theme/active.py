"""What in a county's own templates and in the portal's pieces the policy of the pages stops."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from gongkai_ssg.diagnostics import Diagnostic, Span, problem

# Comments and what a template reckons are passed over; their lines stay. So is the style of
# 404.html, which the policy of that page knows.
_PASSED = re.compile(
    r"<style>\{\{ css\|safe \}\}</style>|<!--.*?-->|\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL
)
_TAG = re.compile(r"""<([a-z][\w-]*)((?:[^>"']|"[^"]*"|'[^']*')*)>""", re.IGNORECASE)
_HANDLER = re.compile(
    r"""\s(on[a-z]+|style)\s*=|\s(?:href|action)\s*=\s*["']?\s*(javascript:)""", re.IGNORECASE
)
_SOURCE = re.compile(r"""\s(?:src|href)\s*=\s*["']?((?:https?:)?//[^\s"'>]+)""", re.IGNORECASE)
_HAS_SOURCE = re.compile(r"\ssrc\s*=", re.IGNORECASE)
_DATA = re.compile(r"""\stype\s*=\s*["']?application/""", re.IGNORECASE)
_LOADS = frozenset("script link img iframe embed object source video audio".split())
# Within these is no HTML.
_RAW = re.compile(r"(<(script|style)\b[^>]*>)(.*?)(?=</\2)", re.IGNORECASE | re.DOTALL)


def of_theme(own: Path) -> Iterator[Diagnostic]:
    """GK414 in the templates of a county's theme, where nothing may stand within a page."""
    for path in sorted((own / "templates").rglob("*.html")):
        name = f"themes/{own.name}/{path.relative_to(own).as_posix()}"
        yield from _found(name, path.read_text("utf-8-sig", "replace"), theme=True)


def of_portal(pieces: Iterable[tuple[str, str]]) -> Iterator[Diagnostic]:
    """GK414 in pieces of a portal, whose scripts and styles the policy names by their hashes."""
    for name, text in pieces:
        yield from _found(name, text, theme=False)


def _found(name: str, text: str, *, theme: bool) -> Iterator[Diagnostic]:
    plain = _PASSED.sub(_blank, text)
    plain = _RAW.sub(lambda raw: raw[1] + _lines(raw[3]), plain)
    for tag in _TAG.finditer(plain):
        for what in _stopped(tag[1].lower(), tag[2], theme=theme):
            line = plain.count("\n", 0, tag.start()) + 1
            column = tag.start() - (plain.rfind("\n", 0, tag.start()) + 1) + 1
            yield problem("GK414", Span(name, line, column, len(tag[1]) + 1), what=what)


def _stopped(tag: str, attributes: str, *, theme: bool) -> Iterator[str]:
    handler = _HANDLER.search(attributes)
    if handler:
        yield f"写在标签里的 {handler[1] or handler[2]}"
    if theme and tag == "style":
        yield "写在网页里的 <style>"
    if (
        theme
        and tag == "script"
        and not (_HAS_SOURCE.search(attributes) or _DATA.search(attributes))
    ):
        yield "写在网页里的 <script>"
    source = _SOURCE.search(attributes)
    if theme and source and tag in _LOADS and "canonical" not in attributes:
        yield f"从别的网站取的 {source[1]}"


def _blank(found: re.Match[str]) -> str:
    return _lines(found[0])


def _lines(text: str) -> str:
    """As many lines and columns of nothing."""
    return re.sub(r"[^\n]", " ", text)
