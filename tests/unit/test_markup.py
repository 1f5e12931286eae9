"""Markdown → sanitised HTML."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from gongkai_ssg import dropped
from gongkai_ssg.markup import _finished, anchor, render


def html(text: str) -> str:
    return render(text, lambda target, _: target).html


@pytest.mark.parametrize(
    ("text", "out"),
    [
        ("", ""),
        ("  \n", ""),
        ("字", "<p>字</p>"),
        ("第一行\n第二行", "<p>第一行第二行</p>"),
        ("one\ntwo", "<p>one\ntwo</p>"),
        ("**重**\n字", "<p><strong>重</strong>字</p>"),
        ("字\n**重**", "<p>字<strong>重</strong></p>"),
        ("字\n**a**", "<p>字\n<strong>a</strong></p>"),
        ("# QR", '<h2 id="s-qr">QR</h2>'),
        ("甲\n\n乙", "<p>甲</p>\n<p>乙</p>"),
        ("# 题", '<h2 id="题">题</h2>'),
        ("**重**", "<p><strong>重</strong></p>"),
        ("- 一\n- 二", "<ul>\n<li>一</li>\n<li>二</li>\n</ul>"),
        ("3. 三", '<ol start="3">\n<li>三</li>\n</ol>'),
        ("３. 三", '<ol start="3">\n<li>三</li>\n</ol>'),
        ('<ol start="１２"><li>甲</ol>', '<ol start="12"><li>甲</li></ol>'),
        ('<ol start="甲"><li>乙</ol>', "<ol><li>乙</li></ol>"),
        ("`<b>`", "<p><code>&lt;b&gt;</code></p>"),
        ("[甲](a.md)", '<p><a href="a.md">甲</a></p>'),
        ("![甲](a.png)", '<p><img alt="甲" src="a.png"></p>'),
        ("a<br>b", "<p>a<br>b</p>"),
        ("<!-- 备注 -->", ""),
    ],
)
def test_markdown(text: str, out: str) -> None:
    assert html(text) == out


def test_lines_of_code_stay_lines() -> None:
    assert "一\n二" in html("```\n一\n二\n```")


def test_lines_of_inline_code_stay_lines() -> None:
    assert html("`一\n二`") == "<p><code>一\n二</code></p>"


def test_tables_scroll_by_themselves_and_keep_their_alignment() -> None:
    out = html("| 甲 | 乙 |\n|:--|--:|\n| 1 | 2 |\n")
    assert out.startswith('<div class="scroll" tabindex="0"><table>')
    assert '<th class="left">甲</th>' in out
    assert '<td class="right">2</td>' in out


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<style>*{}</style>",
        '<p onclick="x()">a</p>',
        '<p style="x">a</p>',
        '<img src="a.png" onerror="x()">',
        "<iframe src='https://sl.example'></iframe>",
        "<svg onload=x()></svg>",
        "<object data=a></object>",
        "<form><input></form>",
        "[a](javascript:x())",
        '<a href="javascript:x()">a</a>',
        "<a href=' java\nscript:x()'>a</a>",
        "<a href='&#106;avascript:x()'>a</a>",
        "<a href='vbscript:x()'>a</a>",
        "<base href='https://sl.example'>",
        "<meta http-equiv=refresh content=0>",
        "<h2 class=x>a</h2>",
    ],
)
def test_nothing_that_runs_gets_through(text: str) -> None:
    out = html(text).lower()
    for word in ("<script", "<style", "onclick", "onerror", "onload", "script:", "<iframe"):
        assert word not in out
    for word in ("<svg", "<object", "<form", "<input", "<base", "<meta", "style=", "class=x"):
        assert word not in out


IN_ATTRIBUTES = [
    '[x](https://a.cn/ "<table><img src=x onerror=alert(1)>")',
    '[x](https://a.cn/ "</table><img src=x onerror=alert(1)>")',
    '[x](https://a.cn/ "<h1><img src=x onerror=alert(1)></h1>")',
    "![<table><img src=x onerror=alert(1)>](a.png)",
    "<a title='<table><img src=x onerror=alert(1)>'>x</a>",
    "<a title='<h2 id=\"y\">z</h2>'>x</a>",
]


@pytest.mark.parametrize("text", IN_ATTRIBUTES)
def test_nothing_in_an_attribute_becomes_a_tag(text: str) -> None:
    rendered = render(text, lambda target, _: target)
    tree = LexborHTMLParser(rendered.html)
    assert [name for node in tree.css("*") for name in node.attributes if name[:2] == "on"] == []
    assert not tree.css("table, div, h1, h2")
    assert len(tree.css("a, img")) == 1
    assert rendered.headings == ()
    assert rendered.anchors == frozenset()


@pytest.mark.parametrize(
    "clean",
    [
        '<p><a title="<table><img src=x onerror=alert(1)>">x</a></p>',
        '<p><a title="</table></h1>一\n二">x</a></p>',
        '<p><a title="<h2 id=&quot;y&quot;>z</h2>">x</a></p>',
    ],
)
def test_an_older_cleaner_that_leaves_signs_in_attributes_does_no_harm(clean: str) -> None:
    """Before 0.3.7 nh3 wrote `<` and `>` in attributes as they are."""
    found = _finished(clean)
    assert (found.html, found.headings, found.anchors) == (clean, (), frozenset())


def test_a_frame_of_a_table_that_a_clerk_wrote_does_not_matter() -> None:
    text = '<div class="scroll" tabindex="0" onclick="x()">\n\n字\n\n</div>'
    assert "<div" not in html(text)
    assert "字" in html(text)
    assert "tabindex" not in html(text)


DEEP = {
    "list": "- " * 500 + "字",
    "numbers": "1. " * 2000 + "字",
    "quotes": ">" * 2000 + "字",
    "both": "> - " * 1000 + "字",
    "tabs": "\n".join("\t" * level + "- 字" for level in range(300)),
    "blanks": "\n".join("    " * level + "> - 字" for level in range(300)),
    "behind": "<hr>" + "- " * 2000 + "字",
    "controls": "- \x02" * 2000 + "字",
    "stress": "*a **b " * 2000 + "字" + " b** a*" * 2000,
}


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP.keys())
def test_what_is_nested_too_deep_is_shown_flat(text: str) -> None:
    assert "字" in html(text)
    # What was broken off leaves no trace in the next text.
    assert html("- 一\n- 二") == "<ul>\n<li>一</li>\n<li>二</li>\n</ul>"
    assert html("甲\n\n乙") == "<p>甲</p>\n<p>乙</p>"


def test_what_is_too_deep_is_escaped() -> None:
    text = DEEP["behind"].replace("字", "<script>x()</script>")
    assert "<script" not in html(text)


def test_a_dividing_line_may_be_long() -> None:
    assert html("甲\n\n" + "- " * 200) == "<p>甲</p>\n<hr>"


def test_a_link_may_be_refused() -> None:
    assert render("[甲](a.md)", lambda *_: None).html == "<p><a>甲</a></p>"


def test_links_and_pictures_are_told_apart() -> None:
    met: list[tuple[str, bool]] = []

    def note(target: str, picture: bool) -> str:
        met.append((target, picture))
        return target

    render("[甲](a.md) ![乙](b.png)", note)
    assert met == [("a.md", False), ("b.png", True)]


def test_a_scheme_that_is_not_allowed_is_handed_over_to_be_reported() -> None:
    met: list[str] = []
    render("[甲](file:///a) [乙](data:x)", lambda target, _: met.append(target))
    assert met == ["file:///a", "data:x"]


def test_headings_and_anchors() -> None:
    found = render("## 一、*保障* 标准 & 金额\n\n### B\n", lambda target, _: target)
    assert found.headings == ("一、保障 标准 & 金额", "B")
    assert found.anchors == {anchor("一、保障 标准 & 金额"), "s-b"}


def test_two_headings_of_one_name_have_two_anchors() -> None:
    assert len(render("## 甲\n\n## 甲\n", lambda target, _: target).anchors) == 2


def test_one_text_does_not_mark_the_next() -> None:
    """The converter is kept; headings and references of one text must not reach another."""
    html("## 甲\n\n[x]: https://sl.example\n")
    assert html("## 甲\n\n[x]\n") == '<h2 id="甲">甲</h2>\n<p>[x]</p>'


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("执行<GB5749-2022>标准，见<ABC公司>", "执行&lt;GB5749-2022&gt;标准，见&lt;ABC公司&gt;"),
        ("见<附件 1>和</附件>", "见&lt;附件 1&gt;和&lt;/附件&gt;"),
        ("<https://www.gov.cn/>", '<a href="https://www.gov.cn/">https://www.gov.cn/</a>'),
        ("`<附件>`", "<code>&lt;附件&gt;</code>"),
    ],
)
def test_what_stands_in_angle_brackets_and_is_no_html_is_text(text: str, shown: str) -> None:
    """Pinned: the cleaner took it for a tag and dropped it without a word."""
    assert html(text) == f"<p>{shown}</p>"


@pytest.mark.parametrize("heading", ["QR 码", "qr", "Records", "二、条件", "2026", "s-qr"])
def test_the_anchor_of_an_anchor_is_itself(heading: str) -> None:
    assert anchor(anchor(heading)) == anchor(heading)


@pytest.mark.parametrize("text", ["*# **~~*<table>", "*a **b*<b>c", "**a *b** <i>c</i>*"])
def test_no_mark_of_the_converter_is_left(text: str) -> None:
    """Pinned: raw HTML within crossed emphasis came out as `klzzwxh:0000`."""
    html = render(text, lambda target, _picture: target).html
    assert "klzzwxh" not in html
    assert not {"\x02", "\x03"} & set(html)


@pytest.mark.parametrize(
    ("text", "dropped"),
    [
        ("<script>alert('<iframe>')</script>", ["<script>（连同里面的内容）"]),
        ("<SCRIPT src=x>\n\n以下的都没有了", ["<script>（连同里面的内容）"]),
        ("<style>a<b{}</style>", ["<style>（连同里面的内容）"]),
        ('<p onclick="x()" style="x">a</p>', ["onclick", "style"]),
        ("<p/onclick=x()>a</p>", ["onclick"]),
        ("<a href='a.md' ONCLICK = 'a>b'>a</a>", ["onclick"]),
        ("<iframe src='https://sl.example' width=3></iframe>", ["<iframe>"]),
        ("<svg onload=x()><script>x</script></svg>", ["<svg>", "<script>（连同里面的内容）"]),
        ("甲<u>乙</u><font color=red>丙</font><u>丁</u>", ["<u>", "<font>"]),
        ("<span style='color:red'>甲</span><div onclick=x>乙</div>", ["style", "onclick"]),
        ("<table width=100><tr><td bgcolor=red>甲</td></tr></table>", ["width", "bgcolor"]),
        ("<img src='a.png' alt='甲' onerror=x width=3>", ["onerror", "width"]),
        (
            "<script><!--</script><iframe><!-- --></iframe>",
            ["<script>（连同里面的内容）", "<iframe>"],
        ),
        ("<div>\n甲 a<p/c 乙丙", ["c", "<p>里的文字"]),
        # What is no name is a text, which may hold a number of a person.
        ("<p 13800138000 'x' 甲=乙>x", ["<p>里的文字"]),
        ("<b?13800138000>x", []),
        # Nothing is lost.
        ("```html\n<script>\n```\n`<b>` 和 `<u>`\n\n    <iframe>\n", []),
        ("<!-- <script> <b onclick=x> -->甲", []),
        ("小于<18岁，a<b 且 c>d，<GB 5749>，<姓名>，<w:字>，<tel:1>，A<B", []),
        ("取 a<b and c>d 的，甲 a<b/c 乙丙", []),
        ("<o:p13800138000>", []),
        ("<b>甲</b><I>乙</I><s>丙</s><strike>丁</strike><del>戊</del>", []),
        # As Word and old pages have it.
        ("甲<o:p></o:p><O:P></O:P><w:p>乙</w:p>", ["<o:p>", "<w:p>"]),
        ('<st1:place w:st="on">县</st1:place>', ["<st1:place>"]),
        ('<v:shape id=1><v:imagedata src="x.png"></v:shape>', ["<v:shape>", "<v:imagedata>"]),
        ("<big>甲</big><tt>乙</tt><nobr>丙</nobr>", ["<big>", "<tt>", "<nobr>"]),
        ("<math><mi>x</mi></math>", ["<math>", "<mi>"]),
        ("<https://sl.example/a?b=<c> <a@sl.example>", []),
        ("<table border=1 class=x><tr><td colspan=2 rowspan=2>甲<br/></table>", []),
        ("x<sup>2</sup> <SUB>3</SUB><br><BR/><hr>", []),
        ("<div class=x id=y>\n\n甲\n\n</div><span lang=bo data-x=1>乙</span>", []),
        ("<a href=https://sl.example rel=nofollow target=_blank title=甲>乙</a>", []),
        ("<p>甲<p>乙<li>丙", []),
        ("|甲|乙|\n|:-:|--:|\n|1|2|\n\n3. 三\n\n# 题\n\n```py\na\n```\n", []),
        ("<a href='javascript:x'>甲</a>", []),  # said of the link itself
    ],
)
def test_what_is_taken_out_is_named(text: str, dropped: list[str]) -> None:
    assert list(render(text, lambda target, _: target).dropped) == dropped


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("甲<o:p></o:p>乙", "甲乙"),
        ('<st1:place w:st="on">县</st1:place>城', "县城"),
        ('<v:shape id=1></v:shape><v:imagedata src="x.png">甲', "甲"),
        ("<acronym title=x>甲</acronym><blink>乙</blink><applet>丙</applet>", "甲乙丙"),
        ("<noframes>甲</noframes><xmp>乙</xmp><image src=x.png>丙<plaintext>丁", "甲乙丙丁"),
        ("甲<math><mi>x</mi><mo>=</mo></math>乙<svg><text>丙</text></svg>", "甲x=乙丙"),
        ("甲<![if !supportLists]>一、<![endif]>乙", "甲一、乙"),
        ('甲<?xml:namespace prefix = o ns = "urn" />乙', "甲乙"),
        ("<http://sl.example>", '<a href="http://sl.example">http://sl.example</a>'),
        ("<mailto:a@sl.example>", '<a href="mailto:a@sl.example">a@sl.example</a>'),
        ("`<o:p>`", "<code>&lt;o:p&gt;</code>"),
        ("<b class=x>甲</b>\n乙<i>丙</i>", "<strong>甲</strong>乙<em>丙</em>"),
        ("<s>甲</s><strike>乙</strike>", "<del>甲</del><del>乙</del>"),
    ],
)
def test_nobody_reads_the_code_of_word_on_a_page(text: str, shown: str) -> None:
    """Pinned: what was no name of HTML5 was shown as a text; bold words from Word were plain."""
    assert html(text) == f"<p>{shown}</p>"


@pytest.mark.parametrize(
    ("text", "out"),
    [
        ("等级<S>、<B>。\n\n乙", "<p>等级&lt;S&gt;、&lt;B&gt;。</p>\n<p>乙</p>"),
        ("a<b>c", "<p>a&lt;b&gt;c</p>"),
        ("甲<i/>乙", "<p>甲&lt;i/&gt;乙</p>"),
        ("<b>甲</b>、<B>。", "<p><strong>甲</strong>、&lt;B&gt;。</p>"),
        ("<S>、<s>甲</s>、<b>乙</B>", "<p>&lt;S&gt;、<del>甲</del>、<strong>乙</strong></p>"),
    ],
)
def test_a_letter_in_brackets_without_an_end_is_a_text(text: str, out: str) -> None:
    """Pinned: `<S>` went, and all the rest of the page was struck out."""
    assert html(text) == out


@pytest.mark.parametrize("name", ["title", "textarea", "template", "iframe"])
def test_a_tag_without_an_end_takes_no_words_along(name: str) -> None:
    """Pinned: behind `<title>` the page had its tags as words, behind `<template>` none at all."""
    assert html(f"填<{name}>。\n\n## 乙") == '<p>填。</p>\n<h2 id="乙">乙</h2>'


def test_a_comparison_in_chinese_is_no_tag() -> None:
    """Pinned: of this the words between the signs were lost."""
    assert html("当 a<b 且 c>d 时") == "<p>当 a&lt;b 且 c&gt;d 时</p>"
    assert html("<p title=且>甲</p>") == "<p>甲</p>"


def test_the_first_tag_that_loses_something_is_known() -> None:
    found = render("`<u>` <u class=x>甲</u> <p ONCLICK=x>", lambda target, _: target)
    assert found.dropped_tag == "<u class=x>"


@pytest.mark.parametrize(
    "text",
    [
        "<a href=javascript:x>甲</a>",
        "<a href='&#106;avascript&colon;x'>甲</a>",
        "<a href='java&#9;script:x'>甲</a>",
        "[甲]( &#x01;javascript:x)",
        "[甲](vbscript:x)",
    ],
)
def test_an_address_that_would_run_is_handed_to_the_caller(text: str) -> None:
    """However it is written: without quotes, in references, with blanks that a browser forgets."""
    asked: list[str] = []
    render(text, lambda target, _: asked.append(target))
    assert [dropped.scheme(one) for one in asked] in (["javascript"], ["vbscript"])


@pytest.mark.parametrize(
    "text", ["<iframe src='https://sl.example/a'></iframe>", "<video src=a.mp4></video>"]
)
def test_only_links_and_pictures_are_resolved(text: str) -> None:
    asked: list[str] = []
    render(text, lambda target, _: asked.append(target))
    assert asked == []


@pytest.mark.parametrize("blank", ["", "字" * 1200 + "\n\n"])
@pytest.mark.parametrize(
    ("text", "out"),
    [
        ("甲\n\n<![CDATA[ 乙\n\n丙", "<p>甲</p>\n<p>&lt;![CDATA[ 乙</p>\n<p>丙</p>"),
        ("甲\n\n<? 乙\n\n丙", "<p>甲</p>\n<p>&lt;? 乙</p>\n<p>丙</p>"),
        ("<!doctype html\n\n甲", "<p>&lt;!doctype html</p>\n<p>甲</p>"),
        ("<!注意> 甲", "<p>&lt;!注意&gt; 甲</p>"),
        ('<?xml version="1.0"?>\n\n甲', "<p>甲</p>"),
        ("<?xml:namespace prefix = o />甲", "<p>甲</p>"),
        ("<!DOCTYPE html>\n\n甲", "<p>甲</p>"),
        ("    <? 甲 ?>\n", "<pre><code>&lt;? 甲 ?&gt;\n</code></pre>"),
        ("```\n<!doctype html>\n```", "<pre><code>&lt;!doctype html&gt;\n</code></pre>"),
    ],
)
def test_what_is_no_tag_is_the_same_to_every_python(text: str, out: str, blank: str) -> None:
    """Pinned: Python 3.14 took what stands behind an open one along, 3.11 did not."""
    before = f"<p>{'字' * 1200}</p>\n" if blank else ""
    assert html(blank + text).replace("\n", "") == (before + out).replace("\n", "")


def test_a_heading_torn_by_a_table_without_an_end_is_not_called_empty() -> None:
    """Pinned: it was told with words that stand nowhere."""
    found = render("# 一<table><thref=\n\n- 甲\n  1. 乙\n\n# 二", lambda target, _: target)
    assert set(found.empty) <= set(found.headings)
