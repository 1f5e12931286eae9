"""Text → tree of strings with places."""

from __future__ import annotations

from typing import Any

import pytest

from gongkai_ssg.diagnostics import Span
from gongkai_ssg.source import (
    Mapping,
    Node,
    Scalar,
    Sequence,
    Tree,
    colon_problem,
    decode,
    latest,
    parse_front_matter,
    parse_yaml,
)
from gongkai_ssg.source.depth import MAX_DEPTH

COLON = "\uff1a"
WIDE = "\u3000"


def plain(node: Node | None) -> Any:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    assert isinstance(node, Mapping)
    return {key.text: plain(value) for key, value in node.entries}


def read(text: str) -> Any:
    node, problems = parse_yaml("a.yaml", text)
    assert problems == []
    return plain(node)


def wrong(text: str) -> list[tuple[int, int, str]]:
    """(line, column, code) of every problem."""
    return [(p.span.line, p.span.column, p.code) for p in parse_yaml("a.yaml", text)[1]]


def what(text: str) -> str:
    """The words about the first problem."""
    return parse_yaml("a.yaml", text)[1][0].message


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("编码: 0123", {"编码": "0123"}),
        ("必填: 否", {"必填": "否"}),
        ("必填: no", {"必填": "no"}),
        ("日期: 2026-03-05", {"日期": "2026-03-05"}),
        ("时间: 12:30:45", {"时间": "12:30:45"}),
        ("数: 1e3", {"数": "1e3"}),
        ("空: null", {"空": "null"}),
        ("空:", {"空": ""}),
        ("空: ~", {"空": "~"}),
        ("a: '012'", {"a": "012"}),
        ('a: "x\\ty"', {"a": "x\ty"}),
        ("a: [一, 二]", {"a": ["一", "二"]}),
        ("a: {b: c}", {"a": {"b": "c"}}),
        ("a:\n- b\n- c\n", {"a": ["b", "c"]}),
        ("a: |\n  一\n  二\n", {"a": "一\n二\n"}),
        ("a: >\n  one\n  two\n", {"a": "one two\n"}),
        ("a: one\n  two\n", {"a": "one two"}),
        (f"a: 备注{COLON}只有一行", {"a": f"备注{COLON}只有一行"}),
        (f"a: |\n  备注{COLON}在块里\n", {"a": f"备注{COLON}在块里\n"}),
        (f"a: '一\n  备注{COLON}在引号里'\n", {"a": f"一 备注{COLON}在引号里"}),
        (f"- 注{COLON}列表里的文字\n- b\n", [f"注{COLON}列表里的文字", "b"]),
        ("# 只有注释\n", {}),
        ("", {}),
        ("%YAML 1.1\n---\na: b\n", {"a": "b"}),
        ("a: b\n...\n", {"a": "b"}),
        ("a:\t b", {"a": "b"}),
        ("=: b", {"=": "b"}),
        ("a: 𠮷", {"a": "𠮷"}),
    ],
)
def test_everything_is_read_as_text(text: str, value: Any) -> None:
    assert read(text) == value


