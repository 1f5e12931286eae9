"""One file of `content/` → entries, each typed by itself."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from gongkai_ssg import source
from gongkai_ssg.catalog.gathering import (
    Loading,
    add_domain,
    add_item,
    add_listed,
    add_record,
    codes_below,
    remember_broken,
)
from gongkai_ssg.catalog.naming import MAX_PAGE, ascii_of, is_misplaced, is_record
from gongkai_ssg.diagnostics import Span, problem
from gongkai_ssg.model import Domain, Entry, StaticPage, Template, name_rule

_NAME_RULE = "只用小写英文字母、数字和减号，例如 zdbc 或 2026-03-05-gonggao.md"
_NEAR_FILE = 0.8
_OF_DOMAIN, _IN_DOMAIN = ("domain.yaml", "catalog.yaml"), 2
# In bytes.
MAX_LIST = 20_000_000


def load_file(path: str, loading: Loading) -> None:
    """Read a file as what its place makes it."""
    parts = path.split("/")[1:]
    name, inside = parts[-1], "/".join(parts[1:])
    data = loading.tree.texts[path]
    if is_misplaced(path, data, loading):
        return
    text, problems = source.decode(path, data)
    limit = MAX_PAGE if name.endswith(".md") else MAX_LIST
    if len(data) > limit:
        text, problems = None, [problem("GK013", Span(path), limit=limit // 1000)]
    loading.problems += problems
    if text is None:
        remember_broken(path, ascii_of(data), loading)
        if inside == "domain.yaml":
            add_domain(Domain(parts[0], Entry("domain", Span(path), broken=True)), loading)
    elif len(parts) == 1 and name in loading.lists:
        kind, key = loading.lists[name]
        _load_list(path, text, key, kind, loading)
    elif inside == "domain.yaml":
        _load_domain(path, text, loading)
    elif inside == "catalog.yaml":
        _load_list(path, text, "事项", "item", loading)
    elif name.endswith(".md") and (inside == name or is_record(parts)):
        _load_markdown(path, text, parts, loading)
    else:
        loading.problems.append(problem("GK010", Span(path), hint=_slip_in(parts, loading)))


def _slip_in(parts: list[str], loading: Loading) -> str:
    """Which file was meant by a name that nothing is read from, as a question."""
    in_domain = len(parts) == _IN_DOMAIN and parts[0] != "pages"
    known = loading.lists if len(parts) == 1 else _OF_DOMAIN if in_domain else ()
    near = difflib.get_close_matches(parts[-1], known, 1, _NEAR_FILE)
    return f"是不是“{near[0]}”？" if near else ""


def _load_list(path: str, text: str, key: str, kind: str, loading: Loading) -> None:
    """A file with one list of entries under one key."""
    node, problems = source.parse_yaml(path, text)
    loading.problems += problems
    if node is None:
        remember_broken(path, text, loading)
        return
    listed = node.get(key) if isinstance(node, source.Mapping) else None
    if not isinstance(node, source.Mapping) or (node.entries and listed is None):
        wrong = source.colon_problem(node)
        span = node.entries[0][0].span if isinstance(node, source.Mapping) else node.span
        loading.problems.append(wrong or problem("GK012", span, key=key))
        remember_broken(path, text, loading)
    elif isinstance(listed, source.Sequence):
        for other in (k for k, _ in node.entries if k.text != key):
            hint = f"这个文件只写“{key}”"
            params = {"key": other.text, "where": "文件最外层", "hint": hint}
            loading.problems.append(problem("GK101", other.span, **params))
        for one in _whole(path, listed.items, kind, loading):
            add_listed(path, one, kind, loading)
    elif listed is not None and not (isinstance(listed, source.Scalar) and not listed.text):
        loading.problems.append(problem("GK012", listed.span, key=key))
        remember_broken(path, text, loading)


def _whole(
    path: str, nodes: tuple[source.Node, ...], kind: str, loading: Loading
) -> Iterator[source.Node]:
    """The entries of a list, without those that a stray `- ` has cut in two."""
    required = {f.key for f in loading.settings.schema.kinds[kind].fields if f.required}
    left = list(reversed(nodes))
    while left:
        one, other = left.pop(), left[-1] if left else None
        if other is None or not _halves(one, other, required):
            yield one
            continue
        left.pop()
        what = "这一行前面多了“- ”，它属于上面的条目"
        loading.problems.append(problem("GK002", _keys(other)[0].span, what=what))
        loading.broken.update(codes_below(one))
        loading.incomplete.update(path.split("/")[1:-1])


def _halves(one: source.Node, other: source.Node, required: AbstractSet[str]) -> bool:
    upper = {key.text for key in _keys(one)}
    if required <= upper:
        return False
    lower = {key.text for key in _keys(other)}
    return not required <= lower and not upper & lower and required <= upper | lower


def _keys(node: source.Node) -> list[source.Scalar]:
    return [key for key, _ in node.entries] if isinstance(node, source.Mapping) else []


def _load_domain(path: str, text: str, loading: Loading) -> None:
    slug = path.split("/")[1]
    node, problems = source.parse_yaml(path, text)
    loading.problems += problems
    entry = Entry("domain", Span(path), broken=True)
    if node is not None:
        entry = loading.read("domain", node)
    add_domain(Domain(slug, entry, templates=tuple(_templates(entry))), loading)


def _templates(entry: Entry) -> Iterator[Template]:
    for one in entry.objects("模板"):
        part = Entry("template", entry.span, one)
        yield Template(
            part.text("名称"), part.lines("事项"), part.lines("要素"), part.lines("标题")
        )


def _load_markdown(path: str, text: str, parts: list[str], loading: Loading) -> None:
    stem = parts[-1].removesuffix(".md")
    kind = "page" if parts[0] == "pages" else "record" if parts[1] == "records" else "item"
    if rule := name_rule(stem, _NAME_RULE):
        loading.problems.append(problem("GK008", Span(path), name=parts[-1], rule=rule))
        remember_broken(path, text, loading)
        return
    front, problems = source.parse_front_matter(path, text)
    loading.problems += problems
    if front is None:
        remember_broken(path, text, loading)
        return
    entry = loading.read(kind, front.head, front.body, front.body_line)
    if kind == "item":
        add_item(path, entry, front.head, loading)
    elif kind == "record":
        add_record(path, stem, entry, loading)
    elif entry.broken:
        loading.broken.add(stem)
    else:
        loading.pages.append(StaticPage(stem, path, entry))
