"""`import`: shown before it is written, written by position, never guessed, never half."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
import tiny
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from imported import CATALOG, COMMENTED, FIRST, HEAD, SECOND, entry, root, run, table, text

from gongkai_ssg import cli, fs, official
from gongkai_ssg.cli import shared
from gongkai_ssg.importing import edits, words
from gongkai_ssg.tables import marks

__all__ = ["root"]  # a fixture


def test_nothing_is_written_before_a_person_has_agreed(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = table({**FIRST, "公开时限": "5个工作日内"}, SECOND)
    for asked in ((), ("--dry-run",), ("--dry-run", "--yes"), ("--format", "json")):
        assert run(capsys, root, data, *asked)[0] == 0
        assert text(root) == COMMENTED
    status, out, err = run(capsys, root, data)
    assert "新增 1 个，修改 1 个，相同 0 个" in out
    assert "    - 信息形成之日起20个工作日内\n    + 5个工作日内" in out
    assert "推定的" in out
    assert "同上，取自 表 › G3" in out
    assert "加上 --yes" in err
    assert status == 0


def test_what_is_changed_is_changed_and_nothing_else(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = {**FIRST, "公开时限": "5个工作日内", "公开内容": "保障对象\n发放时间\n咨询"}
    assert run(capsys, root, table(first), "--yes")[0] == 0
    after = text(root)
    assert "公开时限: 5个工作日内  # 民政部的指引" in after
    assert '一级事项: "最低生活保障"' in after
    assert "编码: SHJZ-01-01   # 不要改" in after
    assert after.endswith("# 结尾的话\n")
    assert "    - 保障对象\n    # 金额按月\n    - 发放时间\n    - 咨询\n  公开依据" in after
    status, out, _ = run(capsys, root, table(first))
    assert (status, out.splitlines()[0]) == (
        0,
        "新增 0 个，修改 0 个，相同 1 个，不能导入 0 个，表里没有 0 个",
    )


def test_a_new_item_gets_the_next_code_of_its_group(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = {**SECOND, "一级事项": "临时救助", "二级事项": "标准", "公开时限": "长期公开"}
    assert run(capsys, root, table(FIRST, SECOND, other), "--yes")[0] == 0
    checked = tiny.check(root)
    assert checked.diagnostics == []
    assert checked.project
    items = checked.project.catalog.items
    assert {code: item.title for code, item in items.items()} == {
        "SHJZ-01-01": "审核确认结果",
        "SHJZ-01-02": "资金发放",
        "SHJZ-02-01": "标准",
    }
    assert items["SHJZ-01-02"].entry.text("公开时限") == "信息形成之日起20个工作日内"
    assert text(root).startswith(COMMENTED)


def test_a_name_that_stands_twice_is_not_that_of_whoever_is_left_over(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tiny.item({"编码": "SHJZ-02-01", "一级事项": "临时救助"})
    (root / CATALOG).write_text(COMMENTED.replace("\n# 结尾的话\n", other), "utf-8")
    rows = [{**FIRST, "编码": ""}, {**FIRST, "编码": "", "一级事项": "特困供养"}]
    status, out, _ = run(capsys, root, table(*rows), "--yes")
    assert (status, "新增 1 个，修改 0 个，相同 1 个" in out) == (0, True)
    assert "一级事项: 临时救助" in text(root)


@pytest.mark.parametrize(
    "codes", [("", ""), ("X01", "X02"), ("SHJZ-01-09", ""), ("", "SHJZ-01-09")]
)
def test_a_row_that_is_there_twice_is_one_item_at_every_import(
    root: Path, capsys: pytest.CaptureFixture[str], codes: tuple[str, str]
) -> None:
    rows = [{**SECOND, "公开时限": "长期公开", "编码": code} for code in codes]
    _, out, err = run(capsys, root, table(*rows), "--yes")
    assert ("新增 1 个" in out, err.count("GK910")) == (True, 1)
    before = text(root)
    _, out, err = run(capsys, root, table(*rows), "--yes")
    assert ("新增 0 个" in out, err.count("GK910"), text(root)) == (True, 1, before)


def test_a_code_of_the_office_may_stand_at_many_items(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [{**SECOND, "公开时限": "长期公开", "编码": "X01", "二级事项": n} for n in "甲乙"]
    assert "新增 2 个" in run(capsys, root, table(*rows), "--yes")[1]


def test_a_row_whose_names_several_items_have_is_asked_about(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    again = COMMENTED[COMMENTED.index("- 编码") :].replace("01-01", "01-02")
    (root / CATALOG).write_text(COMMENTED + again, "utf-8")
    before = text(root)
    changed = {**FIRST, "公开时限": "长期公开"}
    status, _, err = run(capsys, root, table({**changed, "编码": ""}), "--yes")
    assert (status, "目录里有 SHJZ-01-01、SHJZ-01-02 几个" in err, text(root)) == (1, True, before)
    assert run(capsys, root, table({**changed, "编码": "SHJZ-01-02"}), "--yes")[0] == 0
    assert text(root).startswith(COMMENTED)
    assert entry(root, "SHJZ-01-02")["公开时限"] == "长期公开"


def test_an_item_is_changed_once_however_its_code_is_written(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nameless = {"编码": "shjz-01-01", "公开时限": "长期公开"}
    rows = {**FIRST, "公开时限": "5个工作日内"}, {**FIRST, **nameless}, nameless
    _, out, err = run(capsys, root, table(*rows), "--yes")
    assert "新增 0 个，修改 1 个，相同 0 个，不能导入 2 个" in out
    assert err.count("GK910") == 2
    assert "  公开时限: 5个工作日内  # 民政部的指引\n" in text(root)


def test_a_code_that_was_published_is_not_given_again(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tiny.write(
        root,
        {
            CATALOG: tiny.catalog(
                tiny.item(), tiny.item({"编码": "SHJZ-01-07", "二级事项": "旧的", "状态": "废止"})
            )
        },
    )
    assert run(capsys, root, table(FIRST, SECOND), "--yes")[0] == 0
    assert "编码: SHJZ-01-08" in text(root)


def test_what_the_table_has_not_is_kept(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = {**FIRST, "编码": "", "二级事项": "别的"}
    status, out, _ = run(capsys, root, table(other), "--yes")
    assert status == 0
    assert "表里没有，原样保留:\n  SHJZ-01-01 审核确认结果" in out
    assert text(root).startswith(COMMENTED)


def test_an_empty_cell_changes_nothing(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    blank = {**FIRST, "公开依据": "", "公开渠道": "", "公开内容": ""}
    assert "相同 1 个" in run(capsys, root, table(blank))[1]


@pytest.mark.parametrize(
    ("before", "change", "after"),
    [
        ("公开时限: 长期公开", {"公开时限": "5个工作日内"}, "公开时限: 5个工作日内"),
        ('公开时限: "长期公开"', {"公开时限": "5个工作日内"}, "公开时限: 5个工作日内"),
        ("公开时限: |\n    长期\n    公开", {"公开时限": "5个工作日内"}, "公开时限: 5个工作日内"),
        ("公开内容: [甲, 乙]", {"公开内容": "甲\n丙"}, "公开内容: [甲, 丙]"),
        ("公开内容:\n  - 甲\n  - 乙", {"公开内容": "甲\n丙"}, "公开内容:\n  - 甲\n  - 丙"),
        ("公开对象: 全社会", {"全社会": "", "特定群体": "老人"}, "公开对象: {特定群体: 老人}"),
        ("公开对象:\n    特定群体: 老人", {}, "公开对象: 全社会"),
    ],
)
def test_values_are_written_in_the_style_in_which_they_stand(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    before: str,
    change: dict[str, str],
    after: str,
) -> None:
    key, _, value = before.partition(":")
    entry = tiny.item({key: value.strip(" ")}).replace(f"{key}: \n", f"{key}:\n")
    root = tiny.write(tmp_path / "site", {CATALOG: tiny.catalog(entry)})
    assert tiny.check(root).diagnostics == []
    assert run(capsys, root, table({**FIRST, **change}), "--yes")[0] == 0
    assert after in text(root)
    assert tiny.check(root).diagnostics == []


def test_an_entry_in_one_line_stays_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parts = [f"{key}: {value}" for key, value in tiny.ELEMENTS.items()]
    entry = f"- {{{', '.join(parts)}}}  # 一行\n"
    root = tiny.write(tmp_path / "site", {CATALOG: tiny.catalog(entry)})
    assert run(capsys, root, table({**FIRST, "公开时限": "5个工作日内"}), "--yes")[0] == 0
    assert text(root) == f"事项:\n{entry}".replace("信息形成之日起20个工作日内", "5个工作日内")


def test_an_element_that_is_new_stands_where_the_schema_has_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = table(FIRST).decode("utf-8-sig").splitlines()
    rows = [rows[0], f"{rows[1]},咨询电话,三级事项", *rows[2:-1], f"{rows[-1]},0000-1,方案"]
    root = tiny.write(tmp_path / "site", {CATALOG: COMMENTED})
    assert run(capsys, root, "\n".join(rows).encode(), "--yes")[0] == 0
    after = text(root)
    assert "二级事项: 审核确认结果\n  三级事项: 方案\n" in after
    assert "公开层级: [县级]\n  咨询电话: 0000-1\n\n# 结尾的话" in after


def test_an_item_in_a_file_of_its_own_and_windows_line_ends(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tiny.item_file({}, "给群众的说明。\n").replace("\n", "\r\n").encode()
    files: dict[str, str | bytes | None] = {CATALOG: None, "content/shjz/shjz-01-01.md": own}
    root = tiny.write(tmp_path / "site", files)
    assert run(capsys, root, table({**FIRST, "公开内容": "甲"}, SECOND), "--yes")[0] == 0
    after = (root / "content/shjz/shjz-01-01.md").read_bytes()
    assert after == own.replace("[保障对象, 保障金额]".encode(), "[甲]".encode())
    assert "编码: SHJZ-01-02" in text(root)


def test_a_list_that_begins_with_a_byte_order_mark_keeps_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = "\ufeff" + COMMENTED.replace("\n", "\r\n")
    root = tiny.write(tmp_path / "site", {CATALOG: before.encode()})
    data = table({**FIRST, "公开时限": "5个工作日内"}, SECOND)
    assert run(capsys, root, data, "--yes")[0] == 0
    old, new = "信息形成之日起20个工作日内", "5个工作日内"
    changed = before.replace(old, new, 1)
    after = text(root)
    assert after.startswith(changed.rpartition("# 结尾的话")[0].rstrip())
    assert "编码: SHJZ-01-02\r\n" in after
    assert after.count("\n") == after.count("\r\n")


def test_in_a_file_with_two_kinds_of_line_ends_only_what_changes_changes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head, tail = COMMENTED.split("  公开时限")
    before = head.replace("\n", "\r\n") + f"  公开时限{tail}"
    root = tiny.write(tmp_path / "site", {CATALOG: before.encode()})
    changed = {**FIRST, "公开内容": "保障对象\n保障金额\n标准", "公开依据": "《甲》\n《乙》"}
    assert run(capsys, root, table({**changed, "公开时限": "长期公开"}, SECOND), "--yes")[0] == 0
    wanted = before.replace("信息形成之日起20个工作日内", "长期公开")
    wanted = wanted.replace("- 保障金额\r\n", "- 保障金额\r\n    - 标准\r\n")
    wanted = wanted.replace("《社会救助暂行办法》（国务院令第649号）", "《甲》, 《乙》")
    after = text(root)
    assert after.startswith(wanted)
    assert "\r" not in after.removeprefix(wanted)


@pytest.mark.parametrize("before", ["", "事项:\n", "事项: []\n", "事项: []  # 还没有\n"])
def test_into_a_catalog_without_items(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], before: str
) -> None:
    root = tiny.write(tmp_path / "site", {CATALOG: before or None})
    assert run(capsys, root, table(FIRST), "--yes")[0] == 0
    checked = tiny.check(root)
    assert checked.project
    assert [i.code for i in checked.project.catalog.items.values()] == ["SHJZ-01-01"]
    assert [d for d in checked.diagnostics if d.severity == "error"] == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# 目录\n", "# 目录\n事项:\n- 编码: "),
        ("# 目录", "# 目录\n事项:\n- 编码: "),
        ("'事项':\n", "'事项':\n- 编码: "),
        ("事项: [] # 以后补\n# 完\n", "事项: # 以后补\n- 编码: "),
        ("事项:   # 以后补", "事项:   # 以后补\n- 编码: "),
        ("事项: [\n  # 以后补\n]\n", "事项: [\n  # 以后补\n{编码: "),
        ('"事项" : []\r\n', '"事项" :\r\n- 编码: '),
    ],
)
def test_a_new_item_comes_into_any_empty_list(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], before: str, after: str
) -> None:
    root = tiny.write(tmp_path / "site", {CATALOG: before})
    status, _, _ = run(capsys, root, table(FIRST), "--yes")
    checked = tiny.check(root)
    assert checked.project
    assert (status, [*checked.project.catalog.items]) == (0, ["SHJZ-01-01"]), text(root)
    assert text(root).startswith(after)
    assert ("# 完" in before) == text(root).endswith("# 完\n")


@pytest.mark.parametrize("comma", ["", ","])
def test_a_new_item_comes_into_a_list_in_brackets(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], comma: str
) -> None:
    one = ", ".join(f"{k}: {v}" for k, v in tiny.ELEMENTS.items())
    root = tiny.write(tmp_path / "site", {CATALOG: f"事项: [{{{one}}}{comma}\n]  # 完\n"})
    assert run(capsys, root, table(FIRST, SECOND), "--yes")[0] == 0
    project = tiny.check(root).project
    assert project
    assert [*project.catalog.items] == ["SHJZ-01-01", "SHJZ-01-02"]
    assert text(root).endswith("]  # 完\n")


def test_a_list_that_does_not_take_a_new_item_is_said(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(edits, "longer", lambda text, *_: text)
    status, _, err = run(capsys, root, table(FIRST, SECOND), "--yes")
    assert (status, "写好了" in err) == (2, False)
    assert f"“{CATALOG}”里加不进新的事项，没有写文件" in err


@pytest.mark.parametrize("step", ["to the side", "in place"])
def test_where_one_file_cannot_be_written_none_is(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    name = "content/shjz/SHJZ-01-02.md"
    other = {"编码": "SHJZ-01-02", "二级事项": "资金发放", "公开时限": "长期公开"}
    (root / name).write_text(tiny.item_file(other), "utf-8")
    if step == "to the side":
        (root / "content/shjz/.SHJZ-01-02.md.gongkai-new").mkdir()
    else:
        commit = fs.Pending.commit

        def refuse(self: fs.Pending) -> None:
            if self.path.name == "SHJZ-01-02.md":
                raise PermissionError
            commit(self)

        monkeypatch.setattr(fs.Pending, "commit", refuse)
    before = text(root), text(root, name)
    rows = [{**FIRST, **other, "公开时限": "5日内"}, {**FIRST, "公开时限": "5日内"}]
    assert run(capsys, root, table(*reversed(rows)), "--yes")[0] != 0
    assert (text(root), text(root, name)) == before
    assert not (root / "content/shjz/.catalog.yaml.gongkai-new").exists()


def test_what_cannot_be_imported_stays_out_and_the_rest_comes_in(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lacking = {**SECOND, "公开主体": "某局"}
    status, out, err = run(
        capsys, root, table(FIRST, lacking, {**SECOND, "二级事项": "标准"}), "--yes"
    )
    assert status == 1
    assert "GK908" in err
    assert "不能导入:\n  表 › D4 资金发放" in out
    assert "二级事项: 标准" in text(root)
    assert "资金发放" not in text(root)


def test_a_body_that_nobody_registered_is_asked_about_by_the_name_that_is_near(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, _, err = run(capsys, root, table({**FIRST, "编码": "", "公开主体": "民政局"}))
    assert "改法: 是不是“县民政局”？" in err
    _, _, err = run(capsys, root, table({**FIRST, "编码": "", "公开主体": "县教育体育局"}))
    assert ("GK908" in err, "是不是" in err) == (True, False)


def test_an_import_that_would_break_the_content_writes_nothing(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from gongkai_ssg.importing import writing

    monkeypatch.setattr(writing.edits, "flow", lambda _value: "[")
    status, _, err = run(capsys, root, table({**FIRST, "公开时限": "5个工作日内"}), "--yes")
    assert status == 1
    assert "没有写文件" in err
    assert text(root) == COMMENTED


def test_what_would_break_the_content_is_shown_as_it_would_be(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A line that only points to another, for one."""
    status, _, err = run(capsys, root, table({**FIRST, "公开内容": ',"'}), "--yes")
    assert (status, text(root)) == (1, COMMENTED)
    assert '    9 |     - "\\""\n'.strip() in err
    assert "保障对象" not in err


