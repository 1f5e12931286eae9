"""What the cleaner will take out of HTML that somebody wrote into Markdown, and does not say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from html import unescape
from typing import NamedTuple

# Tags as a browser takes them apart, one left open to the end; what stands in a comment is none.
_ATTRIBUTE = r"[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|(?![\"'])[^\s>]*+))?+"  # x="y"
_TAG = re.compile(
    rf"<!--.*?(?:-->|\Z)|<([A-Za-z][^\s/>]*+)((?:[\s/]++|{_ATTRIBUTE})*+)(?:>|\Z)",
    re.DOTALL | re.ASCII,
)
_PAIR = re.compile(
    r"([^\s/>][^\s/>=]*+)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s>]*+)))?+", re.ASCII
)
# Their contents are no tags, and of the first two go with them.
_WHOLE = frozenset({"script", "style"})
_RAW = _WHOLE | {"textarea", "title", "xmp", "noembed", "noframes", "iframe", "plaintext"}
# Without these a reader misses nothing.
_IDLE_TAGS = frozenset(
    "html head body main header footer section article div span colgroup col tfoot wbr".split()
)
_IDLE = re.compile(
    r"(?:class|id|name|lang|dir|rel|target|title|role|scope|summary|border|cellpadding|cellspacing"
    r"|markdown|(?:data|aria|xml|xmlns)\b.*)",
    re.ASCII | re.DOTALL,
)
# Anything else within a tag is a text, and no name of an attribute.
_NAME = re.compile(r"[a-z][a-z:_-]*")
_WITH_CONTENTS, _WORDS = "（连同里面的内容）", "里的文字"
_LONGEST = 20
# What a browser passes over in an address.
_PASSED_OVER = re.compile(r"^[\0-\x20]+|[\t\n\r]")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")


class Tag(NamedTuple):
    """A tag as it is written, its name and its attributes in small letters."""

    written: str
    name: str
    attributes: Mapping[str, str]


def tags(html: str) -> Iterator[Tag]:
    """The opening tags; none within a script and the like, which end where a browser ends them."""
    at = 0
    while found := _TAG.search(html, at):
        at = found.end()
        if not found[1]:
            continue
        name = found[1].lower()
        if name in _RAW:
            end = re.compile(f"</{name}(?![^\\s/>])", re.IGNORECASE).search(html, at)
            at = end.start() if end else len(html)
        pairs = _PAIR.finditer(found[2])
        yield Tag(found[0], name, {one[1].lower(): unescape(_value(one)) for one in pairs})


def _value(pair: re.Match[str]) -> str:
    return pair[2] or pair[3] or pair[4] or ""


def scheme(address: str) -> str:
    """The scheme of an address as a browser reads it, in small letters; empty without one."""
    found = _SCHEME.match(_PASSED_OVER.sub("", address))
    return found[1].lower() if found else ""


def find(
    html: str, allowed: AbstractSet[str], attributes: Mapping[str, AbstractSet[str]]
) -> tuple[tuple[str, ...], str]:
    """What is taken out, each once and as a clerk knows it; and the first tag that loses anything.

    What only puts a page in order, and shows nothing by itself, is not worth a word.
    """
    met: dict[str, None] = {}
    first = ""
    for tag in tags(html):
        lost = list(_lost(tag, allowed, attributes.get(tag.name, frozenset())))
        first = first or (tag.written if lost else "")
        met.update(dict.fromkeys(lost))
    return tuple(met), first


def _lost(tag: Tag, allowed: AbstractSet[str], attributes: AbstractSet[str]) -> Iterator[str]:
    if tag.name not in allowed and tag.name not in _IDLE_TAGS:
        yield f"<{tag.name}>{_WITH_CONTENTS if tag.name in _WHOLE else ''}"
    elif tag.name in allowed or tag.attributes:
        for name in tag.attributes:
            if name not in attributes and not _IDLE.fullmatch(name):
                yield name[:_LONGEST] if _NAME.fullmatch(name) else f"<{tag.name}>{_WORDS}"
