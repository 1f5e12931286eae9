"""The options of a theme, from `theme.yaml`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from gongkai_ssg import source
from gongkai_ssg.diagnostics import Diagnostic, problem

THEME_FILE = "theme.yaml"
# Options that take one of a few words; `site.css` knows no others.
_CHOICES = {"colour": ("blue", "red", "green")}


def options(where: tuple[Path, ...]) -> tuple[dict[str, Any], list[Diagnostic]]:
    """The options of our `theme.yaml`, changed by those that the county's names."""
    text = (where[-1] / THEME_FILE).read_text("utf-8")
    ours: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    known: dict[str, Any] = ours["options"]
    own = where[0] / THEME_FILE
    if len(where) == 1 or not own.is_file():
        return known, []
    path = f"themes/{where[0].name}/{THEME_FILE}"
    found, problems = source.decode(path, own.read_bytes())
    tree, more = source.parse_yaml(path, found or "")
    problems += more
    if tree is None:
        return known, problems
    for key, value in _entries(THEME_FILE, tree, ours, problems):
        if key.text == "options":
            for name, changed in _entries("options", value, known, problems):
                known[name.text] = _option(name.text, changed, known[name.text], problems)
    return known, problems


def _entries(
    name: str, node: source.Node, known: dict[str, Any], problems: list[Diagnostic]
) -> Iterator[tuple[source.Scalar, source.Node]]:
    """The known keys of a mapping with their values; all else is a problem."""
    if not isinstance(node, source.Mapping):
        if _text(node) or isinstance(node, source.Sequence):
            params = {"key": name, "want": "若干行“键: 值”", "example": ""}
            problems.append(source.colon_problem(node) or problem("GK103", node.span, **params))
        return
    for key, value in node.entries:
        if key.text in known:
            yield key, value
        else:
            where = "主题的选项里" if name == "options" else name
            params = {"key": key.text, "where": where, "hint": f"可以用的键：{'、'.join(known)}"}
            problems.append(problem("GK101", key.span, **params))


def _option(key: str, node: source.Node, ours: Any, problems: list[Diagnostic]) -> Any:
    """The value of an option, of the same type as ours; what is wrong leaves ours."""
    if isinstance(node, source.Scalar) and not node.text:
        return [] if isinstance(ours, list) else ours
    choices = _CHOICES.get(key, ())
    if isinstance(ours, list):
        items = node.items if isinstance(node, source.Sequence) else (None,)
        words = [one.text for one in items if isinstance(one, source.Scalar)]
        if len(words) == len(items):
            return words
        example = f"，例如 [{', '.join(ours[:2])}]"
        found = problem("GK103", node.span, key=key, want="列表", example=example)
    elif not isinstance(node, source.Scalar):
        found = problem("GK103", node.span, key=key, want="文字", example="")
    elif choices and node.text not in choices:
        params = {"key": key, "value": node.text, "hint": "", "choices": "、".join(choices)}
        found = problem("GK104", node.span, **params)
    else:
        return node.text
    problems.append(found)
    return ours


def _text(node: source.Node) -> str:
    return node.text if isinstance(node, source.Scalar) else ""
