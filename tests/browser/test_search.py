"""The search page in a real browser, against the truth of `matches`."""

from __future__ import annotations

import base64
import functools
import gzip
import hashlib
import http.server
import json
import random
import shutil
import threading
import zlib
from collections.abc import Iterator
from os import PathLike
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Error, Page, sync_playwright

from gongkai_ssg.search import SearchPage, build_index, matches, searchable_blocks, shards

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "themes/default/static/search.js"
VECTORS = ROOT / "tests/data/fold_vectors.json"
SUB_PATH = "/xxgk/jczwgk/"  # a column of the county's portal, never the root of a host
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; "
    "style-src 'self'; form-action 'self'"
)
FILTERS = ("领域", "层级", "主体", "区划", "年份", "类型")
DOMAINS = ("征地补偿", "社会救助", "义务教育", "户籍管理")
TOWNS = ("城关镇", "上湾村", "白芨沟乡", "㐂塬村")
BODIES = ("县自然资源局", "县民政局", "县教育局", "县公安局")
SENTENCES = (
    "县人民政府应当自收到征地批准文件之日起15个工作日内公告",
    "公告内容包括征收范围、土地现状、征收目的、补偿标准、安置方式和社会保障",
    "依据《国务院关于深化改革严格土地管理的决定》（国发〔2004〕28号）",
    "公文格式执行 GB/T 9704—2012，编号20260305",
    "申请人应当提交居民户口簿、身份证和收入证明",
    "最低生活保障（俗称低保）的审核确认结果公示7个工作日！",
    "义务教育招生范围由县教育局划定；学区调整应当听取家长意见",
    "户口登记机关在三个工作日内办结，电话0000-8000123",
    "村民委员会主任李㐂、监督委员会成员王堃、会计赵𬭚",
    "Open Data 接口地址见 data/catalog.json，编码 ZDBC-01-02",
    "补偿款按亩计算，青苗费每亩1,200.50元，合计￥36,015元",
    "ＡＢＣ类危房由镇人民政府组织鉴定，①申请②评议③审核",
    "对结果有异议的，可以向监督电话反映。收到反映后应当核实",
    "二〇二六年三月五日",
)
QUERIES = (
    "征地", "征地补偿", "征地批准文件", "批准文件之日起15个工作日", "件之日起1", "补偿标准", "低保",
    "俗称低保的审核", "国发〔2004〕28号", "国发[2004]28号", "200428", "GB/T 9704", "gbt9704",
    "GB T 9704", "704", "9704", "2026", "0305", "20260305", "2012", "ZDBC-01-02", "zdbc0102",
    "catalog.json", "catalogjson", "open data", "OPENDATA", "ＡＢＣ", "abc类危房", "㐂", "𬭚", "堃",
    "李㐂", "赵𬭚", "王堃会计", "㐂塬村", "征", "的", "、", "？？", "15", "1", "a", "元",
    "36015", "36,015", "¥36,015", "反映收到", "反映。收到", "反映 收到", "公示 低保", "低保 不存在",
    "不存在的词语", "义务教育招生", "招生范围由县", "划定学区", "学区调整", "学区  调整",
    "征地　低保", "公告公告", "补偿补偿", "0000-8000123", "00008000123", "二〇二六年三月",
    "①申请②评议", "1申请2评议", "导航里的字", "不检索的字", "藏起来的字", "附件说明",
    "三个工作日内办结，电话", "《国务院关于", "人民政府",
    "县人民政府应当自收到征地批准文件之日起15个工作日内公告",
    "𬭚征", "c类", "工作日！", "<b>", "script", "&amp;", "甲&乙", "甲乙",
)  # fmt: skip


