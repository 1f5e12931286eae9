"""What townships send by mail: no name leads out of the site, none breaks what is made of it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
import tiny

from gongkai_ssg import report, urls
from gongkai_ssg.build import Checked
from gongkai_ssg.rules import names

OUT = [
    "../../../secret.pdf",
    "../../../../../../../../etc/passwd",
    "/etc/passwd",
    "//server/share/secret.pdf",
    "\\\\server\\share\\secret.pdf",
    "..\\..\\..\\secret.pdf",
    "C:\\secret.pdf",
    "C:secret.pdf",
    "file:///etc/passwd",
    "one/../../../../secret.pdf",
    "./../../../secret.pdf",
    "....//....//....//secret.pdf",
    "secret.pdf::$DATA",
]
ESCAPED = [
    "%2e%2e%2f%2e%2e%2f%2e%2e%2fsecret.pdf",
    "..%2f..%2f..%2fsecret.pdf",
    "..%5c..%5c..%5csecret.pdf",
    "%252e%252e%252fsecret.pdf",
    "..%c0%af..%c0%afsecret.pdf",
    "%2fetc%2fpasswd",
    "a.pdf%00",
    "&#46;&#46;/../../../secret.pdf",
]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "secret.pdf").write_bytes(tiny.PDF)
    root = tmp_path / "site"
    (root / "content/shjz/records").mkdir(parents=True)
    return tiny.write(root, {"content/shjz/records/a.pdf": tiny.PDF})


def refused(site: Path, record: str, codes: set[str]) -> Checked:
    tiny.write(site, {tiny.RECORD: record})
    checked = tiny.check(site)
    assert {d.code for d in checked.diagnostics} & codes, report.counts(checked.diagnostics)
    assert checked.project is not None
    assert not checked.project.bodies.assets
    attached = [a for r in checked.project.catalog.records.values() for a in r.attachments]
    assert attached == []
    return checked


@pytest.mark.parametrize("way", OUT)
def test_an_attachment_does_not_lead_out(site: Path, way: str) -> None:
    refused(site, tiny.record({"附件": f"['{way}']"}), {"GK301", "GK302"})


@pytest.mark.parametrize("way", OUT)
def test_a_name_list_does_not_lead_out(site: Path, way: str) -> None:
    refused(site, tiny.record({"名单": f"{{文件: '{way}', 列: {{a: 姓名}}}}"}), {"GK301", "GK302"})


@pytest.mark.parametrize("way", [*OUT, *ESCAPED])
@pytest.mark.parametrize("form", ["[表]({})", "![图]({})", "[表](<{}>)", '<a href="{}">表</a>'])
def test_a_link_does_not_lead_out(site: Path, way: str, form: str) -> None:
    body = f"前文。{form.format(way)}\n"
    tiny.write(site, {tiny.RECORD: tiny.record({}, body)})
    checked = tiny.check(site)
    assert checked.project is not None
    assert not checked.project.bodies.assets
    assert "secret" not in checked.project.bodies.of("r/a/").replace("secret.pdf)", "").replace(
        way, ""
    )


@pytest.mark.parametrize("old", ["../x/", "/x/", "x//", "x/../../", "x\\y/", "%2e%2e/", "con:/"])
def test_an_old_address_is_made_of_plain_names(site: Path, old: str) -> None:
    tiny.write(
        site, {"site.yaml": f"{tiny.SITE}旧网址:\n- {{网址: '{old}', 转到: place/hewan/}}\n"}
    )
    assert "GK110" in {d.code for d in tiny.check(site).diagnostics}


@pytest.mark.parametrize("name", ["..", "../x", "/etc", "a/b", "a\\b", "C:", ".", "%2e%2e"])
def test_a_theme_is_a_plain_name(site: Path, name: str) -> None:
    tiny.write(site, {"site.yaml": f"{tiny.SITE}主题: '{name}'\n"})
    assert {"GK110", "GK405"} & {d.code for d in tiny.check(site).diagnostics}


@pytest.mark.parametrize("name", ["themes/../secret.html", "themes/a/../../x", "/etc/passwd", ".."])
def test_the_portal_s_files_lie_below_themes(site: Path, name: str) -> None:
    tiny.write(site, {"site.yaml": f"{tiny.SITE}门户: {{页眉: '{name}'}}\n"})
    assert {"GK110", "GK408"} & {d.code for d in tiny.check(site).diagnostics}


@pytest.mark.parametrize("name", ["aux.pdf", "Con.pdf", "nul.tar.pdf", "COM1.pdf", "lpt9 .pdf"])
def test_no_file_goes_out_under_the_name_of_a_device(name: str) -> None:
    made = urls.asset("r/a/", name)
    assert made.startswith("r/a/file-")
    assert made.endswith(".pdf")


@pytest.mark.parametrize("name", ["auxiliary.pdf", "console.pdf", "com10.pdf", "a.con.pdf"])
def test_other_names_stay(name: str) -> None:
    assert urls.asset("r/a/", name) == f"r/a/{name}"


@pytest.mark.parametrize(
    ("label", "name"),
    [("con", "a.pdf"), ("AUX.pdf", "a.pdf"), ("全文", "全文.pdf"), ("console.PDF", "console.PDF")],
)
def test_no_reader_is_offered_the_name_of_a_device(site: Path, label: str, name: str) -> None:
    attached = tiny.record({"附件": f"[{{文件: a.pdf, 名称: {label}}}]"})
    tiny.write(site, {tiny.RECORD: attached, "content/shjz/records/a.pdf": tiny.PDF})
    assert tiny.build_site(site).files
    assert f'download="{name}">{label}</a>' in (site / "public/r/a/index.html").read_text("utf-8")


@pytest.mark.parametrize("name", ["con", "NUL", "a.", "a b", "a:b", "Ａ", "é", "a\u202eb"])
def test_no_record_has_a_name_that_some_computer_cannot_hold(site: Path, name: str) -> None:
    tiny.write(site, {f"content/shjz/records/{name}.md": tiny.record()})
    assert "GK008" in {d.code for d in tiny.check(site).diagnostics}


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="they have no such names")
def test_a_name_in_no_encoding_is_named_and_no_traceback(site: Path) -> None:
    records = os.fsencode(site / "content/shjz/records")
    with open(records + b"/\xb1\xed.png", "wb"):  # noqa: PTH123 - bytes are no path
        pass
    checked = tiny.check(site)
    assert [d.code for d in checked.diagnostics] == ["GK231"]
    said = "\n".join(report.text(checked))
    assert "\\udcb1\\udced.png" in said
    assert said.encode("gbk")
    assert report.as_json(checked).encode()


@pytest.mark.skipif(sys.platform == "win32", reason="it has no such names")
def test_a_name_cannot_turn_or_clear_the_terminal(site: Path) -> None:
    for name in ("a\x1b[2J.png", "b\u202egnp.png", "c\nd.png", "e\u200b.png"):
        (site / "content/shjz/records" / name).write_bytes(b"")
    checked = tiny.check(site)
    assert [d.code for d in checked.diagnostics] == ["GK231"] * 4
    said = "\n".join(report.text(checked))
    assert not {"\x1b", "\u202e", "\u200b"} & set(said)
    assert "c\nd" not in said


def test_emoji_and_chinese_are_good_names(site: Path) -> None:
    (site / "content/shjz/records/补偿😀表（2026）.png").write_bytes(b"")
    assert tiny.check(site).diagnostics == []


def test_a_large_file_is_not_read_whole(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A film is copied a piece at a time, and nobody looks for numbers in it."""
    film = site / "content/shjz/records/film.mp4"
    with film.open("wb") as file:
        file.truncate(20_000_000)
    tiny.write(site, {tiny.RECORD: tiny.record({"附件": "[film.mp4]"})})
    plain = Path.read_bytes

    def read_bytes(path: Path) -> bytes:
        assert path.name != "film.mp4"
        return plain(path)

    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    for _ in range(2):
        built = tiny.build_site(site)
        assert built.files
    assert (site / "public/r/a/film.mp4").stat().st_size == 20_000_000


