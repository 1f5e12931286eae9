"""A build of what has not changed makes nothing; whatever changed, the site is made anew."""

from __future__ import annotations

import hashlib
import json
import shutil
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


@pytest.mark.parametrize("line", ["git历史: 是\n", "打印: {随站生成: 否}\n"])
def test_a_site_that_reads_more_than_its_files_is_always_made(
    site: Path, build: Build, line: str
) -> None:
    tiny.write(site, {**FILES, "site.yaml": tiny.SITE + line})
    assert made(build())
    assert made(build())


def test_warnings_are_said_every_time(site: Path, build: Build) -> None:
    (site / "content/notes.md").write_text("x", "utf-8")
    for _ in range(2):
        assert "警告" in build()


def test_an_edit_while_it_was_built_is_not_taken_for_built(
    site: Path, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = iter(["a", "b"])
    monkeypatch.setattr(kept, "key", lambda *_: next(keys))
    build("--force")
    assert json.loads((site / ".gongkai/last.json").read_text("utf-8"))["key"] != "a"


def test_clean_forgets(site: Path, build: Build) -> None:
    assert cli._run(["clean", "-s", str(site)]) == 0
    assert not (site / ".gongkai").exists()
    assert made(build())
