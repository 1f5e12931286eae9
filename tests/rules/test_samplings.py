"""GK226: a finding without its words. GK227: a month that the seed does not draw.

And what the schema alone says of a report (抽查通报): its bodies, months and days.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest

from gongkai_ssg.sampling import Candidate, draw

Problems = Callable[..., list[str]]
FILE = "content/samplings.yaml"
SEED, DAY = "3 8 1 5", date(2026, 10, 8)
(DRAWN,) = draw([Candidate("SHJZ-01-01", "x", ("示例县民政局",))], SEED, 1, DAY)


def told(
    body: str = "示例县民政局", month: str = DRAWN.month, rest: str = "符合", **days: str
) -> str:
    """A report with one line of results; the results' line is the seventh."""
    out, until = days.get("out", "2026-10-20"), days.get("until", "2026-10-08")
    return (
        f"通报:\n- 名称: 抽查\n  日期: {out}\n  种子: {SEED}\n  截止日期: {until}\n  结果:\n"
        f"  - {{单位: {body}, 月份: {month}, 事项: SHJZ-01-01, 结论: {rest}}}\n"
    )


@pytest.mark.parametrize("body", ["示例县民政局", "县民政局"])
def test_what_was_drawn_and_is_in_order_is_no_problem(problems: Problems, body: str) -> None:
    assert problems({FILE: told(body)}) == []


def test_a_body_of_the_results_is_a_registered_one(problems: Problems) -> None:
    assert problems({FILE: told("县公安")}) == [f"{FILE}:7:10 GK203"]


def test_an_item_of_the_results_is_one_of_the_catalog(problems: Problems) -> None:
    (found,) = problems({FILE: told().replace("SHJZ-01-01", "SHJZ-01-09")})
    assert found == f"{FILE}:7:35 GK205"


@pytest.mark.parametrize("month", ["2026-13", "2026-00", "2026-3", "0026-03"])
def test_a_month_is_one_of_the_twelve(problems: Problems, month: str) -> None:
    (found,) = problems({FILE: told(month=month)})
    assert re.fullmatch(f"{FILE}:7:\\d+ GK110", found)


def test_a_report_is_not_older_than_its_draw(problems: Problems) -> None:
    assert problems({FILE: told(out="2026-10-07")}) == [f"{FILE}:3:7 GK210"]
    assert problems({FILE: told(out="2026-10-08")}) == []


@pytest.mark.parametrize(
    ("rest", "found"),
    [
        ("符合", False),
        ("符合, 问题: ''", False),
        ("不符合, 问题: 没有张贴", False),
        ("不符合", True),
        ("不合格", True),
        ("不符合, 问题: ''", True),
        ("基本符合, 整改: 已经改好", True),
    ],
)
def test_a_finding_says_what_is_wrong(problems: Problems, rest: str, found: bool) -> None:
    got = [place for place in problems({FILE: told(rest=rest)}) if "GK106" not in place]
    assert [place.split()[1] for place in got] == ["GK226"] * found
    assert all(place.startswith(f"{FILE}:7:") for place in got)


@pytest.mark.parametrize("month", ["2026-10", "2025-09", "2027-01", "2026-03", "2026-02"])
def test_a_month_that_the_seed_does_not_draw(problems: Problems, month: str) -> None:
    """It hangs on seed, day, body and code alone: a catalog that grew since draws the same."""
    (found,) = problems({FILE: told(month=month)})
    assert re.fullmatch(f"{FILE}:7:\\d+ GK227", found)


def test_without_the_day_of_the_draw_no_month_is_doubted(problems: Problems) -> None:
    text = told(month="2026-03").replace("  截止日期: 2026-10-08\n", "")
    assert problems({FILE: text}) == []


@pytest.mark.parametrize("seed", ["1 1", "2 7 1", "9 9 9", "4"])
def test_whatever_the_seed_the_month_that_it_draws_is_no_problem(
    problems: Problems, seed: str
) -> None:
    (drawn,) = draw([Candidate("SHJZ-01-01", "x", ("示例县民政局",))], seed, 1, DAY)
    text = told(month=drawn.month).replace(f"种子: {SEED}", f"种子: {seed}")
    assert problems({FILE: text}) == []


def test_of_a_line_without_its_month_no_month_is_doubted(problems: Problems) -> None:
    """The one mistake is that it is lacking."""
    text = told().replace(f"月份: {DRAWN.month}, ", "")
    assert [place.split()[1] for place in problems({FILE: text})] == ["GK102"]


def test_a_line_that_is_in_order_hides_none_behind_it(problems: Problems) -> None:
    wrong = told(month="2026-03", rest="不符合").splitlines()[-1]
    found = problems({FILE: f"{told()}{wrong}\n"})
    assert {place.split()[1] for place in found} == {"GK226", "GK227"}


def test_a_report_without_the_day_of_its_draw_hides_none_behind_it(problems: Problems) -> None:
    without = told().replace("  截止日期: 2026-10-08\n", "")
    text = without + told(month="2026-03").removeprefix("通报:\n")
    assert [place.split()[1] for place in problems({FILE: text})] == ["GK227"]
