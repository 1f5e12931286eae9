"""The options of a theme, from `theme.yaml`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from gongkai_ssg import source
from gongkai_ssg.diagnostics import Diagnostic, Span, problem
from gongkai_ssg.theme import colour, overrides

THEME_FILE = "theme.yaml"
# Options that take one of a few words; `site.css` knows no others.
_CHOICES = {"colour": ("blue", "red", "green")}


class Options(NamedTuple):
    """What `theme.yaml` says: the options by name, and words that take the place of ours."""

    values: dict[str, Any]
    words: dict[str, str]


def options(where: tuple[Path, ...]) -> tuple[Options, list[Diagnostic]]:
    """The options of our `theme.yaml`, changed by those that the county's names."""
    text = (where[-1] / THEME_FILE).read_text("utf-8")
    ours: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    known: dict[str, Any] = ours["options"]
    own = where[0] / THEME_FILE
    if len(where) == 1 or not own.is_file():
        return Options(known, {}), []
    path = f"themes/{where[0].name}/{THEME_FILE}"
    found, problems = source.decode(path, own.read_bytes())
    tree, more = source.parse_yaml(path, found or "")
    problems += more
    words: dict[str, tuple[str, Span]] = {}
    for key, value in _entries(THEME_FILE, tree or source.Mapping((), Span(path)), ours, problems):
        if key.text == "options":
            for name, changed in _entries("options", value, known, problems):
                known[name.text] = _option(name.text, changed, known[name.text], problems)
        elif key.text == "words":
            words = dict(_words(value, problems))
    places = {old: span for old, (_, span) in words.items()}
    problems += overrides.words(where[0], where[-1], places)
    return Options(known, {old: new for old, (new, _) in words.items()}), problems


def _words(node: source.Node, problems: list[Diagnostic]) -> Iterator[tuple[str, tuple[str, Span]]]:
    """Pairs of words, ours and the county's; with the place of ours."""
    if isinstance(node, source.Scalar) and not node.text:
        return
    if not isinstance(node, source.Mapping):
        params = {"key": "words", "want": "若干行“原来的文字: 换成的文字”", "example": ""}
        problems.append(source.colon_problem(node) or problem("GK103", node.span, **params))
        return
    for key, value in node.entries:
        if isinstance(value, source.Scalar):
            yield key.text, (value.text, key.span)
        else:
            want = {"key": key.text, "want": "文字", "example": ""}
            problems.append(problem("GK103", value.span, **want))


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
    elif key == "accent" and (broken := colour.rule(node.text)):
        found = problem("GK110", node.span, key=key, value=node.text, rule=broken)
    else:
        return node.text
    problems.append(found)
    return ours


def _text(node: source.Node) -> str:
    return node.text if isinstance(node, source.Scalar) else ""
