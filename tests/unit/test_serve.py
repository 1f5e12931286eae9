"""The preview: what is served to whom, what a save does, how it ends."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from pkgutil import resolve_name
from typing import Any, NamedTuple

import pytest
from hatchling.builders.wheel import WheelBuilder
from watchdog.observers import Observer

from gongkai_ssg import build, scaffold, search, serve
from gongkai_ssg.build import Options
from gongkai_ssg.preview import answers, overlay, workshop
from gongkai_ssg.preview.overlay import Trouble
from gongkai_ssg.preview.server import Server
from gongkai_ssg.preview.watch import Watcher, counts
from gongkai_ssg.preview.workshop import Workshop

TODAY = date(2026, 11, 20)
PATIENCE = 20.0  # seconds; a busy machine must not fail a test that is about order
ITEM = "content/zdbc/zdbc-02-03.md"
ITEM_PAGE = "/i/zdbc-02-03/index.html"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    scaffold.init(folder)
    return folder


class Reply(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class Preview(NamedTuple):
    """A running preview and what it said."""

    server: Server
    said: list[str]

    def get(self, path: str, method: str = "GET", **headers: str) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=PATIENCE)
        try:
            connection.putrequest(method, path, skip_host="Host" in headers)
            for name, value in headers.items():
                connection.putheader(name, value)
            connection.endheaders()
            reply = connection.getresponse()
            return Reply(reply.status, dict(reply.getheaders()), reply.read())
        finally:
            connection.close()

    def updates(self) -> int:
        return sum("已更新" in line for line in self.said)

    def sees(self, path: str, words: str) -> None:
        until(lambda: words in self.get(path).text)

    def misses(self, path: str, words: str) -> None:
        until(lambda: words not in self.get(path).text)


@contextmanager
def running(site: Path, **options: Any) -> Iterator[Preview]:
    said: list[str] = []
    with serve.preview(Options(site, TODAY, **options), 0, said.append) as server:
        yield Preview(server, said)


@pytest.fixture(scope="module")
def resting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """A preview of a site that nobody edits."""
    site = tmp_path_factory.mktemp("resting") / "site"
    scaffold.init(site)
    with running(site) as found:
        yield found


@pytest.fixture
def preview(site: Path) -> Iterator[Preview]:
    with running(site) as found:
        yield found


def until(happens: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not happens():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def files(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {
        p.relative_to(folder).as_posix(): (p.stat().st_mtime_ns, p.read_bytes())
        for p in folder.rglob("*")
        if p.is_file()
    }


def own_theme(site: Path, name: str, text: str) -> None:
    """A county's theme with one template of its own."""
    folder = site / "themes/xian/templates"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, "utf-8")
    settings = (site / "site.yaml").read_text("utf-8")
    if "主题" not in settings:
        (site / "site.yaml").write_text(settings + "\n主题: xian\n", "utf-8")


# ------------------------------------------------------------------- what is served


def test_every_file_is_the_one_that_a_build_writes(site: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build.build(Options(site, TODAY, output=out, write_ledger=False))
    names = set(files(out)) - {"manifest.json", answers.NOT_FOUND}
    assert {"index.html", "data/catalog.json", "feed.xml", "static/site.css"} <= names
    with running(site) as preview:
        for name in sorted(names):
            reply = preview.get(f"/{name}")
            served = reply.body
            if name.endswith(".html"):
                script, _, _ = reply.text.partition('<script src="/_gongkai/live.js"')
                served = script.encode() + b"</body>" + served.rpartition(b"</body>")[2]
            assert (reply.status, served) == (200, (out / name).read_bytes()), name


def test_a_preview_writes_nothing(site: Path) -> None:
    before = files(site)
    with running(site) as preview:
        assert preview.get("/").status == 200
        assert preview.get("/pagefind/none").status == 404
    assert files(site) == before


def test_every_answer_is_made_anew(resting: Preview) -> None:
    for path in ("/", "/static/site.css", "/none", "/_gongkai/live.js"):
        headers = resting.get(path).headers
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a/index.html", "text/html; charset=utf-8"),
        ("static/site.css", "text/css; charset=utf-8"),
        ("static/search.js", "text/javascript; charset=utf-8"),
        ("static/SEARCH.JS", "text/javascript; charset=utf-8"),
        ("data/catalog.json", "application/json; charset=utf-8"),
        ("i/x/qr.svg", "image/svg+xml; charset=utf-8"),
        ("feed.xml", "application/xml; charset=utf-8"),
        ("pagefind/pagefind.wasm", "application/wasm"),
        ("pagefind/index/x.pf_index", "application/octet-stream"),
        ("r/x/a.pdf", "application/pdf"),
        ("r/x/a.csv", "text/csv; charset=utf-8"),
        ("r/x/a", "application/octet-stream"),
    ],
)
def test_content_types_do_not_come_from_the_registry(name: str, kind: str) -> None:
    assert answers.kind_of(name) == kind


