"""GK210: what must come first is dated later. GK221: what has happened is dated after today."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import tiny

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
