"""Every page says what it may run, and nothing that it does itself is against that."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
import tiny
from playwright.sync_api import Browser, BrowserContext, Page, Route

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


PORTAL = """\
门户:
  页眉: themes/portal/header.html
  样式: themes/portal/a.css
外部脚本:
  网站找错: https://zfwzgl.www.gov.cn/exposure/jiucuo.js
页脚:
  网站标识码: '9901010001'
"""
HEADER = """\
<div class="portal">
    <script>
      window.portal = 1;
    </script>
    <style>.portal { color: rgb(1, 2, 3) }</style>
  <script src="//portal.example/p.js"></script>
  <img src="https://pictures.example/a.png" alt="">
  <form action="https://search.example/s"><input name="q"><button>搜门户</button></form>
</div>
"""
# As the real one does it.
FINDER = """
var place = document.getElementById('_span_jiucuo');
var code = document.getElementById('_jiucuo_').getAttribute('sitecode');
place.innerHTML = "<img onclick=\\"Link('" + code + "')\\" "
  + "style='margin:0;border:0;cursor: pointer;' "
  + "src='https://zfwzgl.www.gov.cn/exposure/images/jiucuo.png?v=" + code + "'/>";
function Link(code) { window.found = code; }
"""
PIXEL = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'


def _answer(text: str, route: Route) -> None:
    kind = "image/svg+xml" if text == PIXEL else "text/javascript"
    route.fulfill(body=text, content_type=kind)


def test_what_the_portal_brings_runs_and_nothing_else(
    tmp_path: Path, context: BrowserContext
) -> None:
    body = {tiny.RECORD: tiny.record(body="```\n  保留\n```\n")}
    portal = {"themes/portal/header.html": HEADER, "themes/portal/a.css": "@import 'x.css';"}
    root = tiny.write(tmp_path / "s", {"site.yaml": tiny.SITE + PORTAL, **portal, **body})
    assert tiny.build_site(root).files
    answers = {"jiucuo.js": FINDER, "p.js": "window.outside = 1", ".png": PIXEL}
    page = context.new_page()
    for ending, text in answers.items():
        page.route(re.compile(f"^https?://.*{re.escape(ending)}"), partial(_answer, text))
    page.route("https://search.example/**", partial(_answer, "found"))
    page.route("https://evil.example/**", partial(_answer, "window.evil = 1"))
    for address in served(root / "public"):
        for kind in ("index.html", "r/a/index.html", "search/index.html"):
            page.goto(address + kind)
            page.click("#_span_jiucuo img")
            seen = "[window.portal, window.outside, window.found, document.images[0].naturalWidth]"
            assert page.evaluate(seen) == [1, 1, "9901010001", 9]
            assert page.eval_on_selector(".portal", "e => getComputedStyle(e).color") == (
                "rgb(1, 2, 3)"
            )
            assert against(page) == []
            assert page.evaluate(INJECTED) == [None, True]
            page.evaluate(
                "document.head.append(Object.assign(document.createElement('script'), "
                "{src: 'https://evil.example/a.js'}))"
            )
            page.wait_for_timeout(100)
            assert page.evaluate("window.evil") is None
            page.fill(".portal input[name=q]", "低保")
            page.click(".portal button")
            page.wait_for_url("https://search.example/s?q=*")


def test_the_page_for_what_is_not_there_has_its_style(
    public: Path, context: BrowserContext
) -> None:
    page = context.new_page()
    for address in served(public):
        page.goto(address + "404.html")
        assert page.eval_on_selector(".skip", "e => getComputedStyle(e).position") == "absolute"
        assert against(page) == []
        assert (
            "https://" in page.get_attribute("meta[http-equiv]", "content").split("form-action")[1]
        )


def test_a_county_may_do_without(tmp_path: Path) -> None:
    root = tiny.write(tmp_path / "s", {"site.yaml": tiny.SITE + "安全策略: 否\n"})
    assert tiny.build_site(root).files
    for path in (root / "public").rglob("*.html"):
        assert "Content-Security-Policy" not in path.read_text("utf-8")
    assert "nosniff" not in (root / "public/web.config").read_text("utf-8")
