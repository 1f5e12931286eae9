"""`check` of a clerk's own workbook: every problem at its cell, in a copy, nothing imported."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import tiny
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, GradientFill, PatternFill
from openpyxl.styles.colors import Color

from gongkai_ssg import build, cli
from gongkai_ssg.importing import marking

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


def colour(sheet: Any, address: str) -> str:
    """The colour in which a problem is shown, laid over that of the cell."""
    found = [
        rule.dxf.fill.bgColor.rgb
        for area in sheet.conditional_formatting
        for rule in area.rules
        if address in area.sqref and '"gongkai"' in rule.formula[0]
    ]
    return found[0] if found else ""


def test_a_cell_with_a_problem_is_red_and_says_what_to_do(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = book(GOOD, changed(二级事项="标准", 公开主体="某局", 公开渠道="■政府网站■图书馆"))
    status, err = run(capsys, root, data, "--format", "xlsx")
    assert status == 1
    assert "社会救助 › G3 GK908" in err
    found = openpyxl.load_workbook(root.parent / "目录-问题.xlsx")
    sheet = found["社会救助"]
    assert colour(sheet, "G3") == "00FFC7CE"
    assert "GK908" in sheet["G3"].comment.text
    assert "改法: 先在 site.yaml" in sheet["G3"].comment.text
    assert colour(sheet, "H3") == "00DDEBF7"
    assert colour(sheet, "G2") == ""
    assert sheet["G2"].comment is None
    rows = [[cell.value for cell in row] for row in found["问题清单"].iter_rows()]
    assert [row[:4] for row in rows[1:]] == [
        ["社会救助", "H3", "提示", "GK904"],
        ["社会救助", "G3", "错误", "GK908"],
        [None, None, "说明", None],
    ]
    assert str(rows[-1][4]).startswith("公式在这份副本里还没有结果: 先用 Excel 打开，保存一次")
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
    assert found["问题清单"].max_row == 3


def edited(data: bytes, change: Callable[[openpyxl.Workbook], object]) -> bytes:
    made = openpyxl.load_workbook(io.BytesIO(data), rich_text=True)
    change(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def copy(root: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(root.parent / "目录-问题.xlsx", rich_text=True)


def test_a_clerk_s_own_sheet_of_that_name_stays(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def own(made: openpyxl.Workbook) -> None:
        made.create_sheet("问题清单").append(["科里的问题"])

    data = edited(book(changed(公开主体="某局")), own)
    for _ in range(2):
        run(capsys, root, data, "--format", "xlsx")
        found = copy(root)
        assert found.sheetnames == ["问题清单2", "社会救助", "别的", "问题清单"]
        assert found["问题清单"]["A1"].value == "科里的问题"
        data = (root.parent / "目录-问题.xlsx").read_bytes()


def test_what_is_mended_in_the_copy_is_no_longer_marked(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def noted(made: openpyxl.Workbook) -> None:
        made["社会救助"]["G2"].comment = Comment("问一下科长", "科里")

    run(capsys, root, edited(book(changed(公开主体="某局")), noted), "--format", "xlsx")
    sheet = copy(root)["社会救助"]
    assert "GK908" in sheet["G2"].comment.text
    assert sheet["G2"].comment.text.endswith("问一下科长")

    def mended(made: openpyxl.Workbook) -> None:
        made["社会救助"]["G2"].value = "县民政局"

    again = edited((root.parent / "目录-问题.xlsx").read_bytes(), mended)
    run(capsys, root, again, "--format", "xlsx")
    sheet = copy(root)["社会救助"]
    comment = sheet["G2"].comment
    assert (comment.text, comment.author, colour(sheet, "G2")) == ("问一下科长", "科里", "")


@pytest.mark.parametrize(
    "fill",
    [
        PatternFill("solid", fgColor="FF92D050"),
        PatternFill("solid", fgColor=Color(theme=6, tint=0.6)),
        PatternFill("gray125"),
        GradientFill(stop=("FF92D050", "FFFFFFFF")),
    ],
)
def test_what_a_clerk_coloured_stays_so_however_often_it_is_checked(
    root: Path, capsys: pytest.CaptureFixture[str], fill: Any
) -> None:
    def coloured(made: openpyxl.Workbook) -> None:
        sheet = made["社会救助"]
        sheet["G2"].fill = fill
        sheet["G2"].comment = Comment("问一下科长", "王会计")
        own = CellIsRule("equal", ['"某局"'], fill=PatternFill("solid", bgColor="FF00B0F0"))
        sheet.conditional_formatting.add("A1:G9", own)

    data = edited(book(changed(公开主体="某局")), coloured)
    for body in ("某局", "某局", "县民政局", "某局"):
        data = edited(data, lambda made, body=body: made["社会救助"].__setitem__("G2", body))
        run(capsys, root, data, "--format", "xlsx")
        data = (root.parent / "目录-问题.xlsx").read_bytes()
        sheet = copy(root)["社会救助"]
        cell, rules = sheet["G2"], [rule for a in sheet.conditional_formatting for rule in a.rules]
        assert cell.fill == fill
        is_wrong = body == "某局"
        assert (colour(sheet, "G2"), len(rules)) == (("00FFC7CE", 2) if is_wrong else ("", 1))
        # Of two rules the one with the lower number is seen.
        assert max(rules, key=lambda r: r.priority).operator == "equal"
        assert cell.comment.text.count("问一下科长") == 1
        assert (cell.comment.author == "王会计") is not is_wrong


def test_whatever_a_cell_holds_it_can_be_marked(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Control characters, formats within a text, a sheet that is called like a formula."""

    def odd(made: openpyxl.Workbook) -> None:
        sheet = made["社会救助"]
        sheet.title = "=1+1 社会救助"
        sheet["D2"].value = CellRichText("金额", TextBlock(InlineFont(b=True), "（粗）"))

    data = edited(book(changed(公开主体="某_x0007_局", 二级事项="#N/A")), odd)
    run(capsys, root, data, "--format", "xlsx")
    found = copy(root)
    sheet = found["=1+1 社会救助"]
    assert isinstance(sheet["D2"].value, CellRichText)
    assert "“某\\u0007局”" in sheet["G2"].comment.text
    first = found["问题清单"]["A2"]
    assert (first.value, first.data_type) == ("=1+1 社会救助", "s")


