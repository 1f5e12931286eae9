"""A county's own element, written in `site.yaml` alone, is where the official ones are."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import jsonschema
import pytest
import tiny
from selectolax.lexbor import LexborHTMLParser

from gongkai_ssg import manual

OWN = """\
扩展要素:
- {键: 责任科室, 类型: 选项, 选项: [办公室, 救助股], 必填: 是, 说明: 由哪个科室办}
"""
CATALOG = "content/shjz/catalog.yaml"


def county(root: Path, office: str | None) -> Path:
    item = tiny.item({"责任科室": office})
    return tiny.write(root / "县", {"site.yaml": tiny.SITE + OWN, CATALOG: tiny.catalog(item)})


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = county(tmp_path_factory.mktemp("own"), "救助股")
    assert tiny.build_site(root).files
    return root / "public"


@pytest.mark.parametrize(
    ("office", "found"),
    [
        ("救助股", []),
        ("低保股", [f"{CATALOG}:13:9 GK104"]),
        (None, [f"{CATALOG}:2:3 GK102"]),
    ],
)
def test_validation_knows_it(tmp_path: Path, office: str | None, found: list[str]) -> None:
    assert tiny.places(tiny.check(county(tmp_path, office))) == found


def test_the_editors_schema_knows_it(tmp_path: Path) -> None:
    project = tiny.check(county(tmp_path, "救助股")).project
    assert project
    rule = json.loads(manual.json_schema(project.settings.schema, "item"))
    written = {**dict(project.catalog.items["SHJZ-01-01"].entry.values)}
    plain = json.loads(json.dumps(written, default=list))
    jsonschema.validate(plain, rule)
    for wrong in ({**plain, "责任科室": "低保股"}, {k: plain[k] for k in plain if k != "责任科室"}):
        with pytest.raises(jsonschema.ValidationError, match=r"低保股|责任科室"):
            jsonschema.validate(wrong, rule)


@pytest.mark.parametrize("page", ["catalog/index.html", "shjz/index.html"])
def test_the_official_table_has_its_column(public: Path, page: str) -> None:
    html = LexborHTMLParser((public / page).read_text("utf-8"))
    assert "责任科室" in [th.text(strip=True) for th in html.css("thead th")]
    assert "救助股" in [td.text(strip=True) for td in html.css("tbody td")]


def test_the_items_page_shows_it(public: Path) -> None:
    html = LexborHTMLParser((public / "i/shjz-01-01/index.html").read_text("utf-8"))
    rows = [" ".join(row.text().split()) for row in html.css("dl.elements > div")]
    assert "责任科室 救助股" in rows


def test_the_data_files_carry_it(public: Path) -> None:
    item = json.loads((public / "data/catalog.json").read_text("utf-8"))["items"][0]
    assert item["责任科室"] == "救助股"
    text = (public / "data/catalog.csv").read_text("utf-8-sig")
    assert next(csv.DictReader(io.StringIO(text)))["责任科室"] == "救助股"


def test_the_manuals_table_explains_it(tmp_path: Path) -> None:
    project = tiny.check(county(tmp_path, "救助股")).project
    assert project
    table = list(manual.markdown_table(project.settings.schema, "item"))
    row = next(line for line in table if line.startswith("| 责任科室 |"))
    assert "由哪个科室办" in row
    assert "办公室、救助股" in row