def test_a_missing_page_shows_404_with_links_that_lead_back_here(resting: Preview) -> None:
    reply = resting.get("/no/such/page.html")
    assert reply.status == 404
    assert "没有找到" in reply.text
    assert "https://sl.example/gk/" not in reply.text
    assert '"/index.html"' in reply.text


@pytest.mark.parametrize(
    ("path", "location"),
    [("/zdbc", "/zdbc/"), ("/i/zdbc-02-03?v=1", "/i/zdbc-02-03/?v=1")],
)
def test_a_folder_without_its_stroke_leads_on(resting: Preview, path: str, location: str) -> None:
    reply = resting.get(path)
    assert (reply.status, reply.headers["Location"]) == (302, location)


def test_a_folder_shows_its_page_whatever_the_query(resting: Preview) -> None:
    page = resting.get(ITEM_PAGE).text
    assert resting.get("/i/zdbc-02-03/").text == page
    assert resting.get("/i/zdbc-02-03/?v=1").text == page
    assert resting.get("/i/zdbc%2D02-03/?v=1").text == page


def test_head_gives_no_body(resting: Preview) -> None:
    reply = resting.get("/", "HEAD")
    assert (reply.status, reply.body) == (200, b"")
    assert int(reply.headers["Content-Length"]) > 1000
    assert resting.get("/_gongkai/events", "HEAD").status == 200


def test_drafts_are_seen_only_when_asked_for(site: Path) -> None:
    options = Options(site, TODAY)
    draft = scaffold.new_record(build.check(options), options, "SHJZ-02-01")
    for drafts, status in ((False, 404), (True, 200)):
        with running(site, drafts=drafts) as preview:
            assert preview.get(f"/r/{draft.stem}/index.html").status == status


# ------------------------------------------------------------------------ to whom


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST:8000", "127.0.0.1:1"])
def test_this_machine_s_names_are_answered(resting: Preview, host: str) -> None:
    assert resting.get("/", Host=host).status == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", "localhost.", "", "127.0.0.1:a",
     "localhost@evil.example", "[::1]", "127.0.0.1:80, evil.example"],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/", "/_gongkai/events", "/data/records.json"])
def test_other_names_are_refused(resting: Preview, host: str, path: str) -> None:
    reply = resting.get(path, Host=host)
    assert reply.status == 403
    assert "http://127.0.0.1" in reply.text


@pytest.mark.parametrize(
    "request_",
    ["GET / HTTP/1.0\r\n\r\n", "GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n"],
)
def test_no_name_and_two_names_are_refused(resting: Preview, request_: str) -> None:
    with socket.create_connection(("127.0.0.1", resting.server.port), PATIENCE) as connection:
        connection.sendall(request_.encode())
        assert b" 403 " in connection.recv(1000)


def test_only_this_machine_is_listened_to(resting: Preview) -> None:
    assert resting.server.server_address[0] == "127.0.0.1"


@pytest.mark.parametrize(
    "path",
    ["/../site.yaml", "/site.yaml", "/static/../../site.yaml", "/%2e%2e/site.yaml", "//etc/passwd",
     "/..%2fsite.yaml", "/..%5csite.yaml", "/static/%00", "/content/zdbc/catalog.yaml",
     "/_gongkai/../site.yaml", "/_gongkai/server.py", "/_gongkai/", "http://evil.example/site.yaml",
     "/r/2026-04-16-shjz-zijin/../../../site.yaml", "/static/C:/Windows/win.ini",
     "*", "/published.yaml"],
)  # fmt: skip
def test_no_path_reaches_the_disk(resting: Preview, path: str) -> None:
    reply = resting.get(path)
    assert reply.status in (403, 404)
    assert "单位:" not in reply.text
    assert "root:" not in reply.text


# --------------------------------------------------------------------- what a save does


def test_a_save_is_seen(site: Path, preview: Preview) -> None:
    assert "全新的说明" not in preview.get(ITEM_PAGE).text
    edit(site / ITEM, "## 这是什么", "## 全新的说明")
    preview.sees(ITEM_PAGE, "全新的说明")


