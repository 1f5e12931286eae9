"""Whether a portal shows what was made: every byte that differs is found, and nothing else."""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import socket
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
import tiny

from gongkai_ssg import cli, fs, reach

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

    busy = half = "nothing"

    def do_GET(self) -> None:
        if self.path.endswith("web.config"):
            self.send_error(404)
        elif self.path.endswith(self.busy):
            self.send_error(503)
        elif self.path.endswith(self.half):
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(b"<!doctype html>")
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
    shouted = address.replace("http:", "HTTP:")
    for where in (
        (),
        (folder,),
        (address,),
        (f"{address}/",),
        (f"{address}/index.html",),
        (shouted,),
    ):
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
    assert "1 个文件和生成时不一样，少了 1 个\n" in out
    assert out.count("网址上多出来的文件看不到") == 1
    assert "1 个文件和生成时不一样，少了 1 个，多了 1 个\n" in said(folder)[1]
    code, out = said(folder, "--format", "json")
    assert code == 1
    assert json.loads(out) == {
        "version": 1,
        "where": str(folder),
        "files": len(list(folder.rglob("*.*"))),
        "changed": ["i/shjz-01-01/index.html"],
        "missing": [{"name": "search/index.html", "why": "没有这个文件"}],
        "extra": ["ad.html"],
        "unchecked": [],
        "signature": None,
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


@pytest.mark.skipif(sys.platform == "win32", reason="a link needs a right that clerks lack")
def test_a_folder_that_was_linked_in_is_found(said: Said, root: Path, tmp_path: Path) -> None:
    (tmp_path / "evil").mkdir()
    (tmp_path / "evil/index.html").write_text("x", "utf-8")
    (root / "public/bet").symlink_to(tmp_path / "evil")
    code, out = said()
    assert code == 1
    assert "多了 bet\n" in out


def test_a_place_where_another_thing_stands_is_said_in_one_line(
    said: Said, root: Path, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    shutil.copytree(root / "public", stick / "site")
    code, out = said(stick)
    assert (code, len(out.splitlines())) == (1, 2)
    assert "site 文件夹" in out
    assert said(stick / "site")[0] == 0


def test_what_systems_leave_behind_is_not_called_added(said: Said, root: Path) -> None:
    for name in ("Thumbs.db", "desktop.ini", ".DS_Store"):
        (root / "public/i" / name).write_text("x", "utf-8")
    assert said()[0] == 0


def test_as_many_are_announced_as_are_asked(
    root: Path, portal: tuple[Path, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """`web.config` is read by a server and shown to nobody."""
    _, address = portal
    assert cli._run(["verify", "-s", str(root), address]) == 0
    out, err = capsys.readouterr()
    number = sum(p.is_file() for p in (root / "public").rglob("*")) - 1
    assert err.startswith(f"核对 {number} 个文件")
    assert out.startswith(f"{number} 个文件都和生成时一样")


class Refusing(Quiet):
    """Answers with one status, or lets a page come drop by drop."""

    status, drop = 403, b"X"
    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        if self.status != 200:
            self.send_error(self.status)
            return
        self.send_response(200)
        self.end_headers()
        with contextlib.suppress(OSError):
            for _ in range(20):
                self.wfile.write(self.drop)
                time.sleep(0.1)


@pytest.fixture
def refusing() -> Iterator[str]:
    Refusing.asked = []
    with ThreadingHTTPServer(("127.0.0.1", 0), Refusing) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_a_portal_that_does_not_answer_is_not_called_changed(said: Said) -> None:
    """Nor is anything called missing: the clerk's own cable may be out."""
    code, out = said("http://127.0.0.1:9/")
    assert code == 4
    assert not set(re.findall("改了|少了|多了|重新上传", out))
    assert re.search(r"^没能核对 [0-9]+ 个文件（网站拒绝连接）: ", out)
    assert "能不能上网" in out
    assert len(out.splitlines()) == 2


@pytest.mark.parametrize("status", [401, 403, 429, 500, 503])
def test_who_refuses_programs_is_not_called_changed(
    said: Said, refusing: str, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    monkeypatch.setattr(Refusing, "status", status)
    code, out = said(refusing)
    assert code == 4
    assert f"（网站回答 {status}）" in out
    assert not set(re.findall("改了|少了|多了|重新上传", out))


@pytest.mark.parametrize("status", [404, 410])
def test_what_is_gone_is_missing(
    said: Said, refusing: str, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    monkeypatch.setattr(Refusing, "status", status)
    code, out = said(refusing)
    assert code == 1
    assert "这里一个文件也没有" in out
    assert "没能核对" not in out


def test_what_could_not_be_compared_stands_beside_what_was_changed(
    said: Said, portal: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, address = portal
    (folder / "index.html").write_text("x", "utf-8")
    monkeypatch.setattr(Quiet, "busy", "/search/index.html")
    code, out = said(address, "--format", "json")
    assert code == 1
    found = json.loads(out)
    assert found["changed"] == ["index.html"]
    assert found["missing"] == []
    assert found["unchecked"] == [{"name": "search/index.html", "why": "网站回答 503"}]
    out = said(address)[1]
    assert "1 个文件和生成时不一样，少了 0 个\n" in out
    assert "没能核对 1 个文件（网站回答 503）: search/index.html\n" in out


def test_a_portal_that_drips_is_not_waited_for(
    said: Said, refusing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Refusing, "status", 200)
    monkeypatch.setattr(reach, "hashes", partial(reach.hashes, timeout=0.5))
    begun = time.monotonic()
    code, out = said(refusing)
    assert time.monotonic() - begun < 8
    assert code == 4
    assert "（0.5 秒没有回答）" in out
    # A host that is silent so often is not asked for all the rest.
    assert len(Refusing.asked) < 20


def test_what_breaks_off_is_not_called_changed(
    said: Said, portal: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Quiet, "half", "/search/index.html")
    code, out = said(portal[1])
    assert code == 4
    assert "没能核对 1 个文件（网站断开了连接）: search/index.html\n" in out


def test_a_large_file_may_take_its_time(refusing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Refusing, "status", 200)
    monkeypatch.setattr(Refusing, "drop", b"X" * 2000)
    (found,) = reach.hashes([refusing], timeout=0.5)
    assert found == reach.Answer(fs.hashes(b"X" * 2000 * 20))


def test_a_host_that_is_not_there_is_not_asked_for_every_file(
    said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def ask(*words: object, **_: object) -> None:
        asked.append(words)
        raise socket.gaierror(socket.EAI_NONAME, "x")

    monkeypatch.setattr(socket, "getaddrinfo", ask)
    code, out = said("http://nobody.example/")
    assert code == 4
    assert "（找不到这个网站）" in out
    assert len(asked) < 20


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("nothing", "没有“nothing”这个文件夹"),
        ("ftp://x.example/", "没有“ftp://x.example/”这个文件夹"),
        ("", "没有写网址"),
        ("http://[bad/", "“http://[bad/”不是网址"),
        ("http://a b/", "“http://a b/”不是网址"),
        ("http://x:99999/", "“http://x:99999/”不是网址"),
        ("http:/x.example/", "“http:/x.example/”不是网址"),
        ("http://", "“http://”不是网址"),
        ("http://h.example/?x=1", "网址里不能有“?”"),
        ("http://h.example/#x", "网址里不能有“?”"),
    ],
)
def test_what_is_no_place_is_a_wrong_use(
    root: Path, capsys: pytest.CaptureFixture[str], where: str, words: str
) -> None:
    assert cli._run(["verify", "-s", str(root), where]) == 2
    assert words in capsys.readouterr().err


def test_without_a_site_there_is_nothing_to_compare_with(said: Said, root: Path) -> None:
    shutil.rmtree(root / "public")
    assert said("https://x.example/")[0] == 2


def test_a_server_that_leads_elsewhere_is_followed_in_the_web_alone() -> None:
    """Pinned: by FTP it led into the house, and what came ended the thread that asked."""

    class Leading(Quiet):
        def do_GET(self) -> None:
            self.send_response(302)
            self.send_header("Location", f"ftp://127.0.0.1:{trap.getsockname()[1]}/a")
            self.end_headers()

    with socket.create_server(("127.0.0.1", 0)) as trap:
        trap.settimeout(0.5)
        server = ThreadingHTTPServer(("127.0.0.1", 0), Leading)
        Thread(target=server.serve_forever, daemon=True).start()
        (answer,) = reach.hashes([f"http://127.0.0.1:{server.server_address[1]}/a"], 3)
        server.shutdown()
        server.server_close()
        with pytest.raises(TimeoutError):
            trap.accept()
    assert (answer.hashes, answer.why) == (None, "网站回答 302")


def test_in_a_folder_without_a_site_that_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli._run(["verify", "-s", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert "这里没有" in said
    assert "manifest.json" in said