def _page(number: int, rng: random.Random) -> SearchPage:
    domain, town = DOMAINS[number % 4], TOWNS[number % 3 if number % 7 else 3]
    title = f"{domain}{('方案公告', '结果公示', '办事指南')[number % 3]}（{town}）"
    lines = [rng.sample(SENTENCES, 3) for _ in range(4)]
    body = "".join(f"<p>{'。'.join(some)}。</p>" for some in lines)
    cells = "".join(
        f"<tr><th>{label}</th><td>{rng.choice(SENTENCES)}</td></tr>" for label in "甲乙"
    )
    html = (
        f"<!doctype html><html><head><meta charset=utf-8><title>{title}</title></head><body>"
        f"<nav>导航里的字</nav><main data-pagefind-body><nav>导航里的字</nav><h1>{title}</h1>{body}"
        f"<table>{cells}</table><p>甲&amp;乙 &lt;b&gt;不是标签&lt;/b&gt;<br>附件<em>说明</em></p>"
        f"<p data-pagefind-ignore>不检索的字</p><p hidden>藏起来的字</p>"
        f'<script type="application/json">["script"]</script></main></body></html>'
    )
    year = 2024 + number % 3
    return SearchPage(
        address=f"{'ir'[number % 2]}/page-{number:02}/",
        html=html,
        title=title,
        meta={"编码": f"P-{number:02}", "领域": domain, "日期": f"{year}-03-{1 + number % 28:02}"},
        filters={
            "领域": (domain,),
            "层级": (("县级",), ("乡级",), ("县级", "乡级"))[number % 3],
            "主体": (BODIES[number % 4],),
            "区划": (town,),
            "年份": (str(year),),
            "类型": ("事项" if number % 2 else "信息",),
        },
        date=f"{year}-03-{1 + number % 28:02}",
    )


PAGES = [_page(number, random.Random(number)) for number in range(40)]  # noqa: S311
BLOCKS = {page.address: searchable_blocks(page.html) for page in PAGES}
SEARCH_PAGE = (
    '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>搜索</title></head><body>'
    '<form id="search-form" role="search" action="" method="get">'
    '<input id="q" name="q" type="search">'
    + "".join(
        f'<select name="{name}" data-filter><option value="">全部</option></select>'
        for name in FILTERS
    )
    + '<button>搜索</button></form><p id="search-status" role="status" aria-live="polite"></p>'
    '<ol id="results" data-state="" data-total=""></ol><button id="more" hidden>更多结果</button>'
    '<script defer src="../static/search.js" data-index="../pagefind/"></script>'
    "</body></html>"
)


class _Handler(http.server.SimpleHTTPRequestHandler):
    def guess_type(self, path: str | PathLike[str]) -> str:
        """Know modules even where the machine's list of types does not."""
        return "text/javascript" if str(path).endswith(".js") else super().guess_type(path)

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _write(folder: Path) -> None:
    for page in PAGES:
        target = folder / page.address / "index.html"
        target.parent.mkdir(parents=True)
        target.write_text(page.html, encoding="utf-8")
    for path, content in build_index(PAGES):
        target = folder / "pagefind" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    (folder / "search").mkdir()
    (folder / "search/index.html").write_text(SEARCH_PAGE, encoding="utf-8")
    (folder / "static").mkdir()
    shutil.copy(SCRIPT, folder / "static")


def _serve(folder: Path) -> Iterator[str]:
    handler = functools.partial(_Handler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}{SUB_PATH}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module", params=["one shard", "many shards"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The mini-site, once with one index and once with one cut into several."""
    folder = tmp_path_factory.mktemp("site")
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "many shards":
            patch.setattr(shards, "SHARD_CHARACTERS", 4_000)
        _write(folder / SUB_PATH.strip("/"))
    yield from _serve(folder)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    executable = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        try:
            made = playwright.chromium.launch(
                executable_path=executable,
                args=["--no-sandbox", "--disable-gpu", "--disable-background-networking",
                      "--disable-component-update", "--disable-sync", "--no-first-run"],
            )  # fmt: skip
        except Error as error:
            pytest.fail(f"these tests need Chromium (`playwright install chromium`): {error}")
        yield made
        made.close()


def _until(tab: Page, condition: str) -> None:
    """Playwright's own way needs `eval`, which the policy forbids."""
    for _ in range(200):
        if tab.evaluate(condition):
            return
        tab.wait_for_timeout(25)
    pytest.fail(f"never came true: {condition}")


def _open(browser: Browser, site: str) -> Iterator[Page]:
    tab = browser.new_page()
    complaints: list[str] = []
    tab.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.goto(site + "search/index.html")
    _until(tab, "Boolean(window.gongkaiSearch)")
    yield tab
    tab.close()
    assert not [said for said in complaints if "favicon" not in said]


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """The search page, just opened; a complaint of the browser's fails the test."""
    yield from _open(browser, site)


