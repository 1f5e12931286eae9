"""Sheets that go with the site: beside each page, and of nothing that stays in the house."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
import tiny
from paper import close, texts
from PIL import Image
from selectolax.lexbor import LexborHTMLParser

from gongkai_ssg import build
from gongkai_ssg.print import engine

Site = Callable[..., Path]
WITH = tiny.SITE + "打印: {随站生成: true}\n"
FOLDER = "content/shjz/records/"
MARK = "绝密标记甲乙丙"


def built(root: Path) -> tuple[build.Built, Path]:
    return tiny.build_site(root), root / "public"


def test_each_page_links_its_sheet(site: Site) -> None:
    done, public = built(site({"site.yaml": WITH, tiny.RECORD: tiny.record({}, "正文一句。\n")}))
    assert done.files
    for page, phrase in (("i/shjz-01-01", "公开事项告知"), ("r/a", "正文一句。")):
        html = LexborHTMLParser((public / page / "index.html").read_text("utf-8"))
        (link,) = html.css('a[type="application/pdf"]')
        href = str(link.attributes["href"])
        file = (public / page / href).resolve()
        assert file == (public / page / "notice.pdf").resolve()
        assert phrase in close("".join(texts(file)))


def test_without_the_setting_there_is_none(site: Site) -> None:
    _, public = built(site({tiny.RECORD: tiny.record()}))
    assert list(public.rglob("*.pdf")) == []
    assert "notice.pdf" not in (public / "r/a/index.html").read_text("utf-8")


@pytest.mark.parametrize(
    "why",
    [
        {"渠道": "[公开查阅点]"},
        {"状态": "草稿"},
        {"审核": None},
        {"公开日期": "2027-01-01 09:00"},
        {"撤下日期": "2026-04-01"},
    ],
)
def test_what_stays_in_the_house_is_in_no_sheet(site: Site, why: dict[str, str | None]) -> None:
    inside = tiny.record({"标题": MARK, **why}, f"{MARK}\n")
    open_ = tiny.record({"标题": "公开的"}, f"看[{'这里'}](b.md)。{'公开标记'}\n")
    _, public = built(site({"site.yaml": WITH, f"{FOLDER}b.md": inside, tiny.RECORD: open_}))
    found = {file: close("".join(texts(file))) for file in public.rglob("*.pdf")}
    assert any("公开标记" in text for text in found.values())  # the control
    assert not any(MARK in text for text in found.values())
    assert (public / "r/b/notice.pdf").exists() is False


def test_a_picture_of_what_stays_in_the_house_is_in_no_sheet(site: Site) -> None:
    """On the web the picture is left out, because a withheld record shows it; so it is here."""
    out = io.BytesIO()
    Image.new("RGB", (40, 40), "red").save(out, "PNG")
    inside = tiny.record({"标题": "不上网的", "渠道": "[公开查阅点]"}, "![图](p.png)\n")
    open_ = tiny.record({"标题": "公开的"}, "![红](p.png)\n")
    files = {f"{FOLDER}b.md": inside, tiny.RECORD: open_, f"{FOLDER}p.png": out.getvalue()}
    root = site({"site.yaml": WITH, **files})
    _, public = built(root)
    assert b"/Subtype/Image" not in (public / "r/a/notice.pdf").read_bytes()
    (root / f"{FOLDER}b.md").unlink()
    _, public = built(root)
    assert b"/Subtype/Image" in (public / "r/a/notice.pdf").read_bytes()  # the control


def test_the_name_list_is_for_the_board_alone(site: Site) -> None:
    rows = "户主,身份证号\r\n住户甲某,110101190001010018\r\n".encode()
    listed = tiny.record({"名单": "{文件: m.csv, 列: {户主: 姓名, 身份证号: 证件号}}"}, "文。\n")
    _, public = built(site({"site.yaml": WITH, tiny.RECORD: listed, f"{FOLDER}m.csv": rows}))
    text = close("".join(texts(public / "r/a/notice.pdf")))
    assert "文。" in text
    assert "住户甲某" not in text


def test_a_character_without_a_font_stops_the_build(site: Site) -> None:
    root = site({"site.yaml": WITH, tiny.RECORD: tiny.record({"标题": "甲\ue123"})})
    done, public = built(root)
    assert [d.code for d in done.checked.diagnostics] == ["GK601"]
    assert not public.exists()


def test_an_item_that_has_ended_has_a_page_and_no_sheet(site: Site) -> None:
    catalog = tiny.catalog(tiny.item({"状态": "废止"}))
    done, public = built(site({"site.yaml": WITH, "content/shjz/catalog.yaml": catalog}))
    assert done.files
    assert "notice.pdf" not in (public / "i/shjz-01-01/index.html").read_text("utf-8")
    assert list(public.rglob("*.pdf")) == []


def test_a_preview_has_no_sheet_of_a_draft(site: Site) -> None:
    root = site({"site.yaml": WITH, tiny.RECORD: tiny.record({"状态": "草稿"})})
    tiny.build_site(root, drafts=True)
    assert "notice.pdf" not in (root / "preview/r/a/index.html").read_text("utf-8")
    assert not (root / "preview/r/a/notice.pdf").exists()
    assert (root / "preview/i/shjz-01-01/notice.pdf").exists()


def test_two_builds_give_the_same_bytes(site: Site) -> None:
    root = site({"site.yaml": WITH, tiny.RECORD: tiny.record()})
    _, public = built(root)
    first = {p.relative_to(public): p.read_bytes() for p in public.rglob("*.pdf")}
    built(root)
    assert {p.relative_to(public): p.read_bytes() for p in public.rglob("*.pdf")} == first


def test_without_the_printing_parts_it_is_an_error(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "installed", lambda: False)
    assert tiny.places(tiny.check(site({"site.yaml": WITH}))) == ["site.yaml:8:12 GK607"]
