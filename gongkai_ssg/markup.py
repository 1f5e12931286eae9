"""Markdown → sanitised HTML, with every link handed to the caller to be resolved.

Townships send files by mail, so what arrives is not trusted: only the tags and attributes
listed here leave, and no script, style or foreign scheme with them.
"""

from __future__ import annotations

import html as html_escapes
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from xml.etree.ElementTree import Element

import markdown
import nh3
from markdown.extensions.tables import TableExtension
from markdown.extensions.toc import TocExtension, slugify_unicode
from markdown.inlinepatterns import HtmlInlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from gongkai_ssg import dropped
from gongkai_ssg.counting import counted
from gongkai_ssg.effort import MOST, Effort, EffortError, fences, tags
from gongkai_ssg.htmlblocks import HtmlBlocks
from gongkai_ssg.htmlnames import HAN, as_text, is_tag, without_troubles

_TAGS = frozenset(
    "p br hr h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre code em strong del sub sup "
    "a img table thead tbody tr th td caption".split()
)
_HEADINGS = tuple(f"h{n}" for n in range(1, 7))
_ATTRIBUTES: dict[str, set[str]] = {
    "*": set(),  # else the cleaner lets lang and title pass on any
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    **{name: {"id"} for name in _HEADINGS},
    **{name: {"class", "colspan", "rowspan"} for name in ("th", "td")},
}
_SCHEMES = {"http", "https", "mailto", "tel"}
_ALIGNED = {"left", "right", "center"}
# A line break between Chinese characters is no blank; in code it stays.
_OWN = "s-"
_INLINE = r"(?:</?(?:a|strong|em|del|sub|sup|code|b|i|s|strike)\b[^>]*>)"
_JOIN_AT_TAG = re.compile(
    rf"(?=<)(?<=[{HAN}])({_INLINE}+)\n({_INLINE}*)(?=[{HAN}])"
    rf"|\n(?<=[{HAN}]\n)({_INLINE}+)(?=[{HAN}])"
)
_JOIN = re.compile(f"\n(?<=[{HAN}]\n)(?=[{HAN}])")
# The cleaner writes attributes in double quotes and every other "<" as an entity, so that this
# cuts texts from tags; nothing in an attribute is ever taken for a tag.
_TAG = re.compile(r'(<(?:[^">]|"[^"]*")*>)')
_NAME = re.compile(r"</?\w*")
_ID = re.compile(r' id="([^"]*)"')
_OPENING = {f"<{name}" for name in _HEADINGS}
_CLOSING = {f"</{name}" for name in _HEADINGS}
# Blanks and signs of lists and quotes at the head of a line nest; nobody means more of them.
_DEEPEST = 80
_SIGN = r"(?:[ >]|[-*+](?= )|[0-9]+\.(?= ))"
_TOO_DEEP = re.compile(rf"^({_SIGN}{{{_DEEPEST}}}){_SIGN}+", re.MULTILINE)
# What the converter itself replaces or drops before it looks for those signs.
_BREAKS = {"\r\n": "\n", "\r": "\n", "\x02": "", "\x03": ""}
# The converter's own marks for what it puts aside, which nobody must see; signs of emphasis that
# are no signs of a list.
_LEFT_OVER = re.compile("[\x02\x03]")
_EMPHASIS = re.compile(r"(?<!^)[*_]", re.MULTILINE)
_TARGETS = {"a": "href", "img": "src"}
_MAY_LINK = re.compile("href|src", re.IGNORECASE)
# One of these is in every address of a foreign scheme, and in few texts.
_MAY_BE_FOREIGN = re.compile("(?<!\\bhttp)(?<!\\bhttps):|&#|&colon", re.IGNORECASE)
_MAY_HOLD_TAGS = re.compile("<(?!https?:)[A-Za-z]")

# Bold, italic and struck text as office programs write it → as a page has it.
_AS = {"b": "strong", "i": "em", "s": "del", "strike": "del"}
# What Word puts around its lists; no comment to the converter, and no tag.
_CONDITION = r"(<(?:!\[(?:if\b[^\]<>]{0,99}|endif)\]|\?xml\b[^<>]{0,199})>)"
_BEFORE_HTML = 91
_MET = _TAGS | _AS.keys()

_BARS = "|｜"
# What of a row may be written otherwise than it is shown.
_AS_WRITTEN = re.compile(r"[^\0*_`\[\]\\&!]*")
_CODE = re.compile("<pre>.*?</pre>", re.DOTALL)
_TABLES = re.compile(r"<!--.*?(?:-->|\Z)|<(/?)table(?=[\s/>])", re.IGNORECASE | re.DOTALL)

_KEPT = 16_384
# What is left for the text at hand: the converter is kept, and knows no other.
_EFFORT = Effort()
# Shorter texts cannot take long, and nearly all are shorter.
_COUNTED_FROM = 1_000

# One of these is in all that is more than plain words within a paragraph.
_INLINE_SIGN = re.compile("[\\\\`*_\\[\\]<>&!\x02\x03]| \n")
_BEFORE_INLINE = 25

