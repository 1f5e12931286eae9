"""YAML text → tree. Every value is a string, and what YAML would guess at is reported."""

from __future__ import annotations

import re

import yaml

from gongkai_ssg.diagnostics import Diagnostic, Span, problem
from gongkai_ssg.source.depth import too_deep
from gongkai_ssg.source.latest import latest
from gongkai_ssg.source.lines import Lines
from gongkai_ssg.source.nodes import FrontMatter, Mapping, Node, Scalar, Sequence
from gongkai_ssg.source.stumbles import ENTRY_RULE, SIGNS, stumbles
from gongkai_ssg.source.text import INVISIBLE, UNSEEN, WIDE, invisible_problem

_UNSEEN_IN = re.compile(f"[{UNSEEN}]")
# A comment has a blank after its sign; without one it was meant as text.
_SWALLOWED = re.compile(r"\s+(#)(?=\S)")
_FULLWIDTH_COMMA = "\uff0c"
_WIDE_START = re.compile(f"-?(?=[{WIDE}])")
# A text that begins so was meant as an entry; a minus before a number is none.
_ANY_DASH_WITHOUT_BLANK = re.compile(r"(-)(?=[^\W\d_]|[《〈“（【〔「])")
_DASH_WITHOUT_BLANK = re.compile(f"[ ]*{_ANY_DASH_WITHOUT_BLANK.pattern}")
_NONE = frozenset[str]()
_INVISIBLE_IN = re.compile(f"[{WIDE}{UNSEEN}]")
_SIGN_IN = re.compile(f"[{re.escape(''.join(SIGNS))}]")


class _Loader(yaml.CBaseLoader):
    """Composes without tags, of which nobody here asks: to find them takes as long as the rest."""

    def resolve(self, kind: object, value: object, implicit: object) -> str:  # noqa: ARG002
        """No tag."""
        return ""

    def descend_resolver(self, parent: object, index: object) -> None:
        """Nothing."""

    def ascend_resolver(self) -> None:
        """Nothing."""


def parse_yaml(path: str, text: str, first_line: int = 1) -> tuple[Node | None, list[Diagnostic]]:
    """YAML text → tree; `first_line` is the line of the file on which `text` begins."""
    tree, problems = _read(path, text, first_line)
    return tree, list(problems)


def parse_front_matter(path: str, text: str) -> tuple[FrontMatter | None, list[Diagnostic]]:
    """Markdown with `---` front matter → head and body."""
    front, problems = _read_head(path, text)
    return front, list(problems)


@latest
def _read(path: str, text: str, first_line: int) -> tuple[Node | None, tuple[Diagnostic, ...]]:
    reader = _Reader(path, text, first_line)
    return reader.read(), tuple(reader.problems)


@latest
def _read_head(path: str, text: str) -> tuple[FrontMatter | None, tuple[Diagnostic, ...]]:
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return None, (problem("GK006", Span(path), what="第一行不是“---”"),)
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if end is None:
        return None, (problem("GK006", Span(path), what="没有找到结尾的“---”"),)
    head, problems = parse_yaml(path, "\n".join(lines[1:end]), 2)
    if head is None:
        return None, tuple(problems)
    return FrontMatter(head, "\n".join(lines[end + 1 :]), end + 2), tuple(problems)


