"""How much work the converter of Markdown may have with one text.

Some of its steps go over all that is left of a paragraph, for each sign or line in it: a text of a
few kilobytes, written for it, would keep it busy for hours. The steps are counted, in characters
that are gone over, and not timed, so that a text is refused everywhere or nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from typing import Any

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.extensions.tables import TableProcessor
from markdown.inlinepatterns import LinkInlineProcessor

# A second or two of work. The longest honest texts of the tests take a tenth of it.
MOST = 16_000_000
# Copying a text is so many times as quick as a step; looking at each of its characters is slower,
# and so is a cell of a table.
_COPIED, _WALKED, _CELL = 30, 8, 30
_BLOCK, _MOVED = 50, 100
# Nobody nests HTML as deep, and the cleaner goes through all that is open at each tag.
_DEEPEST = 200
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)|<[!?]|>")
# What may be left open, or is closed by what follows.
_NEED_NO_END = frozenset(
    "area base br col embed hr img input link meta source track wbr p li dt dd option optgroup "
    "tr td th thead tbody tfoot colgroup rp rt".split()
)
_FENCE = re.compile(r"^ {0,3}(?:`{3}|~{3})", re.MULTILINE)


class EffortError(Exception):
    """A text makes more work than any honest one."""


class Effort:
    """The work that is left for the text at hand."""

    def __init__(self, left: int = MOST) -> None:
        self.left = left

    def spend(self, steps: int) -> None:
        """Take off some steps.

        Raises:
            EffortError: if none are left.
        """
        self.left -= steps
        if self.left < 0:
            raise EffortError


def glance(text: str, effort: Effort, known: AbstractSet[str]) -> None:
    """Spend what HTML and blocks of code in a text will take, before anything begins with them.

    `known` are the names of elements; a tag of any other name is a text.

    Raises:
        EffortError: if that is too much.
    """
    effort.spend(len(_FENCE.findall(text)) * len(text) // _COPIED)
    depth = 0
    opened: list[re.Match[str]] = []
    for tag in _TAG.finditer(text):
        if tag[0] != ">":
            opened.append(tag)
            continue
        if not opened:
            continue
        effort.spend(sum(tag.start() - one.start() for one in opened))
        name = (opened[-1][2] or "").lower()
        if name in known and name not in _NEED_NO_END:
            depth = max(0, depth - 1) if opened[-1][1] else depth + 1
            if depth > _DEEPEST:
                raise EffortError
        opened.clear()
    effort.spend(sum(len(text) - one.start() for one in opened))


def counted(converter: Markdown, effort: Effort) -> Markdown:
    """The converter, which from now on takes off what it does."""
    # Its methods are replaced one by one: to the types of the library that is no way to use it.
    parser: Any = converter.parser
    parser.parseBlocks = _blocks(converter.parser, effort)
    every: list[Any] = [*converter.parser.blockprocessors]
    for processor in every:
        if isinstance(processor, TableProcessor):
            processor.run = _table(processor.run, effort)  # type: ignore[method-assign, assignment]
    signs: list[Any] = [*converter.inlinePatterns]
    for pattern in signs:
        pattern.handleMatch = _sign(pattern.handleMatch, effort)
        if isinstance(pattern, LinkInlineProcessor):
            pattern.getText = _brackets(pattern.getText, effort)  # type: ignore[method-assign]
    return converter


def _blocks(parser: BlockParser, effort: Effort) -> Callable[[Any, list[str]], None]:
    """`BlockParser.parseBlocks`, which takes its block in hand again for each part of it."""

    def parse(parent: Any, blocks: list[str]) -> None:
        while blocks:
            # All blocks behind it move up by one.
            effort.spend(len(blocks[0]) + _BLOCK + len(blocks) // _MOVED)
            for processor in parser.blockprocessors:
                if processor.test(parent, blocks[0]) and (
                    processor.run(parent, blocks) is not False
                ):
                    break

    return parse


def _table(plain: Callable[..., Any], effort: Effort) -> Callable[[Any, list[str]], Any]:
    """A table, of which each row gets all columns, however short it is."""

    def run(parent: Any, blocks: list[str]) -> Any:
        head, *rows = blocks[0].split("\n")
        effort.spend((head.count("|") + 1) * len(rows) * _CELL)
        return plain(parent, blocks)

    return run


def _sign(plain: Callable[..., Any], effort: Effort) -> Callable[..., Any]:
    """A sign in a paragraph, which is put together anew around it."""

    def handle(match: re.Match[str], data: str) -> Any:
        effort.spend(len(data) // _COPIED + 1)
        found = plain(match, data)
        if found[0] is None and found[2] is not None:
            # What it went through in vain is as good as all the rest.
            effort.spend((len(data) - match.start()) // 2)
        return found

    return handle


def _brackets(plain: Callable[..., Any], effort: Effort) -> Callable[..., Any]:
    """What stands in brackets, looked for character by character."""

    def get(data: str, index: int) -> Any:
        found = plain(data, index)
        effort.spend((found[1] - index) * _WALKED)
        return found

    return get
