"""The gate over attachments: whatever a file hides is seen, and named down to the cell."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pikepdf
import pytest
import tiny
import typst
from attached import ID, Check, book, document, found, zipped
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink


def cell(made: openpyxl.Workbook) -> None:
    made.active["D17"] = ID


def number(made: openpyxl.Workbook) -> None:
    made.active["B2"] = 6222021234567890
    made.active["B1"] = "银行卡号"


def hidden_sheet(made: openpyxl.Workbook) -> None:
    sheet = made.create_sheet("底稿")
    sheet["A1"] = ID
    sheet.sheet_state = "hidden"


def hidden_column(made: openpyxl.Workbook) -> None:
    made.active["C2"] = ID
    made.active.column_dimensions["C"].hidden = True


def comment(made: openpyxl.Workbook) -> None:
    made.active["A2"] = "住户甲"
    made.active["A2"].comment = Comment(f"证号{ID}", "甲")


def author(made: openpyxl.Workbook) -> None:
    made.properties.description = f"录入人{ID}"


def header(made: openpyxl.Workbook) -> None:
    made.active.oddHeader.center.text = "名单"
    made.active.oddHeader.center.size = 12
    made.active.oddFooter.left.text = f"制表{ID}"
    made.active.oddFooter.left.size = 9


def sheet_name(made: openpyxl.Workbook) -> None:
    made.create_sheet(f"甲{ID}")


def choices(made: openpyxl.Workbook) -> None:
    made.active.add_data_validation(DataValidation("list", f'"甲,{ID}"', sqref="A2"))


def prompt(made: openpyxl.Workbook) -> None:
    made.active.add_data_validation(DataValidation("whole", prompt=f"如{ID}", sqref="A2"))


def link(made: openpyxl.Workbook) -> None:
    made.active["A2"] = "住户甲"
    made.active["A2"].hyperlink = f"https://sl.example/?id={ID}"


def tooltip(made: openpyxl.Workbook) -> None:
    made.active["A2"] = "住户甲"
    made.active["A2"].hyperlink = Hyperlink(ref="A2", location="Sheet!B2", tooltip=f"证号{ID}")


def name(made: openpyxl.Workbook) -> None:
    made.defined_names["证号"] = DefinedName("证号", attr_text=f'"{ID}"')


def named_so(made: openpyxl.Workbook) -> None:
    made.defined_names[f"证号{ID}"] = DefinedName(f"证号{ID}", attr_text="Sheet!$A$1")


@pytest.mark.parametrize(
    ("fill", "where"),
    [
        (header, "GK801 “a.xlsx › Sheet › 页脚”"),
        (sheet_name, "GK801 “a.xlsx › 工作表名称”"),
        (choices, "GK801 “a.xlsx › Sheet › 数据验证”"),
        (prompt, "GK801 “a.xlsx › Sheet › 数据验证”"),
        (link, "GK801 “a.xlsx › Sheet › 超链接”"),
        (tooltip, "GK801 “a.xlsx › Sheet › 超链接”"),
        (name, "GK801 “a.xlsx › 定义的名称”"),
        (named_so, "GK801 “a.xlsx › 定义的名称”"),
        (cell, "GK801 “a.xlsx › Sheet › D17”"),
        (hidden_sheet, "GK801 “a.xlsx › 底稿（隐藏的工作表） › A1”"),
        (hidden_column, "GK801 “a.xlsx › Sheet › C2”"),
        (comment, "GK801 “a.xlsx › 批注”"),
        (author, "GK801 “a.xlsx › 文件属性”"),
    ],
)
def test_a_workbook_hides_nothing(
    check: Check, fill: Callable[[openpyxl.Workbook], None], where: str
) -> None:
    assert found(check, "a.xlsx", book(fill)) == [where]


def test_every_cell_with_a_number_is_named(check: Check) -> None:
    other = "11010119000102001X"

    def fill(made: openpyxl.Workbook) -> None:
        made.active["B2"] = f"{ID[:6]}\u00a0{ID[6:]}"
        made.active["B3"] = f"{other[:6]}\u200b{other[6:]}"
        made.active["B4"] = "110101\n19000103\n0015"
        made.active["B5"] = "110101190001030015"

    assert found(check, "a.xlsx", book(fill)) == [
        "GK801 “a.xlsx › Sheet › B2”",
        "GK801 “a.xlsx › Sheet › B3”",
        "GK801 “a.xlsx › Sheet › B4”",
    ]


def test_paragraphs_and_cells_of_word_are_not_one_number(check: Check) -> None:
    cells = f"<w:p><w:t>编号{ID[:6]}</w:t></w:p><w:p><w:t>{ID[6:]}元</w:t></w:p>"
    assert found(check, "a.docx", zipped({"word/document.xml": cells.encode()})) == []
    broken = f"<w:p><w:t>{ID}</w:t><w:br/><w:t>2 户</w:t></w:p>"
    data = zipped({"word/document.xml": broken.encode()})
    assert found(check, "a.docx", data) == ["GK801 “a.docx › 正文”"]
    linked = f'<Relationships><Relationship Id="rId1" Target="https://sl.example/{ID}"/>'
    data = zipped({"word/_rels/document.xml.rels": linked.encode()})
    assert found(check, "a.docx", data) == ["GK801 “a.docx › 链接”"]


@pytest.mark.parametrize(
    ("part", "called"),
    [
        ("word/header1.xml", "页眉"),
        ("word/footer12.xml", "页脚"),
        ("word/comments.xml", "批注"),
        ("word/footnotes.xml", "脚注"),
        ("word/endnotes.xml", "尾注"),
        ("docProps/custom.xml", "文件属性"),
        ("word/glossary/document.xml", "word/glossary/document.xml"),
    ],
)
def test_a_part_of_a_document_goes_by_what_a_clerk_calls_it(
    check: Check, part: str, called: str
) -> None:
    data = zipped({part: f"<w:p><w:t>{ID}</w:t></w:p>".encode()})
    assert found(check, "a.docx", data) == [f"GK801 “a.docx › {called}”"]


def test_a_number_that_word_cut_into_runs(check: Check) -> None:
    assert found(check, "a.docx", document("证号", ID[:7], ID[7:])) == ["GK801 “a.docx › 正文”"]


def test_text_files_and_packed_ones(check: Check) -> None:
    assert found(check, "a.txt", f"证号{ID}".encode("gbk")) == ["GK801 “a.txt”"]
    inner = zipped({"里面.csv": f"户主,证号\n甲,{ID}\n".encode("gbk")})
    assert found(check, "a.zip", inner) == ["GK801 “a.zip › 里面.csv › B2”"]


WIDE = ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "gb18030"]


@pytest.mark.parametrize("encoding", WIDE)
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_text_that_was_saved_as_unicode(check: Check, encoding: str, mark: str) -> None:
    text = f"{mark}低保对象一览\r\n住户甲，证号{ID}，一户一策。\r\n"
    assert found(check, "a.txt", text.encode(encoding)) == ["GK801 “a.txt”"]
    rows = f"{mark}户主,一卡通账号\r\n甲,310012345678\r\n乙,{ID}\r\n"
    for sign in (",", "\t"):
        data = rows.replace(",", sign).encode(encoding)
        assert found(check, "a.csv", data) == ["GK801 “a.csv › B3”", "GK802 “a.csv › B2”"]


@pytest.mark.parametrize(
    "data", [b"a\0b,\0\n", b'a,"' + b"x," * 100_000, b"\xff\xfe\0\xd8\n", b"\0"]
)
def test_a_csv_file_with_signs_that_csv_does_not_know(check: Check, data: bytes) -> None:
    assert found(check, "a.csv", data) == []
    number = f"\n甲,{ID}\n".encode()
    assert found(check, "a.csv", b'a,"' + b"x," * 100_000 + number) == ["GK801 “a.csv › B2”"]


def test_the_text_of_a_pdf_page_by_page(check: Check) -> None:
    pages = f"#pagebreak()\n证号{ID}".encode()
    data = bytes(typst.compile(pages, format="pdf"))
    assert found(check, "a.pdf", data) == ["GK801 “a.pdf › 第2页”"]


def test_a_number_that_is_wrapped_in_a_cell_of_a_pdf_or_in_a_text(check: Check) -> None:
    table = f"#table(columns: (30pt, 70pt, 30pt), [甲], [{ID[:10]}\\ {ID[10:]}], [300])"
    data = bytes(typst.compile(table.encode(), format="pdf"))
    assert found(check, "a.pdf", data) == ["GK801 “a.pdf › 第1页”"]
    assert found(check, "a.txt", f"{ID[:10]}\r\n{ID[10:]}\r\n".encode()) == ["GK801 “a.txt”"]


def test_the_metadata_of_a_pdf(check: Check) -> None:
    data = bytes(typst.compile(f'#set document(title: "名单{ID}")'.encode(), format="pdf"))
    assert found(check, "a.pdf", data) == ["GK801 “a.pdf › 文档属性 Title”"]


def test_a_file_within_a_pdf(check: Check) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.attachments["x.csv"] = f"甲,{ID}\n".encode()
        out = io.BytesIO()
        pdf.save(out)
    assert found(check, "a.pdf", out.getvalue()) == ["GK801 “a.pdf › x.csv › B1”"]


@pytest.mark.parametrize("text", [f"证号{ID}。".encode("utf-16-le"), ID.encode()])
@pytest.mark.parametrize("before", [b"\xd0\xcf\x11\xe0", b"\xd0\xcf\x11\xe0\x01"])
def test_an_old_word_document_is_read_as_bytes(check: Check, text: bytes, before: bytes) -> None:
    assert found(check, "a.doc", before + text + b"\0\0") == ["GK801 “a.doc”"]


def test_a_mark_of_secrecy_in_a_cell_and_in_a_document(check: Check) -> None:
    def mark(made: openpyxl.Workbook) -> None:
        made.active["A5"] = "机密★5年"

    assert found(check, "a.xlsx", book(mark)) == ["GK806 “a.xlsx › Sheet › A5”"]
    assert found(check, "a.docx", document("内部", "资料")) == ["GK806 “a.docx › 正文”"]


def test_accounts_of_rural_banks_under_a_telling_head(check: Check) -> None:
    rows = "户主,一卡通账号\n甲,310012345678\n"
    assert found(check, "a.csv", rows.encode()) == ["GK802 “a.csv › B2”"]


def test_a_number_with_a_slip_in_a_column_of_numbers_is_a_warning(check: Check) -> None:
    rows = f"户主,公民身份号码\n甲,{ID[:-1]}5\n乙,{ID}\n"
    assert found(check, "a.csv", rows.encode()) == [
        "GK801 “a.csv › B3”",
        "GK811 “a.csv › B2”",
    ]


UNREAD = ["a.xlsx", "a.docx", "a.zip", "a.pptx", "a.pdf", "a.ofd"]


@pytest.mark.parametrize("name", UNREAD)
@pytest.mark.parametrize("data", [b"", b"broken", b"PK\x03\x04broken", b"%PDF-1.7\nbroken"])
def test_a_damaged_file_is_no_crash_and_said(check: Check, name: str, data: bytes) -> None:
    assert found(check, name, data) == [f"GK809 “{name}”"]


@pytest.mark.parametrize("name", ["a.csv", "a.txt", "a.doc", "a.xls", "a.wps", "a.et", "a.png"])
@pytest.mark.parametrize("data", [b"", b"broken", b"PK\x03\x04broken", b"%PDF-1.7\nbroken"])
def test_what_is_read_as_bytes_or_not_at_all_is_never_damaged(
    check: Check, name: str, data: bytes
) -> None:
    assert found(check, name, data) == []


def closed(check: Check, name: str, data: bytes) -> list[str]:
    record = tiny.record({"附件": f"[{name}]"})
    checked = check({tiny.RECORD: record, f"content/shjz/records/{name}": data})
    assert {(d.code, d.severity) for d in checked.diagnostics} == {("GK809", "warning")}
    return [f"{d.params['where']}{d.params['why']}" for d in checked.diagnostics]


OLE = b"\xd0\xcf\x11\xe0" + bytes(100)
LOCKED = OLE + "EncryptedPackage".encode("utf-16-le") + bytes(100)


def locked_zip(data: bytes) -> bytes:
    """A zip whose files say that they are locked."""
    return data.replace(b"PK\x03\x04\x14\0\0", b"PK\x03\x04\x14\0\1").replace(
        b"PK\x01\x02\x14\x03\x14\0\0", b"PK\x01\x02\x14\x03\x14\0\1"
    )


def locked_pdf() -> bytes:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        out = io.BytesIO()
        pdf.save(out, encryption=pikepdf.Encryption(user="a", owner="b"))
    return out.getvalue()


@pytest.mark.parametrize("name", ["a.xlsx", "a.docx", "a.pptx"])
def test_a_locked_document_is_said(check: Check, name: str) -> None:
    assert closed(check, name, LOCKED) == [f"“{name}”有打开密码"]
    inner = zipped({f"里/{name}": LOCKED, "b.txt": b"1", "c.docx": b"x"})
    assert closed(check, "a.zip", inner) == [
        "“a.zip › c.docx”打不开，可能已经损坏",
        f"“a.zip › 里/{name}”有打开密码",
    ]


def test_a_locked_zip_is_said_once_and_a_zip_within_it(check: Check) -> None:
    data = locked_zip(zipped({"a.docx": b"1", "b.docx": b"2"}))
    assert closed(check, "a.zip", data) == ["“a.zip”有打开密码"]
    data = zipped({"b.zip": zipped({}), "照片.jpg": b"x"})
    assert closed(check, "a.zip", data) == ["“a.zip › b.zip”是压缩包里的压缩包"]


def test_a_locked_pdf_is_said(check: Check) -> None:
    assert closed(check, "a.pdf", locked_pdf()) == ["“a.pdf”有打开密码"]


def test_a_file_in_a_damaged_zip_hides_no_other(check: Check) -> None:
    data = zipped({"a.txt": b"x" * 50, "b.txt": f"证号{ID}".encode()}).replace(b"xxx", b"xyx", 1)
    assert found(check, "a.zip", data) == ["GK801 “a.zip › b.txt”", "GK809 “a.zip › a.txt”"]


def test_an_old_document_under_a_new_name_is_read_as_bytes(check: Check) -> None:
    assert found(check, "a.docx", OLE + ID.encode()) == ["GK801 “a.docx”"]


def test_a_scan_says_nothing(check: Check) -> None:
    data = bytes(typst.compile(b"#rect()", format="pdf"))
    assert found(check, "a.pdf", data) == []


def test_the_source_of_a_name_list_is_not_opened(check: Check) -> None:
    listed = tiny.record({"名单": "{文件: m.csv, 列: {户主: 姓名, 证号: 证件号}}"})
    rows = f"户主,证号\n甲,{ID}\n".encode()
    assert check({tiny.RECORD: listed, "content/shjz/records/m.csv": rows}).diagnostics == []


def test_nothing_is_written_while_a_number_stands_there(tmp_path: Path) -> None:
    root = tiny.write(tmp_path, {tiny.RECORD: tiny.record({}, f"证号{ID}\n")})
    assert not tiny.build_site(root).files
    assert not (root / "public").exists()


def test_a_changed_file_is_looked_at_again(check: Check) -> None:
    assert found(check, "a.csv", f"甲,{ID}\n".encode()) == ["GK801 “a.csv › B1”"]
    assert found(check, "a.csv", b"a,1\n") == []


def test_no_message_says_the_number(check: Check) -> None:
    checked = check({tiny.RECORD: tiny.record({}, f"证号{ID}\n")})
    (problem,) = checked.diagnostics
    assert ID[:10] not in problem.message + problem.help


LIST = "名单: {文件: m.csv, 列: {户主: 姓名, 证号: 证件号, 备注: 文字}%s}"


def listed(check: Check, rows: str, masks: str = "", **more: str) -> list[str]:
    head = tiny.record({**more, "事项": "SHJZ-01-01\n" + LIST % masks})
    files = {tiny.RECORD: head, "content/shjz/records/m.csv": rows.encode()}
    return [f"{d.code} {d.params['where']}" for d in check(files).diagnostics]


def test_what_a_channel_would_show_of_a_list_holds_no_number(check: Check) -> None:
    head = "户主,证号,备注\n"
    assert listed(check, f"{head}甲,{ID},\n") == []
    assert listed(check, f"{head}甲,,{ID}\n") == ["GK801 “m.csv › 第2行“备注””"]


def listed_places(check: Check, columns: str, rows: str = "户主,金额\n甲,1\n") -> list[str]:
    """A list for paper only, which no page shows."""
    item = tiny.item({"公开渠道": "[社区/企事业单位/村公示栏(电子屏)]"})
    record = tiny.record({"名单": f"{{文件: m.csv, 列: {columns}}}"})
    files = {
        "content/shjz/catalog.yaml": tiny.catalog(item),
        tiny.RECORD: record,
        "content/shjz/records/m.csv": rows.encode(),
    }
    return [f"{d.code} {d.params.get('name', '')}" for d in check(files).diagnostics]


def test_a_column_that_a_list_lacks_is_found_before_it_is_printed(check: Check) -> None:
    assert listed_places(check, "{户主: 姓名, 金钱: 金额}") == ["GK603 金钱"]
    assert listed_places(check, "{户主: 姓名, 金 额: 金额}") == []


@pytest.mark.parametrize("head", ["户主", "姓 名", "名字", "申请人", "领取人（签名）", "户主姓名"])
def test_names_are_not_declared_as_text(check: Check, head: str) -> None:
    assert listed_places(check, f"{{{head}: 文字}}", f"{head}\n甲\n") == [f"GK810 {head}"]


@pytest.mark.parametrize("head", ["与户主关系", "申请人数", "项目名称", "户主年龄"])
def test_what_is_said_of_persons_may_be_text(check: Check, head: str) -> None:
    assert listed_places(check, f"{{{head}: 文字}}", f"{head}\n1\n") == []


@pytest.mark.parametrize("word", ["名字", "户主", "申请人", "领取人"])
def test_another_word_for_a_name_is_taken_for_one(check: Check, word: str) -> None:
    assert listed_places(check, f"{{户主: {word}}}")[0].startswith("GK106")


CHILD = "110101201503020015"


@pytest.mark.parametrize(
    "rows",
    [
        f"户主,证号,备注\n甲,{CHILD},\n",
        "户主,证号,备注,出生日期\n甲,,,2015-03-02\n",
        "户主,证号,备注,年龄\n甲,,,13岁\n",
    ],
)
def test_a_child_is_not_named_in_full(check: Check, rows: str) -> None:
    assert listed(check, rows) == ["GK807 “m.csv › 第2行”"]
    assert listed(check, rows, ", 脱敏: {公示栏: {姓名: 隐名}}") == []


def test_who_is_fourteen_today_is_no_child(check: Check) -> None:
    rows = "户主,证号,备注,出生日期\n甲,,,2012-11-22\n乙,,,2012年11月23日\n"
    assert listed(check, rows) == ["GK807 “m.csv › 第3行”"]


def test_the_page_shows_a_list_as_the_web_may(tmp_path: Path) -> None:
    head = tiny.record({"事项": "SHJZ-01-01\n" + LIST % ""})
    rows = f"户主,证号,备注,别的\n住户甲,{ID},二组,不声明的列\n"
    root = tiny.write(tmp_path, {tiny.RECORD: head, "content/shjz/records/m.csv": rows.encode()})
    assert tiny.build_site(root).files
    html = (root / "public/r/a/index.html").read_text("utf-8")
    assert "<td>住*甲</td><td>二组</td>" in html
    for hidden in ("住户甲", ID, "证号", "不声明的列"):
        assert hidden not in html


@pytest.mark.parametrize(
    "between", ["\u200b", "&nbsp;", "&#8203;", "\n", "<br>\n", "**", "\u200b\n\u200b"]
)
def test_a_number_is_named_at_the_place_where_it_begins(check: Check, between: str) -> None:
    body = f"&nbsp;第一行\n村民&emsp;的\u200b证号{ID[:6]}{between}{ID[6:]}。\n"
    if between == "\n":
        body = body.replace("证号", "证&#21495;")
    every = check({tiny.RECORD: tiny.record({}, body)}).diagnostics
    # What is not seen is told of as well.
    (problem,) = (one for one in every if one.code != "GK240")
    start = tiny.record({}, body).index(ID[:6])
    text = tiny.record({}, body)[:start]
    line, column = text.count("\n") + 1, start - text.rfind("\n")
    assert (problem.code, problem.span.line, problem.span.column) == ("GK801", line, column)
    assert problem.span.length == len(ID) + len(between)


@pytest.mark.parametrize(
    "form", ["| 区划 | 编号 |\n|---|---|\n| %s | %s |", "- %s\n- %s", "%s\n%s"]
)
def test_cells_and_entries_of_a_list_are_not_one_number(
    check: Check, tmp_path: Path, form: str
) -> None:
    body = form % (ID[:6], ID[6:]) + "\n"
    assert check({tiny.RECORD: tiny.record({}, body)}).diagnostics == []
    built = tiny.build_site(tmp_path)
    # In a paragraph of a page a line break is a blank.
    expected = ["GK808"] if form == "%s\n%s" else []
    assert [d.code for d in built.checked.diagnostics] == expected


@pytest.mark.parametrize(
    "where",
    [
        "头 110101<b>190001</b>010014",
        f"头 {ID}",
        f"{ID}，{ID}",
        "\u3000".join(ID),
        "\u00a0".join(ID),
    ]
    + [f"{ID[:6]}{sign}{ID[6:]}" for sign in ("\u200b", "&ensp;", "<br>", "\n", "&#8203;<b>")],
)
def test_what_a_theme_brings_is_seen_in_the_finished_page(tmp_path: Path, where: str) -> None:
    root = tiny.write(
        tmp_path,
        {
            "site.yaml": tiny.SITE + "门户: {页眉: themes/p/header.html}\n",
            "themes/p/header.html": f"<p>{where}</p>\n",
        },
    )
    built = tiny.build_site(root)
    assert [d.code for d in built.checked.diagnostics] == ["GK808"]
    assert not (root / "public").exists()


def test_a_reviewed_exception_passes(check: Check) -> None:
    record = {tiny.RECORD: tiny.record({}, f"证号{ID}\n")}
    mark = str(check(record).diagnostics[0].params["mark"])
    allowed = f"隐私例外:\n- {{摘要: '{mark}', 理由: 示例, 审核人: 保密员}}\n"
    assert check({**record, "site.yaml": tiny.SITE + allowed}).diagnostics == []


def test_a_cell_in_the_last_corner_of_a_sheet_takes_no_memory(check: Check) -> None:
    def far(made: openpyxl.Workbook) -> None:
        made.active["XFD1048576"] = " "

    assert closed(check, "a.xlsx", book(far)) == ["“a.xlsx”有一格在很远的地方，中间大多是空的"]


@pytest.mark.parametrize("apart", [" ", "\n"])
def test_many_numbers_cost_what_they_are(check: Check, apart: str) -> None:
    """Pinned: for each the lines above it were counted, and its line copied: 12 s for 0.8 MB."""
    many = 60_000
    record = tiny.record(body=f"13800138000{apart}" * many)
    begun = time.process_time()
    told = check({tiny.RECORD: record}).diagnostics
    assert time.process_time() - begun < 5
    first, last = told[0].span, told[-1].span
    assert len(told) == many
    assert last.line - first.line == (many - 1 if apart == "\n" else 0)
    assert last.column == (1 if apart == "\n" else 12 * (many - 1) + 1)
