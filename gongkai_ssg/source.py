"""Text → a tree of strings, every node with its place.

YAML is read as text: `0123` stays `0123`, `否` stays `否`. What YAML would guess at
(anchors, tags, duplicate keys) or what clerks slip into (tabs, full-width colons) is reported.
"""

from __future__ import annotations

import re
from collections import abc
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import yaml

from gongkai_ssg.diagnostics import Diagnostic, Span, problem

MAX_DEPTH = 100
FULLWIDTH_COLON = "\uff1a"
_KEY_THEN_FULLWIDTH_COLON = re.compile("^[ ]*(?:- )*([\\w/]{1,20})\uff1a")
_LEADING_TAB = re.compile(r"^[ ]*(?:- )*\t")
# Spaces that look like one but are none to YAML, and characters that cannot be seen at all.
_WIDE = "\u3000\u00a0"
_UNSEEN = "\u200b\u2060\ufeff\u00ad"
INVISIBLE = frozenset(_WIDE + _UNSEEN)
_INVISIBLE_NAMES = {"\u3000": "全角空格", "\u00a0": "从网页粘贴来的空格"}
_UNSEEN_IN = re.compile(f"[{_UNSEEN}]")
# Where a blank belongs to the form, not to the text: indentation, after `-`, after `key:`.
_INVISIBLE_BLANK = re.compile(f"^[ ]*(?:- )*(?:-|[\\w/]{{1,20}}:[ ]*)?(?=[{_WIDE}{_UNSEEN}])")
_KEY_THEN_INVISIBLE = re.compile(f"^[ ]*(?:- )*([\\w/]{{1,20}}):(?=[{_WIDE}{_UNSEEN}])")
_WIDE_START = re.compile(f"-?(?=[{_WIDE}])")
# A block of literal text begins at the end of such a line.
_BLOCK_TEXT = re.compile(r"^([ ]*(?:- )*)(.*?)[|>][-+1-9]{0,2}[ ]*$")
# What clerks write for `- `: no blank, another dash or dot, a number.
_LIKE_AN_ENTRY = re.compile(
    r"^[ ]*(?:- )*(?:-(?![\s-])|[\uff0d\u2014\u2013\u2212\u2022\u00b7\u25cf]\s*(?=\w)"
    r"|[0-9]{1,3}(?:\.(?!\d)|[\u3001)\uff09\uff0e])\s*(?=\w)|[\u4e00-\u5341]{1,3}\u3001)"
)
# A text that begins so was meant as an entry; a minus before a number is none.
_DASH_WITHOUT_BLANK = re.compile(r"[ ]*(-)(?=[^\W\d_]|[《〈“（【〔「])")
_ENTRY_RULE = "列表每项前面要用英文减号和一个空格：“- ”"
# What YAML, but no editor, takes for the end of a line; blanks keep lines and columns true.
_OTHER_BREAKS = dict.fromkeys(map(ord, "\r\x85\u2028\u2029"), " ")
# Errors about what was opened and not closed are best shown where it was opened.
_OPENED = re.compile(r"end of stream|expected ',' or|could not find expected ':'")
_NO_ENTRY = re.compile(r"could not find expected ':'|mapping values|expected (?:key|'-' indic)")
_SIGN_CONTEXT = re.compile(r"while (?:scanning|parsing) (?:an? )?(?:anchor|alias|tag|node)")
_SIGNS = {"&": "“&”开头的锚点", "*": "“*”开头的引用", "!": "感叹号开头的标签"}


@dataclass(frozen=True, slots=True)
class Tree:
    """The site's files: content of the texts, and the names of all the others.

    `links` are files and folders that only point elsewhere (symbolic links); none is followed.
    """

    texts: abc.Mapping[str, bytes]
    others: frozenset[str] = frozenset()
    links: frozenset[str] = frozenset()

    def __contains__(self, path: str) -> bool:
        return path in self.texts or self.may_be_shown(path)

    def may_be_shown(self, path: str) -> bool:
        """Whether a page may name this file; what lies behind a link counts as being there."""
        return path in self.others or any(f"{path}/".startswith(f"{x}/") for x in self.links)


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text; empty when the clerk left the value out.

    `hidden` are the keys that a full-width colon has turned into a part of this text;
    `unseen` is the place of its first invisible character.
    """

    text: str
    span: Span
    hidden: frozenset[str] = frozenset()
    unseen: Span | None = None


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: tuple[Node, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with values, in the order they were written."""

    entries: tuple[tuple[Scalar, Node], ...]
    span: Span

    def get(self, key: str) -> Node | None:
        """The value of `key`, if it is there."""
        return next((value for name, value in self.entries if name.text == key), None)


