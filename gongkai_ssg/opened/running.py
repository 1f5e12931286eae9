"""The text of an XML part, as it runs: through runs and spans, over changes that were tracked.

Word cuts a number into runs wherever it was edited, and keeps what was deleted beside what was put
in its place (ECMA-376 part 1, 17.13.5). Both are searched, each as a reader would have seen it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from itertools import groupby

from gongkai_ssg.opened.piece import PARTED

_TOKEN = re.compile(r"<(/?)(?:[\w.-]+:)?([\w.-]+)([^<>]*)>|<[?!][^<>]*>|([^<]+)")
# What is said in attributes: of a picture, of a link and where it leads, names and choices, the
# letters of a watermark, and what a pivot table has kept of its source.
_SAID = re.compile(
    r"\s(?:[\w-]+:)?(?:descr|title|tooltip|target|string|string-value|name|va?l?|value|displaytext"
    r"|author|alt|href|uri)\s*=\s*(?:\"([^\"<]*)\"|'([^'<]*)')",
    re.IGNORECASE,
)
# Elements that hold running text, and those of OpenDocument after which it runs on.
_RUNNING = frozenset({"t", "delText", "p", "h", "span", "a"})
_RUNS_ON = frozenset(
    "span a s tab line-break soft-page-break bookmark bookmark-start bookmark-end "
    "change change-start change-end".split()
)
_CODES = frozenset({"instrText", "delInstrText"})
_ENDS = frozenset({"p", "h", "text", "comment", "si", "txBody", "tc", "table-cell"})
_BLANKS = frozenset("br cr tab ptab noBreakHyphen s line-break".split())
_INSERTS, _DELETES = frozenset({"ins", "moveTo"}), frozenset({"del", "moveFrom"})
_INSERTED, _DELETED = 1, 2
# A number in an attribute of any other name, in a comment, in an instruction.
LONG = re.compile("[0-9]{15}")
_CDATA, _CDATA_END = "<![CDATA[", "]]>"


def text(content: str) -> str:
    """All that a part says: what runs, codes of fields, the rest each on its own, attributes."""
    reader = _Reader()
    for token in _TOKEN.finditer(_plain(content)):
        closing, name, written, words = token.groups()
        if not words and LONG.search(token[0]):
            reader.apart.append(token[0])
        if name:
            reader.tag(name, closing=bool(closing), empty=written.endswith("/"))
        elif words:
            reader.words(words)
    said = [html.unescape(a or b) for a, b in _SAID.findall(content)]
    fields = "".join(reader.fields)
    return PARTED.join([*_views(reader.running), fields, *reader.apart, *filter(None, said)])


def _plain(content: str) -> str:
    """XML without sections of characters that stand for themselves."""
    first, *rest = content.split(_CDATA)
    parts = [first]
    for one in rest:
        inside, _, after = one.partition(_CDATA_END)
        parts += html.escape(inside), after
    return "".join(parts)


class _Reader:
    """Texts by how they are shown, collected tag by tag."""

    def __init__(self) -> None:
        self.running: list[tuple[str, int]] = []
        self.fields: list[str] = []
        self.apart: list[str] = []
        self._last, self._runs = "", False
        self._inserted = self._deleted = 0

    def tag(self, name: str, *, closing: bool, empty: bool) -> None:
        step = 0 if empty else -1 if closing else 1
        if name in _ENDS:
            # `<w:text/>` is a property.
            if name != "text" or closing:
                self.running.append((PARTED, 0))
                self.fields.append(PARTED)
        elif name in _BLANKS:
            if not closing:
                self.running.append((" ", 0))
        elif name in _INSERTS:
            self._inserted = max(0, self._inserted + step)
        elif name in _DELETES:
            self._deleted = max(0, self._deleted + step)
        elif name == "fldChar":
            self.fields.append(PARTED)
        self._last = name
        self._runs = name in (_RUNS_ON if closing or empty else _RUNNING | _RUNS_ON)

    def words(self, words: str) -> None:
        if self._runs:
            deleted = _DELETED if self._deleted or self._last == "delText" else 0
            self.running.append((words, deleted | (_INSERTED if self._inserted else 0)))
        elif self._last in _CODES:
            self.fields.append(words)
        elif not words.isspace():
            self.apart.append(words)


def _views(running: Iterable[tuple[str, int]]) -> list[str]:
    """The text; where changes were tracked, with all of them, with none, and in pieces."""
    pieces = list(running)
    if not any(state for _, state in pieces):
        return ["".join(words for words, _ in pieces)]
    states = groupby(pieces, key=lambda piece: piece[1])
    return [
        "".join(words for words, state in pieces if not state & _DELETED),
        "".join(words for words, state in pieces if not state & _INSERTED),
        PARTED.join("".join(words for words, _ in group) for _, group in states),
    ]
