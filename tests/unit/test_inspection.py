"""What `report` finds, in every form in which it is told; each finding names its file."""

from __future__ import annotations

import contextlib
import io
import json
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from datetime import date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import tiny
from python_calamine import CalamineWorkbook

from gongkai_ssg import cli, inspection, reach
from gongkai_ssg.findings import book, calendar, inspections, page, sections
from gongkai_ssg.inspection import Inspection, outside

FOLDER = "content/shjz/records/"
CATALOG = "content/shjz/catalog.yaml"


def inspect(
    root: Path, files: dict[str, str | bytes | None], day: str = "2026-03-10"
) -> Inspection:
    checked = tiny.check(tiny.write(root, files), today=datetime.fromisoformat(day).date())
    assert checked.project, checked.diagnostics
    return inspection.inspect(checked.project)


def counts(found: Inspection, dimension: str) -> dict[str, tuple[int, int, int]]:
    return {one.name: (one.items, one.filled, one.records) for one in found.by[dimension]}


def test_coverage_counts_an_item_in_each_part_to_which_it_belongs(tmp_path: Path) -> None:
    catalog = tiny.catalog(
        tiny.item({"公开层级": "[县级, 村级]", "五公开": "[结果, 服务]"}),
        tiny.item({"编码": "SHJZ-01-02", "二级事项": "标准", "公开渠道": "[公开查阅点]"}),
    )
    record = tiny.record({"区划": "shangwan", "五公开": "[执行]"})
    found = inspect(tmp_path, {CATALOG: catalog, f"{FOLDER}a.md": record})
    assert counts(found, "领域") == {"社会救助": (2, 1, 1)}
    assert counts(found, "公开主体") == {"示例县民政局": (2, 1, 1)}
    assert counts(found, "区划") == {"河湾镇": (0, 0, 0), "上湾村": (1, 1, 1)}
    assert counts(found, "渠道") == {"政府网站": (1, 1, 1), "公开查阅点": (1, 0, 0)}
    assert counts(found, "五公开") == {"服务": (1, 0, 0), "结果": (1, 0, 0)}
    line = found.lines[0]
    assert (line.domain, line.places, line.records) == ("社会救助", ("上湾村",), 1)


def test_what_waits_for_a_signature_says_which(tmp_path: Path) -> None:
    review = "{初审: {人: 科长, 日期: 2026-03-02}, 终审: {人: 局长, 日期: 2026-03-04}}"
    found = inspect(tmp_path, {f"{FOLDER}a.md": tiny.record({"审核": review})})
    assert [(one.record.id, one.missing) for one in found.unsigned] == [("a", ("复审", "保密审查"))]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"标题": "《办法》政策解读"}, ["解读没有链接原文"]),
        ({"标题": "一图读懂低保", "解读": "[b]"}, []),
        ({"标题": "示例县低保办法（试行）", "文号": "示政发〔2026〕3号"}, ["文件没有解读"]),
        ({"标题": "示例县低保办法"}, []),
        ({"标题": "示例县低保名单", "文号": "示政发〔2026〕3号"}, []),
    ],
)
def test_explanations_and_documents_without_each_other(
    tmp_path: Path, changes: dict[str, str], words: list[str]
) -> None:
    other = tiny.record({"标题": "公告", "成文日期": "2026-03-01"})
    found = inspect(tmp_path, {f"{FOLDER}a.md": tiny.record(changes), f"{FOLDER}b.md": other})
    assert [one.words for one in found.unpaired] == words


RESPONSE = "- {事情: %s, 发生时间: %s, %s回应单位: 县民政局}\n"


def answers(root: Path, day: str, *rows: tuple[str, str, str]) -> Inspection:
    """Asked, begun, answered (or nothing) → the inspection of a day."""
    text = "回应:\n"
    for name, begun, answered in rows:
        text += RESPONSE % (name, begun, f"回应时间: {answered}, " if answered else "")
    return inspect(root, {"content/responses.yaml": text}, day)


def test_an_answer_is_late_one_minute_after_24_hours(tmp_path: Path) -> None:
    found = answers(
        *(tmp_path, "2026-03-10"),
        ("当天", "2026-03-01 08:00", "2026-03-01 23:59"),
        ("差一分", "2026-03-01 08:00", "2026-03-02 07:59"),
        ("正好", "2026-03-01 08:00", "2026-03-02 08:00"),
        ("晚一分", "2026-03-01 08:00", "2026-03-02 08:01"),
        ("隔两个零点", "2026-03-01 23:59", "2026-03-03 00:00"),
        ("三天", "2026-03-01 08:00", "2026-03-04 08:00"),
    )
    assert [(a.title, a.hours, a.waiting, a.span.line) for a in found.answers] == [
        ("晚一分", 25, 0, 5),
        ("隔两个零点", 25, 0, 6),
        ("三天", 72, 0, 7),
    ]


