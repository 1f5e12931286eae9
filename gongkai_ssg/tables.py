"""An office's table in a workbook → rows by the names of our elements, each cell with its place.

The head is found by its words, in one row or two; columns may stand in any order and bear any of
the names that offices give them. A merged cell holds for all that it covers.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time

import python_calamine
from python_calamine import CalamineSheet, CalamineWorkbook

from gongkai_ssg.opened.piece import SEPARATOR
from gongkai_ssg.opened.sheets import letters

# What offices write above a column, without blanks and brackets.
_LABELS = {
    "编码": ("编码", "事项编码", "公开事项编码", "事项编号", "编号", "基本编码"),
    "一级事项": ("一级事项", "公开事项一级", "一级公开事项", "事项类别"),
    "二级事项": (
        "二级事项",
        "公开事项二级",
        "二级公开事项",
        "事项名称",
        "公开事项名称",
        "公开事项",
    ),
    "公开依据": ("公开依据", "依据", "法律依据", "法定依据", "设定依据", "政策依据"),
    "公开时限": ("公开时限", "时限", "公开时间", "公开期限", "时限要求"),
}
_KEYS = {label: key for key, labels in _LABELS.items() for label in labels}
_BRACKETS = re.compile(r"[（(【\[].*?[)）】\]]")
_HEAD_ROWS, _LEAST = 15, 2


class NotATableError(Exception):
    """The file is no workbook, or holds no such table; the message is for the clerk."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell says, and where it stands (`表1 › C7`)."""

    text: str
    place: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table by the names of our elements."""

    cells: Mapping[str, Cell]
    place: str

    def text(self, key: str) -> str:
        """What stands under a column, or the empty string."""
        return self.cells[key].text if key in self.cells else ""


def read(data: bytes) -> list[Row]:
    """The rows of every sheet that has such a table.

    Raises:
        NotATableError: if the file cannot be read, or no sheet has one.
    """
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        rows = [row for name in book.sheet_names for row in _sheet(book.get_sheet_by_name(name))]
    except python_calamine.PasswordError:
        raise NotATableError("文件有密码，先在 Excel 里去掉密码再保存") from None
    except (python_calamine.CalamineError, OSError, ValueError):
        raise NotATableError("不是能读的 Excel 表格；请用 Excel 另存为 .xlsx") from None
    if not rows:
        names = "、".join(_LABELS)
        raise NotATableError(f"没有找到标准目录表: 表头要有 {names} 中的“二级事项”和另外一栏")
    return rows


def _sheet(sheet: CalamineSheet) -> Iterator[Row]:
    cells = [[_text(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    for first, last in _merged(sheet):
        _fill(cells, first, last)
    head, columns = _head(cells)
    for number, row in enumerate(cells[head:], head):
        named = {
            key: Cell(row[at], f"{sheet.name}{SEPARATOR}{letters(at)}{number + 1}")
            for key, at in columns.items()
            if at < len(row) and row[at]
        }
        name = named.get("二级事项")
        if name and _KEYS.get(_label(name.text)) is None:
            yield Row(named, name.place)


def _merged(sheet: CalamineSheet) -> Sequence[tuple[tuple[int, int], tuple[int, int]]]:
    """Merged ranges; calamine knows them of XLSX, and of no other kind."""
    try:
        return list(sheet.merged_cell_ranges or ())
    except (python_calamine.CalamineError, AttributeError):
        return ()


def _fill(cells: list[list[str]], first: tuple[int, int], last: tuple[int, int]) -> None:
    (top, left), (bottom, right) = first, last
    if top >= len(cells) or left >= len(cells[top]):
        return
    for row in cells[top : bottom + 1]:
        row[left : right + 1] = [cells[top][left]] * len(row[left : right + 1])


def _head(cells: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]]:
    """Below which row the table begins, and in which column each element stands."""
    best: tuple[int, dict[str, int]] = (len(cells), {})
    for number in range(min(_HEAD_ROWS, len(cells))):
        lower = cells[number + 1] if number + 1 < len(cells) else ()
        two = _columns(cells[number], lower)
        one = _columns(cells[number], ())
        depth, columns = (2, two) if len(two) > len(one) else (1, one)
        if "二级事项" in columns and len(columns) >= _LEAST and len(columns) > len(best[1]):
            best = (number + depth, columns)
    return best


def _columns(upper: Sequence[str], lower: Sequence[str]) -> dict[str, int]:
    """The columns of a head; what stands below is more exact than what stands above."""
    found: dict[str, int] = {}
    for words in (lower, upper):
        for at, text in enumerate(words):
            key = _KEYS.get(_label(text))
            if key and key not in found and at not in found.values():
                found[key] = at
    return found


def _label(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text)
    return re.sub(r"\s", "", _BRACKETS.sub("", plain))


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date | time):
        return value.isoformat()
    return "" if value is None else str(value).strip()
