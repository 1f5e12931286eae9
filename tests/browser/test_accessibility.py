"""WCAG 2.2 AA in a real browser: axe-core, the keyboard, reflow, large print, reading aloud."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.test_pages import KINDS, public, running, site
from tests.chromium import until

__all__ = ["public", "running", "site"]  # fixtures

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LONG = ("catalog/index.html", "sitemap/index.html", "audience/index.html")
LARGE = "localStorage.setItem('gongkai-large', '1')"
# What a finger must hit, but for links within running text.
TARGETS = (
    "button, input, select, summary, .main-nav a, .contents a, .links a, .title, .crumbs a,"
    " .foot-links a, .cards .card, .towns a, .files a"
)


@pytest.fixture(params=["", LARGE], ids=["normal", "large print"])
def context(running: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    # Without motion a page is at rest as soon as a key was pressed.
    context = running.new_context(reduced_motion="reduce")
    if request.param:
        context.add_init_script(request.param)
    yield context
    context.close()


def opened(context: BrowserContext, site: str, kind: str, width: int) -> Page:
    page = context.pages[0] if context.pages else context.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(site + kind)
    return page


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing(
    context: BrowserContext, site: str, width: int, request: pytest.FixtureRequest
) -> None:
    large = "large print" in request.node.name
    if large and width != 360:
        pytest.skip("large print differs from normal most where there is least room")
    found = []
    # A table of 269 rows takes as long as all other pages together; once is enough, at full width.
    for kind in (kind for kind in KINDS if width == 1280 or kind not in LONG):
        page = opened(context, site, kind, width)
        page.evaluate(AXE)
        # What passed is not asked for: of a page of 269 rows that takes longest.
        run = "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})"
        violations = page.evaluate(run, RULES)["violations"]
        found += [(kind, v["id"], v["nodes"][0]["target"]) for v in violations]
    assert found == []


def test_axe_can_find_something(running: Browser) -> None:
    """The control: without it the test above could not fail."""
    page = running.new_page()
    faint = "<p style='color:#aaa;background:#fff'>一些文字</p>"
    page.set_content(f"<main>{faint}<img src='a.png'></main>")
    page.evaluate(AXE)
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)["violations"]
    assert {"color-contrast", "image-alt"} <= {violation["id"] for violation in found}
    page.close()


def test_nothing_is_cut_at_the_width_of_400_percent(context: BrowserContext, site: str) -> None:
    wide = []
    for kind in KINDS:
        page = opened(context, site, kind, 320)
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            wide.append(kind)
    assert wide == []


def test_targets_are_as_high_as_a_finger(context: BrowserContext, site: str) -> None:
    low = []
    for kind in KINDS:
        page = opened(context, site, kind, 360)
        heights = page.eval_on_selector_all(
            TARGETS,
            "all => all.filter(e => e.checkVisibility() && e.type !== 'hidden')"
            ".map(e => [e.outerHTML.slice(0, 60), e.getBoundingClientRect().height])",
        )
        low += [(kind, what, height) for what, height in heights if 0 < height < 43.5]
    assert low == []


@pytest.mark.parametrize("kind", ["index.html", "i/shjz-02-01/index.html", "search/index.html"])
def test_the_keyboard_alone_reaches_everything_and_shows_where_it_is(
    context: BrowserContext, site: str, kind: str
) -> None:
    page = opened(context, site, kind, 1280)
    wanted = page.eval_on_selector_all(
        "a[href], button, input, select, summary, [tabindex='0']",
        "all => all.filter(e => e.checkVisibility() && !e.disabled).length",
    )
    reached = set()
    for _ in range(wanted + 1):
        page.keyboard.press("Tab")
        at = page.evaluate(
            "() => { const e = document.activeElement, r = e.getBoundingClientRect(),"
            " s = getComputedStyle(e); return {n: [...document.querySelectorAll('*')].indexOf(e),"
            " what: e.outerHTML.slice(0, 80), outline: s.outlineStyle !== 'none' &&"
            " parseFloat(s.outlineWidth) >= 2, inside: r.bottom > 0 && r.top < innerHeight}; }"
        )
        if at["what"].startswith("<body"):
            continue
        assert at["outline"], at
        assert at["inside"], at
        reached.add(at["n"])
    assert len(reached) >= wanted


def test_the_first_stop_leads_to_the_text(running: Browser, site: str) -> None:
    page = running.new_page()
    page.goto(site + "index.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.close()


def test_large_print_is_remembered_and_goes_again(running: Browser, site: str) -> None:
    context = running.new_context()
    page = context.new_page()
    page.goto(site + "index.html")
    size = "parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)"
    assert page.evaluate(size) < 24
    page.get_by_role("button", name="大字版").click()
    until(page, f"{size} >= 24")  # 18 pt; its sheet is fetched now
    page.goto(site + "i/shjz-02-01/index.html")
    smallest = page.eval_on_selector_all(
        "main *",
        "all => Math.min(...all.filter(e => e.checkVisibility() && [...e.childNodes].some("
        "n => n.nodeType === 3 && n.data.trim()) && !e.closest('.vh')).map("
        "e => parseFloat(getComputedStyle(e).fontSize)))",
    )
    assert smallest >= 24
    assert page.get_by_role("button", name="大字版").get_attribute("aria-pressed") == "true"
    page.get_by_role("button", name="大字版").click()
    page.goto(site + "index.html")
    assert page.evaluate(size) < 24
    context.close()


def test_a_button_that_was_pressed_can_be_read_while_the_pointer_is_over_it(
    running: Browser, site: str
) -> None:
    page = running.new_page()
    page.goto(site + "index.html")
    page.get_by_role("button", name="大字版").click()
    page.hover("button[aria-pressed=true]")  # larger letters have moved it from under the pointer
    page.wait_for_selector("button[aria-pressed=true]:hover")
    style = "e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]"
    words, ground = page.eval_on_selector("button[aria-pressed=true]", style)
    assert (words, ground) == ("rgb(8, 50, 95)", "rgb(255, 255, 255)")
    page.close()


def test_the_page_is_read_aloud_sentence_by_sentence(running: Browser, site: str) -> None:
    page = running.new_page()
    page.add_init_script(
        "window.said = [];"
        "window.SpeechSynthesisUtterance = class { constructor(t) { this.text = t; } };"
        "Object.defineProperty(window, 'speechSynthesis', {value: {"
        "speak(u) { said.push(u); }, cancel() { said.cancelled = true; }}});"
    )
    page.goto(site + "i/shjz-02-01/index.html")
    button = page.locator("[data-read-aloud]")
    button.click()
    until(page, "said.length > 0")  # the voice comes with the first press
    said = page.evaluate("said.map(u => [u.text, u.lang])")
    assert said[0][1] == "zh-CN"
    assert any("最低生活保障" in text for text, _ in said)
    assert max(len(text) for text, _ in said) < 200
    assert button.inner_text() == "停止朗读"
    button.click()
    assert page.evaluate("said.cancelled")
    assert button.inner_text() == "朗读"
    page.close()


def test_forced_colours_leave_every_border_and_word(running: Browser, site: str) -> None:
    context = running.new_context(forced_colors="active")
    page = opened(context, site, "index.html", 1280)
    colour = "e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]"
    for selector in (".site-name", ".tools button", ".find.big button", "main h2"):
        words, ground = page.locator(selector).first.evaluate(colour)
        assert words != ground, selector
    context.close()
