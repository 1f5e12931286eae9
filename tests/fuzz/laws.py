"""What must hold of whatever comes out, whatever went in."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from time import process_time
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser

from gongkai_ssg.diagnostics import Diagnostic, Span
from gongkai_ssg.source import Mapping, Node, Sequence

# Seconds of the processor that an input of so many bytes may take.
MOST_SECONDS, SMALL = 2.0, 4096
_TAGS = frozenset(
    "html head body div p br hr ul ol li dl dt dd blockquote pre code em strong del sub sup a img "
    "table thead tbody tr th td caption h2 h3 h4 h5 h6".split()
)
_ATTRIBUTES = frozenset(
    "href src alt title id class colspan rowspan start tabindex".split(),
)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:")
_AROUND = "".join(map(chr, range(0x21)))
_SCHEMES = ("http:", "https:", "mailto:", "tel:")


class Watch:
    """Fails where a small input takes long: seconds for a page are hours for a book."""

    def __init__(self, data: bytes) -> None:
        self.size = len(data)

    def __enter__(self) -> None:
        self.began = process_time()

    def __exit__(self, kind: object, *_: object) -> None:
        seconds = process_time() - self.began
        if kind is None and self.size <= SMALL:
            assert seconds < MOST_SECONDS, f"{seconds:.1f} s for {self.size} bytes"


def spans(node: Node | None) -> list[Span]:
    """The places of a tree."""
    if node is None:
        return []
    found = [node.span]
    if isinstance(node, Sequence):
        found += [span for item in node.items for span in spans(item)]
    elif isinstance(node, Mapping):
        for key, value in node.entries:
            found += [key.span, *spans(value)]
    return found


def lie_in(text: str, found: Iterable[Span]) -> None:
    """Every place is one of the text."""
    lines = text.split("\n")
    for span in found:
        assert 1 <= span.line <= len(lines), span
        line = lines[span.line - 1]
        assert 1 <= span.column <= len(line) + 1, (span, line)
        assert span.length >= 1, span
        assert span.column - 1 + span.length <= max(len(line), span.column), (span, line)


def words(problems: Iterable[Diagnostic], text: str = "") -> None:
    """Every problem can be said, and on a console of GBK all but what was quoted can be read."""
    for problem in problems:
        assert problem.message
        assert problem.help
        assert problem.span.line >= 1
        readable(f"{problem.message}{problem.help}", text)


def readable(said: str, quoted: str) -> None:
    """Only characters that stand in the input are outside of GBK; `›` between places is known."""
    strange = {char for char in said if not char.encode("gbk", "ignore")} - set("\ufffd›")
    assert strange <= set(quoted) | set(quoted.lower()) | set(quoted.upper()), strange


def is_safe(html: str) -> None:
    """Nothing but the tags and attributes of `markup`, and no address that runs."""
    tree = LexborHTMLParser(html)
    assert tree.root is not None
    for node in tree.root.traverse():
        assert node.tag in _TAGS, node.tag
        assert set(node.attributes) <= _ATTRIBUTES, node.attributes
        for name in ("href", "src"):
            # As browsers read it: blanks within make no scheme.
            target = re.sub("[\t\n\r]", "", node.attributes.get(name) or "").strip(_AROUND)
            scheme = _SCHEME.match(target.lower())
            assert not scheme or scheme[0] in _SCHEMES, target


def stays_in_the_site(page: str, target: str) -> None:
    """A link from a page of the site leads to a place in it."""
    way = unquote(target.partition("#")[0].partition("?")[0])
    place = posixpath.normpath(posixpath.join("/site", posixpath.dirname(page), way))
    assert place == "/site" or place.startswith("/site/"), (page, target)
