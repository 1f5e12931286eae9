"""GK211 empty domain, GK213 unlisted domain, GK215 template, GK216 并入, GK308 name lists."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import tiny
from paper import workbook

from gongkai_ssg.build import Checked

Problems = Callable[..., list[str]]
CATALOG, DOMAIN = "content/shjz/catalog.yaml", "content/shjz/domain.yaml"
BLANK = "〔请填写名称〕"
OTHER = {"编码": "SHJZ-01-02", "二级事项": "办事指南", "公开内容": "[材料清单, 办理流程]"}


@pytest.mark.parametrize("text", ["", "事项:\n", "事项: []\n", None])
def test_a_domain_without_an_item(problems: Problems, text: str | None) -> None:
    assert problems({CATALOG: text}) == [f"{DOMAIN}:1:5 GK211"]


def test_a_domain_whose_items_have_all_ended_is_not_empty(problems: Problems) -> None:
    assert problems({CATALOG: tiny.catalog(tiny.item({"状态": "废止"}))}) == []


def test_a_domain_that_the_site_does_not_name(problems: Problems) -> None:
    files = {
        "site.yaml": tiny.SITE + "领域: [ylws]\n",
        "content/ylws/domain.yaml": "名称: 卫生\n",
        "content/ylws/catalog.yaml": tiny.catalog(tiny.item({**OTHER, "编码": "YLWS-01-01"})),
    }
    assert problems(files) == [f"{DOMAIN}:1:5 GK213"]


def test_a_domain_that_must_have_another_name_is_not_to_be_added(problems: Problems) -> None:
    files = {
        "site.yaml": tiny.SITE + "领域: [shjz]\n",
        "content/卫生/domain.yaml": "名称: 卫生\n",
        "content/卫生/catalog.yaml": tiny.catalog(tiny.item({**OTHER, "编码": "YLWS-01-01"})),
    }
    assert problems(files) == ["content/卫生/domain.yaml:1:1 GK008"]


@pytest.mark.parametrize(
    ("order", "found"),
    [
        # As many folders are lacking as there are too many: they are the same, misspelt.
        ("[sjhz, ylws]", ["site.yaml:8:6 GK206"]),
        ("[ylws]", [f"{DOMAIN}:1:5 GK213"]),
        ("[sjhz]", [f"{DOMAIN}:1:5 GK213", "content/ylws/domain.yaml:1:5 GK213"]),
        ("[]", []),
    ],
)
def test_a_misspelt_folder_is_not_called_unlisted_as_well(
    problems: Problems, order: str, found: list[str]
) -> None:
    files = {
        "site.yaml": tiny.SITE + f"领域: {order}\n",
        "content/ylws/domain.yaml": "名称: 卫生\n",
        "content/ylws/catalog.yaml": tiny.catalog(tiny.item({**OTHER, "编码": "YLWS-01-01"})),
    }
    assert [place for place in problems(files) if order != "[sjhz]" or "GK213" in place] == found


def test_a_domain_whose_items_cannot_be_read_is_not_called_empty(problems: Problems) -> None:
    got = problems({CATALOG: "事项: [\n"})
    assert got
    assert not [place for place in got if "GK211" in place]


def template(text: str) -> dict[str, str]:
    return {DOMAIN: f"{tiny.DOMAIN}模板:\n- {{名称: 公示, {text}}}\n"}


@pytest.mark.parametrize(
    ("text", "changes", "body", "found"),
    [
        ("要素: 公示期", {}, "", ["GK215"]),
        ("要素: [公示期, 文号]", {"公示期": "{起: 2026-03-05, 止: 2026-03-06}"}, "", ["GK215"]),
        ("要素: [标题]", {}, "", []),
        ("标题: [保障对象]", {}, "## 保障对象\n\n甲。\n", []),
        ("标题: [保障对象]", {}, "### **保障对象**\n\n甲。\n", []),
        ("标题: [保障对象]", {}, "保障对象\n----\n\n甲。\n", []),
        ("标题: [保障对象]", {}, "## 保障对象\n", ["GK225"]),
        ("标题: [保障对象]", {}, "```\n## 保障对象\n```\n", ["GK215"]),
        ("标题: [保障对象]", {}, "保障对象\n", ["GK215"]),
        ("标题: [保障对象]", {"状态": "草稿"}, "## 保障对象\n", []),
        ("标题: [保障对象]", {"状态": "草稿"}, "## 对象\n", ["GK215"]),
        ("事项: SHJZ-01-01, 要素: 文号", {}, "", ["GK215"]),
        ("事项: SHJZ-01-02, 要素: 文号", {}, "", []),
        # a record that is wrong in itself is not measured as well
        ("要素: 文号", {"成文日期": "x"}, "", ["GK108"]),
    ],
)
def test_templates(
    problems: Problems, text: str, changes: dict[str, str], body: str, found: list[str]
) -> None:
    files = {CATALOG: tiny.catalog(tiny.item(), tiny.item(OTHER)), **template(text)}
    got = problems({**files, tiny.RECORD: tiny.record(changes, body)})
    assert [place.split()[1] for place in got] == found


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("要素: [公示期, 文号]", "要素“公示期”“文号”"),
        ("标题: [保障对象, 投诉举报]", "小标题“保障对象”“投诉举报”"),
        ("要素: 文号, 标题: 投诉举报", "要素“文号”和小标题“投诉举报”"),
    ],
)
def test_all_that_a_record_lacks_is_said_at_once(
    check: Callable[..., Checked], text: str, missing: str
) -> None:
    (found,) = check({**template(text), tiny.RECORD: tiny.record()}).diagnostics
    assert (found.code, found.params["missing"]) == ("GK215", missing)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("## 甲\n\n## 乙\n\n文字。\n", ["9:4 GK225"]),
        ("## 甲\n\n## 乙\n", ["9:4 GK225", "11:4 GK225"]),
        ("## 甲\n\n### 乙\n\n## 丙\n\n文字。\n", ["11:5 GK225"]),
        ("## 甲\n\n### 乙\n\n文字。\n", []),
        ("甲\n----\n\n## **乙** 丙\n\n- 文字\n", ["9:1 GK225"]),
        ("## 甲\n\n| 列 |\n|----|\n| 1 |\n", []),
        ("## 甲\n\n![图](a.png)\n", []),
        # A picture that is wrong is the one mistake.
        ("## 甲\n\n![图](b.png)\n", ["11:6 GK305"]),
        ("```\n## 甲\n```\n", []),
    ],
)
def test_a_heading_with_nothing_beneath(problems: Problems, body: str, found: list[str]) -> None:
    picture = {"content/shjz/records/a.png": b"x"}
    got = problems({tiny.RECORD: tiny.record({}, body), **picture})
    assert got == [f"{tiny.RECORD}:{place}" for place in found]


def test_below_the_last_heading_the_files_of_a_record_may_follow(problems: Problems) -> None:
    attached = {"附件": "b.pdf"}
    files = {"content/shjz/records/b.pdf": b"%PDF-1.4 x"}
    got = problems({**files, tiny.RECORD: tiny.record(attached, "## 甲\n\n## 附件\n")})
    assert [place.split()[1] for place in got if "GK225" in place] == ["GK225"]


def test_the_headings_of_a_draft_wait_for_their_words(problems: Problems) -> None:
    assert problems({tiny.RECORD: tiny.record({"状态": "草稿"}, "## 甲\n")}) == []


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"状态": "废止", "并入": "SHJZ-01-02"}, []),
        ({"状态": "废止"}, []),
        ({"并入": "SHJZ-01-02"}, ["13:7 GK216"]),
        ({"状态": "现行", "并入": "SHJZ-01-02"}, ["14:7 GK216"]),
        ({"状态": "废止", "并入": "SHJZ-01-01"}, ["14:7 GK216"]),
        ({"状态": "停用", "并入": "SHJZ-01-02"}, ["13:7 GK104"]),
        ({"状态": "废止", "并入": "SHJZ-01-03"}, ["14:7 GK205"]),
    ],
)
def test_merged(problems: Problems, changes: dict[str, str], found: list[str]) -> None:
    files = {CATALOG: tiny.catalog(tiny.item(changes), tiny.item(OTHER))}
    assert problems(files) == [f"{CATALOG}:{place}" for place in found]


def test_a_circle_is_one_for_those_who_stand_in_it(problems: Problems) -> None:
    """An item that leads into the circle is in order itself."""
    items = [
        tiny.item(
            {"编码": f"SHJZ-01-0{n}", "二级事项": name, "公开内容": f"[{name}]", "状态": "废止"}
            | {"并入": f"SHJZ-01-0{into}"}
        )
        for n, name, into in ((1, "申请条件", 2), (2, "办理流程", 3), (3, "名单公告", 2))
    ]
    got = problems({CATALOG: tiny.catalog(*items)})
    assert got == [f"{CATALOG}:27:7 GK216", f"{CATALOG}:40:7 GK216"]


def test_a_chain_of_successors_may_have_an_end(problems: Problems) -> None:
    items = [
        tiny.item({"编码": "SHJZ-01-01", "状态": "废止", "并入": "SHJZ-01-02"}),
        tiny.item({**OTHER, "状态": "废止", "并入": "SHJZ-01-03"}),
        tiny.item({"编码": "SHJZ-01-03"}),
    ]
    assert problems({CATALOG: tiny.catalog(*items)}) == []


def test_a_placeholder_may_stand_in_a_draft(problems: Problems) -> None:
    assert problems({tiny.RECORD: tiny.record({"标题": BLANK, "状态": "草稿"}, BLANK)}) == []


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("〔请填写正文〕\n", "9:1"),
        ("甲。\n\n乙〔请填写正文〕，〔请填写时间〕\n", "11:2"),
    ],
)
def test_a_placeholder_in_a_body_is_pointed_at_where_it_begins(
    problems: Problems, body: str, place: str
) -> None:
    assert problems({tiny.RECORD: tiny.record({}, body)}) == [f"{tiny.RECORD}:{place} GK217"]


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"审核": f"{{初审: {{人: 甲, 日期: 2026-03-02}}, 终审: {{人: {BLANK}}}}}"}, ["7:42"]),
        ({"审核": f"{{初审: {{人: {BLANK}}}, 终审: {{人: {BLANK}}}}}"}, ["7:14", "7:32"]),
        ({"附件": f"[{{文件: a.pdf, 名称: 甲}}, {{文件: b.pdf, 名称: {BLANK}}}]"}, ["8:42"]),
        ({"标题": BLANK}, ["3:5"]),
    ],
)
def test_a_placeholder_is_pointed_at_where_it_stands(
    check: Callable[..., Checked], changes: dict[str, str], found: list[str]
) -> None:
    """Pinned: within an element of several parts it was the first line of the whole element."""
    files = {f"content/shjz/records/{name}.pdf": tiny.PDF for name in "ab"}
    got = check({**files, tiny.RECORD: tiny.record(changes)}).diagnostics
    got = [one for one in got if one.code == "GK217"]
    assert [f"{one.span.line}:{one.span.column}" for one in got] == found
    assert {one.params["text"] for one in got} == {BLANK}


def test_a_placeholder_among_words_to_choose_is_pointed_at_where_they_begin(
    problems: Problems,
) -> None:
    """Of such words no single one has a place that is kept; the item itself begins further up."""
    text = tiny.catalog(tiny.item({"公开渠道": f"[政府网站, 其他：{BLANK}]"}))
    assert problems({CATALOG: text}) == [f"{CATALOG}:9:9 GK217"]


SITE_WITH_BLANK = tiny.SITE.replace("名称: 示例县民政局", "名称: 〔请填写单位〕")


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({tiny.RECORD: tiny.record({"标题": '"〔请\\u586b写标题〕"'})}, (tiny.RECORD, "标题")),
        ({tiny.RECORD: tiny.record({}, "〔请填写正文〕\n")}, (tiny.RECORD, "正文")),
        ({"site.yaml": SITE_WITH_BLANK}, (CATALOG, "公开主体")),
        (
            {
                "site.yaml": tiny.SITE.replace("示例县\n", '"示例\\u53bf"\n'),
                tiny.RECORD: tiny.record({"标题": '"〔请\\u586b写标题〕"'}),
            },
            (tiny.RECORD, "标题"),
        ),
    ],
    ids=["escape", "body", "name from the settings", "escapes in both"],
)
def test_a_placeholder_is_found_however_it_got_there(
    check: Callable[..., Checked], files: dict[str, str], found: tuple[str, str]
) -> None:
    """Files without its characters are passed over, but for those that hold it unseen."""
    got = [one for one in check(files).diagnostics if one.code == "GK217"]
    assert [(one.span.path, one.params["key"]) for one in got] == [found]


def test_a_placeholder_in_the_settings_hides_none_of_a_record(
    check: Callable[..., Checked],
) -> None:
    files = {"site.yaml": SITE_WITH_BLANK, tiny.RECORD: tiny.record({"标题": BLANK})}
    got = [one for one in check(files).diagnostics if one.code == "GK217"]
    assert [one.span.path for one in got if one.params["key"] == "标题"] == [tiny.RECORD]


LIST = {"名单": "{文件: mingdan.xlsx}"}
BOOK = workbook([["村", "户数"]])
SHEET = {"content/shjz/records/mingdan.xlsx": BOOK}
FORMS = {"pdf": tiny.PDF, "csv": b"x", "xlsx": BOOK}


def test_a_list_may_not_be_attached(problems: Problems) -> None:
    record = tiny.record({**LIST, "附件": "[mingdan.xlsx]"})
    assert problems({**SHEET, tiny.RECORD: record}) == [f"{tiny.RECORD}:9:6 GK308"]


def test_nor_by_another_record(problems: Problems) -> None:
    files = {
        tiny.RECORD: tiny.record(LIST),
        "content/shjz/records/b.md": tiny.record({"附件": "mingdan.xlsx"}),
    }
    assert [p.split()[1] for p in problems({**SHEET, **files})] == ["GK308"]


@pytest.mark.parametrize(
    ("listed", "attached"),
    [
        ("mingdan.xlsx", "MINGDAN.XLSX"),
        ("mingdan.xlsx", "mingdan.pdf"),
        ("mingdan.xlsx", "MingDan.csv"),
        ("mingdan.xlsx", "gai/mingdan.pdf"),
        ("gai/mingdan.xlsx", "mingdan.pdf"),
    ],
)
def test_nor_what_has_its_name(problems: Problems, listed: str, attached: str) -> None:
    """A copy in another form, or a name that Windows takes for the same."""
    files = {
        f"content/shjz/records/{name}": FORMS[name.lower().rpartition(".")[2]]
        for name in (listed, attached)
    }
    record = tiny.record({"名单": f"{{文件: {listed}}}", "附件": f"[{attached}]"})
    found = problems({**files, tiny.RECORD: record})
    # Two files that are one on Windows are a problem by themselves.
    assert [one for one in found if not one.endswith("GK232")] == [f"{tiny.RECORD}:9:6 GK308"]


def test_a_redacted_copy_under_another_name_may_be_attached(problems: Problems) -> None:
    files = {**SHEET, "content/shjz/records/mingdan-gongkai.xlsx": BOOK}
    record = tiny.record({**LIST, "附件": "[mingdan-gongkai.xlsx]"})
    assert problems({**files, tiny.RECORD: record}) == []


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("mingdan.xls", "GK301"),
        ("MINGDAN.xlsx", "GK301"),
        ("'D:\\mingdan.xlsx'", "GK302"),
        ("/mingdan.xlsx", "GK302"),
        ("../../../mingdan.xlsx", "GK302"),
        ("../records/mingdan.xlsx", ""),
    ],
)
def test_a_list_must_be_there(check: Callable[..., Checked], written: str, code: str) -> None:
    """Pinned: it was never looked up, so a slip in its name let the real list go out."""
    record = tiny.record({"名单": f"{{文件: {written}}}"})
    found = check({**SHEET, tiny.RECORD: record}).diagnostics
    assert [d.code for d in found] == ([code] if code else [])
    assert all(d.span.line == 8 and d.span.column == 10 for d in found)
    assert all("mingdan.xlsx" in d.help for d in found if code == "GK301")


def test_another_file_of_the_same_name_is_no_list(problems: Problems) -> None:
    """Pinned: only the names were compared, so any `mingdan.xlsx` of the county was refused."""
    files = {
        tiny.RECORD: tiny.record(LIST),
        "content/shjz/records/2026/b.md": tiny.record({"附件": "mingdan.xlsx"}),
        "content/shjz/records/2026/mingdan.xlsx": BOOK,
    }
    assert problems({**SHEET, **files}) == []
