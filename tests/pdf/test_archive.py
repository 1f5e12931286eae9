"""What every sheet keeps: PDF/A-2a and PDF/UA-1, fonts inside, text as written, equal bytes."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
import tiny
from paper import Done, close, texts

Site = Callable[..., Path]
Sheets = Callable[..., Done]
BODY = """\
根据《社会救助暂行办法》（国务院令第649号），现将“低保”名单予以公示——共3户。

## 名单

| 序号 | 金额（元） |
| --- | ---: |
| 1 | 780.50 |

看[公开事项](SHJZ-01-01)，或者[上级文件](https://www.example.gov.cn/a.html)。
"""
WORDS = {
    "notice": ["notice", "a", "SHJZ-01-01"],
    "catalog": ["catalog"],
    "poster": ["poster", "SHJZ-01-01", "hewan", "shjz"],
    "labels": ["labels"],
    "board": ["board", "shangwan", "--month", "2026-03"],
}


@pytest.fixture
def root(site: Site) -> Path:
    elements = {"区划": "shangwan", "渠道": "[社区/企事业单位/村公示栏(电子屏)]", "附件": "[b.pdf]"}
    record = tiny.record(elements, BODY)
    return site({tiny.RECORD: record, "content/shjz/records/b.pdf": tiny.PDF})


def made(root: Path, sheets: Sheets, kind: str) -> list[Path]:
    done = sheets(root, *WORDS[kind])
    assert done.status == 0, done.said
    return sorted(done.folder.glob("*.pdf"))


@pytest.mark.parametrize("kind", WORDS)
def test_a_sheet_is_sound_and_says_what_it_is(root: Path, sheets: Sheets, kind: str) -> None:
    for file in made(root, sheets, kind):
        with pikepdf.open(file) as pdf:
            assert pdf.check_pdf_syntax() == []
            assert pdf.Root.MarkInfo.Marked
            assert str(pdf.Root.Lang) == "zh-CN"
            assert "/StructTreeRoot" in pdf.Root
            assert "/Outlines" in pdf.Root
            with pdf.open_metadata() as about:
                assert about["dc:title"]
                assert (about["pdfaid:part"], about["pdfaid:conformance"]) == ("2", "A")
                assert about["pdfuaid:part"] == "1"


@pytest.mark.parametrize("kind", WORDS)
def test_fonts_are_inside_and_only_what_is_used(root: Path, sheets: Sheets, kind: str) -> None:
    for file in made(root, sheets, kind):
        with pikepdf.open(file) as pdf:
            fonts = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary)]
            about = [o for o in fonts if o.get("/Type") == "/FontDescriptor"]
            assert about
            for font in about:
                assert {"/FontFile2", "/FontFile3"} & set(font.keys())
                assert re.match(r"/[A-Z]{6}\+", str(font.FontName))
        assert file.stat().st_size < 400_000


@pytest.mark.parametrize("kind", WORDS)
def test_a_second_run_gives_the_same_bytes(root: Path, sheets: Sheets, kind: str) -> None:
    first, second = made(root, sheets, kind), made(root, sheets, kind)
    assert [f.name for f in first] == [f.name for f in second]
    assert [f.read_bytes() for f in first] == [f.read_bytes() for f in second]


def test_text_comes_out_exactly_as_it_was_written(root: Path, sheets: Sheets) -> None:
    text = close("".join(texts(made(root, sheets, "notice")[0])))
    for phrase in (
        "三月名单",
        "根据《社会救助暂行办法》（国务院令第649号），现将“低保”名单予以公示——共3户。",
        "780.50",
        "附件：b.pdf",
        "示例县民政局",
        "2026年3月2日",
        "编码SHJZ-01-01",
        "https://sl.example/gk/i/shjz-01-01/",
    ):
        assert close(phrase) in text


def test_links_of_the_text_live(root: Path, sheets: Sheets) -> None:
    with pikepdf.open(made(root, sheets, "notice")[0]) as pdf:
        links = [str(a.A.URI) for page in pdf.pages for a in page.get("/Annots", []) if "/A" in a]
    assert links == [
        "https://sl.example/gk/i/shjz-01-01/index.html",
        "https://www.example.gov.cn/a.html",
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("#set page(width: 1cm)", "#set page(width: 1cm)"),
        ("$x$ #sys.version `a` *b*", "$x$ #sys.version"),
        ('\\u{41} [#read("site.yaml")]', "[#read("),
    ],
)
def test_nothing_in_a_text_is_ever_run(site: Site, sheets: Sheets, text: str, shown: str) -> None:
    root = site({tiny.RECORD: tiny.record({"标题": f"'甲{text}'"}, f"{text}\n")})
    done = sheets(root, "notice", "a")
    assert done.status == 0, done.said
    assert close(shown) in close("".join(texts(done.pdf())))
