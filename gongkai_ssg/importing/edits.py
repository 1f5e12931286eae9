"""Changes to a YAML text by position: what is not changed stays as it is, to the last blank.

Comments, order, quoting and the style of lists are a person's work; only the value that changes
is written anew, in the style in which it stood.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher

import yaml

from gongkai_ssg.importing.items import Written
from gongkai_ssg.importing.patches import Patch, applied
from gongkai_ssg.scaffold.forms import scalar

_INDENT = "  "
_BOM = "\ufeff"
_HEAD = re.compile(r"---[ \t]*\r?\n")
_END_OF_HEAD = re.compile(r"^---[ \t]*\r?$", re.MULTILINE)


def part(text: str, path: str) -> tuple[int, int]:
    """Where the YAML of a file begins and ends: behind Notepad's mark, within a head's lines."""
    first = 1 if text.startswith(_BOM) else 0
    head = _HEAD.match(text, first) if path.endswith(".md") else None
    if not head:
        return first, len(text)
    end = _END_OF_HEAD.search(text, head.end())
    return head.end(), end.start() if end else len(text)


def composed(text: str) -> yaml.Node | None:
    """The tree of a text that begins without a mark of Notepad's, with places."""
    root: yaml.Node | None = yaml.compose(text, Loader=yaml.CSafeLoader)
    return root


def longer(text: str, name: str, news: Sequence[Mapping[str, Written]]) -> str:
    """The text of a list's file with new entries at the end of the list."""
    root = composed(text)
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    key, listed = next((pair for pair in pairs if pair[0].value == name), (None, None))
    if key is None or listed is None:
        return _with_end(text, f"{name}:\n{_block(news, 0)}")
    if isinstance(listed, yaml.SequenceNode) and not listed.flow_style:
        return _with_end(text, _block(news, listed.start_mark.column))
    start, end = _behind_colon(text, key), _end_of_pair(text, key, listed)
    if isinstance(listed, yaml.SequenceNode) and (listed.value or "\n" in text[start:end]):
        # Within its brackets, whatever comments stand there.
        before = ", " if listed.value and not text[: end - 1].rstrip().endswith(",") else ""
        added = ", ".join(flow(values) for values in news)
        return applied(text, [Patch(end - 1, end - 1, before + added)])
    at = _end_of_line(text, end)
    added = f"\n{_block(news, key.start_mark.column)}".rstrip("\n")
    return applied(text, [Patch(start, end, ""), Patch(at, at, added)])


def _with_end(text: str, lines: str) -> str:
    """A text with lines behind its last, which may lack its line end."""
    before = "" if not text or text.endswith("\n") else "\n"
    return applied(text, [Patch(len(text), len(text), before + lines)])


def _block(news: Iterable[Mapping[str, Written]], column: int) -> str:
    return "".join(_entry_lines(values, " " * column) for values in news)


def _entry_lines(values: Mapping[str, Written], indent: str) -> str:
    """An entry as block YAML, a line for each element, lists of short words in brackets."""
    lines = [line for key, value in values.items() for line in _element(key, value)]
    return "".join(f"{indent}{'  ' if n else '- '}{line}\n" for n, line in enumerate(lines))


def _element(key: str, value: Written) -> Iterator[str]:
    if isinstance(value, list) and len(value) > 1:
        yield f"{scalar(key)}:"
        yield from (f"{_INDENT}- {scalar(one)}" for one in value)
    else:
        yield f"{scalar(key)}: {flow(value)}"


def flow(value: Written | Mapping[str, Written]) -> str:
    """A value, or a whole entry, in one line."""
    if isinstance(value, str):
        return scalar(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(k)}: {flow(v)}" for k, v in value.items()) + "}"
    return f"[{', '.join(map(scalar, value))}]"


def entries(text: str) -> list[yaml.MappingNode]:
    """The entries under the one key of a list's file, with their places."""
    root = composed(text)
    if not isinstance(root, yaml.MappingNode) or not root.value:
        return []
    listed = root.value[0][1]
    if not isinstance(listed, yaml.SequenceNode):
        return []
    return [one for one in listed.value if isinstance(one, yaml.MappingNode)]


def changes(
    text: str, entry: yaml.MappingNode, values: Mapping[str, Written], order: Sequence[str]
) -> Iterator[Patch]:
    """The patches that give an entry new values; `order` is where a new element belongs.

    One element at least stays, as the code of an item does.
    """
    there = {key.value: (key, node) for key, node in entry.value}
    gone = {n for n, (k, _) in enumerate(entry.value) if not values.get(k.value, k.value)}
    first = next(n for n in range(len(entry.value)) if n not in gone)
    if first:
        yield _beginning(text, entry, first)
    yield from (_removed(text, entry, number) for number in gone if number > first)
    for key, value in values.items():
        if key in there and value:
            yield from _changed(text, *there[key], value)
    missing: dict[int, dict[str, Written]] = {}
    for key, value in values.items():
        if key not in there and value:
            missing.setdefault(_place(entry, key, order), {})[key] = value
    for number, added in missing.items():
        yield _added(text, entry, max(number, first), added, before=number < first)


