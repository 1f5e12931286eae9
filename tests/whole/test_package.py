"""The site handed over: one zip or several, a stick, pieces to paste; the same bytes always."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO

import pytest
import tiny
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from gongkai_ssg import cli, fs
from gongkai_ssg.cli import handing
from gongkai_ssg.exchange import bundle

DAY = ("--clock", str(tiny.TODAY))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    files = {
        tiny.RECORD: tiny.record({"附件": "[表.xlsx]"}),
        "content/shjz/records/表.xlsx": tiny_workbook(),
    }
    root = tiny.write(tmp_path / "s", files)
    build(root)
    return root


def build(root: Path, *words: str) -> None:
    assert cli._run(["build", "-q", "-s", str(root), *DAY, *words]) == 0


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
    return cli._run(["package", "-s", str(root), *DAY, *words])


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


def names_in(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def names_summed(folder: Path) -> list[str]:
    lines = (folder / "SHA256SUMS").read_text("ascii").splitlines()
    sums = {name: digest for digest, name in (line.split("  ") for line in lines)}
    for name, digest in sums.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    return sorted(sums)


def test_a_package_takes_the_place_of_the_one_before(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who hands over the folder must not hand over what was withdrawn."""
    (root / "dist").mkdir()
    (root / "dist/别人的.zip").write_bytes(b"x")
    assert run(root) == 0
    assert names_in(root / "dist") == ["SHA256SUMS", "gongkai.zip", "别人的.zip"]
    with monkeypatch.context() as small:
        small.setattr(handing, "_MEGABYTE", 100_000)
        assert run(root, "--split", "1") == 0
    assert "gongkai.zip" not in names_in(root / "dist")
    assert run(root) == 0
    assert names_in(root / "dist") == ["SHA256SUMS", "gongkai.zip", "别人的.zip"]


def test_the_package_for_a_stick_leaves_the_one_for_the_portal(root: Path) -> None:
    for words in ((), ("--usb",), ()):
        assert run(root, *words) == 0
    assert names_in(root / "dist") == ["SHA256SUMS", "gongkai-usb.zip", "gongkai.zip"]
    assert names_summed(root / "dist") == ["gongkai-usb.zip", "gongkai.zip"]


