"""Whatever stands in a text stays text: a hostile site beside its harmless twin, file by file."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import openpyxl
import pytest
import tiny
from hostile import PAYLOADS, site
from playwright.sync_api import Browser, Page
from selectolax.lexbor import LexborHTMLParser

from gongkai_ssg import links
from gongkai_ssg.build import Built
from gongkai_ssg.exchange import fragments
from gongkai_ssg.findings import page as inspected
from gongkai_ssg.inspection import inspect
from tests.chromium import browser as chromium

SCHEMES = {"", "http", "https", "mailto", "tel"}
LEADING = frozenset(
    {"href", "src", "action", "formaction", "data", "poster", "srcset", "xlink:href"}
)
# A link that leads nowhere and a picture that is not there, each of which stops an honest build.
UNLINKED = {
    *(("a", frozenset(names)) for names in ((), ("title",))),
    *(("img", frozenset(names)) for names in ((), ("alt",), ("title",), ("alt", "title"))),
    ("img", frozenset({"alt", "src", "title"})),
}
# What would be told if anything ran.
WATCHING = """
window.alert = window.confirm = window.prompt = window.print = () => { window.__pwned = 2; };
"""
QUERIES = ("script", "onerror", "javascript", "window.__pwned", "evil.example", "7*7", "名称")


class Twin(NamedTuple):
    root: Path
    built: Built

    @property
    def pages(self) -> list[Path]:
        return sorted(self.public.rglob("*.html"))

    @property
    def public(self) -> Path:
        return self.root / "public"


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Twin, Twin]]:
    """The harmless and the hostile one; that a link is wrong must not keep the latter from us."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(links._Page, "report", lambda *_, **__: None)
        patch.setattr(links, "_missing_anchors", lambda *_: ())
        made = []
        for hostile in (False, True):
            root = site(tmp_path_factory.mktemp("twin") / "s", hostile=hostile)
            built = tiny.build_site(root)
            wrong = [d.message for d in built.checked.diagnostics if d.severity == "error"]
            assert (wrong, bool(built.files)) == ([], True)
            made.append(Twin(root, built))
        yield made[0], made[1]


@pytest.fixture(scope="module")
def hostile(twins: tuple[Twin, Twin]) -> Twin:
    return twins[1]


@pytest.fixture(scope="module")
def running() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def tab(running: Browser) -> Iterator[Page]:
    """A tab in which nothing hostile may run, open, ask or be asked for."""
    context = running.new_context(locale="zh-CN")
    context.add_init_script(WATCHING)
    page = context.new_page()
    noticed: list[str] = []
    page.on("dialog", lambda dialog: noticed.append(dialog.message))
    page.on("popup", lambda other: noticed.append(other.url))
    page.on("request", lambda one: noticed.append(one.url) if _foreign(one.url) else None)
    page.on("pageerror", lambda error: noticed.append(str(error)))
    yield page
    context.close()
    assert noticed == []


def _foreign(url: str) -> bool:
    return urlsplit(url).scheme not in ("file", "data", "blob", "about")


def shapes(html: str) -> set[tuple[str, frozenset[str]]]:
    """The elements of a page with the names of their attributes."""
    tree = LexborHTMLParser(html).root
    assert tree is not None
    every = tree.traverse(include_text=False)
    return {(str(node.tag), frozenset(node.attributes)) for node in every}


def leads(html: str) -> Iterator[tuple[str, str]]:
    """Every attribute that names an address."""
    tree = LexborHTMLParser(html).root
    assert tree is not None
    for node in tree.traverse(include_text=False):
        for name, value in node.attributes.items():
            if name in LEADING:
                yield name, value or ""


def test_a_hostile_page_has_no_element_that_a_harmless_one_has_not(
    twins: tuple[Twin, Twin],
) -> None:
    harmless, hostile = twins
    known = UNLINKED.union(*(shapes(path.read_text("utf-8")) for path in harmless.pages))
    found = {
        path.relative_to(hostile.public).as_posix(): more
        for path in hostile.pages
        if (more := shapes(path.read_text("utf-8")) - known)
    }
    assert found == {}


def test_no_address_on_a_page_runs_anything(hostile: Twin) -> None:
    for path in hostile.pages:
        for name, value in leads(path.read_text("utf-8")):
            # As a browser reads it: blanks and breaks in it do not count.
            plain = re.sub(r"[\0-\x20]", "", value)
            scheme = re.match(r"([a-zA-Z][a-zA-Z0-9+.-]*):", plain)
            assert (scheme[1].lower() if scheme else "") in SCHEMES, (path, name, value)


def test_nothing_was_taken_for_a_template(hostile: Twin) -> None:
    seen = 0
    for path in hostile.public.rglob("*"):
        if path.suffix in (".html", ".json", ".xml", ".csv", ".ics"):
            text = path.read_text("utf-8")
            seen += "{{ 7*7 }}${7*7}#{7*7}" in text
            for reckoned in ("49${", "$49", "#49", "root:x:", "Undefined"):
                assert reckoned not in text, path
    assert seen > len(PAYLOADS)


