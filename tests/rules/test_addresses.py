"""GK222 taken ids, GK310 long QR texts, GK502 codes that died."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import tiny

from gongkai_ssg import urls

Problems = Callable[..., list[str]]
LEDGER = "SHJZ-01-01: {要素: {甲: 0}, 记录: [{版本: 1, 日期: 2026-03-05}]}\n"
CATALOG = "content/shjz/catalog.yaml"


@pytest.mark.parametrize(
    ("path", "found"),
    [("g" * 23, []), ("g" * 24, ["site.yaml:2:5 GK310"])],
)
def test_sixty_bytes_and_no_more(problems: Problems, path: str, found: list[str]) -> None:
    site = tiny.SITE.replace("/gk/", f"/{path}/")
    assert len(f"https://sl.example/{'g' * 23}/i/shjz-01-01/?v=1") == 60
    assert problems({"site.yaml": site}) == found


def test_a_short_address_is_the_remedy(problems: Problems) -> None:
    site = tiny.SITE.replace("/gk/", f"/{'g' * 60}/") + "二维码网址: https://s.example/\n"
    assert problems({"site.yaml": site}) == []


def test_the_place_is_the_short_address_where_there_is_one(problems: Problems) -> None:
    site = f"{tiny.SITE}二维码网址: https://s.example/{'g' * 60}/\n"
    assert problems({"site.yaml": site}) == ["site.yaml:8:8 GK310"]


def test_a_published_code_that_is_gone(problems: Problems) -> None:
    text = tiny.catalog(tiny.item({"编码": "SHJZ-01-02"}))
    assert problems({CATALOG: text, "published.yaml": LEDGER}) == ["published.yaml:1:1 GK502"]


def test_a_published_code_over_which_another_was_written(problems: Problems) -> None:
    """The one mistake is the code that stands twice."""
    once, twice = tiny.item(), tiny.item({"二级事项": "办事指南"})
    ledger = LEDGER + LEDGER.replace("01-01", "01-02")
    found = problems({CATALOG: tiny.catalog(once, twice), "published.yaml": ledger})
    assert found == [f"{CATALOG}:13:7 GK201"]


def test_a_published_code_that_ended(problems: Problems) -> None:
    text = tiny.catalog(tiny.item({"状态": "废止"}))
    assert problems({CATALOG: text, "published.yaml": LEDGER}) == []


OPEN_DAY = (
    "开放日:\n- {主题: 走进民政, 编号: %s, 主办单位: 县民政局, 开始: 2026-12-10 09:00, "
    "结束: 2026-12-10 11:30, 地点: 一楼}\n"
)
FLOW = "流程:\n- {名称: 办理, 编号: %s, 步骤: [{名称: 申请}]}\n"


@pytest.mark.parametrize("taken", ["main", "find", "data"])
def test_an_id_that_the_page_itself_uses(problems: Problems, taken: str) -> None:
    assert problems({"content/opendays.yaml": OPEN_DAY % taken}) == [
        "content/opendays.yaml:2:18 GK222"
    ]
    assert problems({"content/opendays.yaml": None, "content/flows.yaml": FLOW % taken}) == [
        "content/flows.yaml:2:16 GK222"
    ]


@pytest.mark.parametrize("taken", ["hewan", "shjz", "shjz-01-01"])
def test_the_poster_of_an_event_and_another_of_one_name(problems: Problems, taken: str) -> None:
    assert problems({"content/opendays.yaml": OPEN_DAY % taken}) == [
        "content/opendays.yaml:2:18 GK222"
    ]
    assert problems({"content/opendays.yaml": None, "content/flows.yaml": FLOW % taken}) == []


def test_one_id_in_two_lists_is_none_the_worse(problems: Problems) -> None:
    files = {"content/opendays.yaml": OPEN_DAY % "dibao", "content/flows.yaml": FLOW % "dibao"}
    assert problems(files) == []


def test_every_id_of_the_theme_is_reserved() -> None:
    found = set()
    for path in (Path(urls.__file__).parents[1] / "themes/default").rglob("*.*"):
        if path.suffix in (".html", ".js"):
            found |= set(re.findall(r"""\bid ?= ?["']([a-z0-9-]+)["']""", path.read_text("utf-8")))
    assert {"main", "find", "large-print", "results"} <= found
    assert found == urls.ANCHORS
