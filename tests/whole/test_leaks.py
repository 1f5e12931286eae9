"""Nothing that stays in the house goes out: the bytes of every written file are looked through."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
import tiny

from gongkai_ssg import build
from gongkai_ssg.build import Built, Options

MARK = "绝密标记甲乙丙"
SECRET = b"secret-bytes-7f3a"
RECORDS = "content/shjz/records"
OPEN, PAGE = f"{RECORDS}/open.md", "content/pages/guide.md"
WITHHELD: dict[str, Mapping[str, str | None]] = {
    "paper": {"渠道": "[公开查阅点]"},
    "draft": {"状态": "草稿"},
    "undated": {"公开日期": None},
    "unsigned": {"审核": None},
    "too early": {"公开日期": "2027-01-01 09:00"},
    "withdrawn": {"撤下日期": "2026-04-01"},
}
EMPTY_KEYS = ("渠道", "状态", "撤下日期", "审核", "名单")
ITEM_FILE = "content/shjz/shjz-01-02.md"
ITEM = {"编码": "SHJZ-01-02", "二级事项": "办事指南", "公开内容": "[材料]"}
# Everything that a body can say so as to carry out the file of another.
LINKS = "![图](p.png) [字](p.png) [字](./p.png)\n"


def page(body: str) -> str:
    return f"---\n标题: 指南\n日期: 2026-03-05\n---\n{body}"


def made(root: Path, files: Mapping[str, str | bytes]) -> tuple[Built, list[str]]:
    """Build a site; the written files that hold one of the two marks."""
    site = tiny.write(root / "site", {"content/shjz/records/p.png": SECRET, **files})
    built = build.build(Options(root=site, today=tiny.TODAY, output=root / "public"))
    written = [p for p in (root / "public").rglob("*") if p.is_file()]
    marks = (MARK.encode(), SECRET, ascii(MARK)[1:-1].encode())
    return built, [p.name for p in written if any(mark in p.read_bytes() for mark in marks)]


def codes(built: Built) -> list[str]:
    return [d.code for d in built.checked.diagnostics]


def hidden(why: str, body: str = "![图](p.png)\n", **more: str) -> str:
    changes = {"标题": MARK, **WITHHELD[why], "内容概述": MARK, **more}
    return tiny.record(changes, f"{MARK}\n\n{body}")


def test_the_search_finds_what_does_go_out(tmp_path: Path) -> None:
    """The control: without it the tests below could not fail."""
    built, found = made(tmp_path, {OPEN: tiny.record({"标题": MARK}, "![图](p.png)\n")})
    assert codes(built) == []
    assert {"p.png", "index.html"} <= set(found)


@pytest.mark.parametrize("why", WITHHELD)
def test_a_withheld_record_leaves_no_byte(tmp_path: Path, why: str) -> None:
    built, found = made(tmp_path, {tiny.RECORD: hidden(why, 附件="p.png")})
    assert built.files
    assert found == []


@pytest.mark.parametrize("why", WITHHELD)
def test_what_a_withheld_body_shows_is_not_carried_out_by_a_link(tmp_path: Path, why: str) -> None:
    """Pinned: only attachments were kept back, so a page that showed the same picture sent it."""
    files = {
        tiny.RECORD: hidden(why),
        OPEN: tiny.record({"标题": "四月公告"}, LINKS),
        ITEM_FILE: tiny.item_file(ITEM, LINKS.replace("p.png", "records/p.png")),
        PAGE: page(LINKS.replace("p.png", "../shjz/records/p.png")),
    }
    built, found = made(tmp_path, files)
    assert built.files
    assert codes(built) == ["GK307"] * 9
    assert found == []


def test_what_a_paper_body_only_links_stays_too(tmp_path: Path) -> None:
    open_ = tiny.record({"标题": "四月公告"}, LINKS)
    files = {tiny.RECORD: hidden("paper", "[表](p.png)\n"), OPEN: open_}
    assert made(tmp_path, files)[1] == []


def test_a_withheld_body_takes_nothing_away_from_what_is_attached(tmp_path: Path) -> None:
    attached = tiny.record({"标题": "四月公告", "附件": "p.png"})
    built, found = made(tmp_path, {tiny.RECORD: hidden("paper"), OPEN: attached})
    assert codes(built) == []
    assert found == ["p.png"]


@pytest.mark.parametrize("late", [{}, WITHHELD["draft"], WITHHELD["too early"]])
def test_the_attachment_of_a_paper_record_cannot_be_attached(
    tmp_path: Path, late: Mapping[str, str | None]
) -> None:
    """Pinned: it went out; what is still to come is told now, not on its day."""
    other = tiny.record({"标题": "四月公告", **late, "附件": "p.png"})
    built, found = made(tmp_path, {tiny.RECORD: hidden("paper", "", 附件="p.png"), OPEN: other})
    assert codes(built) == ["GK312"]
    assert not built.files
    assert found == []


@pytest.mark.parametrize("why", ["paper", "withdrawn"])
def test_two_that_stay_in_the_house_may_share_an_attachment(tmp_path: Path, why: str) -> None:
    other = tiny.record({"标题": "四月公告", **WITHHELD[why], "附件": "p.png"})
    built, found = made(tmp_path, {tiny.RECORD: hidden("paper", "", 附件="p.png"), OPEN: other})
    assert codes(built) == []
    assert found == []


@pytest.mark.parametrize("key", EMPTY_KEYS)
@pytest.mark.parametrize("value", ["", "[]", "{}", "''", "['']"])
def test_a_key_without_a_value_publishes_nothing(tmp_path: Path, key: str, value: str) -> None:
    """Pinned: `渠道:` counted as not written, and what was for paper went out."""
    record = tiny.record({"标题": MARK, key: value}, f"{MARK}\n")
    built, found = made(tmp_path, {tiny.RECORD: record})
    assert codes(built) == ["GK102"]
    assert not built.files
    assert found == []


@pytest.mark.parametrize(
    ("listed", "attached", "code"),
    [
        ("list.xlsx", "list.xlsx", "GK308"),
        ("List.xls", "list.xlsx", "GK301"),
        ("list.xls", "list.xlsx", "GK301"),
        ("LIST.xlsx", "list.xlsx", "GK301"),
        ("/list.xlsx", "list.xlsx", "GK302"),
        ("../../../list.xlsx", "list.xlsx", "GK302"),
        (r"D:\list.xlsx", "list.xlsx", "GK302"),
        ("list.xlsx", "list.csv", "GK308"),
    ],
)
def test_a_name_list_stays_however_it_is_named(
    tmp_path: Path, listed: str, attached: str, code: str
) -> None:
    """Pinned: 名单/文件 was never looked up, so a slip in it published the list."""
    files: dict[str, str | bytes] = {
        tiny.RECORD: tiny.record({"名单": f"{{文件: '{listed}'}}", "附件": f"[{attached}]"}),
        f"{RECORDS}/list.xlsx": SECRET,
        f"{RECORDS}/list.csv": SECRET,
    }
    built, found = made(tmp_path, files)
    assert code in codes(built)
    assert not built.files
    assert found == []
