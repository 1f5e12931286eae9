"""The list of what was made: hashes of each file, by which program, from which source."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import tiny

from gongkai_ssg import __version__, cli, finishing, fs, kept

ATTACHED = "content/shjz/records/a.pdf"
FILES = {
    tiny.RECORD: tiny.record({"附件": "[a.pdf]"}, "一。\n\n二。\n"),
    ATTACHED: tiny.PDF,
    "themes/own/static/more.css": "p { color: red; }\n",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tiny.write(tmp_path / "s", FILES)


def manifest(root: Path) -> Any:
    assert tiny.build_site(root).files
    return json.loads((root / "public/manifest.json").read_text("utf-8"))


def without_sm3(root: Path) -> None:
    """The list as an older program wrote it."""
    path = root / "public/manifest.json"
    data = json.loads(path.read_text("utf-8"))
    del data["sm3"], data["source"]
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", "utf-8")


def test_it_tells_of_each_file_both_hashes(root: Path) -> None:
    made = manifest(root)
    assert list(made) == ["version", "generator", "source", "files", "sm3"]
    assert made["generator"] == f"gongkai {__version__}"
    there = {p.relative_to(root / "public").as_posix() for p in (root / "public").rglob("*.*")}
    assert set(made["files"]) == set(made["sm3"]) == there - {"manifest.json"}
    for name, digest in made["sm3"].items():
        assert fs.hashes((root / "public" / name).read_bytes()) == (made["files"][name], digest)


def rewritten(change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def run(root: Path) -> None:
        for path in (p for p in root.rglob("*") if p.suffix in (".md", ".yaml")):
            path.write_bytes(change(path.read_bytes()))

    return run


def by_hand(name: str, text: str) -> Callable[[Path], None]:
    def run(root: Path) -> None:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")

    return run


SAME: dict[str, Callable[[Path], None]] = {
    "ends of lines": rewritten(lambda data: data.replace(b"\n", b"\r\n")),
    "a mark at the beginning": rewritten(lambda data: b"\xef\xbb\xbf" + data),
    "times": lambda root: [os.utime(path, (1, 1)) for path in root.rglob("*")] and None,
    "litter": by_hand("content/Thumbs.db", "x"),
    "no source": by_hand("notes.txt", "x"),
    "nothing": lambda _: None,
}
OTHER: dict[str, Callable[[Path], None]] = {
    "a text": by_hand(tiny.RECORD, FILES[tiny.RECORD] + "三。\n"),  # type: ignore[operator]
    "a draft": by_hand("content/shjz/records/b.md", tiny.record({"状态": "草稿"})),
    "an attachment": lambda root: (root / ATTACHED).write_bytes(tiny.PDF + b"\n") and None,
    "a theme": by_hand("themes/own/static/more.css", "p { color: blue; }\n"),
    "a holiday": by_hand("holidays/2030.yaml", "年份: 2030\n依据: 甲\n放假: [2030-01-01]\n"),
}


@pytest.mark.parametrize("what", SAME)
def test_the_source_is_known_wherever_it_lies(root: Path, tmp_path: Path, what: str) -> None:
    copy = shutil.copytree(root, tmp_path / "另 一个")
    SAME[what](copy)
    assert manifest(copy) == manifest(root)
    assert manifest(root)["source"] == manifest(copy)["source"]  # with the ledger, too


@pytest.mark.parametrize("what", OTHER)
def test_another_source_is_another(root: Path, tmp_path: Path, what: str) -> None:
    copy = shutil.copytree(root, tmp_path / "copy")
    OTHER[what](copy)
    assert manifest(copy)["source"] != manifest(root)["source"]


def test_an_attachment_that_goes_out_is_not_hashed_again_for_the_source(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, hashed = kept._hash, list[Path]()
    monkeypatch.setattr(kept, "_hash", lambda path: hashed.append(path) or read(path))
    first = manifest(root)["source"]
    assert root / "themes/own/static/more.css" in hashed
    assert root / ATTACHED not in hashed
    monkeypatch.setattr(finishing.Filling, "copied", {})
    assert manifest(root)["source"] == first
    assert root / ATTACHED in hashed


def test_the_ledger_belongs_to_the_source(root: Path) -> None:
    first = manifest(root)["source"]
    assert manifest(root)["source"] == first
    path = root / "published.yaml"
    path.write_text(path.read_text("utf-8").replace("2026-11-22", "2026-11-21"), "utf-8")
    assert manifest(root)["source"] != first


def test_over_an_older_list_the_new_one_is_whole(root: Path) -> None:
    first = manifest(root)
    before = (root / "public/index.html").stat().st_mtime_ns
    without_sm3(root)
    assert manifest(root) == first
    assert (root / "public/index.html").stat().st_mtime_ns == before


def test_a_file_that_is_taken_over_under_an_older_list_is_hashed(tmp_path: Path) -> None:
    folder = tmp_path / "public"
    output = fs.Output(folder)
    output.write("a.txt", b"a")
    output.finish()
    output.publish()
    data = {"version": 1, "files": {"a.txt": fs.hashes(b"a").sha256}}
    (folder / "manifest.json").write_text(json.dumps(data), "utf-8")
    output = fs.Output(folder)
    output.keep("a.txt")
    output.finish()
    output.publish()
    assert fs.files_of(folder) == {"a.txt": fs.hashes(b"a")}


def test_what_is_taken_over_is_not_hashed_again(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = manifest(root), manifest(root)
    hashed: list[object] = []
    monkeypatch.setattr("gongkai_ssg.fs.output.hashes", hashed.append)
    monkeypatch.setattr("gongkai_ssg.fs.output.hashes_of", hashed.append)
    output = fs.Output(root / "public")
    for name in second["files"]:
        output.write(name, (root / "public" / name).read_bytes())
    output.discard()
    assert (first, hashed) == (second, [])


def test_verify_compares_both_and_reads_older_lists(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = manifest(root)
    where = ["verify", "-s", str(root)]
    assert cli._run(where) == 0
    without_sm3(root)
    assert cli._run(where) == 0
    path = root / "public/manifest.json"
    for key in ("files", "sm3"):
        wrong = {**made, key: {**made[key], "index.html": "0" * 64}}
        path.write_text(json.dumps(wrong), "utf-8")
        capsys.readouterr()
        assert cli._run(where) == 1
        assert "改了 index.html\n" in capsys.readouterr().out


@pytest.mark.parametrize("more", [{}, {"force": True}])
def test_a_wrong_sm3_alone_is_refused_and_mended(
    root: Path, capsys: pytest.CaptureFixture[str], more: dict[str, Any]
) -> None:
    """It would be handed over, and passed on by every build that keeps the file."""
    manifest(root)
    made = manifest(root)
    path = root / "public/manifest.json"
    wrong = {**made, "sm3": {**made["sm3"], "index.html": "0" * 64}}
    path.write_text(json.dumps(wrong), "utf-8")
    day = ["--clock", str(tiny.TODAY)]
    assert cli._run(["package", "-s", str(root), *day]) == 1
    assert "和生成时不一样: index.html" in capsys.readouterr().err
    built = tiny.build_site(root, **more)
    assert (json.loads(path.read_text("utf-8")), built.edited) == (made, ())


@pytest.mark.parametrize("sm3", [[], "x", None, {"index.html": 3}])
def test_a_list_that_is_damaged_is_none_or_older(root: Path, sm3: object) -> None:
    made = manifest(root)
    (root / "public/manifest.json").write_text(json.dumps({**made, "sm3": sm3}), "utf-8")
    code = cli._run(["verify", "-s", str(root)])
    assert code == (1 if isinstance(sm3, dict) else 2)


@pytest.mark.parametrize("version", ["1e999", "1.0", '"2.1"', '"2"', "null", "[]", "true"])
def test_a_list_of_no_version_is_none(root: Path, version: str) -> None:
    manifest(root)
    path = root / "public/manifest.json"
    text = path.read_text("utf-8").replace('"version": 1', f'"version": {version}')
    path.write_text(text, "utf-8")
    assert fs.files_of(root / "public") == {}
    assert cli._run(["verify", "-s", str(root)]) == 2


@pytest.mark.parametrize("name", ["C:/x", "C:x", "a/C:x", "/x", "..", "a/../../x", "a\\x"])
def test_a_name_that_leads_elsewhere_on_any_computer_is_none(root: Path, name: str) -> None:
    made = manifest(root)
    made["files"][name] = "0" * 64
    (root / "public/manifest.json").write_text(json.dumps(made), "utf-8")
    assert name not in fs.files_of(root / "public")
    assert "index.html" in fs.files_of(root / "public")
