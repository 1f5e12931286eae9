"""The files of `content/` → one frozen, cross-linked `Catalog`.

Two passes: every entry is typed by itself, then references (body, place, item, record) are
resolved. A broken entry is remembered by its code, so that a link to it raises no second error.
"""

from __future__ import annotations

import difflib
import posixpath
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

from gongkai_ssg import elements, source, urls
from gongkai_ssg.config import Settings
from gongkai_ssg.diagnostics import Diagnostic, Span, problem
from gongkai_ssg.linking import Linker
from gongkai_ssg.model import (
    CODE,
    Catalog,
    Domain,
    Entry,
    Item,
    Record,
    StaticPage,
    Template,
    name_rule,
)
from gongkai_ssg.source import Tree

_DOMAIN = re.compile(r"[a-z]{2,6}")
_NAME_RULE = "只用小写英文字母、数字和减号，例如 zdbc 或 2026-03-05-gonggao.md"
_DOMAIN_RULE = "领域文件夹用 2 至 6 个小写英文字母命名，例如 zdbc；编码就以它的大写开头"
# What only a record has: a file with one of these and no code is no item.
_OF_RECORDS = frozenset({"事项", "发布机构", "公开日期"})


# In bytes. A longer page cannot be read on a phone; the index takes 800,000 characters a page.
MAX_PAGE, MAX_LIST = 800_000, 20_000_000


@dataclass(slots=True)
class _Loading:
    """What the loading of one catalog gathers."""

    tree: Tree
    settings: Settings
    problems: list[Diagnostic] = field(default_factory=list)
    domains: dict[str, Domain] = field(default_factory=dict)
    items: dict[str, Item] = field(default_factory=dict)
    records: dict[str, Record] = field(default_factory=dict)
    pages: list[StaticPage] = field(default_factory=list)
    listed: dict[str, list[Entry]] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    incomplete: set[str] = field(default_factory=set)
    misnamed_domains: dict[str, str] = field(default_factory=dict)

    def read(self, kind: str, node: source.Node, body: str = "", body_line: int = 0) -> Entry:
        schema = self.settings.schema
        entry, problems = elements.read(schema.kinds[kind], node, schema, body, body_line)
        self.problems += problems
        return entry


def load(tree: Tree, settings: Settings) -> tuple[Catalog, list[Diagnostic]]:
    """Type and link everything under `content/`."""
    loading = _Loading(tree, settings)
    for path in sorted(tree.texts):
        if path.startswith("content/"):
            _load_file(path, loading)
    for path in sorted(tree.links):
        loading.problems.append(problem("GK015", Span(path)))
        _remember_broken(path, "", loading)
    _domains_without_file(loading)
    linker = Linker(
        *(tree, settings, loading.items, loading.records, loading.broken),
        incomplete=frozenset(loading.incomplete),
    )
    catalog = Catalog(
        site=settings.site,
        domains={d.slug: linker.domain(d) for d in _ordered(loading)},
        items={i.code: linker.item(i) for i in loading.items.values()},
        records={r.id: linker.record(r) for r in loading.records.values()},
        pages=tuple(loading.pages),
        negatives=tuple(loading.listed.get("negative", ())),
        points=tuple(linker.entry(p, "区划") for p in loading.listed.get("point", ())),
        broken=frozenset(loading.broken),
        incomplete=frozenset(loading.incomplete),
    )
    return catalog, loading.problems + linker.problems


# ---------------------------------------------------------------- first pass: one file