def in_order_of(entry: yaml.MappingNode, key: str, value: Written) -> Written:
    """A list whose order does not count, as it stands, with what is new at its end."""
    node = next((node for name, node in entry.value if name.value == key), None)
    if not isinstance(value, list) or not isinstance(node, yaml.SequenceNode):
        return value
    old = [one.value for one in node.value if one.value in value]
    return [*old, *(one for one in value if one not in old)]


def _place(entry: yaml.MappingNode, key: str, order: Sequence[str]) -> int:
    """Behind which of an entry's elements a new one belongs, by its number."""
    rank = {name: number for number, name in enumerate(order)}
    mine = rank.get(key, len(rank))
    before = [n for n, (k, _) in enumerate(entry.value) if rank.get(k.value, len(rank)) < mine]
    return before[-1] if before else len(entry.value) - 1


def _changed(text: str, key: yaml.Node, node: yaml.Node, value: Written) -> Iterator[Patch]:
    start, end = node.start_mark.index, _end(text, node)
    is_block = isinstance(node, yaml.CollectionNode) and not node.flow_style
    if is_block and isinstance(node, yaml.SequenceNode) and isinstance(value, list) and node.value:
        yield from _lines_changed(text, node, value)
    elif is_block:
        # A mapping: the value goes behind its key.
        yield Patch(_behind_colon(text, key), end, f" {flow(value)}")
    else:
        before = "" if start > _behind_colon(text, key) else " "
        yield Patch(start, end, before + flow(value))


def _lines_changed(text: str, node: yaml.SequenceNode, value: list[str]) -> Iterator[Patch]:
    """A list in lines of its own: only the lines that differ; the others keep their comments."""
    indent = " " * node.start_mark.column
    old = [one.value if isinstance(one, yaml.ScalarNode) else None for one in node.value]
    for what, i1, i2, j1, j2 in SequenceMatcher(None, old, value, autojunk=False).get_opcodes():
        if what == "equal":
            continue
        lines, words = node.value[i1:i2], value[j1:j2]
        for line, word in zip(lines, words, strict=False):
            yield Patch(line.start_mark.index, _end(text, line), scalar(word))
        for line in lines[len(words) :]:
            yield _without_line(text, line.start_mark.index, _end(text, line))
        added = [f"- {scalar(word)}" for word in words[len(lines) :]]
        if i2 == 0:
            at = node.start_mark.index
            yield Patch(at, at, "".join(f"{line}\n{indent}" for line in added))
        else:
            at = _end_of_line(text, _end(text, node.value[i2 - 1]))
            yield Patch(at, at, "".join(f"\n{indent}{line}" for line in added))


def _beginning(text: str, entry: yaml.MappingNode, first: int) -> Patch:
    """All elements before the `first` that stays taken out; its dash and its comments stay."""
    start, stays = entry.value[0][0].start_mark.index, entry.value[first][0].start_mark.index
    end = _end_of_line(text, _end_of_pair(text, *entry.value[first - 1]))
    if not text[end:stays].strip():
        return Patch(start, stays, "")
    return Patch(len(text[:start].rstrip(" ")), len(text[:end].removesuffix("\r")), "")


def _removed(text: str, entry: yaml.MappingNode, number: int) -> Patch:
    """An element taken out, with its line, where another stays before it."""
    key, node = entry.value[number]
    end = _end_of_pair(text, key, node)
    if entry.flow_style:
        return Patch(_end_of_pair(text, *entry.value[number - 1]), end, "")
    return _without_line(text, key.start_mark.index, end)


def _without_line(text: str, start: int, end: int) -> Patch:
    """The lines on which something stands taken out; the line above keeps its end."""
    return Patch(text.rfind("\n", 0, start), _end_of_line(text, end), "")


def _end_of_line(text: str, at: int) -> int:
    found = text.find("\n", at)
    return len(text) if found < 0 else found


def _added(
    text: str, entry: yaml.MappingNode, number: int, values: Mapping[str, Written], *, before: bool
) -> Patch:
    """New elements behind one that is there, or before it."""
    key, node = entry.value[number]
    at = key.start_mark.index if before else _end_of_pair(text, key, node)
    if entry.flow_style:
        pairs = ", ".join(f"{scalar(k)}: {flow(v)}" for k, v in values.items())
        return Patch(at, at, f"{pairs}, " if before else f", {pairs}")
    indent = " " * entry.value[0][0].start_mark.column
    lines = [line for k, v in values.items() for line in _element(k, v)]
    if before:
        return Patch(at, at, "".join(f"{line}\n{indent}" for line in lines))
    at = _end_of_line(text, at)
    return Patch(at, at, "".join(f"\n{indent}{line}" for line in lines))


def _behind_colon(text: str, key: yaml.Node) -> int:
    return text.index(":", key.end_mark.index) + 1


def _end_of_pair(text: str, key: yaml.Node, node: yaml.Node) -> int:
    """Where an element ends; where it has no value, behind its colon."""
    return max(_end(text, node), _behind_colon(text, key))


def _end(text: str, node: yaml.Node) -> int:
    """Where a value ends: of a block the end of its last line, without the comments behind it."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style:
        last = node.value[-1] if node.value else None
        if last is None:
            return int(node.end_mark.index)
        return _end(text, last[1] if isinstance(last, tuple) else last)
    start, end = node.start_mark.index, node.end_mark.index
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
        return start + len(text[start:end].rstrip())
    return int(end)
