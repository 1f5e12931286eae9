"""The site handed over: one zip or several, a stick, pieces to paste; the same bytes always."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import zipfile
from pathlib import Path

import pytest
import tiny
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from gongkai_ssg import cli
from gongkai_ssg.cli import handing
from gongkai_ssg.exchange import bundle


@pytest.fixture
def root(tmp_path: Path) -> Path:
    files = {
        tiny.RECORD: tiny.record({"附件": "[表.xlsx]"}),
        "content/shjz/records/表.xlsx": tiny_workbook(),
    }
    root = tiny.write(tmp_path / "s", files)
    built = tiny.build_site(root)
    assert built.files, [d.message for d in built.checked.diagnostics]
    return root


def tiny_workbook() -> bytes:
    import openpyxl

    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


def contents(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name) for name in packed.namelist()}


def published(root: Path) -> dict[str, bytes]:
    folder = root / "public"
    files = (p for p in folder.rglob("*") if p.is_file())
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in files}


def run(root: Path, *words: str) -> int:
    return cli._run(["package", "-s", str(root), *words])


def test_one_zip_is_the_site_and_the_same_every_time(root: Path) -> None:
    assert run(root) == 0
    first = (root / "dist/gongkai.zip").read_bytes()
    assert contents(root / "dist/gongkai.zip") == published(root)
    with zipfile.ZipFile(io.BytesIO(first)) as packed:
        names = packed.namelist()
        assert names == sorted(names)
        assert all(name.isascii() for name in names)
        assert {one.date_time for one in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {one.external_attr >> 16 for one in packed.infolist()} == {0o644}
    (root / "public/index.html").touch()
    assert run(root) == 0
    assert (root / "dist/gongkai.zip").read_bytes() == first


def test_a_package_takes_the_place_of_the_one_before(root: Path) -> None:
    """Who hands over the folder must not hand over what was withdrawn."""
    (root / "dist").mkdir()
    (root / "dist/别人的.zip").write_bytes(b"x")
    for words in ((), ("--split", "1"), ("--usb",)):
        assert run(root, *words) == 0
    assert sorted(p.name for p in (root / "dist").iterdir()) == [
        *("SHA256SUMS", "gongkai-usb.zip", "别人的.zip")
    ]


@pytest.mark.parametrize("name", ["site.yaml", tiny.RECORD, "content/shjz/records/表.xlsx"])
def test_a_site_that_is_older_than_its_content_is_not_handed_over(
    root: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    before = (root / "public/manifest.json").stat().st_mtime_ns - 10**10
    os.utime(root / "public/manifest.json", ns=(before, before))
    for path in (p for p in root.rglob("*") if "public" not in p.parts):
        os.utime(path, ns=(before - 1, before - 1))
    assert run(root) == 0
    shutil.rmtree(root / "dist")
    os.utime(root / name, ns=(before + 1, before + 1))
    assert run(root) == 1
    assert f"“{name}”在生成网站以后改过，先 gongkai build" in capsys.readouterr().err
    assert not (root / "dist").exists()


def test_a_file_with_a_time_to_come_stands_in_nobodys_way(root: Path) -> None:
    os.utime(root / tiny.RECORD, (4_000_000_000, 4_000_000_000))
    assert run(root) == 0


@pytest.mark.parametrize("files", ["[]", "null", "{}", '{"files": []}', '{"files": {"a": 1}}'])
def test_a_list_of_files_that_is_none_is_no_site(root: Path, files: str) -> None:
    (root / "public/manifest.json").write_text(files, "utf-8")
    assert run(root) in (1, 2)
    assert not (root / "dist").exists()


def test_nothing_beside_the_site_is_packed_whatever_its_list_says(root: Path) -> None:
    manifest = root / "public/manifest.json"
    data = json.loads(manifest.read_text("utf-8"))
    digest = hashlib.sha256((root / "site.yaml").read_bytes()).hexdigest()
    names = ("../site.yaml", "a/../../site.yaml", str(root / "site.yaml"), "..\\site.yaml")
    data["files"] |= dict.fromkeys(names, digest)
    manifest.write_text(json.dumps(data), "utf-8")
    assert run(root) == 0
    assert set(contents(root / "dist/gongkai.zip")) == set(published(root))


def test_a_file_larger_than_a_part_is_named(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handing, "_MEGABYTE", 10_000)
    assert run(root, "--split", "1") == 0
    assert "“static/site.css”一个文件就超过 1 MB" in capsys.readouterr().err


def test_the_list_of_checksums_is_one_that_others_read(root: Path) -> None:
    assert run(root) == 0
    (line,) = (root / "dist/SHA256SUMS").read_text("ascii").splitlines()
    digest, name = re.fullmatch(r"([0-9a-f]{64})  (\S+)", line).groups()  # type: ignore[union-attr]
    assert hashlib.sha256((root / "dist" / name).read_bytes()).hexdigest() == digest


def test_several_zips_together_are_the_site(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handing, "_MEGABYTE", 40_000)
    assert run(root, "--split", "1") == 0
    found: dict[str, bytes] = {}
    zips = sorted((root / "dist").glob("gongkai-*.zip"))
    assert len(zips) > 2
    for path in zips:
        part = contents(path)
        assert not set(part) & set(found)
        found |= part
    assert found == published(root)
    assert len((root / "dist/SHA256SUMS").read_text().splitlines()) == len(zips)


@given(st.dictionaries(st.text("abc/", min_size=1), st.integers(0, 5000)), st.integers(1000, 9000))
def test_a_part_is_too_large_only_where_one_file_is(sizes: dict[str, int], most: int) -> None:
    parts = bundle.divided(sizes, most)
    assert [name for part in parts for name in part] == sorted(sizes)
    assert all(len(part) == 1 or sum(sizes[n] for n in part) <= most for part in parts)


def test_a_zip_of_many_small_files_is_no_larger_than_was_asked() -> None:
    names = [f"r/2026-11-16-zdbc-{n:04}/index.html" for n in range(300)]
    for part in bundle.divided(dict.fromkeys(names, 0), 10_000):
        out = io.BytesIO()
        bundle.pack(out, ((name, b"") for name in part))
        assert len(out.getvalue()) <= 10_000


def test_a_package_is_not_laid_into_the_site(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = published(root)
    for words in ((), ("--fragments",)):
        for folder in ("public", "public/dist", "content"):
            assert run(root, *words, "-o", str(root / folder)) == 2
            assert "请换一个文件夹" in capsys.readouterr().err
    assert published(root) == before
    assert not list((root / "content").rglob("SHA256SUMS"))


def test_the_stick_has_a_page_that_opens_the_site(root: Path) -> None:
    assert run(root, "--usb") == 0
    found = contents(root / "dist/gongkai-usb.zip")
    page = found.pop("OPEN.html").decode()
    assert 'content="0; url=site/index.html"' in page
    assert "示例县" in page
    assert {name.removeprefix("site/"): data for name, data in found.items()} == published(root)
    assert run(root, "--usb", "--split", "5") == 2


def test_pieces_for_an_editor_have_no_script_and_whole_addresses(root: Path) -> None:
    assert run(root, "--fragments") == 0
    text = (root / "dist/fragments/shjz.html").read_text("utf-8")
    html = LexborHTMLParser(text)
    assert set(re.findall(r"<(\w+)", text)) == {
        *("h2", "table", "thead", "tbody", "tr", "th", "td", "a", "br")
    }
    assert not re.search(r"\b(?:class|id|on\w+)=", text)
    assert [a.attributes["href"] for a in html.css("a")] == ["https://sl.example/gk/i/shjz-01-01/"]
    assert "审核确认结果" in text


def test_an_item_that_ended_is_in_no_piece(tmp_path: Path) -> None:
    second = tiny.item({"编码": "SHJZ-01-02", "二级事项": "办事指南", "状态": "废止"})
    alone = tiny.item({"编码": "ZDBC-01-01", "状态": "废止"})
    files = {
        "content/shjz/catalog.yaml": tiny.catalog(tiny.item(), second),
        "content/zdbc/domain.yaml": "名称: 征地补偿\n",
        "content/zdbc/catalog.yaml": tiny.catalog(alone),
    }
    root = tiny.write(tmp_path / "s", files)
    assert run(root, "--fragments") == 0
    assert [p.name for p in (root / "dist/fragments").iterdir()] == ["shjz.html"]
    text = (root / "dist/fragments/shjz.html").read_text("utf-8")
    assert "审核确认结果" in text
    assert "办事指南" not in text


def test_what_was_changed_since_the_build_is_not_handed_over(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "public/index.html").write_text("x", "utf-8")
    assert run(root) == 1
    assert "index.html" in capsys.readouterr().err
    assert not (root / "dist").exists()


def test_without_a_site_there_is_nothing_to_hand_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tiny.write(tmp_path, {})) == 2
    assert "先 gongkai build" in capsys.readouterr().err
