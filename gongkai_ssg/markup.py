"""Markdown → sanitised HTML, with every link handed to the caller to be resolved.

Townships send files by mail, so what arrives is not trusted: only the tags and attributes
listed here leave, and no script, style or foreign scheme with them.
"""

from __future__ import annotations

import html as html_escapes
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache

import markdown
import nh3
from markdown.extensions.tables import TableExtension
from markdown.extensions.toc import TocExtension, slugify_unicode

_TAGS = frozenset(
    "p br hr h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre code em strong del sub sup "
    "a img table thead tbody tr th td caption".split()
)
_HEADINGS = tuple(f"h{n}" for n in range(1, 7))
_ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    **{name: {"id"} for name in _HEADINGS},
    **{name: {"class", "colspan", "rowspan"} for name in ("th", "td")},
}
_SCHEMES = {"http", "https", "mailto", "tel"}
_ALIGNED = {"left", "right", "center"}
_HAN = "\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff\uff01-\uff5e\u2018-\u201d\U00020000-\U0003ffff"
# A line break between Chinese characters is no blank; in code it stays.
_JOIN = re.compile(f"(<pre>.*?</pre>)|(?<=[{_HAN}])\n(?=[{_HAN}])", re.DOTALL)
_HEADING = re.compile(r"<h([1-6])(?: id=\"([^\"]*)\")?>(.*?)</h\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_TARGET = re.compile(r"<(?:a|img)\b[^>]*?\b(href|src)=[\"']([^\"']*)")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")

# (target, whether it is a picture) → address
Resolve = Callable[[str, bool], str | None]


@dataclass(frozen=True, slots=True)
class Rendered:
    """HTML that is safe to insert, the anchors in it, and its headings."""

    html: str
    anchors: frozenset[str]
    headings: tuple[str, ...]


@cache
def _converter() -> markdown.Markdown:
    table = TableExtension(use_align_attribute=True)
    toc = TocExtension(slugify=slugify_unicode)
    return markdown.Markdown(extensions=["sane_lists", "fenced_code", table, toc])


@lru_cache(maxsize=2048)
def _converted(text: str) -> str:
    """Raw HTML, not yet safe; kept, because a preview renders the same texts at each save."""
    html = _converter().reset().convert(text)
    return re.sub(r'<(t[hd]) align="(\w+)">', r'<\1 class="\2">', html)


def anchor(heading: str) -> str:
    """The anchor that a heading gets; of an anchor, the anchor itself."""
    return slugify_unicode(heading, "-")


def render(text: str, resolve: Resolve) -> Rendered:
    """Render; `resolve` maps each link or image target to an address, or None to unlink it."""
    if not text.strip():
        return Rendered("", frozenset(), ())
    raw = _converted(text)
    # A link with a foreign scheme is dropped in silence: let the caller say so.
    for attribute, value in _TARGET.findall(raw):
        if _SCHEME.match(value) and value.partition(":")[0].lower() not in _SCHEMES:
            resolve(html_escapes.unescape(value), attribute == "src")

    def filtered(_tag: str, attribute: str, value: str) -> str | None:
        return resolve(value, attribute == "src") if attribute in ("href", "src") else value

    clean = nh3.clean(
        raw,
        tags=set(_TAGS),
        attributes={tag: names - {"class"} for tag, names in _ATTRIBUTES.items()},
        allowed_classes={"th": _ALIGNED, "td": _ALIGNED},
        url_schemes=_SCHEMES,
        attribute_filter=filtered,
        link_rel=None,
        strip_comments=True,
    )
    return _finished(clean)


def _finished(clean: str) -> Rendered:
    # The page's own title is the only h1.
    body = clean.replace("<h1", "<h2").replace("</h1>", "</h2>")
    body = _JOIN.sub(lambda match: match[1] or "", body)
    body = body.replace("<table>", '<div class="scroll" tabindex="0"><table>')
    body = body.replace("</table>", "</table></div>")
    found = _HEADING.findall(body)
    anchors = frozenset(html_escapes.unescape(anchor) for _, anchor, _ in found if anchor)
    headings = tuple(html_escapes.unescape(_TAG.sub("", inner)).strip() for _, _, inner in found)
    return Rendered(body, anchors, headings)
