"""A build of what has not changed makes nothing; whatever changed, the site is made anew."""

from __future__ import annotations

import hashlib
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import tiny

from gongkai_ssg import cli, kept

DAY = ("--clock", str(tiny.TODAY))
HELD = "content/shjz/records/b.md"
LIST = "content/shjz/records/list.csv"
FILES: dict[str, str | bytes | None] = {
    tiny.RECORD: tiny.record({"附件": "[{文件: list.csv}]"}),
    LIST: "户数\n12\n",
    HELD: tiny.record({"渠道": "[社区/企事业单位/村公示栏(电子屏)]", "标题": "只张贴"}),
    "site.yaml": tiny.SITE + "主题: own\n",
    "themes/own/static/more.css": "p { color: red; }\n",
}
BASE = "themes/own/templates/base.html"
BASE_TEXT = """{{% extends "default/base.html" %}}
{{% block footer %}}{}{{% endblock %}}
"""
Build = Callable[..., str]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tiny.write(tmp_path_factory.mktemp("unchanged") / "site", FILES)
    # The first build writes the ledger, which the second reads.
    for _ in range(2):
        assert cli._run(["build", "-q", "-s", str(root), *DAY]) == 0
    return root


@pytest.fixture
def site(built: Path, tmp_path: Path) -> Path:
    """A copy with the times of all files."""
    return shutil.copytree(built, tmp_path / "site")


@pytest.fixture
def build(site: Path, capsys: pytest.CaptureFixture[str]) -> Build:
    def call(*more: str) -> str:
        day = () if "--clock" in more else DAY
        assert cli._run(["build", "-s", str(site), *day, *more]) == 0
        return capsys.readouterr().err

    return call


def made(said: str) -> bool:
    return "完成" in said


def hashes(folder: Path) -> dict[str, str]:
    files = (p for p in folder.rglob("*") if p.is_file())
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def test_nothing_is_made_where_nothing_changed(site: Path, build: Build) -> None:
    before = (site / "public/index.html").stat().st_ino
    said = build()
    assert not made(said)
    assert "内容和上次生成时一样" in said
    assert f"{HELD}: 只用于张贴" in said
    assert (site / "public/index.html").stat().st_ino == before


def test_what_was_changed_by_hand_is_told_before_it_is_gone(site: Path, build: Build) -> None:
    (site / "public/index.html").write_text("改了", "utf-8")
    said = build()
    assert made(said)
    assert "改的不在了：\n  index.html\n" in said
    assert "改的不在了" not in build()


def test_force_makes_it_again(build: Build) -> None:
    assert made(build("--force"))


def put(name: str, text: str) -> Callable[[Path], object]:
    return lambda root: (root / name).write_bytes(text.encode())


def gone(name: str) -> Callable[[Path], object]:
    return lambda root: (root / name).unlink()


SHORTER = tiny.catalog(tiny.item({"公开时限": "5个工作日内"}))
CHANGES: dict[str, Callable[[Path], object]] = {
    "an item": put("content/shjz/catalog.yaml", SHORTER),
    "a blank in a text": put(tiny.RECORD, f"{FILES[tiny.RECORD]!s}\n"),
    "a record that is gone": gone(tiny.RECORD),
    "an attachment of the same size": put(LIST, "户数\n13\n"),
    "a style of the theme": put("themes/own/static/more.css", "p {}"),
    "a setting": put("site.yaml", tiny.SITE),
    "the ledger": gone("published.yaml"),
    "a page of the output": put("public/index.html", "x"),
    "a page that is gone": gone("public/search/index.html"),
    "the list of the output": put("public/manifest.json", "{}"),
    "the record itself": put(".gongkai/last.json", "[]"),
}


@pytest.mark.parametrize("what", [w for w in CHANGES if "ledger" not in w and "list of" not in w])
def test_a_change_makes_it_anew(site: Path, build: Build, tmp_path: Path, what: str) -> None:
    CHANGES[what](site)
    assert made(build())
    fresh = tmp_path / "fresh"
    shutil.copytree(site, fresh, ignore=shutil.ignore_patterns("public", ".gongkai"))
    assert cli._run(["build", "-q", "-s", str(fresh), *DAY]) == 0
    assert hashes(site / "public") == hashes(fresh / "public")


@pytest.mark.parametrize("what", ["the ledger", "the list of the output"])
def test_what_is_wrong_is_said_and_not_passed_over(site: Path, build: Build, what: str) -> None:
    assert not made(build())
    CHANGES[what](site)
    assert cli._run(["build", "-s", str(site), *DAY]) != 0


@pytest.mark.parametrize(
    "more", [("--clock", "2026-11-23"), ("--drafts",), ("-b", "https://x.example/")]
)
def test_another_day_or_another_way_makes_it_anew(build: Build, more: tuple[str, ...]) -> None:
    assert made(build(*more))


