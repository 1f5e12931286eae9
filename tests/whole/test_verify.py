"""Whether a portal shows what was made: every byte that differs is found, and nothing else."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
import tiny

from gongkai_ssg import cli

Said = Callable[..., tuple[int, str]]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tiny.write(tmp_path / "s", {tiny.RECORD: tiny.record()})
    assert tiny.build_site(root).files
    return root


@pytest.fixture
def said(root: Path, capsys: pytest.CaptureFixture[str]) -> Said:
    def call(*words: str | Path) -> tuple[int, str]:
        code = cli._run(["verify", "-s", str(root), *map(str, words)])
        return code, capsys.readouterr().out

    return call


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None: ...

    def do_GET(self) -> None:
        if self.path.endswith("web.config"):
            self.send_error(404)
        else:
            super().do_GET()


@pytest.fixture
def portal(root: Path) -> Iterator[tuple[Path, str]]:
    folder = shutil.copytree(root / "public", root.parent / "portal/公开")
    handler = partial(Quiet, directory=str(root.parent / "portal"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield folder, f"http://127.0.0.1:{server.server_port}/公开"
        server.shutdown()


def test_what_was_published_is_whole(said: Said, portal: tuple[Path, str]) -> None:
    folder, address = portal
    for where in ((), (folder,), (address,), (f"{address}/",)):
        code, out = said(*where)
        assert (code, "个文件都和生成时一样" in out) == (0, True)


def test_a_portal_that_was_changed_is_found_out(said: Said, portal: tuple[Path, str]) -> None:
    folder, address = portal
    page = folder / "i/shjz-01-01/index.html"
    page.write_bytes(page.read_bytes().replace("20个工作日".encode(), "90个工作日".encode()))
    (folder / "search/index.html").unlink()
    (folder / "ad.html").write_text("x", "utf-8")
    code, out = said(address)
    assert code == 1
    assert "改了 i/shjz-01-01/index.html\n" in out
    assert "少了 search/index.html（没有这一页（404））\n" in out
    code, out = said(folder, "--format", "json")
    assert code == 1
    assert json.loads(out) == {
        "version": 1,
        "where": str(folder),
        "files": len(list(folder.rglob("*.*"))),
        "changed": ["i/shjz-01-01/index.html"],
        "missing": [{"name": "search/index.html", "why": "没有这个文件"}],
        "extra": ["ad.html"],
    }


def test_who_changes_the_list_as_well_is_found_out(said: Said, portal: tuple[Path, str]) -> None:
    folder, address = portal
    manifest = folder / "manifest.json"
    manifest.write_text(manifest.read_text("utf-8").replace("index", "Index"), "utf-8")
    for where in (folder, address):
        assert "改了 manifest.json" in said(where)[1]


def test_a_list_that_was_kept_elsewhere_may_be_taken(said: Said, root: Path) -> None:
    kept = root.parent / "存档.json"
    shutil.copy(root / "public/manifest.json", kept)
    assert said("--manifest", kept)[0] == 0
    (root / "public/index.html").write_text("x", "utf-8")
    assert said("--manifest", kept)[0] == 1


def test_a_portal_that_does_not_answer_is_not_called_changed(said: Said) -> None:
    code, out = said("http://127.0.0.1:9/")
    assert code == 1
    assert "改了" not in out
    assert "网站拒绝连接" in out


@pytest.mark.parametrize("where", ["nothing", "ftp://x.example/"])
def test_what_is_no_place_is_a_wrong_use(said: Said, where: str) -> None:
    assert said(where)[0] == 2


def test_without_a_site_there_is_nothing_to_compare_with(said: Said, root: Path) -> None:
    shutil.rmtree(root / "public")
    assert said("https://x.example/")[0] == 2