def test_an_error_keeps_the_last_good_page_and_says_what_to_do(
    site: Path, preview: Preview
) -> None:
    assert "overlay" not in preview.get(ITEM_PAGE).text
    edit(site / ITEM, "公开方式: 主动", "公开方式: <b>网上</b>")
    preview.sees(ITEM_PAGE, 'role="alert"')
    text = preview.get(ITEM_PAGE).text
    assert "政府准备征收某一块地" in text
    assert f"<code>{ITEM}:21:7 GK104</code>" in text
    assert "“公开方式”不能写“&lt;b&gt;网上&lt;/b&gt;”" in text
    assert "改法：" in text
    assert "<b>网上" not in text


def test_the_overlay_goes_when_the_error_is_mended(site: Path, preview: Preview) -> None:
    edit(site / ITEM, "公开方式: 主动", "公开方式: 网上")
    preview.sees("/", 'role="alert"')
    edit(site / ITEM, "公开方式: 网上", "公开方式: 主动")
    preview.misses("/", 'role="alert"')


def test_warnings_stop_nothing_unless_they_are_strictly_taken(site: Path) -> None:
    (site / "content/zdbc/stray.txt").parent.joinpath("x.yaml").write_text("a: b\n", "utf-8")
    assert [d.severity for d in build.check(Options(site, TODAY)).diagnostics] == ["warning"]
    with running(site) as preview:
        assert preview.get("/").status == 200
    with running(site, strict=True) as preview:
        assert preview.get("/").status == 503


def test_a_site_that_begins_with_errors_has_a_page_that_says_so(site: Path) -> None:
    edit(site / "site.yaml", "行政区划:", "行政区：")
    with running(site) as preview:
        reply = preview.get("/any/where.html")
        assert reply.status == 503
        assert reply.text.startswith("<!DOCTYPE html>")
        assert 'lang="zh-CN"' in reply.text
        assert "还没有页面可以看" in reply.text
        assert "live.js" in reply.text
        edit(site / "site.yaml", "行政区：", "行政区划:")
        until(lambda: preview.get("/").status == 200)


def test_a_folder_without_a_site_is_answered_too(tmp_path: Path) -> None:
    with running(tmp_path) as preview:
        assert "GK401" in preview.get("/").text


@pytest.mark.parametrize(
    "template",
    [
        "{{ nothing.at.all }}",
        "{% if %}",
        "{{ 1 / 0 }}",
        "{% extends 'none.html' %}",
        "{{ 'a' + 1 }}",
    ],
)
def test_a_template_that_fails_brings_back_the_last_good_site(site: Path, template: str) -> None:
    own_theme(site, "item.html", "<!doctype html><main data-pagefind-body>一</main>")
    with running(site) as preview:
        preview.sees(ITEM_PAGE, ">一<")
        assert preview.get("/pagefind/x").status == 404  # waits until every page was rendered
        own_theme(site, "item.html", template)
        preview.sees(ITEM_PAGE, 'role="alert"')
        assert ">一<" in preview.get(ITEM_PAGE).text
        own_theme(site, "item.html", "<!doctype html><main data-pagefind-body>二</main>")
        preview.sees(ITEM_PAGE, ">二<")
        assert 'role="alert"' not in preview.get(ITEM_PAGE).text


def test_a_failing_template_is_found_though_nobody_looks_at_its_page(site: Path) -> None:
    own_theme(site, "item.html", "<!doctype html>\n{{ nothing }}")
    with running(site) as preview:
        preview.sees("/", "themes/xian/templates/item.html:2")


def test_a_template_without_a_body_gets_the_script_all_the_same(site: Path) -> None:
    own_theme(site, "changes.html", "<p>记录</p>")
    with running(site) as preview:
        text = preview.get("/changes/").text
        assert text.startswith("<p>记录</p>")
        assert "live.js" in text


def test_a_good_page_stays_good_while_its_template_is_being_broken(site: Path) -> None:
    own_theme(site, "changes.html", "一")
    own_theme(site, "catalog.html", "一")
    options = Options(site, TODAY)
    checked = build.check(options)
    assert checked.project is not None
    snapshot = workshop.Snapshot(checked, checked.project, site)
    own_theme(site, "changes.html", "{% broken")
    (site / "themes/xian/templates/catalog.html").unlink()
    assert snapshot.page("changes/index.html") == "一"
    assert snapshot.page("catalog/index.html") == "一"


