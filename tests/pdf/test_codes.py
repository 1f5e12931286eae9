"""Every code that is printed is scanned from the picture of its page, by another library."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import click
import pytest
import tiny
import zxingcpp
from paper import Done, close, codes, pages, pictures, texts

Site = Callable[..., Path]
Sheets = Callable[..., Done]
MM_PER_PIXEL = 25.4 / 150


def many(count: int) -> dict[str, str]:
    items = [
        tiny.item({"编码": f"SHJZ-{n // 50 + 1:02}-{n % 50 + 1:02}", "二级事项": f"第{n}项结果"})
        for n in range(count)
    ]
    return {"content/shjz/catalog.yaml": tiny.catalog(*items)}


def address(number: int) -> str:
    return f"https://sl.example/gk/i/shjz-{number // 50 + 1:02}-{number % 50 + 1:02}/?v=1"


def test_the_code_on_every_page_of_a_batch_of_100_is_read(site: Site, sheets: Sheets) -> None:
    done = sheets(site(many(100)), "notice", "--all", "--by", "domain")
    found = [codes(picture) for picture in pictures(done.pdf())]
    assert len(found) >= 100
    assert all(len(read) == 1 for read in found)
    assert {read[0] for read in found} == {address(n) for n in range(100)}


@pytest.mark.parametrize(("distance", "paper"), [("0.5", 210), ("1", 210), ("1.5", 297)])
@pytest.mark.parametrize("target", ["SHJZ-01-01", "hewan", "shjz"])
def test_a_poster_can_be_scanned_from_its_distance(
    site: Site, sheets: Sheets, target: str, distance: str, paper: int
) -> None:
    file = sheets(site({}), "poster", target, "--distance", distance).pdf()
    assert [round(page.width * 25.4 / 72) for page in pages(file)] == [paper]
    (found,) = zxingcpp.read_barcodes(pictures(file)[0])
    side = (found.position.top_right.x - found.position.top_left.x) * MM_PER_PIXEL
    assert side >= float(distance) * 100 - 1
    left = found.position.top_left.x * MM_PER_PIXEL
    assert 25 <= left <= paper / 2 - side / 2 + 1
    want = {"SHJZ-01-01": "i/shjz-01-01/?v=1", "hewan": "place/hewan/", "shjz": "shjz/"}
    assert found.text == f"https://sl.example/gk/{want[target]}"


@pytest.mark.parametrize(
    ("lines", "shown"),
    [(7, [1, 2, 3, 4, 5, 6, 7]), (8, [1, 2, 3, 4, 5, 6])],
)
def test_a_poster_names_what_is_found_there_or_how_much(
    site: Site, sheets: Sheets, lines: int, shown: list[int]
) -> None:
    contents = f"[{', '.join(f'第{n}样' for n in range(1, lines + 1))}]"
    root = site({"content/shjz/catalog.yaml": tiny.catalog(tiny.item({"公开内容": contents}))})
    text = close("".join(texts(sheets(root, "poster", "SHJZ-01-01").pdf())))
    assert [n for n in range(1, lines + 1) if f"第{n}样" in text] == shown
    assert ("等，共8项" in text) is (lines > len(shown))
    assert text.count("•") == len(shown)


@pytest.mark.parametrize(("grid", "first", "columns"), [("3x8", 24, 3), ("2x5", 10, 2)])
def test_labels_fill_the_sheet_and_are_read(
    site: Site, sheets: Sheets, grid: str, first: int, columns: int
) -> None:
    file = sheets(site(many(30)), "labels", "--grid", grid).pdf()
    sheet = pictures(file)[0]
    found = zxingcpp.read_barcodes(sheet)
    assert {one.text for one in found} == {address(n) for n in range(first)}
    lefts = {round(one.position.top_left.x * MM_PER_PIXEL / 10) for one in found}
    assert len(lefts) == columns
    assert min(one.position.top_left.x for one in found) * MM_PER_PIXEL >= 4


def test_labels_of_bought_paper_stand_where_the_paper_has_them(site: Site, sheets: Sheets) -> None:
    paper = "列数: 3, 行数: 8, 宽: 63.5, 高: 33.9, 左边距: 7.2, 上边距: 12.9, 横间距: 2.5"
    own = f"打印: {{标签: {{{paper}}}}}\n"
    root = site({**many(24), "site.yaml": tiny.SITE + own})
    found = zxingcpp.read_barcodes(pictures(sheets(root, "labels").pdf())[0])
    assert len(found) == 24
    tops = sorted({round(one.position.top_left.y * MM_PER_PIXEL) for one in found})
    steps = [b - a for a, b in pairwise(tops) if b - a > 5]
    assert steps == pytest.approx([33.9] * 7, abs=1.1)


def test_the_table_carries_a_code_that_is_read_for_each_item(site: Site, sheets: Sheets) -> None:
    file = sheets(site(many(20)), "catalog").pdf()
    found = [text for picture in pictures(file) for text in codes(picture)]
    assert sorted(found) == [address(n) for n in range(20)]


@pytest.mark.parametrize(
    "paper",
    [
        "列数: 4, 行数: 8, 宽: 63.5, 高: 33.9",
        "列数: 3, 行数: 9, 宽: 63.5, 高: 33.9",
        "列数: 3, 行数: 8, 宽: 63.5, 高: 10",
        "列数: 0, 行数: 8, 宽: 63.5, 高: 33.9",
    ],
)
def test_labels_that_no_sheet_holds_are_refused(site: Site, sheets: Sheets, paper: str) -> None:
    root = site({"site.yaml": f"{tiny.SITE}打印: {{标签: {{{paper}}}}}\n"})
    with pytest.raises(click.UsageError, match="标签”的尺寸不对"):
        sheets(root, "labels")


def test_a_village_without_a_phone_names_its_town_s(site: Site, sheets: Sheets) -> None:
    written = tiny.SITE.replace("层级: 乡级}", "层级: 乡级, 电话: 0000-8000320}")
    file = sheets(site({"site.yaml": written}), "poster", "shangwan").pdf()
    assert "河湾镇0000-8000320" in close("".join(texts(file)))
