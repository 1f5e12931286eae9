"""Problems put back where the clerk wrote them: into a copy of the workbook itself.

A cell with a problem becomes red (an error) or yellow and carries a comment with sentence and
remedy; a sheet 问题清单 lists all of them. The colour is laid over the cell (a conditional format)
and a comment that was there stands below ours, so that the next check can take both away: texts,
formulas and formats of the cells stay as they are. What openpyxl cannot keep is not in the copy:
results of formulas, drawings, macros, formats within comments.
"""

from __future__ import annotations

import io
import os
import re
import zipfile
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any

# With lxml, which some other program may have brought, openpyxl writes other bytes.
os.environ["OPENPYXL_LXML"] = "False"

from openpyxl import load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.writer.excel import ExcelWriter

from gongkai_ssg import build
from gongkai_ssg.diagnostics import Diagnostic
from gongkai_ssg.exchange import bundle
from gongkai_ssg.importing import writing
from gongkai_ssg.importing.items import Draft, doubt
from gongkai_ssg.importing.plan import Plan
from gongkai_ssg.model import Item
from gongkai_ssg.opened.piece import SEPARATOR

LIST = "问题清单"
_HEAD = ("表", "格", "程度", "代码", "问题", "改法")
_FORMULAS = (
    "公式在这份副本里还没有结果: 先用 Excel 打开，保存一次，再检查或者导入这份副本。"
    "文本框、图形和宏可能不在副本里；原来的表格没有动。"
)
_COLOURS = {"error": "FFC7CE", "warning": "FFEB9C", "info": "DDEBF7"}
_NAMES = {"error": "错误", "warning": "警告", "info": "提示"}
_GRAVITY = ("info", "warning", "error")
_AUTHOR = "gongkai"
# Always true; by it our conditional formats are found again.
_OURS = f'N("{_AUTHOR}")=0'
_MOST_AREAS = 500
_WIDTHS = (16, 10, 8, 10, 70, 70)
_KEPT = "\n\n原来的批注（{}）:\n"
_WAS_KEPT = re.compile(re.escape(_KEPT).replace(r"\{\}", "(.*?)"))
_SPOT = re.compile(rf"(.*){re.escape(SEPARATOR)}([A-Z]{{1,3}}[0-9]+)", re.DOTALL)
# A copy is of no moment: the same marks in the same workbook give the same bytes.
_UNDATED = datetime(1980, 1, 1)  # noqa: DTZ001 - workbooks know no time zones
# What openpyxl says of files that Excel takes, or nobody does.
_UNREADABLE = (
    *(ValueError, TypeError, KeyError, IndexError, AttributeError, SyntaxError),
    *(OSError, EOFError, zipfile.BadZipFile),
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A problem at a cell (`表1 › C7`); at a sheet as a whole where it is about no cell."""

    place: str
    severity: str
    code: str
    message: str
    help: str


class NotMarkedError(Exception):
    """A workbook that can be read, but not written again."""


def marks(options: build.Options, before: build.Checked, plan: Plan) -> Iterator[Mark]:
    """What is doubtful in the tables, and what a check would say of the entries they give.

    `before` is the site as it is, checked.
    """
    for one in plan.doubts:
        place = str(one.params.get("cell") or one.params.get("table") or "")
        yield _mark(place, one)
    if before.project is None:
        return
    changed = {path: text.encode() for path, text in writing.texts(before.project, plan).items()}
    after = build.check(options, changed)
    if after.project is None:
        return
    drafts = {new.code: new.draft for new in plan.new}
    drafts |= {one.item.code: one.draft for one in plan.changed}
    known = {(d.code, d.message) for d in before.diagnostics}
    entries = _by_file(after.project.catalog.items.values())
    for found in after.diagnostics:
        item = _item_at(entries.get(found.span.path, []), found)
        if item and item.code in drafts and (found.code, found.message) not in known:
            yield _mark(_cell(drafts[item.code], item, found), found)


def _mark(place: str, found: Diagnostic) -> Mark:
    return Mark(place, found.severity, found.code, found.message, found.help)


def _by_file(items: Iterable[Item]) -> Mapping[str, list[Item]]:
    """The items of each file from the top down."""
    found: dict[str, list[Item]] = {}
    for item in sorted(items, key=_line):
        found.setdefault(item.entry.span.path, []).append(item)
    return found


def _line(item: Item) -> int:
    return item.entry.span.line


def _item_at(items: list[Item], found: Diagnostic) -> Item | None:
    """The item in whose entry a problem stands: the last that begins above it."""
    number = bisect_right(items, found.span.line, key=_line)
    return items[number - 1] if number else None


def _cell(draft: Draft, item: Item, found: Diagnostic) -> str:
    """The cell of the element in which a problem stands."""
    lines = {span.line: key.partition("/")[0] for key, span in item.entry.spans.items()}
    key = lines.get(found.span.line, "二级事项")
    return str(doubt(found.code, draft.file, draft.row, key).params["cell"])


def marked(data: bytes, found: Iterable[Mark]) -> bytes:
    """A copy of a workbook (XLSX) with its problems.

    Raises:
        NotMarkedError: if the workbook is of a kind of which no copy can be made.
    """
    try:
        book = load_workbook(io.BytesIO(data), rich_text=True)
        _mark_all(book, list(found))
        return _saved(book)
    except _UNREADABLE:
        raise NotMarkedError from None


def _saved(book: Any) -> bytes:
    """The workbook without the moment at which it was saved."""
    out = io.BytesIO()
    book.properties.created = book.properties.modified = _UNDATED
    ExcelWriter(book, zipfile.ZipFile(out, "w")).save()
    return bundle.packed_again(out.getvalue())


def _mark_all(book: Any, found: list[Mark]) -> None:
    name = _free_name(book)
    # A walk over rows and columns would make every cell up to the last one.
    cells = [cell for sheet in book.worksheets for cell in sheet._cells.values()]  # noqa: SLF001
    for cell in cells:
        _cleaned(cell)
    of: dict[str, list[Mark]] = {}
    for mark in found:
        of.setdefault(mark.place, []).append(mark)
    coloured: dict[tuple[str, str], list[str]] = {}
    for place, some in of.items():
        sheet, address = _spot(place)
        if address and sheet in book.sheetnames:
            _comment(book[sheet][address], some)
            worst = max((mark.severity for mark in some), key=_GRAVITY.index)
            coloured.setdefault((sheet, worst), []).append(address)
    for sheet in book.worksheets:
        _colour(sheet, {s: coloured.get((sheet.title, s), []) for s in _GRAVITY})
    sheet = _list(book, name, found)
    if any(cell.data_type == "f" for cell in cells):
        _line_of(sheet, len(found) + 2, ("", "", "说明", "", _FORMULAS, ""))


def _free_name(book: Any) -> str:
    """A name for the list; the one of a check before makes place, a clerk's own sheet does not."""
    for number in count(1):
        name = LIST if number == 1 else f"{LIST}{number}"
        if name not in book.sheetnames:
            break
        if tuple(cell.value for cell in book[name][1]) == _HEAD:
            del book[name]
            break
    return name


def _spot(place: str) -> tuple[str, str]:
    """Sheet and address; a place without an address is a sheet."""
    found = _SPOT.fullmatch(place)
    return (found[1], found[2]) if found else (place, "")


def _cleaned(cell: Any) -> None:
    """Take away what a check before wrote at a cell."""
    if cell.comment and cell.comment.author == _AUTHOR:
        kept = _WAS_KEPT.search(cell.comment.text)
        cell.comment = Comment(cell.comment.text[kept.end() :], kept[1]) if kept else None


def _comment(cell: Any, some: list[Mark]) -> None:
    words = _plain("\n\n".join(f"{m.code} {m.message}\n改法: {m.help}" for m in some))
    old = cell.comment
    kept = f"{_KEPT.format(old.author or '')}{old.text}" if old else ""
    cell.comment = Comment(words + kept, _AUTHOR, width=420, height=160)


def _colour(sheet: Any, coloured: Mapping[str, list[str]]) -> None:
    """Lay the colours over the cells, before every format that is there; earlier ones go."""
    old = sheet.conditional_formatting
    sheet.conditional_formatting = ConditionalFormattingList()
    for severity, addresses in coloured.items():
        fill = PatternFill("solid", fgColor=_COLOURS[severity], bgColor=_COLOURS[severity])
        for at in range(0, len(addresses), _MOST_AREAS):
            area = " ".join(addresses[at : at + _MOST_AREAS])
            sheet.conditional_formatting.add(area, FormulaRule([_OURS], fill=fill))
    ours = len(sheet.conditional_formatting)
    for area in old:
        for rule in area.rules:
            if _OURS not in rule.formula:
                rule.priority += ours
                sheet.conditional_formatting.add(str(area.sqref), rule)


def _list(book: Any, name: str, found: Iterable[Mark]) -> Any:
    sheet = book.create_sheet(name, 0)
    _line_of(sheet, 1, _HEAD)
    for row, mark in enumerate(found, 2):
        table, address = _spot(mark.place)
        words = (_NAMES[mark.severity], mark.code, mark.message, mark.help)
        cells = _line_of(sheet, row, (table, address, *words))
        if address and table in book.sheetnames:
            quoted = table.replace("'", "''")
            cells[1].hyperlink = Hyperlink(cells[1].coordinate, location=f"'{quoted}'!{address}")
    for number, width in enumerate(_WIDTHS):
        sheet.column_dimensions["ABCDEF"[number]].width = width
    sheet.freeze_panes = "A2"
    return sheet


def _line_of(sheet: Any, row: int, texts: Iterable[str]) -> list[Any]:
    """A line of the list, in which text stays text and never becomes a formula."""
    cells = []
    for column, text in enumerate(texts, 1):
        cell = sheet.cell(row, column, _plain(text) or None)
        if text:
            cell.data_type = "s"
        cells.append(cell)
    return cells


def _plain(text: str) -> str:
    """Without control characters, which no workbook can hold."""
    return str(ILLEGAL_CHARACTERS_RE.sub("", text))