def test_a_burst_of_saves_is_one_build(site: Path, preview: Preview) -> None:
    until(lambda: preview.updates() == 1)
    for n in range(40):
        (site / f"content/pages/p{n}.md").write_text(
            f"---\n标题: 页{n}\n日期: 2026-01-01\n---\n", "utf-8"
        )
    preview.sees("/pages/p39/", "页39")
    time.sleep(2 * workshop.QUIET)
    assert preview.updates() == 2


def test_a_save_during_a_build_makes_another(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go_on, check = threading.Event(), threading.Event(), build.check

    def slow(options: Options) -> build.Checked:
        checked = check(options)
        begun.set()
        assert go_on.wait(PATIENCE)
        return checked

    monkeypatch.setattr(build, "check", slow)
    with running(site) as preview:
        assert begun.wait(PATIENCE)
        edit(site / ITEM, "## 这是什么", "## 后来写的")
        time.sleep(2 * workshop.QUIET)
        go_on.set()
        preview.sees(ITEM_PAGE, "后来写的")


@pytest.mark.parametrize(
    ("where", "name"),
    [("gongkai_ssg.build:check", "catalog.yaml"), ("gongkai_ssg.kept:themes", "4913")],
)
def test_a_file_that_is_away_for_a_moment_is_waited_for(
    site: Path, monkeypatch: pytest.MonkeyPatch, where: str, name: str
) -> None:
    """One of the content, or one of the theme, for which an editor puts others beside it."""
    read, failures = resolve_name(where), iter(range(3))

    def unlucky(what: Any) -> Any:
        if next(failures, None) is not None:
            raise PermissionError(13, "Permission denied", name)
        return read(what)

    monkeypatch.setattr(where.replace(":", "."), unlucky)
    with running(site) as preview:
        assert preview.get("/").status == 200
        assert preview.updates() == 1


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (PermissionError(13, "Permission denied", "a.yaml"), "没有权限"),
        (KeyError("x"), "程序出错"),
        (GeneratorExit(), "程序出错"),
    ],
)
def test_whatever_happens_is_said_in_chinese_and_survived(
    site: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, words: str
) -> None:
    check = build.check

    def failing(_: Options) -> build.Checked:
        raise error

    monkeypatch.setattr(build, "check", failing)
    with running(site) as preview:
        assert words in preview.get("/").text
        monkeypatch.setattr(build, "check", check)
        preview.server.workshop.touch()
        until(lambda: preview.get("/").status == 200)


def test_an_attachment_that_cannot_be_read_is_said_to_be(site: Path, preview: Preview) -> None:
    name = "2026-04-16-shjz-zijin.csv"
    path = f"/r/2026-04-16-shjz-zijin/{name}"
    assert preview.get(path).status == 200
    next(site.rglob(f"content/**/{name}")).unlink()
    reply = preview.get(path)
    assert (reply.status, "不见了" in reply.text) == (503, True)


def test_without_the_search_program_the_pages_are_there(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_: object) -> None:
        raise search.SearchError("找不到检索程序")

    monkeypatch.setattr(search, "Index", missing)
    with running(site) as preview:
        assert preview.get("/pagefind/x").status == 404
        assert preview.get("/").status == 200
        assert preview.said.count("找不到检索程序") == 1


# ------------------------------------------------------------------------------ news


def news(preview: Preview) -> Iterator[dict[str, Any]]:
    connection = http.client.HTTPConnection("127.0.0.1", preview.server.port, timeout=PATIENCE)
    try:
        connection.request("GET", "/_gongkai/events")
        reply = connection.getresponse()
        assert reply.getheader("Content-Type") == "text/event-stream; charset=utf-8"
        for line in reply:
            if line.startswith(b"data: "):
                yield json.loads(line[6:])
    finally:
        connection.close()


def test_news_tell_of_a_new_page_of_problems_and_of_their_end(site: Path, preview: Preview) -> None:
    events = news(preview)
    first = next(events)
    assert f'data-page="{first["page"]}" data-news="{first["news"]}"' in preview.get("/").text
    assert first["problems"] == ""
    edit(site / ITEM, "公开方式: 主动", "公开方式: 网上")
    second = next(events)
    assert second["page"] == first["page"]
    assert "GK104" in second["problems"]
    edit(site / ITEM, "公开方式: 网上", "公开方式: 主动")
    third = next(events)
    assert third["page"] != first["page"]
    assert third["problems"] == ""
    events.close()


