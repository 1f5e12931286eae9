"""Lists kept in one file each: what their schema says is what their pages show."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path

import pytest
import tiny

from gongkai_ssg.build import Checked
from gongkai_ssg.model import Entry
from gongkai_ssg.official import width_of
from gongkai_ssg.pages import chart, entries
from gongkai_ssg.schema import load

Problems = Callable[..., list[str]]
Check = Callable[..., Checked]
QUESTION = (
    "问答:\n- {问: 能不能办？, 答: [能。, 带上身份证。], 事项: SHJZ-01-01, 日期: 2026-03-01}\n"
)
RESPONSE = "回应:\n- {事情: 停水, 发生时间: 2026-03-01 08:00, %s回应单位: 县民政局}\n"
OPEN_DAY = (
    "开放日:\n- {编号: d1, 主题: 走进民政, 主办单位: 县民政局, 开始: 2026-12-10 09:00, "
    "结束: 2026-12-10 11:30, 地点: 一楼}\n"
)
SUPERVISOR = "监督员:\n- {称谓: 村民代表, 聘任日期: 2026-01-08, 到期日期: %s}\n"
FLOW = (
    "流程:\n- {编号: f1, 名称: 办理, 事项: [SHJZ-01-01], "
    "步骤: [{名称: 申请, 承办: 村民}, {名称: 审核, 不符合时: 告诉理由}]}\n"
)
VILLAGE = (
    "村务:\n- {公开事项: 财务, 公开依据: [《村民委员会组织法》], 公开时限: 每季度首月20日前, "
    "公开主体: %s, 公开渠道: [公开查阅点], 公开层级: [村级]}\n"
)


def site(**files: str) -> dict[str, str]:
    return {f"content/{name}.yaml": text for name, text in files.items()}


def built(root: Path, files: Mapping[str, str | bytes | None]) -> Path:
    done = tiny.build_site(tiny.write(root, files))
    assert [d.code for d in done.checked.diagnostics] == []
    return root / "public"


def read(public: Path, name: str) -> str:
    return (public / name).read_text("utf-8")


def test_every_kind_of_list_has_a_heading_and_names_its_own_fields() -> None:
    for kind in load().kinds.values():
        shown = kind.listing
        if shown is None:
            continue
        named = [shown.heading, shown.id, shown.items, shown.places, shown.steps, shown.rhythm]
        for pair in filter(None, (shown.lag, shown.event)):
            named += [pair.begin, pair.end]
        assert set(filter(None, named)) <= set(kind.by_key), kind.name
        assert shown.address == f"{shown.address.strip('/')}/"
        moments = [m for pair in (shown.lag, shown.event) if pair for m in (pair.begin, pair.end)]
        assert {kind.by_key[key].type for key in moments} <= {"datetime"}, kind.name


def test_a_question_stands_on_its_page_and_on_that_of_its_item(tmp_path: Path) -> None:
    public = built(tmp_path, site(questions=QUESTION))
    for name in ("questions/index.html", "i/shjz-01-01/index.html"):
        assert "能不能办？" in read(public, name)
        assert "带上身份证。" in read(public, name)
    assert 'href="./pages/index.html#more"' in read(public, "index.html")
    assert 'href="../questions/index.html">政策问答' in read(public, "pages/index.html")
    lists = json.loads(read(public, "data/lists.json"))["lists"]
    assert lists["政策问答"][0]["答"] == ["能。", "带上身份证。"]


def test_a_list_that_is_not_kept_has_no_page(tmp_path: Path) -> None:
    public = built(tmp_path, {})
    for listing in load().listings.values():
        assert not (public / listing.address).exists()


@pytest.mark.parametrize(
    ("answer", "words", "late"),
    [
        ("", "还没有回应", False),
        ("回应时间: 2026-03-01 08:00, ", "当时就回应", False),
        ("回应时间: 2026-03-01 11:00, ", "3 小时内回应", False),
        ("回应时间: 2026-03-01 11:01, ", "4 小时内回应", False),
        ("回应时间: 2026-03-02 07:59, ", "24 小时内回应", False),
        ("回应时间: 2026-03-02 08:00, ", "24 小时内回应", False),
        ("回应时间: 2026-03-02 08:01, ", "25 小时内回应，超过 24 小时", True),
        ("回应时间: 2026-03-05 08:00, ", "4 天内回应，超过 24 小时", True),
    ],
)
def test_how_long_an_answer_took(check: Check, answer: str, words: str, *, late: bool) -> None:
    project = check(site(responses=RESPONSE % answer)).project
    assert project
    (page,) = (p for p in entries.pages(project))
    (one,) = page.view()["group"].entries
    assert (one.answered, one.late) == (words, late)


def test_an_event_has_a_calendar_in_utc(tmp_path: Path) -> None:
    public = built(tmp_path, site(opendays=OPEN_DAY))
    lines = read(public, "opendays/d1.ics").splitlines()
    assert "DTSTART:20261210T010000Z" in lines
    assert "DTEND:20261210T033000Z" in lines
    assert "SUMMARY:走进民政" in lines
    assert all(len(line.encode()) <= 75 for line in lines)
    assert "opendays/d1.ics" in read(public, "opendays/index.html")


def uids(public: Path, name: str) -> list[str]:
    unfolded = read(public, name).replace("\r\n ", "").replace("\n ", "")
    return [line for line in unfolded.splitlines() if line.startswith("UID:")]


def test_the_uid_of_an_event_names_its_kind(tmp_path: Path) -> None:
    public = built(tmp_path, site(opendays=OPEN_DAY))
    assert uids(public, "opendays/d1.ics") == ["UID:openday-d1@sl.example"]


def test_what_falls_due_keeps_its_uid_wherever_it_stands_in_the_list(tmp_path: Path) -> None:
    row = VILLAGE.partition("\n")[2] % "各行政村"
    affairs, water, twin = (
        row,
        row.replace("财务", "水费"),
        row.replace("[公开查阅点]", "[入户/现场]"),
    )
    name = "place/shangwan/village.ics"
    alone = uids(built(tmp_path / "1", site(village="村务:\n" + affairs)), name)
    after = uids(built(tmp_path / "2", site(village="村务:\n" + water + affairs)), name)
    twins = uids(built(tmp_path / "3", site(village="村务:\n" + affairs + twin)), name)
    assert len(alone) == 1
    assert alone[0].startswith("UID:village-shangwan-")
    assert "-2027-01-20@" in alone[0]
    assert len(set(after)) == len(set(twins)) == 2
    assert set(alone) < set(after)
    assert set(alone) < set(twins)


def test_a_flow_is_drawn_and_told(tmp_path: Path) -> None:
    public = built(tmp_path, site(flows=FLOW))
    html = read(public, "flows/index.html")
    assert html.count("<rect ") == 3
    assert "<b>2. 审核</b><br>不符合时: 告诉理由" in html
    assert 'id="f1"' in html
    assert 'href="../../flows/index.html#f1"' in read(public, "i/shjz-01-01/index.html")


LONG = (
    "很长的名称" * 9,
    "要带《身份证》、“户口簿”（原件和复印件）。" * 4,
    "在网站 https://sl.example/ 填2026年的表" * 4,
    "（见附件1）。”" * 9,
    "……！！！？？？" * 9,
)


@pytest.mark.parametrize("text", LONG, ids=range(len(LONG)))
@pytest.mark.parametrize("before", range(12))
def test_no_line_of_a_drawing_leaves_its_box(text: str, before: int) -> None:
    words = "前" * before + text
    made = chart.chart("长", [{"名称": words, "承办": words, "不符合时": words}] * 2)
    assert len(made.boxes) == 4
    for box in made.boxes:
        assert box.lines
        for line in box.lines:
            assert box.x < line.x
            assert line.x + width_of(line.text) * line.size < box.x + box.width - 8
            assert box.y < line.y - line.size * 0.8
            assert line.y + line.size * 0.2 < box.y + box.height
        assert 0 < box.x < box.x + box.width < made.width
        assert 0 < box.y < box.y + box.height < made.height
    for upper, lower in pairwise(box for box in made.boxes if not box.aside):
        assert upper.y + upper.height < lower.y


@pytest.mark.parametrize("text", LONG, ids=range(len(LONG)))
def test_a_broken_text_is_whole_and_no_line_begins_with_a_closing_mark(text: str) -> None:
    for room in (5.0, 7.7, 11.5, 20.8):
        lines = chart.wrapped(text, room)
        assert "".join(lines) == text
        assert all(width_of(line) <= room for line in lines)
        assert len(lines) < 2 * width_of(text) / room + 1
        if "户口簿" in text:
            assert not any(line[0] in "，。、；：！？）》”" for line in lines)


def test_every_village_or_those_that_are_named(tmp_path: Path) -> None:
    public = built(tmp_path / "all", site(village=VILLAGE % "各行政村"))
    html = read(public, "place/shangwan/index.html")
    assert "村务公开" in html
    assert "2027 年 1 月 20 日" in html or "2027-01-20" in html
    assert "DTSTART;VALUE=DATE:20270120" in read(public, "place/shangwan/village.ics")
    assert "村务公开" not in read(public, "place/hewan/index.html").partition("<footer")[0]
    assert not (public / "place/hewan/village.ics").exists()
    more = tiny.SITE + "- {id: xiawan, 名称: 下湾村, 层级: 村级, 上级: hewan}\n"
    files = {**site(village=VILLAGE % "[xiawan]"), "site.yaml": more}
    named = built(tmp_path / "one", files)
    assert "village" not in read(named, "place/shangwan/index.html").partition("<footer")[0]
    assert "财务" in read(named, "place/xiawan/index.html")


@pytest.mark.parametrize(
    ("files", "found"),
    [
        (site(questions=QUESTION.replace("SHJZ-01-01", "SHJZ-09-09")), "2:35 GK205"),
        (site(opendays=OPEN_DAY.replace("县民政局", "民政局")), "2:28 GK203"),
        (site(opendays=OPEN_DAY + OPEN_DAY.partition("\n")[2]), "3:8 GK402"),
        (site(opendays=OPEN_DAY.replace("11:30", "08:30")), "2:60 GK210"),
        (site(responses=RESPONSE % "回应时间: 2026-02-01 08:00, "), "2:42 GK210"),
        (site(village=VILLAGE % "中湾村"), "2:57 GK204"),
        (site(village=VILLAGE % "[上湾村, 河湾镇]"), "2:63 GK224"),
        (site(supervisors=SUPERVISOR % "2025-12-31"), "2:38 GK210"),
        (site(questions=QUESTION.replace("2026-03-01", "2026-11-23")), "2:51 GK221"),
        (site(questions=QUESTION.replace("日期", "时间")), "2:47 GK101"),
    ],
)
def test_mistakes_are_named_where_they_stand(
    problems: Problems, files: dict[str, str], found: str
) -> None:
    (name,) = files
    assert f"{name}:{found}" in problems(files)


def test_a_record_for_paper_only_is_not_named_by_a_list(tmp_path: Path) -> None:
    named = RESPONSE % "信息: [a, b], 回应时间: 2026-03-01 11:00, "
    paper = tiny.record({"标题": "纸上的", "渠道": "[公开查阅点]"})
    files = {
        **site(responses=named),
        tiny.RECORD: tiny.record({"标题": "网上的"}),
        "content/shjz/records/b.md": paper,
    }
    public = built(tmp_path, files)
    assert "网上的" in read(public, "responses/index.html")
    assert "r/b" not in read(public, "responses/index.html")
    assert json.loads(read(public, "data/lists.json"))["lists"]["回应关切"][0]["信息"] == ["a"]


def test_an_entry_that_is_gone_leaves_a_word_for_those_who_scan_its_code(tmp_path: Path) -> None:
    both = OPEN_DAY + OPEN_DAY.partition("\n")[2].replace("d1", "d2")
    built(tmp_path, site(opendays=both))
    ledger = (tmp_path / "published.yaml").read_text("utf-8")
    assert "- opendays/#d1\n" in ledger
    for days in (OPEN_DAY.replace("d1", "d2"), "开放日: []\n"):
        html = read(built(tmp_path, site(opendays=days)), "opendays/index.html")
        assert '<p class="gone" id="d1">您扫码要看的这一条已经撤下。' in html
        assert html.count('id="d2"') == 1
    assert '<p class="gone" id="d2">' in html
    html = read(built(tmp_path, site(opendays=both)), "opendays/index.html")
    assert 'class="gone"' not in html
    assert (tmp_path / "published.yaml").read_text("utf-8") == ledger


def test_an_item_looks_at_no_entry_that_is_about_another(
    check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With thousands of items and of questions, each page would look through all of them."""
    codes = [f"SHJZ-01-{n:02}" for n in range(1, 6)]
    items = tiny.catalog(*(tiny.item({"编码": code, "二级事项": code}) for code in codes))
    questions = "问答:\n" + "".join(
        f"- {{问: 问{n}, 答: 答, 事项: [{code}, {codes[0]}], 日期: 2026-03-01}}\n"
        for n, code in enumerate(codes)
    )
    project = check({"content/shjz/catalog.yaml": items, **site(questions=questions)}).project
    assert project
    looked: list[str] = []
    lines = Entry.lines

    def noted(entry: Entry, key: str) -> tuple[str, ...]:
        looked.append(entry.text("问"))
        return lines(entry, key)

    monkeypatch.setattr(Entry, "lines", noted)
    (group,) = entries.of_item(project, codes[3])
    assert [(one.number, one.heading) for one in group.entries] == [(4, "问3")]
    assert set(looked) <= {"问3"}
    (group,) = entries.of_item(project, codes[0])
    assert [one.number for one in group.entries] == [1, 2, 3, 4, 5]