@pytest.mark.parametrize(
    ("text", "places"),
    [
        # tabs
        ("a:\n\t- b\n", [(2, 1, "GK003")]),
        ("a:\n  - b\n  \t- c\n", [(3, 3, "GK003")]),
        ("a: b\n\tc: d\n\te: f\n", [(2, 1, "GK003"), (3, 1, "GK003")]),
        # full-width colons: a line alone, the whole file, continuation lines, all of one column
        (f"a: b\n公开方式{COLON}主动\n", [(2, 5, "GK004")]),
        (f"a: b\n公开方式{COLON}主动\nc: d\n", [(2, 5, "GK004")]),
        (f"a{COLON}b\nc{COLON}d\n", [(2, 2, "GK004")]),
        (f"a: b\n  公开方式{COLON}主动\n", [(2, 7, "GK004")]),
        (f"- a{COLON}b\n  c: d\n", [(1, 4, "GK004")]),
        (f"- a{COLON}b\n\n  c: d\n", [(1, 4, "GK004")]),
        (f"事项{COLON}\n- a: b\n", [(1, 3, "GK004")]),
        (f"甲{COLON}1\n乙: 2\n丙{COLON}3\n", [(1, 2, "GK004"), (3, 2, "GK004")]),
        # … but a text with such a colon is no mistake, and does not explain another one
        (f"a:\n- 注{COLON}文字\n- 高: 低: x\n", [(3, 7, "GK002")]),
        (f"a: |\n  注{COLON}文字\nb: c: d\n", [(3, 5, "GK002")]),
        # the same key twice, three times, and in two maps
        ("a: 1\na: 2\n", [(2, 1, "GK005")]),
        ("a: 1\na: 2\na: 3\n", [(2, 1, "GK005"), (3, 1, "GK005")]),
        ("- a: 1\n- a: 1\n", []),
        ("a: {b: 1, b: 2}\n", [(1, 11, "GK005")]),
        # what YAML would guess at
        ("a: &x 1\n", [(1, 4, "GK007")]),
        ("a: &x 1\nb: *x\n", [(1, 4, "GK007")]),
        ("a: &x [*x]\n", [(1, 4, "GK007")]),
        ("a: *x\n", [(1, 4, "GK007")]),
        ("a: !!str 1\n", [(1, 4, "GK007")]),
        ("a: !x 1\n", [(1, 4, "GK007")]),
        ("a: ! 1\n", [(1, 4, "GK007")]),
        ("a: 1\n---\nb: 2\n", [(2, 1, "GK007")]),
        ("? [a]\n: b\n", [(1, 3, "GK002")]),
        # syntax: the place is where it was opened or where the line goes wrong
        ("a: [1, 2\nb: 3\n", [(1, 4, "GK002")]),
        ("a: {b: 1\nc: 3\n", [(1, 4, "GK002")]),
        ("a: '1\nb: 2\n", [(1, 4, "GK002")]),
        ("a: b: c\n", [(1, 5, "GK002")]),
        ("a: b\n   c: d\n", [(2, 4, "GK002")]),
        ("a: b\nc\nd: e\n", [(2, 1, "GK002")]),
        ("a b\nc: d\n", [(1, 1, "GK002")]),
        ("- a b\n  c: d\n", [(1, 3, "GK002")]),
        ("a: - b\n", [(1, 4, "GK002")]),
        ("a: @b\n", [(1, 4, "GK002")]),
        ("a: `b\n", [(1, 4, "GK002")]),
        ('a: "\\d"\n', [(1, 5, "GK002")]),
        ("中文: 一\n二: \x01三\n", [(2, 4, "GK002")]),
        # an entry that lacks its "- " repeats the keys of the one above: one mistake, one problem
        ("x:\n- a: 1\n  b: 1\n  a: 2\n  b: 2\n", [(4, 3, "GK002")]),
        ("x:\n- a: 1\n  b: 1\n  a: 2\n  b: 2\n  a: 3\n", [(4, 3, "GK002"), (6, 3, "GK002")]),
        ("x:\n- a: 1\n  b: 1\n  b: 2\n", [(4, 3, "GK005")]),
        ("x:\n- a: 1\n  b: 1\n  a: 2\n", [(4, 3, "GK005")]),
        ("x:\n- a: 1\n  b: 1\n  c: 1\n  b: 2\n  c: 2\n", [(5, 3, "GK005"), (6, 3, "GK005")]),
        ("a: 1\nb: 1\na: 2\nb: 2\n", [(3, 1, "GK005"), (4, 1, "GK005")]),
        # blanks that are none: in the indentation, after a dash, after a colon, in a key
        (f"- a: 1\n{WIDE}b: 2\n", [(2, 1, "GK009")]),
        (f"- a: 1\n {WIDE}b: 2\n", [(2, 2, "GK009")]),
        (f"- a: 1\n  {WIDE}b: 2\n", [(2, 3, "GK009")]),
        ("- a: 1\n\u00a0\u00a0b: 2\n", [(2, 1, "GK009")]),
        (f"a:\n-{WIDE}b\n-{WIDE}c\n", [(2, 2, "GK009"), (3, 2, "GK009")]),
        (f"a: 1\nb:{WIDE}2\nc: 3\n", [(2, 3, "GK009")]),
        (f"- a:{WIDE}1\n  b: 2\n", [(1, 5, "GK009")]),
        ("a: 1\nb:\u200b2\n", [(2, 3, "GK009")]),
        (f"a: {WIDE}1\n", [(1, 4, "GK009")]),
        ("a: \u00a01\n", [(1, 4, "GK009")]),
        (f"a: -{WIDE}1\n", [(1, 5, "GK009")]),
        ("a: 1\n\u200bb: 2\n", [(2, 1, "GK009")]),
        ("a: 1\nb\u00ad: 2\n", [(2, 2, "GK009")]),
        ("a: 1\n\ufeffb: 2\n", [(2, 1, "GK009")]),
        # … but what Chinese texts are set with is no mistake, and does not explain another one
        (f"a: 一{WIDE}二\nb: '{WIDE}一'\nc: [x,{WIDE}y]\n", []),
        (f"a: |\n  {WIDE}{WIDE}一\n\n  {WIDE}二\nb: c: d\n", [(5, 5, "GK002")]),
        (f"- |\n  {WIDE}一\n- b: |-\n    {WIDE}一\n  c: d: e\n", [(5, 7, "GK002")]),
        # what is written for "- "
        ("- a:\n  -土地\n  - b\n  c: d\n", [(2, 3, "GK002")]),
        ("- a:\n  - b\n  -土地\n  c: d\n", [(3, 3, "GK002")]),
        ("- a:\n  \uff0d 土地\n  \uff0d 征地\n  c: d\n", [(2, 3, "GK002")]),
        ("- a:\n  1. 土地\n  2. 征地\n  c: d\n", [(2, 3, "GK002")]),
    ],
)
def test_mistakes_have_their_code_and_place(text: str, places: list[tuple[int, int, str]]) -> None:
    assert wrong(text) == places


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: b: c\n", "一行里有两个冒号"),
        ("a: b\n   c: d\n", "没有和上面同级的键对齐"),
        ("a: b\nc\nd: e\n", "少了冒号"),
        ("a: [1, 2\nb: 3\n", "方括号"),
        ("a: {b: 1\nc: 3\n", "花括号"),
        ("a: '1\n", "引号或括号没有配对"),
        ("a: - b\n", "减号"),
        ("a: @b\n", "特殊符号"),
        ('a: "\\d"\n', "反斜杠"),
        ("a: \x01\n", "控制字符"),
        ("- 编码: 1\n  b: 1\n  编码: 2\n  b: 2\n", "第 3 行的“编码”前面少了“- ”"),
        ("- a:\n  -土地\n  c: d\n", "列表每项前面要用英文减号和一个空格"),
        ("- a:\n  \uff0d 征地\n  c: d\n", "列表每项前面要用英文减号和一个空格"),
        ("- a:\n  1. 土地\n  c: d\n", "列表每项前面要用英文减号和一个空格"),
        ("- a:\n  一、土地\n  c: d\n", "列表每项前面要用英文减号和一个空格"),
        ("- a: b\n  2026.3\n  c: d\n", "这一行少了冒号"),
        (f"a: {WIDE}b\n", "这里有全角空格"),
        ("a: \u00a0b\n", "这里有从网页粘贴来的空格"),
        ("a\u2060: b\n", "这里有看不见的字符"),
    ],
)
def test_what_is_wrong_is_said_in_chinese(text: str, words: str) -> None:
    assert words in what(text)


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("a: {b: 1，c: 2}\n", 1, 9),
        ("a: {b: 1，  c: 2}", 1, 9),
        ("a: {b: 1，\n  c: 2}\n", 1, 9),
        ("a:\n- {b: 1，c: 2}\n", 2, 8),
        ("x: y\na: {b: {c: 1}，d: 2}\n", 2, 14),
    ],
)
def test_a_chinese_comma_in_braces_is_said_at_its_place(text: str, line: int, column: int) -> None:
    (found,) = parse_yaml("a.yaml", text)[1]
    assert (found.code, found.span.line, found.span.column) == ("GK002", line, column)
    assert "中文逗号" in found.message


