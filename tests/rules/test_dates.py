"""GK210: what must come first is dated later. GK221: what has happened is dated after today.

GK223: a posting is shorter than it says itself.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
import tiny

from gongkai_ssg.build import Checked

Problems = Callable[..., list[str]]


REVIEW = (
    "{{初审: {{人: 甲, 日期: 2026-03-0{}}}, 复审: {{人: 乙, 日期: 2026-03-0{}}}, "
    "终审: {{人: 丙, 日期: 2026-03-0{}}}, 保密审查: {{人: 丁, 日期: 2026-03-0{}}}}}"
)


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, []),
        ({"公开日期": "2026-03-02 00:00", "审核": None}, []),
        ({"公开日期": "2026-03-01 23:59", "审核": None}, ["6:7 GK210"]),
        ({"形成日期": "2026-03-06"}, ["6:7 GK210"]),
        ({"撤下日期": "2026-03-05"}, []),
        ({"撤下日期": "2026-03-04"}, ["8:7 GK210"]),
        ({"公示期": "{起: 2026-03-05, 止: 2026-03-05}"}, []),
        ({"公示期": "{止: 2026-03-04, 起: 2026-03-05}"}, ["8:10 GK210"]),
        ({"公开日期": None, "撤下日期": "2026-01-01"}, []),
        # 先审查后发布
        ({"审核": REVIEW.format(2, 3, 4, 5)}, []),
        ({"审核": REVIEW.format(3, 2, 4, 4)}, ["7:49 GK210"]),
        ({"审核": REVIEW.format(2, 3, 6, 4)}, ["6:7 GK210"]),
        ({"审核": REVIEW.format(2, 3, 4, 6)}, ["6:7 GK210"]),
        # a date that cannot be read is compared with nothing
        ({"成文日期": "2026-13-01"}, ["5:7 GK108"]),
        ({"公示期": "{起: 明天, 止: 2026-03-04}"}, ["8:10 GK108"]),
        ({"成文日期": "2026-03-09", "形成日期": "2026-03-08"}, ["6:7 GK210", "6:7 GK210"]),
    ],
)
def test_dates(problems: Problems, changes: dict[str, str | None], found: list[str]) -> None:
    got = problems({tiny.RECORD: tiny.record(changes)})
    assert got == [f"{tiny.RECORD}:{place}" for place in found]


@pytest.mark.parametrize(
    ("period", "right"),
    [
        # The first day and the last count both. 2026-09-25 to 27 and 10-01 to 07 are holidays,
        # the Saturdays 2026-09-20 and 10-10 are worked.
        ("{起: 2026-09-28, 止: 2026-10-10, 天数: 6个工作日}", ""),
        ("{起: 2026-09-28, 止: 2026-10-09, 天数: 6个工作日}", "2026-10-10"),
        ("{起: 2026-09-28, 止: 2026-10-09, 天数: 不少于6个工作日}", "2026-10-10"),
        ("{起: 2026-03-05, 止: 2026-03-11, 天数: 7日}", ""),
        ("{起: 2026-03-05, 止: 2026-03-10, 天数: 七天}", "2026-03-11"),
        ("{起: 2026-03-05, 止: 2026-04-03, 天数: 一个月}", "2026-04-04"),
        ("{起: 2026-03-05, 止: 2026-04-04, 天数: 一个月}", ""),
        ("{起: 2026-12-30, 止: 2027-01-04, 天数: 5个工作日}", "2027-01-05（暂定"),
        # Nothing is made of what is not understood, nor of what is wrong already.
        ("{起: 2026-03-05, 止: 2026-03-06, 天数: '7'}", ""),
        ("{起: 2026-03-05, 止: 2026-03-06, 天数: 5至7日}", ""),
        ("{起: 2026-03-05, 止: 2026-03-06, 天数: 按文件要求}", ""),
        ("{起: 2026-03-05, 止: 2026-03-06}", ""),
        ("{起: 2026-03-05, 止: 2026-03-06, 天数: 7日；每月公布一次}", ""),
        # One day is a posting, too.
        ("{起: 2026-03-05, 止: 2026-03-05, 天数: 2日}", "2026-03-06"),
        ("{起: 2026-03-05, 止: 2026-03-05, 天数: 1日}", ""),
    ],
)
def test_a_posting_shorter_than_its_own_days(
    check: Callable[..., Checked], period: str, right: str
) -> None:
    found = check({tiny.RECORD: tiny.record({"公示期": period})}).diagnostics
    assert [d.code for d in found] == ["GK223"] * bool(right)
    assert all(
        f"“止”改成 {right}" in d.help and (d.span.line, d.span.column) == (8, 25) for d in found
    )


def test_a_record_without_a_posting_hides_no_short_one_of_another(problems: Problems) -> None:
    later = "content/shjz/records/b.md"
    short = tiny.record(
        {"标题": "四月名单", "公示期": "{起: 2026-03-05, 止: 2026-03-10, 天数: 7日}"}
    )
    assert problems({tiny.RECORD: tiny.record(), later: short}) == [f"{later}:8:25 GK223"]


@pytest.mark.parametrize(
    ("out", "found"),
    [
        ("2026-11-23 09:00", []),
        ("2027-11-22 09:00", []),
        ("2027-11-23 23:59", []),
        ("2027-11-24 09:00", ["6:7 GK221"]),
        ("2062-03-05 09:00", ["6:7 GK221"]),
    ],
)
def test_what_is_to_come_out_after_more_than_a_year(
    problems: Problems, out: str, found: list[str]
) -> None:
    got = problems({tiny.RECORD: tiny.record({"公开日期": out})})
    assert got == [f"{tiny.RECORD}:{place}" for place in found]


@pytest.mark.parametrize(
    ("begun", "answered", "found"),
    [
        ("2026-11-22 23:59", None, []),
        ("2026-11-23 00:00", None, ["2:18 GK221"]),
        ("2026-11-21 08:00", "2026-11-22 23:59", []),
        ("2026-11-21 08:00", "2026-11-23 00:00", ["2:42 GK221"]),
        ("2026-11-21 08:00", "2026-11-21 07:59", ["2:42 GK210"]),
        ("2026-11-23 08:00", "2026-11-21 08:00", ["2:42 GK210"]),
    ],
)
def test_what_has_happened_is_not_dated_after_today(
    problems: Problems, begun: str, answered: str | None, found: list[str]
) -> None:
    when = f"发生时间: {begun}, " + (f"回应时间: {answered}, " if answered else "")
    file = "content/responses.yaml"
    got = problems({file: f"回应:\n- {{事情: 停水, {when}回应单位: 县民政局}}\n"})
    assert got == [f"{file}:{place}" for place in found]


@pytest.mark.parametrize(
    ("day", "found"),
    [("2026-11-22", []), ("2026-11-23", ["13:48 GK221"]), ("2062-03-05", ["13:48 GK221"])],
)
def test_an_item_was_not_adjusted_on_a_day_that_is_not_yet_come(
    problems: Problems, day: str, found: list[str]
) -> None:
    """A later entry of the history is looked at as the first is."""
    history = (
        f"[{{日期: 2026-01-01, 类型: 新增, 原因: 新办法}}, {{日期: {day}, 类型: 调整, 原因: 改}}]"
    )
    file = "content/shjz/catalog.yaml"
    got = problems({file: tiny.catalog(tiny.item({"调整": history}))})
    assert got == [f"{file}:{place}" for place in found]


def test_a_message_names_the_day_that_is_not_yet_come(check: Callable[..., Checked]) -> None:
    history = "[{日期: 2026-12-01, 类型: 新增, 原因: 新办法}]"
    files = {"content/shjz/catalog.yaml": tiny.catalog(tiny.item({"调整": history}))}
    (found,) = check(files).diagnostics
    assert "“调整的日期”" in found.message
    assert "2026-12-01" in found.message