@pytest.mark.parametrize(
    ("day", "waiting"),
    [
        ("2026-02-27", []),
        ("2026-03-01", []),
        ("2026-03-02", []),
        ("2026-03-03", [2]),
        ("2026-03-10", [9]),
    ],
)
def test_no_answer_yet_is_late_once_24_hours_are_surely_over(
    tmp_path: Path, day: str, waiting: list[int]
) -> None:
    """Of today only the day is known: what began yesterday may have waited less than 24 hours."""
    found = answers(tmp_path, day, ("没有", "2026-03-01 00:00", ""))
    assert [(a.hours, a.waiting) for a in found.answers] == [(None, days) for days in waiting]


def test_a_withdrawn_record_is_named_with_its_day(tmp_path: Path) -> None:
    found = inspect(tmp_path, {f"{FOLDER}a.md": tiny.record({"撤下日期": "2026-03-09"})})
    assert [record.id for record in found.withdrawn] == ["a"]
    assert "撤下日期 2026-03-09" in "\n".join(inspections.text(found))


def test_nothing_wrong_is_a_full_score(tmp_path: Path) -> None:
    files = {f"{FOLDER}a.md": tiny.record({"区划": "hewan"})}
    score = inspect(tmp_path, files).score
    assert (score.points, score.passed, score.deductions, score.vetoes) == (100, True, (), ())


def test_each_deduction_is_traced_and_capped(tmp_path: Path) -> None:
    limit = {"公开时限": "信息形成之日起1个工作日内"}
    files: dict[str, str | bytes | None] = {CATALOG: tiny.catalog(tiny.item(limit))}
    for n in range(1, 21):
        name = f"{FOLDER}a{n}.md"
        files[name] = tiny.record({"标题": f"第{n}份名单", "区划": "hewan"})
    (late,) = inspect(tmp_path, files).score.deductions
    assert (late.rule, len(late.found), late.points) == ("信息公开晚了", 20, 15)
    assert late.found[0].place.startswith(FOLDER)
    assert "晚了 2 个工作日" in late.found[0].words


@pytest.mark.parametrize(
    ("day", "broken"), [("2026-03-19", []), ("2026-03-20", ["首页超过 14 天没有新信息"])]
)
def test_a_home_page_two_weeks_old_is_a_veto(tmp_path: Path, day: str, broken: list[str]) -> None:
    score = inspect(tmp_path, {f"{FOLDER}a.md": tiny.record({"区划": "hewan"})}, day).score
    assert [veto.rule for veto in score.vetoes] == broken
    assert score.passed == (not broken)


def test_five_empty_columns_are_a_veto_and_four_are_not(tmp_path: Path) -> None:
    towns = "".join(f"- {{id: t{n}, 名称: 第{n}乡, 层级: 乡级}}\n" for n in range(1, 5))
    catalog = tiny.catalog(tiny.item({"公开层级": "[县级, 乡级]"}))
    files: dict[str, str | bytes | None] = {CATALOG: catalog, f"{FOLDER}a.md": tiny.record()}
    four = inspect(
        tmp_path / "4",
        {
            **files,
            "site.yaml": tiny.SITE.replace(
                "- {id: hewan", towns[:-1].rpartition("\n")[0] + "\n- {id: hewan"
            ),
        },
    )
    assert [veto.rule for veto in four.score.vetoes] == []
    five = inspect(
        tmp_path / "5",
        {**files, "site.yaml": tiny.SITE.replace("- {id: hewan", towns + "- {id: hewan")},
    )
    (veto,) = five.score.vetoes
    assert veto.rule == "空白栏目（领域、乡镇）5 个以上"
    assert veto.found[0].words == "第1乡: 没有信息"


def test_three_months_without_an_answer_is_a_veto(tmp_path: Path) -> None:
    text = "回应:\n- {事情: 停水, 发生时间: %s 08:00, 回应单位: 县民政局}\n"
    record = {f"{FOLDER}a.md": tiny.record({"区划": "hewan"})}
    old = inspect(tmp_path / "a", {**record, "content/responses.yaml": text % "2025-12-01"})
    assert [veto.rule for veto in old.score.vetoes] == ["群众关心的事超过三个月没有回应"]
    assert old.score.vetoes[0].found[0].place == "content/responses.yaml:2"
    new = inspect(tmp_path / "b", {**record, "content/responses.yaml": text % "2026-01-01"})
    assert new.score.vetoes == ()


