"""Every page says what it may run, and nothing that it does itself is against that."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from gongkai_ssg import build, cli
from tests.browser.test_pages import DAY, KINDS, ROOT, Quiet
from tests.chromium import browser as chromium
from tests.whole.test_workspace import DAY as DAYS
from tests.whole.test_workspace import write

REPORTING = """
window.__against = [];
document.addEventListener('securitypolicyviolation', (event) => {
  window.__against.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile || ''}`);
});
"""
WHILE_READING = """async () => {
  for (const button of document.querySelectorAll('[data-large-print], [data-read-aloud]')) {
    button.click(); button.click();
  }
  for (const fold of document.querySelectorAll('details')) fold.open = true;
  for (const button of document.querySelectorAll('[data-turn]')) button.click();
  await new Promise((go) => setTimeout(go, 50));
}"""
# What an injection would try; nothing of it may run on any page.
INJECTED = """async () => {
  const box = document.createElement('div');
  box.innerHTML = '<img src="data:," onerror="window.__ran = 1"><b style="color: red">x</b>'
    + '<a href="javascript:window.__ran = 2">x</a><iframe srcdoc="<script>top.__ran=3</script>">'
    + '</iframe>';
  document.body.append(box);
  const script = document.createElement('script');
  script.textContent = 'window.__ran = 4';
  document.body.append(script);
  box.querySelector('a').click();
  await new Promise((go) => setTimeout(go, 100));
  return [window.__ran, window.__against.length > 0];
}"""


def served(folder: Path) -> Iterator[str]:
    handler = partial(Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample") / "out"
    built = build.build(build.Options(ROOT, DAY, output=folder, write_ledger=False))
    assert built.files
    return folder


@pytest.fixture(scope="module")
def running() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def context(running: Browser) -> Iterator[BrowserContext]:
    found = running.new_context(locale="zh-CN")
    found.add_init_script(REPORTING)
    yield found
    found.close()


@pytest.fixture(scope="module", params=["http", "file"])
def site(request: pytest.FixtureRequest, public: Path) -> Iterator[str]:
    if request.param == "file":
        yield public.as_uri() + "/"
    else:
        yield from served(public)


def against(page: Page) -> list[str]:
    return [str(one) for one in page.evaluate("window.__against")]


def test_no_page_breaks_its_own_policy(context: BrowserContext, site: str) -> None:
    page = context.new_page()
    found = {}
    for kind in KINDS:
        page.goto(site + kind)
        page.evaluate(WHILE_READING)
        page.emulate_media(media="print")
        page.emulate_media(media="screen")
        found[kind] = against(page)
    assert {kind: one for kind, one in found.items() if one} == {}


def test_searching_and_choosing_break_no_policy(context: BrowserContext, site: str) -> None:
    page = context.new_page()
    page.goto(site + "search/index.html?q=低保")
    page.wait_for_selector("#results .result-excerpt mark")
    page.select_option("form select[data-filter] >> nth=0", index=1)
    page.wait_for_selector("#results[data-state=done], #results:not([aria-busy=true])")
    page.goto(site + "index.html")
    page.fill(".big input[name=q]", "征地")
    page.press(".big input[name=q]", "Enter")
    page.wait_for_selector("#results .result-excerpt mark")
    assert against(page) == []
    page.goto(site + "apply/index.html?item=ZDBC-02-03&body=x")
    assert against(page) == []


def test_what_is_slipped_into_a_page_does_not_run(context: BrowserContext, site: str) -> None:
    page = context.new_page()
    found = {}
    for kind in KINDS:
        page.goto(site + kind)
        found[kind] = page.evaluate(INJECTED)
    assert {kind: one for kind, one in found.items() if one != [None, True]} == {}
    page.close()


def test_every_page_carries_it_before_anything_that_runs(public: Path) -> None:
    lacking = []
    for path in public.rglob("*.html"):
        text = path.read_text("utf-8")
        head = text.split("<script", 1)[0].split("<link", 1)[0].split("<style", 1)[0]
        found = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', head)
        if not found or "unsafe" in found[1] or "default-src 'self'" not in found[1]:
            lacking.append(path.name)
    assert lacking == []


def test_the_pages_around_the_counties_keep_to_it(tmp_path: Path, context: BrowserContext) -> None:
    root = write(tmp_path / "province")
    asked = ["build", "-q", "--workspace", str(root / "province.yaml"), *DAYS]
    assert cli._run(asked) == 0
    page = context.new_page()
    for served_at in served(root / "public"):
        for at in (served_at, (root / "public").as_uri() + "/"):
            page.goto(at + "index.html")
            page.evaluate(WHILE_READING)
            assert against(page) == []
            page.goto(at + "search/index.html?q=名单")
            page.wait_for_selector("#results .result")
            assert against(page) == []
            assert page.evaluate(INJECTED) == [None, True]
