"""A plan that a person agreed to → the files of `content/`, changed by position.

Every changed text is read again before anything is written: an import that would bring an error
into the content writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import yaml

from gongkai_ssg import build, fs
from gongkai_ssg.diagnostics import Diagnostic
from gongkai_ssg.importing import edits
from gongkai_ssg.importing.items import Draft, Written
from gongkai_ssg.importing.patches import Patch, applied, moved
from gongkai_ssg.importing.plan import Changed, New, Plan
from gongkai_ssg.project import Project
from gongkai_ssg.schema import Kind

_LIST = "事项"


class EditedError(Exception):
    """A file that is not any more what it was when it was read; the message is its path."""


class LostError(Exception):
    """A list that does not take new items; the message is its path."""


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
    for news in by_domain.values():
        path = _home(news[0])
        changed[path] = _longer(changed.get(path, _text(project, path)), news, kind)
    return changed


def problems(
    options: build.Options, before: build.Checked, changed: Mapping[str, str], plan: Plan
) -> list[Diagnostic]:
    """The errors that these texts would bring into the site.

    Raises:
        LostError: if there are none, and yet a new item is not in it.
    """
    after, wrong = checked_again(options, before, changed)
    there = after.project.catalog.items if after.project else {}
    lost = [new for new in plan.new if new.code not in there]
    if lost and not wrong:
        raise LostError(_home(lost[0]))
    return wrong


def checked_again(
    options: build.Options, before: build.Checked, changed: Mapping[str, str]
) -> tuple[build.Checked, list[Diagnostic]]:
    """The site as it would be with these texts, and the errors that it has not now."""
    known = {(d.code, d.message) for d in before.diagnostics}
    after = build.check(options, {path: text.encode() for path, text in changed.items()})
    return after, [
        d for d in after.diagnostics if d.severity == "error" and (d.code, d.message) not in known
    ]


def _home(new: New) -> str:
    """The list that a new item comes into."""
    return f"content/{new.draft.domain}/catalog.yaml"


def write(root: Path, changed: Mapping[str, str], was: Mapping[str, bytes]) -> None:
    """Write all files or none: each to the side first, then all of them in place.

    `was` is what each of them was made from, by its path; somebody may have edited it since.

    Raises:
        EditedError: if somebody has.
    """
    waiting: list[fs.Pending] = []
    try:
        for path, text in changed.items():
            waiting.append(fs.Pending(root / path, text))
        with fs.uninterrupted():
            for path in changed:
                if _there(root / path) != was.get(path):
                    raise EditedError(path)
            _in_place(waiting)
    finally:
        for one in waiting:
            one.discard()


def _there(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def _in_place(waiting: Iterable[fs.Pending]) -> None:
    """Where one cannot take its place, those before it give theirs back."""
    done: list[fs.Pending] = []
    try:
        for one in waiting:
            one.commit()
            done.append(one)
    except OSError:
        for one in done:
            one.undo()
        raise


def _text(project: Project, path: str) -> str:
    """A file as it is, line ends and all; empty where there is none."""
    return project.tree.texts.get(path, b"").decode("utf-8")


def _edited(text: str, path: str, some: Iterable[Changed], kind: Kind) -> str:
    order = [f.key for f in kind.fields]
    start, end = edits.part(text, path)
    body = text[start:end]
    if path.endswith(".md"):
        root = edits.composed(body)
        nodes = [root] if isinstance(root, yaml.MappingNode) else []
    else:
        nodes = edits.entries(body)
    of = {_code(node): node for node in nodes}
    patches: list[Patch] = []
    for one in some:
        entry = of[one.item.code]
        values = {
            edit.key: edits.in_order_of(entry, edit.key, edit.value)
            if kind.by_key[edit.key].type in ("channels", "choices")
            else edit.value
            for edit in one.edits
        }
        patches += edits.changes(body, entry, values, order)
    return applied(text, moved(patches, start))


def _code(entry: yaml.MappingNode) -> str:
    return next((str(v.value) for k, v in entry.value if k.value == "编码"), "")


def _longer(text: str, news: Iterable[New], kind: Kind) -> str:
    """A list with new entries at its end, indented like those that it has."""
    start, _ = edits.part(text, "")
    values = [_values(new, kind) for new in news]
    return text[:start] + edits.longer(text[start:], _LIST, values)


def _values(new: New, kind: Kind) -> dict[str, Written]:
    """The elements of a new entry in the schema's order."""
    draft: Draft = new.draft
    values: dict[str, Written] = {"编码": new.code}
    for f in kind.fields:
        value = draft.meant(f.key)
        if f.key != "编码" and value and value != "同上":
            values[f.key] = value
    return values