def tables(found: Inspection) -> list[sections.Section]:
    return [*sections.sections(found), sections.detail(found)]


def test_the_workbook_says_what_the_text_says(tmp_path: Path) -> None:
    title = "=1+1"
    record = tiny.record({"标题": title, "公开日期": "2026-04-09 09:00"})
    found = inspect(tmp_path, {f"{FOLDER}a.md": record}, "2026-04-20")
    data = book.workbook(found)
    assert data == book.workbook(found)
    read = openpyxl.load_workbook(io.BytesIO(data))
    late = read["逾期公开的信息"]
    cells = [cell.value for cell in late[2]]
    assert cells[:4] == [f"{FOLDER}a.md", title, datetime(2026, 3, 30), 7]  # noqa: DTZ001
    assert late["B2"].data_type == "s"
    assert late.freeze_panes == "A2"
    other = CalamineWorkbook.from_filelike(io.BytesIO(data))
    for section in tables(found):
        rows = other.get_sheet_by_name(book.sheet_name(section.title)).to_python()
        assert tuple(rows[0]) == section.columns
        assert len(rows) - 1 == len(section.rows)


def test_sheet_names_are_such_as_excel_takes(tmp_path: Path) -> None:
    names = [book.sheet_name(s.title) for s in tables(inspect(tmp_path, {}))]
    assert len(set(names)) == len(names)
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)


def test_the_page_escapes_and_needs_no_other_file(tmp_path: Path) -> None:
    files: dict[str, str | bytes | None] = {
        f"{FOLDER}a.md": tiny.record({"标题": "<b>名单", "状态": "草稿"})
    }
    html = page.page(inspect(tmp_path, files), "示例县")
    assert "&lt;b&gt;名单" in html
    assert "<b>" not in html
    assert "src=" not in html
    assert "只给内部看" in html


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    status = cli._run(["report", *words])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_report_writes_the_file_that_was_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tiny.write(tmp_path / "site", {f"{FOLDER}a.md": tiny.record()})
    monkeypatch.chdir(tmp_path)
    where = ("-s", str(root), "--clock", "2026-03-10")
    for form, begin in (("xlsx", b"PK"), ("html", b"<!doctype html>"), ("ics", b"BEGIN:VCALENDAR")):
        assert run(capsys, *where, "--format", form)[0] == 0
        assert Path(f"公开情况-2026-03-10.{form}").read_bytes().startswith(begin)
    assert run(capsys, *where, "--ics", "-o", "到期.ics")[0] == 0
    assert Path("到期.ics").read_bytes() == Path("公开情况-2026-03-10.ics").read_bytes()
    status, out, _ = run(capsys, *where, "-o", "情况.txt")
    assert (status, out) == (0, "")
    assert "自查得分" in Path("情况.txt").read_text("utf-8")