def test_a_supervisor_may_serve_a_single_day(problems: Problems) -> None:
    assert problems(site(supervisors=SUPERVISOR % "2026-01-08")) == []


def test_a_village_named_twice_over_has_its_row_once(check: Check) -> None:
    rows = VILLAGE % "[各行政村, shangwan]" + (VILLAGE % "shangwan").partition("\n")[2]
    project = check(site(village=rows)).project
    assert project
    (group,) = entries.of_place(project, project.catalog.site.places["shangwan"])
    assert [one.number for one in group.entries] == [1, 2]


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("条例第16条", "是不是“条例第十六条”？"),
        ("条例第十六", "是不是“条例第十六条”？"),
        ("第十五条", "是不是“条例第十五条”？"),
        ("条例第17条", ""),
        ("条例第一百一十四条", ""),
        ("条例第条", ""),
        ("条例16", ""),
    ],
)
def test_an_article_of_another_number_is_not_suggested(
    check: Check, written: str, hint: str
) -> None:
    entry = f"清单:\n- {{名称: 甲, 类别: {written}, 理由: 乙, 依据: 丙}}\n"
    (found,) = check(site(negative=entry)).diagnostics
    assert (found.code, found.params["hint"]) == ("GK104", hint)


def test_a_village_of_another_number_is_not_suggested(check: Check) -> None:
    places = tiny.SITE + "- {id: yi, 名称: 河湾镇第一居委会, 层级: 村级, 上级: hewan}\n"
    for written, near in (("河湾镇第二居委会", False), ("河湾镇第1居委会", True)):
        record = tiny.record({"区划": written})
        (found,) = check({"site.yaml": places, tiny.RECORD: record}).diagnostics
        assert (found.code, "第一居委会" in found.help) == ("GK204", near)


def test_a_record_that_a_response_names_is_asked_for_under_its_key(check: Check) -> None:
    (found,) = check(site(responses=RESPONSE % "信息: b, ")).diagnostics
    assert (found.code, found.message) == ("GK207", "“信息”里的“b”没有对应的信息")
