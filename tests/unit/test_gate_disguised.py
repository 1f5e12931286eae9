"""The gate over files under the name of another kind, boxes of forms, what no text shows."""

from __future__ import annotations

import io
import time
import zipfile

import docx
import openpyxl
import pikepdf
import pytest
import tiny
from attached import ID, Check, book, found, zipped

from gongkai_ssg import personal

RTF = b"{\\rtf1 " + f"{ID[:6]}\\b {ID[6:14]}\\b0 {ID[14:]}".encode() + b"}"
PAGE = f"<html><p>{ID[:6]}<b>{ID[6:]}</b>".encode("gbk")
XML = f"<?xml version='1.0'?><w:p><w:t>{ID[:6]}</w:t><w:t>{ID[6:]}</w:t></w:p>".encode()


def merged(data: bytes, more: dict[str, bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return zipped({**{name: packed.read(name) for name in packed.namelist()}, **more})


def pdf() -> bytes:
    with pikepdf.new() as made:
        made.add_blank_page()
        made.docinfo["/Title"] = ID
        out = io.BytesIO()
        made.save(out)
    return out.getvalue()


@pytest.mark.parametrize("name", ["a.doc", "a.wps", "a.xls", "a.et", "a.ppt"])
@pytest.mark.parametrize("data", [RTF, b"\xef\xbb\xbf" + RTF, PAGE, XML, pdf()])
def test_what_lies_beneath_the_name_of_an_old_document(
    check: Check, name: str, data: bytes
) -> None:
    (hit,) = found(check, name, data)
    assert hit.startswith(f"GK801 “{name}")


def test_a_text_under_the_name_of_an_old_document_is_read_as_an_office_saved_it(
    check: Check,
) -> None:
    table = "户主\t护照号\n甲\tE12345678\n".encode("gbk")
    assert found(check, "a.xls", table) == ["GK804 “a.xls › B2”"]
    assert found(check, "a.doc", "机密★10年\n".encode("gbk")) == ["GK806 “a.doc”"]
    assert found(check, "a.doc", "机密★10年\n".encode("utf-16")) == ["GK806 “a.doc”"]


def test_a_page_that_is_packed_as_mail_is_said(check: Check) -> None:
    data = b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\nMTEwMTAx"
    assert found(check, "a.doc", data) == ["GK809 “a.doc”"]


def test_boxes_of_a_form_with_a_character_in_each(check: Check) -> None:
    def boxes(made: openpyxl.Workbook) -> None:
        made.active.append(["号", *ID, "甲"])
        made.active.append(["证号", *map(int, ID), 5])

    assert found(check, "a.xlsx", book(boxes)) == ["GK801 “a.xlsx › Sheet › B2”"]
    made = docx.Document()
    for cell, char in zip(made.add_table(1, 19).rows[0].cells, f"号{ID}", strict=True):
        cell.text = char
    out = io.BytesIO()
    made.save(out)
    assert found(check, "a.docx", out.getvalue()) == ["GK801 “a.docx › 正文”"]


def test_a_row_of_eighteen_counts_is_no_card(check: Check) -> None:
    row = ",".join("622202123456789012")
    assert personal.BANK_CARD in {one.kind for one in personal.find(row.replace(",", ""))}
    assert found(check, "a.csv", f"甲,{row}\n".encode()) == []


@pytest.mark.parametrize(
    "xml",
    [
        f"<人 身份证='{ID}'/>",
        f"<w:fldSimple w:instr='X {ID}'/>",
        f"<a><!-- {ID} --></a>",
        f"<?x {ID}?><a/>",
    ],
)
def test_attributes_of_any_name_comments_and_instructions(check: Check, xml: str) -> None:
    data = zipped({"customXml/item1.xml": xml.encode()})
    assert found(check, "a.docx", data) == ["GK801 “a.docx › customXml/item1.xml”"]
    assert found(check, "a.zip", zipped({"m.xml": xml.encode()})) == ["GK801 “a.zip › m.xml”"]


def test_a_scenario_of_a_workbook(check: Check) -> None:
    data = book(lambda made: made.create_sheet())
    xml = f"<worksheet><sheetData/><inputCells r='A1' before='{ID}'/></worksheet>"
    named = {"xl/worksheets/sheet9.xml": xml.encode()}
    assert found(check, "a.xlsx", merged(data, named)) == ["GK801 “a.xlsx › 其他设置”"]


def test_a_sentence_and_a_cell_over_two_lines_of_an_ofd_page(check: Check) -> None:
    def page(*lines: str) -> bytes:
        objects = "".join(
            f"<ofd:TextObject Boundary='10 {20 + 6 * n} 80 4'><ofd:TextCode>{one}</ofd:TextCode>"
            "</ofd:TextObject>"
            for n, one in enumerate(lines)
        )
        return zipped({"Doc_0/Pages/Page_0/Content.xml": objects.encode()})

    where = ["GK801 “a.ofd › Doc_0/Pages/Page_0/Content.xml”"]
    assert found(check, "a.ofd", page(f"身份证号码为{ID[:8]}", f"{ID[8:]}的户主")) == where
    assert found(check, "a.ofd", page("证号", ID[:11], ID[11:], "甲")) == where


def codes(check: Check, name: str, data: bytes) -> list[str]:
    record = tiny.record({"附件": f"[{name}]"})
    checked = check({tiny.RECORD: record, f"content/shjz/records/{name}": data})
    return [one.code for one in checked.diagnostics]


# More fit into the piece that is looked at; each of 27 doubled the time, to a minute.
COMMENTS = b"<!---->" * 140


def test_comments_before_a_text_cost_no_time(check: Check) -> None:
    begun = time.process_time()
    assert codes(check, "a.txt", COMMENTS + b"zzz") == []
    assert codes(check, "a.txt", b"<!DOCTYPE x [<!-- -->" * 40) == ["GK242"]
    assert time.process_time() - begun < 2


@pytest.mark.parametrize(
    "before", [COMMENTS, b"<!--><!-- a --!>", b"<?xml version='1.0'?>\n<!doctype svg>", b"\xff\xfe"]
)
def test_what_stands_before_a_page_does_not_hide_it(check: Check, before: bytes) -> None:
    assert codes(check, "a.txt", before + b"<script>") == ["GK242"]


@pytest.mark.parametrize("data", [b"<!-- a --> 1 < 2 --> <b>", b"<!-- <p> ", b"<bill>", b"a<p>"])
def test_a_text_with_signs_of_a_page_is_none(check: Check, data: bytes) -> None:
    assert codes(check, "a.txt", data) == []


def test_a_page_in_disguise_is_said_once(check: Check) -> None:
    """Pinned: that it is no document, and that the document is damaged."""
    for name in ("a.pdf", "a.docx", "a.xlsx", "a.ofd", "a.zip"):
        assert codes(check, name, b"<!doctype html><html><script>") == ["GK242"]
