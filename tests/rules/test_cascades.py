"""One mistake raises one problem, whatever points to the broken entry."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import tiny

Problems = Callable[..., list[str]]
COLON = "\uff1a"
CATALOG, FILE = "content/shjz/catalog.yaml", "content/shjz/shjz-01-01.md"
LEDGER = "SHJZ-01-01: {要素: {甲: 0}, 记录: [{版本: 1, 日期: 2026-03-05}]}\n"
PAGE = "---\n标题: 指南\n日期: 2026-03-05\n---\n[事项](SHJZ-01-01) [{}]({})\n"

# A record, an interpretation, a template, a successor, a page and the ledger lead to the entry.
POINTING: dict[str, str | bytes | None] = {
    tiny.RECORD: tiny.record({"解读": "b"}, "[事项](SHJZ-01-01)\n"),
    "content/shjz/records/b.md": tiny.record(),
    "content/shjz/domain.yaml": "名称: 甲\n模板: [{名称: 乙, 事项: SHJZ-01-01, 要素: 标题}]\n",
    "content/ylws/domain.yaml": "名称: 卫生\n",
    "content/ylws/catalog.yaml": tiny.catalog(
        tiny.item(
            {
                "编码": "YLWS-01-01",
                "二级事项": "体检",
                "公开内容": "[时间, 地点]",
                "状态": "废止",
                "并入": "SHJZ-01-01",
            }
        )
    ),
    "content/pages/guide.md": PAGE.format("信息", "../shjz/records/a.md"),
    "published.yaml": LEDGER,
}
ITEM = tiny.item()
BROKEN_LISTS = {
    "no element": tiny.catalog(tiny.item({"公开时限": None})),
    "empty element": tiny.catalog(tiny.item({"公开主体": ""})),
    "all wrong": tiny.catalog(tiny.item({"公开渠道": "[网站]"})),
    "misspelled key": tiny.catalog(ITEM.replace("公开时限", "公开时间")),
    "key of another name": tiny.catalog(ITEM.replace("公开时限", "何时")),
    "misspelled code key": tiny.catalog(ITEM.replace("编码", "编号")),
    "traditional code key": tiny.catalog(ITEM.replace("编码", "編碼")),
    "small letters": tiny.catalog(tiny.item({"编码": "shjz-01-01"})),
    "short numbers": tiny.catalog(tiny.item({"编码": "SHJZ-1-1"})),
    "full-width numbers": tiny.catalog(tiny.item({"编码": "SHJZ-０１-０１"})),
    "code in a list": tiny.catalog(tiny.item({"编码": "[SHJZ-01-01]"})),
    "duplicate key": tiny.catalog(ITEM + "  公开方式: 依申请\n"),
    "duplicate code key": tiny.catalog(ITEM + "  编码: SHJZ-01-02\n"),
    "unknown body": tiny.catalog(tiny.item({"公开主体": "县民政厅"})),
    "full-width colon": tiny.catalog(ITEM.replace("公开方式: ", f"公开方式{COLON}")),
    "full-width colon behind the code": tiny.catalog(ITEM.replace("编码: ", f"编码{COLON}")),
    "full-width colon behind the list": tiny.catalog().replace("事项:", f"事项{COLON}"),
    "full-width colon in a list": tiny.catalog(
        ITEM.replace("公开层级: [县级]", f"公开层级:\n  - 县级\n    公开方式{COLON}主动").replace(
            "  公开方式: 主动\n", ""
        )
    ),
    "tab": tiny.catalog(ITEM.replace("  公开方式", "\t公开方式")),
    "no colon": tiny.catalog(ITEM.replace("公开方式: ", "公开方式 ")),
    "open bracket": tiny.catalog(ITEM.replace("[县级]", "[县级")),
    "anchor": tiny.catalog(ITEM.replace("主动", "&a 主动")),
    "two documents": tiny.catalog() + "---\n",
    "no list": tiny.catalog().replace("事项:\n", ""),
    "other key": tiny.catalog().replace("事项:\n", "目录:\n"),
    "one item without a list": "事项:\n" + ITEM.replace("- ", "  "),
    "GBK": tiny.catalog().encode("gbk"),
    "UTF-16": tiny.catalog().encode("utf-16"),
    "UTF-16 without a mark": tiny.catalog().encode("utf-16-le"),
}
BROKEN_FILES = {
    "not closed": tiny.item_file().rsplit("---", 1)[0],
    "not opened": tiny.item_file().removeprefix("---\n"),
    "no code": tiny.item_file({"编码": None}),
    "wrong code": tiny.item_file({"编码": "1"}),
    "full-width colons": tiny.item_file().replace(": ", COLON),
    "GBK": tiny.item_file().encode("gbk"),
    "a list": "---\n- SHJZ-01-01\n---\n",
}


def codes(found: list[str]) -> set[str]:
    return {place.split()[1] for place in found}


def test_what_points_to_the_item_is_right_while_the_item_is(problems: Problems) -> None:
    assert problems(POINTING) == []
    assert problems({**POINTING, CATALOG: None, FILE: tiny.item_file()}) == []


@pytest.mark.parametrize("text", list(BROKEN_LISTS.values()), ids=list(BROKEN_LISTS))
def test_a_broken_item_of_a_list(problems: Problems, text: str | bytes) -> None:
    found = problems({**POINTING, CATALOG: text})
    assert len(found) == 1, found
    assert found[0].startswith(CATALOG)


@pytest.mark.parametrize("text", list(BROKEN_FILES.values()), ids=list(BROKEN_FILES))
def test_a_broken_item_of_its_own_file(problems: Problems, text: str | bytes) -> None:
    found = problems({**POINTING, CATALOG: None, FILE: text})
    assert len(codes(found)) == 1, found
    assert all(place.startswith(FILE) for place in found)


def test_an_item_file_with_a_wrong_name(problems: Problems) -> None:
    name = "content/shjz/SHJZ 01.md"
    found = problems({**POINTING, CATALOG: None, name: tiny.item_file()})
    assert found == [f"{name}:1:1 GK008"]


RECORD_PAGE = {"content/pages/guide.md": PAGE.format("信息", "../shjz/records/b.md")}


@pytest.mark.parametrize(
    "text",
    [
        tiny.record({"成文日期": None}),
        tiny.record({"成文日期": "2026-02-30"}),
        tiny.record({"发布机构": "县民政厅"}),
        tiny.record().rsplit("---", 1)[0],
        tiny.record().replace("标题: ", f"标题{COLON}"),
        tiny.record().encode("gbk"),
        tiny.record({"事项": ""}),
        tiny.record({"标题": "[甲]"}),
    ],
    ids=["no date", "no day", "no body", "open", "colon", "GBK", "no item", "list"],
)
def test_a_broken_record(problems: Problems, text: str | bytes) -> None:
    found = problems({**POINTING, **RECORD_PAGE, "content/shjz/records/b.md": text})
    assert len(found) == 1, found
    assert "records/b.md:" in found[0]


def test_a_record_with_a_wrong_name(problems: Problems) -> None:
    files = {"content/shjz/records/b.md": None, "content/shjz/records/B.md": tiny.record()}
    link = {"content/pages/guide.md": PAGE.format("信息", "../shjz/records/B.md")}
    interpreted = {tiny.RECORD: tiny.record({"解读": "B"})}
    assert codes(problems({**POINTING, **files, **link, **interpreted})) == {"GK008"}


def test_a_broken_page(problems: Problems) -> None:
    pages = {
        "content/pages/guide.md": "---\n标题: 指南\n---\n",
        "content/pages/other.md": "---\n标题: 其他\n日期: 2026-03-05\n---\n[指南](guide.md)\n",
    }
    assert problems({**POINTING, **pages}) == ["content/pages/guide.md:2:1 GK102"]


@pytest.mark.parametrize(
    "text", ["名称\uff1a卫生\n", "名称: [\n", "名称:\n", "名字: 卫生\n", "名称: 卫生".encode("gbk")]
)
def test_a_broken_domain(problems: Problems, text: str | bytes) -> None:
    link = {"content/pages/guide.md": PAGE.format("领域", "../ylws/domain.yaml")}
    order = {"site.yaml": tiny.SITE + "领域: [shjz, ylws]\n"}
    found = problems({**POINTING, **link, **order, "content/ylws/domain.yaml": text})
    assert len(found) == 1, found
    assert found[0].startswith("content/ylws/domain.yaml")


SITES = {
    "body without a name": tiny.SITE.replace("名称: 示例县民政局", "名字: 示例县民政局"),
    "body without an id": tiny.SITE.replace("id: mzj, ", ""),
    "bodies misspelled": tiny.SITE.replace("单位:", "单位名:"),
    "bodies as a text": tiny.SITE.replace(
        "\n- {id: mzj, 名称: 示例县民政局, 简称: 县民政局}", " 县民政局"
    ),
    "place without a level": tiny.SITE.replace(", 层级: 乡级", ""),
    "place with a wrong level": tiny.SITE.replace("乡级", "镇"),
    "place without an id": tiny.SITE.replace("id: hewan, ", ""),
    "places misspelled": tiny.SITE.replace("区划:", "区化:"),
    "own element misspelled": tiny.SITE + "扩展要素: [{键: 科室, 类行: 文字, 说明: 科室}]\n",
    "own element without a key": tiny.SITE + "扩展要素: [{说明: 科室}]\n",
    "own choice without choices": tiny.SITE + "扩展要素: [{键: 科室, 类型: 选项, 说明: 科室}]\n",
    "own elements misspelled": tiny.SITE + "扩展元素: [{键: 科室, 说明: 科室}]\n",
}


@pytest.mark.parametrize("text", list(SITES.values()), ids=list(SITES))
def test_a_mistake_in_the_settings_is_not_told_again_by_every_entry(
    problems: Problems, text: str
) -> None:
    own = "扩展" in text
    item = tiny.item({"科室": "救助股"}) if own else ITEM
    files = {CATALOG: tiny.catalog(item), tiny.RECORD: tiny.record({"区划": "河湾镇", "解读": "b"})}
    found = problems({**POINTING, **files, "site.yaml": text})
    assert len(found) == 1, found
    assert found[0].startswith("site.yaml:")


@pytest.mark.parametrize(
    ("written", "code"),
    [
        *(
            (written, "GK107")
            for written in ("SHJZ-0101", "SHJZ.01.01", "SHJZ 01 01", "SHJZ-O1-01")
        ),
        ("SHJJ-01-01", "GK202"),
    ],
)
def test_a_misspelt_code_is_one_problem_with_records_and_ledger_pointing_at_it(
    problems: Callable[..., list[str]], written: str, code: str
) -> None:
    book = "SHJZ-01-01:\n  要素: {甲: '01'}\n  记录:\n  - {版本: 1, 日期: '2026-03-05'}\n"
    files = {
        "content/shjz/catalog.yaml": tiny.catalog(tiny.item({"编码": written})),
        tiny.RECORD: tiny.record(body="见[事项](SHJZ-01-01)。"),
        "published.yaml": book,
    }
    assert problems(files) == [f"content/shjz/catalog.yaml:2:7 {code}"]


def test_an_unreadable_site_file_hides_no_problem_of_the_content(problems: Problems) -> None:
    wrong = tiny.catalog(tiny.item({"公开方式": "半主动"}))
    found = problems({"site.yaml": "名称: [示例县\n", CATALOG: wrong})
    assert [place.split()[1] for place in found] == ["GK002", "GK104"]


@pytest.mark.parametrize("site", ["- 名称\n", "名称: [示例县\n", None])
def test_without_a_readable_site_file_names_and_own_elements_are_not_judged(
    problems: Problems, site: str | None
) -> None:
    own = tiny.catalog(tiny.item({"本县要素": "甲", "公开主体": "县某局"}))
    found = problems({**POINTING, "site.yaml": site, CATALOG: own})
    assert {place.split(":")[0] for place in found} == {"site.yaml"}
    assert len(found) == 1


def test_a_misspelt_domain_in_the_order_is_one_problem(problems: Problems) -> None:
    site = tiny.SITE + "领域: [shzj]\n"
    assert codes(problems({"site.yaml": site})) == {"GK206"}


def test_a_broken_entry_of_a_list_is_linked_too(problems: Problems) -> None:
    """Every problem in one run: the name of a place is judged although the hours are missing."""
    points = "查阅点:\n- 名称: 甲\n  地址: 人民路1号\n  区划: 下湾村\n"
    found = problems({"content/points.yaml": points})
    assert found == ["content/points.yaml:2:3 GK102", "content/points.yaml:4:7 GK204"]
