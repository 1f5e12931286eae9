"""How deep a YAML text nests: composing one that nests too deep would overflow the C stack."""

from __future__ import annotations

import re

import yaml

from gongkai_ssg.source.lines import indent

MAX_DEPTH = 100
# A line that stands deep, or more than one entry of a list begun on it. Without them a text
# takes no more than so many steps without brackets.
_DEEP = " " * 16
_STEPS = re.compile(r"[-?] +[-?] ")
_UNSURE = frozenset("'\"#")
_FEW_STEPS = 2 * len(_DEEP) + 2


def too_deep(text: str) -> yaml.Mark | None:
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


def _depth_bound(text: str) -> int:
    deepest = left_open = 0
    steps = _DEEP in text or bool(_STEPS.search(text))
    for line in text.split("\n"):
        # Most lines neither open a bracket nor stand deep.
        brackets = "[" in line or "{" in line
        if not (steps or brackets):
            continue
        opened = line.count("[") + line.count("{")
        # A list may stand at the column of its key, so each column can hold two levels.
        deepest = max(deepest, 2 * indent(line) + line.count("- ") + line.count("? ") + opened)
        # A bracket in a quoted text or a comment closes nothing.
        closed = line.count("]") + line.count("}") if _UNSURE.isdisjoint(line) else 0
        left_open += max(0, opened - closed)
    return deepest + left_open + (0 if steps else _FEW_STEPS) + 2