def _load_file(path: str, loading: _Loading) -> None:
    parts = path.split("/")[1:]
    name, inside = parts[-1], "/".join(parts[1:])
    data = loading.tree.texts[path]
    if _is_misplaced(path, data, loading):
        return
    text, problems = source.decode(path, data)
    limit = MAX_PAGE if name.endswith(".md") else MAX_LIST
    if len(data) > limit:
        size = {"size": len(data) // 1000, "limit": limit // 1000}
        text, problems = None, [problem("GK013", Span(path), **size)]
    loading.problems += problems
    if text is None:
        _remember_broken(path, _ascii(data), loading)
        if inside == "domain.yaml":
            _add_domain(Domain(parts[0], Entry("domain", Span(path), broken=True)), loading)
    elif parts == ["negative.yaml"]:
        _load_list(path, text, "清单", "negative", loading)
    elif parts == ["points.yaml"]:
        _load_list(path, text, "查阅点", "point", loading)
    elif inside == "domain.yaml":
        _load_domain(path, text, loading)
    elif inside == "catalog.yaml":
        _load_list(path, text, "事项", "item", loading)
    elif name.endswith(".md") and (inside == name or _is_record(parts)):
        _load_markdown(path, text, parts, loading)
    else:
        loading.problems.append(problem("GK010", Span(path)))


def _is_record(parts: list[str]) -> bool:
    return len(parts) > 2 and parts[0] != "pages" and parts[1] == "records"  # noqa: PLR2004


def _ascii(data: bytes) -> str:
    """A text in an unknown encoding; codes are ASCII, so that they can be found in it."""
    return data.replace(b"\0", b"").decode("latin-1")


def _is_misplaced(path: str, data: bytes, loading: _Loading) -> bool:
    """Whether the name or the place keeps a file from being read; what it holds is remembered."""
    folder, _, name = path.rpartition("/")
    parts = path.split("/")[1:]
    in_domain = len(parts) > 1 and parts[0] != "pages"
    right = _right_name(parts)
    if right != name:
        _report_name(path, f"{folder}/{right}", loading)
        _remember_broken(path, _ascii(data), loading)
        if in_domain and parts[1:] == [name] and right == "domain.yaml":
            loading.misnamed_domains.setdefault(parts[0], path)
        return True
    if not name.endswith(".md") or not in_domain or _is_record(parts):
        return False
    keys = _head_keys(path, data)
    if parts[1:] != [name]:
        _report_folder(path, parts, keys, loading)
        if "编码" in keys:
            _remember_broken(path, _ascii(data), loading)
    elif "编码" in keys or not keys & _of_records_only(loading):
        return False
    else:
        what = "这像是一条信息，请移到 records 文件夹里"
        hint = f"移到 {folder}/records/ 里；如果它是事项，就补上“编码”"
        loading.problems.append(problem("GK014", Span(path), what=what, hint=hint))
    loading.broken.update(_stems(path))
    return True


def _right_name(parts: list[str]) -> str:
    """The name that a file was meant to have (`catalog.yml`, `a.MD`, Notepad's `a.md.txt`)."""
    name = parts[-1]
    plain = name.lower().removesuffix(".txt")
    stem, _, suffix = plain.rpartition(".")
    if suffix not in ("md", "yaml", "yml"):
        return name
    right = f"{stem}.{suffix.replace('yml', 'yaml')}"
    hidden = plain != name.lower()
    # `a.md` in capitals is a bad name for an address, and nothing else (GK008).
    variant = not name.endswith(".md") if suffix == "md" else _is_list(parts[:-1], right)
    return right if hidden or variant else name


def _is_list(folders: list[str], name: str) -> bool:
    if not folders:
        return name in ("negative.yaml", "points.yaml")
    return len(folders) == 1 and folders != ["pages"] and name in ("domain.yaml", "catalog.yaml")


def _report_name(path: str, right: str, loading: _Loading) -> None:
    name = posixpath.basename(right)
    if path.lower().endswith(".txt"):
        what = "结尾多了 .txt"
        where = "（在“查看”里打开“文件扩展名”才看得见）"
        hint = f"把 .txt 去掉，改成“{name}”{where}"
    else:
        what, hint = f"应当是“{name}”", f"把文件名改成“{name}”"
    if right in loading.tree.texts:
        hint += f"；文件夹里已经有一个“{name}”，核对后只留一个"
    loading.problems.append(problem("GK014", Span(path), what=what, hint=hint))


def _report_folder(path: str, parts: list[str], keys: frozenset[str], loading: _Loading) -> None:
    slug, folder = parts[:2]
    what = "信息要放在 records 文件夹里（小写）"
    hint = f"移到 content/{slug}/records/ 里"
    if folder.lower().startswith("record"):
        hint = f"把文件夹“{folder}”改名为“records”"
    if "编码" in keys:
        what, hint = f"事项不放在“{folder}”文件夹里", f"移到 content/{slug}/ 里"
    loading.problems.append(problem("GK014", Span(path), what=what, hint=hint))


def _head_keys(path: str, data: bytes) -> frozenset[str]:
    """The keys of the front matter, as far as it can be read."""
    text, _ = source.decode(path, data)
    if text is None or len(data) > MAX_PAGE:
        return frozenset()
    front, _ = source.parse_front_matter(path, text)
    if front is None or not isinstance(front.head, source.Mapping):
        return frozenset()
    return frozenset(key.text for key, _ in front.head.entries)


def _of_records_only(loading: _Loading) -> frozenset[str]:
    return _OF_RECORDS - set(loading.settings.schema.kinds["item"].by_key)


def _stems(path: str) -> tuple[str, str, str]:
    """The id or the code that a file's name stands for, in every case."""
    stem = re.sub(r"(\.(md|txt))+$", "", posixpath.basename(path), flags=re.IGNORECASE)
    return stem, stem.upper(), stem.lower()


def _remember_broken(path: str, text: str, loading: _Loading) -> None:
    """Codes seen in a file that cannot be read, so that links to them raise nothing more."""
    loading.incomplete.update(path.split("/")[1:-1][:1])
    loading.broken.update(_stems(path))
    loading.broken.update(match[0] for match in CODE.finditer(text))


def _load_domain(path: str, text: str, loading: _Loading) -> None:
    slug = path.split("/")[1]
    node, problems = source.parse_yaml(path, text)
    loading.problems += problems
    entry = Entry("domain", Span(path), broken=True)
    if node is not None:
        entry = loading.read("domain", node)
    _add_domain(Domain(slug, entry, templates=tuple(_templates(entry))), loading)


def _templates(entry: Entry) -> Iterator[Template]:
    for one in entry.objects("模板"):
        part = Entry("template", entry.span, one)
        yield Template(
            part.text("名称"), part.lines("事项"), part.lines("要素"), part.lines("标题")
        )


def _add_domain(domain: Domain, loading: _Loading) -> None:
    span = Span(domain.entry.span.path)
    if domain.slug in urls.RESERVED:
        what = f"{domain.slug}/"
        loading.problems.append(problem("GK304", span, address=what, other="系统页面"))
    elif rule := _domain_rule(domain.slug):
        loading.problems.append(problem("GK008", span, name=domain.slug, rule=rule))
    loading.domains[domain.slug] = domain


def _domain_rule(slug: str) -> str:
    rule = name_rule(slug, _DOMAIN_RULE)
    return rule or ("" if _DOMAIN.fullmatch(slug) else _DOMAIN_RULE)


def _domains_without_file(loading: _Loading) -> None:
    """A folder with entries but no `domain.yaml` still is a domain, with one problem."""
    for slug, path in loading.misnamed_domains.items():
        if slug not in loading.domains:
            _add_domain(Domain(slug, Entry("domain", Span(path), broken=True)), loading)
    used = {i.domain for i in loading.items.values()}
    used.update(r.path.split("/")[1] for r in loading.records.values())
    used.update(slug for slug in loading.incomplete if slug != "pages")
    for slug in sorted(used - set(loading.domains)):
        path = f"content/{slug}/domain.yaml"
        loading.problems.append(problem("GK011", Span(path), slug=slug))
        _add_domain(Domain(slug, Entry("domain", Span(path), broken=True)), loading)


def _load_list(path: str, text: str, key: str, kind: str, loading: _Loading) -> None:
    """A file with one list of entries under one key."""
    node, problems = source.parse_yaml(path, text)
    loading.problems += problems
    if node is None:
        _remember_broken(path, text, loading)
        return
    listed = node.get(key) if isinstance(node, source.Mapping) else None
    if not isinstance(node, source.Mapping) or (node.entries and listed is None):
        wrong = source.colon_problem(node)
        span = node.entries[0][0].span if isinstance(node, source.Mapping) else node.span
        loading.problems.append(wrong or problem("GK012", span, key=key))
        _remember_broken(path, text, loading)
    elif isinstance(listed, source.Sequence):
        for other in (k for k, _ in node.entries if k.text != key):
            hint = f"这个文件只写“{key}”"
            params = {"key": other.text, "where": "文件最外层", "hint": hint}
            loading.problems.append(problem("GK101", other.span, **params))
        for one in listed.items:
            _add_listed(path, one, kind, loading)
    elif listed is not None and not (isinstance(listed, source.Scalar) and not listed.text):
        loading.problems.append(problem("GK012", listed.span, key=key))
        _remember_broken(path, text, loading)


def _add_listed(path: str, node: source.Node, kind: str, loading: _Loading) -> None:
    entry = loading.read(kind, node)
    if kind == "item":
        _add_item(path, entry, node, loading)
    elif not entry.broken:
        loading.listed.setdefault(kind, []).append(entry)


def _load_markdown(path: str, text: str, parts: list[str], loading: _Loading) -> None:
    stem = parts[-1].removesuffix(".md")
    kind = "page" if parts[0] == "pages" else "record" if parts[1] == "records" else "item"
    if rule := name_rule(stem, _NAME_RULE):
        loading.problems.append(problem("GK008", Span(path), name=parts[-1], rule=rule))
        _remember_broken(path, text, loading)
        return
    front, problems = source.parse_front_matter(path, text)
    loading.problems += problems
    if front is None:
        _remember_broken(path, text, loading)
        return
    entry = loading.read(kind, front.head, front.body, front.body_line)
    if kind == "item":
        _add_item(path, entry, front.head, loading)
    elif kind == "record":
        _add_record(path, stem, entry, loading)
    elif entry.broken:
        loading.broken.add(stem)
    else:
        loading.pages.append(StaticPage(stem, path, entry))


def _add_item(path: str, entry: Entry, node: source.Node, loading: _Loading) -> None:
    code = entry.text("编码")
    if not code:
        stem = posixpath.basename(path).removesuffix(".md")
        loading.broken.update((stem, stem.upper(), *_codes_below(node)))
        loading.incomplete.add(path.split("/")[1])
        return
    slug = path.split("/")[1]
    span = entry.at("编码")
    first = loading.items.get(code)
    if _DOMAIN.fullmatch(slug) and not code.startswith(slug.upper() + "-"):
        loading.problems.append(problem("GK202", span, code=code, slug=slug, right=slug.upper()))
        loading.broken.add(slug.upper() + code[code.index("-") :])
    if first:
        at = first.entry.at("编码")
        loading.problems.append(problem("GK201", span, code=code, path=at.path, line=at.line))
        return
    if entry.broken:
        loading.broken.add(code)
    loading.items[code] = Item(code, slug, entry)


def _codes_below(node: source.Node) -> Iterator[str]:
    """What may have been meant as the code of an entry without a readable one."""
    if isinstance(node, source.Scalar):
        yield from (node.text, elements.likely_code(node.text))
        yield from (match[0] for match in CODE.finditer(node.text))
    elif isinstance(node, source.Mapping):
        for key, value in node.entries:
            if key.text == "编码" or (key.text != "并入" and isinstance(value, source.Scalar)):
                yield from _codes_below(value)
    else:
        for child in node.items:
            yield from _codes_below(child)


def _add_record(path: str, stem: str, entry: Entry, loading: _Loading) -> None:
    first = loading.records.get(stem)
    if first:
        loading.problems.append(problem("GK208", Span(path), id=stem, path=first.path))
        return
    if entry.broken:
        loading.broken.add(stem)
    loading.records[stem] = Record(stem, path, entry.text("事项"), entry)


def _ordered(loading: _Loading) -> list[Domain]:
    """The domains as `site.yaml` orders them, then by 序号, then by folder name."""
    order = {slug: n for n, slug in enumerate(loading.settings.site.domain_order)}
    for number, slug in enumerate(loading.settings.site.domain_order):
        if slug not in loading.domains and f"content/{slug}" not in loading.tree.links:
            near = difflib.get_close_matches(slug, loading.domains, 1, 0.5)
            hint = f"是不是“{near[0]}”？" if near else ""
            span = loading.settings.entry.at(f"领域/{number}")
            loading.problems.append(problem("GK206", span, slug=slug, hint=hint))

    def rank(domain: Domain) -> tuple[int, int, str]:
        own = domain.entry.values.get("序号")
        number = own if isinstance(own, int) else sys.maxsize
        return order.get(domain.slug, len(order)), number, domain.slug

    return sorted(loading.domains.values(), key=rank)
