"""GK222 taken ids, GK310 long QR texts, GK502 codes that died."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import tiny

from gongkai_ssg import urls
from gongkai_ssg.build import Checked
from gongkai_ssg.rules import addresses

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


def test_the_longest_address_of_all_items_counts(problems: Problems) -> None:
    """A code of two letters comes last in the alphabet, and is shorter."""
    files = {
        "site.yaml": tiny.SITE.replace("/gk/", f"/{'g' * 24}/"),
        "content/zz/domain.yaml": "名称: 卫生\n",
        "content/zz/catalog.yaml": tiny.catalog(
            tiny.item({"编码": "ZZ-01-01", "一级事项": "卫生", "二级事项": "疫苗"})
        ),
    }
    assert problems(files) == ["site.yaml:2:5 GK310"]


@pytest.mark.parametrize(("length", "code"), [(300, "GK310"), (301, "GK313")])
def test_a_code_of_three_hundred_characters_is_the_last_to_be_drawn(
    problems: Problems, length: int, code: str
) -> None:
    path = "g" * (length - len("https://sl.example//i/shjz-01-01/?v=1"))
    site = tiny.SITE.replace("/gk/", f"/{path}/")
    assert problems({"site.yaml": site}) == [f"site.yaml:2:5 {code}"]


def test_an_address_for_one_run_that_no_code_can_hold(check: Callable[..., Checked]) -> None:
    """`--base-url` is not read as 网址 is, which takes no such character."""
    (found,) = check(url="https://示例.cn/").diagnostics
    assert (found.code, found.span.path, found.span.line) == ("GK313", "site.yaml", 2)
    assert "英文字母、数字和符号以外的字：https://示例.cn/i/shjz-01-01/" in found.message


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


def pages(*addresses: str) -> str:
    return "其他网址:\n" + "".join(f"- {address}\n" for address in addresses) + LEDGER


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("shjz/", False),
        ("ylws/", True),
        ("place/hewan/", False),
        ("place/longtan/", True),
        ("flows/", False),
        # An entry of a list may go: its page says so.
        ("flows/#dibao", False),
        ("flow/#dibao", True),
    ],
)
def test_a_page_to_which_posters_lead_stays(problems: Problems, address: str, found: bool) -> None:
    got = problems({"published.yaml": pages("place/shangwan/", address)})
    assert got == ["published.yaml:3:3 GK506"] * found


def test_a_page_may_go_that_leads_to_its_successor(problems: Problems) -> None:
    moved = "旧网址:\n- {网址: place/longtan/, 转到: place/hewan/}\n"
    files = {"site.yaml": tiny.SITE + moved, "published.yaml": pages("place/longtan/")}
    assert problems(files) == []


@pytest.mark.parametrize("wrong", ["{id: shangwan", "{名称: 上湾村"])
def test_while_the_places_cannot_be_read_none_of_them_is_called_gone(
    problems: Problems, wrong: str
) -> None:
    """The one mistake is the place that lacks its name, or its id."""
    site = tiny.SITE.replace("{id: shangwan, 名称: 上湾村", wrong)
    got = problems({"site.yaml": site, "published.yaml": pages("place/shangwan/")})
    assert [place.split()[1] for place in got] == ["GK102"]


def test_while_it_cannot_be_read_where_a_page_moved_to_it_is_not_called_gone(
    problems: Problems,
) -> None:
    """The one mistake is the old address without its new one."""
    site = tiny.SITE + "旧网址:\n- {网址: place/longtan/}\n"
    got = problems({"site.yaml": site, "published.yaml": pages("place/longtan/")})
    assert got == ["site.yaml:9:3 GK102"]


def test_of_a_page_that_is_gone_its_address_is_marked(check: Callable[..., Checked]) -> None:
    """What somebody wrote behind it is not marked."""
    (found,) = check({"published.yaml": pages("ylws/  # 卫生")}).diagnostics
    assert (found.code, found.span.column, found.span.length) == ("GK506", 3, len("ylws/"))


@pytest.mark.parametrize(
    ("old", "site", "found"),
    [
        ("https://sl.example/gk/", "", []),
        ("https://sl.example/jiu/", "", ["site.yaml:2:5 GK504"]),
        ("https://s.example/", "二维码网址: https://s.example/\n", []),
        (
            "https://sl.example/gk/",
            "二维码网址: https://s.example/\n",
            ["site.yaml:8:8 GK504"],
        ),
        ("", "", []),
    ],
)
def test_codes_that_hang_on_walls_lead_where_they_led(
    problems: Problems, old: str, site: str, found: list[str]
) -> None:
    ledger = (f"二维码网址: {old}\n" if old else "") + LEDGER
    assert problems({"site.yaml": tiny.SITE + site, "published.yaml": ledger}) == found


def test_a_domain_of_which_a_part_cannot_be_read_may_hold_a_code(problems: Problems) -> None:
    """The one mistake is the file that is no YAML; what it holds is not called gone."""
    ledger = LEDGER.replace("01-01", "01-02")
    files = {"content/shjz/shjz-01-02.md": "---\n编码: [\n---\n", "published.yaml": ledger}
    got = problems(files)
    assert got
    assert not [place for place in got if "GK502" in place]


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


def test_an_id_that_the_county_s_own_theme_uses(check: Callable[..., Checked]) -> None:
    files = {"content/opendays.yaml": OPEN_DAY % "banner", "content/flows.yaml": FLOW % "dibao"}
    project = check(files).project
    assert project
    (found,) = addresses.taken_by_theme(project, frozenset({"banner", "other"}))
    assert (found.code, found.span.path, found.span.line) == ("GK222", "content/opendays.yaml", 2)
    assert (found.span.column, found.params["key"], found.params["value"]) == (18, "编号", "banner")
    assert found.params["what"] == "是本县主题或者门户页眉页脚里的位置"


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
