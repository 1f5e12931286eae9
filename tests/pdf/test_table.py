"""The official table on paper: its head and its groups on every page, hundreds of rows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import tiny
from paper import Done, close, pages, texts

Site = Callable[..., Path]
Sheets = Callable[..., Done]


def table(rows: int, group: int) -> dict[str, str]:
    items = [
        tiny.item(
            {
                "编码": f"SHJZ-{n // 50 + 1:02}-{n % 50 + 1:02}",
                "一级事项": f"第{n // group + 1}类救助",
                "二级事项": f"第{n}项",
            }
        )
        for n in range(rows)
    ]
    return {"content/shjz/catalog.yaml": tiny.catalog(*items)}


def test_a_table_of_500_rows_has_its_head_on_every_page(site: Site, sheets: Sheets) -> None:
    file = sheets(site(table(500, 40)), "catalog").pdf()
    found = [close(text) for text in texts(file)]
    assert len(found) > 20
    for number, text in enumerate(found, 1):
        assert all(word in text for word in ("一级事项", "公开内容（要素）", "乡、村级", "二维码"))
        assert f"第{number}页，共{len(found)}页" in text
    whole = "".join(found)
    assert [n for n in range(500) if f"第{n}项" not in whole] == []


def test_the_name_of_a_group_stands_once_on_every_page_that_it_reaches(
    site: Site, sheets: Sheets
) -> None:
    found = [close(text) for text in texts(sheets(site(table(60, 25)), "catalog").pdf())]
    rows = [[n for n in range(60) if f"第{n}项" in text] for text in found]
    assert sum(map(len, rows)) == 60
    for text, here in zip(found, rows, strict=True):
        groups = {n // 25 + 1 for n in here}
        assert [text.count(f"第{g}类救助") for g in (1, 2, 3)] == [
            int(g in groups) for g in (1, 2, 3)
        ]


@pytest.mark.parametrize(("paper", "size"), [("A4", (297, 210)), ("A3", (420, 297))])
def test_the_paper_lies_across(
    site: Site, sheets: Sheets, paper: str, size: tuple[int, int]
) -> None:
    (page,) = pages(sheets(site({}), "catalog", "--paper", paper).pdf())
    assert (round(page.width * 25.4 / 72), round(page.height * 25.4 / 72)) == size
    assert all(char["x1"] <= page.width - 14 * 72 / 25.4 for char in page.chars)


def test_ranges_and_their_names(site: Site, sheets: Sheets) -> None:
    town = tiny.item({"编码": "SHJZ-01-02", "二级事项": "乡里的事", "公开层级": "[乡级]"})
    root = site({"content/shjz/catalog.yaml": tiny.catalog(tiny.item(), town)})
    for words, name, heading, count in (
        ([], "catalog-all.pdf", "示例县社会救助领域基层政务公开标准目录", 2),
        (["--domain", "社会救助"], "catalog-shjz.pdf", "示例县社会救助领域基层政务公开标准目录", 2),
        (["--place", "hewan"], "catalog-hewan.pdf", "河湾镇社会救助领域基层政务公开标准目录", 1),
        (
            ["--body", "县民政局"],
            "catalog-mzj.pdf",
            "示例县民政局社会救助领域基层政务公开标准目录",
            2,
        ),
    ):
        done = sheets(root, "catalog", *words)
        assert done.names == [name]
        text = close("".join(texts(done.pdf())))
        assert text.startswith(heading)
        assert text.count("保障对象") == count


def test_a_county_s_own_element_has_its_column(site: Site, sheets: Sheets) -> None:
    own = "扩展要素: [{键: 责任科室, 说明: 哪个科室}]\n"
    catalog = tiny.catalog(tiny.item({"责任科室": "救助股"}))
    root = site({"site.yaml": tiny.SITE + own, "content/shjz/catalog.yaml": catalog})
    text = close("".join(texts(sheets(root, "catalog").pdf())))
    assert "责任科室" in text
    assert "救助股" in text


def test_each_domain_has_a_table_of_its_own(site: Site, sheets: Sheets) -> None:
    other = tiny.catalog(tiny.item({"编码": "YLWS-01-01", "二级事项": "疫苗接种"}))
    files = {"content/ylws/domain.yaml": "名称: 医疗卫生\n", "content/ylws/catalog.yaml": other}
    found = [close(text) for text in texts(sheets(site(files), "catalog").pdf())]
    heads = ["示例县社会救助领域基层政务公开标准目录", "示例县医疗卫生领域基层政务公开标准目录"]
    assert [text.startswith(head) for text, head in zip(found, heads, strict=True)] == [True, True]
    assert all("第1页，共1页" in text for text in found)
