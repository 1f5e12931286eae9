"""HTML of a body → blocks of a sheet."""

from __future__ import annotations

import pytest

from gongkai_ssg import markup
from gongkai_ssg.print import blocks
from gongkai_ssg.print.text import Block

PAGE = "https://sl.example/gk/r/a/"


def of(text: str) -> list[Block]:
    html = markup.render(text, lambda target, _picture: target).html
    return blocks.blocks(html, PAGE, {f"{PAGE}a.png": "content/a.png"}.get)


def test_every_kind_of_block() -> None:
    text = (
        "段\n\n## 题\n\n- 甲\n- 乙\n\n3. 丙\n\n> 引\n\n```\n码\n```\n\n---\n\n| a |\n|---|\n| 1 |\n"
    )
    assert [b["k"] for b in of(text)] == [
        "p",
        "h",
        "list",
        "list",
        "quote",
        "code",
        "line",
        "table",
    ]


def test_runs_keep_their_kind_and_links_are_whole_addresses() -> None:
    (found,) = of("看**重**和[这里](../../i/x/index.html)。")
    assert found["c"] == [
        "看",
        {"k": "b", "c": ["重"]},
        "和",
        {"k": "a", "href": "https://sl.example/gk/i/x/index.html", "c": ["这里"]},
        "。",
    ]


def test_a_picture_becomes_its_file_and_a_foreign_one_its_words() -> None:
    (found,) = of("![图](a.png)![外](b.png)")
    assert found["c"] == [{"k": "img", "path": "content/a.png", "alt": "图"}, "外"]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("一、征收范围", 1),
        ("（二）补偿标准", 2),
        ("一、本次征收土地的范围是上湾村一组。", 0),
        ("一、按下列办法：", 0),
        ("第一、说明", 0),
    ],
)
def test_a_heading_that_was_typed_is_known_by_its_number(text: str, level: int) -> None:
    (found,) = of(text)
    assert (found["k"], found.get("level", 0)) == ("typed" if level else "p", level)


def test_levels_are_counted_from_the_highest_that_is_used() -> None:
    found = of("### 甲\n\n##### 乙\n\n### 丙\n")
    assert [(b["level"], b["number"]) for b in found] == [(1, True), (2, False), (1, True)]


def test_headings_are_counted_within_that_above_them() -> None:
    found = of("## 甲\n\n### 一\n\n### 二\n\n## 乙\n\n### 三\n\n### 四\n\n## 丙\n")
    assert [b["number"] for b in blocks.counted(found)] == [1, 1, 2, 2, 1, 2, 3]
    alone = of("## 甲\n\n### 一\n\n文字。\n")
    assert [b.get("number") for b in blocks.counted(alone)] == [0, 0, None]


def test_a_cell_over_columns_and_rows_stays_one() -> None:
    html = "<table><tr><td colspan='2'>宽</td></tr><tr><td rowspan='2'>高</td><td>1</td></tr>"
    (found,) = of(html + "<tr><td>2</td></tr></table>")
    spans = [[(c["across"], c["down"]) for c in row] for row in found["rows"]]
    assert spans == [[(2, 1)], [(1, 2), (1, 1)], [(1, 1)]]


def test_a_short_row_is_filled_up() -> None:
    (found,) = of("| a | b |\n|---|---|\n| 1 |\n")
    assert [len(row) for row in (*found["head"], *found["rows"])] == [2, 2]


def test_a_table_of_many_columns_lies_across() -> None:
    def wide(count: int) -> bool:
        head = "| " + " | ".join("甲" * count) + " |\n|" + "---|" * count + "\n"
        return bool(of(head + "|" + "1|" * count + "\n")[0]["wide"])

    assert [wide(6), wide(7)] == [False, True]