def test_json_holds_what_the_cells_say_and_what_is_inferred_beside_it(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    merged = {**SECOND, "公开主体": "", "公开依据": "同上"}
    status, out, _ = run(capsys, root, table(FIRST, merged), "--format", "json")
    assert status == 0
    answer = json.loads(out)
    assert answer["version"] == 1
    first, second = answer["items"]
    assert first["公开内容"] == ["保障对象", "保障金额"]
    assert first["公开渠道"] == ["政府网站"]
    assert first["公开对象"] == "全社会"
    assert first["公开层级"] == ["县级"]
    assert (first["领域"], first["来源"]["表"], first["来源"]["行"]) == ("shjz", "表", 3)
    assert first["推定"] == {}
    assert (second["公开时限"], second["公开主体"]) == ("同上", "")
    assert second["推定"] == {
        "公开依据": {"值": [FIRST["公开依据"]], "来源": "同上，取自 表 › F3"},
        "公开时限": {"值": FIRST["公开时限"], "来源": "同上，取自 表 › G3"},
        "公开主体": {"值": ["县民政局"], "来源": "空白，取自上一行 表 › H3"},
    }


def test_the_domain_may_be_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = tiny.write(tmp_path / "site", {})
    data = table(SECOND | {"公开时限": "长期公开"}).replace(
        "社会救助领域标准目录".encode(), "目录".encode()
    )
    assert run(capsys, root, data)[0] == 1
    assert run(capsys, root, data, "--domain", "shjz", "--yes")[0] == 0
    assert run(capsys, root, data, "--domain", "xxxx")[0] == 2


def named_sheet(root: Path, name: str) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = name
    lines: list[Sequence[str]] = [["标准目录"], HEAD, ["1", *(FIRST.get(k, "") for k in HEAD[1:])]]
    for line in lines:
        sheet.append(list(line))
    path = root.parent / "目录.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize("name", ["公共法律服务", "17公共法律服务", "某县公共法律服务领域", "就业"])
def test_a_domain_that_the_site_has_not_is_to_be_made_first(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tiny.write(tmp_path / "site", {CATALOG: ""})
    file = named_sheet(root, name)
    assert cli._run(["import", str(file), "-s", str(root)]) == 1
    said = capsys.readouterr().err
    meant = "就业" if name == "就业" else "公共法律服务"
    assert f"站点里没有“{meant}”这个领域" in said
    assert f"domain.yaml，写上“名称: {meant}”" in said
    assert cli._run(["import", str(file), "-s", str(root), "--domain", "shjz"]) == 0
    assert (
        f"表里写的是“{meant}”领域，--domain 写的是“社会救助”，放进“社会救助”"
        in capsys.readouterr().err
    )


@pytest.mark.parametrize(
    "name",
    [
        "表1",
        "Sheet1",
        "目录",
        "Table 1",
        "标准目录",
        "民政局最终稿",
        "2026年",
        "26个试点领域",
        "社会救助",
    ],
)
def test_a_sheet_that_names_no_other_domain_is_of_the_one_that_is_given(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tiny.write(tmp_path / "site", {CATALOG: ""})
    file = named_sheet(root, name)
    status = cli._run(["import", str(file), "-s", str(root)])
    said = capsys.readouterr().err
    assert "站点里没有" not in said
    assert ("GK909" in said) == (name != "社会救助")
    assert status == (name != "社会救助")
    assert cli._run(["import", str(file), "-s", str(root), "--domain", "shjz"]) == 0
    assert "GK9" not in capsys.readouterr().err


def test_a_domain_that_is_given_does_not_hold_where_the_table_names_another(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tiny.write(
        tmp_path / "site", {CATALOG: "", "content/ggfl/domain.yaml": "名称: 公共法律服务\n"}
    )
    file = named_sheet(root, "公共法律服务")
    assert cli._run(["import", str(file), "-s", str(root), "--domain", "shjz"]) == 0
    said = capsys.readouterr()
    assert "--domain 写的是“社会救助”，放进“公共法律服务”" in said.err
    assert "GGFL-01-01" in said.out


def test_a_name_of_the_table_may_stand_for_several_bodies(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = tiny.SITE.replace("区划:", "- {id: hewanzhen, 名称: 河湾镇政府}\n区划:")
    (root / "site.yaml").write_text(site, "utf-8")
    rows = [{**SECOND, "二级事项": f"第{n}件", "公开主体": "各乡镇政府"} for n in range(3)]
    rows[0]["公开时限"] = "长期公开"
    status, _, err = run(capsys, root, table(*rows))
    assert status == 1
    assert "“表 › H3 等 3 处”的单位“各乡镇政府”没有在 site.yaml 的“单位”里登记" in err
    assert err.count("GK908") == 1
    body = ("--body", "各乡镇政府=县民政局、河湾镇政府")
    assert run(capsys, root, table(*rows), *body, "--yes")[0] == 0
    checked = tiny.check(root)
    assert checked.project
    assert checked.project.catalog.items["SHJZ-01-02"].bodies == ("mzj", "hewanzhen")
    assert run(capsys, root, table(*rows), "--body", "各乡镇政府")[0] == 2


def test_lock_files_are_skipped_and_open_files_are_told(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = root.parent / "~$目录.xlsx"
    lock.write_bytes(b"x")
    assert cli._run(["import", str(lock), "-s", str(root)]) == 0
    assert "跳过" in capsys.readouterr().err

    def refuse(_self: Path) -> bytes:
        raise PermissionError

    file = root.parent / "目录.csv"
    file.write_bytes(table(FIRST))
    real = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda s: refuse(s) if s == file else real(s))
    assert cli._run(["import", str(file), "-s", str(root)]) == 2
    assert "在 Excel 里关掉它" in capsys.readouterr().err


STYLES = (
    COMMENTED,
    tiny.catalog(),
    "事项:\n- {" + ", ".join(f"{k}: {v}" for k, v in tiny.ELEMENTS.items()) + "}\n",
)
WORDS = st.text("甲乙丙丁abc019:：#-,，[]{}'\"&*!|>%@ 《》（）", min_size=1, max_size=12).map(
    str.strip
)
# A cell of dashes says that there is nothing, one of quotes what stands above.
TEXT = WORDS.filter(
    lambda text: text and not marks.is_nothing(text) and not marks.is_ditto(text.strip(",，"))
)
LINES = st.lists(TEXT, min_size=1, max_size=4, unique=True)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.sampled_from(STYLES), TEXT, LINES)
def test_whatever_stands_in_a_cell_is_what_the_entry_says_afterwards(
    tmp_path_factory: pytest.TempPathFactory, style: str, name: str, contents: list[str]
) -> None:
    """And no other element changes; a second import has nothing to do."""
    root = tiny.write(tmp_path_factory.mktemp("import") / "site", {CATALOG: style})
    file = root.parent / "目录.csv"
    file.write_bytes(table({**FIRST, "二级事项": name, "公开内容": "\n".join(contents)}))
    before = tiny.check(root)
    assert cli._run(["import", str(file), "-s", str(root), "--yes"]) == 0
    after = tiny.check(root)
    assert before.project
    assert after.project
    old = before.project.catalog.items["SHJZ-01-01"].entry.values
    new = after.project.catalog.items["SHJZ-01-01"].entry.values
    changed = {key for key in new if official.lines(new[key]) != official.lines(old[key])}
    assert changed <= {"二级事项", "公开内容"}
    assert new["二级事项"] == name
    said = words.contents("\n".join(contents))
    assert list(official.lines(new["公开内容"])) == (said or ["保障对象", "保障金额"])
    assert [d for d in after.diagnostics if d.severity == "error"] == []
    written = (root / CATALOG).read_bytes()
    cli._run(["import", str(file), "-s", str(root), "--yes"])
    assert (root / CATALOG).read_bytes() == written


@pytest.mark.parametrize("before", [COMMENTED, None])
def test_what_was_edited_while_the_question_stood_is_not_overwritten(
    before: str | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A list of before, and one that came only now."""
    root = tiny.write(tmp_path / "site", {CATALOG: before})
    edited = f"{before or COMMENTED}# 刚加的\n"

    def meanwhile(*_: object, **__: object) -> bool:
        (root / CATALOG).write_bytes(edited.encode())
        return True

    monkeypatch.setattr(shared, "agreed", meanwhile)
    status, _, err = run(capsys, root, table(FIRST, {**SECOND, "公开时限": "长期公开"}))
    assert (status, f"{CATALOG} 又改过了，没有写；请再运行一次。\n" in err) == (1, True), err
    assert "写好了" not in err
    assert text(root) == edited
    assert [p.name for p in (root / CATALOG).parent.iterdir() if "gongkai" in p.name] == []
