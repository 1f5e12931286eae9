"""An inspection as a workbook: a sheet for each table, ready to be filtered and printed.

Cells are written as what they are, never as formulas: a title that begins with `=` stays a title.
The same inspection gives the same bytes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from xlsxwriter.worksheet import Worksheet

from gongkai_ssg.exchange import sheets
from gongkai_ssg.findings.sections import Cell, Section, detail, sections, summary
from gongkai_ssg.inspection import Inspection
from gongkai_ssg.official import width_of

# Excel allows 31 characters in the name of a sheet, and none of these.
_LONGEST, _FORBIDDEN = 31, re.compile(r"[\[\]:*?/\\]")
_WIDEST, _NARROWEST = 60, 8


def workbook(found: Inspection) -> bytes:
    """XLSX."""
    out = io.BytesIO()
    book = sheets.new(out, found.day)
    _summary(book, found)
    for section in (*sections(found), detail(found)):
        _sheet(book, section)
    return sheets.closed(book, out)


def _summary(book: Any, found: Inspection) -> None:
    sheet = book.add_worksheet("概况")
    bold = book.add_format({"bold": True, "valign": "top"})
    for number, (label, words) in enumerate(summary(found)):
        sheet.write_string(number, 0, label, bold)
        sheet.write_string(number, 1, words)
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, _WIDEST)


def _sheet(book: Any, section: Section) -> None:
    sheet = book.add_worksheet(sheet_name(section.title))
    head = book.add_format({"bold": True, "bg_color": "#E9F0F8", "border": 1, "text_wrap": True})
    body = book.add_format({"text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"})
    for column, label in enumerate(section.columns):
        sheet.write_string(0, column, label, head)
        sheet.set_column(column, column, _width(section, column))
    for number, row in enumerate(section.rows, 1):
        for column, cell in enumerate(row):
            _write(sheet, (number, column), cell, day if isinstance(cell, date) else body)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(section.rows)), len(section.columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def sheet_name(title: str) -> str:
    """A title as Excel takes it for a sheet, without what stands in brackets."""
    return _FORBIDDEN.sub("", title.partition("（")[0])[:_LONGEST]


def _write(sheet: Worksheet, place: tuple[int, int], cell: Cell, form: Any) -> None:
    row, column = place
    if isinstance(cell, date):
        sheet.write_datetime(row, column, datetime.combine(cell, time()), form)
    elif isinstance(cell, int | float):
        sheet.write_number(row, column, cell, form)
    elif cell is not None:
        sheet.write_string(row, column, cell, form)


def _width(section: Section, column: int) -> float:
    """As wide as the longest cell, within reason; a Chinese character takes two."""
    cells: Iterable[Cell] = (section.columns[column], *(row[column] for row in section.rows))
    widest = max(2 * width_of(str(cell)) for cell in cells if cell is not None)
    return min(_WIDEST, max(_NARROWEST, widest + 2))
