"""A rendered page → the text that a reader can search in, block by block."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

_UNSEEN = "nav, script, style, svg, template, noscript, [hidden], [data-pagefind-ignore]"
_BLOCKS = """address article aside blockquote body br caption center dd details dialog dir div dl
    dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main
    menu ol optgroup option p pre search section summary table tbody td tfoot th thead tr ul"""

# The parser's own serialisation is read, so that attributes are always in double quotes and
# every "<" outside them opens a tag or a comment.
_REST_OF_TAG = r'(?:[^">]|"[^"]*")*>'
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_BLANKS = re.compile(r"[ \t\n\f\r]+")  # what HTML takes for one blank
_BLOCK_TAG = re.compile(rf"</?(?:{'|'.join(_BLOCKS.split())})\b(?!-){_REST_OF_TAG}")
_TAG = re.compile(rf"<{_REST_OF_TAG}")
_ENTITIES = (("&nbsp;", "\u00a0"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


def searchable_blocks(html: str) -> list[str]:
    """The visible text of the page's `data-pagefind-body`, one string a block, in page order.

    `nav`, scripts, styles, SVG, `[hidden]` and `[data-pagefind-ignore]` do not count. A block
    ends where the browser begins a new line: at block elements, cells and `br`.
    """
    return next(iter(body_blocks(html)), [])


def body_blocks(html: str) -> list[list[str]]:
    """The blocks of every element that claims to be the searchable text of the page."""
    return [_blocks(body) for body in LexborHTMLParser(html).css("[data-pagefind-body]")]


def _blocks(body: LexborNode) -> list[str]:
    # A node may be found twice, and an inner one must go before the outer one that owns it.
    for node in reversed({node.mem_id: node for node in body.css(_UNSEEN)}.values()):
        if node.mem_id != body.mem_id:
            node.decompose()
    text = _BLANKS.sub(" ", _COMMENT.sub("", body.html or ""))
    text = _TAG.sub("", _BLOCK_TAG.sub("\n", text))
    for entity, char in _ENTITIES:
        text = text.replace(entity, char)
    return [block for line in text.split("\n") if (block := line.strip())]
