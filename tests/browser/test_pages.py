"""The sample county in a real browser: phone width, no JavaScript, a USB stick, the search."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import tiny
from playwright.sync_api import Browser

from gongkai_ssg import build
from gongkai_ssg.search import matches, searchable_blocks
from tests.chromium import browser as chromium
from tests.chromium import until

ROOT = Path(__file__).parents[2]
DAY = date(2026, 11, 22)
KINDS = (
    *("index.html", "zdbc/index.html", "i/shjz-02-01/index.html", "place/hewan/index.html"),
    *("r/2026-05-13-zdbc-shangwan-fangan/index.html", "body/mzj/index.html", "catalog/index.html"),
    *("changes/index.html", "negative/index.html", "points/index.html", "pages/guide/index.html"),
    *("search/index.html", "404.html", "body/index.html", "audience/index.html"),
    *("sitemap/index.html", "apply/index.html", "pages/index.html", "screen/index.html"),
    *("responses/index.html", "opendays/index.html", "flows/index.html", "village/index.html"),
    *("samplings/index.html", "place/shiqiao/index.html", "data/index.html"),
)
QUERIES = (
    *("低保", "征地补偿", "补偿安置", "危房", "国务院令第649号", "堃", "学", "吃低保", "GB 3095"),
    *("上湾村 征地", "8000150", "二〇二六年没有的词"),
)


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample") / "some" / "深 path"
    folder.parent.mkdir()
    built = build.build(build.Options(ROOT, DAY, output=folder, write_ledger=False))
    assert built.files
    return folder


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def site(public: Path) -> Iterator[str]:
    """The address of the site under a sub-path."""
    handler = partial(Quiet, directory=str(public.parent))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/{public.name}/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def running() -> Iterator[Browser]:
    with chromium() as started:
        yield started


def test_nothing_is_wider_than_a_phone(running: Browser, site: str) -> None:
    page = running.new_page(viewport={"width": 360, "height": 740})
    wide = []
    for kind in KINDS:
        page.goto(site + kind)
        if page.evaluate("document.documentElement.scrollWidth") > 360:
            wide.append(kind)
    page.close()
    assert wide == []


def test_every_page_reads_without_javascript(running: Browser, site: str) -> None:
    context = running.new_context(java_script_enabled=False)
    page = context.new_page()
    for kind in KINDS:
        page.goto(site + kind)
        assert page.locator("h1").is_visible(), kind
        assert page.locator("main").inner_text().strip(), kind
    page.goto(site + "index.html")
    page.locator('main a[href$="shjz/index.html"]').first.click()
    assert page.locator("h1").inner_text() == "社会救助"
    context.close()


def test_no_page_asks_another_host_or_breaks_its_scripts(running: Browser, site: str) -> None:
    page = running.new_page()
    asked: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    for kind in KINDS:
        page.goto(site + kind)
    page.close()
    own = site.rsplit("/", 2)[0]
    # 404.html alone links absolutely; nothing is fetched for it.
    assert [url for url in asked if not url.startswith((own, "data:"))] == []
    assert errors == []


def test_pages_and_links_work_from_a_usb_stick(running: Browser, public: Path) -> None:
    page = running.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    for kind in KINDS:
        page.goto((public / kind).as_uri())
    page.goto((public / "index.html").as_uri())
    page.locator('main a[href$="zdbc/index.html"]').first.click()
    assert page.locator("h1").inner_text() == "征地补偿"
    page.go_back()
    page.locator("#find").fill("吃低保")
    page.keyboard.press("Enter")
    page.wait_for_selector('#results[data-state="done"]')
    assert not page.locator("#search-unavailable").is_visible()
    page.locator("#results a").first.click()
    assert page.locator("h1").inner_text() == "最低生活保障办事指南"
    page.close()
    assert errors == []


@pytest.mark.parametrize(
    "filters", [{}, {"类型": "公开信息", "领域": "社会救助"}], ids=["all", "some"]
)
def test_the_search_from_a_usb_stick_is_the_same_to_the_letter(
    running: Browser, site: str, public: Path, filters: dict[str, str]
) -> None:
    ask = "([q, filters]) => window.gongkaiSearch(q, {limit: 1000, filters})"
    answers = []
    for start in (site, f"{public.as_uri()}/"):
        page = running.new_page()
        page.goto(f"{start}search/index.html")
        until(page, "window.gongkaiSearch")
        answers.append([page.evaluate(ask, [query, filters]) for query in ("", *QUERIES)])
        page.close()
    assert answers[0] == answers[1]
    assert sum(answer["total"] for answer in answers[0]) > 3


@pytest.mark.parametrize(
    ("called", "title"),
    [
        ("低保", "最低生活保障办事指南"),
        ("五保", "特困人员救助供养办事指南"),
        ("廉租房", "公租房承租资格审核"),
        ("占地款", "征地补偿费用支付"),
    ],
)
def test_what_people_call_an_item_finds_it_first_and_on_a_phone_without_scrolling(
    running: Browser, site: str, called: str, title: str
) -> None:
    page = running.new_page(viewport={"width": 360, "height": 740})
    page.goto(f"{site}search/index.html?q={called}")
    page.wait_for_selector('#results[data-state="done"]')
    first = page.locator("#results a").first
    assert first.inner_text() == title
    place = first.bounding_box()
    assert place
    assert place["y"] + place["height"] < 740
    assert not page.locator(".filters select").first.is_visible()
    page.locator(".narrow summary").click()
    page.locator(".filters select").first.select_option("公开信息")
    until(page, "location.search.includes('%E4%BF%A1%E6%81%AF')")
    page.reload()
    assert page.locator(".filters select").first.is_visible()
    page.close()


def test_the_page_tells_who_scanned_an_older_sheet(running: Browser, public: Path) -> None:
    file = public / "i/shjz-02-01/index.html"
    page = running.new_page()
    page.goto(file.as_uri() + "?v=1")
    assert not page.locator("#outdated").is_visible()
    newer = file.with_name("newer.html")
    newer.write_text(
        file.read_text("utf-8").replace('data-version="1"', 'data-version="2"'), "utf-8"
    )
    page.goto(newer.as_uri() + "?v=1")
    assert page.locator("#outdated").is_visible()
    newer.unlink()
    page.close()


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_the_permanent_address_is_not_torn_within_its_parts(
    running: Browser, public: Path, width: int
) -> None:
    page = running.new_page(viewport={"width": width, "height": 900})
    page.goto((public / "i/zdbc-02-03/index.html").as_uri())
    address = page.locator("#qr .url")
    assert address.inner_text() == "https://sl.example/gk/i/zdbc-02-03/"
    heights = address.evaluate("e => [...e.children].map(part => part.offsetHeight)")
    assert len(set(heights)) == 1
    page.close()


def test_the_search_of_the_sample_finds_what_can_be_read(
    running: Browser, site: str, public: Path
) -> None:
    files = [*public.glob("i/*/index.html"), *public.glob("r/*/index.html")]
    pages = {f.relative_to(public).as_posix(): f.read_text("utf-8") for f in files}
    blocks = {
        name: searchable_blocks(html)
        for name, html in pages.items()
        if "data-pagefind-body" in html
    }
    page = running.new_page()
    page.goto(site + "search/index.html")
    until(page, "window.gongkaiSearch")
    for query in QUERIES:
        found = page.evaluate("q => window.gongkaiSearch(q, {limit: 1000})", query)
        got = {result["url"].removeprefix("../") for result in found["results"]}
        wanted = {name for name, text in blocks.items() if matches(text, query)}
        assert got == wanted, query
        assert found["total"] == len(wanted), query
    page.close()


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("河湾镇", ["河湾镇", "河湾镇人民政府"]),
        ("河湾镇上湾村", ["河湾镇上湾村"]),
        ("人民政府 河湾镇", ["河湾镇人民政府"]),
        ("县住建局", ["示例县住房和城乡建设局"]),
        ("监督员", ["政务公开监督员"]),
        ("低保", []),
        ("", []),
    ],
)
def test_pages_that_are_no_results_are_named(
    running: Browser, site: str, query: str, named: list[str]
) -> None:
    page = running.new_page()
    page.goto(f"{site}search/index.html?q={query}")
    done = "#results[data-state=done]" if query else "#results[data-state='']"
    page.wait_for_selector(done, state="attached")
    shown = page.locator("#named a:visible")
    assert shown.all_inner_texts() == named
    told = f"，另有 {len(named)} 页名称里有，列在前面"
    assert (told in page.inner_text("#search-status")) == bool(named)
    if named:
        shown.first.click()
        assert named[0].endswith(page.inner_text("h1"))
    page.close()


@pytest.mark.parametrize(
    ("query", "offered"),
    [
        ("低保多少钱", "低保"),
        ("枇杷膏低保", "低保"),
        ("枇杷膏 低保", "低保"),
        ("枇杷膏", ""),
        ("不不不不不不不不不不不不不不低保", ""),
    ],
)
def test_of_a_question_that_finds_nothing_what_is_found_is_offered(
    running: Browser, site: str, query: str, offered: str
) -> None:
    page = running.new_page()
    page.goto(f"{site}search/index.html?q={query}")
    page.wait_for_selector("#results[data-state=done]", state="attached")
    assert page.inner_text("#search-status").startswith(f"没有找到“{query}”")
    if offered:
        link = page.locator("#search-status a", has_text=f"“{offered}”有")
        told = int(link.inner_text().split()[1])
        link.click()
        page.wait_for_selector("#results[data-state=done] li")
        assert page.inner_text("#search-status") == f"找到 {told} 条结果"
    else:
        page.wait_for_timeout(1000)
        assert page.locator("#search-status a").count() == 0
    page.close()


def test_what_is_offered_keeps_to_the_filters(running: Browser, site: str) -> None:
    page = running.new_page()
    page.goto(f"{site}search/index.html?q=低保多少钱&类型=公开事项")
    page.wait_for_selector("#search-status a")
    told = int(page.locator("#search-status a").first.inner_text().split()[1])
    page.locator("#search-status a").first.click()
    page.wait_for_selector("#results[data-state=done] li")
    assert page.input_value("select[name=类型]") == "公开事项"
    assert page.inner_text("#search-status") == f"找到 {told} 条结果"
    page.close()


def test_the_form_for_application_knows_the_item_that_one_comes_from(
    running: Browser, site: str
) -> None:
    page = running.new_page()
    page.goto(site + "i/shjz-02-01/index.html")
    page.get_by_text("申请表").click()
    until(page, 'document.querySelector("[data-fill=item]")?.textContent')
    assert "SHJZ-02-01" in page.locator('[data-fill="item"]').inner_text()
    assert "示例县民政局" in page.locator('[data-fill="body"]').inner_text()
    page.goto(site + "apply/index.html?item=%3Cb%3E1%3C/b%3E&body=%E4%B8")
    assert page.locator('[data-fill="item"]').inner_text() == "<b>1</b>"
    assert page.locator('[data-fill="body"]').inner_text() == ""
    page.close()


def test_a_link_that_leaves_for_no_government_site_asks_first(running: Browser, site: str) -> None:
    page = running.new_page()
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.goto(site + "pages/guide/index.html")
    before = page.url
    for href in ("https://www.example.com/a", "https://gov.cn.example.com/"):
        page.evaluate(
            "href => { const a = document.createElement('a'); a.href = href;"
            " document.querySelector('main').append(a); a.click(); }",
            href,
        )
    assert asked == [
        f"您将离开本网站，前往：{h}" for h in ("www.example.com", "gov.cn.example.com")
    ]
    assert page.url == before
    page.close()


def test_what_is_far_too_long_breaks_no_layout(running: Browser, tmp_path: Path) -> None:
    wide = "|" + "|".join(f"第{n}列" for n in range(40)) + "|\n" + "|---" * 40 + "|\n"
    body = wide + "|" + "|".join("长长的内容" for _ in range(40)) + "|\n\n" + "A" * 300 + "\n"
    item = tiny.item({"二级事项": "很长的事项名称" * 28, "咨询电话": "0" * 60, "俗称": "[㐂𬭚堃]"})
    files = {
        "content/shjz/catalog.yaml": tiny.catalog(item),
        tiny.RECORD: tiny.record(
            {"标题": "很长的标题" * 40, "区划": "shangwan", "文号": "B" * 200}, body
        ),
    }
    root = tiny.write(tmp_path / "s", files)
    assert tiny.build_site(root).files
    page = running.new_page(viewport={"width": 360, "height": 740})
    wide_pages = []
    for file in (root / "public").rglob("index.html"):
        page.goto(file.as_uri())
        if page.evaluate("document.documentElement.scrollWidth") > 360:
            wide_pages.append(file.relative_to(root / "public").as_posix())
    page.close()
    assert wide_pages == []


def test_the_official_table_is_printed_across_the_sheet(
    running: Browser, public: Path, tmp_path: Path
) -> None:
    """Pinned: the named page was lost when the style for paper was divided."""
    page = running.new_page()
    sizes = {}
    for kind in ("zdbc", "i/shjz-02-01"):
        page.goto((public / kind / "index.html").as_uri())
        page.pdf(path=tmp_path / "a.pdf", prefer_css_page_size=True)
        boxes = re.findall(
            rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", (tmp_path / "a.pdf").read_bytes()
        )
        sizes[kind] = {"across" if float(w) > float(h) else "upright" for w, h in boxes}
    page.close()
    assert sizes == {"zdbc": {"across", "upright"}, "i/shjz-02-01": {"upright"}}
