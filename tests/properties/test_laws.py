"""Laws of the ledger, of addresses, of sanitised HTML and of likeness."""

from __future__ import annotations

import posixpath
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai_ssg import ledger, release, urls
from gongkai_ssg.diagnostics import Span
from gongkai_ssg.markup import render
from gongkai_ssg.model import Catalog, Entry, Item, Record, Site, Value
from gongkai_ssg.rules import likeness

DAY = date(2026, 3, 5)
CODES = st.sampled_from(["A-01", "A-02", "A-03"])
TEXTS = st.sampled_from(["甲", "乙", "012", "1e5", "", "是\n否", "\u2028", "'"])
VALUES: st.SearchStrategy[Any] = TEXTS | st.booleans() | st.dates() | st.tuples(TEXTS, TEXTS)
VALUES |= st.dictionaries(TEXTS, TEXTS, max_size=2)
ENTRIES = st.dictionaries(st.sampled_from(["公开时限", "俗称", "审核", "状态"]), VALUES, max_size=3)
CATALOGS = st.dictionaries(CODES, ENTRIES, max_size=3)


def items(catalog: dict[str, dict[str, Value]]) -> list[Item]:
    return [Item(code, "a", Entry("item", Span("a"), values)) for code, values in catalog.items()]


def history(catalogs: list[dict[str, dict[str, Value]]]) -> ledger.Ledger:
    book = ledger.Ledger()
    for number, catalog in enumerate(catalogs):
        book = ledger.advance(book, items(catalog), DAY + timedelta(number))
    return book


@given(st.lists(CATALOGS, max_size=4), CATALOGS)
@settings(deadline=None)
def test_the_ledger_advances_by_at_most_one(
    past: list[dict[str, dict[str, Value]]], now: dict[str, dict[str, Value]]
) -> None:
    before = history(past)
    after = ledger.advance(before, items(now), date(2027, 1, 1))
    assert set(after.items) == set(before.items) | set(now)
    for code, entry in after.items.items():
        old = before.items.get(code)
        if old is None:
            assert entry.version == 1
        elif code not in now or old.hashes == entry.hashes:
            assert entry is old
        else:
            assert entry.version == old.version + 1
            assert entry.changes[:-1] == old.changes
            changed = {
                k for k in {*old.hashes, *entry.hashes} if old.hashes.get(k) != entry.hashes.get(k)
            }
            assert set(entry.changes[-1].keys) == changed


@given(st.lists(CATALOGS, max_size=3), CATALOGS)
@settings(deadline=None)
def test_publishing_twice_changes_nothing(
    past: list[dict[str, dict[str, Value]]], now: dict[str, dict[str, Value]]
) -> None:
    once = ledger.advance(history(past), items(now), DAY)
    assert ledger.advance(once, items(now), date(2027, 1, 1)) == once


@given(st.lists(CATALOGS, max_size=4))
@settings(deadline=None)
def test_the_ledger_survives_the_disk(past: list[dict[str, dict[str, Value]]]) -> None:
    book = history(past)
    again, problems = ledger.load(ledger.dump(book).encode())
    assert bool(problems) == (not book)
    assert ledger.dump(again) == ledger.dump(book)
    assert ledger.advance(again, items(past[-1] if past else {}), DAY) == again


# -------------------------------------------------------------------------- addresses

PART = st.text("abz019", min_size=1, max_size=5)
ADDRESSES = st.lists(PART, max_size=4).map(lambda parts: "".join(f"{part}/" for part in parts))


@given(ADDRESSES)
@settings(deadline=None)
def test_the_way_back_leads_to_the_root(address: str) -> None:
    folder = posixpath.dirname(f"/site/{urls.file_of(address)}")
    assert posixpath.normpath(posixpath.join(folder, urls.root_of(address))) == "/site"


@given(ADDRESSES, ADDRESSES)
@settings(deadline=None)
def test_a_link_from_any_page_to_any_page(here: str, there: str) -> None:
    folder = posixpath.dirname(f"/site/{urls.file_of(here)}")
    target = urls.root_of(here) + urls.file_of(there)
    assert posixpath.normpath(posixpath.join(folder, target)) == f"/site/{urls.file_of(there)}"


NAMES = st.text(max_size=12).map(lambda name: f"{name}.pdf")


@given(PART, NAMES)
@settings(deadline=None)
def test_files_have_plain_addresses(record: str, name: str) -> None:
    address = urls.asset(f"r/{record}/", name)
    assert address.isascii()
    assert address.startswith(f"r/{record}/")
    assert "/" not in address.removeprefix(f"r/{record}/")
    assert not set(address) & set(" %?#&\"'<>\\")


# ----------------------------------------------------------------------------- markup

