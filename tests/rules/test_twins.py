"""GK218: records that were copied and not edited."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import tiny

Problems = Callable[..., list[str]]
B = "content/shjz/records/b.md"


@pytest.mark.parametrize(
    ("first", "second", "twins"),
    [
        ({"索引号": "a-1"}, {"索引号": "a-1", "标题": "四月名单"}, True),
        ({"索引号": "a-1"}, {"索引号": "a-2"}, False),
        ({"文号": "甲1号"}, {"文号": "甲1号"}, True),
        ({"文号": "甲1号"}, {"文号": "甲1号", "标题": "四月名单"}, False),
        ({"索引号": "a-1", "文号": "甲1号"}, {"索引号": "a-1", "文号": "甲1号"}, True),
        ({}, {}, False),
    ],
)
def test_twins(
    problems: Problems, first: dict[str, str], second: dict[str, str], twins: bool
) -> None:
    found = problems({tiny.RECORD: tiny.record(first), B: tiny.record(second)})
    assert [place.split()[1] for place in found] == (["GK218"] if twins else [])
    assert all(place.startswith(B) for place in found)


def test_of_three_copies_two_are_reported(problems: Problems) -> None:
    text = tiny.record({"索引号": "a-1"})
    files = {f"content/shjz/records/{name}.md": text for name in "abc"}
    assert len(problems(files)) == 2
