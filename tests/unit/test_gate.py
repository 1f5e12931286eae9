"""The gate over attachments: whatever a file hides is seen, and named down to the cell."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import tiny
from openpyxl.comments import Comment

from gongkai_ssg.build import Checked

Check = Callable[..., Checked]
ID = "110101190001010014"


def book(fill: Callable[[openpyxl.Workbook], None]) -> bytes:
    made = openpyxl.Workbook()
    made.active.append(["户主", "金额"])
    fill(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return out.getvalue()


def document(*runs: str) -> bytes:
    text = "".join(f"<w:r><w:t>{run}</w:t></w:r>" for run in runs)
    xml = f"<w:document><w:body><w:p>{text}</w:p></w:body></w:document>"
    return zipped({"word/document.xml": xml.encode()})


def found(check: Check, name: str, data: bytes) -> list[str]:
    record = tiny.record({"附件": f"[{name}]"})
    checked = check({tiny.RECORD: record, f"content/shjz/records/{name}": data})
    return [f"{d.code} {d.params['where']}" for d in checked.diagnostics]


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


@pytest.mark.parametrize(
    ("fill", "where"),
    [
        (cell, "GK801 “a.xlsx › Sheet › D17”"),
        (hidden_sheet, "GK801 “a.xlsx › 底稿 › A1”"),
        (hidden_column, "GK801 “a.xlsx › Sheet › C2”"),
        (comment, "GK801 “a.xlsx › xl/comments/comment1.xml”"),
        (author, "GK801 “a.xlsx › docProps/core.xml”"),
    ],
)
def test_a_workbook_hides_nothing(
    check: Check, fill: Callable[[openpyxl.Workbook], None], where: str
) -> None:
    assert found(check, "a.xlsx", book(fill)) == [where]


def test_a_number_that_word_cut_into_runs(check: Check) -> None:
    assert found(check, "a.docx", document("证号", ID[:7], ID[7:])) == [
        "GK801 “a.docx › word/document.xml”"
    ]


def test_text_files_and_packed_ones(check: Check) -> None:
    assert found(check, "a.txt", f"证号{ID}".encode("gbk")) == ["GK801 “a.txt”"]
    inner = zipped({"里面.csv": f"户主,证号\n甲,{ID}\n".encode("gbk")})
    assert found(check, "a.zip", inner) == ["GK801 “a.zip › 里面.csv › B2”"]


@pytest.mark.parametrize("name", ["a.xlsx", "a.docx", "a.zip", "a.csv", "a.xls", "a.pptx"])
@pytest.mark.parametrize("data", [b"", b"broken", b"PK\x03\x04broken"])
def test_a_damaged_file_is_no_crash(check: Check, name: str, data: bytes) -> None:
    assert found(check, name, data) == []


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


def test_a_reviewed_exception_passes(check: Check) -> None:
    record = {tiny.RECORD: tiny.record({}, f"证号{ID}\n")}
    mark = str(check(record).diagnostics[0].params["mark"])
    allowed = f"隐私例外:\n- {{摘要: '{mark}', 理由: 示例, 审核人: 保密员}}\n"
    assert check({**record, "site.yaml": tiny.SITE + allowed}).diagnostics == []
