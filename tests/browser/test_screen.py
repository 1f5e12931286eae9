"""The display for a hall: turns by itself, by hand, comes back, and never leads away."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.browser.test_pages import public, running, site

__all__ = ["public", "running", "site"]  # fixtures
NOW = "2026-11-22T09:00:00+08:00"


def opened(browser: Browser, address: str) -> Page:
    page = browser.new_page(viewport={"width": 1920, "height": 1080})
    page.clock.install(time=NOW)
    page.goto(address)
    return page


def shown(page: Page) -> str:
    assert page.locator(".card:visible").count() == 1
    return page.locator("#number").inner_text()


def test_a_card_follows_the_other_and_the_last_is_followed_by_the_first(
    running: Browser, site: str
) -> None:
    page = opened(running, site + "screen/index.html")
    assert shown(page) == "1 / 24"
    page.clock.run_for(13_000)
    assert shown(page) == "2 / 24"
    page.clock.run_for(23 * 12_000)
    assert shown(page) == "1 / 24"
    page.close()


def test_who_touches_it_turns_by_hand_and_after_a_minute_it_begins_anew(
    running: Browser, site: str
) -> None:
    page = opened(running, site + "screen/index.html")
    page.get_by_role("button", name="下一条").click()
    page.get_by_role("button", name="下一条").click()
    assert shown(page) == "3 / 24"
    page.clock.run_for(40_000)
    assert shown(page) == "3 / 24"
    page.clock.run_for(25_000)
    assert shown(page) == "1 / 24"
    page.get_by_role("button", name="上一条").click()
    assert shown(page) == "24 / 24"
    page.close()


def test_there_is_no_way_out_and_every_card_has_its_code(running: Browser, site: str) -> None:
    page = opened(running, site + "screen/index.html")
    assert page.locator("a, form, iframe, input").count() == 0
    assert page.locator(".card svg").count() == page.locator(".card").count() == 24
    for width, height in ((1920, 1080), (1080, 1920), (1280, 720)):
        page.set_viewport_size({"width": width, "height": height})
        across = "document.documentElement.scrollWidth <= innerWidth"
        assert page.evaluate(across), (width, height)
    page.close()


def test_days_pass_and_nothing_piles_up(running: Browser, public: Path) -> None:
    """From a folder; the page is loaded anew every half hour, as in a week of opening hours."""
    page = opened(running, (public / "screen/index.html").as_uri())
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    nodes = page.evaluate("document.querySelectorAll('*').length")
    for _ in range(3):
        with page.expect_event("load"):
            page.clock.run_for(31 * 60_000)
        assert page.evaluate("document.querySelectorAll('*').length") == nodes
    assert errors == []
    page.close()


def test_without_scripts_all_cards_are_there(running: Browser, site: str) -> None:
    context = running.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site + "screen/index.html")
    assert page.locator(".card:visible").count() == 24
    context.close()
