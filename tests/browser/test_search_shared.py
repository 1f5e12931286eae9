"""One search over the indexes of several counties: it answers as one index of all would."""

from __future__ import annotations

import functools
import http.server
import json
import shutil
import threading
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page

from gongkai_ssg.search import SearchPage, build_index, matches
from tests.browser.test_pages import running
from tests.browser.test_search import (
    BLOCKS,
    FILTERS,
    PAGES,
    QUERIES,
    SCRIPT,
    _Handler,
    _search,
    _until,
    _wait,
)

__all__ = ["running"]  # a fixture
# The pages of two counties: what is rare in one is common in the other.
MOST = [p for n, p in enumerate(PAGES) if n % 4 and matches(BLOCKS[p.address], "低保")]
COUNTIES = {"甲 <县>": ("jia", MOST), "乙县": ("yi", [p for p in PAGES if p not in MOST])}
LOCAL = ("主体", "区划")
SOME = ("征地补偿", "低保", "国发 人民政府", "甲乙", "704", "", "不存在的词语", "征", "、")
SEVERAL = ("低保 元", "低保 国发 反映", "元 低保 危房", "征地 低保 学区")


def _form(index: str, names: tuple[str, ...], filters: tuple[str, ...]) -> str:
    menus = "".join(
        f'<select name="{name}"{" data-local" if names and name in LOCAL else ""}>'
        '<option value="">全部</option></select>'
        for name in filters
    )
    named = f' data-names="{escape(json.dumps(names))}"' if names else ""
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>搜索</title></head>'
        f'<body><form id="search-form"><input id="q" name="q" type="search">{menus}</form>'
        '<p id="search-status"></p><ol id="results" data-state="" data-total=""></ol>'
        '<button id="more" hidden>更多结果</button>'
        f'<script defer src="../static/search.js" data-index="{index}"{named}></script>'
        "</body></html>"
    )