class _Reader:
    """Reads one YAML text; holds only what the steps of a single reading share."""

    def __init__(self, path: str, text: str, first_line: int) -> None:
        self.lines = Lines(path, text, first_line)
        self.problems: list[Diagnostic] = []
        self.seen: set[int] = set()
        self.unreadable = False
        text = self.lines.text
        # What the text has nowhere need not be looked for in each of its values.
        self.has_signs = bool(_SIGN_IN.search(text))
        self.has_dashes = bool(_ANY_DASH_WITHOUT_BLANK.search(text))
        self.has_swallowed = "#" in text and bool(_SWALLOWED.search(text))
        self.has_invisible = bool(_INVISIBLE_IN.search(text))
        # An escape can smuggle them in.
        self.has_unseen = "\\" in text or bool(_UNSEEN_IN.search(text))

    def read(self) -> Node | None:
        deep = too_deep(self.lines.text)
        if deep:
            self.problems.append(problem("GK007", self.lines.span(deep), what="嵌套太深"))
            return None
        try:
            root = yaml.compose(self.lines.text, Loader=_Loader)
        except yaml.MarkedYAMLError as error:
            self.problems.extend(stumbles(self.lines, error))
            return None
        except yaml.reader.ReaderError:
            what = "有不能显示的控制字符，请删掉它"
            self.problems.append(problem("GK002", self.control(), what=what))
            return None
        if root is None:
            return Mapping((), self.lines.place(0))
        tree = self.convert(root)
        return None if self.unreadable or any(p.code == "GK007" for p in self.problems) else tree

    def control(self) -> Span:
        """The first character that YAML does not allow in a text."""
        text = self.lines.text
        found = yaml.reader.Reader.NON_PRINTABLE.search(text)
        at = found.start() if found else 0
        return self.lines.place(text.count("\n", 0, at), at - (text.rfind("\n", 0, at) + 1))

    def convert(self, node: yaml.Node) -> Node:
        if self.has_signs:
            if id(node) in self.seen:
                # An alias; its anchor has been reported, and may even contain it.
                return Scalar("", self.lines.span(node.start_mark))
            self.seen.add(id(node))
            self.signs(node)
        if isinstance(node, yaml.ScalarNode):
            return self.scalar(node)
        if isinstance(node, yaml.SequenceNode):
            if node.flow_style:
                self.commas(node)
            items = tuple(self.convert(child) for child in node.value)
            return Sequence(items, self.lines.span(node.start_mark))
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node)
        raise TypeError(node)

    def signs(self, node: yaml.Node) -> None:
        """Anchors, aliases and tags, which are not for clerks."""
        sign = self.lines.at(node.start_mark)
        if sign in SIGNS:
            place = self.lines.span(node.start_mark)
            self.problems.append(problem("GK007", place, what=SIGNS[sign]))

    def scalar(self, node: yaml.ScalarNode) -> Scalar:
        start, end = node.start_mark, node.end_mark
        one_line = start.line == end.line
        hidden: frozenset[str] = _NONE
        if not node.style:
            if not one_line:
                hidden = self.colons(range(start.line + 1, end.line + 1))
            if self.has_dashes:
                self.entries_without_blank(start, end)
            if self.has_swallowed:
                self.swallowed(end)
        span = self.lines.span(start, end.column - start.column if one_line else 1)
        found = self.has_unseen and _UNSEEN_IN.search(node.value)
        return Scalar(node.value, span, hidden, self.unseen(start, end) if found else None)

    def colons(self, numbers: range) -> frozenset[str]:
        """A plain text that runs on over a line that looks like a key: a colon was mistyped."""
        hidden = list(self.lines.fullwidth_colons(numbers))
        self.problems.extend(self.lines.mistyped(number, key) for number, key in hidden)
        return frozenset(key for _, key in hidden)

    def entries_without_blank(self, start: yaml.Mark, end: yaml.Mark) -> None:
        """`-土地` for `- 土地`: to YAML a text, and its lines would run into one another."""
        for number in range(start.line, min(end.line + 1, len(self.lines.lines))):
            first = start.column if number == start.line else 0
            found = _DASH_WITHOUT_BLANK.match(self.lines.lines[number], first)
            if found:
                place = self.lines.place(number, found.start(1))
                self.problems.append(problem("GK002", place, what=ENTRY_RULE))
                self.unreadable = True
                return

    def swallowed(self, end: yaml.Mark) -> None:
        """`人民路1号 #301`: to YAML a comment, and it would be lost in silence."""
        line = self.lines.lines[end.line] if end.line < len(self.lines.lines) else ""
        found = _SWALLOWED.match(line, end.column)
        if found:
            self.problems.append(problem("GK017", self.lines.place(end.line, found.start(1))))

    def commas(self, node: yaml.SequenceNode) -> None:
        """`[甲，乙]`: a full-width comma parts nothing, and the two would be one."""
        for child in node.value:
            start = child.start_mark
            if not isinstance(child, yaml.ScalarNode) or child.style:
                continue
            at = self.lines.lines[start.line].find(_FULLWIDTH_COMMA, start.column)
            if _FULLWIDTH_COMMA in child.value and at >= 0:
                self.problems.append(problem("GK016", self.lines.place(start.line, at)))
                return

    def unseen(self, start: yaml.Mark, end: yaml.Mark) -> Span | None:
        """The place of the first character without width between the marks."""
        for number in range(start.line, min(end.line + 1, len(self.lines.lines))):
            from_ = start.column if number == start.line else 0
            found = _UNSEEN_IN.search(self.lines.lines[number], from_)
            if found:
                return self.lines.place(number, found.start())
        # It was written as an escape.
        return self.lines.span(start)

    def mapping(self, node: yaml.MappingNode) -> Mapping:
        entries: list[tuple[Scalar, Node]] = []
        first: dict[str, Span] = {}
        again: list[Scalar] = []
        for key_node, value_node in node.value:
            key, value = self.key(key_node), self.convert(value_node)
            if not isinstance(key, Scalar):
                self.problems.append(problem("GK002", key.span, what="冒号前面应当是一个词"))
                continue
            if self.has_invisible:
                self.begins_wide(value_node)
            if key.text in first:
                again.append(key)
            else:
                first[key.text] = key.span
                entries.append((key, value))
        if again:
            self.repeated(node, first, again)
        return Mapping(tuple(entries), self.lines.span(node.start_mark))

    def key(self, node: yaml.Node) -> Node:
        """The key as it was meant; what cannot be seen in it is reported."""
        key = self.convert(node)
        if not self.has_invisible:
            return key
        if not (isinstance(key, Scalar) and isinstance(node, yaml.ScalarNode)) or node.style:
            return key
        if INVISIBLE.isdisjoint(key.text):
            return key
        self.problems.append(self.strange(node.start_mark, node.end_mark))
        return Scalar("".join(c for c in key.text if c not in INVISIBLE).strip(), key.span)

    def strange(self, start: yaml.Mark, end: yaml.Mark) -> Diagnostic:
        """The first strange blank between the marks; between braces a key may run over lines."""
        for number in range(start.line, end.line + 1):
            line = self.lines.lines[number]
            found = _INVISIBLE_IN.search(line, start.column if number == start.line else 0)
            if found:
                return invisible_problem(line, found.start(), self.lines.place(number))
        return problem("GK009", self.lines.span(start), what="看不见的字符")

    def begins_wide(self, value: yaml.Node) -> None:
        """A plain text must not begin with a strange blank: it was meant as the one after `:`."""
        if isinstance(value, yaml.ScalarNode) and not value.style:
            match = _WIDE_START.match(value.value)
            if match:
                start = self.lines.span(value.start_mark)
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