# (target, whether it is a picture) → address
Resolve = Callable[[str, bool], str | None]


@dataclass(frozen=True, slots=True)
class Rendered:
    """HTML that is safe to insert, the anchors in it, its headings, those with nothing beneath.

    `dropped` is what was taken out of it, `dropped_tag` the first tag that lost something by it.
    `row` is how the first row of a table begins that came out as a text; a table in HTML without an
    end `is_open_table`.
    A text that makes more work than any honest one `is_tangled`; it is shown as it was written, and
    `tangled_line` is how many lines stand above the paragraph that is the trouble.
    """

    html: str
    anchors: frozenset[str]
    headings: tuple[str, ...]
    empty: tuple[str, ...] = ()
    is_tangled: bool = False
    tangled_line: int = 0
    dropped: tuple[str, ...] = ()
    dropped_tag: str = ""
    row: str = ""
    is_open_table: bool = False


@cache
def _converter(is_counted: bool) -> markdown.Markdown:
    table = TableExtension(use_align_attribute=True)
    toc = TocExtension(slugify=lambda heading, _: anchor(heading))
    converter = markdown.Markdown(extensions=["sane_lists", "fenced_code", table, toc])
    converter.preprocessors.register(HtmlBlocks(converter), "html_block", 20)
    converter.treeprocessors.register(_Plain(converter), "plain", _BEFORE_INLINE)
    condition = HtmlInlineProcessor(_CONDITION, converter)
    converter.inlinePatterns.register(condition, "condition", _BEFORE_HTML)
    return counted(converter, _EFFORT) if is_counted else converter


class _Plain(Treeprocessor):
    """Takes the texts without any sign out of the search for emphasis, links and so on."""

    def run(self, root: Element) -> None:
        """Mark them as done."""
        for element in root.iter():
            if element.text and not _INLINE_SIGN.search(element.text):
                element.text = AtomicString(element.text)


@lru_cache(maxsize=_KEPT)
def _converted(text: str) -> str | int:
    """Raw HTML, not yet safe; kept, because a preview renders the same texts at each save.

    Where the text makes too much work, it is how many lines stand above the trouble.
    """
    for written, meant in _BREAKS.items():
        text = text.replace(written, meant)
    text = _TOO_DEEP.sub(r"\1", text.expandtabs(4))
    _EFFORT.left = MOST
    is_counted = len(text) > _COUNTED_FROM
    convert = _converter(is_counted)
    try:
        if is_counted:
            fences(text, _EFFORT)
        html = convert.reset().convert(text)
        if _LEFT_OVER.search(html):
            # In crossed emphasis the converter loses its way back to what it put aside.
            html = convert.reset().convert(_EMPHASIS.sub(r"\\\g<0>", text))
        if _LEFT_OVER.search(html):
            html = f"<p>{html_escapes.escape(text)}</p>"
        if is_counted:
            tags(html, _EFFORT, is_tag)
    except EffortError as trouble:
        # It may have stopped within a list, and would take the next text for a part of it.
        _converter.cache_clear()
        return _lines_above(trouble.near, text)
    except RecursionError:
        # Nested in a way that the heads of lines do not show. The converter broke off half-way
        # and keeps traces of it.
        _converter.cache_clear()
        return f"<p>{html_escapes.escape(text)}</p>"
    return re.sub(r'<(t[hd]) align="(\w+)">', r'<\1 class="\2">', html)


def _lines_above(near: str, text: str) -> int:
    """How many lines stand above what was at hand; what was put aside in it is another text."""
    words = _LEFT_OVER.split(near, maxsplit=1)[0].split("\n", 1)[0].strip()
    return text.count("\n", 0, max(text.find(words), 0)) if words else 0


def anchor(heading: str) -> str:
    """The anchor that a heading gets; of an anchor, the anchor itself.

    The parts of our own pages have plain English names: no heading may take one of them.
    """
    plain = str(slugify_unicode(heading, "-"))
    return f"{_OWN}{plain}" if plain.isascii() and plain and not plain.startswith(_OWN) else plain


def render(text: str, resolve: Resolve) -> Rendered:
    """Render; `resolve` maps each link or image target to an address, or None to unlink it."""
    if not text.strip():
        return Rendered("", frozenset(), ())
    converted = _converted(text)
    if isinstance(converted, int):
        whole = f"<p>{html_escapes.escape(text)}</p>"
        return Rendered(whole, frozenset(), (), is_tangled=True, tangled_line=converted)
    raw = as_text(converted)
    if not _MAY_LINK.search(raw):
        safe = _safe_without_links(raw)
    else:
        if _MAY_BE_FOREIGN.search(raw):
            _foreign(raw, resolve)
        safe = _safe(raw, resolve)
    if not _MAY_HOLD_TAGS.search(text):
        return safe
    lost, tag = dropped.find(raw, _MET, _ATTRIBUTES)
    return replace(safe, dropped=lost, dropped_tag=tag) if lost else safe