@pytest.mark.parametrize("text", ["a: {b: 1，c\n", "a: {b: '甲，乙': 2}\n", "a: [1，2\n"])
def test_braces_that_do_not_pair_are_no_matter_of_commas(text: str) -> None:
    (found,) = parse_yaml("a.yaml", text)[1]
    assert "中文逗号" not in found.message


def test_a_line_separator_is_no_line_break() -> None:
    """U+2028 and NEL come with text pasted from web pages; editors do not count them as lines."""
    node, problems = parse_yaml("a.yaml", "a: 一\u2028二\x85三\nb: [c\n")
    assert (node, [(p.span.line, p.code) for p in problems]) == (None, [(2, "GK002")])
    assert read("a: 一\u2028二\nb: c") == {"a": "一 二", "b": "c"}


def test_places_count_characters_from_one() -> None:
    node, _ = parse_yaml("a.yaml", "公开方式: 主动\n𠮷: '依申请'\n")
    assert isinstance(node, Mapping)
    spans = [(k.span.line, k.span.column, v.span.column, v.span.length) for k, v in node.entries]
    assert spans == [(1, 1, 7, 2), (2, 1, 4, 5)]


def test_places_begin_where_the_file_says() -> None:
    node, problems = parse_yaml("a.md", "a: 1\na: 2\n", first_line=5)
    assert node is not None
    assert node.span.line == 5
    assert problems[0].span.line == 6
    assert "第 5 行" in problems[0].message


