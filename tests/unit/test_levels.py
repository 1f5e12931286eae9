"""三级四同: where a county's catalog differs from the table of the level above."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
import tiny

from gongkai_ssg import cli, tables
from gongkai_ssg.levels import Levels, compare, plain

HEAD = ["序号", "编码", "一级事项", "二级事项", "公开依据", "公开时限"]
BASIS, LIMIT = "《社会救助暂行办法》（国务院令第649号）", "信息形成之日起20个工作日内"
SAME = [1, "SHJZ-01-01", "最低生活保障", "审核确认结果", BASIS, LIMIT]


def book(rows: Sequence[Sequence[object]], *merged: str) -> bytes:
    made = openpyxl.Workbook()
    made.active.title = "社会救助"
    for row in rows:
        made.active.append(list(row))
    for one in merged:
        made.active.merge_cells(one)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def rows_of(data: bytes) -> list[tables.Row]:
    return [row for table in tables.read("省.xlsx", data) for row in table.rows]


def compared(root: Path, *rows: Sequence[object], items: Sequence[str] = ()) -> Levels:
    files = {"content/shjz/catalog.yaml": tiny.catalog(*items)}
    checked = tiny.check(tiny.write(root, files))
    assert checked.project, checked.diagnostics
    read = tables.read("省.xlsx", book([["某省标准目录"], HEAD, *rows]))
    return compare(checked.project.catalog, read)


def differs(found: Levels) -> list[tuple[str, str, str]]:
    return [(d.key, d.theirs, d.place) for pair in found.different for d in pair.differs]


def test_what_is_the_same_is_not_told(tmp_path: Path) -> None:
    found = compared(tmp_path, SAME)
    assert (len(found.pairs), found.different, found.ours, found.theirs) == (1, (), (), ())


@pytest.mark.parametrize(
    ("column", "words"),
    [
        (4, "1.《社会救助暂行办法》（国务院令第649号）"),
        (4, "《社会救助暂行办法》"),
        (4, "《社会救助暂行办法》(国务院令第649号)；"),
        (5, "信息形成之日起 20 个工\n作日内"),
        (5, "自信息形成之日起20个工作日内公开"),
        (5, "信息形成之日起二十个工作日内"),
        (3, "审核确认 结果"),
        (4, None),
        (1, None),
        (1, "shjz-01-01"),
    ],
)
def test_another_spelling_is_no_difference(tmp_path: Path, column: int, words: str | None) -> None:
    row = [*SAME]
    row[column] = words
    assert differs(compared(tmp_path, row)) == []


@pytest.mark.parametrize(
    ("column", "words", "key", "cell"),
    [
        (1, "SHJZ-01-02", "编码", "B3"),
        (3, "审核确认结果公示", "二级事项", "D3"),
        (4, f"{BASIS}、《居民最低生活保障条例》", "公开依据", "E3"),
        (4, "《社会救助暂行办法》（国务院令第650号）", "公开依据", "E3"),
        (5, "信息形成之日起15个工作日内", "公开时限", "F3"),
        (5, "信息形成之日起20日内", "公开时限", "F3"),
        (5, "批准之日起20个工作日内", "公开时限", "F3"),
        (5, "按上级要求", "公开时限", "F3"),
    ],
)
def test_a_difference_names_the_element_and_the_cell(
    tmp_path: Path, column: int, words: str, key: str, cell: str
) -> None:
    row = [*SAME]
    row[column] = words
    assert differs(compared(tmp_path, row)) == [(key, words, f"社会救助 › {cell}")]


def test_what_only_one_side_has(tmp_path: Path) -> None:
    other = [2, "SHJZ-01-09", "临时救助", "临时救助标准", BASIS, LIMIT]
    second = tiny.item({"编码": "SHJZ-01-05", "二级事项": "资金发放"})
    ended = tiny.item({"编码": "SHJZ-01-06", "二级事项": "旧的", "状态": "废止"})
    found = compared(tmp_path, SAME, other, items=[tiny.item(), second, ended])
    assert [item.code for item in found.ours] == ["SHJZ-01-05"]
    assert [row.text("二级事项") for row in found.theirs] == ["临时救助标准"]


def test_one_name_under_two_heads_is_told_apart(tmp_path: Path) -> None:
    items = [
        tiny.item({"一级事项": head, "编码": f"SHJZ-0{n}-01", "二级事项": "政策法规文件"})
        for n, head in enumerate(("最低生活保障", "临时救助"), 1)
    ]
    rows = [
        [1, None, "临时救助", "政策法规文件", BASIS, "信息形成之日起10个工作日内"],
        [2, None, "最低生活保障", "政策法规文件", BASIS, LIMIT],
    ]
    found = compared(tmp_path, *rows, items=items)
    assert [pair.item.code for pair in found.different] == ["SHJZ-02-01"]
    assert (found.ours, found.theirs) == ((), ())


def test_a_head_of_two_rows_merged_cells_and_other_names() -> None:
    rows = [
        ["某省社会救助领域基层政务公开标准目录"],
        ["序号", "公开事项", None, "公开内容\n（要素）", "依据", "公开时限 (期限)"],
        [None, "一级事项", "二级事项", None, None, None],
        [1, "最低生活保障", "政策法规", "x", BASIS, LIMIT],
        [2, None, "办事指南", "x", None, "20个工作日"],
        ["序号", "一级事项", "二级事项", "公开内容", "依据", "公开时限"],
        [3, "临时救助", "标准", "x", BASIS, LIMIT],
    ]
    read = rows_of(book(rows, "A1:F1", "B2:C2", "B4:B5", "E4:E5"))
    assert [[row.meant(k) for k in ("一级事项", "二级事项", "公开依据")] for row in read] == [
        ["最低生活保障", "政策法规", BASIS],
        ["最低生活保障", "办事指南", BASIS],
        ["临时救助", "标准", BASIS],
    ]
    assert read[1].said["公开时限"].place == "社会救助 › F5"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"no workbook", "读不出来"),
        (book([["姓名", "金额"], ["住甲", 3]]), "没有找到目录表"),
        (b"", "是空的"),
        (book([]), "没有找到目录表"),
    ],
)
def test_what_is_no_such_table_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], data: bytes, words: str
) -> None:
    file = tmp_path / "省.xlsx"
    file.write_bytes(data)
    root = tiny.write(tmp_path / "site", {})
    assert cli._run(["compare", str(file), "-s", str(root)]) == 2
    assert words in capsys.readouterr().err


def test_the_command_in_text_and_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "省.xlsx"
    row = [*SAME[:5], "5个工作日内"]
    other = [2, None, "临时救助", "临时救助标准", BASIS, LIMIT]
    file.write_bytes(book([HEAD, row, other]))
    root = tiny.write(tmp_path / "site", {})
    assert cli._run(["compare", str(file), "-s", str(root)]) == 0
    said = capsys.readouterr().out
    assert "相同 0 个，有不同 1 个，只有我们有 0 个，只有上级有 1 个" in said
    assert "content/shjz/catalog.yaml:2 SHJZ-01-01 审核确认结果" in said
    assert (
        "  公开时限（社会救助 › F2）:\n    我们: 信息形成之日起20个工作日内\n    上级: 5个工作日内"
        in said
    )
    assert "只有上级有:\n  社会救助 › D3 临时救助标准" in said
    assert cli._run(["compare", str(file), "-s", str(root), "--format", "json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    (pair,) = answer["different"]
    assert (pair["编码"], pair["elements"][0]["cell"]) == ("SHJZ-01-01", "社会救助 › F2")
    assert answer["theirs_only"][0]["名称"] == "临时救助标准"


def test_marks_that_mean_the_same() -> None:
    assert plain("国办发﹝2019﹞ 54号") == plain("国办发〔2019〕54号") == plain("国办发[2019]54号")


HEAD3 = ["一级事项", "二级事项", "三级事项", "公开依据", "公开时限"]


def third(code: str, name: str | None, **more: str) -> str:
    changes = {"编码": code, "二级事项": "政策法规文件", "三级事项": name, **more}
    return tiny.item(changes)


def levels_of(root: Path, data: bytes, *items: str, **files: str) -> Levels:
    written = {"content/shjz/catalog.yaml": tiny.catalog(*items), **files}
    checked = tiny.check(tiny.write(root, written))
    assert checked.project, checked.diagnostics
    return compare(checked.project.catalog, tables.read("省.xlsx", data))


def pairs(found: Levels) -> list[tuple[str, str]]:
    return [(pair.item.code, pair.row.place) for pair in found.pairs]


def test_an_item_of_three_names_is_compared_name_by_name(tmp_path: Path) -> None:
    rows = [
        ["最低生活保障", "政策法规文件", "地方性法规", BASIS, LIMIT],
        ["最低生活保障", "政策法规文件", "规范性文件", BASIS, "5个工作日内"],
    ]
    items = [third("SHJZ-01-01", "规范性文件"), third("SHJZ-01-02", "地方性法规")]
    found = levels_of(tmp_path, book([HEAD3, *rows]), *items)
    assert pairs(found) == [("SHJZ-01-01", "社会救助 › B3"), ("SHJZ-01-02", "社会救助 › B2")]
    assert differs(found) == [("公开时限", "5个工作日内", "社会救助 › E3")]


def test_the_third_name_is_an_element_of_its_own(tmp_path: Path) -> None:
    row = ["最低生活保障", "政策法规文件", "各级文件", BASIS, LIMIT]
    found = levels_of(tmp_path, book([HEAD3, row]), third("SHJZ-01-01", "规范性文件"))
    (pair,) = found.different
    assert [(d.key, d.ours, d.theirs) for d in pair.differs] == [
        ("三级事项", "规范性文件", "各级文件")
    ]


def test_a_name_that_is_our_third_and_their_second_differs_in_the_second(tmp_path: Path) -> None:
    row = [1, None, "最低生活保障", "规范性文件", BASIS, LIMIT]
    found = levels_of(tmp_path, book([HEAD, row]), third("SHJZ-01-01", "规范性文件"))
    assert differs(found) == [("二级事项", "规范性文件", "社会救助 › D2")]


def test_one_row_is_never_the_row_of_two_items(tmp_path: Path) -> None:
    items = [third(f"SHJZ-01-0{n}", None, 公开时限=f"{n}个工作日内") for n in (1, 2)]
    row = [1, None, "最低生活保障", "政策法规文件", BASIS, LIMIT]
    found = levels_of(tmp_path, book([HEAD, row]), *items)
    assert (found.pairs, found.ours, found.theirs) == ((), (), ())
    (one,) = found.unclear
    assert [item.code for item in one.items] == ["SHJZ-01-01", "SHJZ-01-02"]
    assert [r.place for r in one.rows] == ["社会救助 › D2"]


def test_a_code_that_stands_twice_decides_nothing(tmp_path: Path) -> None:
    other = [2, "SHJZ-01-01", "临时救助", "临时救助标准", BASIS, LIMIT]
    third_row = [3, "SHJZ-01-01", "临时救助", "临时救助对象", BASIS, LIMIT]
    found = levels_of(tmp_path, book([HEAD, SAME, other, third_row]))
    assert pairs(found) == [("SHJZ-01-01", "社会救助 › D2")]
    assert [row.place for row in found.theirs] == ["社会救助 › D3", "社会救助 › D4"]


def test_a_name_left_over_is_not_given_to_whoever_is_left_over(tmp_path: Path) -> None:
    items = [
        third("SHJZ-01-01", None),
        third("SHJZ-02-01", None, 一级事项="临时救助"),
    ]
    rows = [
        [1, None, "最低生活保障", "政策法规文件", BASIS, LIMIT],
        [2, None, "综合业务", "政策法规文件", BASIS, LIMIT],
    ]
    found = levels_of(tmp_path, book([HEAD, *rows]), *items)
    assert pairs(found) == [("SHJZ-01-01", "社会救助 › D2")]
    (one,) = found.unclear
    assert [item.code for item in one.items] == ["SHJZ-02-01"]
    assert [r.place for r in one.rows] == ["社会救助 › D3"]


def test_the_domain_that_a_sheet_names_tells_two_of_one_name_apart(tmp_path: Path) -> None:
    ours = {"一级事项": "综合业务", "二级事项": "监督检查"}
    files = {
        "content/ylfw/domain.yaml": "名称: 养老服务\n",
        "content/ylfw/catalog.yaml": tiny.catalog(tiny.item({**ours, "编码": "YLFW-01-01"})),
    }
    rows = [HEAD, [1, None, "综合业务", "监督检查", BASIS, LIMIT]]
    late = [HEAD, [1, None, "综合业务", "监督检查", BASIS, "5个工作日内"]]
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, lines in (("（一）养老服务领域", late), ("（二）社会救助领域", rows)):
        sheet = made.create_sheet(name)
        for line in lines:
            sheet.append(line)
    out = io.BytesIO()
    made.save(out)
    found = levels_of(tmp_path, out.getvalue(), tiny.item(ours), **files)
    assert [(pair.item.code, pair.row.table) for pair in found.pairs] == [
        ("SHJZ-01-01", "（二）社会救助领域"),
        ("YLFW-01-01", "（一）养老服务领域"),
    ]
    assert [pair.item.code for pair in found.different] == ["YLFW-01-01"]
    assert found.unclear == ()


def test_what_cannot_be_told_apart_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    items = [third("SHJZ-01-01", None), third("SHJZ-01-02", None, 公开时限="5个工作日内")]
    file = tmp_path / "省.xlsx"
    file.write_bytes(book([HEAD, [1, None, "最低生活保障", "政策法规文件", BASIS, LIMIT]]))
    root = tiny.write(tmp_path / "site", {"content/shjz/catalog.yaml": tiny.catalog(*items)})
    assert cli._run(["compare", str(file), "-s", str(root)]) == 0
    said = capsys.readouterr().out
    assert "只有上级有 0 个，分不清 1 组" in said
    assert "  政策法规文件:\n    我们: content/shjz/catalog.yaml:2 SHJZ-01-01" in said
    assert "    上级: 社会救助 › D2" in said
    assert cli._run(["compare", str(file), "-s", str(root), "--format", "json"]) == 0
    (one,) = json.loads(capsys.readouterr().out)["unclear"]
    assert [item["编码"] for item in one["ours"]] == ["SHJZ-01-01", "SHJZ-01-02"]
    assert [row["row"] for row in one["theirs"]] == ["社会救助 › D2"]


def test_what_cannot_be_told_apart_is_said_once(tmp_path: Path) -> None:
    """A row that names no domain may be of any: all that have its name are one group."""
    items = [third(f"SHJZ-01-0{n}", None, 公开时限=f"{n}个工作日内") for n in (1, 2)]
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name in ("社会救助", "目录", "养老服务"):
        sheet = made.create_sheet(name)
        for line in (HEAD, [1, None, "最低生活保障", "政策法规文件", BASIS, LIMIT]):
            sheet.append(line)
    out = io.BytesIO()
    made.save(out)
    found = levels_of(tmp_path, out.getvalue(), *items, **OTHER_DOMAIN)
    (one,) = found.unclear
    assert [item.code for item in one.items] == ["SHJZ-01-01", "SHJZ-01-02"]
    assert [row.place for row in one.rows] == ["社会救助 › D2", "目录 › D2"]
    assert [row.place for row in found.theirs] == ["养老服务 › D2"]
    assert [item.code for item in found.ours] == ["YLFW-01-01"]


OTHER_DOMAIN = {
    "content/ylfw/domain.yaml": "名称: 养老服务\n",
    "content/ylfw/catalog.yaml": tiny.catalog(
        tiny.item({"编码": "YLFW-01-01", "二级事项": "养老机构"})
    ),
}


def test_only_the_domains_of_which_the_table_speaks_are_compared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "省.xlsx"
    file.write_bytes(book([HEAD, [2, None, "临时救助", "临时救助标准", BASIS, LIMIT]]))
    found = levels_of(tmp_path / "site", file.read_bytes(), **OTHER_DOMAIN)
    assert [item.code for item in found.ours] == ["SHJZ-01-01"]
    assert found.domains == ("社会救助",)
    words = ["compare", str(file), "-s", str(tmp_path / "site")]
    assert cli._run(words) == 0
    assert "\n比的领域: 社会救助\n" in capsys.readouterr().out
    assert cli._run([*words, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["domains"] == ["社会救助"]


def test_a_table_that_names_no_domain_speaks_of_those_whose_items_it_has(tmp_path: Path) -> None:
    data = book([HEAD, [1, None, "最低生活保障", "养老机构", BASIS, LIMIT]])
    workbook = openpyxl.load_workbook(io.BytesIO(data))
    workbook.active.title = "目录"
    out = io.BytesIO()
    workbook.save(out)
    found = levels_of(tmp_path, out.getvalue(), **OTHER_DOMAIN)
    assert (pairs(found), found.ours) == ([("YLFW-01-01", "目录 › D2")], ())
    assert found.domains == ("养老服务",)


def test_names_that_differ_in_punctuation_alone_are_of_one_item(tmp_path: Path) -> None:
    items = [third("SHJZ-01-01", "法律、法规和规范性文件")]
    row = ["最低生活保障", "政策法规文件", "法律法规和规范性文件", BASIS, LIMIT]
    found = levels_of(tmp_path, book([HEAD3, row]), *items)
    assert (pairs(found), found.ours, found.theirs) == ([("SHJZ-01-01", "社会救助 › B2")], (), ())
    assert [(d.key, d.theirs) for d in found.different[0].differs] == [
        ("三级事项", "法律法规和规范性文件")
    ]


def test_punctuation_decides_where_two_names_differ_in_nothing_else(tmp_path: Path) -> None:
    names = ("法律法规", "法律、法规")
    items = [third(f"SHJZ-01-0{n}", name) for n, name in enumerate(names, 1)]
    rows = [["最低生活保障", "政策法规文件", name, BASIS, LIMIT] for name in reversed(names)]
    found = levels_of(tmp_path, book([HEAD3, *rows]), *items)
    assert pairs(found) == [("SHJZ-01-01", "社会救助 › B3"), ("SHJZ-01-02", "社会救助 › B2")]
    row = ["最低生活保障", "政策法规文件", "法律；法规", BASIS, LIMIT]
    found = levels_of(tmp_path, book([HEAD3, row]), *items)
    assert found.pairs == ()


def test_a_dangling_ditto_says_nothing_of_ours(tmp_path: Path) -> None:
    assert differs(compared(tmp_path, [*SAME[:5], "〃"])) == []


def test_a_catalog_with_errors_is_not_compared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What cannot be read would look like an item that only the level above has."""
    root = tiny.write(tmp_path, {"content/shjz/catalog.yaml": "事项:\n- 编码 SHJZ-01-01\n"})
    file = tmp_path / "a.csv"
    file.write_text("一级事项,二级事项,公开内容\n最低生活保障,审核确认结果,名单\n", "utf-8")
    assert cli._run(["compare", str(file), "-s", str(root)]) == 1
    assert "内容有错误，先改好再比" in capsys.readouterr().err