def _foreign(raw: str, resolve: Resolve) -> None:
    """A link with a foreign scheme is dropped in silence: let the caller say so."""
    for tag in dropped.tags(raw):
        attribute = _TARGETS.get(tag.name, "")
        value = tag.attributes.get(attribute, "")
        if dropped.scheme(value) not in {"", *_SCHEMES}:
            resolve(value, attribute == "src")


@lru_cache(maxsize=_KEPT)
def _safe_without_links(raw: str) -> Rendered:
    return _safe(raw, lambda *_: None)


def _safe(raw: str, resolve: Resolve) -> Rendered:
    def filtered(tag: str, attribute: str, value: str) -> str | None:
        if tag == "ol":
            return _number(value)
        # What is taken out altogether is asked about, too.
        return resolve(value, tag == "img") if _TARGETS.get(tag) == attribute else value

    clean = nh3.clean(
        without_troubles(raw),
        tags=set(_MET),
        attributes={tag: names - {"class"} for tag, names in _ATTRIBUTES.items()},
        allowed_classes={"th": _ALIGNED, "td": _ALIGNED},
        url_schemes=_SCHEMES,
        attribute_filter=filtered,
        link_rel=None,
        strip_comments=True,
    )
    safe = _finished(_JOIN_AT_TAG.sub(r"\1\2\3", clean))
    row, is_open = _row(clean), _is_open(raw)
    return replace(safe, row=row, is_open_table=is_open) if row or is_open else safe


def _number(written: str) -> str | None:
    """Where a list begins to count; a full-width number is one, to browsers it is not."""
    return str(int(written)) if re.fullmatch(r"\s*-?\d{1,9}\s*", written) else None


def _row(clean: str) -> str:
    """How the first of two lines begins that stand there with their bars; a table has none.

    The line of strokes is missing, or the empty line before it.
    """
    before = ""
    if not any(bar in clean for bar in _BARS):
        return before
    for line in _TAG.sub("\0", _CODE.sub("", clean)).split("\n"):
        bare = line.strip(" \t\0")
        is_row = len(bare) > 1 and bare[0] in _BARS and bare[-1] in _BARS
        if is_row and before:
            return before
        found = _AS_WRITTEN.match(bare) if is_row else None
        before = found[0].strip() if found else ""
    return ""


def _is_open(raw: str) -> bool:
    """Whether a table lacks its end: all that follows would stand before it."""
    ends = [found[1] for found in _TABLES.finditer(raw) if found[1] is not None]
    return len(ends) > 2 * ends.count("/")


def _finished(clean: str) -> Rendered:
    pieces = _TAG.split(clean)  # text, tag, text, …, text
    _mend(pieces)
    anchors: set[str] = set()
    headings: list[str] = []
    begun = 0
    for place in range(1, len(pieces), 2):
        name = _name(pieces[place])
        if name in _OPENING:
            begun = place
            anchors.update(map(html_escapes.unescape, _ID.findall(pieces[place])))
        elif name in _CLOSING:
            words = "".join(pieces[begun + 1 : place : 2])
            headings.append(html_escapes.unescape(words).strip())
    # One that a table without an end tears apart is no heading, and has no place.
    empty = tuple(one for one in _empty(pieces) if one in headings)
    return Rendered("".join(pieces), frozenset(anchors), tuple(headings), empty)


def _empty(pieces: list[str]) -> Iterator[str]:
    """The headings after which neither words nor a picture nor a deeper heading come."""
    words, level, inside = "", 0, False
    for place, piece in enumerate(pieces):
        name = _name(piece) if place % 2 else ""
        if name in _OPENING:
            if words and int(name[2:]) <= level:
                yield words
            words, level, inside = "", int(name[2:]), True
        elif name in _CLOSING:
            inside, words = False, html_escapes.unescape(words).strip()
        elif inside:
            words += "" if name else piece
        elif name == "<img" or not (name or not piece.strip()):
            words = ""
    if words:
        yield words


def _mend(pieces: list[str]) -> None:
    """Join lines, leave `h1` to the page's own title, let wide tables scroll; `<b>` is strong."""
    code = 0
    for place, piece in enumerate(pieces):
        if place % 2 == 0:
            pieces[place] = piece if code else _JOIN.sub("", piece)
            continue
        name = _name(piece)
        if name in ("<pre", "<code"):
            code += 1
        elif name in ("</pre", "</code"):
            code -= 1
        elif name in ("<h1", "</h1"):
            pieces[place] = piece.replace("h1", "h2", 1)
        elif name.strip("</") in _AS:
            plain = name.strip("</")
            pieces[place] = piece.replace(plain, _AS[plain])
        elif name == "<table":
            pieces[place] = f'<div class="scroll" tabindex="0">{piece}'
        elif name == "</table":
            pieces[place] = f"{piece}</div>"


def _name(tag: str) -> str:
    """The beginning of a tag: `<h2` or `</h2`."""
    found = _NAME.match(tag)
    return found[0] if found else ""
