"""What the cells of an imported table mean; what is not sure is asked about."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
import tiny
from imported import CATALOG, COMMENTED, FIRST, SECOND, entry, root, run, table, text

from gongkai_ssg import cli

__all__ = ["root"]  # a fixture


@pytest.mark.parametrize("mark", ["×", "✗", "x", "否", "无", "/", "—", "-", "0", "○", "□", "N"])
def test_a_cross_in_a_column_is_no_tick(
    root: Path, capsys: pytest.CaptureFixture[str], mark: str
) -> None:
    row = {**FIRST, "编码": "", "二级事项": "资金发放", "依申请": mark, "乡级": mark, "村级": "√"}
    row |= {"全社会": mark, "特定群体": "低保对象"}
    assert run(capsys, root, table(row), "--yes")[0] == 0
    new = entry(root, "SHJZ-01-02")
    assert (new["公开方式"], new["公开层级"]) == ("主动", ("县级", "村级"))
    assert new["公开对象"] == {"特定群体": "低保对象"}


def test_a_tick_in_words_names_no_group(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row = {**FIRST, "编码": "", "二级事项": "资金发放", "全社会": "否", "特定群体": "是"}
    assert run(capsys, root, table(row), "--yes")[0] == 0
    assert entry(root, "SHJZ-01-02")["公开对象"] == {"特定群体": "特定群体"}


def test_a_mark_that_nobody_knows_is_asked_about_and_nothing_is_changed(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [{**FIRST, "县级": "?"}, {**SECOND, "公开时限": "长期公开", "村级": "★"}]
    status, out, err = run(capsys, root, table(*rows), "--yes")
    assert (status, text(root)) == (1, COMMENTED)
    assert "“表 › N3”的“公开层级”写着“?”，不知道是不是打勾" in err
    assert "“表 › P4”的“公开层级”写着“★”" in err
    assert "不能导入 2 个" in out


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ({"主动": "不定期", "依申请": "√"}, "公开方式"),
        ({"主动": "依申请公开"}, "公开方式"),
        ({"主动": "不主动公开", "依申请": "√"}, "公开方式"),
        ({"主动": "见备注", "依申请": "√"}, "公开方式"),
        ({"乡级": "不公开√"}, "公开层级"),
        ({"乡级": "县级"}, "公开层级"),
        ({"乡级": "省"}, "公开层级"),
        ({"乡级": "乡级暂不公开"}, "公开层级"),
        ({"村级": "待定"}, "公开层级"),
        ({"全社会": "本县户籍人口"}, "公开对象"),
        ({"全社会": "不向全社会公开"}, "公开对象"),
        ({"全社会": "", "特定群体": "√暂不公开"}, "公开对象"),
        ({"全社会": "", "特定群体": "√面向全社会"}, "公开对象"),
        ({"公开渠道": "❏政府网站 ❑政府公报"}, "公开渠道"),
    ],
)
def test_words_that_do_not_name_what_their_column_is_for_are_asked_about(
    root: Path, capsys: pytest.CaptureFixture[str], words: dict[str, str], key: str
) -> None:
    row = {**FIRST, "编码": "", "二级事项": "资金发放", **words}
    status, out, err = run(capsys, root, table(row), "--yes")
    assert (status, err.count("GK911"), f"的“{key}”写着" in err) == (1, 1, True), err
    assert "不能导入 1 个" in out
    assert text(root) == COMMENTED


def test_what_is_not_published_is_not_imported_as_published(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = {**FIRST, "编码": "", "二级事项": "资金发放", "主动": "暂不公开", "依申请": "√"}
    row |= {"乡级": "未公开", "村级": "无需公开"}
    row |= {"全社会": "不公开", "特定群体": "申请人"}
    assert run(capsys, root, table(row), "--yes")[0] == 0
    new = entry(root, "SHJZ-01-02")
    assert (new["公开方式"], new["公开层级"]) == ("依申请", ("县级",))
    assert new["公开对象"] == {"特定群体": "申请人"}


def test_words_that_name_what_their_column_is_for_are_a_tick(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = {**FIRST, "编码": "", "二级事项": "资金发放", "主动": "", "依申请": "依申请公开"}
    row |= {"县级": "县民政局", "乡级": "各乡镇", "全社会": "面向全社会"}
    assert run(capsys, root, table(row), "--yes")[0] == 0
    new = entry(root, "SHJZ-01-02")
    assert (new["公开方式"], new["公开层级"]) == ("依申请", ("县级", "乡级"))
    assert new["公开对象"] == "全社会"


@pytest.mark.parametrize(
    ("key", "said", "meant"),
    [
        ("公开方式", "依申请公开", "依申请"),
        ("公开对象", "社会公众", "全社会"),
        ("公开对象", "特定群体：老人", {"特定群体": "老人"}),
        ("公开层级", "社区", ("村级",)),
        ("五公开", "服务、结果公开", ("服务", "结果")),
    ],
)
def test_what_one_column_says_in_known_words_is_taken(
    root: Path, capsys: pytest.CaptureFixture[str], key: str, said: str, meant: object
) -> None:
    row = {**FIRST, "编码": "", "二级事项": "资金发放"}
    assert run(capsys, root, in_words(key, said, row), "--yes")[0] == 0
    assert entry(root, "SHJZ-01-02")[key] == meant


NOT_CLEAR = [
    ("公开方式", "不主动公开，依申请公开"),
    ("公开方式", "依申请公开（不属于主动公开）"),
    ("公开方式", "主动、不公开"),
    ("公开方式", "主动公开、依申请公开"),
    ("公开方式", "公开"),
    ("公开层级", "县级、不在村级公开"),
    ("公开层级", "县级（暂不公开）"),
    ("公开层级", "√"),
    ("公开对象", "暂不公开"),
    ("公开对象", "不向全社会公开"),
    ("公开对象", "全社会、老人"),
    ("五公开", "不公开结果"),
    ("五公开", "决策、什么"),
    ("五公开", "什么"),
]


@pytest.mark.parametrize(("key", "said"), NOT_CLEAR)
def test_what_one_column_says_that_is_not_wholly_understood_is_asked_about(
    root: Path, capsys: pytest.CaptureFixture[str], key: str, said: str
) -> None:
    new = {**FIRST, "编码": "", "二级事项": "资金发放"}
    status, out, err = run(capsys, root, in_words(key, said, new), "--yes")
    assert (status, err.count("GK9"), text(root)) == (1, 1, COMMENTED)
    assert f"的“{key}”写着“{said}”，不认得" in err
    assert "不能导入 1 个" in out
    changed = {**FIRST, "公开时限": "长期公开"}
    status, out, err = run(capsys, root, in_words(key, said, changed), "--yes")
    assert (status, err.count("GK913"), "修改 1 个" in out) == (0, 1, True)
    wanted = COMMENTED.replace("信息形成之日起20个工作日内", "长期公开")
    assert text(root) == wanted


def test_two_ways_at_once_are_asked_about(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    both = {"主动": "√", "依申请": "√"}
    status, _, err = run(capsys, root, table({**SECOND, **both, "公开时限": "长期公开"}), "--yes")
    assert (status, text(root)) == (1, COMMENTED)
    assert "“表 › L3”的“公开方式”写着“主动、依申请”，不认得" in err
    status, _, err = run(capsys, root, table({**FIRST, **both, "公开时限": "长期公开"}), "--yes")
    assert (status, err.count("GK913")) == (0, 1)
    assert text(root) == COMMENTED.replace("信息形成之日起20个工作日内", "长期公开")


def test_a_channel_that_nobody_understands_is_asked_about_below_it_too(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [{**FIRST, "公开渠道": "❏政府网站 ❑政府公报"}]
    rows += [{**SECOND, "公开时限": "长期公开", "公开渠道": "同上"}]
    status, out, _ = run(capsys, root, table(*rows), "--yes")
    assert (status, "不能导入 2 个" in out, text(root)) == (1, True, COMMENTED)


@pytest.mark.parametrize(("key", "said"), [("公开对象", "暂不公开"), ("五公开", "什么")])
def test_what_is_not_understood_is_asked_about_where_it_holds_from_above_too(
    root: Path, capsys: pytest.CaptureFixture[str], key: str, said: str
) -> None:
    row = {**FIRST, "编码": "", "二级事项": "资金发放", "公开内容": "金额"}
    lines = in_words(key, said, row).decode().splitlines()
    below = lines[-1].replace("资金发放", "标准").replace(said, "同上")
    status, _, err = run(capsys, root, "\n".join([*lines, below]).encode(), "--yes")
    assert (status, text(root)) == (1, COMMENTED)
    assert "GK913" in err
    assert "等 2 处" in err


def test_a_table_with_nothing_below_its_head_is_said(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, _, err = run(capsys, root, table())
    assert (status, "表头下面没有事项" in err) == (2, True)


def test_rows_that_were_sorted_without_their_hidden_codes_are_not_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ("甲", "乙", "丙")
    items = [tiny.item({"编码": f"SHJZ-01-0{n}", "二级事项": x}) for n, x in enumerate(names, 1)]
    ours = tiny.catalog(*items)
    root = tiny.write(tmp_path / "site", {CATALOG: ours})
    file = str(tmp_path / "目录.xlsx")
    assert cli._run(["export", "xlsx", "-s", str(root), "-o", file]) == 0
    book = openpyxl.load_workbook(file)
    sheet = book["社会救助"]
    column = next(cell.column for cell in sheet[3] if cell.value == "甲")
    for row, name in zip((3, 4, 5), ("乙", "甲", "丁"), strict=True):
        sheet.cell(row, column).value = name
    book.save(file)
    assert cli._run(["import", file, "-s", str(root), "--yes"]) == 1
    said = capsys.readouterr()
    assert "修改 1 个，相同 0 个，不能导入 2 个" in said.out
    assert said.err.count("GK914") == 2
    assert "名称是 SHJZ-01-02 的" in said.err
    assert text(root) == ours.replace("二级事项: 丙", "二级事项: 丁")


def test_one_name_that_became_that_of_another_item_is_an_edit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    items = [tiny.item({"编码": f"SHJZ-01-0{n}", "二级事项": x}) for n, x in enumerate("甲乙", 1)]
    root = tiny.write(tmp_path / "site", {CATALOG: tiny.catalog(*items)})
    rows = [{**FIRST, "二级事项": "乙"}, {**FIRST, "编码": "SHJZ-01-02", "二级事项": "丙"}]
    run(capsys, root, table(*rows), "--yes")
    assert "GK914" not in capsys.readouterr().err
    assert [entry(root, f"SHJZ-01-0{n}")["二级事项"] for n in (1, 2)] == ["乙", "丙"]


def in_words(key: str, said: str, row: Mapping[str, str]) -> bytes:
    """A table that has no columns to tick for an element, but one for words."""
    ticked = {
        "公开方式": ("主动", "依申请"),
        "公开对象": ("全社会", "特定群体"),
        "公开层级": ("县级", "乡级", "村级"),
    }
    parts = ticked.get(key, ())
    lines = table({**row, **dict.fromkeys(parts, "")}).decode("utf-8-sig").splitlines()
    head = lines[1]
    for part in parts:
        head = head.replace(f",{part}", ",")
    return "\n".join([lines[0], f"{head},{key}", *lines[2:-1], f"{lines[-1]},{said}"]).encode()


@pytest.mark.parametrize("said", ["无", "暂无", "/"])
def test_a_cell_that_says_there_is_none_is_no_text(
    root: Path, capsys: pytest.CaptureFixture[str], said: str
) -> None:
    lines = table(SECOND | {"公开时限": "长期公开"}).decode("utf-8-sig").splitlines()
    lines = [lines[0], f"{lines[1]},联系电话,三级事项", *lines[2:-1], f"{lines[-1]},{said},{said}"]
    assert run(capsys, root, "\n".join(lines).encode(), "--yes")[0] == 0
    assert not {"咨询电话", "三级事项"} & entry(root, "SHJZ-01-02").keys()
    other = {**SECOND, "二级事项": "标准", "公开时限": "长期公开", "公开依据": said}
    _, _, err = run(capsys, root, table(other))
    assert "这一项没有写“公开依据”" in err


def test_none_may_be_what_an_own_element_of_a_county_says(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = "扩展要素:\n- {键: 收费标准, 类型: 文字, 说明: 收多少}\n"
    (root / "site.yaml").write_text(tiny.SITE + own, "utf-8")
    lines = table(SECOND | {"公开时限": "长期公开"}).decode("utf-8-sig").splitlines()
    data = "\n".join([lines[0], f"{lines[1]},收费标准", *lines[2:-1], f"{lines[-1]},无"])
    assert run(capsys, root, data.encode(), "--yes")[0] == 0
    assert entry(root, "SHJZ-01-02")["收费标准"] == "无"


OWN_FILE = "content/shjz/shjz-01-01.md"
IN_LINES = tiny.item()[2:]
IN_ONE_LINE = ", ".join(f"{key}: {value}" for key, value in tiny.ELEMENTS.items())


@pytest.mark.parametrize(
    ("name", "ours", "wanted"),
    [
        (CATALOG, f"- 俗称: [低保]  # 旧\n  {IN_LINES}", f"- {IN_LINES}"),
        (CATALOG, f"- 俗称: [低保]\n  # 编码\n  {IN_LINES}", f"-\n  # 编码\n  {IN_LINES}"),
        (CATALOG, f"-\n  俗称:\n  - 低保\n  {IN_LINES}", f"-\n  {IN_LINES}"),
        (CATALOG, f"- {{俗称: [低保], {IN_ONE_LINE}}}  # 一行\n", f"- {{{IN_ONE_LINE}}}  # 一行\n"),
        (OWN_FILE, f"---\n俗称: [低保]\n{tiny.item_file()[4:]}", tiny.item_file()),
    ],
)
def test_an_element_that_stands_first_can_be_emptied(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, ours: str, wanted: str
) -> None:
    head = "事项:\n" if name == CATALOG else ""
    ours, wanted = head + ours, head + wanted
    root = tiny.write(tmp_path / "site", {CATALOG: None, name: ours})
    file = str(tmp_path / "目录.xlsx")
    assert cli._run(["export", "xlsx", "-s", str(root), "-o", file]) == 0
    book = openpyxl.load_workbook(file)
    sheet = book["社会救助"]
    (cell,) = (c for c in sheet[3] if c.value == "低保")
    cell.value = None
    book.save(file)
    assert cli._run(["import", file, "-s", str(root), "--yes"]) == 0
    assert text(root, name) == wanted
    capsys.readouterr()


@pytest.mark.parametrize("mark", ["×", "否", "/"])
def test_a_tick_that_became_a_cross_in_our_own_workbook_is_taken_away(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], mark: str
) -> None:
    ours = tiny.catalog(tiny.item({"公开层级": "[县级, 乡级, 村级]"}))
    root = tiny.write(tmp_path / "site", {CATALOG: ours})
    file = str(tmp_path / "目录.xlsx")
    assert cli._run(["export", "xlsx", "-s", str(root), "-o", file]) == 0
    book = openpyxl.load_workbook(file)
    sheet = book["社会救助"]
    (cell,) = (c for c in sheet[2] if c.value == "乡、村级")
    assert sheet.cell(3, cell.column).value == "√"
    sheet.cell(3, cell.column).value = mark
    book.save(file)
    assert cli._run(["import", file, "-s", str(root), "--yes"]) == 0
    assert text(root) == ours.replace("[县级, 乡级, 村级]", "[县级]")
    capsys.readouterr()


def test_a_legend_below_the_table_says_what_a_ring_means(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = table({**FIRST, "村级": "○"}) + "注：“○”表示公开\n".encode()
    assert run(capsys, root, data, "--yes")[0] == 0
    assert entry(root)["公开层级"] == ("县级", "村级")


@pytest.mark.parametrize(
    "sign", ["同上", "〃", "″", '"', "”", "同上栏", "与上相同", "ditto", "同前"]
)
def test_every_sign_for_the_same_as_above_is_inferred(
    root: Path, capsys: pytest.CaptureFixture[str], sign: str
) -> None:
    row = dict.fromkeys(("公开依据", "公开时限", "公开主体", "公开渠道", "主动", "县级"), sign)
    status, out, err = run(capsys, root, table(FIRST, {**SECOND, **row}), "--yes")
    assert (status, "GK9" in err) == (0, False)
    assert "公开主体: 县民政局（同上，取自 表 › H3）" in out
    new = entry(root, "SHJZ-01-02")
    same = ("公开依据", "公开时限", "公开主体", "公开渠道", "公开方式", "公开层级")
    assert [new[key] for key in same] == [entry(root)[key] for key in same]


def test_the_same_as_to_the_left_holds_within_an_element_and_nowhere_else(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = {**FIRST, "编码": "", "二级事项": "资金发放", "乡级": "同左", "村级": "同左"}
    status, out, _ = run(capsys, root, table(row), "--yes")
    assert (status, "同左，取自 表 › N3" in out) == (0, True)
    assert entry(root, "SHJZ-01-02")["公开层级"] == ("县级", "乡级", "村级")
    status, _, err = run(capsys, root, table({**row, "公开依据": "同左", "二级事项": "标准"}))
    assert (status, "写着“同左”，左边没有可以取的" in err) == (1, True)


@pytest.mark.parametrize(
    ("row", "differs"),
    [
        ({"一级事项": "特困人员救助供养"}, "一级事项不同（表里是“特困人员救助供养”"),
        ({"三级事项": "规范性文件"}, "三级事项不同（表里是“规范性文件”，目录里是“地方性法规”）"),
    ],
)
def test_the_same_name_under_another_head_is_another_item(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], row: dict[str, str], differs: str
) -> None:
    ours = tiny.catalog(tiny.item({"二级事项": "政策法规文件", "三级事项": "地方性法规"}))
    root = tiny.write(tmp_path / "site", {CATALOG: ours})
    made = {**FIRST, "编码": "", "二级事项": "政策法规文件", "公开时限": "长期公开", **row}
    lines = table(made).decode("utf-8-sig").splitlines()
    lines = [
        lines[0],
        f"{lines[1]},三级事项",
        *lines[2:-1],
        f"{lines[-1]},{row.get('三级事项', '')}",
    ]
    status, out, err = run(capsys, root, "\n".join(lines).encode(), "--yes")
    assert (status, "新增 1 个，修改 0 个" in out) == (0, True)
    assert ("GK912" in err, differs in err) == (True, True)
    assert text(root).startswith(ours)


def test_an_item_whose_head_the_table_does_not_give_is_the_same(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = {**FIRST, "编码": "", "一级事项": "", "公开时限": "长期公开"}
    assert "新增 0 个，修改 1 个" in run(capsys, root, table(row))[1]


def test_an_empty_cell_that_must_be_filled_is_named_itself(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, err = run(capsys, root, table({**FIRST, "编码": "", "一级事项": "", "二级事项": ""}))
    assert "“表 › D3”这一项没有写“二级事项”" in err
    assert "“表 › C3”这一项没有写“一级事项”" in err
    assert "不能导入:\n  表 › D3" in out
    _, _, err = run(capsys, root, table({**SECOND, "公开时限": "/", "公开依据": "", "县级": "×"}))
    assert "“表 › G3”这一项没有写“公开时限”" in err
    assert "“表 › F3”这一项没有写“公开依据”" in err
    assert "“表 › N3”这一项没有写“公开层级”" in err
