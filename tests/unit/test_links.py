"""Links in bodies → addresses, and what must not be linked."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
import tiny

from gongkai_ssg.build import Checked

Check = Callable[..., Checked]
GUIDE = "content/pages/guide.md"
EMPTY = b"x"


def page(body: str) -> str:
    return f"---\n标题: 指南\n日期: 2026-03-05\n---\n{body}"


FILES: dict[str, str | bytes] = {
    tiny.RECORD: tiny.record({"附件": "biao.pdf"}, "## 一、保障标准\n\n甲。\n"),
    "content/shjz/records/biao.pdf": tiny.PDF,
    "content/shjz/shjz-01-02.md": tiny.item_file(
        {"编码": "SHJZ-01-02", "二级事项": "办事指南", "公开内容": "[材料]"},
        "## Apply Here\n\n甲。\n",
    ),
    "content/pages/tu.png": EMPTY,
    "content/pages/图 一.png": EMPTY,
}


def linked(check: Check, written: str, **more: str | bytes) -> tuple[str, list[str]]:
    """The HTML of a page with this body, and the problems."""
    checked = check({**FILES, GUIDE: page(written), **more})
    assert checked.project is not None
    html = checked.project.bodies.of("pages/guide/")
    return html, [f"{d.span.line}:{d.span.column} {d.code}" for d in checked.diagnostics]


@pytest.mark.parametrize(
    ("written", "href"),
    [
        ("SHJZ-01-01", "../../i/shjz-01-01/index.html"),
        ("../shjz/shjz-01-02.md", "../../i/shjz-01-02/index.html"),
        ("../shjz/shjz-01-02.md#apply-here", "../../i/shjz-01-02/index.html#s-apply-here"),
        ("SHJZ-01-02#Apply%20Here", "../../i/shjz-01-02/index.html#s-apply-here"),
        ("../shjz/records/a.md", "../../r/a/index.html"),
        ("../shjz/records/a.md#一、保障标准", "../../r/a/index.html#一保障标准"),
        ("../shjz/domain.yaml", "../../shjz/index.html"),
        ("guide.md", ""),
        ("tu.png", "../../pages/guide/tu.png"),
        ("https://sl.example/a?b=c#d", "https://sl.example/a?b=c#d"),
        ("mailto:a@sl.example", "mailto:a@sl.example"),
        ("tel:0000-8000101", "tel:0000-8000101"),
    ],
)
def test_where_a_link_leads(check: Check, written: str, href: str) -> None:
    html, problems = linked(check, f"[字]({written})\n")
    assert problems == []
    assert html == f'<p><a href="{href}">字</a></p>'


def test_a_heading_of_the_same_page(check: Check) -> None:
    html, problems = linked(check, "## 一、怎么办\n\n[见](#一、怎么办)\n")
    assert problems == []
    assert 'href="#一怎么办"' in html
    assert 'id="一怎么办"' in html


def test_a_picture_goes_out_with_its_page(check: Check) -> None:
    checked = check({**FILES, GUIDE: page("![图](<图 一.png>) ![图](tu.png)\n")})
    assert checked.project is not None
    assets = checked.project.bodies.assets
    assert set(assets.values()) == {"content/pages/图 一.png", "content/pages/tu.png"}
    assert all(address.isascii() and " " not in address for address in assets)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("SHJZ-09-09", "GK305"),
        ("nothing.md", "GK305"),
        ("nothing.pdf", "GK305"),
        ("records", "GK305"),
        ("", "GK305"),
        ("#没有", "GK306"),
        ("SHJZ-01-01#没有", "GK306"),
        ("../shjz/records/a.md#没有", "GK306"),
        ("../shjz/domain.yaml#没有", "GK306"),
        ("../../site.yaml", "GK309"),
        ("../../../../etc/passwd", "GK309"),
        ("/etc/passwd", "GK309"),
        ("javascript:alert(1)", "GK309"),
        ("JaVaScRiPt:alert(1)", "GK309"),
        ("data:text/html,x", "GK309"),
        ("file:///D:/a.pdf", "GK309"),
        ("D:/资料/a.pdf", "GK309"),
    ],
)
def test_links_that_lead_nowhere(check: Check, written: str, code: str) -> None:
    html, problems = linked(check, f"前[字]({written})\n")
    assert [p.split()[1] for p in problems] == [code]
    assert "javascript" not in html.lower()
    if code != "GK306":
        assert "href" not in html


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("b.md 见[字](b.md)\n", "5:11 GK305"),
        ("第一行\n\n[字][x]\n\n[x]: b.md\n", "9:6 GK305"),
        ('<a href="b.md">字</a>\n', "5:10 GK305"),
        ("[字](<b.md>)\n", "5:6 GK305"),
        ('[字](b.md "题")\n', "5:5 GK305"),
        ("[字](ab.md) [字](b.md)\n", "5:5 GK305"),
        ("[字](b%20c.md)\n", "5:5 GK305"),
    ],
)
def test_the_place_is_the_link_and_not_the_word(check: Check, body: str, place: str) -> None:
    assert linked(check, body)[1][0] == place


@pytest.mark.parametrize(
    ("written", "column", "length"),
    [
        ('<a href="&#106;avascript:alert(2)">点</a>', 10, 24),
        ("<a href=q&amp;r.md>点</a>", 9, 10),
        ('<img src="http://a.example/&#98;.png">', 11, 26),
        ("[字](java\tscript:x)", 5, 13),
        ("[字](java&#115;cript:y '题')", 5, 17),
        ("[字](x\\_y.md)", 5, 7),
        ("![图](&#104;ttp://x.example/c.png)", 6, 27),
        ("[字][m]\n\n[m]: nein&amp;x.md", 6, 13),
    ],
)
def test_a_target_is_found_however_it_is_written(
    check: Check, written: str, column: int, length: int
) -> None:
    checked = check({**FILES, GUIDE: page(f"一\n\n二\n\n{written}\n")})
    (found,) = (d for d in checked.diagnostics if d.code.startswith("GK3"))
    last = written.count("\n") + 9
    assert (found.span.line, found.span.column, found.span.length) == (last, column, length)


def test_blanks_in_a_target_take_no_time(check: Check) -> None:
    began = time.process_time()
    check({**FILES, GUIDE: page(f"[字](&amp;{' ' * 50_000}x)\n")})
    assert time.process_time() - began < 5


def test_the_same_wrong_link_twice_is_told_twice(check: Check) -> None:
    assert linked(check, "[甲](b.md)\n[乙](b.md)\n")[1] == ["5:5 GK305", "6:5 GK305"]


def test_pictures_of_other_sites_are_refused(check: Check) -> None:
    """No page asks another host for anything."""
    for written in ("https://sl.example/a.png", "//sl.example/a.png", "HTTP://sl.example/a.png"):
        html, problems = linked(check, f"![图]({written})\n")
        assert problems == ["5:6 GK311"]
        assert "sl.example" not in html


PAPER = tiny.record({"渠道": "[公开查阅点]", "附件": "biao.pdf"}, "[附件](biao.pdf)\n")


def test_a_link_cannot_carry_out_what_is_for_paper_only(check: Check) -> None:
    """Pinned: a link to its attachment copied the file of a paper-only record to the site."""
    written = "[甲](../shjz/records/a.md) [乙](../shjz/records/biao.pdf)\n"
    checked = check({**FILES, tiny.RECORD: PAPER, GUIDE: page(written)})
    assert [d.code for d in checked.diagnostics] == ["GK307", "GK307"]
    assert checked.project is not None
    assert not checked.project.bodies.assets
    assert checked.project.bodies.of("pages/guide/") == "<p><a>甲</a> <a>乙</a></p>"
    assert checked.project.bodies.of("r/a/") == ""


UNDATED = tiny.record({"公开日期": None, "附件": "biao.pdf"}, "[附件](biao.pdf)\n")


@pytest.mark.parametrize(("first", "codes"), [(UNDATED, []), (PAPER, ["GK312"])])
def test_a_shared_attachment_may_be_linked(check: Check, first: str, codes: list[str]) -> None:
    other = {"content/shjz/records/b.md": tiny.record({"附件": "biao.pdf"})}
    written = {GUIDE: page("[乙](../shjz/records/biao.pdf)\n")}
    checked = check({**FILES, tiny.RECORD: first, **other, **written})
    assert [d.code for d in checked.diagnostics] == codes


def test_a_picture_of_a_withheld_body_is_not_shown_elsewhere(check: Check) -> None:
    """Pinned: only the attachments of what stays in the house were kept back."""
    paper = tiny.record({"渠道": "[公开查阅点]"}, "![图](../../pages/tu.png)\n")
    checked = check({**FILES, tiny.RECORD: paper, GUIDE: page("前![图](tu.png)\n")})
    assert [d.code for d in checked.diagnostics] == ["GK307"]
    assert checked.project is not None
    assert not checked.project.bodies.assets
    assert "tu.png" not in checked.project.bodies.of("pages/guide/")
    assert checked.project.bodies.of("r/a/") == ""


@pytest.mark.parametrize("name", ["MingDan.xlsx", "mingdan.csv"])
def test_nor_what_differs_from_a_list_in_case_or_suffix_only(check: Check, name: str) -> None:
    sheets = {f"content/shjz/records/{n}": EMPTY for n in ("mingdan.xlsx", name)}
    files = {**FILES, **sheets, tiny.RECORD: tiny.record({"名单": "{文件: mingdan.xlsx}"})}
    checked = check({**files, GUIDE: page(f"[名单](../shjz/records/{name})\n")})
    # Two names that differ in capitals alone are a mistake of their own.
    assert [d.code for d in checked.diagnostics if d.code != "GK232"] == ["GK308"]
    assert checked.project is not None
    assert not checked.project.bodies.assets


@pytest.mark.parametrize("name", ["mingdan.xlsx", "../records/mingdan.xlsx"])
def test_a_name_list_never_leaves_the_house(check: Check, name: str) -> None:
    """Pinned: a link to the source of a name list copied it to the site."""
    listed = tiny.record({"名单": f"{{文件: {name}}}"})
    files = {**FILES, tiny.RECORD: listed, "content/shjz/records/mingdan.xlsx": EMPTY}
    checked = check({**files, GUIDE: page("[名单](../shjz/records/mingdan.xlsx)\n")})
    assert [d.code for d in checked.diagnostics] == ["GK308"]
    assert checked.project is not None
    assert not checked.project.bodies.assets


def test_what_is_withdrawn_never_makes_an_error(check: Check) -> None:
    """Pinned: from the day of withdrawal every link to one of its headings broke the build."""
    gone = tiny.record({"撤下日期": "2026-04-01"}, "## 名单\n\n甲。\n")
    link = page("[甲](../shjz/records/a.md#名单)\n")
    assert check({tiny.RECORD: gone, GUIDE: link}).diagnostics == []


def test_what_is_not_public_yet_is_checked_all_the_same(check: Check) -> None:
    """Or the mistake would break a build on the day of publication."""
    later = tiny.record({"公开日期": "2027-01-01 09:00"}, "[甲](#没有) [乙](b.md) [丙](a.md)\n")
    found = [d.code for d in check({tiny.RECORD: later}).diagnostics]
    assert found == ["GK306", "GK305"]


def test_two_pictures_of_one_name_on_one_page(check: Check) -> None:
    files = {"content/pages/a/tu.png": b"1", "content/pages/b/tu.png": b"2"}
    assert linked(check, "![图](a/tu.png)\n![图](b/tu.png)\n", **files)[1] == ["6:6 GK304"]


@pytest.mark.parametrize(("written", "length"), [("[字]()", 1), ("[字](<a\nbc.md>)", 1)])
def test_a_place_is_never_longer_than_its_line(check: Check, written: str, length: int) -> None:
    """Pinned: found by fuzzing."""
    checked = check({**FILES, GUIDE: page(written)})
    assert [d.span.length for d in checked.diagnostics] == [length]


@pytest.mark.parametrize(
    ("body", "places"),
    [
        ("[甲](https://a.example/a.png)\n\n![乙](https://a.example/a.png)\n", ["7:6 GK311"]),
        ("<iframe src='https://a.example/a'></iframe>\n", ["5:1 GK244"]),
        (
            "![乙](https://a.example/a)\n\n<video src='https://a.example/a'>\n",
            ["5:6 GK311", "7:1 GK244"],
        ),
        ("[![甲](https://a.cn/a)](https://a.cn/a)\n", ["5:7 GK311"]),
        (
            "<https://a.cn/a>\n\n<a href='https://a.cn/a'>甲</a>\n\n![乙](https://a.cn/a)\n",
            ["9:6 GK311"],
        ),
        ("![甲](b.png)\n\n[乙](b.png)\n", ["5:6 GK305", "7:5 GK305"]),
        ("<a data-src='data:text/html,x' href='https://a.example'>甲</a>\n", []),
        ("[b.cn](https://b.cn/) [a.cn](https://b.cn/)\n", ["5:30 GK241"]),
        ("<https://b.cn/> [a.cn](https://b.cn/) [甲](https://b.cn/)\n", ["5:24 GK241"]),
        ("[a.cn](https://b.cn/) [a.cn](https://b.cn/)\n", ["5:8 GK241", "5:30 GK241"]),
        ("[*a.cn*](https://b.cn/)\n", ["5:10 GK241"]),
    ],
)
def test_what_is_no_picture_is_called_none(check: Check, body: str, places: list[str]) -> None:
    """Pinned: the address of a frame was called a picture, and a link before it was pointed at."""
    assert linked(check, body)[1] == places


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("javascript:alert(1)", "会运行脚本"),
        ("JaVaScRiPt:alert(1)", "会运行脚本"),
        ("&#x01;javascript&colon;alert(1)", "会运行脚本"),
        ("vbscript:x", "会运行脚本"),
        ("data:text/html,x", "把整个文件写在了地址里"),
        ("file:///D:/a.pdf", "指到了站点之外"),
        ("../../../a.pdf", "指到了站点之外"),
    ],
)
def test_an_address_that_runs_is_called_so(check: Check, written: str, words: str) -> None:
    checked = check({**FILES, GUIDE: page(f"[字]({written})\n")})
    [problem] = checked.diagnostics
    assert problem.code == "GK309"
    assert words in problem.message
    assert "https://" in problem.help or "文件名" in problem.help


def test_what_is_taken_out_of_a_body_is_said_once_at_its_first_place(check: Check) -> None:
    body = "`<u>`\n\n```\n<u>\n```\n<!-- <u> -->\n甲<u>乙</u>\n\n<u>丙</u><p onclick='x()'>丁</p>\n"
    checked = check({**FILES, GUIDE: page(body)})
    [problem] = checked.diagnostics
    assert (problem.code, problem.severity) == ("GK244", "warning")
    assert (problem.span.line, problem.span.column, problem.span.length) == (11, 2, 3)
    assert "：<u>、onclick，" in problem.message


def test_many_kinds_of_tags_are_one_short_sentence(check: Check) -> None:
    names = "u q kbd var samp small mark ins tt big".split()
    body = "".join(f"<{name}>甲</{name}>" for name in names)
    [problem] = check({**FILES, GUIDE: page(body)}).diagnostics
    assert problem.params["what"] == "<u>、<q>、<kbd>、<var>、<samp>、<small>、<mark>、<ins>等10种"


def test_a_tag_is_found_whatever_signs_of_code_stand_before_it(check: Check) -> None:
    """Pinned: 50 KB of backticks took 10 s, and a lonely one hid all up to the next."""
    body = "".join(f"{'`' * n}\n\n甲" for n in range(1, 600)) + "<u>乙</u>\n"
    begun = time.process_time()
    [problem] = check({**FILES, GUIDE: page(body)}).diagnostics
    assert time.process_time() - begun < 3
    assert (problem.code, problem.span.line) == ("GK244", 5 + 2 * 599)
    lonely = "一 ` 二\n\n<u>甲</u>\n\n三 ` 四 `<u>` ~~~\n\n<u>乙</u>\n"
    assert linked(check, lonely)[1] == ["7:1 GK244"]
    assert linked(check, "`<u>`\n<!-- <u> --> ``<u>` `` <u>\n")[1] == ["6:24 GK244"]


GOOD = "| 村 | 户 |\n|---|---|\n| 上湾村 | 12 |\n"


@pytest.mark.parametrize(
    ("body", "places"),
    [
        ("甲\n\n| 村 | 户 |\n| 上湾村 | 12 |\n| 下湾村 | 3 |\n", ["7:1 GK247"]),
        ("名单：\n| 村 | 户 |\n|---|---|\n| 上湾村 | 12 |\n", ["6:1 GK247"]),
        ("｜ 村 ｜ 户 ｜\n｜---｜---｜\n｜ 上湾村 ｜ 12 ｜\n", ["5:1 GK247"]),
        ("- 甲\n  | 村 | **户** |\n  | 上湾村 | 12 |\n", ["6:3 GK247"]),
        ("| 村 | 户 |\n|—|—|\n| 上湾村 | 12 |\n", ["5:1 GK247"]),
        # Not the good table above it, nor a bar in a line of words.
        (f"{GOOD}\n正文。\n\n| 村 | 户 |\n| 下湾村 | 3 |\n", ["11:1 GK247"]),
        (f"## 表\n{GOOD}\n> | 村 | 户 |\n> | 下湾村 | 3 |\n", ["10:3 GK247"]),
        ("9:00|12:00。\n\n1. | **村** | 户 |\n   | 下湾村 | 3 |\n", ["7:4 GK247"]),
        ("```\n| 一 | 二 |\n| 三 | 四 |\n```\n\n| 一 | 二 |\n| 三 | 四 |\n", ["10:1 GK247"]),
        ("<table></table>\n`<table>`\n\n<table><tr><td>甲</td></tr>\n\n乙\n", ["8:1 GK248"]),
        # Nothing of the kind.
        ("| 村 | 户 |\n|---|---|\n| 上湾村 | 12 |\n", []),
        ("```\n| 一 | 二 |\n| 三 | 四 |\n```\n\n    | 一 | 二 |\n    | 三 | 四 |\n", []),
        ("<!--\n| 一 | 二 |\n| 三 | 四 |\n<table>\n-->\n", []),
        ("| 甲 |\n\n设|a|小于|b|\n|a|的值\n", []),
        ("<TABLE><tr><td>甲<table></table></td></tr></TABLE>\n\n`<table>`\n", []),
    ],
)
def test_what_was_meant_for_a_table_and_is_none(check: Check, body: str, places: list[str]) -> None:
    """Pinned: it was published as a row of bars, and what followed stood before it."""
    assert linked(check, body)[1] == places


@pytest.mark.parametrize(
    ("body", "places"),
    [
        ("甲\n\n＃ 办理条件\n\n乙\n\n＃＃ 其他\n\n丙\n", ["7:1 GK249"]),
        ("甲：\n1.带身份证\n2.带户口簿\n3.带照片\n", ["6:1 GK249"]),
        ("９．甲。\n10.乙\n", ["5:1 GK249"]),
        ("1.甲\n1.5公里\n\n3.甲\n4.乙\n", ["8:1 GK249"]),
        # Nothing of the kind.
        ("1. 甲\n2. 乙\n", []),
        ("全长\n1.5公里，\n2.6公里处\n", []),
        ("2026.3.1起\n2026.3.2止\n12.1起\n12.2止\n", []),
        ("1.甲  \n2.乙\n\n3.丙<br>\n4.丁\n\n5.戊\\\n6.己\n", []),
        ("1.甲\n\n2.乙\n\n3.丙\n8.丁\n", []),
        ("```\n＃ 甲\n1.甲\n2.乙\n```\n<!--\n＃ 甲\n1.甲\n2.乙\n-->\n", []),
        ("1＃楼、\n＃2楼\n", []),
    ],
)
def test_what_was_meant_for_a_heading_or_a_list_is_said(
    check: Check, body: str, places: list[str]
) -> None:
    """Pinned: it was published as it was written, several points in one paragraph."""
    assert linked(check, body)[1] == places
