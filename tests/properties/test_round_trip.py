"""Export, edit in Excel, import: the edited cells come back, and nothing else changes."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import tiny
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai_ssg import cli, official
from gongkai_ssg.exchange import workbook
from gongkai_ssg.model import Value
from gongkai_ssg.tables import marks

CATALOG = "content/shjz/catalog.yaml"
_CONTENT = """\
# 社会救助的事项
事项:

# 第一件
- 编码: SHJZ-01-01   # 不要改
  一级事项: "最低生活保障"
  二级事项: 审核确认结果
  公开内容:
    - 保障对象。
    # 金额按月
    - 1.保障金额；按户  # 元
    - 名单
  公开依据: [《社会救助暂行办法》（国务院令第649号）, 《条例》]
  公开时限: 信息形成之日起20个工作日内  # 指引
  公开主体: 县民政局
  公开渠道: [政府网站, 公开查阅点]
  公开对象: 全社会
  公开方式: 主动
  公开层级: [县级, 村级]
  俗称: [低保]
  咨询电话: 0000-1   # 总机

%s  # 一行
# 结尾的话
"""
IN_ONE_LINE = (
    "- {编码: SHJZ-01-02, 一级事项: 最低生活保障, 二级事项: 资金发放, 公开内容: [金额, 时间], "
    "公开依据: [《条例》], 公开时限: 长期公开, 公开主体: [县民政局], 公开渠道: ['其他:微信'], "
    "公开对象: {特定群体: 老人}, 公开方式: 依申请, 公开层级: [乡级]}"
)
CONTENT = _CONTENT % IN_ONE_LINE
COUNTY = """\
扩展要素:
- {键: 责任部门, 类型: 文字, 说明: 哪个科室}
- {键: 联系/方式, 类型: 多行, 说明: 怎样联系}
- {键: 环节, 类型: 多选, 选项: [申请, 审核, 公示], 说明: 哪几步}
"""
OWN = """\
---
编码: SHJZ-02-01
一级事项: 临时救助
二级事项: 标准
三级事项: 当年标准
公开内容:
- 甲
- 乙
公开依据: [《条例》]
公开时限: 长期公开
公开主体: 县民政局
公开渠道:
- 政府网站
公开对象: 全社会
公开方式: 主动
公开层级: [县级]
责任部门: 救助股
联系/方式:
# 先打电话
- 0000-3
- 1.来人；来信
环节: [申请, 公示]
---
说明。
"""
REMARKS = ("# 社会救助的事项", "# 第一件", "# 不要改", "# 指引", "# 一行", "# 结尾的话")
WORDS = st.text("甲乙丙0129.、；。:：#-[]{}'\"&*! 《》（）", min_size=1, max_size=10).map(str.strip)
# A cell of quotes alone says what stands above.
TEXT = WORDS.filter(lambda t: t.strip("_- 、。；:：.") != "" and not marks.is_ditto(t))
LINES = st.lists(TEXT, min_size=1, max_size=4, unique=True)
SLUGS = ("da", "db", "dc", "dd", "de", "df", "dg", "dh")
CHANNELS = ("政府网站", "政府公报", "公开查阅点", "其他:微信")
OLD = ("保障对象。", "1.保障金额；按户", "名单", "金额", "甲", "乙", "新的")
MOVED = st.lists(st.sampled_from(OLD), min_size=1, max_size=6, unique=True)
EDITS = st.one_of(
    st.tuples(st.just("公开内容"), MOVED),
    st.tuples(st.sampled_from(["一级事项", "二级事项", "公开时限", "咨询电话"]), TEXT),
    st.tuples(st.sampled_from(["公开内容", "公开依据"]), LINES),
    st.tuples(st.just("公开渠道"), st.lists(st.sampled_from(CHANNELS), min_size=1, unique=True)),
    st.tuples(st.just("咨询电话"), st.just("")),
    st.tuples(st.just("俗称"), st.one_of(st.just([]), LINES)),
    st.tuples(st.just("公开方式"), st.sampled_from(["主动", "依申请"])),
    st.tuples(st.sampled_from(["三级事项", "责任部门"]), st.one_of(st.just(""), TEXT)),
    st.tuples(st.just("联系/方式"), st.one_of(st.just([]), LINES)),
    st.tuples(
        st.just("环节"),
        st.lists(st.sampled_from(["申请", "审核", "公示"]), max_size=3, unique=True),
    ),
)


def values(root: Path) -> dict[str, Mapping[str, Value]]:
    checked = tiny.check(root)
    assert checked.project
    assert [d.message for d in checked.diagnostics if d.severity == "error"] == []
    return {code: item.entry.values for code, item in checked.project.catalog.items.items()}


def exported(root: Path) -> bytes:
    checked = tiny.check(root)
    assert checked.project
    return workbook.workbook(checked.project)


def write_cell(sheet: Any, row: int, key: str, value: str | list[str]) -> None:
    """What a clerk does in Excel: the cell under a head gets another text, or a tick moves."""
    heads = {}
    for column in range(1, sheet.max_column + 1):
        label = sheet.cell(2, column).value or sheet.cell(1, column).value
        heads[label] = column
    if key == "公开方式":
        for label in ("主动", "依申请"):
            sheet.cell(row, heads[label]).value = "√" if label == value else None
        return
    label = {"公开内容": "公开内容（要素）", "公开渠道": "公开渠道和载体"}.get(key, key)
    text = value if isinstance(value, str) else "\n".join(value)
    sheet.cell(row, heads[label]).value = text or None


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(st.tuples(st.integers(0, 2), EDITS), max_size=4, unique_by=lambda e: (e[0], e[1][0]))
)
def test_only_the_edited_cells_come_back(
    tmp_path_factory: pytest.TempPathFactory,
    edits: list[tuple[int, tuple[str, str | list[str]]]],
) -> None:
    files = {"site.yaml": tiny.SITE + COUNTY, CATALOG: CONTENT, "content/shjz/shjz-02-01.md": OWN}
    root = tiny.write(tmp_path_factory.mktemp("trip") / "site", files)
    before = values(root)
    book = openpyxl.load_workbook(io.BytesIO(exported(root)))
    codes = ["SHJZ-01-01", "SHJZ-01-02", "SHJZ-02-01"]
    wanted = {code: {k: official.lines(v) for k, v in before[code].items()} for code in codes}
    for number, (key, value) in edits:
        write_cell(book["社会救助"], number + 3, key, value)
        shown = (value,) if isinstance(value, str) and value else tuple(value)
        wanted[codes[number]][key] = shown
        if not shown:
            del wanted[codes[number]][key]
    names = {
        tuple(wanted[code].get(key) for key in ("一级事项", "二级事项", "三级事项"))
        for code in codes
    }
    out = root.parent / "目录.xlsx"
    book.save(out)
    status = cli._run(["import", str(out), "-s", str(root), "--yes"])
    if len(names) == len(codes):
        assert status == 0
        after = values(root)
        found = {code: {k: official.lines(v) for k, v in after[code].items()} for code in codes}
        for code in codes:
            for key in ("公开渠道", "环节"):
                assert sorted(found[code].pop(key, ())) == sorted(wanted[code].pop(key, ()))
            assert found[code] == wanted[code]
    text = (root / CATALOG).read_text("utf-8")
    assert all(remark in text for remark in REMARKS)
    written = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    cli._run(["import", str(out), "-s", str(root), "--yes"])
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == written


def test_an_export_without_edits_changes_nothing(tmp_path: Path) -> None:
    root = tiny.write(tmp_path / "site", {CATALOG: CONTENT})
    out = tmp_path / "目录.xlsx"
    out.write_bytes(exported(root))
    assert exported(root) == out.read_bytes()
    assert cli._run(["import", str(out), "-s", str(root), "--yes"]) == 0
    assert (root / CATALOG).read_text("utf-8") == CONTENT


def test_what_changed_in_the_content_since_the_export_stays(tmp_path: Path) -> None:
    root = tiny.write(tmp_path / "site", {CATALOG: CONTENT})
    book = openpyxl.load_workbook(io.BytesIO(exported(root)))
    write_cell(book["社会救助"], 3, "咨询电话", "0000-2")
    out = tmp_path / "目录.xlsx"
    book.save(out)
    newer = CONTENT.replace("长期公开", "5个工作日内").replace("- 名单", "- 明细")
    (root / CATALOG).write_text(newer, "utf-8")
    assert cli._run(["import", str(out), "-s", str(root), "--yes"]) == 0
    assert (root / CATALOG).read_text("utf-8") == newer.replace("0000-1", "0000-2")


def test_a_required_cell_that_was_emptied_is_no_edit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tiny.write(tmp_path / "site", {CATALOG: CONTENT})
    book = openpyxl.load_workbook(io.BytesIO(exported(root)))
    write_cell(book["社会救助"], 3, "公开依据", "")
    out = tmp_path / "目录.xlsx"
    book.save(out)
    assert cli._run(["import", str(out), "-s", str(root), "--yes"]) == 1
    assert "GK906" in capsys.readouterr().err
    assert (root / CATALOG).read_text("utf-8") == CONTENT


@pytest.mark.parametrize("said", ["結果", "什么", "服务、什么", "不公开服务", "×服务"])
def test_a_word_that_nobody_knows_takes_nothing_away(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], said: str
) -> None:
    content = CONTENT.replace("  俗称: [低保]\n", "  五公开: [服务]\n  俗称: [低保]\n")
    root = tiny.write(tmp_path / "site", {CATALOG: content})
    book = openpyxl.load_workbook(io.BytesIO(exported(root)))
    write_cell(book["社会救助"], 3, "五公开", said)
    write_cell(book["社会救助"], 3, "咨询电话", "0000-2")
    out = tmp_path / "目录.xlsx"
    book.save(out)
    assert cli._run(["import", str(out), "-s", str(root), "--yes"]) == 0
    assert f"的“五公开”写着“{said}”，不认得" in capsys.readouterr().err
    assert (root / CATALOG).read_text("utf-8") == content.replace("0000-1", "0000-2")
    write_cell(book["社会救助"], 3, "五公开", "")
    book.save(out)
    assert cli._run(["import", str(out), "-s", str(root), "--yes"]) == 0
    assert "五公开" not in (root / CATALOG).read_text("utf-8")


def test_the_workbook_is_one_that_a_clerk_can_use(tmp_path: Path) -> None:
    root = tiny.write(tmp_path / "site", {CATALOG: CONTENT})
    sheet = openpyxl.load_workbook(io.BytesIO(exported(root)))["社会救助"]
    assert sheet.freeze_panes == "D3"
    assert sheet.print_title_rows == "$1:$2"
    paper = sheet.page_setup
    assert (int(paper.paperSize), paper.orientation) == (8, "landscape")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert "政府网站、政府公报" in sheet["H1"].comment.text
    assert any(v.formula1 == '"√"' for v in sheet.data_validations.dataValidation)
    hidden = [name for name, one in sheet.column_dimensions.items() if one.hidden]
    heads = {sheet.cell(1, c).value: c for c in range(1, sheet.max_column + 1)}
    assert hidden
    assert openpyxl.utils.get_column_letter(heads["编码"]) in hidden
    assert sheet.cell(3, heads["编码"]).value == "SHJZ-01-01"


def test_any_name_of_a_domain_gives_a_sheet_that_comes_back(tmp_path: Path) -> None:
    long = "示例县基层政务公开标准化规范化试点领域目录中特别长的一个领域名称"
    names = ["引号开头'", "'引号", "a:b", "a?b", "A:B", f"{long}甲", f"{long}乙", "&社会&保险"]
    files: dict[str, str | bytes | None] = {CATALOG: CONTENT}
    for slug, name in zip(SLUGS, names, strict=True):
        quoted = name.replace("'", "''")
        files[f"content/{slug}/domain.yaml"] = f"名称: '{quoted}'\n"
        codes = {"编码": f"{slug.upper()}-01-01", "二级事项": f"{slug}件"}
        files[f"content/{slug}/catalog.yaml"] = tiny.catalog(tiny.item(codes))
    root = tiny.write(tmp_path / "site", files)
    book = openpyxl.load_workbook(io.BytesIO(exported(root)))
    assert set(book.sheetnames) == {"社会救助", *SLUGS[:-1], "&社会&保险"}
    assert "&&社会&&保险" in str(book["&社会&保险"].oddHeader.center.text)
    for number, name in enumerate(book.sheetnames):
        write_cell(book[name], 3, "公开时限", f"{number + 2}个工作日内")
    out = tmp_path / "目录.xlsx"
    book.save(out)
    assert cli._run(["import", str(out), "-s", str(root), "--yes"]) == 0
    found = {str(one["公开时限"]) for one in values(root).values()}
    assert found == {"长期公开", *(f"{n + 2}个工作日内" for n in range(9))}


def test_a_text_that_no_cell_can_hold_is_not_cut(tmp_path: Path) -> None:
    lines = [f"第{n}项{'字' * 400}" for n in range(90)]
    content = tiny.catalog(tiny.item({"公开内容": f"[{', '.join(lines)}]"}))
    root = tiny.write(tmp_path / "site", {CATALOG: content})
    book = openpyxl.load_workbook(io.BytesIO(exported(root)))
    assert str(book["社会救助"]["D3"].value).startswith("〔一格放不下〕有 36")
    out = tmp_path / "目录.xlsx"
    write_cell(book["社会救助"], 3, "公开时限", "长期公开")
    book.save(out)
    assert cli._run(["import", str(out), "-s", str(root), "--yes"]) == 0
    assert (root / CATALOG).read_text("utf-8") == content.replace(
        "信息形成之日起20个工作日内", "长期公开"
    )
    write_cell(book["社会救助"], 3, "公开内容", ["甲", "乙"])
    book.save(out)
    assert cli._run(["import", str(out), "-s", str(root), "--yes"]) == 0
    assert values(root)["SHJZ-01-01"]["公开内容"] == ("甲", "乙")


def test_an_empty_cell_of_a_new_row_is_not_filled_from_above(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tiny.write(tmp_path / "site", {CATALOG: CONTENT})
    book = openpyxl.load_workbook(io.BytesIO(exported(root)))
    sheet = book["社会救助"]
    for key, value in {"一级事项": "临时救助", "二级事项": "新的", "公开时限": "长期公开"}.items():
        write_cell(sheet, 5, key, value)
    out = tmp_path / "目录.xlsx"
    book.save(out)
    assert cli._run(["import", str(out), "-s", str(root), "--yes"]) == 1
    said = capsys.readouterr()
    for key in ("公开内容", "公开依据", "公开主体", "公开渠道", "公开对象", "公开方式", "公开层级"):
        assert f"没有写“{key}”" in said.err
    assert "推定" not in said.out
    assert (root / CATALOG).read_text("utf-8") == CONTENT


def test_a_line_of_a_cell_that_was_added_to_stays_one_channel(tmp_path: Path) -> None:
    """Though its name has a stop in it; and the lines stay in their order."""
    platform = "其他:招投标公共服务平台、投资项目在线审批监管平台"
    written = CONTENT.replace("[政府网站, 公开查阅点]", f"[公开查阅点, '{platform}', 政府网站]")
    root = tiny.write(tmp_path / "site", {CATALOG: written})
    book = openpyxl.load_workbook(io.BytesIO(exported(root)))
    heads = [cell.value for cell in book["社会救助"][1]]
    cell = book["社会救助"].cell(3, heads.index("公开渠道和载体") + 1)
    cell.value = f"{cell.value}\n■广播电视\n■政府公报\n□入户/现场"
    out = tmp_path / "目录.xlsx"
    book.save(out)
    assert cli._run(["import", str(out), "-s", str(root), "--yes"]) == 0
    wanted = f"公开渠道: [公开查阅点, {platform}, 政府网站, 广播电视, 政府公报]"
    assert wanted in (root / CATALOG).read_text("utf-8")
