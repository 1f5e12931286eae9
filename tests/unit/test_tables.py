"""Tables as offices publish them: the same items from Excel, Word, a page and a text file."""

from __future__ import annotations

import io
import struct
import time
import tracemalloc
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from gongkai_ssg import tables
from gongkai_ssg.tables import NotATableError, Row, Table, workbook
from gongkai_ssg.tables.grid import grid

TITLE = "某县社会救助领域基层政务公开标准目录"
HEAD = [
    *("序号", "公开事项", "", "公开内容（要素）", "公开依据", "公开时限", "公开主体"),
    *("公开渠道和载体", "公开对象", "", "公开方式", "", "公开层级", ""),
]
PARTS = [
    *("", "一级事项", "二级事项", "", "", "", "", "", "全社会", "特定群众", "主动", "依申请"),
    *("县级", "乡、村级"),
]
FIRST = [
    *("1", "最低生活保障", "办事指南", "1.条件\n2.材料", "《办法》", "20个工作日内", "县民政局"),
    *("■政府网站\n□广播电视", "√", "", "√", "", "√", "√"),
]
SECOND = [
    *("2", "", "审核信息", "名单", "", "同上", "", "■公示栏", "", "困难群众", "√", "", "", "√")
]
ROWS = [[TITLE, *[""] * 13], HEAD, PARTS, FIRST, SECOND]
MERGED = [((0, 0), (0, 13)), ((1, 1), (1, 2)), ((1, 8), (1, 9)), ((3, 1), (4, 1)), ((3, 4), (4, 4))]