@pytest.fixture(scope="module")
def kept_open(browser: Browser, site: str) -> Iterator[Page]:
    """The same for tests that only call `gongkaiSearch` and leave the page as it is."""
    yield from _open(browser, site)


def _search(page: Page, query: str, filters: dict[str, Any] | None = None) -> dict[str, Any]:
    options = {"filters": filters or {}, "limit": 100}
    answer: dict[str, Any] = page.evaluate(
        "([q, o]) => window.gongkaiSearch(q, o)", [query, options]
    )
    return answer


def _addresses(answer: dict[str, Any]) -> list[str]:
    return [one["url"].removeprefix("../").removesuffix("index.html") for one in answer["results"]]


def _wait(page: Page, state: str = "done") -> None:
    page.wait_for_selector(f'#results[data-state="{state}"]', state="attached")


@pytest.mark.parametrize("query", QUERIES)
def test_finds_exactly_the_pages_that_show_the_query(kept_open: Page, query: str) -> None:
    answer = _search(kept_open, query)
    expected = {address for address, blocks in BLOCKS.items() if matches(blocks, query)}
    assert set(_addresses(answer)) == expected
    assert answer["total"] == len(answer["results"]) == len(expected)


def test_finds_every_piece_of_every_kind_of_text(kept_open: Page) -> None:
    rng = random.Random(1)  # noqa: S311 - the same pieces each time
    text = [block for blocks in BLOCKS.values() for block in blocks]
    queries = []
    for _ in range(150):
        block = rng.choice(text)
        start = rng.randrange(len(block))
        queries.append(block[start : start + rng.randrange(1, 9)])
    answers = kept_open.evaluate(
        "qs => Promise.all(qs.map((q) => window.gongkaiSearch(q, {limit: 100})))", queries
    )
    for query, answer in zip(queries, answers, strict=True):
        expected = {address for address, blocks in BLOCKS.items() if matches(blocks, query)}
        if query.strip():
            assert (query, set(_addresses(answer))) == (query, expected)


def test_title_then_score_then_newest(kept_open: Page) -> None:
    answer = _search(kept_open, "征地补偿")
    titled = ["征地补偿" in one["title"] for one in answer["results"]]
    assert any(titled)
    assert titled == sorted(titled, reverse=True)
    dates = [one["meta"]["日期"] for one in _search(kept_open, "")["results"]]
    assert dates == sorted(dates, reverse=True)


@pytest.mark.parametrize("query", ["", "低保", "国发 人民政府", "不存在的词语"])
@pytest.mark.parametrize(
    "filters",
    [
        {"领域": "社会救助"},
        {"层级": "乡级"},
        {"层级": "县级", "年份": "2025"},
        {"区划": ["上湾村", "㐂塬村"], "类型": "信息"},
        {"主体": "没有的单位"},
        {"没有的筛选": "x"},
    ],
    ids=str,
)
def test_filters_with_and_without_a_query(
    kept_open: Page, query: str, filters: dict[str, str | list[str]]
) -> None:
    def passes(one: SearchPage) -> bool:
        chosen = {name: {v} if isinstance(v, str) else set(v) for name, v in filters.items()}
        return all(values & set(one.filters.get(name, ())) for name, values in chosen.items())

    found = [p for p in PAGES if not query or matches(BLOCKS[p.address], query)]
    expected = {p.address for p in found if passes(p)}
    assert set(_addresses(_search(kept_open, query, filters))) == expected


def test_the_address_line_runs_the_query(page: Page, site: str) -> None:
    page.goto(f"{site}search/index.html?q={quote('低保')}&{quote('类型')}={quote('信息')}")
    _wait(page)
    expected = [
        p for p in PAGES if matches(BLOCKS[p.address], "低保") and p.filters["类型"] == ("信息",)
    ]
    results = page.locator("#results")
    assert results.get_attribute("data-total") == str(len(expected))
    assert page.locator("#results > li").count() == len(expected)
    assert page.input_value("#q") == "低保"
    assert page.input_value("select[name=类型]") == "信息"
    assert page.inner_text("#search-status") == f"找到 {len(expected)} 条结果"


