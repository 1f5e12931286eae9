"""A plan that a person agreed to → the files of `content/`, changed by position.

Every changed text is read again before anything is written: an import that would bring an error
into the content writes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import yaml

from gongkai_ssg import build, fs
from gongkai_ssg.diagnostics import Diagnostic
from gongkai_ssg.importing import edits
from gongkai_ssg.importing.edits import Patch
from gongkai_ssg.importing.items import Draft, Written
from gongkai_ssg.importing.plan import Changed, New, Plan
from gongkai_ssg.project import Project
from gongkai_ssg.schema import Kind

_LIST = "事项"
_FRONT = re.compile(r"\A\ufeff?---[ \t]*\r?\n")
_EMPTY = re.compile(r"^事项[ \t]*:[ \t]*(?:\[\s*\])?[ \t]*(?:#.*)?$", re.MULTILINE)


def texts(project: Project, plan: Plan) -> dict[str, str]:
    """The files that change, as they will be, by their paths in the site."""
    kind = project.settings.schema.kinds["item"]
    changed: dict[str, str] = {}
    by_file: dict[str, list[Changed]] = {}
    for one in plan.changed:
        by_file.setdefault(one.item.entry.span.path, []).append(one)
    for path, some in by_file.items():
        changed[path] = _edited(_text(project, path), path, some, kind)
    by_domain: dict[str, list[New]] = {}
    for new in plan.new:
        by_domain.setdefault(new.draft.domain, []).append(new)
    for slug, news in by_domain.items():
        path = f"content/{slug}/catalog.yaml"
        changed[path] = _longer(changed.get(path, _text(project, path)), news, kind)
    return changed


def problems(options: build.Options, changed: Mapping[str, str]) -> list[Diagnostic]:
    """The errors that these texts would bring into the site."""
    before = {(d.code, d.message) for d in build.check(options).diagnostics}
    after = build.check(options, {path: text.encode() for path, text in changed.items()})
    return [
        d for d in after.diagnostics if d.severity == "error" and (d.code, d.message) not in before
    ]


def write(root: Path, changed: Mapping[str, str]) -> None:
    """Write the files, each whole or not at all."""
    for path, text in changed.items():
        fs.write_bytes(root / path, text.encode())


def _text(project: Project, path: str) -> str:
    """A file as it is, line ends and all; empty where there is none."""
    return project.tree.texts.get(path, b"").decode("utf-8")


def _edited(text: str, path: str, some: Iterable[Changed], kind: Kind) -> str:
    order = [f.key for f in kind.fields]
    shift, body = 0, text
    if path.endswith(".md"):
        head = _FRONT.match(text)
        shift = head.end() if head else 0
        end = re.compile(r"^---[ \t]*\r?$", re.MULTILINE).search(text, shift)
        body = text[shift : end.start() if end else len(text)]
        root = yaml.compose(body, Loader=yaml.SafeLoader)
        nodes = [root] if isinstance(root, yaml.MappingNode) else []
    else:
        nodes = edits.entries(body)
    of = {_code(node): node for node in nodes}
    patches: list[Patch] = []
    for one in some:
        values = {edit.key: edit.value for edit in one.edits}
        patches += edits.changes(body, of[one.item.code], values, order)
    moved = [replace(p, start=p.start + shift, end=p.end + shift) for p in patches]
    return _with_line_ends(edits.applied(text, moved), text)


def _code(entry: yaml.MappingNode) -> str:
    return next((str(v.value) for k, v in entry.value if k.value == "编码"), "")


def _longer(text: str, news: Iterable[New], kind: Kind) -> str:
    """A list with new entries at its end, indented like those that it has."""
    nodes = edits.entries(text) if text.strip() else []
    column = max(0, nodes[-1].start_mark.column - len("- ")) if nodes else 0
    added = "".join(edits.entry_lines(_values(new, kind), " " * column) for new in news)
    if not text.strip():
        return f"{_LIST}:\n{added}"
    if not nodes:
        return _with_line_ends(
            _EMPTY.sub(lambda _: f"{_LIST}:\n{added}".rstrip("\n"), text, 1), text
        )
    base = text if text.endswith("\n") else f"{text}\n"
    return _with_line_ends(base + added, text)


def _with_line_ends(text: str, like: str) -> str:
    """The line ends of the file as it was."""
    if "\r\n" not in like:
        return text
    return re.sub(r"(?<!\r)\n", "\r\n", text)


def _values(new: New, kind: Kind) -> dict[str, Written]:
    """The elements of a new entry in the schema's order."""
    draft: Draft = new.draft
    values: dict[str, Written] = {"编码": new.code}
    for f in kind.fields:
        value = draft.meant(f.key)
        if f.key != "编码" and value and value != "同上":
            values[f.key] = value
    return values
