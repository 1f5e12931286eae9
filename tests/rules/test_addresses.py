"""GK310 long QR texts, GK502 codes that died."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import tiny

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


def test_a_published_code_that_ended(problems: Problems) -> None:
    text = tiny.catalog(tiny.item({"状态": "废止"}))
    assert problems({CATALOG: text, "published.yaml": LEDGER}) == []
