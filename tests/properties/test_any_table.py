"""Whatever a file holds that is called a table: it is read, or refused in a sentence."""

from __future__ import annotations

import contextlib
import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai_ssg import tables
from gongkai_ssg.tables import NotATableError

VALUES = st.sampled_from(["", "0", "1", "3", "-1", "²", "x", "restart", "99999999999", "6E", "zz"])
WORD = st.sampled_from(
    [
        *("<w:tc>", "<w:tr>", "<w:p>", "<w:t>一级事项</w:t>", "<w:tcPr>", "<w:trPr>"),
        *("<w:sdt>", "<w:sdtContent>", "<w:tbl>", "</>", "</>", "<w:br/>"),
    ]
)
NUMBERED = st.sampled_from(["gridSpan", "gridBefore", "vMerge", "sym"])
MARKS = st.builds('<w:{} w:val="{}" w:char="{}"/>'.format, NUMBERED, VALUES, VALUES)
PAGE = st.sampled_from(
    ["<table>", "<tr>", "<td>", "<th>", "</table>", "<thead>", "<caption>", "一级事项", "二级事项"]
)
CELLS = st.builds("<td rowspan={} colspan={}>".format, VALUES, VALUES)
NAMES = st.sampled_from(["a.xlsx", "a.xls", "a.ods", "a.docx", "a.html", "a.csv", "a.txt"])


def read(name: str, data: bytes) -> None:
    with contextlib.suppress(NotATableError):
        tables.read(name, data)


def closed(parts: list[str]) -> str:
    """XML in which each tag is closed."""
    open_: list[str] = []
    out: list[str] = []
    for part in parts:
        if part != "</>":
            out.append(part)
            open_ += [part[1:-1]] if part.endswith(">") and "/" not in part else []
        elif open_:
            out.append(f"</{open_.pop()}>")
    return "".join((*out, *(f"</{name}>" for name in reversed(open_))))


@given(st.lists(WORD | MARKS, max_size=40).map(closed))
@settings(deadline=None, max_examples=200)
def test_any_word_table(body: str) -> None:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        whole = f'<w:document xmlns:w="{space}"><w:body><w:tbl>{body}</w:tbl></w:body></w:document>'
        packed.writestr("word/document.xml", whole)
    read("a.docx", out.getvalue())


@given(st.lists(PAGE | CELLS, max_size=60).map("".join))
@settings(deadline=None, max_examples=200)
def test_any_page(text: str) -> None:
    read("a.html", text.encode())


@given(NAMES, st.binary(max_size=200))
@settings(deadline=None, max_examples=200)
def test_any_bytes_under_any_name(name: str, data: bytes) -> None:
    read(name, data)


def workbook() -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["序号", "一级事项", "二级事项", "公开内容"])
    book.active.append(["1", "甲", "乙", "丙"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def document() -> bytes:
    import docx

    paper = docx.Document()
    paper.add_table(2, 4).cell(0, 1).text = "一级事项"
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


WHOLE = {"a.xlsx": workbook(), "a.docx": document()}


@pytest.mark.parametrize("name", WHOLE)
@given(st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=20))
@settings(deadline=None, max_examples=150)
def test_a_damaged_file(name: str, damage: list[tuple[float, int]]) -> None:
    data = bytearray(WHOLE[name])
    for at, byte in damage:
        data[int(at * len(data))] = byte
    read(name, bytes(data))