def test_another_program_makes_it_anew(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_libraries", lambda: ["jinja2 99"])
    assert made(build())


GIT = ["git历史: 是", '"git\\u5386\\u53f2": 是']
SHEETS = ["打印: {随站生成: 是}", '"打印": {"随站\\u751f成": 是}']


@pytest.mark.parametrize("line", [*GIT, *SHEETS])
def test_a_site_that_reads_more_than_its_files_is_always_made(
    site: Path, build: Build, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gongkai_ssg.history.timeline.revised", lambda *_: {})
    monkeypatch.setattr("gongkai_ssg.print.site.sheets", lambda *_: ())
    put("site.yaml", f"{tiny.SITE}{line}\n")(site)
    for _ in range(3):
        assert made(build())


@pytest.mark.parametrize("line", ["# 以后再写 git历史", "打印: {随站生成: 否}", "git历史: 否"])
def test_a_word_in_the_settings_alone_reads_nothing_more(
    site: Path, build: Build, line: str
) -> None:
    put("site.yaml", f"{tiny.SITE}{line}\n")(site)
    assert made(build())
    assert not made(build())


def linked(site: Path, name: str, outside: Path) -> None:
    """Put a part of the site elsewhere and a link in its place."""
    (site / name).rename(outside)
    (site / name).symlink_to(outside)


@pytest.mark.skipif(sys.platform == "win32", reason="a link needs a right that clerks lack")
@pytest.mark.parametrize("name", ["themes", "themes/own", "themes/own/templates", BASE])
def test_a_theme_is_read_through_a_link(
    site: Path, build: Build, tmp_path: Path, name: str
) -> None:
    (site / BASE).parent.mkdir()
    put(BASE, BASE_TEXT.format("V1"))(site)
    linked(site, name, tmp_path / "outside")
    build()
    assert not made(build())
    put(BASE, BASE_TEXT.format("V2"))(site)
    assert made(build())
    assert "V2" in (site / "public/index.html").read_text("utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="a link needs a right that clerks lack")
def test_settings_are_read_through_a_link(site: Path, build: Build, tmp_path: Path) -> None:
    linked(site, "site.yaml", tmp_path / "site.yaml")
    build()
    put("site.yaml", tiny.SITE + "主题: own\n页脚: {主办单位: 甲}\n")(site)
    assert made(build())


@pytest.mark.skipif(sys.platform == "win32", reason="a link needs a right that clerks lack")
def test_a_link_that_leads_back_is_no_endless_way(site: Path, build: Build) -> None:
    (site / "themes/own/static/back").symlink_to(site / "themes")
    build()
    assert not made(build())


def test_a_hidden_template_counts(site: Path, build: Build) -> None:
    (site / BASE).parent.mkdir()
    hidden = "themes/own/templates/.part.txt"
    put(BASE, BASE_TEXT.format('{% include ".part.txt" %}'))(site)
    put(hidden, "V1")(site)
    build()
    assert not made(build())
    put(hidden, "V2")(site)
    assert made(build())


def test_a_folder_of_a_theme_that_is_gone_is_missed(site: Path, build: Build) -> None:
    shutil.rmtree(site / "themes/own/static")
    build()
    (site / "themes/own").rmdir()
    assert cli._run(["build", "-s", str(site), *DAY]) == 2


def test_two_outputs_are_known_each(build: Build, tmp_path: Path) -> None:
    other = ("-o", str(tmp_path / "other"), "-b", "https://x.example/")
    assert made(build(*other))
    assert not made(build())
    assert not made(build(*other))


def test_warnings_are_said_every_time(site: Path, build: Build) -> None:
    (site / "content/notes.md").write_text("x", "utf-8")
    first, second = build(), build()
    assert (made(first), made(second)) == (True, False)
    told = first.partition("没有发布")[0]
    assert told.startswith("content/notes.md:1:1 警告 GK010")
    assert "\n  1 | x\n    | ^\n  改法: " in told
    assert second.startswith(told)
    assert "内容和上次生成时一样（1 个警告）" in second


def test_neither_a_warning_nor_what_is_kept_of_it_quotes_a_number_of_a_person(
    site: Path, build: Build
) -> None:
    number = "130" + "00000000"
    (site / tiny.RECORD).write_text(tiny.record(body=f"联系 {number}。\n"), "utf-8")
    first, second = build(), build()
    assert (made(first), made(second)) == (True, False)
    for told in (first, second):
        assert "联系 *********00。" in told
        assert number not in told
    for path in (site / ".gongkai").iterdir():
        assert number.encode() not in path.read_bytes()


def test_warnings_stop_a_strict_build_of_what_did_not_change(site: Path, build: Build) -> None:
    (site / "content/notes.md").write_text("x", "utf-8")
    assert made(build())
    assert cli._run(["build", "-s", str(site), "--strict", *DAY]) == 1


def test_an_edit_while_it_was_built_is_not_taken_for_built(
    site: Path, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (site / ".gongkai/last.json").read_bytes()
    read = iter([kept.Inputs("a", "l"), kept.Inputs("b", "l")])
    monkeypatch.setattr(kept, "inputs", lambda *_: next(read))
    build("--force")
    assert (site / ".gongkai/last.json").read_bytes() == before


def test_clean_forgets_nothing_of_another_output(site: Path, build: Build) -> None:
    build("--drafts")
    assert cli._run(["clean", "-s", str(site), "-o", str(site / "preview")]) == 0
    assert not made(build())


def test_clean_forgets(site: Path, build: Build) -> None:
    assert cli._run(["clean", "-s", str(site)]) == 0
    assert not (site / ".gongkai").exists()
    assert made(build())
