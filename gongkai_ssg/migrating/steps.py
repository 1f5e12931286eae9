"""What each format changed, as changes to the texts of the one before.

A step takes the content as it is and yields patches; what it finds in order it leaves alone, so
that it may be taken again. A new format gets its steps under its number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

import yaml

from gongkai_ssg import formats, schema
from gongkai_ssg.config import SITE_FILE
from gongkai_ssg.diagnostics import Diagnostic
from gongkai_ssg.importing import edits
from gongkai_ssg.importing.patches import Patch, moved
from gongkai_ssg.scaffold.forms import scalar

_QUOTES = ("'", '"')
_WIDE = re.compile("其他\uff1a(.+)")


class Content(NamedTuple):
    """The texts of a site by their paths, and what a check says of them."""

    texts: Mapping[str, str]
    problems: Sequence[Diagnostic]


Step = Callable[[Content], Iterator[tuple[str, Patch]]]


def without_gone_settings(content: Content) -> Iterator[tuple[str, Patch]]:
    """Format 1: `区划代码`, which no page ever showed, is no setting any more."""
    start, root = _site(content.texts)
    keys = {_word(key) for key, _ in root.value} & formats.GONE if root else set()
    if root and keys and len(keys) < len(root.value):
        text = content.texts[SITE_FILE][start:]
        patches = edits.changes(text, root, dict.fromkeys(keys, ""), ())
        yield from ((SITE_FILE, one) for one in moved(patches, start))


def in_official_words(content: Content) -> Iterator[tuple[str, Patch]]:
    """What a check only understands (GK106) by the name that it stands for."""
    meant: dict[str, dict[tuple[int, int], str]] = {}
    for one in content.problems:
        if one.code == "GK106":
            place = (one.span.line, one.span.column)
            meant.setdefault(one.span.path, {})[place] = str(one.params["right"])
    for path, words in meant.items():
        text = content.texts[path]
        start, root = _root(text, path)
        above = text.count("\n", 0, start) + 1
        for node in _scalars(root):
            mark = node.start_mark
            word = words.get((mark.line + above, mark.column + 1))
            if word:
                yield path, _reworded(node, word, start)


def with_narrow_colon(content: Content) -> Iterator[tuple[str, Patch]]:
    """`其他：平台`, as the first documents had it, with the colon of every other key.

    What nobody reads (GK010) may be anything, and stays.
    """
    unread = {one.span.path for one in content.problems if one.code == "GK010"}
    kinds = schema.load().kinds.values()
    keys = {f.key for kind in kinds for f in kind.fields if f.type == "channels"}
    for path, text in content.texts.items():
        if "其他\uff1a" not in text or path in unread:
            continue
        start, root = _root(text, path)
        for node in _scalars(root, frozenset(keys)):
            wide = _WIDE.fullmatch(node.value.strip())
            if wide and node.style not in ("|", ">"):
                yield path, _reworded(node, f"其他:{wide[1].strip()}", start)


def numbered(content: Content) -> Iterator[tuple[str, Patch]]:
    """The number of this program's format, where another is said; the first needs none."""
    start, root = _site(content.texts)
    if root is None or not root.value:
        return
    said = next((str(value.value) for key, value in root.value if _word(key) == formats.KEY), "")
    if (said or str(formats.FIRST)) != str(formats.SITE):
        text = content.texts[SITE_FILE][start:]
        order = [f.key for f in schema.load().kinds["site"].fields]
        patches = edits.changes(text, root, {formats.KEY: str(formats.SITE)}, order)
        yield from ((SITE_FILE, one) for one in moved(patches, start))


# What leads to each format from the one before it, and what is put in order in any of them.
STEPS: Mapping[int, tuple[Step, ...]] = {1: (without_gone_settings,)}
ALWAYS: tuple[Step, ...] = (in_official_words, with_narrow_colon)


def _site(texts: Mapping[str, str]) -> tuple[int, yaml.MappingNode | None]:
    start, root = _root(texts[SITE_FILE], SITE_FILE)
    return start, root if isinstance(root, yaml.MappingNode) else None


def _root(text: str, path: str) -> tuple[int, yaml.Node | None]:
    """Where the YAML of a file begins, and its tree; a file that nobody uses may have none."""
    start, end = edits.part(text, path)
    try:
        return start, edits.composed(text[start:end])
    except yaml.YAMLError:
        return start, None


def _word(key: yaml.Node) -> str:
    """A key; empty for one that is a list or a mapping."""
    return str(key.value) if isinstance(key, yaml.ScalarNode) else ""


def _scalars(
    root: yaml.Node | None, below: frozenset[str] = frozenset()
) -> Iterator[yaml.ScalarNode]:
    """The values in a tree, each once; with `below` those below such a key."""
    met: set[int] = set()  # an anchor may stand within itself

    def walked(node: yaml.Node | None, *, under: bool) -> Iterator[yaml.ScalarNode]:
        if id(node) in met:
            return
        met.add(id(node))
        if isinstance(node, yaml.ScalarNode) and under:
            yield node
        elif isinstance(node, yaml.SequenceNode):
            for one in node.value:
                yield from walked(one, under=under)
        elif isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                yield from walked(value, under=under or _word(key) in below)

    yield from walked(root, under=not below)


def _reworded(node: yaml.ScalarNode, word: str, by: int) -> Patch:
    """Another word in the place of one, in the quotes in which that stood."""
    quote = node.style if node.style in _QUOTES else ""
    plain = not quote or quote in word or "\\" in word
    new = scalar(word) if plain else f"{quote}{word}{quote}"
    return Patch(node.start_mark.index + by, node.end_mark.index + by, new)
