"""A character that no font has stops its sheet, and says where it was written."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
import tiny
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from paper import Done
from PIL import Image

Site = Callable[..., Path]
Sheets = Callable[..., Done]
RARE = "\ue123"  # of the private area: no font has it


@pytest.mark.parametrize(
    ("written", "place", "key"),
    [
        (({"标题": f"{RARE}家村公示"}, ""), "content/shjz/records/a.md:3:5", "标题"),
        (({}, f"第一段。\n\n第二段{RARE}。"), "content/shjz/records/a.md:11:4", "正文"),
    ],
)
def test_the_sheet_stops_and_names_entry_element_and_character(
    site: Site, sheets: Sheets, written: tuple[dict[str, str], str], place: str, key: str
) -> None:
    done = sheets(site({tiny.RECORD: tiny.record(*written)}), "notice", "a")
    assert (done.status, done.names) == (1, [])
    assert f"{place} 错误 GK601" in done.said
    assert f"“{key}”里的“{RARE}”（U+E123）" in done.said


def font_with(char: str) -> bytes:
    """A font that has nothing but one character."""
    pen = TTGlyphPen(None)
    for move, spot in ((pen.moveTo, (0, 0)), (pen.lineTo, (500, 0)), (pen.lineTo, (500, 500))):
        move(spot)
    pen.closePath()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "own"])
    builder.setupCharacterMap({ord(char): "own"})
    builder.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "own": pen.glyph()})
    builder.setupHorizontalMetrics({".notdef": (600, 0), "own": (600, 0)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Own", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=800, sTypoDescender=-200)
    builder.setupPost()
    out = io.BytesIO()
    builder.save(out)
    return out.getvalue()


def test_a_private_character_that_some_font_has_is_said_as_well(site: Site, sheets: Sheets) -> None:
    """Symbol fonts of office programs have such; PDF/A does not let it through."""
    record = tiny.record({"标题": f"{RARE}家村公示"})
    root = site({tiny.RECORD: record, "fonts/own.ttf": font_with(RARE)})
    done = sheets(root, "notice", "a")
    assert (done.status, done.names) == (1, [])
    assert "content/shjz/records/a.md:3:5 错误 GK601" in done.said


def test_of_a_batch_the_others_are_printed(site: Site, sheets: Sheets) -> None:
    bad, good = tiny.record({"标题": f"{RARE}公示"}), tiny.record({"标题": "另一个公示"})
    root = site({tiny.RECORD: bad, "content/shjz/records/b.md": good})
    done = sheets(root, "notice", "a", "b")
    assert (done.status, done.names) == (1, ["notice-b.pdf"])
    assert done.said.count("GK601") == 1


def test_an_item_with_such_a_character_stops_its_table(site: Site, sheets: Sheets) -> None:
    catalog = tiny.catalog(tiny.item({"公开内容": f"[保障对象, 保障{RARE}额]"}))
    done = sheets(site({"content/shjz/catalog.yaml": catalog}), "catalog")
    assert (done.status, done.names) == (1, [])
    assert "content/shjz/catalog.yaml:5:16 错误 GK601 “公开内容”里的" in done.said


def test_rare_characters_of_names_and_places_are_printed(site: Site, sheets: Sheets) -> None:
    rare = "䶮喆珺堃翀玥邴镕旻頔赟"
    done = sheets(site({tiny.RECORD: tiny.record({"标题": f"{rare}公示"})}), "notice", "a")
    assert done.status == 0, done.said


NO_PICTURES = {
    "a.png": b"no picture",
    "b.png": b"",
    "a.pdf": b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n",
    "a.docx": b"PK\x03\x04",
    "a.zip": b"PK",
}


@pytest.mark.parametrize(("name", "data"), NO_PICTURES.items())
def test_what_is_no_picture_is_said_and_not_left_blank(
    site: Site, sheets: Sheets, name: str, data: bytes
) -> None:
    files = {tiny.RECORD: tiny.record({}, f"![图]({name})\n"), f"content/shjz/records/{name}": data}
    done = sheets(site(files), "notice", "a")
    assert (done.status, done.names) == (1, [])
    assert f"错误 GK608 图片“{name}”" in done.said


def test_pictures_of_every_common_kind_are_printed(site: Site, sheets: Sheets) -> None:
    files: dict[str, str | bytes] = {}
    for kind in ("PNG", "JPEG", "GIF"):
        out = io.BytesIO()
        Image.new("RGB", (30, 20), "red").save(out, kind)
        files[f"content/shjz/records/图 片.{kind.lower()}"] = out.getvalue()
    body = "".join(f"![图](图%20片.{kind})" for kind in ("png", "jpeg", "gif"))
    done = sheets(site({**files, tiny.RECORD: tiny.record({}, body)}), "notice", "a")
    assert done.status == 0, done.said
    assert done.pdf().read_bytes().count(b"/Subtype/Image") >= 3
