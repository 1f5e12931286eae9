"""Where YAML stumbles, said to a clerk: what was most probably mistyped, and how to mend it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from gongkai_ssg.diagnostics import Diagnostic, Span, problem
from gongkai_ssg.source.lines import Lines, indent

# What clerks write for `- `: no blank, another dash or dot, a number.
_LIKE_AN_ENTRY = re.compile(
    r"^[ ]*(?:- )*(?:-(?![\s-])|[\uff0d\u2014\u2013\u2212\u2022\u00b7\u25cf]\s*(?=\w)"
    r"|[0-9]{1,3}(?:\.(?!\d)|[\u3001)\uff09\uff0e])\s*(?=\w)|[\u4e00-\u5341]{1,3}\u3001)"
)
ENTRY_RULE = "列表每项前面要用英文减号和一个空格：“- ”"
# Errors about what was opened and not closed are best shown where it was opened.
_OPENED = re.compile(r"end of stream|expected ',' or|could not find expected ':'")
_BEHIND_COMMA = re.compile(r"\uff0c\s*\w*:?\Z")
_NO_ENTRY = re.compile(r"could not find expected ':'|mapping values|expected (?:key|'-' indic)")
_SIGN_CONTEXT = re.compile(r"while (?:scanning|parsing) (?:an? )?(?:anchor|alias|tag|node)")
QUOTES = ("'", '"')
SIGNS = {"&": "“&”开头的锚点", "*": "“*”开头的引用", "!": "感叹号开头的标签"}

_SAYINGS = {
    "could not find expected ':'": "这一行少了冒号，或者冒号后面没有空格",
    "mapping values are not allowed": "一行里有两个冒号；值里含有冒号时，请用引号把整个值括起来",
    "did not find expected key": "缩进没有对齐，或者引号没有配对",
    "did not find expected '-' indicator": "列表的减号没有对齐",
    "found unexpected end of stream": "引号或括号没有配对",
    "did not find expected ',' or ']'": "方括号或里面的逗号没有配对",
    "did not find expected ',' or '}'": "花括号或里面的逗号没有配对",
    "block sequence entries are not allowed": "减号开头的列表不能写在冒号的同一行",
    "found character that cannot start any token": "值以特殊符号开头；请用引号把它括起来",
    "control characters are not allowed": "有不能显示的控制字符",
    "did not find expected <document start>": "内容前后有多余的文字或缩进没有对齐",
    "found unknown escape character": "双引号里有反斜杠；请改用单引号",
}


def stumbles(lines: Lines, error: yaml.MarkedYAMLError) -> Iterator[Diagnostic]:
    """A tab, a strange blank or colon explains most errors; else YAML's words, in Chinese."""
    near = lines.near([m.line for m in (error.context_mark, error.problem_mark) if m])
    found = [
        *lines.tabs(near),
        *lines.invisible_blanks(near),
        *lines.like(lines.fullwidth_colons(near)),
    ]
    if found:
        yield from found
        return
    yield _sign(lines, error) or _like_an_entry(lines, error) or _other(lines, error)


def _words(error: yaml.MarkedYAMLError) -> str:
    return f"{error.context} {error.problem}"


def _place(lines: Lines, error: yaml.MarkedYAMLError) -> Span:
    opened = error.context_mark if _OPENED.search(_words(error)) else None
    mark = opened or error.problem_mark
    return lines.within(mark) if mark else lines.place(0)


def _sign(lines: Lines, error: yaml.MarkedYAMLError) -> Diagnostic | None:
    """What YAML would take for more than text: several documents, anchors, aliases, tags."""
    words, context = _words(error), error.context_mark
    if "single document" in words:
        what = "一个文件里用“---”分成了几份"
    elif "undefined alias" in words:
        what = SIGNS["*"]
    elif context and _SIGN_CONTEXT.search(words) and lines.at(context) in SIGNS:
        return problem("GK007", lines.within(context), what=SIGNS[lines.at(context)])
    else:
        return None
    return problem("GK007", _place(lines, error), what=what)


def _like_an_entry(lines: Lines, error: yaml.MarkedYAMLError) -> Diagnostic | None:
    """Something near the error that was meant as an entry of a list, but lacks its `- `."""
    words = _words(error)
    if not _NO_ENTRY.search(words) or not error.problem_mark:
        return None
    last = min(error.problem_mark.line, len(lines.lines) - 1)
    key = error.context_mark if "simple key" in words else None
    texts = lines.block_texts()
    for number in (*([key.line] if key else []), last, lines.above(last)):
        line = lines.lines[number]
        if number not in texts and _LIKE_AN_ENTRY.match(line):
            return problem("GK002", lines.place(number, indent(line)), what=ENTRY_RULE)
    return None


def _other(lines: Lines, error: yaml.MarkedYAMLError) -> Diagnostic:
    words, mark = _words(error), error.problem_mark
    if "mapping values" in words and mark and _first_colon(lines, mark):
        return _misplaced(lines, mark.line)
    comma = _comma(lines, mark) if mark and "expected ',' or" in words else None
    if comma:
        what = "括号里的“，”是中文逗号；改成英文逗号和一个空格“, ”"
        return problem("GK002", comma, what=what)
    if mark and "did not find expected" in words and lines.before(mark) in QUOTES:
        what = "引号后面还有文字；把整个值括在引号里，或者改用中文引号"
        return problem("GK002", lines.within(mark), what=what)
    return problem("GK002", _place(lines, error), what=_in_chinese(words))


def _comma(lines: Lines, mark: yaml.Mark) -> Span | None:
    """The full-width comma before the key at which YAML stumbled: {起: 2026-11-20，止: …}."""
    if mark.line >= len(lines.lines):
        return None
    before = [*lines.lines[: mark.line], lines.lines[mark.line][: mark.column + 1]]
    found = _BEHIND_COMMA.search("\n".join(before[-2:]))
    if not found:
        return None
    at, above = found.start(), len(before[-2]) if len(before) > 1 else -1
    return lines.place(mark.line, at - above - 1) if at > above else lines.place(mark.line - 1, at)


def _first_colon(lines: Lines, mark: yaml.Mark) -> bool:
    """Whether the colon at the mark is the first of its line that separates a key."""
    line = lines.lines[mark.line] if mark.line < len(lines.lines) else ""
    return ": " not in line[: mark.column]


def _misplaced(lines: Lines, number: int) -> Diagnostic:
    """A key that runs on from the line above: that one lacks a colon, or this is indented."""
    above = lines.above(number)
    here = indent(lines.lines[number])
    there = indent(lines.lines[above].replace("- ", "  "))
    if above < number and here == there:
        what = "这一行少了冒号，或者冒号后面没有空格"
        return problem("GK002", lines.place(above, there), what=what)
    return problem("GK002", lines.place(number, here), what="这一行没有和上面同级的键对齐")


def _in_chinese(words: str) -> str:
    unknown = "格式不对，请看缩进、冒号和引号"
    return next((zh for en, zh in _SAYINGS.items() if en in words), unknown)
