"""Whatever an entry looks like and whatever is wanted: the text says it afterwards, and what is
not touched is as it was, to the last blank."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import takewhile

import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gongkai_ssg.importing import edits
from gongkai_ssg.importing.items import Written
from gongkai_ssg.importing.patches import applied

ORDER = ["编码", "二级事项", "公开内容", "公开时限", "公开对象", "俗称", "咨询电话"]
WORD = st.sampled_from(
    ["甲", "乙方", "a: b", "- 丙", "#丁", "0000-1", "x #y", "1.戊；己", "[庚]", "辛, 壬", "'癸'"]
)
WORDS = st.lists(WORD, min_size=1, max_size=4, unique=True)
GROUP = WORD.map(lambda word: {"特定群体": word})
BEHIND = st.sampled_from(["", "  # 不要改", " # a: b"])
BETWEEN = st.sampled_from(["", "", "  # 上面的说明\n", "\n", "    # 深\n\n"])


@dataclass(frozen=True)
class Piece:
    """An element as it stands in a file: its lines, what it says, its lines of a list."""

    text: str
    value: Written
    lines: tuple[tuple[str, str], ...] = ()


def quoted(word: str, style: str) -> str:
    return "'" + word.replace("'", "''") + "'" if style == "'" else f'"{word}"'


@st.composite
def inline(draw: st.DrawFn) -> tuple[str, Written]:
    """A value that may stand in one line, as YAML and as it is."""
    style = draw(st.sampled_from("'\""))
    kind = draw(st.sampled_from(["word", "list", "group", "nothing", "quotes", "brackets"]))
    if kind == "word":
        word = draw(WORD)
        return quoted(word, style), word
    if kind == "list":
        words = draw(WORDS)
        return "[" + ", ".join(quoted(word, style) for word in words) + "]", words
    if kind == "group":
        group = draw(GROUP)
        return "{特定群体: " + quoted(group["特定群体"], style) + "}", group
    return {"nothing": ("", ""), "quotes": (style * 2, ""), "brackets": ("[ ]", [])}[kind]


@st.composite
def piece(draw: st.DrawFn, key: str) -> Piece:
    style = draw(st.sampled_from("'\""))
    kind = draw(st.sampled_from(["inline", "list", "group", "text"]))
    # A deep comment below a text in lines would be a part of it.
    behind, below = draw(BEHIND), draw(BETWEEN).replace("    ", "  ")
    colon = draw(st.sampled_from([":", " :"]))
    if kind == "inline":
        text, value = draw(inline())
        return Piece(f"  {key}{colon} {text}{behind}\n{below}", value)
    if kind == "group":
        group = draw(GROUP)
        inner = quoted(group["特定群体"], style)
        return Piece(f"  {key}{colon}{behind}\n    特定群体: {inner}{behind}\n{below}", group)
    if kind == "text":
        word = draw(st.sampled_from(["甲", "乙 丙"]))
        return Piece(f"  {key}{colon} |-\n    {word}\n{below}", word)
    indent = draw(st.sampled_from(["  ", "    "]))
    words = draw(WORDS)
    lines = [f"{indent}- {quoted(word, style)}{draw(BEHIND)}\n" for word in words]
    body = "".join(draw(BETWEEN) + line for line in lines)
    text = f"  {key}{colon}{behind}\n{body}{below}"
    return Piece(text, words, tuple(zip(words, lines, strict=True)))


@st.composite
def block(draw: st.DrawFn) -> dict[str, Piece]:
    some = draw(st.lists(st.sampled_from(ORDER[1:]), unique=True, max_size=6))
    return {key: draw(piece(key)) for key in some}


@st.composite
def flow(draw: st.DrawFn) -> dict[str, Piece]:
    some = draw(st.lists(st.sampled_from(ORDER[1:]), unique=True, max_size=6))
    made = {key: draw(inline()) for key in some}
    return {key: Piece(f"{key}: {text}", value) for key, (text, value) in made.items()}


CODE = Piece("  编码: A-01  # 不改 😀\n", "A-01")


def with_code(pieces: Mapping[str, Piece], at: int, code: Piece) -> dict[str, Piece]:
    """An entry with its code somewhere among its elements."""
    all_ = [*pieces.items()]
    return dict([*all_[:at], ("编码", code), *all_[at:]])


WANTED = st.dictionaries(st.sampled_from(ORDER[1:]), st.one_of(WORD, WORDS, GROUP, st.just("")))


def edited(text: str, wanted: Mapping[str, Written]) -> str:
    return applied(text, edits.changes(text, edits.entries(text)[0], wanted, ORDER))


def said(text: str) -> list[dict[str, Written]]:
    found = yaml.load(text, Loader=yaml.BaseLoader)["事项"]  # noqa: S506
    assert isinstance(found, list)
    return [{key: value for key, value in one.items() if value} for one in found]


def expected(pieces: Mapping[str, Piece], wanted: Mapping[str, Written]) -> dict[str, Written]:
    before = {key: one.value for key, one in pieces.items()}
    return {k: v for k, v in {**before, **wanted}.items() if v}


def kept(one: Piece, value: Written) -> list[str]:
    """The lines of a list that stay: those before the first difference.

    Behind it, which of two that changed places stays is open; and of two alike, which is meant.
    """
    wanted = value if isinstance(value, list) else []
    words = [word for word, _ in one.lines]
    if len({*words}) < len(words) or len({*wanted}) < len(wanted):
        return []
    both = zip(one.lines, wanted, strict=False)
    return [line for (_, line), _ in takewhile(lambda pair: pair[0][0] == pair[1], both)]


def remarks(text: str) -> Counter[str]:
    """The comments that have a line of their own."""
    return Counter(line for line in text.splitlines() if line.strip().startswith("#"))


def for_windows(text: str) -> str:
    return text.replace("\n", "\r\n")


REMARKED = {"公开内容": Piece("  公开内容:\n  - '甲'\n    # 深\n  - '辛, 壬'\n", ["甲", "辛, 壬"])}
LIST_AT_END = {"公开内容": Piece("  公开内容:\n  - '甲'\n", ["甲"], (("甲", "  - '甲'\n"),))}


FIRST_OF_ALL = {"俗称": Piece("  俗称: [甲]  # 深\n  # 上面的说明\n", ["甲"])}


OF_TWO = {
    "俗称": Piece(
        "  俗称:\n  - '丁'\n  - '甲'\n", ["丁", "甲"], (("丁", "  - '丁'\n"), ("甲", "  - '甲'\n"))
    )
}


@settings(max_examples=200, deadline=None)
@given(block(), st.integers(0, 6), WANTED, st.sampled_from(["", "\n", "# 结尾的话\n"]))
@example(OF_TWO, 0, {"俗称": ["x #y", "甲", "丁"]}, "")
@example(LIST_AT_END, 0, {"公开内容": ["甲", "乙方"], "公开时限": "丙"}, "")
@example(FIRST_OF_ALL, 1, {"俗称": ""}, "")
@example(REMARKED, 0, {"公开内容": ["乙方", "丙"]}, "")
@example(REMARKED, 0, {"公开内容": ["丙"]}, "")
@example(FIRST_OF_ALL, 1, {"俗称": "", "二级事项": "甲"}, "")
def test_an_entry_in_lines(
    pieces: dict[str, Piece], at: int, wanted: dict[str, Written], end: str
) -> None:
    pieces = with_code(pieces, at, CODE)
    other = "- 编码: A-02  # 别的\n  公开内容: [x,  y]\n"
    entry = "".join(one.text for one in pieces.values())
    text = f"事项:\n-{entry[1:]}{other}{end}"
    after = edited(text, wanted)
    assert edited(for_windows(text), wanted) == for_windows(after)
    assert said(after) == [expected(pieces, wanted), {"编码": "A-02", "公开内容": ["x", "y"]}]
    assert after.startswith("事项:\n-")
    assert after.endswith(other + end)
    # The dash may have come before another element.
    still = iter(after.replace("\n-", "\n ", 1).splitlines(keepends=True))
    for key, one in pieces.items():
        lines = kept(one, wanted[key]) if key in wanted else one.text.splitlines(keepends=True)
        assert all(line in still for line in lines), key
    both = [pieces[k].text for k, v in wanted.items() if isinstance(v, list) and k in pieces]
    assert remarks("".join(text for text in both if "\n  - " in text)) <= remarks(after)


@settings(max_examples=150, deadline=None)
@given(flow(), st.integers(0, 6), WANTED)
def test_an_entry_in_one_line(
    pieces: dict[str, Piece], at: int, wanted: dict[str, Written]
) -> None:
    pieces = with_code(pieces, at, Piece("编码: A-01", "A-01"))
    inner = ", ".join(one.text for one in pieces.values())
    after = edited(f"事项:\n- {{{inner}}}  # 一行\n", wanted)
    assert said(after) == [expected(pieces, wanted)]
    assert (after.count("\n"), after.endswith("}  # 一行\n")) == (2, True)
    for key, one in pieces.items():
        if key not in wanted:
            assert one.text.strip(" ") in after, key
