"""Workbooks (XLSX, XLSM, XLS, ODS, ET) → grids, one for each sheet."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from gongkai_ssg.opened import books
from gongkai_ssg.opened.books import Sheet
from gongkai_ssg.opened.extent import DAMAGED, extent
from gongkai_ssg.opened.piece import TOO_SLOW
from gongkai_ssg.tables.grid import Grid, NotATableError, grid

# Unpacked; the largest catalogs of provinces stay far below.
MOST_BYTES = 300_000_000
_OLE = b"\xd0\xcf\x11\xe0"
_UNREADABLE = "读不出来，请用 Excel 打开，另存为 .xlsx"
_SLOW = f"{TOO_SLOW}，请用 Excel 打开，另存为 .xlsx"
_LOCKED = b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"


def grids(data: bytes) -> Iterator[Grid]:
    """Every sheet with something in it, hidden ones, too.

    Raises:
        NotATableError: if the file is locked, damaged or too large.
    """
    check_size(data)
    _check_extent(data)
    if data.startswith(_OLE) and _LOCKED in data:
        raise NotATableError("有密码，先在 Excel 里去掉密码再保存")
    try:
        book = books.read(data)
    except books.LockedError:
        raise NotATableError("有密码，先在 Excel 里去掉密码再保存") from None
    except books.DamagedError as error:
        slow = str(error) == TOO_SLOW
        raise NotATableError(_SLOW if slow else _UNREADABLE) from None
    for sheet in book:
        if sheet.is_of_cells:
            found = _grid(sheet)
            if found.rows:
                yield found


def check_size(data: bytes) -> None:
    """Refuse what unpacks to more than a workbook can be.

    Raises:
        NotATableError: if it does.
    """
    if not data.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            size = sum(one.file_size for one in packed.infolist())
    except DAMAGED:
        raise NotATableError("文件坏了，打不开；请重新保存或者重新下载") from None
    if size > MOST_BYTES:
        raise NotATableError(f"解开以后有 {size // 1_000_000} MB，不像是目录表")


def _check_extent(data: bytes) -> None:
    """Refuse a workbook in which a cell stands so far out that all before it is empty."""
    try:
        found = extent(data)
    except ValueError:
        raise NotATableError("文件坏了，打不开；请重新保存或者重新下载") from None
    if found.is_too_large:
        raise NotATableError(
            f"里有一格在很远的地方（第 {found.row} 行、第 {found.column} 列以内大多是空的）；"
            "请把目录复制到一张新的工作表里"
        )


def unpacked(packed: zipfile.ZipFile, name: str) -> bytes:
    """A file of a zip, no longer than it says; what says too little is cut and reads as damaged."""
    with packed.open(name) as file:
        return file.read(packed.getinfo(name).file_size)


def _grid(sheet: Sheet) -> Grid:
    if sheet.rows is None:
        raise NotATableError(_UNREADABLE)
    rows = ([_text(value) for value in row] for row in sheet.rows)
    return grid(sheet.name, rows, sheet.merged)


def _text(value: object) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, date | time | timedelta):
        return str(value)
    return "" if value is None else str(value).strip()