def test_typing_updates_results_and_the_address(page: Page) -> None:
    page.locator("#q").press_sequentially("低保", delay=10)
    _wait(page)
    _until(page, "location.search.includes('q=')")
    assert page.evaluate("new URLSearchParams(location.search).get('q')") == "低保"
    assert page.locator("#results mark").first.inner_text() == "低保"
    page.fill("#q", "")
    page.wait_for_selector('#results[data-state=""]', state="attached")
    assert page.evaluate("location.search") == ""
    assert page.locator("#results > li").count() == 0


def test_an_input_method_is_left_to_finish(page: Page) -> None:
    _wait(page, "")
    page.evaluate(
        """() => {
            const box = document.getElementById('q');
            box.dispatchEvent(new CompositionEvent('compositionstart'));
            box.value = 'di bao';
            box.dispatchEvent(new InputEvent('input', {isComposing: true, bubbles: true}));
        }"""
    )
    page.wait_for_timeout(400)
    assert page.locator("#results").get_attribute("data-state") == ""
    page.evaluate(
        """() => {
            const box = document.getElementById('q');
            box.value = '低保';
            box.dispatchEvent(new CompositionEvent('compositionend'));
        }"""
    )
    _wait(page)
    assert int(page.locator("#results").get_attribute("data-total") or 0) > 0


def test_more_results_come_page_by_page(page: Page) -> None:
    page.fill("#q", "甲乙")
    _wait(page)
    assert page.locator("#results > li").count() == 20
    assert page.locator("#results").get_attribute("data-total") == "40"
    page.click("#more")
    _until(page, "document.querySelectorAll('#results > li').length === 40")
    _wait(page)
    assert page.locator("#more").is_hidden()
    links = page.eval_on_selector_all("#results a", "all => all.map((a) => a.href)")
    assert len(set(links)) == 40
    assert page.evaluate("document.activeElement.href") == links[20]


def test_results_lead_to_their_pages(page: Page) -> None:
    page.fill("#q", "李㐂")
    _wait(page)
    page.locator("#results a").first.click()
    page.wait_for_url("**/page-*/index.html")
    assert "李㐂" in page.inner_text("main")


def test_nothing_found_says_so(page: Page) -> None:
    page.fill("#q", "不存在的词语")
    _wait(page)
    assert page.locator("#results").get_attribute("data-total") == "0"
    assert page.inner_text("#search-status").startswith("没有找到“不存在的词语”，换个说法试试")


def test_filter_options_and_counts_come_from_the_index(page: Page) -> None:
    _wait(page, "")
    _until(page, "document.querySelectorAll('select[name=年份] option').length > 1")
    years = page.eval_on_selector_all("select[name=年份] option", "all => all.map((o) => o.text)")
    count = {y: sum(p.filters["年份"] == (y,) for p in PAGES) for y in ("2026", "2025", "2024")}
    assert years == ["全部", *(f"{year}（{number}）" for year, number in count.items())]
    page.select_option("select[name=领域]", "社会救助")
    _wait(page)
    assert page.locator("#results").get_attribute("data-total") == "10"
    local = sum(p.filters["领域"] == ("社会救助",) and "乡级" in p.filters["层级"] for p in PAGES)
    levels = page.eval_on_selector_all("select[name=层级] option", "all => all.map((o) => o.text)")
    assert f"乡级（{local}）" in levels
    assert "社会救助（10）" in page.inner_text("select[name=领域]")
    assert "义务教育（10）" in page.inner_text("select[name=领域]")


def test_excerpts_are_text_with_the_match_marked(kept_open: Page) -> None:
    answer = _search(kept_open, "不是标签")
    assert all(
        "&lt;b&gt;<mark>不是标签</mark>&lt;/b&gt;" in r["excerpt"] for r in answer["results"]
    )
    for query, mark in {
        "国发[2004]28号": "国发〔2004〕28号",
        "abc类": "ＡＢＣ类",
        "赵𬭚": "赵𬭚",
        "gbt9704": "GB/T 9704",
    }.items():
        excerpts = [one["excerpt"] for one in _search(kept_open, query)["results"]]
        assert excerpts
        assert all(f"<mark>{mark}</mark>" in excerpt for excerpt in excerpts)
    both = _search(kept_open, "李㐂 0000-8000123")["results"]
    assert both
    for one in both:
        assert "<mark>李㐂</mark>" in one["excerpt"]
        assert "<mark>0000-8000123</mark>" in one["excerpt"]


