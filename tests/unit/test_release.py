"""What may go out: each reason for staying in the house, and which one is told."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from gongkai_ssg import release
from gongkai_ssg.diagnostics import Span
from gongkai_ssg.model import SIGNATURES, Catalog, Entry, Item, Record, Site, Value

TODAY = date(2026, 3, 5)
SIGNED: Value = {name: {"人": "科长", "日期": date(2026, 3, 2)} for name in SIGNATURES}
COMPLETE: dict[str, Value] = {"公开日期": datetime(2026, 3, 5, 9), "审核": SIGNED}  # noqa: DTZ001


def record(record_id: str = "a", item: str = "A-01", **changes: Value | None) -> Record:
    values = {k: v for k, v in {**COMPLETE, **changes}.items() if v is not None}
    interprets = values.pop("解读", ())
    entry = Entry("record", Span("a.md"), values)
    return Record(
        record_id, f"content/a/records/{record_id}.md", item, entry, interprets=interprets
    )  # type: ignore[arg-type]


def catalog(*records: Record, channels: tuple[str, ...] = ("政府网站",)) -> Catalog:
    item = Item("A-01", "a", Entry("item", Span("a.yaml"), {"公开渠道": channels}))
    return Catalog(Site(), items={"A-01": item}, records={r.id: r for r in records})


def reason(one: Record, channels: tuple[str, ...] = ("政府网站",)) -> str | None:
    return release.why_not(one, catalog(one, channels=channels), TODAY)


PAPER_ONLY = ("公开查阅点",)


def without(name: str, part: Value | None) -> Value:
    assert isinstance(SIGNED, dict)
    return {**{k: v for k, v in SIGNED.items() if k != name}, **({name: part} if part else {})}


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({}, None),
        ({"渠道": PAPER_ONLY}, release.PAPER),
        ({"状态": "草稿"}, release.DRAFT),
        ({"状态": "发布"}, None),
        ({"公开日期": None}, release.UNDATED),
        ({"审核": None}, release.UNSIGNED),
        ({"公开日期": datetime(2026, 3, 6, 0, 0)}, release.TOO_EARLY),  # noqa: DTZ001
        ({"公开日期": datetime(2026, 3, 5, 23, 59)}, None),  # noqa: DTZ001
        ({"撤下日期": TODAY}, release.WITHDRAWN),
        ({"撤下日期": date(2026, 3, 6)}, None),
        ({"有效性": "失效"}, None),
        *(({"审核": without(name, None)}, release.UNSIGNED) for name in SIGNATURES),
        ({"审核": without("终审", {"人": "局长"})}, release.UNSIGNED),
        ({"审核": without("终审", {"日期": TODAY})}, release.UNSIGNED),
    ],
)
def test_each_reason(changes: dict[str, Value | None], why: str | None) -> None:
    assert reason(record(**changes)) == why


def test_a_record_takes_the_channels_of_its_item() -> None:
    assert reason(record(), PAPER_ONLY) == release.PAPER
    assert reason(record(渠道=("政府网站",)), PAPER_ONLY) is None


def test_without_its_item_a_record_stays() -> None:
    assert reason(record(item="A-02")) == release.ORPHAN


def test_paper_comes_before_all_else_and_the_rest_in_the_order_of_work() -> None:
    wrong: dict[str, Value | None] = {
        "渠道": PAPER_ONLY,
        "状态": "草稿",
        "公开日期": None,
        "审核": None,
        "撤下日期": date(2026, 1, 1),
    }
    met = []
    while wrong:
        met.append(reason(record(**wrong)))
        wrong.pop(next(iter(wrong)))
    assert met == [
        release.PAPER,
        release.DRAFT,
        release.UNDATED,
        release.UNSIGNED,
        release.WITHDRAWN,
    ]


def test_what_goes_out_and_what_stays() -> None:
    found = release.release(
        catalog(
            record("old", 公开日期=datetime(2026, 1, 5, 9, 0)),  # noqa: DTZ001
            record("new"),
            record("draft", 状态="草稿"),
            record("gone", 撤下日期=TODAY),
        ),
        TODAY,
    )
    assert [r.id for r in found.records] == ["new", "old"]
    assert [r.id for r in found.tombstones] == ["gone"]
    assert {(o.record.id, o.reason) for o in found.left_out} == {
        ("draft", release.DRAFT),
        ("gone", release.WITHDRAWN),
    }
    assert set(found.by_id) == {"new", "old"}
    assert [r.id for r in found.by_item["A-01"]] == ["new", "old"]
    assert not found.preview


UNFINISHED: list[dict[str, Value | None]] = [
    {"状态": "草稿"},
    {"公开日期": None},
    {"审核": None},
    {"公开日期": datetime(2027, 1, 1, 9, 0)},  # noqa: DTZ001
]


@pytest.mark.parametrize("changes", UNFINISHED)
def test_drafts_shows_what_is_unfinished_and_marks_it(changes: dict[str, Value | None]) -> None:
    found = release.release(catalog(record(**changes)), TODAY, drafts=True)
    assert ([r.id for r in found.records], found.preview) == (["a"], {"a"})


@pytest.mark.parametrize("changes", [{}, *UNFINISHED])
def test_drafts_never_lets_paper_only_through(changes: dict[str, Value | None]) -> None:
    for one, channels in (
        (record(**{**changes, "渠道": PAPER_ONLY}), ("政府网站",)),
        (record(**changes), PAPER_ONLY),
    ):
        found = release.release(catalog(one, channels=channels), TODAY, drafts=True)
        assert not found.records
        assert [o.reason for o in found.left_out] == [release.PAPER]


@pytest.mark.parametrize("changes", [{}, *UNFINISHED[:3]])
def test_drafts_never_brings_back_what_was_withdrawn(changes: dict[str, Value | None]) -> None:
    """Pinned: an unsigned or undated record was shown although its day of withdrawal had come."""
    one = record(**{**changes, "撤下日期": TODAY})
    assert not release.release(catalog(one), TODAY, drafts=True).records


def test_interpretations_run_both_ways_and_only_between_public_records() -> None:
    found = release.release(
        catalog(
            record("text"), record("talk", 解读=("text", "draft")), record("draft", 状态="草稿")
        ),
        TODAY,
    )
    ids = {key: [r.id for r in group] for key, group in found.interpreted_by.items()}
    assert ids == {"talk": ["text"], "text": ["talk"]}
