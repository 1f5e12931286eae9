"""The element schema → a form in YAML that a clerk fills in: keys, help, choices, examples.

What is not filled in yet stands in comments, so that taking away a `# ` gives right YAML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

import yaml

from gongkai_ssg import model, source
from gongkai_ssg.diagnostics import Diagnostic
from gongkai_ssg.schema import Field

PLACEHOLDER = model.PLACEHOLDER + "{}〕"
# A comment stays readable; the whole list stands in `site.yaml`.
_MOST_NAMES = 12
_ONE_LINE = 1_000_000
# Chinese words, and marks between them that mean nothing to YAML: most of what a clerk writes.
# A key of more than 1,024 characters would not be one (YAML 1.2, 7.4.2).
_PLAIN = re.compile(r"[\u4e00-\u9fff][\w《》（）、。；“”]{0,500}")

Names = Mapping[str, Sequence[str]]


def filled(f: Field, value: str, note: str = "") -> Iterator[str]:
    """An element with its value, and a comment of its own above it."""
    if note:
        yield remark(note)
    yield f"{scalar(f.key)}: {scalar(value)}"


def blank(f: Field, names: Names) -> Iterator[str]:
    """An element whose value is still to be written."""
    yield remark(_about(f, names))
    yield f"{scalar(f.key)}:"
    yield from map(remark, _below(f))


def optional(f: Field, names: Names) -> Iterator[str]:
    """An element that may be left out: all of it is a comment."""
    yield remark(_about(f, names))
    yield remark(f"{scalar(f.key)}:")
    yield from map(remark, _below(f))


def placeholder(f: Field, day: str) -> str:
    """YAML for a required element that says it is not filled in, and yet is of its type."""
    if f.type in ("date", "datetime"):
        return day if f.type == "date" else f"{day} 09:00"
    if f.type in ("int", "number"):
        return "0"
    word = scalar(f.values[0] if f.values else PLACEHOLDER.format(f.key))
    return word if f.type in ("text", "choice") else f"[{word}]"


def remark(text: str) -> str:
    """A line of comment; whatever a county writes, it stays one line."""
    return "# " + "".join(" " if c.isspace() else c for c in text.rstrip())


def scalar(text: str) -> str:
    """A text as YAML: plain where that reads back as the same text, else in quotes.

    It may stand in brackets as well as in lines of its own, and must look like no slip of the
    pen (`-甲`) either.
    """
    if _PLAIN.fullmatch(text) or _reads_back(text):
        return text
    dumped = yaml.dump(
        text, Dumper=yaml.CSafeDumper, default_style='"', allow_unicode=True, width=_ONE_LINE
    )
    return str(dumped).strip()


@lru_cache(maxsize=4096)
def _reads_back(text: str) -> bool:
    """Whether a text is the same in brackets and in lines of its own, without any complaint."""
    forms = (f"{{{text}: [{text}]}}", f"{text}:\n- {text}\n")
    return all(_is_twice(text, *source.parse_yaml("", form)) for form in forms)


def _is_twice(text: str, node: source.Node | None, problems: Sequence[Diagnostic]) -> bool:
    """Whether a tree is `{text: [text]}`."""
    if problems or not isinstance(node, source.Mapping) or len(node.entries) != 1:
        return False
    key, value = node.entries[0]
    items = value.items if isinstance(value, source.Sequence) else ()
    texts = [one.text for one in items if isinstance(one, source.Scalar)]
    return key.text == text and texts == [text]


def _about(f: Field, names: Names) -> str:
    """Key, whether it must be written, help, what can be written."""
    must = "（必填）" if f.required else ""
    parts = [f"{f.key}{must}：{f.help}" if f.help not in ("", f.key) else f.key + must]
    listed = f.values if f.type == "choice" else names.get(f.to, ())
    if listed and (f.or_fields or not _said(f.help, listed)):
        parts.append(f"可以写：{_some(listed)}{_or(f)}")
    elif isinstance(f.example, str | int) and not listed:
        parts.append(f"例如：{f.example}")
    return "。".join(part.rstrip("。") for part in parts)


def _said(words: str, listed: Sequence[str]) -> bool:
    return all(name in words for name in listed)


def _some(names: Sequence[str]) -> str:
    shown = "、".join(names[:_MOST_NAMES])
    return f"{shown}等（见 site.yaml）" if len(names) > _MOST_NAMES else shown


def _or(f: Field) -> str:
    inner = "、".join(f"“{other.key}: …”" for other in f.or_fields)
    return f"；或者另起一行，缩进两格，写{inner}" if inner else ""


def _below(f: Field) -> Iterator[str]:
    """What can stand in the lines below the key."""
    if f.fields:
        yield from _inner(f.fields, "- " if f.type == "objects" else "  ")
    elif f.type in ("channels", "choices"):
        yield from (f"- {scalar(value)}" for value in f.values)
    elif isinstance(f.example, list):
        yield from (f"- {scalar(str(value))}" for value in f.example)
    elif isinstance(f.example, dict):
        yield from (f"  {scalar(k)}: {scalar(str(v))}" for k, v in f.example.items())


def _inner(fields: Iterable[Field], first: str) -> Iterator[str]:
    for n, f in enumerate(fields):
        indent = first if n == 0 else "  "
        value = "".join(f"{inner.key}: , " for inner in f.fields).removesuffix(", ")
        words = f.help if _said(f.help, f.values) else f"{f.help}：{'、'.join(f.values)}"
        yield f"{indent}{scalar(f.key)}:{f' {{{value}}}' if value else ''}  # {words}"