Node = Scalar | Sequence | Mapping


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """A Markdown file: its head as a tree, its body as text, and the body's first line."""

    head: Node
    body: str
    body_line: int


def decode(path: str, data: bytes) -> tuple[str | None, list[Diagnostic]]:
    """UTF-8 (with or without BOM) → text; anything else is reported."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return None, [problem("GK001", Span(path, line), likely=_likely_encoding(data))]
    return text.replace("\r\n", "\n").replace("\r", "\n"), []


def _likely_encoding(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16（记事本里叫“Unicode”）"
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return "其他编码"
    return "GBK（记事本里叫“ANSI”）"


def colon_problem(node: Node) -> Diagnostic | None:
    """A text where keys were expected may be a key with a full-width colon or blank."""
    if not isinstance(node, Scalar):
        return None
    if FULLWIDTH_COLON in node.text:
        at = node.text.index(FULLWIDTH_COLON)
        return problem("GK004", _right_of(node.span, at), key=node.text[:at])
    blank = _KEY_THEN_INVISIBLE.match(node.text)
    if blank:
        return invisible_problem(node.text, blank.end(), node.span, key=blank[1])
    return None


def invisible_problem(text: str, at: int, start: Span, **params: object) -> Diagnostic:
    """The character of `text` at `at` cannot be told from a blank, or from nothing."""
    what = _INVISIBLE_NAMES.get(text[at], "看不见的字符")
    return problem("GK009", _right_of(start, at), what=what, **params)


def unseen_problems(node: Scalar) -> list[Diagnostic]:
    """A character without width makes a text another than the one that is read."""
    return [problem("GK009", node.unseen, what="看不见的字符")] if node.unseen else []


def _right_of(span: Span, characters: int) -> Span:
    return Span(span.path, span.line, span.column + characters)


def parse_yaml(path: str, text: str, first_line: int = 1) -> tuple[Node | None, list[Diagnostic]]:
    """YAML text → tree; `first_line` is the line of the file on which `text` begins."""
    tree, problems = _read(path, text, first_line)
    return tree, list(problems)


@lru_cache(maxsize=512)
def _read(path: str, text: str, first_line: int) -> tuple[Node | None, tuple[Diagnostic, ...]]:
    """Kept, because a preview reads the same files at each save."""
    reader = _Reader(path, text, first_line)
    return reader.read(), tuple(reader.problems)


def parse_front_matter(path: str, text: str) -> tuple[FrontMatter | None, list[Diagnostic]]:
    """Markdown with `---` front matter → head and body."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return None, [problem("GK006", Span(path), what="第一行不是“---”")]
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if end is None:
        return None, [problem("GK006", Span(path), what="没有找到结尾的“---”")]
    head, problems = parse_yaml(path, "\n".join(lines[1:end]), 2)
    if head is None:
        return None, problems
    return FrontMatter(head, "\n".join(lines[end + 1 :]), end + 2), problems


