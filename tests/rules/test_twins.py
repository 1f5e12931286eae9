"""GK218: records that were copied and not edited."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import tiny

from gongkai_ssg.build import Checked

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


@pytest.mark.parametrize(
    ("changes", "words", "place"),
    [
        ({"索引号": "a-1"}, "索引号“a-1”", "8:6"),
        ({"文号": "甲1号"}, "文号“甲1号”和标题", "8:5"),
        ({"索引号": "a-1", "文号": "甲1号"}, "索引号“a-1”", "8:6"),
    ],
)
def test_the_later_file_is_pointed_at_and_the_earlier_named(
    check: Callable[..., Checked], changes: dict[str, str], words: str, place: str
) -> None:
    text = tiny.record(changes)
    (found,) = check({B: text, tiny.RECORD: text}).diagnostics
    assert (found.span.path, f"{found.span.line}:{found.span.column}") == (B, place)
    assert (found.params["what"], found.params["path"]) == (words, tiny.RECORD)


def test_a_number_that_is_still_to_be_filled_in_is_no_number(problems: Problems) -> None:
    text = tiny.record({"索引号": "〔请填写索引号〕", "文号": "〔请填写文号〕", "状态": "草稿"})
    assert problems({tiny.RECORD: text, B: text}) == []


def test_a_number_that_comes_back_under_a_third_title_is_still_known(problems: Problems) -> None:
    files = {
        tiny.RECORD: tiny.record({"索引号": "a-1", "文号": "甲1号"}),
        B: tiny.record({"索引号": "a-1", "文号": "甲2号", "标题": "四月名单"}),
        "content/shjz/records/c.md": tiny.record({"文号": "甲2号", "标题": "四月名单"}),
    }
    assert [place.split()[1] for place in problems(files)] == ["GK218", "GK218"]