def test_report_never_writes_into_the_site_that_goes_up(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tiny.write(tmp_path, {})
    where = root / "public" / "r.html"
    status, _, err = run(capsys, "-s", str(root), "--format", "html", "-o", str(where))
    assert status == 2
    assert "请换一个文件夹" in err
    assert not where.exists()


def test_the_calendar_has_what_falls_due(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    catalog = tiny.catalog(tiny.item({"公开时限": "每季度公开一次"}))
    record = tiny.record({"公示期": "{起: 2026-03-05, 止: 2026-03-12}", "撤下日期": "2026-04-01"})
    root = tiny.write(tmp_path, {CATALOG: catalog, f"{FOLDER}a.md": record})
    out = run(
        capsys, "-s", str(root), "--clock", "2026-03-10", "--ics", "-o", str(tmp_path / "d.ics")
    )
    assert out[0] == 0
    text = (tmp_path / "d.ics").read_bytes().decode().replace("\r\n ", "")
    for day, title in (
        ("20260630", "审核确认结果（SHJZ-01-01）到期公开"),
        ("20260312", "三月名单: 公示期满"),
        ("20260401", "三月名单: 撤下"),
    ):
        assert f"DTSTART;VALUE=DATE:{day}\r\nSUMMARY:{title}" in text


def test_two_things_due_on_one_day_are_two_in_the_calendar(tmp_path: Path) -> None:
    files = {
        CATALOG: tiny.catalog(tiny.item({"公开时限": "每季度公开一次"})),
        f"{FOLDER}shjz-01-01.md": tiny.record(
            {"公示期": "{起: 2026-03-05, 止: 2026-06-30}", "撤下日期": "2026-06-30"}
        ),
    }
    checked = tiny.check(tiny.write(tmp_path, files), today=date(2026, 3, 10))
    assert checked.project
    made = calendar.calendar(checked.project, inspection.inspect(checked.project)).decode()
    found = [line for line in made.splitlines() if line.startswith("UID:")]
    assert found == [
        "UID:item-shjz-01-01-2026-06-30@sl.example",
        "UID:record-shjz-01-01-posting@sl.example",
        "UID:record-shjz-01-01-withdrawn@sl.example",
    ]


class Answers(BaseHTTPRequestHandler):
    """404 for what is gone, 403 for what refuses programs, 200 for the rest."""

    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        if self.path == "/drip":
            self.drip()
        status = {"/gone": 404, "/no": 403, "/busy": 503, "/on": 302, "/loop": 302}.get(
            self.path, 200
        )
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/gone" if self.path == "/on" else "/loop")
        self.end_headers()

    def drip(self) -> None:
        """A byte now and then, for ever: each of them is in time."""
        with contextlib.suppress(OSError):
            self.wfile.write(b"HTTP/1.0 200 OK\r\n")
            for _ in range(60):
                self.wfile.write(b"X")
                time.sleep(0.1)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("no_proxy", "*")
    Answers.asked = []
    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_address[1]}"
        running.shutdown()


def test_links_that_nobody_can_open_are_named(server: str) -> None:
    closed = "http://127.0.0.1:9/"
    urls = [f"{server}/", f"{server}/gone", f"{server}/no", f"{server}/busy", closed]
    assert list(reach.unreachable([*urls, f"{server}/on", f"{server}/loop"])) == [
        (f"{server}/gone", "没有这一页（404）"),
        (closed, "网站拒绝连接"),
        (f"{server}/on", "没有这一页（404）"),
    ]


def test_each_reason_has_its_own_words(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    unknown = [socket.EAI_NONAME, socket.EAI_AGAIN]

    def ask(*_: object, **__: object) -> None:
        raise socket.gaierror(unknown.pop(0), "x")

    secure = server.replace("http:", "https:")
    assert list(reach.unreachable([f"{secure}/", "http://[::", "https:///x", "http://a b/"])) == [
        (f"{secure}/", "安全连接（https）建立不了"),
        ("http://[::", "网址写得不对"),
        ("https:///x", "网址写得不对"),
        ("http://a b/", "网址写得不对"),
    ]
    monkeypatch.setattr(socket, "getaddrinfo", ask)
    whys = [dict(reach.unreachable(["http://nobody.example/"])) for _ in range(2)]
    assert [next(iter(why.values())) for why in whys] == [
        "找不到这个网站",
        "查不到这个网站的地址，可能没有联网",
    ]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ssl.SSLCertVerificationError("x"), "网站的证书有问题"),
        (ssl.SSLError("x"), "安全连接（https）建立不了"),
        (ConnectionRefusedError(), "网站拒绝连接"),
        (ConnectionResetError(), "网站断开了连接"),
        (OSError(113, "No route to host"), "连不上这个网站"),
        (TimeoutError(), "3 秒没有回答"),
        ("unknown url type", "打不开"),
    ],
)
def test_what_the_network_says_is_told_in_words(error: object, words: str) -> None:
    assert reach._reason(error, 3) == words


def test_a_server_that_drips_is_left_alone(server: str) -> None:
    begun = time.monotonic()
    (dead,) = reach.unreachable([f"{server}/drip"], timeout=0.5)
    assert dead == (f"{server}/drip", "0.5 秒没有回答")
    assert time.monotonic() - begun < 3


def test_nobody_goes_on_listening_to_servers_that_drip(server: str) -> None:
    dead = list(reach.unreachable([f"{server}/drip"] * 20, timeout=0.3))
    assert len(dead) == 20
    until = time.monotonic() + 15
    while _listening() and time.monotonic() < until:
        time.sleep(0.05)
    assert _listening() == 0


def _listening() -> int:
    return sum(thread.name == "reach" for thread in threading.enumerate())


