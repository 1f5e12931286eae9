"""Word documents (DOCX) → grids, one for each table of the text.

Read by a walk over the XML of the document (ECMA-376, part 1, 17.4), because merged cells
(`gridSpan`, `vMerge`) and ticks set in Wingdings (`sym`) are what matters here.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from gongkai_ssg.tables.grid import Grid, NotATableError, Spot, grid
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
_ABOVE = 200


def grids(data: bytes) -> Iterator[Grid]:
    """Every table of the document, with the text before it.

    Raises:
        NotATableError: if the file is no such document.
    """
    check_size(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            root = ET.fromstring(unpacked(packed, "word/document.xml"))  # noqa: S314
    except (zipfile.BadZipFile, KeyError, ET.ParseError, RuntimeError):
        raise NotATableError("读不出来，请用 Word 打开，另存为 .docx") from None
    body = root.find(f"{_W}body")
    above: list[str] = []
    number = 0
    for part in _parts(body) if body is not None else ():
        if part.tag == f"{_W}tbl":
            number += 1
            yield _grid(f"表{number}", part, "\n".join(above)[-_ABOVE:])
            above = []
        else:
            above += [text] if (text := _paragraph(part)) else []


def _parts(body: ET.Element) -> Iterator[ET.Element]:
    """Paragraphs and tables in order, those within content controls, too."""
    for part in body:
        if part.tag == f"{_W}sdt":
            content = part.find(f"{_W}sdtContent")
            yield from _parts(content) if content is not None else ()
        elif part.tag in (f"{_W}p", f"{_W}tbl"):
            yield part


def _grid(name: str, table: ET.Element, above: str) -> Grid:
    texts: list[list[str]] = []
    merged: list[tuple[Spot, Spot]] = []
    open_at: dict[int, Spot] = {}
    for number, row in enumerate(_children(table, "tr")):
        line: list[str] = [""] * _number(row, "trPr", "gridBefore", 0)
        for cell in _children(row, "tc"):
            column, width = len(line), _number(cell, "tcPr", "gridSpan", 1)
            down = cell.find(f"{_W}tcPr/{_W}vMerge")
            goes_on = down is not None and down.get(f"{_W}val", "continue") == "continue"
            if goes_on and column in open_at:
                start = open_at[column]
                merged.append((start, (number, column + width - 1)))
            else:
                open_at.pop(column, None)
                if down is not None:
                    open_at[column] = (number, column)
                if width > 1:
                    merged.append(((number, column), (number, column + width - 1)))
            line += [_cell(cell), *([""] * (width - 1))]
        texts.append(line)
    return grid(name, texts, merged, above)


def _children(parent: ET.Element, name: str) -> Iterator[ET.Element]:
    """Children of a kind, those within content controls, too."""
    for child in parent:
        if child.tag == f"{_W}{name}":
            yield child
        elif child.tag == f"{_W}sdt":
            content = child.find(f"{_W}sdtContent")
            yield from _children(content, name) if content is not None else ()


def _number(element: ET.Element, properties: str, name: str, default: int) -> int:
    found = element.find(f"{_W}{properties}/{_W}{name}")
    written = found.get(f"{_W}val", "") if found is not None else ""
    return min(int(written), 100) if written.isdigit() else default


def _cell(cell: ET.Element) -> str:
    """The paragraphs of a cell as lines; of a table within it, too."""
    lines = (_paragraph(one) for one in cell.iter(f"{_W}p"))
    return "\n".join(line for line in lines if line)


def _paragraph(paragraph: ET.Element) -> str:
    return "".join(_runs(paragraph)).strip()


def _runs(paragraph: ET.Element) -> Iterator[str]:
    for part in paragraph.iter():
        if part.tag == f"{_W}t":
            yield part.text or ""
        elif part.tag == f"{_W}sym":
            yield _SYMBOLS.get(int(part.get(f"{_W}char", "0"), 16) & 0xFF, "")
        elif part.tag in (f"{_W}br", f"{_W}cr"):
            yield "\n"
        elif part.tag == f"{_W}tab":
            yield " "