def xlsx(rows: Sequence[Sequence[object]], merged: Any = ()) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "目录"
    for row in rows:
        book.active.append([cell or None for cell in row])
    for (top, left), (bottom, right) in merged:
        book.active.merge_cells(
            start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1
        )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def word(rows: Sequence[Sequence[object]], merged: Any = ()) -> bytes:
    document = docx.Document()
    document.add_paragraph(TITLE)
    table = document.add_table(len(rows), len(rows[0]))
    for number, row in enumerate(rows):
        for at, cell in enumerate(row):
            table.cell(number, at).text = str(cell)
    for (top, left), (bottom, right) in merged:
        text = rows[top][left]
        table.cell(top, left).merge(table.cell(bottom, right)).text = str(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def html(rows: Sequence[Sequence[object]], merged: Any = ()) -> bytes:
    spans = {top: (bottom[0] - top[0] + 1, bottom[1] - top[1] + 1) for top, bottom in merged}
    hidden = {
        (r, c)
        for (top, left), (bottom, right) in merged
        for r in range(top, bottom + 1)
        for c in range(left, right + 1)
        if (r, c) != (top, left)
    }
    lines = []
    for r, row in enumerate(rows):
        cells = ""
        for c, cell in enumerate(row):
            if (r, c) not in hidden:
                down, across = spans.get((r, c), (1, 1))
                text = str(cell).replace("\n", "<br>")
                cells += f'<td rowspan="{down}" colspan={across}><p>{text}</p></td>'
        lines.append(f"<tr>{cells}</tr>")
    outer = f"<table><tr><td><table>{''.join(lines)}</table></td></tr></table>"
    return f"<html><meta charset=gb2312><body><p>前言{outer}</body></html>".encode("gb18030")


def text(rows: Sequence[Sequence[object]], _merged: Any = ()) -> bytes:
    lines = (",".join(f'"{cell}"' for cell in row) for row in rows)
    return "\r\n".join(lines).encode("gb18030")


FORMS: dict[str, Callable[..., bytes]] = {
    "目录.xlsx": xlsx,
    "目录.docx": word,
    "目录.htm": html,
    "目录.csv": text,
}


def only(name: str, data: bytes) -> Table:
    (table,) = tables.read(name, data)
    return table


@pytest.mark.parametrize("name", FORMS)
def test_every_form_gives_the_same_items(name: str) -> None:
    table = only(name, FORMS[name](ROWS, MERGED))
    first, second = table.rows
    assert (first.number, second.number) == (4, 5)
    said = {key: one.text for key, one in first.said.items()}
    assert said == {
        "一级事项": "最低生活保障",
        "二级事项": "办事指南",
        "公开内容": "1.条件\n2.材料",
        "公开依据": "《办法》",
        "公开时限": "20个工作日内",
        "公开主体": "县民政局",
        "公开渠道": "■政府网站\n□广播电视",
        "公开对象/全社会": "√",
        "公开方式/主动": "√",
        "公开层级/县级": "√",
        "公开层级/乡、村级": "√",
    }
    assert {key: one.text for key, one in second.said.items()} == {
        "二级事项": "审核信息",
        "公开内容": "名单",
        "公开时限": "同上",
        "公开渠道": "■公示栏",
        "公开对象/特定群众": "困难群众",
        "公开方式/主动": "√",
        "公开层级/乡、村级": "√",
    }


@pytest.mark.parametrize("name", FORMS)
def test_what_is_inferred_stands_beside_with_its_source(name: str) -> None:
    table = only(name, FORMS[name](ROWS, MERGED))
    second = table.rows[1]
    merged = not name.endswith("csv")
    found = {key: (one.text, one.why, one.said) for key, one in second.inferred.items()}
    sheet = "目录" if name.endswith("xlsx") else "表" if name.endswith("csv") else "表1"
    why = "合并单元格 " if merged else "空白，取自上一行 "
    assert found == {
        "一级事项": ("最低生活保障", f"{why}{sheet} › B4", merged),
        "公开依据": ("《办法》", f"{why}{sheet} › E4", merged),
        "公开时限": ("20个工作日内", f"同上，取自 {sheet} › F4", True),
        "公开主体": ("县民政局", f"空白，取自上一行 {sheet} › G4", False),
    }


def test_word_reads_ticks_set_in_wingdings() -> None:
    document = docx.Document(io.BytesIO(word(ROWS, MERGED)))
    cell = document.tables[0].cell(3, 7)
    cell.text = ""
    for code, name in (("F0FE", "政府网站"), ("F0A3", "广播电视")):
        run = cell.paragraphs[0].add_run()
        symbol = OxmlElement("w:sym")
        symbol.set(qn("w:font"), "Wingdings 2")
        symbol.set(qn("w:char"), code)
        run._r.append(symbol)
        run.add_text(name)
    out = io.BytesIO()
    document.save(out)
    assert only("a.docx", out.getvalue()).rows[0].text("公开渠道") == "☑政府网站□广播电视"


def test_the_head_may_be_repeated_and_stand_below_other_rows() -> None:
    rows = [[TITLE], ["单位: 县民政局"], HEAD, PARTS, FIRST, HEAD, PARTS, SECOND, ["注：■为必选项"]]
    table = only("a.xlsx", xlsx(rows))
    assert [row.number for row in table.rows] == [5, 8]
    assert table.notes == ("注：■为必选项",)
    assert TITLE in table.above


def test_other_orders_names_and_columns() -> None:
    rows = [
        [
            "事项类别",
            "序号",
            "事项名称",
            "责任单位",
            "公开载体",
            "时限",
            "法律依据",
            "要素",
            "责任科室",
        ],
        ["政策文件", 1, "法律法规", "县民政局", "政府网站", "长期", "《法》", "文本", "社会救助股"],
    ]
    rows[0][7] = "公开要素"
    table = only("a.xlsx", xlsx(rows))
    (row,) = table.rows
    assert table.unknown == ("责任科室",)
    assert row.text("一级事项") == "政策文件"
    assert row.text("公开主体") == "县民政局"
    assert row.text("公开内容") == "文本"
    assert row.text("公开依据") == "《法》"


def test_a_table_that_stands_upright_is_one_item_each() -> None:
    one = [
        ["一级事项", "最低生活保障"],
        ["二级事项", "办事指南"],
        ["公开内容", "条件"],
        ["公开依据", "《办法》"],
        ["公开时限", "20个工作日内"],
    ]
    two = [[label, f"{value}二"] for label, value in one]
    two[-1][1] = "/"
    table = only("a.xlsx", xlsx([*one, ["", ""], *two]))
    assert [row.text("二级事项") for row in table.rows] == ["办事指南", "办事指南二"]
    assert table.rows[1].said["公开依据"].place == "目录 › B10"
    assert (table.rows[1].text("公开时限"), table.rows[1].place_of("公开时限")) == (
        "",
        "目录 › B11",
    )


def test_a_head_is_no_upright_table() -> None:
    head = ["领域", "编码", "公开依据", "公开时限", "公开主体", "公开渠道", "咨询电话", "办事指南"]
    rows = [head, ["社会救助", "1", "《办法》", "长期", "县民政局", "网站", "0000-1", "大厅"]]
    with pytest.raises(NotATableError, match="没有找到目录表"):
        tables.read("a.xlsx", xlsx(rows))


@pytest.mark.parametrize("nothing", ["—", "--", "/", "—无", "—\n否", "无"])
def test_a_cell_that_says_nothing_is_empty_and_takes_nothing_from_above(nothing: str) -> None:
    second = [*SECOND]
    second[4], second[8], second[11] = nothing, nothing, nothing
    row = only("a.xlsx", xlsx([HEAD, PARTS, FIRST, second])).rows[1]
    assert row.meant("公开依据") == ""
    assert row.parts("公开对象") == {"特定群众": "困难群众"}
    assert row.parts("公开方式") == {"主动": "√"}


def test_group_and_label_in_one_cell() -> None:
    head = ["公开事项:一级事项", "公开事项：二级事项", "公开内容（要素）", "公开层级:乡、村级"]
    row = only("a.xlsx", xlsx([head, ["类", "名", "内容", "√"]])).rows[0]
    assert {key: one.text for key, one in row.said.items()} == {
        "一级事项": "类",
        "二级事项": "名",
        "公开内容": "内容",
        "公开层级/乡、村级": "√",
    }


def test_words_for_screen_readers_are_no_values() -> None:
    page = (
        "<table><tr><th>一级事项<th>二级事项<th>公开内容<th>主动<th>依申请</tr>"
        "<tr><td>类<th><a href='x'>名</a> <span>SHJZ-01-01</span><td>内容"
        "<td><span>√</span><span class='vh'>是</span>"
        "<td><span>—</span><span class='sr-only'>否</span></tr></table>"
    )
    row = only("a.html", page.encode()).rows[0]
    assert [row.text(key) for key in ("编码", "二级事项")] == ["SHJZ-01-01", "名"]
    assert row.parts("公开方式") == {"主动": "√"}


def test_a_county_s_own_element_goes_by_its_key() -> None:
    rows = [["一级事项", "二级事项", "公开内容", "责任部门"], ["类", "名", "内容", "救助股"]]
    (own,) = tables.read("a.xlsx", xlsx(rows), ["责任部门"])
    assert own.rows[0].text("责任部门") == "救助股"
    (other,) = tables.read("a.xlsx", xlsx(rows))
    assert other.rows[0].text("公开主体") == "救助股"


@pytest.mark.parametrize(("first", "name"), [(["编码", "领域"], "=甲"), (["领域", "编码"], "'=甲")])
def test_a_data_file_s_guard_against_formulas_is_no_part_of_the_text(
    first: list[str], name: str
) -> None:
    rows = [[*first, "一级事项", "二级事项", "公开内容"], ["", "", "类", "'=甲", "内容"]]
    assert only("a.csv", text(rows)).rows[0].text("二级事项") == name


def test_titles_of_parts_are_no_items() -> None:
    rows = [HEAD, PARTS, FIRST, ["（二）临时救助", *[""] * 13], SECOND]
    merged = [((3, 0), (3, 13))]
    table = only("a.xlsx", xlsx(rows, merged))
    assert [(row.number, row.section) for row in table.rows] == [(3, ""), (5, "（二）临时救助")]


def test_a_row_that_says_nothing_itself_belongs_to_the_row_above() -> None:
    """Items may be merged over two rows."""
    down = [((2, column), (3, column)) for column in range(14)]
    table = only("a.xlsx", xlsx([HEAD, PARTS, FIRST, [], FIRST], down))
    assert [row.place for row in table.rows] == ["目录 › C3", "目录 › C5"]


def test_a_row_of_which_nothing_is_known_has_a_place() -> None:
    assert Row("目录", 7, {}).place == "目录 › A7"


def test_an_item_s_name_is_not_taken_from_the_item_before() -> None:
    nameless = ["3", "", "", "内容", *[""] * 10]
    row = only("a.xlsx", xlsx([HEAD, PARTS, FIRST, nameless])).rows[1]
    assert "二级事项" not in row.inferred
    assert row.meant("一级事项") == "最低生活保障"


def test_ditto_above_which_nothing_stands_says_nothing() -> None:
    first = [*FIRST]
    first[5] = "同上"
    row = only("a.xlsx", xlsx([HEAD, PARTS, first])).rows[0]
    assert (row.text("公开时限"), row.inferred) == ("同上", {})


def test_several_tables_in_one_file() -> None:
    book = openpyxl.Workbook()
    book.active.append(["说明", "随便什么"])
    for name in ("社会救助", "征地补偿"):
        sheet = book.create_sheet(name)
        for row in (HEAD, PARTS, FIRST):
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    found = tables.read("a.xlsx", out.getvalue())
    assert [(table.name, len(table.rows)) for table in found] == [("社会救助", 1), ("征地补偿", 1)]


OLE = b"\xd0\xcf\x11\xe0"


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 400_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.xlsx", b"", "是空的"),
        ("a.xlsx", xlsx([["姓名", "金额"]]), "没有找到目录表"),
        ("a.xlsx", b"PK\3\4nonsense", "文件坏了"),
        ("a.xls", b"\xd0\xcf\x11\xe0nonsense", "读不出来"),
        ("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le") + b"\0", "有密码"),
        ("a.docx", xlsx([["x"]]), "另存为 .docx"),
        ("a.doc", b"x", "另存为 .docx"),
        ("a.pdf", b"%PDF-", "是 PDF"),
        ("a.png", b"\x89PNG", "是图片"),
        ("a.zip", b"PK", "先解开"),
        ("a.exe", b"MZ", "不是能读的表格"),
        ("a.csv", "序号,一级".encode() + b"\xff\xff\x81", "读不出来"),
        ("a.csv", b"a\0b", "不是文本文件"),
        ("a.html", b"<p>no table", "没有找到目录表"),
        ("a.html", b"<table><tr><td>" * 2000, "有 2000 张表"),
        ("a.xlsx", b"\x89PNG\r\n", "其实是图片"),
        ("a.docx", b"%PDF-1.7", "其实是 PDF"),
        ("a.xlsx", OLE + bytes(200_000) + "EncryptedPackage".encode("utf-16-le") + b"\0", "有密码"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(name: str, data: bytes, words: str) -> None:
    with pytest.raises(NotATableError, match=words):
        tables.read(name, data)


def test_a_zip_bomb_is_not_unpacked() -> None:
    with pytest.raises(NotATableError, match="400 MB"):
        tables.read("a.xlsx", bomb())
    assert workbook.MOST_BYTES < 400_000_000


@pytest.mark.parametrize("written", ["²", "一", "-3", "2px", "", "9" * 5000, "0"])
def test_a_span_that_is_no_number_counts_as_one(written: str) -> None:
    rows = "".join(f"<tr>{''.join(f'<td>{cell}' for cell in row)}" for row in (HEAD, PARTS, FIRST))
    page = f"<table>{rows.replace('<td>1', f'<td colspan={written!r}>1', 1)}</table>"
    data = page.replace("'", '"').encode()
    if written == "9" * 5000:
        data = data.replace(b"colspan", b"rowspan")
    assert only("a.html", data).rows[0].text("二级事项") == "办事指南"


def paper(body: str, *, encoding: str = "utf-8") -> bytes:
    """A Word document by its XML."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    whole = f'<?xml version="1.0" encoding="{encoding}"?><w:document xmlns:w="{space}">'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", f"{whole}<w:body>{body}</w:body></w:document>")
    return out.getvalue()


def lines(rows: Sequence[Sequence[str]], before: str = "") -> str:
    """Rows of a Word table; `before` stands in each cell."""
    cells = (
        "".join(f"<w:tc>{before}<w:p><w:r><w:t>{cell}</w:t></w:r></w:p></w:tc>" for cell in row)
        for row in rows
    )
    return "".join(f"<w:tr>{row}</w:tr>" for row in cells)


@pytest.mark.parametrize("value", ["²", "x", "-1", "", "0", "９"])
def test_numbers_in_a_word_table_that_are_none(value: str) -> None:
    before = f'<w:tcPr><w:gridSpan w:val="{value}"/></w:tcPr>'
    before += f'<w:p><w:r><w:sym w:char="{value}"/></w:r></w:p>'
    table = lines([HEAD, PARTS, FIRST], before)
    table = table.replace("<w:tr>", f'<w:tr><w:trPr><w:gridBefore w:val="{value}"/></w:trPr>')
    found = only("a.docx", paper(f"<w:tbl>{table}</w:tbl>"))
    assert found.rows[0].text("二级事项") == "办事指南"


def test_a_cell_that_is_merged_over_thousands_of_rows_of_a_word_table() -> None:
    def down(value: str) -> str:
        merge = f'<w:tcPr><w:vMerge w:val="{value}"/></w:tcPr>'
        return f"<w:tc>{merge}<w:p><w:r><w:t>类</w:t></w:r></w:p></w:tc>"

    rows = [[f"事项{n}", "内容"] for n in range(3000)]
    first, rest = lines([["一级事项", "二级事项", "公开内容"]]), lines(rows)
    merged = rest.replace("<w:tr>", f"<w:tr>{down('restart')}", 1)
    merged = merged.replace("<w:tr><w:tc><w:p>", f"<w:tr>{down('continue')}<w:tc><w:p>")
    found = only("a.docx", paper(f"<w:tbl>{first}{merged}</w:tbl>"))
    assert len(found.rows) == 3000
    assert found.rows[-1].inferred["一级事项"].why == "合并单元格 表1 › A2"


TABLE = "<table><tr><td>序号<td>一级事项<td>二级事项<td>公开内容<tr><td>1<td>甲<td>乙<td>丙"
ROW = "<w:tbl><w:tr>{}</w:tr></w:tbl>"
WIDE = '<w:tc><w:tcPr><w:gridSpan w:val="99999"/></w:tcPr><w:p/></w:tc>'
CONTROLS = f"{'<w:sdt><w:sdtContent>' * 9000}{'</w:sdtContent></w:sdt>' * 9000}"
NESTED = f"<w:tc>{'<w:p><w:r><w:t>x</w:t></w:r>' * 9000}{'</w:p>' * 9000}</w:tc>"
FILES = [
    ("a.html", TABLE + "<tr>" + "<td rowspan=65534 colspan=9>x" * 20, ""),
    ("a.html", TABLE + "<tr><td colspan=1000>x" * 50, ""),
    ("a.html", TABLE + "<tr>" + "<td colspan=1000>x" * 50, "超过 200 列"),
    ("a.html", TABLE + "<tr><td rowspan=65534 colspan=200>x" * 20_000, "超过 200 列"),
    ("a.html", TABLE + "<tr>" * 20_000 + "<td>x" * 190, "有 20002 行、190 列"),
    ("a.html", "<table><tr><td>" * 20_000 + TABLE, "一层套一层"),
    ("a.html", "<div>" * 200 + "<table></table>" * 9_000 + TABLE, "张表"),
    ("a.html", "<div>" * 200 + "<table></table>" * 200 + TABLE, ""),
    ("a.docx", paper(ROW.format(WIDE * 50)), "超过 200 列"),
    ("a.docx", paper(ROW.format(WIDE) * 50), "没有找到目录表"),
    ("a.docx", paper(ROW.format(CONTROLS)), "没有找到目录表"),
    ("a.docx", paper(CONTROLS), "没有找到目录表"),
    ("a.docx", paper(ROW.format(NESTED)), "没有找到目录表"),
    ("a.docx", paper("", encoding="gb18030"), "另存为 .docx"),
    ("a.docx", paper("", encoding="nonsense"), "另存为 .docx"),
    ("a.docx", paper(ROW.format("<w:tc/>" * 4_500_000)), "里的文字有 31 MB，请分成几个文件"),
    ("a.html", TABLE + "<tr><td>x" * 2_500_000, "有 22 MB，请分成几个文件"),
]


@pytest.mark.parametrize(("name", "data", "words"), FILES, ids=range(len(FILES)))
def test_what_would_fill_the_memory_is_read_or_refused_at_once(
    name: str, data: str | bytes, words: str
) -> None:
    begun = time.monotonic()
    tracemalloc.start()
    said = ""
    try:
        tables.read(name, data.encode() if isinstance(data, str) else data)
    except NotATableError as error:
        said = str(error)
    finally:
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert (words in said) if words else not said
    assert most < 200_000_000
    assert time.monotonic() - begun < 20


def test_ranges_that_cover_each_other_again_and_again_are_refused() -> None:
    ranges = [((0, n), (999, 99)) for n in range(50)]
    with pytest.raises(NotATableError, match="互相重叠"):
        grid("表", [["x"] * 100] * 1000, ranges)


@pytest.mark.parametrize("rows", [(), ([*FIRST],) * 3])
def test_a_csv_with_a_quote_that_stays_open_loses_no_lines_in_silence(rows: Any) -> None:
    data = text([HEAD, PARTS, FIRST]) + b'\r\n2,"no end\r\n' + text([*rows])
    with pytest.raises(NotATableError, match="引号没有配对"):
        tables.read("a.csv", data.replace(b'"2","', b"2,"))


def repacked(data: bytes, change: Callable[[str, bytes], tuple[str, bytes]]) -> bytes:
    """A workbook with other files in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(*change(name, old.read(name)))
    return out.getvalue()


FAR = (
    b'<row r="9"><c r="A4000000000" t="str"><v>x</v></c></row>',
    b'<row r="9"><c r="ZZZZZ9" t="str"><v>x</v></c></row>',
    b'<row r="9"><c r="xfd1048576" t="str"><v>x</v></c></row>',
    b'<row r="9"><c r = "XFD0001048576" t="str"><v>x</v></c></row>',
    b'<row r="90000000"><c t="str"><v>x</v></c></row>',
    b'<row r="1048576">' + b'<c t="str"><v>x</v></c>' * 30 + b"</row>",
)


@pytest.mark.parametrize("far", FAR)
@pytest.mark.parametrize("place", ["xl/worksheets/sheet1.xml", "xl/others/one.xml"])
def test_a_cell_far_out_is_found_however_it_is_written(far: bytes, place: str) -> None:
    """calamine would end the whole process."""

    def change(name: str, data: bytes) -> tuple[str, bytes]:
        data = data.replace(b"</sheetData>", far + b"</sheetData>")
        data = data.replace(b"worksheets/sheet1.xml", place.removeprefix("xl/").encode())
        return (place if name == "xl/worksheets/sheet1.xml" else name), data

    with pytest.raises(NotATableError, match="很远的地方"):
        tables.read("a.xlsx", repacked(xlsx([HEAD, PARTS, FIRST]), change))


def test_addresses_that_are_of_no_sheet_are_not_looked_at() -> None:
    """The list of formulas has one entry for each, and no rows."""
    data = repacked(xlsx([HEAD, PARTS, FIRST]), lambda name, data: (name, data))
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as packed:
        packed.writestr(
            "xl/calcChain.xml", b"<calcChain>%s</calcChain>" % (b'<c r="A9"/>' * 20_000)
        )
        packed.writestr("xl/drawings/drawing1.xml", b'<a:fillToRect r="100000"/>' * 3)
    assert len(only("a.xlsx", out.getvalue()).rows) == 1


def test_a_zip_of_a_later_kind_is_said() -> None:
    data = bytearray(xlsx([HEAD, PARTS, FIRST]))
    data[data.rindex(b"PK\x01\x02") + 6] = 161
    with pytest.raises(NotATableError, match="文件坏了"):
        tables.read("a.xlsx", bytes(data))


def test_a_cell_far_out_takes_no_memory() -> None:
    book = openpyxl.Workbook()
    book.active.append(["一级事项", "二级事项", "公开内容"])
    book.active["XFD1048576"] = "x"
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(NotATableError, match="很远的地方（第 1048576 行、第 16384 列"):
        tables.read("a.xlsx", out.getvalue())


def test_a_zip_that_says_too_little_of_its_size_is_not_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b"<a>" + b"0" * 50_000_000)
    data = bytearray(out.getvalue())
    struct.pack_into("<I", data, data.rfind(b"PK\1\2") + 24, 1000)
    tracemalloc.start()
    with pytest.raises(NotATableError, match=r"另存为 \.docx"):
        tables.read("a.docx", bytes(data))
    assert tracemalloc.get_traced_memory()[1] < 10_000_000
    tracemalloc.stop()