def _put(folder: Path, files: Iterator[tuple[str, bytes]]) -> None:
    for name, content in files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two counties with a search over both, and beside them all pages in one index."""
    root = tmp_path_factory.mktemp("province") / "全 省"
    for slug, pages in COUNTIES.values():
        _put(root / slug / "pagefind", build_index(pages, 1))
    _put(root / "pagefind", build_index(PAGES, 1))
    bases = " ".join(f"../{slug}/pagefind/" for slug, _ in COUNTIES.values())
    for name, form in {
        "search": _form(bases, tuple(COUNTIES), ("县", *FILTERS)),
        "one": _form("../pagefind/", (), FILTERS),
    }.items():
        (root / name).mkdir()
        (root / name / "index.html").write_text(form, "utf-8")
    (root / "static").mkdir()
    shutil.copy(SCRIPT, root / "static")
    return root


@pytest.fixture(scope="module")
def served(province: Path) -> Iterator[str]:
    handler = functools.partial(_Handler, directory=str(province.parent))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/{quote(province.name)}/"
        server.shutdown()
        thread.join()


def _opened(running: Browser, address: str) -> Page:
    tab = running.new_page()
    tab.goto(address)
    _until(tab, "Boolean(window.gongkaiSearch)")
    return tab


@pytest.fixture(scope="module")
def both(running: Browser, served: str) -> Iterator[Page]:
    yield (tab := _opened(running, f"{served}search/index.html"))
    tab.close()


@pytest.fixture(scope="module")
def one(running: Browser, served: str) -> Iterator[Page]:
    yield (tab := _opened(running, f"{served}one/index.html"))
    tab.close()


def _places(answer: dict[str, Any]) -> list[str]:
    """Where results lead within their county, in order."""
    found = [r["url"].removeprefix("../").removesuffix("index.html") for r in answer["results"]]
    return [url[url.index("page-") - 2 :] for url in found]


def _county(page: SearchPage) -> str:
    return next(name for name, (_, pages) in COUNTIES.items() if page in pages)


def test_two_indexes_answer_as_one_of_all_pages_in_the_same_order(both: Page, one: Page) -> None:
    for query in (*QUERIES[::4], *SOME, *SEVERAL):
        for filters in ({}, {"领域": "社会救助"}, {"层级": "乡级", "年份": "2025"}):
            found, expected = _search(both, query, filters), _search(one, query, filters)
            assert (query, found["total"]) == (query, expected["total"])
            assert (query, _places(found)) == (query, _places(expected))


def test_each_result_leads_into_its_county_and_names_it(both: Page) -> None:
    results = _search(both, "甲乙")["results"]
    assert len(results) == len(PAGES)
    for one in results:
        name, slug = next((n, s) for n, (s, _) in COUNTIES.items() if f"../{s}/" in one["url"])
        number = int(one["url"].split("page-")[1][:2])
        assert next(iter(one["meta"].items())) == ("县", name)
        assert one["url"].startswith(f"../{slug}/")
        assert _county(PAGES[number]) == name


def test_a_county_is_a_filter(both: Page) -> None:
    for name in COUNTIES:
        expected = {
            p.address for p in PAGES if _county(p) == name and matches(BLOCKS[p.address], "低保")
        }
        assert expected
        assert set(_places(_search(both, "低保", {"县": name}))) == expected
    assert _search(both, "低保", {"县": list(COUNTIES)})["total"] == _search(both, "低保")["total"]
    assert _search(both, "低保", {"县": "丙县"}) == {"total": 0, "results": []}


def test_nothing_is_fetched_before_somebody_wants_to_search(running: Browser, served: str) -> None:
    tab = running.new_page()
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(f"{served}search/index.html")
    _until(tab, "document.getElementById('search-status').textContent.startsWith('请输入')")
    names = tab.eval_on_selector_all("select[name=县] option", "all => all.map((o) => o.text)")
    assert names == ["全部", *COUNTIES]
    assert not [url for url in asked if "/pagefind/" in url]
    tab.focus("#q")
    _until(tab, "document.querySelectorAll('select[name=领域] option').length > 1")
    tab.close()


def test_only_the_chosen_county_is_asked_and_towns_are_its_own(
    running: Browser, served: str
) -> None:
    tab = running.new_page()
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(f"{served}search/index.html?{quote('县')}={quote('乙县')}&q={quote('低保')}")
    _wait(tab)
    assert not [url for url in asked if "/jia/" in url]
    options = "all => all.map((o) => o.value).filter(Boolean)"
    towns = tab.eval_on_selector_all("select[name=区划] option", options)
    assert set(towns) == {p.filters["区划"][0] for p in COUNTIES["乙县"][1]}
    assert tab.is_enabled("select[name=区划]")
    assert tab.input_value("select[name=县]") == "乙县"
    tab.select_option("select[name=县]", "")
    _until(tab, "document.querySelector('select[name=区划]').disabled")
    _wait(tab)
    counts = tab.eval_on_selector_all("select[name=县] option", "all => all.map((o) => o.text)")
    number = {
        name: sum(matches(BLOCKS[p.address], "低保") for p in pages)
        for name, (_, pages) in COUNTIES.items()
    }
    assert counts == ["全部", *(f"{name}（{found}）" for name, found in number.items())]
    years = tab.eval_on_selector_all("select[name=年份] option", options)
    assert years == sorted(years, reverse=True)
    tab.close()


def test_a_county_that_cannot_be_asked_is_named_and_the_others_answer(
    running: Browser, served: str
) -> None:
    tab = running.new_page()
    tab.route("**/yi/pagefind/**", lambda route: route.fulfill(status=404))
    expected = sum(matches(BLOCKS[p.address], "低保") for p in COUNTIES["甲 <县>"][1])
    for _ in range(2):
        tab.goto(f"{served}search/index.html?q={quote('低保')}")
        _wait(tab)
        assert tab.get_attribute("#results", "data-total") == str(expected)
        said = f"找到 {expected} 条结果（乙县现在不能查，不在里面）"
        assert tab.inner_text("#search-status") == said
    tab.unroute("**/yi/pagefind/**")
    tab.fill("#q", "甲乙")
    _until(tab, f"document.getElementById('results').dataset.total === '{len(PAGES)}'")
    tab.route("**/pagefind/**", lambda route: route.fulfill(status=404))
    tab.goto(f"{served}search/index.html?q=a")
    _wait(tab, "failed")
    assert tab.get_attribute("#search-status a", "href") == "../index.html"
    tab.close()


def test_a_county_renewed_meanwhile_is_read_anew(running: Browser, served: str) -> None:
    tab = _opened(running, f"{served}search/index.html")
    gone: list[str] = []

    def fails(route: Any) -> None:
        gone.append(route.request.url)
        route.fulfill(status=404)

    tab.route("**/yi/pagefind/index/**", fails, times=1)
    tab.route("**/jia/pagefind/text/**", fails, times=1)
    assert _search(tab, "甲乙")["total"] == len(PAGES)
    assert {"jia" in url for url in gone} == {True, False}
    tab.close()


def test_from_a_folder_the_answers_are_the_same(
    running: Browser, province: Path, both: Page
) -> None:
    tab = _opened(running, (province / "search/index.html").as_uri())
    for query in SOME:
        assert _search(tab, query) == _search(both, query)
    tab.close()


def test_a_damaged_script_in_a_folder_is_not_taken_for_the_county_before_it(
    running: Browser, province: Path, tmp_path: Path
) -> None:
    root = shutil.copytree(province, tmp_path / "stick")
    (root / "yi/pagefind/offline.js").write_text("window.gongkaiOffline = {", "utf-8")
    tab = running.new_page()
    tab.goto(f"{(root / 'search/index.html').as_uri()}?q={quote('低保')}")
    _wait(tab)
    expected = sum(matches(BLOCKS[p.address], "低保") for p in COUNTIES["甲 <县>"][1])
    said = f"找到 {expected} 条结果（乙县现在不能查，不在里面）"
    assert tab.inner_text("#search-status") == said
    tab.close()


def test_an_index_of_before_without_days_is_asked_as_well(running: Browser, served: str) -> None:
    """A county that failed keeps its old output, whose table may know of no days."""
    tab = running.new_page()
    tab.add_init_script(
        "const parse = JSON.parse;"
        "JSON.parse = (text) => { const made = parse(text);"
        " if (made && made.days) delete made.days; return made; };"
    )
    tab.goto(f"{served}search/index.html")
    _until(tab, "Boolean(window.gongkaiSearch)")
    expected = {p.address for p in PAGES if matches(BLOCKS[p.address], "低保")}
    assert set(_places(_search(tab, "低保"))) == expected
    tab.close()
