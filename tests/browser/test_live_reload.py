"""The preview in a real browser: a save changes the page, an error covers it, mending frees it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import chromium
import pytest
from playwright.sync_api import Browser, Page, expect

from gongkai_ssg import scaffold, serve
from gongkai_ssg.build import Options
from gongkai_ssg.preview.server import Server

TODAY = date(2026, 11, 20)
ITEM = "content/zdbc/zdbc-02-03.md"
ITEM_PAGE = "i/zdbc-02-03/index.html"
SECOND = 1.0
ATTEMPTS = 8  # a busy machine may be late; the preview itself may not
PATIENCE = 20_000  # milliseconds
OVERLAY = "#gongkai-problems"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium.browser() as found:
        yield found


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 900, "height": 500})
    context.set_default_timeout(PATIENCE)
    found = context.new_page()
    mistakes: list[str] = []
    found.on("pageerror", lambda error: mistakes.append(str(error)))
    yield found
    context.close()
    assert mistakes == []


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    scaffold.init(folder)
    return folder


@pytest.fixture
def server(site: Path) -> Iterator[Server]:
    with serve.preview(Options(site, TODAY), 0, lambda _: None) as found:
        yield found


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


# The browser anchors what is read, which may move the page by a pixel or two.
NEAR_300 = "Math.abs(scrollY - 300) < 8"


def listening(page: Page) -> None:
    """Wait until the page hears the news; a save before that is caught up with, not pushed."""
    with page.expect_response("**/_gongkai/events"):
        page.reload()


def test_a_save_is_on_the_page_within_a_second(site: Path, server: Server, page: Page) -> None:
    page.goto(server.url + ITEM_PAGE)
    listening(page)
    heading, taken = "这是什么", []
    for n in range(ATTEMPTS):
        time.sleep(SECOND)
        edit(site / ITEM, f"## {heading}", f"## 第{n}次")
        heading, began = f"第{n}次", time.monotonic()
        page.get_by_role("heading", name=heading).wait_for()
        taken.append(time.monotonic() - began)
        if taken[-1] < SECOND:
            return
    pytest.fail(f"seconds from the save to the page: {taken}")


def test_the_place_on_the_page_is_kept(site: Path, server: Server, page: Page) -> None:
    page.goto(server.url + ITEM_PAGE)
    listening(page)
    page.evaluate("scrollTo(0, 420)")
    edit(site / ITEM, "## 有意见怎么办", "## 不同意怎么办")
    page.get_by_role("heading", name="不同意怎么办").wait_for()
    chromium.until(page, "Math.abs(scrollY - 420) < 8")


def test_an_error_covers_the_good_page_and_goes_when_mended(
    site: Path, server: Server, page: Page
) -> None:
    page.goto(server.url + ITEM_PAGE)
    listening(page)
    time.sleep(SECOND)  # whatever the start still had to tell has been told
    page.evaluate("scrollTo(0, 300); window.same = true")
    edit(site / ITEM, "公开方式: 主动", "公开方式: <img src=x onerror=alert(1)>")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("有 1 个问题")
    expect(alert).to_contain_text(f"{ITEM}:21:7 GK104")
    expect(alert).to_contain_text("“公开方式”不能写“<img src=x onerror=alert(1)>”")
    expect(alert).to_contain_text("改法：可以写：主动、依申请")
    expect(alert.locator("img")).to_have_count(0)
    expect(page.get_by_role("heading", name="这是什么")).to_have_count(1)
    assert page.evaluate("window.same")
    chromium.until(page, NEAR_300)
    box = alert.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] == pytest.approx(500)
    assert box["height"] <= 300
    edit(site / ITEM, "<img src=x onerror=alert(1)>", "主动")
    expect(page.locator(OVERLAY)).to_have_count(0)
    chromium.until(page, NEAR_300)


def test_the_overlay_can_be_folded_and_comes_back_with_the_next_save(
    site: Path, server: Server, page: Page
) -> None:
    edit(site / ITEM, "公开方式: 主动", "公开方式: 甲")
    page.goto(server.url + ITEM_PAGE)
    remedy = page.locator(OVERLAY).get_by_text("改法")
    expect(remedy).to_be_visible()
    page.locator(f"{OVERLAY} summary").click()
    expect(remedy).to_be_hidden()
    edit(site / ITEM, "公开方式: 甲", "公开方式: 乙")
    expect(page.locator(OVERLAY).get_by_text("不能写“乙”")).to_be_visible()


def test_a_site_that_begins_with_errors_appears_when_it_is_mended(site: Path, page: Page) -> None:
    edit(site / "site.yaml", "行政区划:", "行政区:")
    with serve.preview(Options(site, TODAY), 0, lambda _: None) as server:
        page.goto(server.url)
        expect(page.get_by_role("alert")).to_contain_text("还没有页面可以看")
        edit(site / "site.yaml", "行政区:", "行政区划:")
        expect(page).to_have_title("示例县基层政务公开")
        expect(page.locator(OVERLAY)).to_have_count(0)


def test_a_page_that_was_hidden_catches_up(site: Path, server: Server, page: Page) -> None:
    hide = """hidden => {
      Object.defineProperty(document, 'hidden', {value: hidden, configurable: true});
      document.dispatchEvent(new Event('visibilitychange'));
    }"""
    page.goto(server.url + ITEM_PAGE)
    listening(page)
    page.evaluate(hide, arg=True)
    edit(site / ITEM, "## 这是什么", "## 后来的样子")
    time.sleep(SECOND)
    expect(page.get_by_role("heading", name="这是什么")).to_have_count(1)
    page.evaluate(hide, arg=False)
    page.get_by_role("heading", name="后来的样子").wait_for()


def test_the_search_works_in_the_preview_and_after_a_save(
    site: Path, server: Server, page: Page
) -> None:
    page.goto(f"{server.url}search/index.html?q=低保")
    expect(page.locator("#results[data-state=done] li").first).to_be_visible()
    page.goto(f"{server.url}search/index.html?q=山羊胡同")
    expect(page.locator("#results")).to_have_attribute("data-total", "0")
    edit(site / ITEM, "## 这是什么", "## 山羊胡同")
    expect(page.locator("#results")).to_have_attribute("data-total", "1")


def test_a_missing_page_looks_like_the_site(server: Server, page: Page) -> None:
    page.goto(f"{server.url}no/such/page.html")
    page.get_by_role("link", name="首页").first.click()
    expect(page).to_have_title("示例县基层政务公开")
