"""Any text whatever: reading never fails, and every place lies in the text."""

from __future__ import annotations

import json
from typing import Any

import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gongkai_ssg.diagnostics import Diagnostic, Span
from gongkai_ssg.source import (
    Mapping,
    Node,
    Scalar,
    Sequence,
    decode,
    parse_front_matter,
    parse_yaml,
    stumbles,
)

# Text as clerks and accidents make it: YAML's own signs, Chinese, odd breaks, wide characters.
PIECES = st.sampled_from(
    [
        *"abc 0-:,[]{}#&*!|>'\"%@`?\n\n\n\t",
        *"编码公开方式主动𠮷\uff1a\uff0c\u3000",
        *"\r\u2028\u2029\x85\ufeff\x00\x07\x0c",
        "- ",
        ": ",
        "---\n",
        "  ",
        "\n  ",
        "\n- ",
        "a: b\n",
        "公开方式\uff1a主动\n",
        "{a: [",
        "? ",
        "<<: *x",
        "|\n  ",
        "''",
        "\\",
    ]
)
TEXT = st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=60)


def spans(node: Node) -> list[Span]:
    found = [node.span]
    if isinstance(node, Sequence):
        found += [span for item in node.items for span in spans(item)]
    elif isinstance(node, Mapping):
        for key, value in node.entries:
            found += [key.span, *spans(value)]
    return found


def lie_in(text: str, found: list[Span], first_line: int = 1) -> None:
    lines = text.split("\n")
    for span in found:
        assert first_line <= span.line < first_line + len(lines), span
        line = lines[span.line - first_line]
        assert 1 <= span.column <= len(line) + 1, (span, line)
        assert span.length >= 1
        assert span.column - 1 + span.length <= max(len(line), span.column), (span, line)


def words(problems: list[Diagnostic]) -> None:
    for problem in problems:
        assert problem.message
        assert problem.help


@given(TEXT)
@settings(deadline=None, max_examples=400)
def test_any_text_as_yaml(text: str) -> None:
    node, problems = parse_yaml("a.yaml", text)
    words(problems)
    assert node is not None or problems
    lie_in(text, [p.span for p in problems] + (spans(node) if node else []))


@given(TEXT, st.booleans())
@settings(deadline=None, max_examples=300)
def test_any_text_as_front_matter(text: str, closed: bool) -> None:
    whole = f"---\n{text}\n---\n正文" if closed else text
    front, problems = parse_front_matter("a.md", whole)
    words(problems)
    lie_in(whole, [p.span for p in problems] + (spans(front.head) if front else []))
    if front:
        lines = whole.split("\n")
        assert front.body == "\n".join(lines[front.body_line - 1 :])


@given(st.binary(max_size=60) | TEXT.map(lambda t: t.encode("gb18030", "replace")))
@settings(deadline=None)
def test_any_bytes(data: bytes) -> None:
    text, problems = decode("a.yaml", data)
    assert (text is None) == bool(problems)
    if text is None:
        assert 1 <= problems[0].span.line <= data.count(b"\n") + 1
    else:
        assert "\r" not in text


SAFE = st.text(
    st.characters(
        exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff\u2028\u2029\x85\ufffe\uffff"
    ),
    max_size=20,
)
TREES = st.recursive(
    SAFE,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(SAFE, inner, max_size=4),
    max_leaves=12,
)


def plain(node: Node) -> Any:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {key.text: plain(value) for key, value in node.entries}


@given(st.dictionaries(SAFE, TREES, min_size=1, max_size=4), st.booleans(), st.integers(20, 200))
@settings(deadline=None, max_examples=150)
def test_what_is_dumped_is_read_again(tree: Any, flow: bool, width: int) -> None:
    text = yaml.dump(
        tree,
        Dumper=yaml.CSafeDumper,
        allow_unicode=True,
        default_flow_style=flow,
        width=width,
        sort_keys=False,
    )
    node, problems = parse_yaml("a.yaml", text)
    # A long key is written as `? key`, and a folded text may begin a line like a mistyped key;
    # `-甲` is a text to YAML, but not to a clerk; `[甲，乙]` is one to YAML and two to a clerk.
    assume(all(p.code not in ("GK004", "GK009", "GK016") for p in problems))
    assume(all(p.params.get("what") != stumbles.ENTRY_RULE for p in problems))
    assert problems == []
    assert node is not None
    assert plain(node) == tree


@given(st.dictionaries(SAFE, TREES, min_size=1, max_size=4))
@settings(deadline=None)
def test_json_is_yaml_too(tree: Any) -> None:
    node, problems = parse_yaml("a.yaml", json.dumps(tree, ensure_ascii=False))
    assert problems == []
    assert node is not None
    assert plain(node) == tree


WORD = st.text(st.characters(categories=["Lo", "Ll", "Nd"]), min_size=1, max_size=8)


@given(st.lists(WORD, min_size=1, max_size=5, unique=True), WORD, st.integers(0, 4))
@settings(deadline=None)
def test_columns_count_characters(keys: list[str], value: str, indent: int) -> None:
    pad = " " * indent
    text = "".join(f"{pad}{key}: {value}\n" for key in keys)
    node, problems = parse_yaml("a.yaml", text)
    assert problems == []
    assert isinstance(node, Mapping)
    for number, (key, child) in enumerate(node.entries, 1):
        assert (key.span.line, key.span.column, key.span.length) == (
            number,
            indent + 1,
            len(key.text),
        )
        assert child.span.column == indent + len(key.text) + 3
        line = text.split("\n")[number - 1]
        assert line[child.span.column - 1 :][: child.span.length] == value
