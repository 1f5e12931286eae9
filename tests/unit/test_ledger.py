"""What was published: versions, changed keys, damage, round trip."""

from __future__ import annotations

from datetime import date

import pytest
import tiny

from gongkai_ssg import ledger
from gongkai_ssg.diagnostics import Span
from gongkai_ssg.ledger import Ledger
from gongkai_ssg.model import Entry, Item, Value

MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)


def item(code: str = "SHJZ-01-01", **values: Value) -> Item:
    return Item(code, "shjz", Entry("item", Span("a.yaml"), {"公开方式": "主动", **values}))


def test_the_first_version_is_one() -> None:
    after = ledger.advance(Ledger(), [item()], MONDAY)
    assert after.items["SHJZ-01-01"].version == 1
    assert after.items["SHJZ-01-01"].changes == (ledger.Change(1, MONDAY),)


def test_a_changed_element_makes_a_new_version_and_is_named() -> None:
    first = ledger.advance(Ledger(), [item(公开时限="甲", 俗称=("低保",))], MONDAY)
    second = ledger.advance(first, [item(公开时限="乙", 咨询电话="1")], TUESDAY)
    assert second.items["SHJZ-01-01"].version == 2
    change = second.items["SHJZ-01-01"].changes[-1]
    assert (change.day, sorted(change.keys)) == (TUESDAY, ["俗称", "公开时限", "咨询电话"])
    assert first.items["SHJZ-01-01"].version == 1


def test_nothing_changed_nothing_written() -> None:
    first = ledger.advance(Ledger(), [item()], MONDAY)
    assert ledger.advance(first, [item()], TUESDAY) == first


@pytest.mark.parametrize("key", ["审核", "调整"])
def test_bookkeeping_is_no_new_version(key: str) -> None:
    first = ledger.advance(Ledger(), [item()], MONDAY)
    assert ledger.advance(first, [item(**{key: ({"日期": MONDAY},)})], TUESDAY) == first


def test_the_explanation_is_no_new_version() -> None:
    changed = Item("A-01", "a", Entry("item", Span("a.md"), {"公开方式": "主动"}, body="正文"))
    plain = Item("A-01", "a", Entry("item", Span("a.md"), {"公开方式": "主动"}))
    assert ledger.element_hashes(changed) == ledger.element_hashes(plain)


def test_an_ended_item_keeps_its_versions() -> None:
    first = ledger.advance(Ledger(), [item()], MONDAY)
    second = ledger.advance(first, [item(状态="废止", 并入="SHJZ-01-02")], TUESDAY)
    assert second.items["SHJZ-01-01"].changes[-1].keys == ("并入", "状态")


def test_items_that_are_gone_stay_in_the_ledger() -> None:
    first = ledger.advance(Ledger(), [item()], MONDAY)
    assert ledger.advance(first, [], TUESDAY) == first


def test_hashes_do_not_depend_on_the_order_of_keys() -> None:
    one = item(公开对象={"特定群体": "甲", "b": "c"})
    two = item(公开对象={"b": "c", "特定群体": "甲"})
    assert ledger.element_hashes(one) == ledger.element_hashes(two)


def test_dump_and_load_round_trip() -> None:
    first = ledger.advance(Ledger(), [item("B-01"), item("A-01", 公开时限="012")], MONDAY)
    book = ledger.advance(first, [item("A-01", 公开时限="013")], TUESDAY)
    text = ledger.dump(book)
    again, problems = ledger.load(text.encode())
    assert problems == []
    assert ledger.dump(again) == text
    assert {c: (b.hashes, b.changes) for c, b in again.items.items()} == {
        c: (b.hashes, b.changes) for c, b in book.items.items()
    }
    assert text.index("A-01") < text.index("B-01")
    assert text.startswith("# 已发布事项的台账")


def test_a_missing_ledger_is_an_empty_one() -> None:
    assert ledger.load(None) == (Ledger(), [])


def test_an_empty_ledger_is_a_damaged_one() -> None:
    found, problems = ledger.load(b"# \xe7\xa9\xba\n")
    assert (found, [p.code for p in problems]) == (Ledger(), ["GK501"])


GOOD = "A-01:\n  要素: {甲: 0123}\n  记录:\n  - {版本: 1, 日期: '2026-03-05'}\n"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("A-01: 1\n", "1:1 GK501"),
        ("- A-01\n", "1:1 GK501"),
        (GOOD.replace("要素", "要"), "1:1 GK501"),
        (GOOD.replace("记录", "录"), "1:1 GK501"),
        (GOOD.replace("版本: 1", "版本: 2"), "1:1 GK501"),
        (GOOD.replace("版本: 1", "版本: 一点"), "1:1 GK501"),
        (GOOD.replace("2026-03-05", "2026-13-05"), "1:1 GK501"),
        (GOOD.replace("{甲: 0123}", "甲"), "1:1 GK501"),
        ("A-01: {要素: {甲: 0}, 记录: []}\n", "1:1 GK501"),
        (GOOD.replace("'}", "', 变更: 公开时限}"), "1:1 GK501"),
        (GOOD.replace("'}", "', 变更: [{a: b}]}"), "1:1 GK501"),
        (GOOD + "A-02: 1\n", "5:1 GK501"),
        (GOOD + GOOD, "5:1 GK005"),
        ("<<<<<<< HEAD\n" + GOOD, "1:1 GK002"),
        ("\t" + GOOD, "1:1 GK003"),
    ],
)
def test_damage_is_reported_at_its_place(text: str, place: str) -> None:
    problems = ledger.load(text.encode())[1]
    assert [f"{p.span.line}:{p.span.column} {p.code}" for p in problems] == [place]


def test_a_ledger_in_another_encoding() -> None:
    assert [p.code for p in ledger.load(GOOD.encode("gbk"))[1]] == ["GK001"]


def test_disappeared_codes_are_shown_in_the_ledger() -> None:
    book, _ = ledger.load((GOOD + GOOD.replace("A-01", "A-02")).encode())
    assert [(p.code, p.span.line) for p in ledger.disappeared(book, ["A-01"])] == [("GK502", 5)]


def test_an_ended_item_keeps_its_page(check: object) -> None:
    book = ledger.dump(ledger.advance(Ledger(), [item()], MONDAY))
    ended = tiny.catalog(tiny.item({"状态": "废止"}))
    checked = check({"content/shjz/catalog.yaml": ended, "published.yaml": book})  # type: ignore[operator]
    assert checked.diagnostics == []
    assert "i/shjz-01-01/" in [page.address for page in checked.pages]


def test_the_address_of_qr_codes_is_kept() -> None:
    book = ledger.advance(Ledger(), [item()], MONDAY, "https://sl.example/gk/")
    text = ledger.dump(book)
    assert text.split("\n")[1] == "二维码网址: https://sl.example/gk/"
    again, problems = ledger.load(text.encode())
    assert (again.address, problems) == (book.address, [])
    assert ledger.dump(again) == text
    assert ledger.advance(book, [item()], TUESDAY).address == "https://sl.example/gk/"


def test_a_build_seen_from_an_earlier_day_dates_no_version_before_the_one_it_follows() -> None:
    first = ledger.advance(Ledger(), [item()], TUESDAY)
    second = ledger.advance(first, [item(公开时限="乙")], MONDAY)
    assert [change.day for change in second.items["SHJZ-01-01"].changes] == [TUESDAY, TUESDAY]