def test_nothing_runs_where_bodies_are(hostile: Twin, tab: Page) -> None:
    for path in hostile.public.glob("r/*/index.html"):
        tab.goto(path.as_uri())
        assert tab.evaluate("[window.__pwned, document.title === ''] + ''") == ",false", path


@pytest.mark.slow
def test_nothing_runs_on_any_page(hostile: Twin, tab: Page) -> None:
    for path in hostile.pages:
        tab.goto(path.as_uri())
        assert tab.evaluate("[window.__pwned, document.title === ''] + ''") == ",false", path
    assert len(hostile.pages) > 5 * len(PAYLOADS)


def test_nothing_runs_while_a_page_is_used(hostile: Twin, tab: Page) -> None:
    kinds = {path.parent.parent.name: path for path in hostile.pages}
    for path in kinds.values():
        tab.goto(path.as_uri())
        tab.evaluate(
            """async () => {
              for (const one of document.querySelectorAll('summary, button, select, input')) {
                one.dispatchEvent(new MouseEvent('mouseover', { bubbles: true }));
                one.focus();
              }
              for (const fold of document.querySelectorAll('details')) fold.open = true;
              const tools = '[data-large-print], [data-read-aloud]';
              for (const one of document.querySelectorAll(tools)) one.click();
              await new Promise((go) => setTimeout(go, 50));
            }"""
        )
        assert tab.evaluate("window.__pwned") is None, path


def test_what_is_found_is_shown_as_text(hostile: Twin, tab: Page) -> None:
    for query in QUERIES:
        tab.goto((hostile.public / "search/index.html").as_uri() + f"?q={query}")
        tab.wait_for_selector('#results[data-state="done"]', state="attached")
        assert int(tab.get_attribute("#results", "data-total") or 0) > 0, query
        inside = "all => [...new Set(all.map((one) => one.tagName + one.getAttributeNames()))]"
        found = set(tab.eval_on_selector_all("#results *", inside))
        assert found <= {"LIclass", "Aclass,href", "Pclass", "SPAN", "MARK"}, query
        assert tab.evaluate("window.__pwned") is None
    for payload in PAYLOADS:
        tab.fill("#q", payload)
        tab.press("#q", "Enter")
    assert tab.evaluate("window.__pwned") is None


def test_data_is_exact_and_every_file_can_be_read(hostile: Twin) -> None:
    for path in hostile.public.rglob("*"):
        if path.suffix == ".json":
            json.loads(path.read_text("utf-8"))
        elif path.suffix in (".xml", ".config", ".svg"):
            root = ET.fromstring(path.read_bytes())  # noqa: S314  our own
            tags = {one.tag.rpartition("}")[2] for one in root.iter()}
            assert not tags & {"script", "foreignObject", "iframe"}
    items = json.loads((hostile.public / "data/catalog.json").read_text("utf-8"))["items"]
    written = " ".join(json.dumps(items, ensure_ascii=False).split("\\\\"))
    for payload in PAYLOADS:
        head = json.dumps(payload, ensure_ascii=False)[1:-1].replace("\\\\", " ")
        assert head in " ".join(written.split("  ")) or "\\" in payload or "\t" in payload, payload


def test_no_cell_is_a_formula(hostile: Twin) -> None:
    for path in (hostile.public / "data").iterdir():
        if path.suffix == ".csv":
            rows = csv.reader(io.StringIO(path.read_text("utf-8-sig")))
            cells = [cell for row in rows for cell in row]
            assert not [c for c in cells if re.match(r"[=+@\t\r\n\uff1d\uff0b\uff0d\uff20]", c)]
            assert not [c for c in cells if re.match(r"-(?!\d+(\.\d+)?$)", c)]
            assert any(c.startswith("'=cmd") for c in cells)
        elif path.suffix == ".xlsx":
            book = openpyxl.load_workbook(path)
            for row in book.active.iter_rows():
                assert {cell.data_type for cell in row} <= {"s", "n"}


def test_no_line_of_a_calendar_is_slipped_in(hostile: Twin) -> None:
    names = set[str]()
    for path in hostile.public.rglob("*.ics"):
        text = path.read_bytes().decode().replace("\r\n ", "")
        assert not re.search(r"\r(?!\n)|(?<!\r)\n|[\x85\u2028\u2029]", text)
        names |= {re.split("[:;]", line)[0] for line in text.rstrip("\r\n").split("\r\n")}
    known = "BEGIN END VERSION PRODID CALSCALE X-WR-CALNAME UID DTSTAMP DTSTART DTEND SUMMARY"
    assert names <= set(f"{known} DESCRIPTION LOCATION URL TRANSP".split())


def test_what_is_pasted_and_reported_is_text(twins: tuple[Twin, Twin], tab: Page) -> None:
    sets: list[Any] = []
    for twin in twins:
        project = twin.built.checked.project
        assert project
        texts = [data.decode() for _, data in fragments.files(project)]
        found = inspect(project)
        texts.append(inspected.page(found, project.catalog.site.name))
        sets.append(set[Any]().union(*map(shapes, texts)))
        for text in texts[:: len(texts) // 9]:
            tab.set_content(text)
            assert tab.evaluate("window.__pwned") is None
    assert sets[1] <= sets[0]
