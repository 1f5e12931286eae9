"""A character that no font has stops its sheet, and says where it was written."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
import tiny
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