def test_a_failure_is_said_in_chinese_with_a_way_out(browser: Browser, site: str) -> None:
    tab = browser.new_page()
    tab.route("**/pagefind/**", lambda route: route.fulfill(status=404))
    tab.goto(f"{site}search/index.html?q=a")
    _wait(tab, "failed")
    assert "搜索现在不能用" in tab.inner_text("#search-status")
    assert tab.get_attribute("#search-status a", "href") == "../catalog/index.html"
    tab.close()


def test_a_site_renewed_meanwhile_is_read_anew(browser: Browser, site: str) -> None:
    tab = browser.new_page()
    tab.goto(f"{site}search/index.html")
    _wait(tab, "")
    failed: list[str] = []

    def gone(route: Any) -> None:
        failed.append(route.request.url)
        route.fulfill(status=404)

    tab.route("**/index/**", gone, times=1)
    answer = tab.evaluate("window.gongkaiSearch('李㐂', {limit: 100})")
    tab.close()
    assert failed
    assert answer["total"] == sum(matches(blocks, "李㐂") for blocks in BLOCKS.values())


def test_an_old_browser_unpacks_by_itself(browser: Browser, site: str) -> None:
    tab = browser.new_page()
    tab.add_init_script("delete window.DecompressionStream")
    tab.goto(f"{site}search/index.html")
    assert tab.evaluate("typeof DecompressionStream") == "undefined"
    for query in ("甲乙", "李㐂", "704", "不存在的词语"):
        expected = {address for address, blocks in BLOCKS.items() if matches(blocks, query)}
        assert set(_addresses(_search(tab, query))) == expected
    tab.close()


@pytest.mark.parametrize("level", [0, 1, 9])
def test_every_kind_of_packing_is_unpacked(kept_open: Page, level: int) -> None:
    rng = random.Random(level)  # noqa: S311 - the same bytes each time
    for size in (0, 1, 300, 70_000):
        for plain in (rng.randbytes(size), b"ab" * size, rng.randbytes(size).hex().encode()):
            for packed in (zlib.compress(plain, level), gzip.compress(plain, level)):
                unpacked = kept_open.evaluate(
                    """async (text) => {
                        const {inflate} = window.gongkaiSearch.inside;
                        const plain = inflate(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)));
                        const hash = await crypto.subtle.digest('SHA-256', plain);
                        return Array.from(new Uint8Array(hash));
                    }""",
                    base64.b64encode(packed).decode(),
                )
                assert bytes(unpacked) == hashlib.sha256(plain).digest()


def test_a_broken_file_ends_in_an_error(kept_open: Page) -> None:
    packed = zlib.compress(random.Random(1).randbytes(400).hex().encode())  # noqa: S311
    for cut in range(2, len(packed) - 5, 20):
        said = kept_open.evaluate(
            """async (bytes) => {
                const {inflate} = window.gongkaiSearch.inside;
                try { inflate(Uint8Array.from(bytes)); } catch (error) { return error.message; }
                return 'nothing';
            }""",
            list(packed[:cut]),
        )
        assert said == "broken file"


def test_the_browser_folds_as_python_does(kept_open: Page) -> None:
    vectors = json.loads(VECTORS.read_text(encoding="utf-8"))
    fold = "async (ts) => { const m = window.gongkaiSearch.inside; return ts.map((t) => m."
    texts = [vector["text"] for vector in vectors["runs"]]
    assert kept_open.evaluate(fold + "runs(t)); }", texts) == [v["runs"] for v in vectors["runs"]]
    texts = [vector["query"] for vector in vectors["parts"]]
    assert kept_open.evaluate(fold + "parts(t)); }", texts) == [
        v["parts"] for v in vectors["parts"]
    ]
    texts = [vector["run"] for vector in vectors["words"]]
    assert kept_open.evaluate(fold + "pairs(t)); }", texts) == [
        v["words"] for v in vectors["words"]
    ]
