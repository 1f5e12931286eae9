"""The sample county as a whole: what the build writes, and what must never be in it."""

from __future__ import annotations

import json
import posixpath
import re
from datetime import date
from functools import cache
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest
from selectolax.lexbor import LexborHTMLParser

from gongkai_ssg import build, levels, report, scaffold, tables, urls
from gongkai_ssg.importing import gathering
from gongkai_ssg.release import PAPER

ROOT = Path(__file__).parents[2]
DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sample") / "public"


@pytest.fixture(scope="module")
def built(folder: Path) -> build.Built:
    done = build.build(build.Options(ROOT, DAY, output=folder, write_ledger=False))
    assert done.files, [d.message for d in done.checked.diagnostics]
    return done


@pytest.fixture(scope="module")
def public(folder: Path, built: build.Built) -> Path:
    assert sum(file.is_file() for file in folder.rglob("*")) >= built.files
    return folder


def pages(public: Path) -> list[Path]:
    return sorted(p for p in public.rglob("*.html") if "pagefind" not in p.parts)


@cache
def ids(file: Path) -> frozenset[str | None]:
    tree = LexborHTMLParser(file.read_text("utf-8"))
    return frozenset(node.attributes.get("id") for node in tree.css("[id]"))


def test_the_sample_has_the_promised_size(built: build.Built) -> None:
    catalog = built.checked.project.catalog
    domains = [item.domain for item in catalog.items.values()]
    assert len(catalog.domains) == 13
    assert len(catalog.items) >= 150
    assert min(domains.count(slug) for slug in catalog.domains) >= 8
    assert len(catalog.records) >= 60
    assert len({r.place for r in catalog.records.values()}) >= 8
    levels = {level for item in catalog.items.values() for level in item.levels}
    assert {"县级", "乡级"} <= levels


def test_the_sample_has_no_error_and_no_warning(built: build.Built) -> None:
    assert [(d.code, d.span, d.message) for d in built.checked.diagnostics] == []


def test_every_page_of_the_design_is_there(public: Path, built: build.Built) -> None:
    project = built.checked.project
    expected = [
        *("", "catalog/", "search/", "changes/", "pages/", "negative/", "points/"),
        *(urls.domain(slug) for slug in project.catalog.domains),
        *(urls.item(code) for code in project.catalog.items),
        *(urls.record(record.id) for record in project.release.records),
        *(urls.place(place) for place in project.catalog.site.places),
        *(urls.body(body) for body in project.catalog.site.bodies),
    ]
    files = [
        *map(urls.file_of, expected),
        *("404.html", "feed.xml", "feed.json", "sitemap.xml", "robots.txt", "web.config"),
        *("data/catalog.json", "data/catalog.csv", "data/records.json", "data/records.csv"),
        *("zdbc/feed.xml", "place/hewan/feed.xml", "manifest.json"),
        *(f"{urls.item(code)}qr.svg" for code in project.catalog.items),
    ]
    assert [name for name in files if not (public / name).is_file()] == []


def test_every_link_is_relative_and_leads_to_a_file(public: Path) -> None:
    dead = []
    for page in pages(public):
        name = page.relative_to(public).as_posix()
        if name == "404.html":
            continue
        tree = LexborHTMLParser(page.read_text("utf-8"))
        for node in tree.css("[href], [src], form[action]"):
            attributes = node.attributes
            target = attributes.get("href") or attributes.get("src") or attributes.get("action")
            if not target or node.attributes.get("rel") == "canonical":
                continue
            if re.match(r"(https?:|mailto:|tel:|geo:)", target):
                assert node.tag == "a", (name, target)
                continue
            assert not target.startswith("/"), (name, target)
            path, _, anchor = target.partition("#")
            path = path.partition("?")[0]
            file = (
                posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
            )
            if not (public / file).is_file():
                dead.append((name, target))
                continue
            known = ids(public / file) if anchor and file.endswith(".html") else {anchor}
            if unquote(anchor) not in known:
                dead.append((name, target))
    assert dead == []


def test_links_inside_the_site_name_the_file(public: Path) -> None:
    for page in pages(public):
        for node in LexborHTMLParser(page.read_text("utf-8")).css("a[href]"):
            target = node.attributes["href"] or ""
            if not re.match(r"(https?:|mailto:|tel:|geo:|#)", target):
                assert not target.partition("?")[0].partition("#")[0].endswith("/"), target


