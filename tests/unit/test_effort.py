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


@pytest.mark.parametrize("sign", TANGLED.values(), ids=TANGLED.keys())
def test_a_tangled_text_is_refused_soon(sign: str) -> None:
    found, seconds = rendered(sign * (LENGTH * (4 if "\n\n" in sign else 1) // len(sign)))
    assert seconds < 15
    assert found.is_tangled
    assert not found.anchors


def test_a_table_in_which_every_short_row_gets_all_columns_is_refused() -> None:
    head = "|a" * 2000
    found, seconds = rendered(f"{head}\n{'|-' * 2000}\n" + "|\n" * 50_000)
    assert found.is_tangled
    assert seconds < 15


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
    ],
    ids=["prose", "list", "table", "headings", "lines", "html", "quotes", "code", "generics"],
)
def test_long_honest_texts_are_not(text: str) -> None:
    found, _ = rendered(text)
    assert not found.is_tangled


def test_a_text_after_a_refused_one_has_its_own_work() -> None:
    assert rendered("[" * 100_000)[0].is_tangled
    assert not rendered("[a](b) " * 100)[0].is_tangled


def test_only_what_is_left_may_be_spent() -> None:
    left = effort.Effort(10)
    left.spend(10)
    with pytest.raises(effort.EffortError):
        left.spend(1)
