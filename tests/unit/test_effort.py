"""No text keeps the converter of Markdown busy: what would is refused, in a sentence."""

from __future__ import annotations

import time

import pytest

from gongkai_ssg import effort, markup
from gongkai_ssg.markup import Rendered

# Each of these took more than a minute at this size, and some of them hours.
LENGTH = 100_000
TANGLED = {
    "brackets": "[",
    "pictures": "![",
    "links left open": "[a](",
    "links left open in pointed brackets": "[a](<",
    "many signs": "[*`<_",
    "reference definitions": "[a\n",
    "tags left open": "<a ",
    "attributes left open": "<a href='",
    "addresses left open": "<http://a",
    "CDATA left open": "<![CDATA[",
    "folded boxes": "<div>",
    "folded boxes on lines": "<div>\n",
    "folded letters": "<b><i>",
    "headings without a blank line": "# a\n",
    "underlined headings": "a\n===\n",
    "rules": "---\n",
    "fences": "~~~a\n",
    "tiny paragraphs": "a\n\n" * 4,
    "backslashes": "\\",
    "escaped stars": "\\*",
    "breaks": "a  \n",
}


def rendered(text: str) -> tuple[Rendered, float]:
    began = time.process_time()
    found = markup.render(text, lambda *_: "x")
    return found, time.process_time() - began


@pytest.fixture
def tenth(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tenth of the work, so that the tests take a tenth of the time."""
    monkeypatch.setattr(markup, "MOST", effort.MOST // 10)


@pytest.mark.usefixtures("tenth")
@pytest.mark.parametrize("sign", TANGLED.values(), ids=TANGLED.keys())
def test_a_tangled_text_is_refused_soon(sign: str) -> None:
    found, seconds = rendered(sign * (LENGTH * (4 if "\n\n" in sign else 1) // len(sign)))
    assert seconds < 3
    assert found.is_tangled
    assert not found.anchors


@pytest.mark.usefixtures("tenth")
@pytest.mark.parametrize(
    "text",
    [
        f"{'|a' * 2000}\n{'|-' * 2000}\n" + "|\n" * 50_000,
        f"{'|`a`' * 5_000}\n{'|-' * 5_000}\n|",
        "".join(f"<b a={n}>\n\n" for n in range(10_000)),
        "<div>" + "<a " * 30_000 + ">",
        "\n".join("`" * n + "a" for n in range(3, 1_200)),
        "<b>" * 200 + "<!-- -->" * 10_000,
        "*甲*" * 20_000,
    ],
    ids=[
        "short rows",
        "code in rows",
        "folded for ever",
        "a tag of tags",
        "fences",
        "comments",
        "stars",
    ],
)
def test_a_text_that_is_tangled_in_another_way_is_refused_soon(text: str) -> None:
    found, seconds = rendered(text)
    assert found.is_tangled
    assert seconds < 3


@pytest.mark.usefixtures("tenth")
def test_a_text_is_refused_at_the_line_that_is_the_trouble() -> None:
    found, _ = rendered("第一段。\n\n**第二段**。\n\n" + "[" * 20_000 + "\n\n末段。\n")
    assert (found.is_tangled, found.tangled_line) == (True, 4)


@pytest.mark.usefixtures("tenth")
def test_what_is_refused_is_shown_as_it_was_written() -> None:
    found, _ = rendered("甲<script>" + "[" * 100_000)
    assert found.is_tangled
    assert found.html.startswith("<p>甲&lt;script&gt;[[[")


@pytest.mark.parametrize(
    "text",
    [
        "第一段，讲了**三件**事，见[办法](a.md)。\n\n" * 10_000,
        "- [一项](a.md)：`编码`，<b>重要</b>\n" * 5_000,
        "| 村 | 户 | 金额 |\n|---|---|---|\n" + "| 上湾村 | 12 | [明细](a.xlsx) |\n" * 6_000,
        "".join(f"## 第{n}条\n\n条文。\n\n" for n in range(5_000)),
        "没有空行的长文。\n" * 10_000,
        "<table>" + "<tr><td>甲<td>乙\n" * 10_000 + "</table>\n",
        "> 引文\n> 第二行\n\n" * 5_000,
        "```\n代码 <a [b] *c*\n```\n\n" * 300,
        "```\nList<String> a = b<c && d>e;\n```\n\n" * 300,
        # Twice what was found in pages, each in one paragraph or table.
        "|点位|铅|镉|汞|\n|---|---|---|---|\n" + "|点位|<LOD|<LOD|<LOD|\n" * 1_500,
        "".join(f"某政发[2026]{n}号　关于{'印发某某办法的通知' * 6}\n" for n in range(2_800)),
        "根据某政发[2024]12号文件；" * 3_258,
        "当 a<b 且 c>d 时，取大的。" * 412,
        "".join(f"[附件{n}](a{n}.pdf)、" for n in range(5_286)),
        "张*1<br>12元\n" * 8_992,
        "上湾村某某某  \n" * 9_732,
        "张*某 43****0001 138****0001 上湾村低保\n" * 5_364,
    ],
    ids=(
        "prose list table headings lines html quotes code generics less numbers named sums links "
        "breaks blanks phones"
    ).split(),
)
def test_long_honest_texts_are_not(text: str) -> None:
    found, _ = rendered(text)
    assert not found.is_tangled


def test_signs_of_tags_that_never_come_cost_their_length() -> None:
    """Pinned: for each the name was sought to the end of the text, 16 s for 100 KB."""
    found, seconds = rendered("<div>\n" + "<" * LENGTH)
    assert seconds < 3
    assert found.html.count("&lt;") == LENGTH


@pytest.mark.usefixtures("tenth")
def test_a_text_after_a_refused_one_has_its_own_work() -> None:
    assert rendered("[" * 100_000)[0].is_tangled
    assert not rendered("[a](b) " * 100)[0].is_tangled


def test_a_text_after_one_that_was_refused_within_a_list_is_no_part_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(markup, "MOST", 10_000)
        assert rendered("- 甲\n" * 400)[0].is_tangled
    assert rendered("甲" * 1_100 + "\n\n乙")[0].html.count("<p>") == 2


def test_only_what_is_left_may_be_spent() -> None:
    left = effort.Effort(10)
    left.spend(10)
    with pytest.raises(effort.EffortError):
        left.spend(1)
