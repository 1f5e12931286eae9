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
_ATTRIBUTE = re.compile(r"""([^\s"'>/=]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?""")
_HANDLER = re.compile("on[a-z]+|style")
_ELSEWHERE = re.compile(r"(?<![^\s,])(?:https?:)?//[^\s,]+", re.IGNORECASE)
# All that a browser runs, and no template for a script or data.
_RUN = re.compile(
    r"|module|importmap|speculationrules|(?:text|application)/(?:x-)?(?:java|ecma|j|live)script[\d.]*"
)
_LOADS = frozenset("script link img image iframe embed source video audio track input".split())
_LINKS = frozenset(
    "stylesheet icon apple-touch-icon mask-icon manifest preload modulepreload prefetch".split()
)
# What no page may have at all, be it of the site itself.
_NEVER = {"object": "data", "embed": "src", "base": "href"}
# Within these is no HTML.
_RAW = re.compile(r"(<(script|style)\b[^>]*>)(.*?)(?=</\2)", re.IGNORECASE | re.DOTALL)


def of_theme(own: Path) -> Iterator[Diagnostic]:
    """GK414 in the templates of a county's theme, where nothing may stand within a page."""
    for path in sorted((own / "templates").rglob("*.html")):
        name = f"themes/{own.name}/{path.relative_to(own).as_posix()}"
        yield from _found(name, path.read_text("utf-8-sig", "replace"), theme=True)


def of_portal(pieces: Iterable[tuple[str, str]]) -> Iterator[Diagnostic]:
    """GK414 in pieces of a portal, whose scripts, styles and hosts the policy names."""
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


def _stopped(tag: str, written: str, *, theme: bool) -> Iterator[str]:
    has: dict[str, str] = {}
    for one in _ATTRIBUTE.finditer(written):
        has.setdefault(one[1].lower(), (one[2] or "").strip("\"'").strip())
    handler = next((name for name in has if _HANDLER.fullmatch(name)), "")
    if not handler:
        led = (has.get(name, "") for name in ("href", "src", "action", "formaction"))
        handler = "javascript:" if any(to.lower().startswith("javascript:") for to in led) else ""
    if handler:
        yield f"写在标签里的 {handler}"
    if _NEVER.get(tag) in has:
        yield f"写在网页里的 <{tag}>"
    elif theme:
        yield from _beyond_the_site(tag, has)


def _beyond_the_site(tag: str, has: dict[str, str]) -> Iterator[str]:
    """What the portal's pieces may have, since the policy names it, and a theme may not."""
    if tag == "script" and not _RUN.fullmatch(has.get("type", "").lower()):
        return
    if tag == "style" or (tag == "script" and "src" not in has):
        yield f"写在网页里的 <{tag}>"
    if tag in _LOADS and (tag != "link" or _LINKS & {*has.get("rel", "").lower().split()}):
        names = ("src", "srcset", "href", "poster")
        found = (_ELSEWHERE.search(has.get(name, "")) for name in names)
        yield from (f"从别的网站取的 {one[0]}" for one in found if one)
    sent = _ELSEWHERE.match(has.get("action" if tag == "form" else "formaction", ""))
    if sent:
        yield f"交给别的网站的表单 {sent[0]}"


def _blank(found: re.Match[str]) -> str:
    return _lines(found[0])


def _lines(text: str) -> str:
    """As many lines and columns of nothing."""
    return re.sub(r"[^\n]", " ", text)