def test_only_items_and_records_are_indexed_and_each_once(public: Path) -> None:
    for page in pages(public):
        name = page.relative_to(public).as_posix()
        bodies = LexborHTMLParser(page.read_text("utf-8")).css("[data-pagefind-body]")
        tombstone = "信息已撤下" in page.read_text("utf-8")
        wanted = name.startswith(("i/", "r/")) and not tombstone
        assert len(bodies) == int(wanted), name


def test_what_may_not_go_out_is_in_no_file(public: Path, built: build.Built) -> None:
    project = built.checked.project
    left_out = project.release.left_out
    assert {"草稿", PAPER} <= {out.reason for out in left_out}
    texts = {
        path: path.read_bytes()
        for path in public.rglob("*")
        if path.is_file() and path.suffix in (".html", ".xml", ".json", ".csv", ".txt", ".svg")
    }
    tombstones = {record.id for record in project.release.tombstones}
    for out in left_out:
        record = out.record
        assert (public / urls.file_of(urls.record(record.id))).exists() == (record.id in tombstones)
        for path, data in texts.items():
            assert record.title.encode() not in data, (record.id, path)
        for attachment in record.attachments:
            assert not list(public.rglob(attachment.filename))
    shown = project.release.records[0]
    assert any(shown.title.encode() in data for data in texts.values())


def test_data_files_have_the_promised_shape(public: Path, built: build.Built) -> None:
    catalog = json.loads((public / "data/catalog.json").read_text("utf-8"))
    records = json.loads((public / "data/records.json").read_text("utf-8"))
    assert catalog["version"] == records["version"] == 1
    assert len(catalog["items"]) == len(built.checked.project.catalog.items)
    assert len(records["records"]) == len(built.checked.project.release.records)
    item = catalog["items"][0]
    assert {"编码", "一级事项", "公开依据", "依据解析", "领域", "地址"} <= set(item)
    assert item["地址"] == urls.item(item["编码"])
    assert (public / "data/catalog.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_feeds_and_sitemap_are_xml_with_absolute_addresses(public: Path) -> None:
    site = "https://sl.example/gk/"
    for path in public.rglob("*.xml"):
        tree = ET.parse(path)  # noqa: S314
        for node in tree.iter():
            if node.tag.endswith("}link"):
                assert node.attrib["href"].startswith(site)
            if node.tag.endswith("}loc"):
                assert (node.text or "").startswith(site)


def test_the_manifest_lists_every_other_file_with_its_hash(public: Path) -> None:
    import hashlib

    listed = json.loads((public / "manifest.json").read_text("utf-8"))["files"]
    present = {p.relative_to(public).as_posix() for p in public.rglob("*") if p.is_file()}
    assert set(listed) == present - {"manifest.json"}
    for name, digest in listed.items():
        assert hashlib.sha256((public / name).read_bytes()).hexdigest() == digest


def test_no_page_names_another_host(public: Path) -> None:
    for page in pages(public):
        for node in LexborHTMLParser(page.read_text("utf-8")).css(
            "script[src], link[href], img[src]"
        ):
            target = node.attributes.get("src") or node.attributes.get("href") or ""
            own = target.startswith("https://sl.example/gk/")
            assert own or not re.match(r"(https?:)?//", target), (page, target)


def test_building_twice_gives_the_same_bytes(public: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    done = build.build(build.Options(ROOT, DAY, output=again, write_ledger=False, jobs=1))
    assert done.files
    first = (public / "manifest.json").read_text("utf-8")
    assert (again / "manifest.json").read_text("utf-8") == first


@pytest.mark.parametrize("name", ["data/catalog.csv", "data/catalog.xlsx", "catalog/index.html"])
def test_the_tables_that_are_published_are_the_catalog(
    public: Path, built: build.Built, name: str
) -> None:
    project = built.checked.project
    assert project
    found = tables.read(name, (public / name).read_bytes())
    plan, _ = gathering.plan(project, [gathering.Source(name, found)])
    assert (plan.new, plan.changed, plan.gone, plan.blocked) == ((), (), (), ())
    assert plan.doubts == ()
    compared = levels.compare(project.catalog, found)
    assert (compared.different, compared.unclear, compared.ours, compared.theirs) == ((),) * 4


def test_the_manual_shows_what_is_really_said(built: build.Built, tmp_path: Path) -> None:
    manual = (ROOT / "docs/手册.md").read_text("utf-8")
    scaffold.init(tmp_path / "site")
    small = build.build(build.Options(tmp_path / "site", DAY))
    for done in (built, small):
        (line,) = (line for line in report.summary(done) if line.startswith("完成"))
        assert line.partition("，用时")[0] in manual