def test_chinese_addresses_are_asked_as_they_go_over_the_wire(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (
        reach.as_asked("http://示例县.政务.中国") == "http://xn--fsq55hny6b.xn--zfr164b.xn--fiqs8s/"
    )
    assert reach.as_asked("https://A.example:8443/a%20b?x=县#y") == (
        "https://a.example:8443/a%20b?x=%E5%8E%BF"
    )
    found: list[str] = []
    real = socket.getaddrinfo

    def ask(host: str, *more: Any) -> Any:
        found.append(host)
        return real("127.0.0.1", *more)

    monkeypatch.setattr(socket, "getaddrinfo", ask)
    port = server.rpartition(":")[2]
    assert list(reach.unreachable([f"http://示例.中国:{port}/公开/指南?县=1"])) == []
    assert found == ["xn--fsq092h.xn--fiqs8s"]
    assert Answers.asked == ["/%E5%85%AC%E5%BC%80/%E6%8C%87%E5%8D%97?%E5%8E%BF=1"]


def test_report_links_tries_each_address_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], server: str
) -> None:
    body = f"见[这里]({server}/gone)，又见（{server}/gone）。\n\n也见 {server}/good。\n"
    root = tiny.write(tmp_path, {f"{FOLDER}a.md": tiny.record({}, body)})
    where = ("-s", str(root), "--clock", "2026-03-10", "--links")
    status, out, err = run(capsys, *where, "--format", "json")
    assert status == 0
    assert "试 2 个链接" in err
    (dead,) = json.loads(out)["dead"]
    assert (dead["url"], dead["path"]) == (f"{server}/gone", f"{FOLDER}a.md")
    lines = (root / f"{FOLDER}a.md").read_text("utf-8").splitlines()
    assert "/gone" in lines[dead["line"] - 1]
    assert run(capsys, *where[:-1], "--format", "json")[1].count('"dead": null') == 1


def test_an_address_ends_where_its_sentence_goes_on() -> None:
    text = "见（https://a.example/x(1)）。https://b.example/y, 和[z](https://c.example/z)；https://d.example/。"
    assert list(outside._in_text(text)) == [
        "https://a.example/x(1)",
        "https://b.example/y",
        "https://c.example/z",
        "https://d.example/",
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("详见https://a.gov.cn/x。另外", "https://a.gov.cn/x"),
        ("http://a.gov.cn和县政府网站", "http://a.gov.cn"),
        ("http://a.gov.cn/x另见附件", "http://a.gov.cn/x"),
        ("http://a.gov.cn.下载", "http://a.gov.cn"),
        ("（http://a.gov.cn：8080）", "http://a.gov.cn"),
        ("http://a.gov.cn:8080和", "http://a.gov.cn:8080"),
        ("http://a.gov.cn？还是", "http://a.gov.cn"),
        ("http://a.gov.cn/?a=1&b=2…", "http://a.gov.cn/?a=1&b=2"),
        ("| http://a.gov.cn/x|表 |", "http://a.gov.cn/x"),
        ("http://127.0.0.1:80/x、", "http://127.0.0.1:80/x"),
        # A Chinese host begins right after the slashes.
        ("见http://示例县.政务.cn和别处", "http://示例县.政务.cn"),
        ("见http://示例县a.政务.中国/x和", "http://示例县a.政务.中国/x"),
        ("见http://www.示例.中国和", "http://www.示例.中国"),
        ("见http://示例.测试/", "http://示例.测试/"),
        # What is marked as a link is one to its end.
        ("[表](https://a.gov.cn/公开(一)/表.xlsx)下载", "https://a.gov.cn/公开(一)/表.xlsx"),
        ('[表](https://a.gov.cn/表 "题")', "https://a.gov.cn/表"),
        ("<https://a.gov.cn/指南>。", "https://a.gov.cn/指南"),
        ('<a href="https://a.gov.cn/x?a=1&amp;b=县">', "https://a.gov.cn/x?a=1&b=县"),
        ("[1]: https://a.gov.cn/指南", "https://a.gov.cn/指南"),
        ("http://和https://都可以", None),
    ],
)
def test_an_address_in_chinese_text(text: str, found: str | None) -> None:
    assert list(outside._in_text(text)) == ([found] if found else [])


def test_the_addresses_of_pages_are_tried_too(tmp_path: Path) -> None:
    page = "---\n标题: 公开指南\n栏目: 公开指南\n日期: 2026-03-01\n---\n\n见 https://a.gov.cn/x。\n"
    checked = tiny.check(tiny.write(tmp_path, {"content/pages/guide.md": page}))
    assert checked.project, checked.diagnostics
    (one,) = outside.addresses(checked.project)
    place = (one.url, one.span.path, one.span.line)
    assert place == ("https://a.gov.cn/x", "content/pages/guide.md", 7)


def test_the_sample_county_has_findings_but_passes() -> None:
    root = Path(__file__).parents[2]
    checked = tiny.check(root, today=datetime.fromisoformat("2026-11-27").date())
    assert checked.project, checked.diagnostics
    found = inspection.inspect(checked.project)
    assert found.score.passed
    assert found.unsigned
    assert found.answers
    assert found.withdrawn
    assert {name for name, parts in found.by.items() if any(p.records for p in parts)} == set(
        found.by
    )
