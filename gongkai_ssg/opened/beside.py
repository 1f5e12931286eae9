"""What a workbook (XLSX) says beside its cells: headers, choices, links, names."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping

from gongkai_ssg.opened.piece import SEPARATOR, Piece
from gongkai_ssg.opened.running import LONG

_BOOK, _BOOK_RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
BOOK = (_BOOK, _BOOK_RELATIONS)
_SHEETS, _RELATIONS = "xl/worksheets/", "xl/worksheets/_rels/"
_TAG = re.compile(r"<(?:\w+:)?(\w+)([^<>]*)>([^<]*)")
_ATTRIBUTE = re.compile(r"\s(?:\w+:)?(\w+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_HEADER, _FOOTER, _CHOICES, _LINK = "页眉", "页脚", "数据验证", "超链接"
_NAME, _OTHER = "定义的名称", "其他设置"
# Elements by what a clerk knows them as: those that hold a text, and those with attributes that do.
_TEXTS = {
    **dict.fromkeys(("oddHeader", "evenHeader", "firstHeader"), _HEADER),
    **dict.fromkeys(("oddFooter", "evenFooter", "firstFooter"), _FOOTER),
    **dict.fromkeys(("formula1", "formula2", "f"), _CHOICES),
    "formula": "条件格式",
    "definedName": _NAME,
}
_SAYING = {
    "dataValidation": (_CHOICES, ("promptTitle", "prompt", "errorTitle", "error")),
    "hyperlink": (_LINK, ("display", "tooltip", "location")),
    "Relationship": (_LINK, ("Target",)),
    "definedName": (_NAME, ("name", "comment")),
    **dict.fromkeys(("filter", "customFilter"), ("筛选", ("val",))),
}
# Marks within a header: its thirds, fonts, sizes and colours, and fields.
_MARKS = re.compile(r"&(?:\"[^\"]*\"|K[0-9A-F]{6}|[0-9]{1,2}|[A-Z])")


def is_of_book(name: str) -> bool:
    """Whether a part of an Office file is a sheet, or says what its sheets are called."""
    return name.startswith(_SHEETS) or name in BOOK


def without_cells(content: bytes) -> bytes:
    """A part without the cells in it, which are nearly all of it."""
    head, _, rest = content.partition(b"<sheetData")
    return head + rest.rpartition(b"</sheetData>")[2]


def pieces(parts: Mapping[str, str]) -> Iterator[Piece]:
    """The texts beside the cells, each with its sheet (`Sheet2 › 页眉`)."""
    names = sheet_names(parts)
    for part, content in parts.items():
        if part == _BOOK_RELATIONS:
            continue
        sheet = names.get(part.replace(_RELATIONS, _SHEETS).removesuffix(".rels"), "")
        for label, text in _said(content):
            yield Piece(f"{sheet}{SEPARATOR}{label}" if sheet else label, text)


def _said(content: str) -> Iterator[tuple[str, str]]:
    for element, written, text in _TAG.findall(content):
        if element in _TEXTS and text:
            label = _TEXTS[element]
            plain = html.unescape(text)
            yield label, _MARKS.sub("", plain) if label in (_HEADER, _FOOTER) else plain
        if element in _SAYING:
            label, wanted = _SAYING[element]
            found = _attributes(written)
            yield from ((label, found[key]) for key in wanted if key in found)
        elif LONG.search(written):
            yield _OTHER, written


def sheet_names(parts: Mapping[str, str]) -> dict[str, str]:
    """The names of the sheets by their parts."""
    relations = map(_attributes, _tags("Relationship", parts.get(_BOOK_RELATIONS, "")))
    targets = {one.get("Id"): one.get("Target", "").removeprefix("/xl/") for one in relations}
    sheets = map(_attributes, _tags("sheet", parts.get(_BOOK, "")))
    return {f"xl/{targets.get(one.get('id'))}": one.get("name", "") for one in sheets}


def _tags(element: str, content: str) -> Iterator[str]:
    return (written for name, written, _ in _TAG.findall(content) if name == element)


def _attributes(written: str) -> dict[str, str]:
    return {key: html.unescape(a or b) for key, a, b in _ATTRIBUTE.findall(written)}