def test_a_duplicate_key_keeps_its_first_value() -> None:
    assert plain(parse_yaml("a.yaml", "a: 1\nb: 2\na: 3\n")[0]) == {"a": "1", "b": "2"}


@pytest.mark.parametrize("char", ["\u200b", "\u2060", "\ufeff", "\u00ad"])
@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("a: 一{}二", 1, 5),
        ("a: '{}'", 1, 5),
        ("a: |\n  一\n  二{}\n", 3, 4),
        ("a: 一\n  二{}", 2, 4),
    ],
)
def test_the_place_of_what_cannot_be_seen(char: str, text: str, line: int, column: int) -> None:
    node, problems = parse_yaml("a.yaml", text.format(char))
    assert problems == []
    assert isinstance(node, Mapping)
    value = node.get("a")
    assert isinstance(value, Scalar)
    assert value.unseen is not None
    assert (value.unseen.line, value.unseen.column) == (line, column)


def test_a_key_is_known_without_what_cannot_be_seen_in_it() -> None:
    node, _ = parse_yaml("a.yaml", f"- 编码: 1\n  {WIDE}标题\u200b: 二\n")
    assert plain(node) == [{"编码": "1", "标题": "二"}]


def test_a_text_where_keys_were_expected() -> None:
    for text, place in ((f"名称{COLON}甲", (3, "GK004")), (f"名称:{WIDE}甲", (4, "GK009"))):
        found = colon_problem(parse_yaml("a.yaml", text)[0] or Mapping((), Span("a.yaml")))
        assert found is not None
        assert (found.span.column, found.code, found.params["key"]) == (*place, "名称")


def test_a_hidden_key_is_remembered() -> None:
    node, _ = parse_yaml("a.yaml", f"a: b\n  公开方式{COLON}主动\n")
    assert isinstance(node, Mapping)
    value = node.get("a")
    assert isinstance(value, Scalar)
    assert value.hidden == {"公开方式"}


@pytest.mark.parametrize(
    "text",
    [
        "a: " + "[" * 5000,
        "a: " + "[" * 5000 + "]" * 5000,
        "[[[ ']]]',\n" * 5000,
        "[[[ # ]]]\n" * 5000,
        "{a: " * 5000,
        "- " * 5000 + "a",
        "? " * 5000 + "a",
        "\n".join(" " * n + "a:" for n in range(MAX_DEPTH + 5)),
        "\n".join(" " * n + "a:\n" + " " * n + "-" for n in range(MAX_DEPTH + 5)),
    ],
    ids=["open", "closed", "quoted", "comment", "maps", "lists", "keys", "blocks", "lists in maps"],
)
def test_absurd_nesting_is_reported_and_never_overflows(text: str) -> None:
    node, problems = parse_yaml("a.yaml", text)
    assert node is None
    assert {p.code for p in problems} <= {"GK002", "GK007"}


@pytest.mark.parametrize(
    "text",
    [
        "a:\n" + "\n".join("  " * n + "b:" for n in range(1, 7)) + " " + "{c: " * 95 + "}" * 95,
        "- " * 60 + "[" * 60 + "]" * 60,
        "- ? - ? " * 26 + "a",
    ],
    ids=["braces in blocks", "brackets in lists", "lists and keys"],
)
def test_steps_of_several_kinds_are_added_up(text: str) -> None:
    node, problems = parse_yaml("a.yaml", text)
    assert node is None
    assert [p.code for p in problems] == ["GK007"]


