"""Word documents (DOCX) → grids, one for each table of the text.

Read by a walk over the XML of the document (ECMA-376, part 1, 17.4), because merged cells
(`gridSpan`, `vMerge`) and ticks set in Wingdings (`sym`) are what matters here.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from gongkai_ssg.tables.grid import Grid, NotATableError, Spot, check_place, count, grid, laid_out
from gongkai_ssg.tables.workbook import check_size, unpacked

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Ticks and boxes of Wingdings and Wingdings 2, by the lower byte of their code.
_SYMBOLS = dict(
    zip(
        (0xFE, 0xFC, 0x6E, 0xA8, 0x6F, 0xA3, 0x52, 0x6C, 0xFD, 0x50, 0x2A, 0xA1),
        "☑√■□□□☑●☒√□○",
        strict=True,
    )
)
# What is broken, locked, packed in an unknown way, or in an encoding that XML does not have.
_UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError),
    *(ET.ParseError, LookupError, ValueError),
)
_CODE = re.compile(r"[0-9A-Fa-f]{1,8}")
_ABOVE = 200
_TEXT = "word/document.xml"
# As a tree a text takes many times its size in memory.
MOST_BYTES = 30_000_000


def grids(data: bytes) -> Iterator[Grid]:
    """Every table of the document, with the text before it.

    Raises:
        NotATableError: if the file is no such document, or too long.
    """
    check_size(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            _check_size(packed)
            root = ET.fromstring(unpacked(packed, _TEXT))  # noqa: S314
    except _UNREADABLE:
        raise NotATableError("读不出来，请用 Word 打开，另存为 .docx") from None
    body = root.find(f"{_W}body")
    above: list[str] = []
    number = 0
    for part in _children(body, "p", "tbl") if body is not None else ():
        if part.tag == f"{_W}tbl":
            number += 1
            yield _grid(f"表{number}", part, "\n".join(above)[-_ABOVE:])
            above = []
        else:
            above += [text] if (text := _text(part)) else []


def _check_size(packed: zipfile.ZipFile) -> None:
    size = packed.getinfo(_TEXT).file_size
    if size > MOST_BYTES:
        raise NotATableError(f"里的文字有 {size // 1_000_000} MB，请分成几个文件")


def _grid(name: str, table: ET.Element, above: str) -> Grid:
    texts: list[dict[int, str]] = []
    merged: dict[Spot, Spot] = {}
    open_at: dict[int, Spot] = {}
    for number, row in enumerate(_children(table, "tr")):
        texts.append({})
        column = _number(row, "trPr", "gridBefore", 0)
        for cell in _children(row, "tc"):
            check_place(number, column)
            width = max(_number(cell, "tcPr", "gridSpan", 1), 1)
            down = cell.find(f"{_W}tcPr/{_W}vMerge")
            goes_on = down is not None and down.get(f"{_W}val", "continue") == "continue"
            if goes_on and column in open_at:
                merged[open_at[column]] = (number, column + width - 1)
            else:
                open_at.pop(column, None)
                if down is not None:
                    open_at[column] = (number, column)
                if width > 1:
                    merged[number, column] = (number, column + width - 1)
            texts[number][column] = _text(cell)
            column += width
    return grid(name, laid_out(texts), merged.items(), above)


def _children(parent: ET.Element, *names: str) -> Iterator[ET.Element]:
    """Children of some kinds in order, those within content controls (`sdt`), too."""
    wanted = {f"{_W}{name}" for name in names}
    open_ = [iter(parent)]
    while open_:
        child = next(open_[-1], None)
        if child is None:
            open_.pop()
        elif child.tag == f"{_W}sdt":
            content = child.find(f"{_W}sdtContent")
            open_ += [iter(content)] if content is not None else []
        elif child.tag in wanted:
            yield child


def _number(element: ET.Element, properties: str, name: str, default: int) -> int:
    found = element.find(f"{_W}{properties}/{_W}{name}")
    return count(found.get(f"{_W}val") if found is not None else None, default)


def _text(element: ET.Element) -> str:
    """The paragraphs of a cell as lines, of a table within it, too; or a paragraph's own text."""
    lines = (line.strip() for line in "".join(_runs(element)).split("\n"))
    return "\n".join(line for line in lines if line)


def _runs(element: ET.Element) -> Iterator[str]:
    for part in element.iter():
        if part.tag == f"{_W}t":
            yield part.text or ""
        elif part.tag == f"{_W}sym":
            yield _symbol(part.get(f"{_W}char", ""))
        elif part.tag in (f"{_W}p", f"{_W}br", f"{_W}cr"):
            yield "\n"
        elif part.tag == f"{_W}tab":
            yield " "


def _symbol(code: str) -> str:
    return _SYMBOLS.get(int(code, 16) & 0xFF, "") if _CODE.fullmatch(code) else ""
