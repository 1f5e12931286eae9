"""A disk that does not tell `A.pdf` from `a.pdf`: the same problems, the same site."""

from __future__ import annotations

from pathlib import Path

import folding
import pytest
import tiny

from gongkai_ssg import cli

PDF = "content/shjz/records/a.pdf"


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder on such a disk; nothing forks there."""
    folding.Disk(tmp_path / "disk").install(monkeypatch)
    (tmp_path / "disk").mkdir()
    return tmp_path / "disk"


def test_the_disk_of_these_tests_folds(disk: Path) -> None:
    (disk / "名 A.txt").write_text("甲", "utf-8")
    assert (disk / "名 a.TXT").read_text("utf-8") == "甲"
    assert [p.name for p in disk.iterdir()] == ["名 A.txt"]
    (disk / "名 a.TXT").write_text("乙", "utf-8")
    assert [p.name for p in disk.iterdir()] == ["名 A.txt"]
    (disk / "名 a.TXT").rename(disk / "b")
    assert [p.name for p in disk.iterdir()] == ["b"]


@pytest.mark.parametrize(
    "files",
    [
        {tiny.RECORD: tiny.record({"附件": "[A.pdf]"})},
        {tiny.RECORD: tiny.record({"附件": "[a.PDF]"})},
        {tiny.RECORD: tiny.record({"附件": "[../Records/a.pdf]"})},
        {tiny.RECORD: tiny.record(body="![图](A.png)\n"), "content/shjz/records/a.png": b"\x89PNG"},
        {tiny.RECORD: tiny.record(body="[甲](a.PDF)\n")},
        {tiny.RECORD: None, tiny.RECORD.replace("a.md", "A.MD"): tiny.record({"附件": "[a.pdf]"})},
        {"content/shjz/catalog.yaml": None, "content/shjz/Catalog.yaml": tiny.catalog()},
        {"content/shjz/domain.yaml": None, "content/shjz/DOMAIN.yaml": tiny.DOMAIN},
    ],
)
def test_a_name_in_another_case_gives_the_same_problems(
    tmp_path: Path, disk: Path, files: dict[str, str | bytes | None]
) -> None:
    """Else a site that was fine on the clerk's machine is refused by the next, or lacks a file."""
    everything = {PDF: tiny.PDF, **files}
    here = tiny.check(tiny.write(tmp_path / "plain", everything))
    there = tiny.check(tiny.write(disk / "folding", everything))
    assert tiny.places(here)
    assert tiny.places(there) == tiny.places(here)


def test_the_site_is_the_same_whatever_the_case_of_its_folders(tmp_path: Path, disk: Path) -> None:
    files = {PDF: tiny.PDF, tiny.RECORD: tiny.record({"附件": "[a.pdf]"})}
    tiny.write(tmp_path / "plain", files)
    tiny.write(disk / "folding", files)
    clock = ["-q", "-j", "1", "--clock", str(tiny.TODAY)]
    assert cli._run(["build", *clock, "-s", str(tmp_path / "plain")]) == 0
    assert cli._run(["build", *clock, "-s", str(disk / "folding")]) == 0
    # Once more over what is there, by other names; then it is verified by one and removed by one.
    other = ["-s", str(disk / "FOLDING"), "-o", str(disk / "Folding/PUBLIC")]
    assert cli._run(["build", *clock, *other]) == 0
    kept = (disk / "folding/public/manifest.json").read_bytes()
    assert kept == (tmp_path / "plain/public/manifest.json").read_bytes()
    assert cli._run(["verify", str(disk / "folding/Public"), "-s", str(disk / "Folding")]) == 0
    assert left(disk) == [".gongkai", "content", "public", "published.yaml", "site.yaml"]
    assert cli._run(["clean", "-s", str(disk / "folding"), "-o", str(disk / "folding/public")]) == 0
    assert left(disk) == ["content", "published.yaml", "site.yaml"]


def left(disk: Path) -> list[str]:
    return sorted(path.name.lower() for path in (disk / "folding").iterdir())