def test_news_beat_while_there_are_none(resting: Preview, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gongkai_ssg.preview.server._HEARTBEAT", 0.05)
    with socket.create_connection(("127.0.0.1", resting.server.port), PATIENCE) as connection:
        connection.sendall(b"GET /_gongkai/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
        heard = b""
        while b"\n:\n\n:\n\n" not in heard:
            heard += connection.recv(1000)


def test_the_next_preview_is_never_taken_for_the_last_one(site: Path) -> None:
    pages = set()
    for _ in range(2):
        with running(site) as preview:
            pages.add(preview.server.workshop.shown().token)
    assert len(pages) == 2


def test_many_problems_are_cut_short() -> None:
    html = overlay.html([Trouble("a:1:1", "GK001", "错")] * 60, alone=False)
    assert html.count("<li>") == 51
    assert "有 60 个问题" in html
    assert "还有 10 个问题" in html


def test_a_problem_without_place_or_remedy_has_no_empty_lines() -> None:
    assert "<p></p>" not in overlay.html([Trouble("", "", "磁盘满了")], alone=True)


def test_what_the_preview_adds_is_in_the_wheel() -> None:
    root = Path(serve.__file__).parents[1]
    packed = {f.distribution_path for f in WheelBuilder(str(root)).recurse_included_files()}
    added = {f"gongkai_ssg/preview/{name}" for name in overlay.own_files()}
    assert added <= {path.replace("\\", "/") for path in packed}


# ---------------------------------------------------------------------------- watching


@pytest.mark.parametrize(
    "path",
    ["site.yaml", "published.yaml", "content/zdbc/catalog.yaml", "content/points.yaml",
     "content/zdbc/records/表.XLSX", "themes/xian/static/site.css", "themes/xian/theme.yaml"],
)  # fmt: skip
def test_what_counts(path: str) -> None:
    assert counts(path)


@pytest.mark.parametrize(
    "path",
    ["public/index.html", ".site.yaml.new", "content/.git/a.yaml", "content/zdbc/~$表.xlsx",
     "content/zdbc/.catalog.yaml.swp", "content/zdbc/catalog.yaml~", "content/zdbc/a.tmp",
     "content/zdbc/4913", "notes.yaml", "sub/site.yaml", "site.yaml/x", "../content/a.md",
     "content", "README.md", "themes/.x/a.css", ".", "content/zdbc/表.pdf.crdownload"],
)  # fmt: skip
def test_what_does_not_count(path: str) -> None:
    assert not counts(path)


class Heard:
    """Counts the changes that a watcher tells of."""

    def __init__(self, root: Path) -> None:
        self.root, self.number = root, 0

    def __call__(self) -> None:
        self.number += 1

    def after(self, act: Callable[[], object]) -> bool:
        before = self.number
        act()
        end = time.monotonic() + PATIENCE
        while self.number == before and time.monotonic() < end:
            time.sleep(0.02)
        return self.number > before


@pytest.fixture(params=["", "__init__", "start"], ids=["native", "no instance", "no watch"])
def heard(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Heard]:
    if request.param:  # the system runs out of its means there: files are looked at instead

        def exhausted(_: object) -> None:
            raise OSError(28, "inotify watch limit reached")

        monkeypatch.setattr(Observer, request.param, exhausted)
    heard = Heard(tmp_path)
    watcher = Watcher(tmp_path, heard)
    yield heard
    watcher.stop()


def test_files_and_folders_that_come_go_and_move_are_heard(heard: Heard) -> None:
    root = heard.root
    assert heard.after(lambda: (root / "site.yaml").write_text("a: b"))
    assert heard.after((root / "content").mkdir)
    assert heard.after(lambda: (root / "content/zdbc/records").mkdir(parents=True))
    assert heard.after(lambda: (root / "content/zdbc/a.md").write_text("a"))
    assert heard.after(lambda: (root / "content/zdbc/a.md").write_text("ab"))
    (root / "content/zdbc/.b.new").write_text("b")
    assert heard.after(lambda: (root / "content/zdbc/.b.new").rename(root / "content/zdbc/b.md"))
    time.sleep(1)  # looking at files by turns, the watcher must have seen it before it goes
    assert heard.after((root / "content/zdbc/b.md").unlink)
    assert heard.after(lambda: (root / "content").rename(root / "away"))
    assert heard.after(lambda: (root / "away").rename(root / "content"))
    assert heard.after(lambda: (root / "content/zdbc/a.md").write_text("again"))


def test_reading_and_building_are_not_heard(heard: Heard) -> None:
    (heard.root / "content").mkdir()
    assert heard.after(lambda: (heard.root / "content/a.md").write_text("a"))
    time.sleep(1)
    before = heard.number
    (heard.root / "content/a.md").read_text()
    list((heard.root / "content").iterdir())
    (heard.root / "public").mkdir()
    (heard.root / "public/index.html").write_text("x")
    (heard.root / "content/.hidden.md").write_text("x")
    time.sleep(1)
    assert heard.number == before


# ---------------------------------------------------------------------------- the end


def suppressed(act: Callable[[str], object]) -> Callable[[str], None]:
    def acted(argument: str) -> None:
        with suppress(OSError, http.client.HTTPException):
            act(argument)

    return acted


def test_all_threads_end_whatever_the_browsers_do(site: Path) -> None:
    before = set(threading.enumerate())
    with running(site) as preview:
        port = preview.server.port
        idle = socket.create_connection(("127.0.0.1", port))
        events = news(preview)
        assert next(events)["problems"] == ""
        waiting = threading.Thread(target=suppressed(preview.get), args=["/pagefind/x"])
        waiting.start()
    waiting.join(PATIENCE)
    idle.close()
    assert list(events) == []
    assert set(threading.enumerate()) <= before
    with pytest.raises(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port)):
        pass


def test_a_preview_that_is_stopped_before_its_first_build_ends(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = build.check

    def slow(options: Options) -> build.Checked:
        time.sleep(0.5)
        return check(options)

    monkeypatch.setattr(build, "check", slow)
    with running(site) as preview:
        workshop_ = preview.server.workshop
    with pytest.raises(workshop.ClosedError):
        workshop_.shown()


def test_a_port_that_is_taken_gives_the_next(site: Path) -> None:
    with running(site) as first:
        said: list[str] = []
        with serve.preview(Options(site, TODAY), first.server.port, said.append) as second:
            assert first.server.port < second.port < first.server.port + 100
            assert Preview(second, said).get("/").status == 200


def test_when_all_ports_are_taken_the_error_names_the_first(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running(site) as first:
        monkeypatch.setattr("gongkai_ssg.preview.server._TRIES", 1)
        with pytest.raises(OSError, match=f":{first.server.port}") as caught:
            serve.run(Options(site, TODAY), first.server.port, open_browser=False, say=print)
    assert "端口都被占用" in workshop.sentence(caught.value)


def test_the_ledger_is_never_written_whatever_the_options(site: Path) -> None:
    options = replace(Options(site, TODAY), write_ledger=True)
    with serve.preview(options, 0, print) as server:
        assert server.workshop.options.write_ledger is False


def test_run_tells_the_address_opens_the_browser_and_ends(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    opened: list[str] = []

    def interrupted(_: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(serve.time, "sleep", interrupted)
    monkeypatch.setattr(webbrowser, "open", opened.append)
    with running(site) as other:
        taken = other.server.port
        serve.run(Options(site, TODAY), taken, open_browser=True, say=said.append)
    assert said[0].startswith(f"端口 {taken} 用不了，改用 ")
    assert said[1] == f"预览地址: {opened[0]}"
    assert said[-1] == "已停止。"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for one process")
def test_ctrl_c_stops_the_command_cleanly(site: Path) -> None:
    command = [sys.executable, "-W", "error", "-m", "gongkai_ssg", "serve", "-p", "8300"]
    root = Path(serve.__file__).parents[1]
    with subprocess.Popen(
        [*command, "-s", str(site)],
        stderr=subprocess.PIPE,
        cwd=root,
        encoding="utf-8",
        # Tests that run in the background are started with the signal ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
    ) as process:
        assert process.stderr is not None
        lines = [process.stderr.readline()]
        while "已更新" not in lines[-1]:
            assert lines[-1], lines
            lines.append(process.stderr.readline())
        process.send_signal(signal.SIGINT)
        rest = process.stderr.read()
        assert process.wait(PATIENCE) == 0
    assert rest.endswith("已停止。\n")
    assert any("预览地址: http://127.0.0.1:" in line for line in lines)


def test_the_workshop_says_nothing_while_nothing_changes(site: Path) -> None:
    said: list[str] = []
    quiet = Workshop(Options(site, TODAY), said.append)
    quiet.start()
    quiet.shown()
    time.sleep(3 * workshop.IDLE)
    quiet.stop()
    assert sum("已更新" in line for line in said) == 1
    assert sum("可以搜索" in line for line in said) <= 1
