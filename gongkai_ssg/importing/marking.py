"""Problems put back where the clerk wrote them: into a copy of the workbook itself.

A cell with a problem becomes red (an error) or yellow and carries a comment with sentence and
remedy; a sheet 问题清单 lists all of them. Nothing else in the workbook changes.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.hyperlink import Hyperlink

from gongkai_ssg import build
from gongkai_ssg.diagnostics import Diagnostic
from gongkai_ssg.importing import writing
from gongkai_ssg.importing.items import Draft, doubt
from gongkai_ssg.importing.plan import Plan
from gongkai_ssg.model import Item
from gongkai_ssg.opened.piece import SEPARATOR
from gongkai_ssg.project import Project

LIST = "问题清单"
_COLOURS = {"error": "FFC7CE", "warning": "FFEB9C", "info": "DDEBF7"}
_NAMES = {"error": "错误", "warning": "警告", "info": "提示"}
_GRAVITY = ("info", "warning", "error")
_AUTHOR = "gongkai"
_WIDTHS = (16, 10, 8, 10, 70, 70)


@dataclass(frozen=True, slots=True)
class Mark:
    """A problem at a cell (`表1 › C7`); at a sheet as a whole where it is about no cell."""

    place: str
    severity: str
    code: str
    message: str
    help: str


def marks(options: build.Options, project: Project, plan: Plan) -> Iterator[Mark]:
    """What is doubtful in the tables, and what a check would say of the entries they give."""
    for one in plan.doubts:
        place = str(one.params.get("cell") or one.params.get("table") or "")
        yield _mark(place, one)
    changed = {path: text.encode() for path, text in writing.texts(project, plan).items()}
    after = build.check(options, changed)
    if after.project is None:
        return
    drafts = {new.code: new.draft for new in plan.new}
    drafts |= {one.item.code: one.draft for one in plan.changed}
    known = {(d.code, d.message) for d in build.check(options).diagnostics}
    items = [item for code, item in after.project.catalog.items.items() if code in drafts]
    for found in after.diagnostics:
        item = _item_at(items, found)
        if item and (found.code, found.message) not in known:
            yield _mark(_cell(drafts[item.code], item, found), found)


def _mark(place: str, found: Diagnostic) -> Mark:
    return Mark(place, found.severity, found.code, found.message, found.help)


def _item_at(items: Iterable[Item], found: Diagnostic) -> Item | None:
    """The item in whose entry a problem stands: the last that begins above it."""
    above = [
        item
        for item in items
        if item.entry.span.path == found.span.path and item.entry.span.line <= found.span.line
    ]
    return max(above, key=lambda item: item.entry.span.line, default=None)


def _cell(draft: Draft, item: Item, found: Diagnostic) -> str:
    """The cell of the element in which a problem stands."""
    lines = {span.line: key.partition("/")[0] for key, span in item.entry.spans.items()}
    key = lines.get(found.span.line, "二级事项")
    return str(doubt(found.code, draft.file, draft.row, key).params["cell"])


def marked(data: bytes, found: Iterable[Mark]) -> bytes:
    """A copy of a workbook (XLSX) with its problems."""
    book = load_workbook(io.BytesIO(data))
    if LIST in book.sheetnames:
        del book[LIST]
    everything = list(found)
    of: dict[str, list[Mark]] = {}
    for mark in everything:
        of.setdefault(mark.place, []).append(mark)
    for place, some in of.items():
        sheet, _, address = place.partition(SEPARATOR)
        if address and sheet in book.sheetnames:
            _colour(book[sheet][address], some)
    _list(book, everything)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _colour(cell: Any, some: list[Mark]) -> None:
    worst = max((mark.severity for mark in some), key=_GRAVITY.index)
    words = "\n\n".join(f"{m.code} {m.message}\n改法: {m.help}" for m in some)
    cell.fill = PatternFill("solid", fgColor=_COLOURS[worst])
    cell.comment = Comment(words, _AUTHOR, width=420, height=160)


def _list(book: Any, everything: list[Mark]) -> None:
    sheet = book.create_sheet(LIST, 0)
    sheet.append(["表", "格", "程度", "代码", "问题", "改法"])
    for mark in everything:
        table, _, address = mark.place.partition(SEPARATOR)
        name = _NAMES[mark.severity]
        sheet.append([table, address, name, mark.code, mark.message, mark.help])
        if address and table in book.sheetnames:
            cell = sheet.cell(sheet.max_row, 2)
            cell.hyperlink = Hyperlink(cell.coordinate, location=f"'{table}'!{address}")
    for number, width in enumerate(_WIDTHS):
        sheet.column_dimensions["ABCDEF"[number]].width = width
    sheet.freeze_panes = "A2"
