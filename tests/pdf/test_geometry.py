"""GB/T 9704-2012, measured in the PDF: area, lines, characters, title, page number."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
import tiny
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from paper import MM, Done, close, lines, pages, text_of, texts

Site = Callable[..., Path]
Sheets = Callable[..., Done]
NEVER_FIRST = "，。、；：！？）》”’〉】"
NEVER_LAST = "（《“‘〈【"
LONG = (
    "征收土地应当依法及时足额支付土地补偿费安置补助费以及农村村民住宅其他地上附着物和青苗等的补偿费用"
    * 40
)


def notice(site: Site, sheets: Sheets, body: str, **elements: str | None) -> Path:
    root = site({tiny.RECORD: tiny.record(elements, body)})
    done = sheets(root, "notice", "a")
    assert done.status == 0, done.said
    return done.pdf()


def test_a_page_is_a4_with_the_area_of_the_standard(site: Site, sheets: Sheets) -> None:
    page = pages(notice(site, sheets, LONG))[1]
    assert (round(page.width / MM), round(page.height / MM)) == (210, 297)
    rows = lines(page, 16)
    assert min(row[0]["x0"] for row in rows) / MM == pytest.approx(28, abs=0.1)
    assert max(row[-1]["x1"] for row in rows) / MM == pytest.approx(184, abs=0.1)
    first, last = rows[0][0], rows[-1][0]
    assert first["top"] / MM == pytest.approx(37, abs=1.1)  # 天头 37 mm ± 1 mm
    assert last["bottom"] / MM <= 37 + 225 + 1


def test_a_full_page_has_22_lines_of_28_characters(site: Site, sheets: Sheets) -> None:
    full = pages(notice(site, sheets, LONG))[1]
    rows = lines(full, 16)
    assert len(rows) == 22
    assert {len(row) for row in rows} == {28}
    steps = [float(b[0]["top"] - a[0]["top"]) for a, b in pairwise(rows)]
    assert steps == pytest.approx([225 * MM / 22] * 21, abs=0.1)
    advances = [b["x0"] - a["x0"] for a, b in pairwise(rows[5])]
    assert advances == pytest.approx([156 * MM / 28] * 27, abs=0.02)


TABLE = "| " + " | ".join("甲" * 7) + " |\n|" + "---|" * 7 + "\n|" + "1|" * 7 + "\n\n"


@pytest.mark.parametrize(
    "body",
    [
        "## 范围\n\n## 标准\n",
        "## 范围\n\n甲。\n\n## 标准\n",
        # A wide table stands on a page of its own.
        f"## 范围\n\n{TABLE}## 标准\n\n甲。\n",
        f"甲。\n\n{TABLE}## 范围\n\n{TABLE}## 标准\n",
    ],
)
def test_headings_are_numbered_through_the_whole_sheet(
    site: Site, sheets: Sheets, body: str
) -> None:
    text = close("".join(texts(notice(site, sheets, body))))
    assert "一、范围" in text
    assert "二、标准" in text


def test_paragraphs_are_indented_by_two_characters(site: Site, sheets: Sheets) -> None:
    page = pages(notice(site, sheets, "甲段文字。\n\n乙段文字。\n\n丙段文字。"))[0]
    starts = [row[0]["x0"] / MM for row in lines(page, 16)[:3]]
    assert starts == pytest.approx([28 + 2 * 156 / 28] * 3, abs=0.1)


def test_the_title_is_of_size_two_and_centred(site: Site, sheets: Sheets) -> None:
    title = "示例县民政局关于二〇二六年最低生活保障标准和特困人员救助供养标准的公示"
    page = pages(notice(site, sheets, "正文。", 标题=title))[0]
    rows = lines(page, 22)
    assert "".join(map(text_of, rows)) == title
    assert len(rows) == 2
    for row in rows:
        middle = (row[0]["x0"] + row[-1]["x1"]) / 2 / MM
        assert middle == pytest.approx(28 + 156 / 2, abs=0.5)


def test_page_numbers_stand_between_dashes_outside(site: Site, sheets: Sheets) -> None:
    found = pages(notice(site, sheets, LONG))
    for number, page in enumerate(found[:3], 1):
        (row,) = [r for r in lines(page, 14) if "—" in text_of(r)]
        assert text_of(row).replace(" ", "") == f"—{number}—"
        middle = (row[0]["top"] + row[0]["bottom"]) / 2 / MM
        assert middle == pytest.approx(37 + 225 + 7, abs=1.5)
        blank = 14 / MM
        if number % 2:
            assert row[-1]["x1"] / MM == pytest.approx(184 - blank, abs=1.0)
        else:
            assert row[0]["x0"] / MM == pytest.approx(28 + blank, abs=1.0)


def test_an_address_that_is_longer_than_the_line_ends_it_with_a_stroke(
    site: Site, sheets: Sheets
) -> None:
    deep = tiny.SITE.replace("https://sl.example/gk/", f"https://sl.example/{'zwgk/' * 11}")
    root = site({"site.yaml": deep})
    file = sheets(root, "notice", "SHJZ-01-01").pdf()
    first, second, *_ = map(text_of, lines(pages(file)[0], 9))
    assert (first[-6:], second.partition("/")[0]) == ("/zwgk/", "zwgk")
    assert second.endswith("/i/shjz-01-01/")


def test_the_signature_stands_over_the_date_with_room_for_a_stamp(
    site: Site, sheets: Sheets
) -> None:
    page = pages(notice(site, sheets, "正文。"))[0]
    rows = {text_of(row): row for row in lines(page, 16)}
    signer, day = rows["示例县民政局"], rows["2026年3月2日"]
    pitch = 225 * MM / 22
    assert day[0]["top"] - signer[0]["top"] == pytest.approx(pitch, abs=0.2)
    assert signer[0]["top"] - rows["正文。"][0]["top"] >= 2.9 * pitch
    # 成文日期右空四字
    assert day[-1]["x1"] / MM == pytest.approx(184 - 4 * 156 / 28, abs=1.0)
    centres = [(row[0]["x0"] + row[-1]["x1"]) / 2 for row in (signer, day)]
    assert centres[0] == pytest.approx(centres[1], abs=1)


@pytest.mark.parametrize("last", [6, 30, 100, 250])
@pytest.mark.parametrize("before", range(7, 20))
def test_no_page_holds_the_signature_alone(
    site: Site, sheets: Sheets, before: int, last: int
) -> None:
    """GB/T 9704-2012, 7.3.5.5 (and GB/T 9704-1999: no “此页无正文”)."""
    text = "\n\n".join([*["征收土地应当依法进行。"] * before, "最后一段的文字。" * (last // 6)])
    found = pages(notice(site, sheets, text))
    rows = lines(found[-1], 16)
    assert len(rows) > 2
    # Two lines go over with it, unless the last paragraph is shorter.
    if len(found) == 2 and last >= 100:
        assert len(rows) >= 4


@pytest.mark.parametrize(
    ("before", "rows"), [*((0, n) for n in range(20, 32)), *((n, 2) for n in range(12, 19))]
)
def test_the_last_rows_of_a_table_stay_with_the_signature(
    site: Site, sheets: Sheets, before: int, rows: int
) -> None:
    text = (
        "征收土地应当依法进行。\n\n" * before
        + "| 序号 | 名称 |\n|---|---|\n"
        + "\n".join(f"| 第{n}块 | 土地 |" for n in range(rows))
    )
    found = [close(page.extract_text()) for page in pages(notice(site, sheets, text))]
    assert all("".join(found).count(f"第{n}块土地") == 1 for n in range(rows))
    assert f"第{rows - 2}块土地第{rows - 1}块土地示例县民政局" in found[-1]
    tables = [page for page in found if "土地第" in page]
    assert [page.count("序号名称") for page in tables] == [1] * len(tables)


PIECES = ["征收土地", "，", "。", "《", "》", "（", "）", "“", "”", "、", "2026年", "12.5%", "补偿"]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(PIECES), min_size=60, max_size=160).map("".join))
def test_no_line_begins_or_ends_with_the_wrong_mark(site: Site, sheets: Sheets, text: str) -> None:
    # A mark that stands alone between its likes has no good place anywhere.
    for mark in NEVER_FIRST + NEVER_LAST:
        text = text.replace(mark, f"县{mark}乡")
    for page in pages(notice(site, sheets, text)):
        for row in lines(page, 16):
            assert row[0]["text"] not in NEVER_FIRST, text_of(row)
            assert row[-1]["text"] not in NEVER_LAST, text_of(row)


def test_levels_of_headings_are_numbered_where_nobody_did(site: Site, sheets: Sheets) -> None:
    body = "## 甲\n\n### 子\n\n### 丑\n\n## 乙\n\n文。"
    rows = [text_of(row) for row in lines(pages(notice(site, sheets, body))[0], 16)]
    assert rows[:5] == ["一、甲", "（一）子", "（二）丑", "二、乙", "文。"]


def test_numbers_that_were_written_stay_and_are_set_as_headings(site: Site, sheets: Sheets) -> None:
    body = "## 一、甲\n\n## 二、乙\n\n三、丙\n\n这是文字。"
    page = pages(notice(site, sheets, body))[0]
    rows = lines(page, 16)
    assert [text_of(row) for row in rows[:4]] == ["一、甲", "二、乙", "三、丙", "这是文字。"]
    heads = {row[0]["fontname"] for row in rows[:3]}
    assert len(heads) == 1
    assert heads != {rows[3][0]["fontname"]}


def test_a_wide_table_gets_pages_across_with_its_head_on_each(site: Site, sheets: Sheets) -> None:
    head = "| " + " | ".join(f"列{n}" for n in range(1, 11)) + " |"
    rows = "\n".join("| " + " | ".join(f"{r}-{n}" for n in range(1, 11)) + " |" for r in range(80))
    body = f"前面的话。\n\n{head}\n|{'---|' * 10}\n{rows}\n\n后面的话。"
    found = pages(notice(site, sheets, body))
    across = [page for page in found if page.width > page.height]
    assert len(across) > 1
    assert all("列1" in close(page.extract_text()) for page in across)
    assert [page.width > page.height for page in (found[0], found[-1])] == [False, False]
    assert "前面的话" in found[0].extract_text()
    assert "后面的话" in found[-1].extract_text()
    assert [f"第{n}/{len(found)}页" in close(p.extract_text()) for n, p in enumerate(found, 1)] == [
        True
    ] * len(found)


HUGE = {
    "address": "https://www.example.gov.cn/" + "a" * 300,
    "cell": "| a |\n|---|\n| " + "很" * 1500 + " |",
    "columns": "| "
    + " | ".join("列" * 40)
    + " |\n|"
    + "---|" * 40
    + "\n|"
    + "内容很长的格子|" * 40,
    "no blank": "长" * 3000,
    "code": "```\n" + "x" * 300 + "\n```",
    "nested": "\n".join("    " * n + f"- 第{n}层" for n in range(8)),
}


@pytest.mark.parametrize("what", HUGE)
def test_nothing_runs_off_the_paper(site: Site, sheets: Sheets, what: str) -> None:
    for page in pages(notice(site, sheets, HUGE[what], 标题="很长的标题" * 40)):
        assert min(char["x0"] for char in page.chars) / MM > 20
        assert max(char["x1"] for char in page.chars) < page.width - 20 * MM
        assert max(char["bottom"] for char in page.chars) < page.height - 3 * MM


def test_a_poster_of_an_item_with_endless_words_is_one_page(site: Site, sheets: Sheets) -> None:
    item = {
        "二级事项": "很长的事项名称" * 20,
        "公开内容": "[" + ", ".join(f"第{n}项" + "内容" * 200 for n in range(50)) + "]",
        "咨询电话": "0000-8000000、" * 6 + "0000-8000001",
    }
    root = site({"content/shjz/catalog.yaml": tiny.catalog(tiny.item(item))})
    for distance in ("0.5", "1", "1.5"):
        done = sheets(root, "poster", "SHJZ-01-01", "--distance", distance)
        (page,) = pages(done.pdf())
        assert max(char["x1"] for char in page.chars) < page.width - 20 * MM