def test_a_workbook_of_which_no_copy_can_be_made_is_said(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = io.BytesIO()
    data = book(changed(公开主体="某局"))
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "xl/styles.xml":
                text = text.replace(b"<patternFill", b'<patternFill patternType="nonsense"', 1)
                assert b"nonsense" in text
            new.writestr(name, text)
    status, err = run(capsys, root, out.getvalue(), "--format", "xlsx")
    assert (status, "GK908" in err) == (2, True)
    assert "标不进去；请用 Excel 打开，另存一份 .xlsx" in err


def test_the_table_itself_is_never_written(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = book(changed(公开主体="某局"))
    file = root.parent / "目录.xlsx"
    there = str(root.parent / "site" / ".." / "目录.xlsx")
    status, err = run(capsys, root, data, "--format", "xlsx", "-o", there)
    assert (status, file.read_bytes()) == (2, data)
    assert "不能写到原来的表格上" in err


def test_a_table_in_a_folder_that_takes_no_copy_can_be_checked(root: Path) -> None:
    file = root / "public" / "目录.xlsx"
    file.parent.mkdir()
    file.write_bytes(book(GOOD))
    assert cli._run(["check", str(file), "-s", str(root)]) == 0
    assert cli._run(["check", str(file), "-s", str(root), "--format", "xlsx"]) == 2


def test_what_the_site_says_already_is_no_problem_of_the_table(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And what is said of another item is none of the item above it."""
    first = {"公开渠道": "[行政服务中心]"}
    other = {"编码": "SHJZ-01-02", "二级事项": "资金发放", "公开渠道": "[行政服务中心]"}
    catalog = tiny.catalog(tiny.item(first), tiny.item(other))
    (root / "content/shjz/catalog.yaml").write_text(catalog, "utf-8")
    assert [d.code for d in tiny.check(root).diagnostics] == ["GK106", "GK106"]
    row = changed(二级事项="审核确认结果", 公开渠道=None)
    status, err = run(capsys, root, book(row))
    assert (status, "没有问题" in err) == (0, True)


def test_many_problems_are_placed_in_a_line(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The site is checked twice, and no problem looks at all the items."""
    looked: list[int] = []
    line = marking._line
    monkeypatch.setattr(marking, "_line", lambda item: looked.append(1) or line(item))
    checks: list[object] = []
    check = build.check
    monkeypatch.setattr(build, "check", lambda *a, **k: checks.append(a) or check(*a, **k))
    number = "110101190001010014"  # of nobody: the day is in 1900
    rows = [changed(二级事项=f"第{n}件", 公开内容=f"住甲 {number}") for n in range(200)]
    _, err = run(capsys, root, book(*rows))
    assert (err.count("GK801"), len(checks)) == (200, 2)
    assert len(looked) < 200 * 20
    assert "社会救助 › D101 GK801" in err


def test_more_cells_than_one_format_takes_are_coloured() -> None:
    found = [marking.Mark(f"社会救助 › C{n}", "error", "GK908", "甲", "乙") for n in range(2, 1103)]
    data = marking.marked(marking.marked(book(GOOD), found), found)
    sheet = openpyxl.load_workbook(io.BytesIO(data))["社会救助"]
    assert colour(sheet, "C1102") == colour(sheet, "C2") == "00FFC7CE"
    assert len(sheet.conditional_formatting) == 3


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