class _Reader:
    """Reads one YAML text; holds only what the steps of a single reading share."""

    def __init__(self, path: str, text: str, first_line: int) -> None:
        self.path = path
        self.text = text.translate(_OTHER_BREAKS)
        self.lines = self.text.split("\n")
        self.first_line = first_line
        self.problems: list[Diagnostic] = []
        self.seen: set[int] = set()
        self.unreadable = False

    def read(self) -> Node | None:
        deep = _too_deep(self.text)
        if deep:
            self.problems.append(problem("GK007", self.span(deep), what="嵌套太深"))
            return None
        try:
            root = yaml.compose(self.text, Loader=yaml.CBaseLoader)
        except yaml.MarkedYAMLError as error:
            self.problems.extend(self.syntax_problems(error))
            return None
        except yaml.reader.ReaderError:
            what = "有不能显示的控制字符，请删掉它"
            self.problems.append(problem("GK002", self.control(), what=what))
            return None
        if root is None:
            return Mapping((), Span(self.path, self.first_line))
        tree = self.convert(root)
        return None if self.unreadable or any(p.code == "GK007" for p in self.problems) else tree

    def span(self, mark: yaml.Mark, length: int = 1) -> Span:
        # What is left out at the very end is marked on a line after the last.
        line = min(mark.line, len(self.lines) - 1)
        column = mark.column if line == mark.line else len(self.lines[line])
        return Span(self.path, line + self.first_line, column + 1, max(length, 1))

    def control(self) -> Span:
        """The first character that YAML does not allow in a text."""
        found = yaml.reader.Reader.NON_PRINTABLE.search(self.text)
        at = found.start() if found else 0
        line = self.text.count("\n", 0, at)
        column = at - (self.text.rfind("\n", 0, at) + 1)
        return Span(self.path, self.first_line + line, column + 1)

    def syntax_problems(self, error: yaml.MarkedYAMLError) -> Iterator[Diagnostic]:
        """A tab, a strange blank or colon explains most errors; else YAML's words, in Chinese."""
        near = self.near([m.line for m in (error.context_mark, error.problem_mark) if m])
        found = [
            *self.tabs(near),
            *self.invisible_blanks(near),
            *self.like(self.fullwidth_colons(near)),
        ]
        if found:
            yield from found
            return
        words = f"{error.context} {error.problem}"
        mark = (error.context_mark if _OPENED.search(words) else None) or error.problem_mark
        place = self.within(mark) if mark else Span(self.path, self.first_line)
        context = error.context_mark
        sign = self.at(context) if context else ""
        entry = self.like_an_entry(error)
        if "single document" in words:
            yield problem("GK007", place, what="一个文件里用“---”分成了几份")
        elif "undefined alias" in words:
            yield problem("GK007", place, what=_SIGNS["*"])
        elif context and _SIGN_CONTEXT.search(words) and sign in _SIGNS:
            yield problem("GK007", self.within(context), what=_SIGNS[sign])
        elif entry:
            yield entry
        elif "mapping values" in words and mark and self.first_colon(mark):
            yield self.misplaced(mark.line)
        else:
            yield problem("GK002", place, what=_in_chinese(words))

    def at(self, mark: yaml.Mark) -> str:
        """The character at a mark; empty at the end of a line."""
        return self.lines[mark.line][mark.column :][:1] if mark.line < len(self.lines) else ""

    def misplaced(self, number: int) -> Diagnostic:
        """A key that runs on from the line above: that one lacks a colon, or this is indented."""
        above = next((n for n in range(number - 1, -1, -1) if self.lines[n].strip()), number)
        here, there = _indent(self.lines[number]), _indent(self.lines[above].replace("- ", "  "))
        if above < number and here == there:
            span = Span(self.path, above + self.first_line, there + 1)
            return problem("GK002", span, what="这一行少了冒号，或者冒号后面没有空格")
        span = Span(self.path, number + self.first_line, here + 1)
        return problem("GK002", span, what="这一行没有和上面同级的键对齐")

    def first_colon(self, mark: yaml.Mark) -> bool:
        """Whether the colon at the mark is the first of its line that separates a key."""
        line = self.lines[mark.line] if mark.line < len(self.lines) else ""
        return ": " not in line[: mark.column]

    def near(self, marked: list[int]) -> range:
        """The lines between the marks of an error, and the one that the first may run on from."""
        last = min(max(marked, default=0), len(self.lines) - 1)
        first = min(marked, default=0)
        before = next((n for n in range(first - 1, -1, -1) if self.lines[n].strip()), first)
        here, above = (self.lines[min(n, last)] for n in (first, before))
        deeper = _indent(here) - _indent(above)
        runs_on = deeper > 0 or (deeper == 0 and not above.lstrip().startswith("- "))
        return range(before if runs_on else first, last + 1)

    def within(self, mark: yaml.Mark) -> Span:
        """The place of a syntax error; at the end of the text, the end of its last full line."""
        line = min(mark.line, len(self.lines) - 1)
        column = mark.column
        while line and (line < mark.line or not self.lines[line].strip()):
            line -= 1
            column = len(self.lines[line].rstrip())
            if column:
                break
        return Span(self.path, line + self.first_line, column + 1)

    def tabs(self, near: range) -> Iterator[Diagnostic]:
        """Lines that a tab begins, if one of them is where YAML stumbled."""
        if not any(_LEADING_TAB.match(self.lines[n]) for n in near):
            return
        for number, line in enumerate(self.lines):
            if _LEADING_TAB.match(line):
                span = Span(self.path, number + self.first_line, line.index("\t") + 1)
                yield problem("GK003", span)

    def invisible_blanks(self, near: range) -> Iterator[Diagnostic]:
        """Strange blanks where the form wants a plain one, if YAML stumbled near one of them.

        A paragraph in a block of text may begin with full-width spaces as it does in print.
        """
        texts = self.block_texts()
        blanks = {
            number: match.end()
            for number, line in enumerate(self.lines)
            if number not in texts and (match := _INVISIBLE_BLANK.match(line))
        }
        if not blanks.keys() & set(near):
            return
        for number, at in blanks.items():
            start = Span(self.path, number + self.first_line)
            yield invisible_problem(self.lines[number], at, start)

    def block_texts(self) -> set[int]:
        """The lines inside blocks of literal text."""
        inside: set[int] = set()
        above: int | None = None
        for number, line in enumerate(self.lines):
            if above is not None and (not line.strip(" ") or _indent(line) > above):
                inside.add(number)
                continue
            header = _BLOCK_TEXT.match(line)
            above = (len(header[1]) - (0 if header[2] else 2)) if header else None
        return inside

    def like_an_entry(self, error: yaml.MarkedYAMLError) -> Diagnostic | None:
        """Something near the error that was meant as an entry of a list, but lacks its `- `."""
        words = f"{error.context} {error.problem}"
        if not _NO_ENTRY.search(words) or not error.problem_mark:
            return None
        last = min(error.problem_mark.line, len(self.lines) - 1)
        above = next((n for n in range(last - 1, -1, -1) if self.lines[n].strip()), last)
        key = error.context_mark if "simple key" in words else None
        texts = self.block_texts()
        for number in (*([key.line] if key else []), last, above):
            line = self.lines[number]
            if number not in texts and _LIKE_AN_ENTRY.match(line):
                span = Span(self.path, number + self.first_line, _indent(line) + 1)
                return problem("GK002", span, what=_ENTRY_RULE)
        return None

    def fullwidth_colons(self, numbers: Iterable[int]) -> Iterator[tuple[int, str]]:
        """Lines that begin with a key and a full-width colon, each with its key."""
        for number in numbers:
            match = _KEY_THEN_FULLWIDTH_COLON.match(self.lines[number])
            if match:
                yield number, match[1]

    def like(self, found: Iterable[tuple[int, str]]) -> Iterator[Diagnostic]:
        """These mistyped colons, and those of all keys that stand at the same column.

        A text such as `- 注：…` in a list stands elsewhere and is none of them.
        """
        columns = {self.lines[number].index(key) for number, key in found}
        for number, key in self.fullwidth_colons(range(len(self.lines))):
            if self.lines[number].index(key) in columns:
                yield self.mistyped(number, key)

    def mistyped(self, number: int, key: str) -> Diagnostic:
        at = self.lines[number].index(FULLWIDTH_COLON)
        return problem("GK004", Span(self.path, number + self.first_line, at + 1), key=key)

    def convert(self, node: yaml.Node) -> Node:
        if id(node) in self.seen:
            # An alias; its anchor has been reported, and may even contain it.
            return Scalar("", self.span(node.start_mark))
        self.seen.add(id(node))
        sign = self.at(node.start_mark)
        if sign in _SIGNS:
            self.problems.append(problem("GK007", self.span(node.start_mark), what=_SIGNS[sign]))
        if isinstance(node, yaml.ScalarNode):
            return self.scalar(node)
        if isinstance(node, yaml.SequenceNode):
            items = tuple(self.convert(child) for child in node.value)
            return Sequence(items, self.span(node.start_mark))
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node)
        raise TypeError(node)

    def scalar(self, node: yaml.ScalarNode) -> Scalar:
        start, end = node.start_mark, node.end_mark
        text: str = node.value
        one_line = start.line == end.line
        hidden: list[tuple[int, str]] = []
        if not node.style and not one_line:
            # A plain text that runs on over a line that looks like a key: a colon was mistyped.
            hidden = list(self.fullwidth_colons(range(start.line + 1, end.line + 1)))
            self.problems.extend(self.mistyped(number, key) for number, key in hidden)
        if not node.style:
            self.entries_without_blank(start, end)
        span = self.span(start, end.column - start.column if one_line else 1)
        unseen = self.unseen(start, end) if _UNSEEN_IN.search(text) else None
        return Scalar(text, span, frozenset(key for _, key in hidden), unseen)

    def entries_without_blank(self, start: yaml.Mark, end: yaml.Mark) -> None:
        """`-土地` for `- 土地`: to YAML a text, and its lines would run into one another."""
        for number in range(start.line, min(end.line + 1, len(self.lines))):
            first = start.column if number == start.line else 0
            found = _DASH_WITHOUT_BLANK.match(self.lines[number], first)
            if found:
                span = Span(self.path, number + self.first_line, found.start(1) + 1)
                self.problems.append(problem("GK002", span, what=_ENTRY_RULE))
                self.unreadable = True
                return

    def unseen(self, start: yaml.Mark, end: yaml.Mark) -> Span | None:
        """The place of the first character without width between the marks."""
        for number in range(start.line, min(end.line + 1, len(self.lines))):
            from_ = start.column if number == start.line else 0
            found = _UNSEEN_IN.search(self.lines[number], from_)
            if found:
                return Span(self.path, number + self.first_line, found.start() + 1)
        # It was written as an escape.
        return self.span(start)

    def mapping(self, node: yaml.MappingNode) -> Mapping:
        entries: list[tuple[Scalar, Node]] = []
        first: dict[str, Span] = {}
        again: list[Scalar] = []
        for key_node, value_node in node.value:
            key, value = self.key(key_node), self.convert(value_node)
            if not isinstance(key, Scalar):
                self.problems.append(problem("GK002", key.span, what="冒号前面应当是一个词"))
                continue
            self.begins_wide(value_node)
            if key.text in first:
                again.append(key)
            else:
                first[key.text] = key.span
                entries.append((key, value))
        self.repeated(node, first, again)
        return Mapping(tuple(entries), self.span(node.start_mark))

    def key(self, node: yaml.Node) -> Node:
        """The key as it was meant; what cannot be seen in it is reported."""
        key = self.convert(node)
        if not (isinstance(key, Scalar) and isinstance(node, yaml.ScalarNode)) or node.style:
            return key
        at = next((n for n, c in enumerate(key.text) if c in INVISIBLE), None)
        if at is None:
            return key
        self.problems.append(invisible_problem(key.text, at, key.span))
        return Scalar("".join(c for c in key.text if c not in INVISIBLE).strip(), key.span)

    def begins_wide(self, value: yaml.Node) -> None:
        """A plain text must not begin with a strange blank: it was meant as the one after `:`."""
        if isinstance(value, yaml.ScalarNode) and not value.style:
            match = _WIDE_START.match(value.value)
            if match:
                start = self.span(value.start_mark)
                self.problems.append(invisible_problem(value.value, match.end(), start))

    def repeated(self, node: yaml.MappingNode, first: dict[str, Span], again: list[Scalar]) -> None:
        """Keys that were written again; an entry that lacks its `- ` repeats the one above."""
        start = next(iter(first), None)
        lacks = [key for key in again if key.text == start]
        # A mapping that begins a line is the file itself, and no entry of a list.
        inside = not node.flow_style and node.start_mark.column > 0
        if inside and lacks and len({key.text for key in again}) > 1:
            self.unreadable = True
            for key in lacks:
                what = f"第 {key.span.line} 行的“{key.text}”前面少了“- ”"
                self.problems.append(problem("GK002", key.span, what=what))
            return
        for key in again:
            params = {"key": key.text, "line": first[key.text].line}
            self.problems.append(problem("GK005", key.span, **params))


