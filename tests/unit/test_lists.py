"""Name lists as clerks keep them in Excel."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
import tiny
from paper import workbook

from gongkai_ssg import lists
from gongkai_ssg.build import Checked
from gongkai_ssg.lists import Table

Check = Callable[..., Checked]
COLUMNS = "{户主: 姓名, 金额: 金额, 备注: 文字}"


def read(
    check: Check, data: bytes, name: str = "m.xlsx", columns: str = COLUMNS
) -> tuple[Table | None, list[str]]:
    written = tiny.record({"名单": f"{{文件: {name}, 列: {columns}}}"})
    checked = check({tiny.RECORD: written, f"content/shjz/records/{name}": data})
    assert checked.project, checked.diagnostics
    record = checked.project.catalog.records["a"]
    table, problems = lists.read(record, data, "公示栏")
    return table, [d.message for d in problems]


def rows(check: Check, *found: list[object]) -> tuple[tuple[str, ...], ...]:
    table, problems = read(check, workbook([["户主", "金额", "备注"], *found]))
    assert problems == []
    assert table
    return table.rows


def test_cells_are_shown_as_excel_shows_them(check: Check) -> None:
    found = rows(
        check, ["住 甲", 780, date(2026, 3, 5)], ["住乙", 640, 12.5], ["住丙", 1, 0.1 + 0.2]
    )
    assert found == (("住甲", "780", "2026-03-05"), ("住乙", "640", "12.5"), ("住丙", "1", "0.3"))


def test_money_of_a_column_is_all_with_cents_or_all_without(check: Check) -> None:
    found = rows(check, ["甲", 780.5, ""], ["乙", 640, ""], ["合计", 1420.5, ""])
    assert [row[1] for row in found] == ["780.50", "640.00", "1420.50"]


def test_empty_rows_are_passed_over_and_lines_are_those_of_the_file(check: Check) -> None:
    data = workbook([["名单"], [], ["户主", "金额", "备注"], ["甲", 1, ""], [], ["乙", 2, ""]])
    table, _ = read(check, data)
    assert table
    assert table.lines == (4, 6)
    assert [row[0] for row in table.rows] == ["甲", "乙"]


def test_columns_come_in_the_order_of_the_file(check: Check) -> None:
    table, _ = read(check, workbook([["备注", "无关", "户主", "金额"], ["新增", "x", "甲", 1]]))
    assert table
    assert table.head == ("备注", "户主", "金额")
    assert table.rows == (("新增", "甲", "1"),)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("between", [",", "\t"])
def test_csv_in_what_excel_writes(check: Check, encoding: str, between: str) -> None:
    rows = "户主,金额,备注\r\n甲,780.50,新增\r\n".replace(",", between)
    table, _ = read(check, rows.encode(encoding), "m.csv")
    assert table
    assert table.rows == (("甲", "780.50", "新增"),)


def test_a_column_that_is_there_twice_is_not_guessed(check: Check) -> None:
    table, problems = read(check, workbook([["户主", "金额", "金额", "备注"], ["甲", 1, 2, ""]]))
    assert table is None
    assert problems == ["表格里有两列叫“金额”"]


def test_a_short_row_has_empty_cells(check: Check) -> None:
    table, _ = read(
        check,
        b"\xe6\x88\xb7\xe4\xb8\xbb,\xe9\x87\x91\xe9\xa2\x9d,"
        b"\xe5\xa4\x87\xe6\xb3\xa8\n\xe7\x94\xb2\n",
        "m.csv",
    )
    assert table
    assert table.rows == (("甲", "", ""),)
