"""`migrate`: content of each older format becomes that of this program; nothing else changes."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import tiny

from gongkai_ssg import cli, formats, migrating
from gongkai_ssg.build import Options
from gongkai_ssg.cli import shared
from gongkai_ssg.importing.patches import Patch
from gongkai_ssg.migrating import steps

ROOT = Path(__file__).parents[2]
# A site for each format before this one, as its programs took it.
OLD = {number: ROOT / "tests" / "sites" / f"old_{number}" for number in range(formats.SITE)}
SITE = "site.yaml"
CATALOG = "content/shjz/catalog.yaml"


def planned(root: Path) -> migrating.Plan:
    return migrating.plan(Options(root, tiny.TODAY))


def texts(root: Path) -> dict[str, bytes]:
    files = (p for p in sorted(root.rglob("*")) if p.is_file())
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in files}


def changed(root: Path) -> list[tuple[str, int, tuple[str, ...], tuple[str, ...]]]:
    return [(c.path, c.line, c.before, c.after) for c in planned(root).changes]


def migrated(root: Path) -> dict[str, bytes]:
    plan = planned(root)
    assert not plan.problems
    migrating.write(root, plan)
    return texts(root)


@pytest.fixture(params=OLD.values(), ids=map(str, OLD))
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return Path(shutil.copytree(request.param, tmp_path / "old"))


# ------------------------------------------------------------------- every older format


def test_there_are_steps_and_a_site_for_every_older_format() -> None:
    assert sorted(steps.STEPS) == list(range(1, formats.SITE + 1))
    assert all(folder.is_dir() for folder in OLD.values())


def test_an_old_site_is_an_error_that_names_the_way(old: Path) -> None:
    (error,) = (d for d in tiny.check(old).diagnostics if d.severity == "error")
    assert (error.code, "gongkai migrate" in error.help) == ("GK413", True)


def test_a_migrated_site_builds_green(old: Path) -> None:
    migrated(old)
    built = tiny.build_site(old)
    assert built.files
    assert built.checked.diagnostics == []


def test_all_comments_are_kept(old: Path) -> None:
    before = texts(old)
    after = migrated(old)
    for path, data in before.items():
        for line in data.decode().splitlines():
            _, sign, comment = line.partition("#")
            assert sign + comment in after[path].decode()


def test_a_second_migration_changes_nothing(old: Path) -> None:
    migrated(old)
    assert planned(old).texts == {}


def test_line_ends_and_the_mark_of_notepad_are_kept(old: Path) -> None:
    before = texts(old)
    for path, data in before.items():
        (old / path).write_bytes(b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n"))
    after = migrated(old)
    assert all(data.startswith(b"\xef\xbb\xbf") for data in after.values())
    assert not any(data.count(b"\n") != data.count(b"\r\n") for data in after.values())
    shutil.rmtree(old)
    tiny.write(old, {**dict.fromkeys(tiny.FILES), **before})
    plain = migrated(old)
    assert {p: d[3:].replace(b"\r\n", b"\n") for p, d in after.items()} == plain


def test_what_was_published_under_the_old_format_has_no_new_version(old: Path) -> None:
    """The names that a step puts in order are the ones that the program read all along."""
    text = (old / SITE).read_text("utf-8")
    (old / SITE).write_text(text.replace("区划代码: '990101'\n", ""), "utf-8")
    assert tiny.build_site(old).files
    ledger = (old / "published.yaml").read_bytes()
    (old / SITE).write_text(text, "utf-8")
    migrated(old)
    assert tiny.build_site(old).files
    assert (old / "published.yaml").read_bytes() == ledger


# --------------------------------------------------------------------- what is changed


def test_format_0_loses_its_setting_and_nothing_else(tmp_path: Path) -> None:
    site = shutil.copytree(OLD[0], tmp_path / "old")
    assert changed(site)[-1] == (SITE, 6, ("区划代码: '990101'",), ())


@pytest.mark.parametrize(
    ("written", "after"),
    [
        ("[政府网站, 行政服务中心]", "[政府网站, 政务服务中心]"),
        ("[政府网站, '行政服务中心']", "[政府网站, '政务服务中心']"),
        ('["政府网站" , "其他：广播" ]', '["政府网站" , "其他:广播" ]'),
        (
            "\n  - 政府网站  # 总有\n  - 其他： 广播 # 村里",
            "\n  - 政府网站  # 总有\n  - 其他:广播 # 村里",
        ),
        ("行政服务中心", "政务服务中心"),
    ],
)
def test_names_that_are_only_understood(tmp_path: Path, written: str, after: str) -> None:
    item = tiny.item({"公开渠道": written if "[" in written or "\n" in written else f"[{written}]"})
    root = tiny.write(tmp_path, {CATALOG: tiny.catalog(item)})
    before = texts(root)
    assert migrated(root) == {
        path: data.decode().replace(written, after).encode() for path, data in before.items()
    }
    assert tiny.check(root).diagnostics == []


def test_an_alias_deep_in_a_record(tmp_path: Path) -> None:
    people = "\n  文件: a.csv\n  列: {户主: 户主, 证件号: 身份证号}"
    record = tiny.record({"名单": people}, "\n其他：正文不动\n")
    files = {tiny.RECORD: record, "content/shjz/records/a.csv": "户主,证件号\n甲,\n"}
    root = tiny.write(tmp_path, files)
    after = migrated(root)[tiny.RECORD].decode()
    assert after == record.replace("户主: 户主, 证件号: 身份证号", "户主: 姓名, 证件号: 证件号")


def test_the_sample_has_nothing_to_change() -> None:
    assert planned(ROOT).texts == {}


@pytest.mark.parametrize("head", ["", "格式: 1\n"])
def test_content_of_this_format_has_nothing_to_change(tmp_path: Path, head: str) -> None:
    root = tiny.write(tmp_path, {SITE: head + tiny.SITE})
    assert tiny.check(root).diagnostics == []
    assert planned(root).texts == {}


def test_a_number_that_is_too_small_is_brought_up(tmp_path: Path) -> None:
    root = tiny.write(tmp_path, {SITE: f"格式: 0   # 很早\n{tiny.SITE}"})
    assert migrated(root)[SITE].decode() == f"格式: {formats.SITE}   # 很早\n{tiny.SITE}"


def test_errors_of_other_kinds_are_no_hindrance(tmp_path: Path) -> None:
    site = shutil.copytree(OLD[0], tmp_path / "old")
    path = site / CATALOG
    path.write_text(
        path.read_text("utf-8").replace("公开主体: 县民政局", "公开主体: 县外局"), "utf-8"
    )
    migrated(site)
    assert [d.code for d in tiny.check(site).diagnostics] == ["GK203"]


# ------------------------------------------------------ the frame, with a format to come


def to_come(content: steps.Content) -> Iterator[tuple[str, Patch]]:
    text = content.texts[CATALOG]
    at = text.find("一级事项: 最低")
    if at >= 0:
        yield CATALOG, Patch(at + len("一级事项: "), at + len("一级事项: 最低"), "基本")


@pytest.fixture
def _a_second_format(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "SITE", 2)
    monkeypatch.setattr(steps, "STEPS", {**steps.STEPS, 2: (to_come,)})


@pytest.mark.usefixtures("_a_second_format")
@pytest.mark.parametrize("head", ["", "# 设置\n格式: 1  # 现在的\n"])
def test_every_step_is_taken_and_the_number_written(tmp_path: Path, head: str) -> None:
    root = tiny.write(tmp_path, {SITE: head + tiny.SITE})
    after = migrated(root)
    assert "一级事项: 基本生活保障" in after[CATALOG].decode()
    said = head.replace("1", "2") + tiny.SITE + ("" if head else "格式: 2\n")
    assert after[SITE].decode().replace("'2'", "2") == said
    assert planned(root).texts == {}
    assert tiny.check(root).diagnostics == []


@pytest.mark.usefixtures("_a_second_format")
def test_a_step_that_was_taken_is_not_taken_again(tmp_path: Path) -> None:
    root = tiny.write(tmp_path, {SITE: f"格式: 2\n{tiny.SITE}"})
    assert planned(root).texts == {}


def test_a_step_that_would_bring_an_error_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(content: steps.Content) -> Iterator[tuple[str, Patch]]:
        at = content.texts[CATALOG].index("公开方式: 主动")
        yield CATALOG, Patch(at, at + 4, "公开样式")

    monkeypatch.setattr(steps, "ALWAYS", (wrong,))
    root = tiny.write(tmp_path, {})
    plan = planned(root)
    assert {d.code for d in plan.problems} == {"GK101"}


# ------------------------------------------------------------------ what is not touched


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (CATALOG, "事项:\n- 编码: [\n"),
        (CATALOG, "事项：\n"),
        (CATALOG, tiny.catalog().encode("gbk")),
        (SITE, "名称: {\n"),
        (SITE, None),
        ("content/bizhi.md", "笔直".encode("gbk")),
        (tiny.RECORD, "事项: SHJZ-01-01\n"),
        (SITE, f"格式: 2\n{tiny.SITE}区划代码: '1'\n"),
        ("published.yaml", "格式: 2\n"),
    ],
)
def test_what_cannot_be_read_is_not_migrated(
    tmp_path: Path, name: str, content: str | bytes | None, capsys: pytest.CaptureFixture[str]
) -> None:
    old = {p: d for p, d in texts(OLD[0]).items() if p != name}
    root = tiny.write(tmp_path, {**old, name: content})
    before = texts(root)
    assert cli._run(["migrate", "--yes", "-s", str(root)]) in (1, 2)
    assert "没有写文件" in capsys.readouterr().err
    assert texts(root) == before


@pytest.mark.parametrize("name", ["content/bizhi.md", "content/bizhi.yaml"])
@pytest.mark.parametrize(
    "text",
    [
        "其他：[\n",
        "---\n其他：[\n---\n",
        "? [a, b]\n: 其他：广播\n",
        "? {a: b}\n: 其他：广播\n",
        "&a [*a, 其他：广播]\n",
        "公开渠道: &a [*a, 其他：广播]\n",
        "公开渠道: [其他：广播]\n",
        "公开渠道: " + "[" * 20_000 + "其他：广播",
    ],
)
def test_a_file_that_nobody_reads_is_no_hindrance(tmp_path: Path, name: str, text: str) -> None:
    root = tiny.write(tmp_path, {**texts(OLD[0]), name: text})
    assert migrated(root)[name] == text.encode()


@pytest.mark.parametrize(
    "text", ["&a [*a, 其他：广播]", "? [a, b]\n: 其他：广播", "a: &a {渠道: *a}"]
)
def test_a_ring_and_a_key_that_is_no_word_are_walked(text: str) -> None:
    root = steps.edits.composed(text)
    for below in (frozenset[str](), frozenset({"渠道"})):
        assert len([*steps._scalars(root, below)]) <= 1


def test_a_setting_whose_name_is_no_word_is_left_alone(tmp_path: Path) -> None:
    root = tiny.write(tmp_path, {SITE: f"? [a, b]\n: 区划\n{tiny.SITE}"})
    assert planned(root).texts == {}


def test_a_site_of_the_old_setting_alone(tmp_path: Path) -> None:
    root = tiny.write(tmp_path, {SITE: "区划代码: 1\n"})
    assert planned(root).texts == {}


# ------------------------------------------------------------------------- the command


def test_it_is_dry_until_somebody_agrees(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = shutil.copytree(OLD[0], tmp_path / "old")
    before = texts(site)
    assert cli._run(["migrate", "-s", str(site)]) == 0
    out, err = capsys.readouterr()
    assert "site.yaml 第 6 行\n  - 区划代码: '990101'\n" in out
    assert "没有写文件" in err
    assert texts(site) == before
    assert cli._run(["migrate", "-s", str(site), "--format", "json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["version"], answer["format"]) == (1, formats.SITE)
    assert answer["diagnostics"] == []
    assert answer["changes"][-1] == {
        "path": SITE,
        "line": 6,
        "from": ["区划代码: '990101'"],
        "to": [],
    }
    assert texts(site) == before
    assert cli._run(["migrate", "-s", str(site), "--yes"]) == 0
    assert "写好了" in capsys.readouterr().err
    assert cli._run(["migrate", "-s", str(site)]) == 0
    assert capsys.readouterr() == ("不用改，内容就是现在的格式\n", "")


@pytest.mark.parametrize("path", [SITE, CATALOG])
def test_what_was_edited_while_the_question_stood_is_not_overwritten(
    tmp_path: Path,
    path: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    site = shutil.copytree(OLD[0], tmp_path / "old")
    assert path in planned(site).texts
    before = texts(site)
    before[path] += "# 刚加的\n".encode()

    def meanwhile(*_: object, **__: object) -> bool:
        (site / path).write_bytes(before[path])
        return True

    monkeypatch.setattr(shared, "agreed", meanwhile)
    assert cli._run(["migrate", "-s", str(site)]) == 1
    said = capsys.readouterr().err
    assert said == f"{path} 又改过了，没有写；请再运行一次。\n"
    assert texts(site) == before


@pytest.mark.parametrize("content", ["事项:\n- 编码: [\n", tiny.catalog().encode("gbk")])
def test_for_programs_there_is_always_one_document(
    tmp_path: Path, content: str | bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    old = {p: d for p, d in texts(OLD[0]).items() if p != CATALOG}
    root = tiny.write(tmp_path, {**old, CATALOG: content})
    status = cli._run(["migrate", "--format", "json", "-s", str(root)])
    out, err = capsys.readouterr()
    answer = json.loads(out)
    assert (status, answer["changes"], "没有写文件" in err) == (2, [], True)
    assert {one["path"] for one in answer["diagnostics"]} == {CATALOG}
    assert all(one["code"].startswith("GK0") for one in answer["diagnostics"])


def test_all_files_are_written_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = shutil.copytree(OLD[0], tmp_path / "old")
    before, replace = texts(site), Path.replace

    def locked(self: Path, target: Path) -> Path:
        if Path(target).name == SITE:
            raise PermissionError(13, "", str(target))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", locked)
    assert cli._run(["migrate", "-s", str(site), "--yes"]) == 2
    assert texts(site) == before


# -------------------------------------------------------------- files of a newer program


def test_a_newer_ledger_is_never_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tiny.write(tmp_path, {})
    assert tiny.build_site(root).files
    newer = b"\xe6\xa0\xbc\xe5\xbc\x8f: 2\nSHJZ-01-01: {x: 1}\n"
    (root / "published.yaml").write_bytes(newer)
    assert cli._run(["build", "-s", str(root), "--force"]) == 2
    assert "GK508" in capsys.readouterr().err
    assert (root / "published.yaml").read_bytes() == newer


@pytest.mark.parametrize("number", ["9" * 5000, "2", "'2'"])
def test_a_newer_site_says_that_and_nothing_else(tmp_path: Path, number: str) -> None:
    root = tiny.write(tmp_path, {SITE: f"{tiny.SITE}格式: {number}\n新键: 1\n", CATALOG: "事: 1\n"})
    assert [d.code for d in tiny.check(root).diagnostics] == ["GK412"]


@pytest.mark.parametrize("number", ["二", "-1", "1.5", "[1]", "{a: 1}"])
def test_a_format_that_is_no_number(tmp_path: Path, number: str) -> None:
    root = tiny.write(tmp_path, {SITE: f"{tiny.SITE}格式: {number}\n"})
    assert [d.code for d in tiny.check(root).diagnostics] == ["GK103"]


@pytest.mark.parametrize("files", ['"files": {', '"files": [], "of": {'])
@pytest.mark.parametrize("command", ["build", "clean", "verify"])
def test_a_site_made_by_a_newer_program_is_left_alone(
    tmp_path: Path, command: str, files: str, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tiny.write(tmp_path, {})
    assert tiny.build_site(root).files
    manifest = root / "public" / "manifest.json"
    newer = manifest.read_text("utf-8").replace('"version": 1', '"version": 2')
    manifest.write_text(newer.replace('"files": {', files), "utf-8")
    before = texts(root / "public")
    force = ["--force"] if command == "build" else []
    assert cli._run([command, "-s", str(root), *force]) == 2
    assert "新版 gongkai" in capsys.readouterr().err
    assert texts(root / "public") == before


def test_notes_of_another_version_are_none(tmp_path: Path) -> None:
    """`.gongkai/` only saves time: what another program left there is written anew."""
    root = tiny.write(tmp_path, {})
    assert tiny.build_site(root).files
    for name in ("last.json", "keys.json"):
        (root / ".gongkai").mkdir(exist_ok=True)
        (root / ".gongkai" / name).write_text('{"version": 9, "public": []}', "utf-8")
    assert cli._run(["build", "-s", str(root), "--quiet"]) == 0
