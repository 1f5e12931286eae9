"""Pages (HTML) and text files (CSV) → grids."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

from selectolax.lexbor import LexborHTMLParser, LexborNode

from gongkai_ssg.opened.decoding import strictly
from gongkai_ssg.tables.grid import (
    MOST_COLUMNS,
    Grid,
    NotATableError,
    Spot,
    check_place,
    count,
    grid,
    laid_out,
)
from gongkai_ssg.tables.labels import Labels

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_LINES = frozenset({"br", "p", "div", "li", "tr"})
_SILENT = frozenset({"script", "style"})
# Within a table: words for screen readers beside a sign that says the same.
_UNSEEN = "table .vh, table .sr-only, table .visually-hidden, td [hidden], th [hidden]"
# A data file of a site begins so, and keeps cells from being taken for formulas.
_OWN, _GUARDED = ["编码", "领域"], re.compile(r"\A'(?=[=+@\t\r\n\uff1d\uff0b\uff0d\uff20-])")
_ABOVE, _MOST_TABLES = 200, 1000
_SNIFFED = 4096
_WORDS, _QUOTED, _DELIMITERS = Labels(), '" ', ",\t;"
# The parser goes through all that is open at each tag: what is open so deep, nobody wrote.
_OPENING = re.compile(
    r"<(/?)(?:div|span|font|center|section|b|i|u|a|strong|em|table|ul|ol)\b", re.IGNORECASE
)
_DEEPEST = 2000
# As a tree a page takes many times its size in memory.
MOST_BYTES = 20_000_000


def decoded(data: bytes) -> str:
    """Text as Excel and most portals write it.

    Raises:
        NotATableError: if it is in none of their encodings.
    """
    text = strictly(data)
    if text is None:
        raise NotATableError("里的文字读不出来；请另存为 UTF-8 编码的 CSV，或者 .xlsx")
    return text


def csv_grids(data: bytes) -> Iterator[Grid]:
    """A CSV file as one grid; comma, semicolon or tab between the cells.

    Raises:
        NotATableError: if it is no such text.
    """
    text = decoded(data)
    if "\0" in text:
        raise NotATableError("不是文本文件")
    # Not strict, an open quote takes the lines below it into one cell.
    lines = csv.reader(io.StringIO(text), delimiter=_delimiter(text), strict=True)
    try:
        rows = [[cell.strip() for cell in row] for row in lines]
    except csv.Error:
        raise NotATableError(
            f"第 {lines.line_num} 行或者它上面有引号没有配对，请用 Excel 打开，另存为 .xlsx"
        ) from None
    if rows and rows[0][:2] == _OWN:
        rows = [[_GUARDED.sub("", cell) for cell in row] for row in rows]
    found = grid("表", rows)
    if found.rows:
        yield found


def _delimiter(text: str) -> str:
    """What stands between the cells: what makes labels of the first line that can have some."""
    begin = text[:_SNIFFED]
    for line in begin.splitlines():
        labels = {sign: _labels(line, sign) for sign in _DELIMITERS}
        if any(labels.values()):
            return max(_DELIMITERS, key=lambda sign: labels[sign])
    return max(_DELIMITERS, key=begin.count)


def _labels(line: str, sign: str) -> int:
    """How many labels stand in a line whose cells a sign sets apart."""
    cells = line.split(sign)
    return sum(_WORDS.is_label(cell.strip(_QUOTED)) for cell in cells) if len(cells) > 1 else 0


def html_grids(data: bytes) -> Iterator[Grid]:
    """Every table of a page that holds no other one.

    Raises:
        NotATableError: if the page is too long, or no text.
    """
    if len(data) > MOST_BYTES:
        raise NotATableError(f"有 {len(data) // 1_000_000} MB，请分成几个文件，或者另存为 .xlsx")
    declared = _CHARSET.search(data[:_SNIFFED])
    is_gb = declared is not None and declared[1].lower() in (b"gb2312", b"gbk", b"gb18030")
    text = data.decode("gb18030", "replace") if is_gb else decoded(data)
    _check_depth(text)
    tree = LexborHTMLParser(text)
    for unseen in tree.css(_UNSEEN):
        unseen.decompose()
    number = 0
    tables = tree.css("table")
    if len(tables) > _MOST_TABLES:
        raise NotATableError(f"有 {len(tables)} 张表，不像是目录表")
    for table in tables:
        # A walk begins with the node itself.
        if any(node.tag == "table" for node in islice(table.traverse(), 1, None)):
            continue
        number += 1
        yield _grid(f"表{number}", table)


def _check_depth(text: str) -> None:
    depth = 0
    for tag in _OPENING.finditer(text):
        depth = max(0, depth - 1) if tag[1] else depth + 1
        if depth > _DEEPEST:
            raise NotATableError("里的标签一层套一层，套得太深；请用浏览器打开，把表格复制到 .xlsx")


def _grid(name: str, table: LexborNode) -> Grid:
    lines = table.css("tr")
    # The first row in which a column is free again, for cells that reach down.
    free = [0] * MOST_COLUMNS
    texts: list[dict[int, str]] = []
    merged: list[tuple[Spot, Spot]] = []
    for row, line in enumerate(lines):
        texts.append({})
        column = 0
        for cell in line.iter():
            if cell.tag not in ("td", "th"):
                continue
            while column < MOST_COLUMNS and free[column] > row:
                column += 1
            check_place(row, column)
            across = min(_span(cell, "colspan"), MOST_COLUMNS - column)
            down = min(_span(cell, "rowspan"), len(lines) - row)
            texts[row][column] = _text(cell)
            if across > 1 or down > 1:
                merged.append(((row, column), (row + down - 1, column + across - 1)))
            for at in range(column, column + across):
                free[at] = max(free[at], row + down)
            column += across
    return grid(name, laid_out(texts), merged, _above(table))


def _span(cell: LexborNode, name: str) -> int:
    return max(count(cell.attributes.get(name)), 1)


def _text(cell: LexborNode) -> str:
    parts: list[str] = []
    for node in cell.traverse(include_text=True):
        if node.tag == "-text":
            if node.parent is None or node.parent.tag not in _SILENT:
                parts.append(re.sub(r"\s+", " ", node.text_content or ""))
        elif node.tag in _LINES:
            parts.append("\n")
    lines = (line.strip() for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def _above(table: LexborNode) -> str:
    """The caption, or the text before the table."""
    caption = table.css_first("caption")
    if caption is not None:
        return _text(caption)
    node = table.prev
    words: list[str] = []
    while node is not None and sum(map(len, words)) < _ABOVE and node.tag != "table":
        words.append((node.text(deep=True) or "").strip())
        node = node.prev
    return "\n".join(word for word in reversed(words) if word)[-_ABOVE:]
