"""Open data as programs and people take it: tables, their description, the page, feeds."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime, tzinfo
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
import pytest
import tiny
from frictionless import Package
from selectolax.lexbor import LexborHTMLParser

from gongkai_ssg import schema
from gongkai_ssg.exchange import feeds, sheets
from gongkai_ssg.opendata import tables

ROOT = Path(__file__).parents[2]
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def public(tmp_path: Path) -> Path:
    record = tiny.record({"区划": "shangwan", "标题": "=1+1", "内容概述": "一行\n  两行"})
    root = tiny.write(tmp_path, {tiny.RECORD: record})
    assert tiny.build_site(root).files
    return root / "public"


def rows(file: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.read_bytes().decode("utf-8-sig"))))


@pytest.mark.parametrize("name", ["catalog", "records"])
def test_the_workbook_has_the_cells_of_the_csv_as_text(public: Path, name: str) -> None:
    sheet = openpyxl.load_workbook(public / f"data/{name}.xlsx").active
    found = [[cell.value or "" for cell in row] for row in sheet.iter_rows()]
    assert found == [
        [cell.removeprefix("'") for cell in row] for row in rows(public / f"data/{name}.csv")
    ]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}


class AnyDay(type):
    """Days of the real clock are its days, too."""

    def __instancecheck__(cls, one: object) -> bool:
        return isinstance(one, datetime)


class Later(datetime, metaclass=AnyDay):
    """A clock that runs years ahead."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Later:
        return cls(2031, 5, 6, 7, 8, 9, tzinfo=tz)


def test_a_workbook_made_another_day_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    table = [["甲", "乙"], ["=1+1", "http://a.example"]]
    before = sheets.plain("表", table, tiny.TODAY)
    monkeypatch.setattr("xlsxwriter.core.datetime", Later)
    assert sheets.plain("表", table, tiny.TODAY) == before


@pytest.mark.parametrize(("length", "is_whole"), [(32_767, True), (32_768, False)])
def test_a_text_that_no_cell_can_hold_is_said_and_not_cut(length: int, *, is_whole: bool) -> None:
    text = "𠮷" + "字" * (length - 2)  # the first one counts twice
    data = sheets.plain("表", [["甲"], [text]], tiny.TODAY)
    found = openpyxl.load_workbook(io.BytesIO(data)).active["A2"].value
    assert found == (text if is_whole else f"〔一格放不下〕有 {length} 字，全文在同名的 CSV 文件里")


def test_frictionless_accepts_the_package_of_a_tiny_site(public: Path) -> None:
    report = Package(str(public / "data/datapackage.json")).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])
    assert report.stats["tasks"] == 2


def test_frictionless_accepts_the_package_of_the_sample_county(tmp_path: Path) -> None:
    from gongkai_ssg.exchange import data

    checked = tiny.check(ROOT)
    assert checked.project
    for name, make in data.files(checked.project):
        if name.endswith((".csv", "datapackage.json")):
            (tmp_path / Path(name).name).write_bytes(make())
    report = Package(str(tmp_path / "datapackage.json")).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])
    package = json.loads((tmp_path / "datapackage.json").read_bytes())
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    for resource in package["resources"]:
        names = [field["name"] for field in resource["schema"]["fields"]]
        assert names == rows(tmp_path / resource["path"])[0]
        assert all(field["description"] for field in resource["schema"]["fields"])


FOR_EDITORS = ("site.yaml", "登记", "不写", "写明", "填写", "不能写", "（写", "上网", "不会发布")


def test_columns_are_explained_to_readers_and_not_to_editors() -> None:
    """What each table of the sample county has in its columns, the one of three levels too."""
    checked = tiny.check(ROOT)
    assert checked.project
    told = [(c.name, c.help) for table in tables(checked.project) for c in table.columns]
    assert [name for name, words in told if not words] == []
    assert [pair for pair in told if any(words in pair[1] for words in FOR_EDITORS)] == []
    helps = {f.help for kind in ("item", "record") for f in schema.load().kinds[kind].fields}
    assert {words for _, words in told} & helps == {"事项的名称", "政府信息索引号", "发文字号"}


