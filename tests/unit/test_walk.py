"""Which files of a folder are read: those in it, and nothing that only points elsewhere."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
import tiny

from gongkai_ssg import walk


def named(found: object, folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in found]  # type: ignore[attr-defined]


def test_links_are_named_and_none_is_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.pdf").write_bytes(b"x")
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "a.pdf").write_bytes(b"x")
    (inside / "hard.pdf").hardlink_to(outside / "secret.pdf")
    (inside / "file").symlink_to(outside / "secret.pdf")
    (inside / "folder").symlink_to(outside)
    (inside / "loop").symlink_to(inside)
    (inside / "nowhere").symlink_to("nowhere")
    assert named(walk.files(inside), inside) == ["a.pdf", "hard.pdf"]
    assert named(walk.links(inside), inside) == ["folder", "loop", "file", "nowhere"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_pipes_and_sockets_are_no_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They would keep a reader waiting for ever."""
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe.md")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket.pdf")
        assert named(walk.files(tmp_path), tmp_path) == []
        assert named(walk.links(tmp_path), tmp_path) == ["pipe.md", "socket.pdf"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_in_the_content_is_reported_and_not_read(tmp_path: Path) -> None:
    tiny.write(tmp_path, {})
    os.mkfifo(tmp_path / "content/shjz/records.md")
    os.mkfifo(tmp_path / "content/shjz/tu.png")
    assert tiny.places(tiny.check(tmp_path)) == [
        "content/shjz/records.md:1:1 GK015",
        "content/shjz/tu.png:1:1 GK015",
    ]


def test_a_junction_of_windows_is_a_link(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`os.walk` follows it before Python 3.12, and `is_symlink` does not know it."""
    (tmp_path / "lies-elsewhere").mkdir()
    (tmp_path / "lies-elsewhere/a.pdf").write_bytes(b"x")
    plain: Callable[[Path], os.stat_result] = Path.lstat

    def lstat(path: Path) -> object:
        about = plain(path)
        junction = 0xA0000003 if path.name == "lies-elsewhere" else 0
        return SimpleNamespace(st_mode=about.st_mode, st_reparse_tag=junction)

    monkeypatch.setattr(Path, "lstat", lstat)
    assert named(walk.files(tmp_path), tmp_path) == []
    assert named(walk.links(tmp_path), tmp_path) == ["lies-elsewhere"]


def test_a_huge_text_is_refused_before_it_is_read(tmp_path: Path) -> None:
    tiny.write(tmp_path, {})
    for name in ("content/shjz/records/a.md", "content/shjz/catalog.yaml", "holidays/2027.yaml"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        with path.open("wb") as file:
            file.truncate(3_000_000_000)  # a hole: it takes no room
    assert tiny.places(tiny.check(tmp_path)) == [
        "content/shjz/catalog.yaml:1:1 GK013",
        "content/shjz/records/a.md:1:1 GK013",
        "holidays/2027.yaml:1:1 GK013",
    ]


def test_huge_settings_are_refused_alone(tmp_path: Path) -> None:
    tiny.write(tmp_path, {})
    with (tmp_path / "site.yaml").open("wb") as file:
        file.truncate(3_000_000_000)
    assert tiny.places(tiny.check(tmp_path)) == ["site.yaml:1:1 GK013"]
