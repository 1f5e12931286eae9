"""A converter of Markdown that counts its steps: see `effort`.

Its methods are replaced one by one, where they go over text character by character or copy it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.extensions.tables import TableProcessor
from markdown.inlinepatterns import (
    BacktickInlineProcessor,
    DelimiterProcessor,
    LinkInlineProcessor,
)

from gongkai_ssg.effort import COPIED, Effort
from gongkai_ssg.htmlblocks import Extractor, HtmlBlocks

# Steps for a character that is looked at in a loop.
_WALKED = 4
# For a block, a line of it and a number of its characters, each time it is taken in hand; for the
# blocks that move up by one; for a cell of a table, which all columns of all rows get.
_BLOCK, _LINE, _READ, _MOVED, _CELL = 500, 4, 8, 50, 300
# For a sign, whatever becomes of it, and for an attribute.
_SIGN, _ATTRIBUTE = 40, 10
# So many neighbours are gone over in a step.
_SOUGHT = 6
# So much of HTML is enough to find its line again.
_NEAR = 80


def counted(converter: Markdown, effort: Effort) -> Markdown:
    """The converter, which from now on takes off what it does."""
    # To the types of the library, replacing a method is no way to use it.
    parser: Any = converter.parser
    parser.parseBlocks = _blocks(converter.parser, effort)
    every: list[Any] = [*converter.parser.blockprocessors]
    for processor in every:
        if isinstance(processor, TableProcessor):
            processor.run = _table(processor.run, effort)  # type: ignore[method-assign, assignment]
            split: Any = processor
            split._split = _row(split._split, effort)  # noqa: SLF001
    converter.preprocessors.register(_HtmlBlocks(converter, effort), "html_block", 20)
    inline: Any = converter.treeprocessors["inline"]
    inline._InlineProcessor__processElementText = _tail(  # noqa: SLF001
        inline._InlineProcessor__processElementText,  # noqa: SLF001
        effort,
    )
    signs: list[Any] = [*converter.inlinePatterns]
    for pattern in signs:
        pattern.handleMatch = _sign(pattern.handleMatch, effort)
        if isinstance(pattern, LinkInlineProcessor):
            _count_links(pattern, effort)
        elif isinstance(pattern, BacktickInlineProcessor):
            spans: Any = pattern
            spans.find_code_spans = _code(spans.find_code_spans, effort)
        elif isinstance(pattern, DelimiterProcessor):
            _count_emphasis(pattern, effort)
    return converter


def _blocks(parser: BlockParser, effort: Effort) -> Callable[[Any, list[str]], None]:
    """`BlockParser.parseBlocks`, which takes its block in hand again for each part of it."""

    def parse(parent: Any, blocks: list[str]) -> None:
        while blocks:
            block = blocks[0]
            lines = block.count("\n") + 1
            steps = _BLOCK + lines * _LINE + len(block) // _READ + len(blocks) // _MOVED
            effort.spend(steps, block)
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
        effort.spend((head.count("|") + 1) * len(rows) * _CELL, head)
        return plain(parent, blocks)

    return run


def _row(plain: Callable[[str], Any], effort: Effort) -> Callable[[str], Any]:
    """A row, of which each bar is held against all that is code before it."""

    def split(row: str) -> Any:
        effort.spend(row.count("|") * row.count("`") // 2, row)
        return plain(row)

    return split


class _Extractor(Extractor):
    """The search for HTML between the paragraphs, which begins anew at each tag."""

    effort: Effort

    def check_for_whole_start_tag(self, i: int) -> int:
        end: int = super().check_for_whole_start_tag(i)
        steps = (end - i) // 2
        if end < 0:
            # What is no tag was gone through up to the end, attribute by attribute.
            parts = sum(self.rawdata.count(sign, i) for sign in " /")
            parts += self.rawdata.count("\n", i) // 4
            steps = len(self.rawdata) - i + parts * _ATTRIBUTE
        self.effort.spend(steps, self.rawdata[i : i + _NEAR])
        return end

    def parse_endtag(self, i: int) -> int:
        return self._looked(i, super().parse_endtag(i))

    def _looked(self, i: int, end: int) -> int:
        # What is no tag was looked for up to the end.
        if end < i + 3:
            self.effort.spend((len(self.rawdata) - i) // 8, self.rawdata[i : i + _NEAR])
        return end

    def handle_endtag(self, tag: str) -> None:
        self.effort.spend((len(self.rawdata) if self.inraw else 0) // COPIED + len(self.stack) // 2)
        super().handle_endtag(tag)

    def handle_empty_tag(self, data: str, is_block: bool) -> None:
        if is_block:
            self.effort.spend(len(self.rawdata) // COPIED)
        super().handle_empty_tag(data, is_block)

    def inline_close_follows(self, text: str) -> bool:
        self.effort.spend((len(self.inline_stack) + 1) * len(self.rawdata) // 4)
        return super().inline_close_follows(text)


class _HtmlBlocks(HtmlBlocks):
    """The step before the paragraphs that looks for HTML."""

    def __init__(self, converter: Markdown, effort: Effort) -> None:
        super().__init__(converter)
        self.effort = effort

    def extractor(self) -> Extractor:
        counting = _Extractor(self.md)
        counting.effort = self.effort
        return counting


def _tail(plain: Callable[..., None], effort: Effort) -> Callable[..., None]:
    """The text behind an element, which is sought among all that stand beside it."""

    def process(node: Any, child: Any, is_text: bool = True) -> None:
        if not is_text:
            effort.spend(len(node) // _SOUGHT, child.tail or "")
        plain(node, child, is_text)

    return process


def _sign(plain: Callable[..., Any], effort: Effort) -> Callable[..., Any]:
    """A sign in a paragraph, which is put together anew around it."""

    def handle(match: re.Match[str], data: str) -> Any:
        found = plain(match, data)
        effort.spend(_SIGN if found[0] is None else _SIGN + len(data) // COPIED, data)
        return found

    return handle


def _count_links(pattern: Any, effort: Effort) -> None:
    """What stands in brackets is looked for character by character."""
    text, link = pattern.getText, pattern.getLink

    def get_text(data: str, index: int) -> Any:
        found = text(data, index)
        effort.spend((found[1] - index) * _WALKED, data)
        return found

    def get_link(data: str, index: int) -> Any:
        found = link(data, index)
        href, title, end, handled = found
        # A quotation mark that is left open is looked for up to the end.
        is_open = handled and title is None and ("'" in href or '"' in href)
        effort.spend(((len(data) if is_open else end) - index) * _WALKED, data)
        return found

    pattern.getText, pattern.getLink = get_text, get_link


def _code(plain: Callable[..., Any], effort: Effort) -> Callable[[int, str], Any]:
    """Code, whose end is looked for character by character."""

    def spans(start: int, text: str) -> Any:
        found = plain(start, text)
        begun, end = found
        # None, or one that is too short: it went up to the end.
        is_all = end is None or text[begun : begun + 1] == "`"
        effort.spend(((len(text) if is_all else end) - start) * _WALKED, text)
        return found

    return spans


def _count_emphasis(pattern: Any, effort: Effort) -> None:
    """Stars and lines beneath are looked for character by character."""
    search, rule = pattern.search, pattern.rule_of_3
    is_new = False

    def counted_search(data: str, start: int) -> Any:
        nonlocal is_new
        is_new = True
        found = search(data, start)
        effort.spend(((found.start() if found else len(data)) - start) * _WALKED + _SIGN, data)
        return found

    def counted_rule(opener: int, closer: int) -> Any:
        # All that are open are gone through for one that fits.
        nonlocal is_new
        found = rule(opener, closer)
        if found and is_new:
            is_new = False
            effort.spend(sum(len(one.stack) for one in pattern.delimiters.values()) * 3)
        return found

    pattern.search, pattern.rule_of_3 = counted_search, counted_rule
