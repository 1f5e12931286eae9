"""Official tables as offices publish them (Excel, Word, HTML, CSV) → their items, cell by cell.

`grid`      cells in rows and columns, merged ones known
`workbook`  XLSX, XLS, ODS → grids        `word`  DOCX → grids        `web`  HTML, CSV → grids
`labels`    what offices call the elements        `heads`  which column holds which element
`rows`      items as they are written, and what can be inferred
`domains`   which of a county's domains a row is of
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from gongkai_ssg.media import suffix
from gongkai_ssg.tables import web, word, workbook
from gongkai_ssg.tables.grid import Grid, NotATableError
from gongkai_ssg.tables.labels import Labels
from gongkai_ssg.tables.rows import Row, Table
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
    labels = Labels(own)
    grids = _READERS[kind](data)
    found = [table for grid in grids if (table := _rows(grid, labels)) is not None]
    if not found:
        raise NotATableError("里没有找到目录表；表头要有“一级事项”“二级事项”“公开内容”这样的名称")
    return found