def test_the_package_of_an_older_site_is_removed_and_named(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(root) == 0
    (root / tiny.RECORD).write_text(tiny.record({"标题": "更正的名单"}), "utf-8")
    build(root)
    capsys.readouterr()
    assert run(root, "--usb") == 0
    assert "“gongkai.zip”是以前的网站打的包，已经删掉" in capsys.readouterr().err
    assert names_in(root / "dist") == ["SHA256SUMS", "gongkai-usb.zip"]
    assert names_summed(root / "dist") == ["gongkai-usb.zip"]


@pytest.mark.parametrize("words", [(), ("--usb",)])
@pytest.mark.parametrize("was", [None, b"1"])
@pytest.mark.parametrize("now", [None, b"1", b"2"])
def test_what_was_packed_before_the_signature_came_or_went_is_of_an_older_site(
    root: Path,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    was: bytes | None,
    now: bytes | None,
) -> None:
    signature = root / "public" / fs.SIGNATURE
    if was:
        signature.write_bytes(was)
    assert run(root, *words) == 0
    signature.unlink(missing_ok=True)
    if now:
        signature.write_bytes(now)
    capsys.readouterr()
    mine, other = ("gongkai.zip", "gongkai-usb.zip")[:: -1 if words else 1]
    assert run(root, *(() if words else ("--usb",))) == 0
    assert ("以前的网站打的包" in capsys.readouterr().err) == (was != now)
    wanted = sorted([other] if was != now else [mine, other])
    assert names_summed(root / "dist") == wanted
    assert names_in(root / "dist") == ["SHA256SUMS", *wanted]


def test_the_signature_may_lie_in_any_part(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "public" / fs.SIGNATURE).write_bytes(b"1")
    monkeypatch.setattr(handing, "_MEGABYTE", 40_000)
    assert run(root, "--split", "1") == 0
    before = names_summed(root / "dist")
    assert run(root, "--usb") == 0
    assert names_summed(root / "dist") == sorted([*before, "gongkai-usb.zip"])


def test_a_damaged_package_is_of_no_site(root: Path) -> None:
    assert run(root) == 0
    (root / "public" / fs.SIGNATURE).write_bytes(b"1")
    (root / "dist/gongkai.zip").write_bytes(b"PK")
    assert run(root, "--usb") == 0
    assert names_summed(root / "dist") == ["gongkai-usb.zip"]


def test_a_site_that_is_renewed_while_it_is_packed_is_not_handed_over(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The package would hold files of both."""
    assert run(root, "--usb") == 0
    real = bundle.pack

    def meanwhile(out: BinaryIO, files: Iterable[tuple[str, bytes]]) -> None:
        real(out, files)
        if isinstance(out, io.BytesIO):
            return  # a workbook is a zip as well
        (root / tiny.RECORD).write_text(tiny.record({"标题": "别的"}), "utf-8")
        build(root)

    with monkeypatch.context() as patch:
        patch.setattr(bundle, "pack", meanwhile)
        assert run(root) == 1
    assert "再打一次" in capsys.readouterr().err
    assert names_summed(root / "dist") == ["gongkai-usb.zip"]
    assert names_in(root / "dist") == ["SHA256SUMS", "gongkai-usb.zip"]
    assert run(root) == 0


def test_a_list_of_checksums_names_nothing_that_is_gone(root: Path) -> None:
    assert run(root) == 0
    (root / "dist/gongkai.zip").unlink()
    assert run(root, "--usb") == 0
    assert names_summed(root / "dist") == ["gongkai-usb.zip"]


CHANGES: dict[str, Callable[[Path], object]] = {
    "a record that is gone": lambda root: (root / tiny.RECORD).unlink(),
    "an older record": lambda root: older(root / tiny.RECORD, tiny.record({"标题": "旧名单"})),
    "a record with a time to come": lambda root: ahead(root / tiny.RECORD, tiny.record({}, "甲")),
    "a setting": lambda root: (root / "site.yaml").write_text(tiny.SITE + "主题: x\n", "utf-8"),
    "an attachment": lambda root: (root / "content/shjz/records/表.xlsx").write_bytes(b"x"),
    "a new domain": lambda root: tiny.write(
        root, {"content/zdbc/domain.yaml": "名称: 征地补偿\n", tiny.RECORD: tiny.record()}
    ),
    "the ledger": lambda root: (root / "published.yaml").unlink(),
}


def older(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")
    os.utime(path, (1_000_000_000, 1_000_000_000))


def ahead(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")
    os.utime(path, (4_000_000_000, 4_000_000_000))


@pytest.mark.parametrize("what", CHANGES)
def test_a_site_that_is_not_of_its_content_is_not_handed_over(
    root: Path, capsys: pytest.CaptureFixture[str], what: str
) -> None:
    CHANGES[what](root)
    assert run(root) == 1
    said = capsys.readouterr().err
    assert "生成网站以后，内容、日期或者程序变了" in said
    assert "先 gongkai build" in said
    assert not (root / "dist").exists()


def test_what_is_withdrawn_today_is_not_handed_over(tmp_path: Path) -> None:
    files = {tiny.RECORD: tiny.record({"撤下日期": "2026-11-23"})}
    root = tiny.write(tmp_path / "s", files)
    build(root)
    later = ("--clock", "2026-11-23")
    assert run(root) == 0
    shutil.rmtree(root / "dist")
    assert run(root, *later) == 1
    assert not (root / "dist").exists()
    build(root, *later)
    assert run(root, *later) == 0


OUTSIDE = "git历史: 是\n"


@pytest.mark.parametrize("words", [(), ("--force",), ("-b", "https://x.example/gk/")])
@pytest.mark.parametrize("more", ["", OUTSIDE])
def test_a_site_that_was_just_built_is_handed_over(
    tmp_path: Path, words: tuple[str, ...], more: str
) -> None:
    """Its first build, which writes the ledger; with warnings; with git; under an address."""
    files = {"site.yaml": tiny.SITE + more, "content/notes.md": "x", tiny.RECORD: tiny.record()}
    root = tiny.write(tmp_path / "s", files)
    for _ in range(2):
        build(root, *words)
        assert run(root) == 0


def test_a_build_to_elsewhere_changes_nothing_for_the_site(root: Path, tmp_path: Path) -> None:
    build(root, "--drafts")
    build(root, "-o", str(tmp_path / "elsewhere"), "-b", "https://x.example/")
    assert run(root) == 0


def test_a_site_whose_making_nobody_noted_is_built_first(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(root / ".gongkai")
    assert run(root) == 1
    assert "先 gongkai build" in capsys.readouterr().err
    build(root)
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
    assert set(fs.published(root / "public")[0]) == set(published(root))
    assert run(root) == 1
    assert not (root / "dist").exists()


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
    assert names_in(root / "dist/fragments") == ["SHA256SUMS", "shjz.html"]
    text = (root / "dist/fragments/shjz.html").read_text("utf-8")
    assert "审核确认结果" in text
    assert "办事指南" not in text


def test_pieces_of_a_domain_that_is_gone_are_removed(tmp_path: Path) -> None:
    """Only those that we wrote, and that nobody has edited since."""
    more = {
        f"content/{slug}/{name}": text
        for slug, code in (("zdbc", "ZDBC-01-01"), ("ylws", "YLWS-01-01"))
        for name, text in (
            ("domain.yaml", "名称: 征地补偿\n"),
            ("catalog.yaml", tiny.catalog(tiny.item({"编码": code}))),
        )
    }
    root = tiny.write(tmp_path / "s", more)
    assert run(root, "--fragments") == 0
    folder = root / "dist/fragments"
    (folder / "mine.html").write_text("x", "utf-8")
    (folder / "ylws.html").write_text("edited", "utf-8")
    for slug in ("zdbc", "ylws"):
        shutil.rmtree(root / "content" / slug)
    for _ in range(2):
        assert run(root, "--fragments") == 0
        assert names_in(folder) == ["SHA256SUMS", "mine.html", "shjz.html", "ylws.html"]
    assert names_summed(folder) == ["shjz.html"]


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