def test_a_page_under_the_name_of_a_workbook_is_read() -> None:
    assert only("a.xls", html(ROWS, MERGED)).rows[0].text("二级事项") == "办事指南"


def test_fifty_thousand_rows_are_read() -> None:
    rows = [HEAD, PARTS, *([[str(n), "类", f"事项{n}", "内容"] for n in range(50_000)])]
    assert len(only("a.csv", text(rows)).rows) == 50_000


CONTENT = "对象;条件;标准;时限;方式;主体;依据;渠道;" + "材料;" * 20


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
@pytest.mark.parametrize("title", [[], ["社会救助领域；目录、清单，2026;1;2;3;4;5;6;7;8;9,,,"]])
def test_the_head_says_what_stands_between_the_cells(delimiter: str, title: list[str]) -> None:
    """However many commas and semicolons its cells and the lines above it have."""
    row = ["1", "低保", "对象", CONTENT.replace(";", ";,"[delimiter == ";"])]
    lines = [["序号", "一级事项", "二级事项", "公开内容"], row, row]
    data = "\n".join([*title, *(delimiter.join(line) for line in lines)])
    first, _ = only("a.csv", data.encode()).rows
    assert first.text("公开内容") == row[-1]


def test_a_text_file_that_stands_upright_says_by_its_labels_what_stands_between() -> None:
    lines = ["一级事项,低保", "二级事项,对象", f"公开内容,{CONTENT}", "公开依据,《办法》"]
    (row,) = only("a.csv", "\n".join(lines).encode()).rows
    assert row.text("公开内容") == CONTENT


@pytest.mark.parametrize("page", [b"<div>" * 200_000, b"<b>" * 9_000 + b"</b>" * 9_000])
def test_a_page_that_nests_too_deep_is_refused_in_a_sentence(page: bytes) -> None:
    """Pinned: a megabyte of boxes that nobody closed kept the parser busy for minutes."""
    with pytest.raises(tables.NotATableError, match="套得太深"):
        tables.read("a.html", page)
