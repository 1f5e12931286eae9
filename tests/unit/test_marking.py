"""`check` of a clerk's own workbook: every problem at its cell, in a copy, nothing imported."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
import tiny
from openpyxl.styles import Font

from gongkai_ssg import cli

HEAD = [
    *("序号", "一级事项", "二级事项", "公开内容", "公开依据", "公开时限", "公开主体", "公开渠道"),
    *("全社会", "特定群体", "主动", "依申请", "县级", "乡级", "村级"),
]
GOOD = [
    *(1, "最低生活保障", "资金发放", "金额", "《社会救助暂行办法》", "长期公开", "县民政局"),
    *("■政府网站", "√", None, "√", None, "√", None, None),
]


def book(*rows: list[object]) -> bytes:
    made = openpyxl.Workbook()
    made.active.title = "社会救助"
    for row in (HEAD, *rows):
        made.active.append(row)
    made.active["A1"].font = Font(name="黑体", size=14)
    made.active.column_dimensions["D"].width = 33
    other = made.create_sheet("别的")
    other["A1"] = "=1+1"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def changed(**cells: object) -> list[object]:
    return [cells.get(name, GOOD[at]) for at, name in enumerate(HEAD)]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tiny.write(tmp_path / "site", {})


def run(
    capsys: pytest.CaptureFixture[str], root: Path, data: bytes, *words: str
) -> tuple[int, str]:
    file = root.parent / "目录.xlsx"
    file.write_bytes(data)
    status = cli._run(["check", str(file), "-s", str(root), *words])
    return status, capsys.readouterr().err


def test_a_cell_with_a_problem_is_red_and_says_what_to_do(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = book(GOOD, changed(二级事项="标准", 公开主体="某局", 公开渠道="■政府网站■图书馆"))
    status, err = run(capsys, root, data, "--format", "xlsx")
    assert status == 1
    assert "社会救助 › G3 GK908" in err
    found = openpyxl.load_workbook(root.parent / "目录-问题.xlsx")
    sheet = found["社会救助"]
    assert sheet["G3"].fill.fgColor.rgb == "00FFC7CE"
    assert "GK908" in sheet["G3"].comment.text
    assert "改法: 先在 site.yaml" in sheet["G3"].comment.text
    assert sheet["H3"].fill.fgColor.rgb == "00DDEBF7"
    assert sheet["G2"].comment is None
    rows = [[cell.value for cell in row] for row in found["问题清单"].iter_rows()]
    assert [row[:4] for row in rows[1:]] == [
        ["社会救助", "H3", "提示", "GK904"],
        ["社会救助", "G3", "错误", "GK908"],
    ]
    assert found["问题清单"]["B3"].hyperlink.location == "'社会救助'!G3"


def test_the_rest_of_the_workbook_is_as_it_was(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, root, book(changed(公开主体="某局")), "--format", "xlsx")
    found = openpyxl.load_workbook(root.parent / "目录-问题.xlsx")
    assert found.sheetnames == ["问题清单", "社会救助", "别的"]
    assert (found["社会救助"]["A1"].font.name, found["社会救助"]["A1"].font.size) == ("黑体", 14)
    assert found["社会救助"].column_dimensions["D"].width == 33
    assert found["别的"]["A1"].value == "=1+1"
    assert [c.value for c in found["社会救助"][2]] == changed(公开主体="某局")


def test_what_a_check_would_say_of_the_entry_stands_at_its_cell(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = tiny.SITE.replace("区划:", "- {id: other, 名称: 示例县教育局}\n区划:")
    (root / "site.yaml").write_text(site, "utf-8")
    number = "110101190001010014"  # of nobody: the day is in 1900
    status, err = run(capsys, root, book(changed(公开内容=f"住甲 {number}")))
    assert status == 1
    assert "社会救助 › D2 GK801" in err
    assert number not in err


def test_every_cell_of_a_name_is_marked(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [changed(二级事项=f"第{n}件", 公开主体="某局") for n in range(3)]
    run(capsys, root, book(*rows), "--format", "xlsx", "-o", str(root.parent / "x.xlsx"))
    sheet = openpyxl.load_workbook(root.parent / "x.xlsx")["社会救助"]
    assert [sheet[f"G{n}"].comment is not None for n in (2, 3, 4)] == [True] * 3


def test_a_second_check_replaces_the_list(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, root, book(changed(公开主体="某局")), "--format", "xlsx")
    once = (root.parent / "目录-问题.xlsx").read_bytes()
    run(capsys, root, once, "--format", "xlsx")
    found = openpyxl.load_workbook(root.parent / "目录-问题.xlsx")
    assert found.sheetnames.count("问题清单") == 1
    assert found["问题清单"].max_row == 2


def test_a_table_without_problems(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {p: p.read_bytes() for p in root.rglob("*") if p.is_file()}
    status, err = run(capsys, root, book(GOOD), "--format", "xlsx")
    assert (status, "没有问题" in err) == (0, True)
    assert {p: p.read_bytes() for p in root.rglob("*") if p.is_file()} == before


@pytest.mark.parametrize("form", ["json", "github"])
def test_other_forms_are_for_the_site(
    root: Path, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    assert run(capsys, root, book(GOOD), "--format", form)[0] == 2
    assert cli._run(["check", "-s", str(root), "--format", "xlsx"]) == 2