def _too_deep(text: str) -> yaml.Mark | None:
    """Where the text nests so deep that composing it could overflow the C stack.

    The bound from counting is rough and cheap; only a suspicious text is parsed for it.
    """
    if _depth_bound(text) <= MAX_DEPTH:
        return None
    depth = 0
    try:
        for event in yaml.parse(text, Loader=yaml.CBaseLoader):
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH:
                mark: yaml.Mark = event.start_mark  # type: ignore[assignment]
                return mark
    except yaml.YAMLError:
        return None
    return None


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _depth_bound(text: str) -> int:
    deepest = left_open = 0
    for line in text.split("\n"):
        opened = line.count("[") + line.count("{")
        # A list may stand at the column of its key, so each column can hold two levels.
        deepest = max(deepest, 2 * _indent(line) + line.count("- ") + line.count("? ") + opened)
        # A bracket in a quoted text or a comment closes nothing.
        sure = not any(sign in line for sign in "'\"#")
        closed = line.count("]") + line.count("}") if sure else 0
        left_open += max(0, opened - closed)
    return deepest + left_open + 2


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


def _in_chinese(words: str) -> str:
    unknown = "格式不对，请看缩进、冒号和引号"
    return next((zh for en, zh in _SAYINGS.items() if en in words), unknown)