def test_a_file_that_fills_the_memory_is_not_opened(site: Path) -> None:
    book = site / "content/shjz/records/book.xlsx"
    with book.open("wb") as file:
        file.truncate(300_000_000)
    tiny.write(site, {tiny.RECORD: tiny.record({"附件": "[book.xlsx]"})})
    found = [d.code for d in tiny.check(site).diagnostics]
    assert found == ["GK235", "GK809"]


def test_a_list_that_is_none_is_not_read_whole(site: Path) -> None:
    with (site / "content/shjz/records/list.csv").open("wb") as file:
        file.truncate(4_000_000_000)
    written = {"名单": "{文件: list.csv, 列: {姓名: 姓名}}", "渠道": "[政府网站]"}
    tiny.write(site, {tiny.RECORD: tiny.record(written)})
    assert "GK602" in [d.code for d in tiny.check(site).diagnostics]


def test_a_path_is_as_long_as_windows_takes_below_a_usual_folder() -> None:
    usual = "C:\\Users\\乡镇经办人员\\Documents\\政务公开\\2026年\\.public.gongkai-new\\"
    assert len(usual) + names.LONGEST_PATH < 260


def test_an_attachment_does_not_take_the_place_of_the_sheet(site: Path) -> None:
    """Pinned: it was overwritten without a word."""
    files = {
        "site.yaml": f"{tiny.SITE}打印: {{随站生成: 是}}\n",
        "content/shjz/records/Notice.pdf": tiny.PDF,
        tiny.RECORD: tiny.record({"附件": "[Notice.pdf]"}),
    }
    assert "GK304" in [d.code for d in tiny.check(tiny.write(site, files)).diagnostics]


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="they have no such names")
def test_files_of_a_theme_that_are_one_elsewhere_stop_the_build(site: Path) -> None:
    static = {f"themes/own/static/{name}": "" for name in ("a.css", "A.css")}
    tiny.write(site, {"site.yaml": f"{tiny.SITE}主题: own\n", **static})
    built = tiny.build_site(site)
    assert [d.code for d in built.checked.diagnostics] == ["GK304"]
    assert not built.files
    assert not (site / "public").exists()