def test_many_flow_lists_are_not_nesting() -> None:
    assert len(read("a: ['x']\n" + "".join(f"b{n}: ['x', {{y: z}}]\n" for n in range(500)))) == 501


def test_a_file_is_read_again_only_when_it_changed() -> None:
    first, _ = parse_yaml("again.yaml", "a: 1")
    assert parse_yaml("again.yaml", "a: 1")[0] is first
    assert plain(parse_yaml("again.yaml", "a: 2")[0]) == {"a": "2"}
    assert plain(parse_yaml("again.yaml", "a: 1")[0]) == {"a": "1"}
    assert parse_yaml("again.yaml", "a: 1", 5)[0] is not first
    other, problems = parse_yaml("other.yaml", "a: 1\na: 1")
    assert other is not None
    assert other.span.path == "other.yaml"
    problems.clear()
    assert len(parse_yaml("other.yaml", "a: 1\na: 1")[1]) == 1


def test_of_each_file_one_state_is_kept() -> None:
    made: list[tuple[str, int]] = []
    ask = latest(lambda path, state: made.append((path, state)) or state)
    asked = [("a", 1), ("a", 1), ("b", 1), ("a", 2), ("a", 2), ("a", 1)]
    assert [ask(*one) for one in asked] == [1, 1, 1, 2, 2, 1]
    assert made == [("a", 1), ("b", 1), ("a", 2), ("a", 1)]


# ----------------------------------------------------------------------- front matter


def test_front_matter() -> None:
    front, problems = parse_front_matter("a.md", "---\n标题: 甲\n---\n\n正文\n---\n横线\n")
    assert problems == []
    assert front is not None
    assert plain(front.head) == {"标题": "甲"}
    assert front.body == "\n正文\n---\n横线\n"
    assert front.body_line == 4


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("标题: 甲\n", "第一行不是"),
        ("", "第一行不是"),
        ("\n---\n标题: 甲\n---\n", "第一行不是"),
        ("---\n标题: 甲\n\n正文\n", "没有找到结尾"),
        ("---", "没有找到结尾"),
    ],
)
def test_front_matter_not_whole(text: str, words: str) -> None:
    front, problems = parse_front_matter("a.md", text)
    assert front is None
    assert [p.code for p in problems] == ["GK006"]
    assert words in problems[0].message


def test_a_mistake_in_front_matter_has_the_line_of_the_file() -> None:
    _, problems = parse_front_matter("a.md", "---\na: 1\nb: c: d\n---\n")
    assert [(p.span.line, p.span.column) for p in problems] == [(3, 5)]


# --------------------------------------------------------------------------- encoding


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("a: 甲\n".encode(), "a: 甲\n"),
        ("\ufeffa: 甲\n".encode(), "a: 甲\n"),
        (b"a\r\nb\r\n", "a\nb\n"),
        (b"a\rb\r", "a\nb\n"),
        (b"", ""),
    ],
)
def test_decode(data: bytes, text: str) -> None:
    assert decode("a.yaml", data) == (text, [])


@pytest.mark.parametrize(
    ("data", "likely"),
    [
        ("名称: 示例县".encode("gbk"), "GBK"),
        ("名称: 示例县".encode("gb18030"), "GBK"),
        ("名称: 示例县".encode("utf-16"), "UTF-16"),
        ("名称: 示例县".encode("utf-16-be"), "其他编码"),
        (b"\xff\xff\xff", "其他编码"),
    ],
)
def test_other_encodings_are_named(data: bytes, likely: str) -> None:
    text, problems = decode("a.yaml", data)
    assert text is None
    assert [p.code for p in problems] == ["GK001"]
    assert likely in problems[0].message


def test_the_line_of_the_first_foreign_byte() -> None:
    assert decode("a.md", b"a\nb\n" + "甲".encode("gbk"))[1][0].span.line == 3


def test_tree_knows_texts_and_other_files() -> None:
    tree = Tree({"site.yaml": b""}, frozenset({"content/a/b.pdf"}))
    assert "site.yaml" in tree
    assert "content/a/b.pdf" in tree
    assert "b.pdf" not in tree


def test_a_strange_blank_in_a_key_that_runs_over_lines() -> None:
    """Pinned: found by fuzzing; it was looked for behind the end of the first line."""
    assert wrong(f"? 甲\n  {WIDE}乙\n: 1") == [(2, 3, "GK009")]
