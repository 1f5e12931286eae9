"""A province in a real browser: its front page, and one search over the sites of its counties."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page

from gongkai_ssg import cli
from tests.browser.test_accessibility import AXE, RULES, TARGETS
from tests.browser.test_html import PROGRAM, judged
from tests.browser.test_pages import Quiet, running
from tests.whole.test_workspace import DAY, write

__all__ = ["running"]  # a fixture
PAGES = ("index.html", "search/index.html", "search/index.html?q=" + quote("名单"))


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write(tmp_path_factory.mktemp("province") / "全 省")
    asked = ["build", "-q", "--workspace", str(root / "province.yaml"), *DAY]
    assert cli._run(asked) == 0
    return root / "public"


@pytest.fixture(scope="module")
def http(public: Path) -> Iterator[str]:
    """The address of the province below a path, as a column of a portal."""
    handler = partial(Quiet, directory=str(public.parent.parent))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/{quote('全 省')}/public/"
        server.shutdown()
        thread.join()


@pytest.fixture(params=["http", "file"])
def address(request: pytest.FixtureRequest, public: Path, http: str) -> str:
    return http if request.param == "http" else f"{public.as_uri()}/"


@pytest.fixture
def tab(running: Browser) -> Iterator[Page]:
    """A tab in which a complaint of the browser's fails the test."""
    page = running.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    page.close()
    assert not [said for said in complaints if "favicon" not in said]


def done(tab: Page) -> None:
    tab.wait_for_selector('#results[data-state="done"]', state="attached")


@pytest.mark.parametrize(
    ("word", "name", "folder"), [("枇杷山", "甲县", "jia"), ("樟树湾", "乙区", "yi")]
)
def test_a_word_of_either_county_is_found_from_the_front_page(
    tab: Page, address: str, word: str, name: str, folder: str
) -> None:
    tab.goto(f"{address}index.html")
    tab.fill("#find", word)
    tab.press("#find", "Enter")
    done(tab)
    assert tab.get_attribute("#results", "data-total") == "1"
    assert f"县：{name}" in tab.inner_text("#results li")
    assert tab.inner_text("#results mark") == word
    tab.click("#results a")
    tab.wait_for_url(f"**/{folder}/r/a/index.html")
    assert word in tab.inner_text("main")


def test_the_menus_of_all_counties_and_of_one(tab: Page, address: str) -> None:
    tab.goto(f"{address}search/index.html?q={quote('名单')}")
    done(tab)
    assert tab.get_attribute("#results", "data-total") == "2"
    menus = tab.eval_on_selector_all(".filters select", "all => all.map((s) => s.name)")
    assert menus == ["县", "类型", "领域", "层级", "主体", "区划", "年份", "对象"]
    counties = tab.eval_on_selector_all("select[name=县] option", "all => all.map((o) => o.text)")
    assert counties == ["全部县区", "甲县（1）", "乙区（1）"]
    assert tab.is_disabled("select[name=主体]")
    first = "select => select.options[0].text"
    assert tab.eval_on_selector("select[name=主体]", first) == "先选县"
    tab.eval_on_selector(".narrow", "fold => { fold.open = true; }")
    tab.select_option("select[name=县]", "乙区")
    tab.wait_for_selector('#results[data-total="1"]', state="attached")
    assert tab.is_enabled("select[name=主体]")
    assert tab.eval_on_selector("select[name=主体]", first) == "全部单位"
    assert "乙县三月名单" in tab.inner_text("#results")


def test_the_front_page_leads_to_each_county(tab: Page, address: str) -> None:
    tab.goto(f"{address}index.html")
    for name, folder in {"甲县": "jia", "乙区": "yi"}.items():
        tab.click(f".card a:text-is('{name}')")
        tab.wait_for_url(f"**/{folder}/index.html")
        assert tab.locator("h1").count() == 1
        tab.go_back()


@pytest.mark.parametrize("width", [320, 1280])
def test_the_front_pages_have_no_barrier(tab: Page, http: str, width: int) -> None:
    tab.set_viewport_size({"width": width, "height": 800})
    for page in PAGES:
        tab.goto(http + page)
        if "?" in page:
            done(tab)
        tab.evaluate(AXE)
        run = "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})"
        violations = tab.evaluate(run, RULES)["violations"]
        assert [(page, v["id"], v["nodes"][0]["target"]) for v in violations] == []
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        heights = tab.eval_on_selector_all(
            TARGETS,
            "all => all.filter(e => e.checkVisibility()).map(e =>"
            " [e.outerHTML.slice(0, 60), e.getBoundingClientRect().height])",
        )
        assert [(what, high) for what, high in heights if 0 < high < 43.5] == []


def test_without_scripts_the_search_says_where_to_go(running: Browser, http: str) -> None:
    context = running.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{http}search/index.html")
    page.click("main noscript a")
    page.locator(".card").nth(1).wait_for()  # the address is there before the page is
    assert page.locator(".card").count() == 2
    context.close()


@pytest.mark.skipif(not PROGRAM.exists(), reason="html-validate is not installed (no npm)")
def test_the_front_pages_are_valid(public: Path) -> None:
    assert judged(public, ["index.html", "search/index.html"]) == ""
