"""What inspectors and slow lines ask of every page: tags, weight; and what must break nothing."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
import tiny
from selectolax.lexbor import LexborHTMLParser

from gongkai_ssg import build

ROOT = Path(__file__).parents[2]
SITE_TAGS = ["SiteName", "SiteDomain", "SiteIDCode"]
COLUMN_TAGS = ["ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"]
ARTICLE_TAGS = ["ArticleTitle", "PubDate", "ContentSource"]
# 国办发〔2017〕47号, the closed list of kinds of columns, as far as pages here can be one.
COLUMN_TYPES = {"信息公开目录", "信息公开指南", "信息公开年报", "依法申请公开"}
LIGHT = 40_000  # bytes of an item's page with its styles and scripts


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample") / "public"
    options = build.Options(ROOT, date(2026, 11, 22), output=folder, write_ledger=False)
    assert build.build(options).files
    return folder


def tags(page: Path) -> dict[str, str]:
    html = LexborHTMLParser(page.read_text("utf-8"))
    found = {str(m.attributes.get("name")): m.attributes.get("content") for m in html.css("meta")}
    wanted = {*SITE_TAGS, *COLUMN_TAGS, *ARTICLE_TAGS}
    return {name: content or "" for name, content in found.items() if name in wanted}


@pytest.mark.parametrize(
    ("page", "wanted"),
    [
        ("index.html", SITE_TAGS),
        *(
            (f"{kind}/index.html", [*SITE_TAGS, *COLUMN_TAGS])
            for kind in (
                *(
                    "zdbc",
                    "i/shjz-02-01",
                    "catalog",
                    "place/hewan",
                    "body/mzj",
                    "changes",
                    "points",
                ),
                *("negative", "search", "pages", "apply", "audience", "sitemap"),
            )
        ),
        *(
            (f"{kind}/index.html", [*SITE_TAGS, *COLUMN_TAGS, *ARTICLE_TAGS])
            for kind in (
                *("r/2026-05-13-zdbc-shangwan-fangan", "pages/guide", "pages/report-2025"),
            )
        ),
    ],
)
def test_the_tags_of_a_kind_of_page(public: Path, page: str, wanted: list[str]) -> None:
    found = tags(public / page)
    assert list(found) == wanted
    assert [name for name, content in found.items() if not content.strip()] == []
    if "ColumnType" in found:
        assert found["ColumnType"] in COLUMN_TYPES
    if "PubDate" in found:
        assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", found["PubDate"])


def test_an_items_page_is_light(public: Path) -> None:
    shared = ("site.css", "print.css", "first.js", "site.js")
    rest = sum((public / "static" / name).stat().st_size for name in shared)
    sizes = {p.parent.name: p.stat().st_size + rest for p in public.glob("i/*/index.html")}
    assert {code: size for code, size in sizes.items() if size > LIGHT} == {}


def test_an_items_page_asks_for_nothing_else(public: Path) -> None:
    html = LexborHTMLParser((public / "i/shjz-02-01/index.html").read_text("utf-8"))
    asked = [node.attributes.get("src") for node in html.css("script[src], img[src]")]
    asked += [link.attributes.get("href") for link in html.css('link[rel="stylesheet"]')]
    names = sorted(str(address).rpartition("/")[2] for address in asked)
    assert names == ["first.js", "print.css", "site.css", "site.js"]


EVIL = '<script>alert(1)</script><img src=x onerror=alert(1)>" onmouseover="alert(1)'


MARKUP = '<script>alert(1)</script>\n\n<b onclick="alert(1)">字</b><svg onload=alert(1)>'


def test_what_is_written_in_any_field_never_becomes_markup(tmp_path: Path) -> None:
    quoted = "'" + EVIL.replace("'", "''") + "'"
    keys = ("一级事项", "二级事项", "公开时限", "办事指南", "咨询电话", "监督电话")
    lists = {"公开内容": f"[{quoted}]", "俗称": f"[{quoted}]"}
    item = tiny.item(dict.fromkeys(keys, quoted) | lists)
    record = tiny.record(dict.fromkeys(("标题", "索引号", "文号", "内容概述"), quoted), MARKUP)
    site = tiny.SITE.replace("名称: 示例县\n", f"名称: {quoted}\n", 1) + f"行政区划: {quoted}\n"
    files = {
        "site.yaml": site,
        "content/shjz/domain.yaml": f"名称: {quoted}\n简介: {quoted}\n",
        "content/shjz/catalog.yaml": tiny.catalog(item),
        tiny.RECORD: record,
    }
    root = tiny.write(tmp_path / "s", files)
    built = tiny.build_site(root)
    assert [d.message for d in built.checked.diagnostics if d.severity == "error"] == []
    for page in (root / "public").rglob("*.html"):
        html = LexborHTMLParser(page.read_text("utf-8"))
        # Data for search engines is no script; there no tag can end it.
        data = html.css("script[type='application/ld+json']")
        assert all("<" not in one.text() and json.loads(one.text()) for one in data), page
        texts = [one.text() for one in html.css("script:not([type])")]
        assert [text for text in texts if "alert" in text] == [], page
        active = [n.tag for n in html.css("*") if any(a.startswith("on") for a in n.attributes)]
        assert active == [], page
        assert html.css('[href^="javascript:"], [src^="javascript:"], img[src="x"][onerror]') == []


def test_an_attachment_of_80_megabytes_goes_out_whole(tmp_path: Path) -> None:
    big = tmp_path / "s/content/shjz/records/big.zip"
    root = tiny.write(tmp_path / "s", {tiny.RECORD: tiny.record({"附件": "[big.zip]"})})
    with big.open("wb") as file:
        file.truncate(80_000_000)
    assert tiny.build_site(root).files
    assert (root / "public/r/a/big.zip").stat().st_size == 80_000_000


def test_everything_is_within_three_clicks_of_the_home_page(public: Path) -> None:
    def links(page: str) -> set[str]:
        html = LexborHTMLParser((public / page).read_text("utf-8"))
        hrefs = [str(a.attributes.get("href", "")).partition("#")[0] for a in html.css("a[href]")]
        inside = [h.partition("?")[0] for h in hrefs if h and ":" not in h]
        here = (public / page).parent
        return {(here / href).resolve().relative_to(public.resolve()).as_posix() for href in inside}

    reached, edge = {"index.html"}, {"index.html"}
    for _ in range(3):
        edge = {to for page in edge if page.endswith(".html") for to in links(page)} - reached
        reached |= edge
    pages = {p.relative_to(public).as_posix() for p in public.rglob("*.html")}
    withdrawn = {p for p in pages if "信息已撤下" in (public / p).read_text("utf-8")}
    # Nobody is led to what was withdrawn; the screen of the hall is opened by its address.
    assert pages - reached == {"404.html", "screen/index.html"} | withdrawn