def test_the_page_names_every_file_and_explains_every_column(public: Path) -> None:
    page = LexborHTMLParser((public / "data/index.html").read_text("utf-8"))
    linked = {a.attributes["href"] for a in page.css("main a")}
    files = {f"../data/{p.name}" for p in (public / "data").iterdir() if p.name != "index.html"}
    assert files <= linked
    explained = {dt.text() for dt in page.css("main dt")}
    assert set(rows(public / "data/catalog.csv")[0]) <= explained
    assert set(rows(public / "data/records.csv")[0]) <= explained
    dataset, crumbs = (json.loads(s.text()) for s in page.css("script[type='application/ld+json']"))
    assert dataset["@type"] == "Dataset"
    urls = {one["contentUrl"] for one in dataset["distribution"]}
    assert {url.replace("https://sl.example/gk/", "") for url in urls} <= {
        p.relative_to(public).as_posix() for p in public.rglob("*")
    }
    assert [one["position"] for one in crumbs["itemListElement"]] == [1, 2]


def test_a_licence_is_named_where_the_county_gives_one(tmp_path: Path) -> None:
    licence = "数据许可: {名称: 署名 4.0, 网址: 'https://cc.example/by'}\n"
    root = tiny.write(tmp_path, {"site.yaml": tiny.SITE + licence})
    assert tiny.build_site(root).files
    html = (root / "public/data/index.html").read_text("utf-8")
    assert '<a href="https://cc.example/by"' in html
    package = json.loads((root / "public/data/datapackage.json").read_bytes())
    assert package["licenses"] == [{"title": "署名 4.0", "path": "https://cc.example/by"}]


@pytest.mark.parametrize("where", ["", "shjz/", "place/hewan/", "place/shangwan/", "body/mzj/"])
def test_every_channel_has_both_feeds_with_the_same_entries(public: Path, where: str) -> None:
    atom = ET.fromstring((public / f"{where}feed.xml").read_bytes())  # noqa: S314
    feed = json.loads((public / f"{where}feed.json").read_bytes())
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == f"https://sl.example/gk/{where}feed.json"
    ids = [one.findtext(f"{ATOM}id") for one in atom.findall(f"{ATOM}entry")]
    assert ids == [one["id"] for one in feed["items"]] == ["https://sl.example/gk/r/a/"]
    assert atom.findtext(f"{ATOM}title") == feed["title"]


def test_a_feed_holds_the_newest_alone(tmp_path: Path) -> None:
    records: dict[str, str | bytes | None] = {
        f"content/shjz/records/r{n:02}.md": tiny.record(
            {"标题": f"第{n}期名单", "公开日期": f"2026-03-{5 + n // 24:02} {n % 24:02}:00"}
        )
        for n in range(feeds.NEWEST + 5)
    }
    checked = tiny.check(tiny.write(tmp_path, records))
    assert checked.project, checked.diagnostics
    made = {name: make for name, make in feeds.files(checked.project, []) if "feed." in name}
    newest = [f"第{n}期名单" for n in range(feeds.NEWEST + 4, 4, -1)]
    for where in ("", "shjz/", "body/mzj/"):
        told = json.loads(made[f"{where}feed.json"]())
        assert [one["title"] for one in told["items"]] == newest
        atom = ET.fromstring(made[f"{where}feed.xml"]())  # noqa: S314
        assert [one.findtext(f"{ATOM}title") for one in atom.findall(f"{ATOM}entry")] == newest


def test_the_short_name_of_a_search_has_16_characters_at_most(tmp_path: Path) -> None:
    long = "示例县人民政府基层政务公开标准化规范化网站"
    named = tiny.SITE.replace("名称: 示例县\n", f"名称: {long}\n", 1)
    checked = tiny.check(tiny.write(tmp_path, {"site.yaml": named}))
    assert checked.project, checked.diagnostics
    root = ET.fromstring(dict(feeds.files(checked.project, []))["opensearch.xml"]())  # noqa: S314
    space = "{http://a9.com/-/spec/opensearch/1.1/}"
    assert root.findtext(f"{space}ShortName") == long[:16]
    assert long in (root.findtext(f"{space}Description") or "")


def test_a_browser_can_search_from_its_own_box(public: Path) -> None:
    root = ET.fromstring((public / "opensearch.xml").read_bytes())  # noqa: S314
    space = "{http://a9.com/-/spec/opensearch/1.1/}"
    url = root.find(f"{space}Url")
    assert url is not None
    assert url.attrib["template"] == "https://sl.example/gk/search/?q={searchTerms}"
    assert 'href="./opensearch.xml"' in (public / "index.html").read_text("utf-8")
