"""Official tables as offices publish them (Excel, Word, HTML, CSV) → their items, cell by cell.

`grid`      cells in rows and columns, merged ones known
`workbook`  XLSX, XLS, ODS → grids        `word`  DOCX → grids        `web`  HTML, CSV → grids
`labels`    what offices call the elements        `heads`  which column holds which element
`items`     what a row says and may mean        `rows`  table → items, what is inferred
`marks`     what a tick, a cross, 同上 and a dash mean
`domains`   which of a county's domains a row is of
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from gongkai_ssg.media import suffix
from gongkai_ssg.tables import web, word, workbook
from gongkai_ssg.tables.grid import Grid, NotATableError
from gongkai_ssg.tables.items import Row, Table
from gongkai_ssg.tables.labels import Labels
from gongkai_ssg.tables.rows import read as _rows

__all__ = ["MOST_BYTES", "NotATableError", "Row", "Table", "read"]
MOST_BYTES = 60_000_000
_READERS: dict[str, Callable[[bytes], Iterator[Grid]]] = {
    **dict.fromkeys(("xlsx", "xlsm", "xls", "et", "ods"), workbook.grids),
    "docx": word.grids,
    **dict.fromkeys(("html", "htm"), web.html_grids),
    **dict.fromkeys(("csv", "txt", "tsv"), web.csv_grids),
}
_REMEDIES = {
    **dict.fromkeys(("doc", "wps"), "是旧格式，请用 Word 或 WPS 打开，另存为 .docx"),
    "pdf": "是 PDF，里面没有表格的格子；请用原来的 Word 或者 Excel 文件",
    **dict.fromkeys(("png", "jpg", "jpeg", "bmp", "gif", "tif", "tiff"), "是图片，读不出文字"),
    **dict.fromkeys(("zip", "rar", "7z"), "是压缩包，请先解开"),
}
# What a file is by its first bytes, whatever its name says.
_BEGINNINGS = {
    b"\x89PNG": "png",
    b"\xff\xd8\xff": "jpg",
    b"GIF8": "gif",
    b"BM": "bmp",
    b"%PDF": "pdf",
    b"Rar!": "rar",
    b"7z\xbc\xaf": "7z",
}
_TEXTS, _BEGIN = ("csv", "txt", "tsv", "html", "htm"), 1024
_KINDS = ".xlsx、.xls、.docx、.csv、.html"


def read(name: str, data: bytes, own: Iterable[str] = ()) -> list[Table]:
    """The tables of a file that hold items; `own` are the keys of a county's own elements.

    Raises:
        NotATableError: if it cannot be read, or has none; in one sentence.
    """
    kind = suffix(name)
    if len(data) > MOST_BYTES:
        raise NotATableError(f"有 {len(data) // 1_000_000} MB，不像是目录表")
    if not data:
        raise NotATableError("是空的")
    if kind not in _READERS:
        raise NotATableError(_REMEDIES.get(kind, f"不是能读的表格；可以读 {_KINDS}"))
    _check_kind(kind, data)
    labels = Labels(own)
    # Portals hand out pages by the name of a workbook.
    is_page = kind not in _TEXTS and data[:_BEGIN].lstrip().lower().startswith(
        (b"<html", b"<table")
    )
    grids = (web.html_grids if is_page else _READERS[kind])(data)
    found = [table for grid in grids if (table := _rows(grid, labels)) is not None]
    if not found:
        raise NotATableError("里没有找到目录表；表头要有“一级事项”“二级事项”“公开内容”这样的名称")
    # A sheet of a workbook may be empty, a domain without items for one; all of them are a mistake.
    if not any(table.rows for table in found):
        raise NotATableError("里只有表头，表头下面没有事项")
    return found


def _check_kind(kind: str, data: bytes) -> None:
    """Refuse a picture or the like that goes by the name of a workbook."""
    if kind not in _TEXTS:
        for beginning, other in _BEGINNINGS.items():
            if data.startswith(beginning):
                raise NotATableError(f"的扩展名改过，其实{_REMEDIES[other]}")