HTML = st.lists(
    st.sampled_from(
        [
            *"<>/\"'=`[]()!#*_ \n甲:;&",
            "<script",
            "</script>",
            "<img src=x",
            " onerror=alert(1)",
            " onload='x'",
            "javascript:",
            "jav\tascript:",
            "&#106;avascript:",
            "data:text/html,",
            "<a href=",
            "<svg",
            "<style",
            "<iframe",
            "<math",
            "<table>",
            "<!--",
            "-->",
            "<h2 id=",
            "<p style=",
            "](",
            "```",
            "&lt;",
            "<![CDATA[",
        ]
    ),
    max_size=25,
).map("".join)


@given(HTML)
@settings(deadline=None, max_examples=400)
def test_nothing_that_runs_gets_through(text: str) -> None:
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(render(text, lambda target, _: target).html)
    allowed = set(
        "html head body div p br hr ul ol li dl dt dd blockquote pre code em strong".split()
    )
    allowed |= set("del sub sup a img table thead tbody tr th td caption h2 h3 h4 h5 h6".split())
    assert tree.root is not None
    for node in tree.root.traverse():
        assert node.tag in allowed, node.tag
        for name, value in node.attributes.items():
            assert not name.startswith("on")
            assert name in {
                "href",
                "src",
                "alt",
                "title",
                "id",
                "class",
                "colspan",
                "rowspan",
                "start",
                "tabindex",
            }
            if name in ("href", "src"):
                target = "".join((value or "").split()).lower()
                assert not target.startswith(("javascript:", "data:", "vbscript:"))


# ---------------------------------------------------------------------------- release

RECORDS = st.fixed_dictionaries(
    {},
    optional={
        "渠道": st.sampled_from([("政府网站",), ("公开查阅点",)]),
        "状态": st.sampled_from(["草稿", "发布"]),
        "公开日期": st.datetimes(),
        "撤下日期": st.dates(),
        "审核": st.just(
            {n: {"人": "甲", "日期": DAY} for n in ("初审", "复审", "终审", "保密审查")}
        ),
    },
)


@given(st.lists(RECORDS, max_size=5), st.booleans(), st.booleans(), st.dates())
@settings(deadline=None)
def test_every_record_goes_out_or_stays_with_a_reason(
    records: list[dict[str, Any]],
    web: bool,
    drafts: bool,
    today: date,
) -> None:
    channels = ("政府网站",) if web else ("公开查阅点",)
    item = Item("A-01", "a", Entry("item", Span("a"), {"公开渠道": channels}))
    known = {
        f"r{n}": Record(
            f"r{n}", f"content/a/records/r{n}.md", "A-01", Entry("record", Span("a"), values)
        )
        for n, values in enumerate(records)
    }
    found = release.release(
        Catalog(Site(), items={"A-01": item}, records=known), today, drafts=drafts
    )
    out, left = {r.id for r in found.records}, {o.record.id for o in found.left_out}
    assert out | left == set(known)
    assert not out & left
    assert {r.id for r in found.tombstones} <= left
    assert found.preview <= out
    for record in found.records:
        assert "政府网站" in (record.entry.lines("渠道") or channels)
        withdrawal = record.entry.day("撤下日期")
        assert withdrawal is None or withdrawal > today
    for tombstone in found.tombstones:
        assert release.why_not(tombstone, found.catalog, today) == release.WITHDRAWN


# --------------------------------------------------------------------------- likeness

TITLES = st.text(st.sampled_from("甲乙丙丁1"), min_size=1, max_size=30)


class _Project:
    """What the rule looks at."""

    def __init__(self, found: list[Item]) -> None:
        self.catalog = Catalog(Site(), items={item.code: item for item in found})


def reported(titles: list[str]) -> set[frozenset[str]]:
    found = [
        Item(
            f"A-{n:02}",
            "a",
            Entry("item", Span("a", n + 1), {"二级事项": t, "公开层级": ("县级",)}),
        )
        for n, t in enumerate(titles)
    ]
    problems = likeness.nearly_the_same(_Project(found))  # type: ignore[arg-type]
    return {frozenset((str(p.params["code"]), str(p.params["other"]))) for p in problems}


@given(TITLES, TITLES)
@settings(deadline=None, max_examples=300)
def test_likeness_does_not_depend_on_the_order(one: str, two: str) -> None:
    assert reported([one, two]) == reported([two, one])


@given(st.lists(TITLES, max_size=6))
@settings(deadline=None)
def test_a_copy_is_reported_at_least_once(titles: list[str]) -> None:
    """The shortcut over rare pieces finds what comparing all with all would find."""
    import re

    none = re.compile("(?!)")
    pairs = reported(titles)
    named = {code for pair in pairs for code in pair}
    for n, one in enumerate(titles):
        for m, two in enumerate(titles[:n]):
            a, b = (likeness._pieces(t, none) for t in (one, two))
            if len(a & b) / len(a | b) >= 0.9:
                assert f"A-{n:02}" in named, (one, two, m)
