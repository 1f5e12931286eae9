"""The HTML of a body → the blocks that a sheet is set from (`text`)."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from gongkai_ssg.print.text import Block, Cell, Run, cell, plain, table

_RUNS = {"strong": "b", "em": "i", "del": "del", "sub": "sub", "sup": "sup", "code": "code"}
_HEADING = re.compile(r"h([1-6])")
_BLANK = re.compile(r"[ \t\r\n\f]+")
_NUMERALS = "一二三四五六七八九十"
# What clerks type before a heading: 一、 （一） 1. （1） (GB/T 9704-2012, 7.3.3).
_NUMBERS = (
    re.compile(rf"[{_NUMERALS}]+、"),
    re.compile(rf"[（(][{_NUMERALS}]+[)）]"),
    re.compile(r"\d{1,2}[.．、]"),
    re.compile(r"[（(]\d{1,2}[)）]"),
)
_TYPED_HEADING = 40

# An address of the site → the file of the site that is shown there, or None.
FileAt = Callable[[str], str | None]


def blocks(html: str, page: str, file_at: FileAt) -> list[Block]:
    """The blocks of a body; `page` is the full address of its page, for relative links."""
    body = LexborHTMLParser(f"<body>{html}</body>").body
    if body is None:
        return []
    return _numbered(list(_children(body, _Setting(page, file_at))))


class _Setting:
    """Where a body stands: what its links and pictures are relative to."""

    def __init__(self, page: str, file_at: FileAt) -> None:
        self.page, self.file_at = page, file_at

    def address(self, href: str) -> str:
        return urljoin(self.page, href)


def _children(parent: LexborNode, where: _Setting) -> Iterator[Block]:
    """The blocks in a block; text that stands loose among them is a paragraph."""
    loose: list[Run] = []
    for node in parent.iter(include_text=True):
        made = _block(node, where)
        if made is None:
            loose += _run(node, where)
            continue
        yield from _paragraph(loose)
        loose = []
        yield from made
    yield from _paragraph(loose)


def _paragraph(runs: list[Run]) -> Iterator[Block]:
    runs = _trimmed(runs)
    if not runs:
        return
    typed = _typed_level(plain(runs))
    yield {"k": "typed", "level": typed, "c": runs} if typed else {"k": "p", "c": runs}


def _typed_level(text: str) -> int:
    """1 or 2 for a paragraph that was typed as a heading; 0 for all others."""
    if len(text) > _TYPED_HEADING or text.endswith(tuple("。；：:;")) or "。" in text:
        return 0
    return next((n for n, form in enumerate(_NUMBERS[:2], 1) if form.match(text)), 0)


def _block(node: LexborNode, where: _Setting) -> Iterator[Block] | None:
    tag = node.tag or ""
    heading = _HEADING.fullmatch(tag)
    if heading:
        words = _trimmed(_runs(node, where))
        if not plain(words).strip():
            return _paragraph(words)  # PDF/UA allows no heading without words
        return iter([{"k": "h", "level": int(heading[1]), "number": 0, "c": words}])
    made = _BLOCKS.get(tag)
    return made(node, where) if made else None


def _list(node: LexborNode, where: _Setting) -> Iterator[Block]:
    items = [item for _, item in _parts(node, "li", where)]
    start = (node.attributes.get("start") or "1") if node.tag == "ol" else "1"
    number = int(start) if start.isascii() and start.isdigit() else 1
    yield {"k": "list", "ordered": node.tag == "ol", "start": number, "items": items}


def _definitions(node: LexborNode, where: _Setting) -> Iterator[Block]:
    for tag, part in _parts(node, "dd", where):
        for block in part:
            bold = tag == "dt" and block["k"] == "p"
            yield {"k": "p", "c": [{"k": "b", "c": block["c"]}]} if bold else block


def _parts(parent: LexborNode, common: str, where: _Setting) -> Iterator[tuple[str, list[Block]]]:
    """The parts of a list with their tags; what stands loose among them is a `common` one."""
    for node in parent.iter(include_text=True):
        if node.tag in ("li", "dt", "dd"):
            yield node.tag, list(_inside(_children(node, where)))
            continue
        made = _block(node, where)
        found = list(_inside(made if made is not None else _paragraph(_run(node, where))))
        if found:
            yield common, found


def _inside(found: Iterable[Block]) -> Iterator[Block]:
    """Blocks within a list or a quotation, where a heading is no heading of the sheet."""
    for block in found:
        if block["k"] in ("h", "typed"):
            yield {"k": "p", "c": [{"k": "b", "c": block["c"]}]}
        else:
            yield block


def _quote(node: LexborNode, where: _Setting) -> Iterator[Block]:
    yield {"k": "quote", "blocks": list(_inside(_children(node, where)))}


def _code(node: LexborNode, _where: _Setting) -> Iterator[Block]:
    yield {"k": "code", "text": node.text().rstrip("\n")}


def _line(_node: LexborNode, _where: _Setting) -> Iterator[Block]:
    yield {"k": "line"}


def _table(node: LexborNode, where: _Setting) -> Iterator[Block]:
    for caption in _own(node, "caption"):
        yield from _paragraph(_runs(caption, where))
    head: list[list[Cell]] = []
    rows: list[list[Cell]] = []
    align: list[str] = []
    for row in _own(node, "tr"):
        found = [one for one in row.iter() if one.tag in ("th", "td")]
        cells = [_cell(one, where) for one in found]
        if row.parent is not None and row.parent.tag == "thead":
            head.append(cells)
            align = [one.attributes.get("class") or "" for one in found]
        elif any(cell["c"] for cell in cells):
            rows.append(cells)
    yield table(head, rows, align)


def _own(table_node: LexborNode, tag: str) -> Iterator[LexborNode]:
    """The parts of a table that are not those of a table within it."""
    for node in table_node.css(tag):
        above = node.parent
        while above is not None and above.tag != "table":
            above = above.parent
        if above is not None and above.mem_id == table_node.mem_id:
            yield node


def _cell(node: LexborNode, where: _Setting) -> Cell:
    return cell(_trimmed(_runs(node, where)), *(_span(node, key) for key in ("colspan", "rowspan")))


def _span(node: LexborNode, key: str) -> int:
    written = node.attributes.get(key) or ""
    return max(1, int(written)) if written.isascii() and written.isdigit() else 1


_BLOCKS: dict[str, Callable[[LexborNode, _Setting], Iterator[Block]]] = {
    "p": lambda node, where: _paragraph(_runs(node, where)),
    "div": _children,
    "ul": _list,
    "ol": _list,
    "dl": _definitions,
    "blockquote": _quote,
    "pre": _code,
    "hr": _line,
    "table": _table,
}


def _runs(parent: LexborNode, where: _Setting) -> list[Run]:
    return [run for node in parent.iter(include_text=True) for run in _run(node, where)]


def _run(node: LexborNode, where: _Setting) -> list[Run]:
    tag = node.tag or ""
    if tag == "-text":
        text = _BLANK.sub(" ", node.text(deep=False))
        return [text] if text else []
    if tag == "br":
        return [{"k": "br"}]
    if tag == "img":
        return _picture(node, where)
    inner = _runs(node, where)
    href = node.attributes.get("href")
    if inner and tag in _RUNS:
        return [{"k": _RUNS[tag], "c": inner}]
    if inner and tag == "a" and href:
        return [{"k": "a", "href": where.address(href), "c": inner}]
    return inner


def _picture(node: LexborNode, where: _Setting) -> list[Run]:
    alt = node.attributes.get("alt") or ""
    path = where.file_at(where.address(node.attributes.get("src") or ""))
    if path is None:
        return [alt] if alt else []
    # PDF/UA wants words for every picture.
    return [{"k": "img", "path": path, "alt": alt or posixpath.basename(path)}]


def _trimmed(runs: list[Run]) -> list[Run]:
    """Without blanks and line breaks at either end."""
    while runs and (_is_blank(runs[0])):
        runs = runs[1:]
    while runs and (_is_blank(runs[-1])):
        runs = runs[:-1]
    if runs and isinstance(runs[0], str):
        runs = [runs[0].lstrip(" \u3000"), *runs[1:]]
    if runs and isinstance(runs[-1], str):
        runs = [*runs[:-1], runs[-1].rstrip(" \u3000")]
    return runs


def _is_blank(run: Run) -> bool:
    if isinstance(run, str):
        return not run.strip(" \u3000")
    return bool(run["k"] == "br")


def counted(found: Iterable[Block]) -> Iterator[Block]:
    """Headings that we number with their numbers, within that above them; 0 for all others."""
    counts: dict[int, int] = {}
    for block in found:
        if block["k"] != "h":
            yield block
            continue
        level = block["level"]
        counts = {above: count for above, count in counts.items() if above <= level}
        counts[level] = counts.get(level, 0) + 1
        yield {**block, "number": counts[level] if block["number"] else 0}


def _numbered(found: list[Block]) -> list[Block]:
    """Headings by their depth, the highest as 1; where nobody numbered them, we do.

    None is more than one level below the heading before it (PDF/UA, ISO 14289-1, 7.4.2).
    """
    depths = sorted({block["level"] for block in found if block["k"] == "h"})
    before = 0
    for block in found:
        if block["k"] == "h":
            before = min(depths.index(block["level"]) + 1, before + 1)
            block["level"] = before
    for level in range(1, len(depths) + 1):
        mine = [block for block in found if block["k"] == "h" and block["level"] == level]
        typed = any(form.match(plain(block["c"])) for block in mine for form in _NUMBERS)
        for block in mine:
            block["number"] = int(not typed and len(mine) > 1)
    return found
