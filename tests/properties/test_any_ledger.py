"""The ledger is written as YAML writes it, and read as YAML reads it, whatever was done to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from unittest import mock

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from gongkai_ssg import ledger
from gongkai_ssg.ledger import Change, Ledger, Published, written

KEY = st.sampled_from(["编码", "公开时限", "一级事项", "是", "null", "a b", "#丁", "", "甲" * 21])
NUMBERS = [
    *("530195672523", "012345670123", "089000000000"),
    *("123e45678901", "000000000000", "0b0110100110"),
]
HASH = st.text("0123456789abcdef", min_size=12, max_size=12) | st.sampled_from(
    [*NUMBERS, "abc", ""]
)
CODE = st.sampled_from(["SHJZ-01-01", "SHJZ-01-02", "ZDBC-02-03-04", "AB-123", "x", "是"])
KEYS = st.lists(KEY, max_size=3, unique=True).map(tuple)
DAY = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@st.composite
def published(draw: st.DrawFn, code: str) -> Published:
    count = draw(st.integers(1, 3))
    changes = tuple(Change(n, draw(DAY), draw(KEYS)) for n in range(1, count + 1))
    return Published(code, draw(st.dictionaries(KEY, HASH, max_size=3)), changes)


@st.composite
def ledgers(draw: st.DrawFn) -> Ledger:
    items = {code: draw(published(code)) for code in draw(st.lists(CODE, unique=True))}
    address = draw(st.sampled_from(["", "https://sl.example/gk/", "https://x.example/a b", "'x"]))
    pages = draw(st.lists(st.sampled_from(["shjz/", "place/t0/", "points/#a", "0/"]), unique=True))
    return Ledger(items, address, dict.fromkeys(sorted(pages), 1))


def by_yaml(text: str) -> tuple[object, ...]:
    with mock.patch.object(written, "read", return_value=None):
        return loaded(text)


def loaded(text: str) -> tuple[object, ...]:
    """All that is read of a ledger, with the lines of everything."""
    found, problems = ledger.load(text.encode())
    return found, [one.line for one in found.items.values()], list(found.pages.items()), problems


def reference(found: Ledger) -> str:
    """As the library writes it."""
    content: dict[str, object] = {"二维码网址": found.address} if found.address else {}
    content |= {"其他网址": list(found.pages)} if found.pages else {}
    for code, one in sorted(found.items.items()):
        changes = [
            {
                "版本": c.version,
                "日期": c.day.isoformat(),
                **({"变更": list(c.keys)} if c.keys else {}),
            }
            for c in one.changes
        ]
        content[code] = {"要素": dict(one.hashes), "记录": changes}
    dumped = yaml.dump(content, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)
    return written._HEADER + dumped if content else written._HEADER


@given(ledgers())
def test_it_is_written_as_yaml_writes_it(found: Ledger) -> None:
    assert written.dump(found) == reference(found)


@given(ledgers())
def test_it_is_read_as_yaml_reads_it(found: Ledger) -> None:
    text = reference(found)
    assert loaded(text) == by_yaml(text)


@given(ledgers(), st.data())
def test_whatever_was_done_to_it_it_is_read_as_yaml_reads_it(
    found: Ledger, data: st.DataObject
) -> None:
    text = reference(found)
    at = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(at, min(len(text), at + 3)))
    put = data.draw(st.sampled_from(["", " ", "\n", "'", "0", "#", ":", "-", "编", "  - ", "\t"]))
    text = text[:at] + put + text[end:]
    assert loaded(text) == by_yaml(text)


PLAIN = Published("SHJZ-01-01", {"编码": "0a" * 6}, (Change(1, date(2026, 11, 22)),))


@pytest.mark.parametrize("number", NUMBERS)
def test_a_hash_that_looks_like_a_number(number: str) -> None:
    found = Ledger({"SHJZ-01-01": replace(PLAIN, hashes={"编码": number})})
    assert written._is_plain(found.items["SHJZ-01-01"])
    assert written.dump(found) == reference(found)
    assert loaded(reference(found)) == by_yaml(reference(found))


@given(st.sampled_from([0, 1, 2]), st.data())
@example(0, None)
def test_what_was_copied_is_read_as_yaml_reads_it(where: int, data: st.DataObject | None) -> None:
    """Lines of a ledger that is plain throughout stand twice, or are gone."""
    other = Published(
        "SHJZ-01-02", PLAIN.hashes, (*PLAIN.changes, Change(2, date(2027, 1, 1), ("编码",)))
    )
    pages = {"shjz/": 1}
    whole = written.dump(Ledger({"A": PLAIN, "B": other}, "https://sl.example/gk/", pages))
    assert written.read(whole) is not None
    lines = whole.splitlines(keepends=True)
    if data is not None:
        first = data.draw(st.integers(0, len(lines) - 1))
        last = data.draw(st.integers(first, len(lines)))
        lines[first:last] = lines[first:last] * where
    text = "".join(lines)
    assert loaded(text) == by_yaml(text)
