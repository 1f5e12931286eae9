"""GK220: what the negative list (负面清单) keeps in the house is published all the same."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import tiny

from gongkai_ssg.build import Checked

CATALOG, FILE = "content/shjz/catalog.yaml", "content/negative.yaml"


def told(check: Callable[..., Checked], name: str, files: dict[str, str]) -> list[tuple[str, str]]:
    """What is published of that name, and the file in which it stands."""
    why = "类别: 条例第十五条, 理由: 涉及个人隐私, 依据: 《政府信息公开条例》"
    text = f'清单:\n- {{名称: "{name}", {why}}}\n'
    found = [one for one in check({FILE: text, **files}).diagnostics if one.code == "GK220"]
    assert all((d.span.path, d.span.line, d.params["name"]) == (FILE, 2, name) for d in found)
    return [(str(one.params["what"]), str(one.params["path"])) for one in found]


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("审核确认结果", [("事项 SHJZ-01-01", CATALOG)]),
        ("审核 确认结果", [("事项 SHJZ-01-01", CATALOG)]),
        ("保障金额", [("事项 SHJZ-01-01 的公开内容", CATALOG)]),
        ("保障", []),
        # 一级事项 is the name of a whole chapter.
        ("最低生活保障", []),
    ],
)
def test_an_item_or_a_part_of_one(
    check: Callable[..., Checked], name: str, what: list[tuple[str, str]]
) -> None:
    assert told(check, name, {}) == what


def test_an_item_that_has_ended_is_published_no_more(check: Callable[..., Checked]) -> None:
    ended = tiny.item({"状态": "废止"})
    alive = tiny.item({"编码": "SHJZ-01-02", "二级事项": "办事指南", "公开内容": "[材料清单]"})
    files = {CATALOG: tiny.catalog(ended, alive)}
    assert told(check, "审核确认结果", files) == []
    assert told(check, "办事指南", files) == [("事项 SHJZ-01-02", CATALOG)]


@pytest.mark.parametrize(("state", "found"), [("草稿", []), ("", [("信息", tiny.RECORD)])])
def test_a_record_that_goes_out(
    check: Callable[..., Checked], state: str, found: list[tuple[str, str]]
) -> None:
    text = tiny.record({"状态": state or None})
    assert told(check, "三月名单", {tiny.RECORD: text}) == found
