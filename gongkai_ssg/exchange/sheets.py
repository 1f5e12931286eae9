"""Rows → a workbook of one sheet, for those who open data in Excel; the same bytes every time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

import xlsxwriter

from gongkai_ssg.exchange import bundle
from gongkai_ssg.official import width_of
from gongkai_ssg.tables.labels import TOO_LONG

# Excel allows so many characters in a cell, and so many in the name of a sheet.
MOST_IN_A_CELL, MOST_IN_A_NAME = 32_767, 31
_FORBIDDEN = frozenset("[]:*?/\\")
_WIDEST, _NARROWEST, _LOOKED_AT = 50, 8, 200


def new(out: io.BytesIO, day: date) -> Any:
    """A workbook in which text stays text, a formula never comes about, and no clock is read."""
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"created": datetime.combine(day, time())})
    return book


def closed(book: Any, out: io.BytesIO) -> bytes:
    """The finished workbook; it does not say on which system it was made."""
    book.close()
    with zipfile.ZipFile(out, "a") as packed:
        for one in packed.infolist():
            one.create_system = bundle.UNIX
        packed.comment = b""  # so that the directory is written again
    return out.getvalue()


def fitting(text: str, instead: str) -> str:
    """A text for a cell; where it is too long how long it is, and a sentence: nothing is cut."""
    if len(text) <= MOST_IN_A_CELL // 2:
        return text
    # Excel counts as UTF-16 does: two for what lies beyond its first plane.
    length = len(text.encode("utf-16-le")) // 2
    return text if length <= MOST_IN_A_CELL else f"{TOO_LONG}有 {length} 字，{instead}"


def is_name(text: str) -> bool:
    """Whether Excel takes a text for the name of a sheet."""
    fits = 0 < len(text.encode("utf-16-le")) // 2 <= MOST_IN_A_NAME
    return fits and _FORBIDDEN.isdisjoint(text) and text == text.strip("'")


def plain(title: str, rows: Sequence[Sequence[str]], day: date) -> bytes:
    """A sheet with a head that stays, filters, and every cell as text."""
    out = io.BytesIO()
    book = new(out, day)
    sheet = book.add_worksheet(title)
    head = book.add_format({"bold": True, "bg_color": "#E9F0F8", "border": 1})
    body = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    for number, row in enumerate(rows):
        for at, whole in enumerate(row):
            text = fitting(whole, "全文在同名的 CSV 文件里")
            sheet.write_string(number, at, text, body if number else head)
    for at in range(len(rows[0])):
        lines = (line for row in rows[:_LOOKED_AT] for line in row[at].split("\n"))
        widest = max(map(width_of, lines), default=0) * 2 + 2
        sheet.set_column(at, at, min(_WIDEST, max(_NARROWEST, widest)))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(rows) - 1), len(rows[0]) - 1)
    return closed(book, out)
