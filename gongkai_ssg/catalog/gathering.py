"""What the loading of one catalog gathers: entries by their names, and what could not be read."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from gongkai_ssg import elements, source, urls
from gongkai_ssg.config import Settings
from gongkai_ssg.diagnostics import Diagnostic, Span, problem
from gongkai_ssg.model import CODE, Domain, Entry, Item, Record, StaticPage, name_rule
from gongkai_ssg.source import Tree

_DOMAIN = re.compile(r"[a-z]{2,6}")
_DOMAIN_RULE = "领域文件夹用 2 至 6 个小写英文字母命名，例如 zdbc；编码就以它的大写开头"


@dataclass(slots=True)
class Loading:
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

    @property
    def lists(self) -> dict[str, tuple[str, str]]:
        """The files that hold one list each: name → kind of entry and key of the list."""
        known = self.settings.schema.listings
        return {one.file: (kind, one.key) for kind, one in known.items()}

    def read(self, kind: str, node: source.Node, body: str = "", body_line: int = 0) -> Entry:
        """Type one entry; what is wrong with it is a problem of the catalog."""
        schema = self.settings.schema
        entry, problems = elements.read(schema.kinds[kind], node, schema, body, body_line)
        self.problems += problems
        return entry


def remember_broken(path: str, text: str, loading: Loading) -> None:
    """Codes seen in a file that cannot be read, so that links to them raise nothing more."""
    loading.incomplete.update(path.split("/")[1:-1][:1])
    loading.broken.update(stems(path))
    loading.broken.update(match[0] for match in CODE.finditer(text))


def stems(path: str) -> tuple[str, str, str]:
    """The id or the code that a file's name stands for, in every case."""
    stem = re.sub(r"(\.(md|txt))+$", "", posixpath.basename(path), flags=re.IGNORECASE)
    return stem, stem.upper(), stem.lower()


def add_domain(domain: Domain, loading: Loading) -> None:
    """A domain; a folder that no address or no code can begin with is reported."""
    span = Span(domain.entry.span.path)
    if domain.slug in urls.RESERVED:
        what = f"{domain.slug}/"
        loading.problems.append(problem("GK304", span, address=what, other="系统页面"))
        loading.incomplete.add(domain.slug)
    elif rule := _domain_rule(domain.slug):
        loading.problems.append(problem("GK008", span, name=domain.slug, rule=rule))
        loading.incomplete.add(domain.slug)
    loading.domains[domain.slug] = domain


def _domain_rule(slug: str) -> str:
    rule = name_rule(slug, _DOMAIN_RULE)
    return rule or ("" if _DOMAIN.fullmatch(slug) else _DOMAIN_RULE)


def add_listed(path: str, node: source.Node, kind: str, loading: Loading) -> None:
    """An entry of a list file."""
    entry = loading.read(kind, node)
    if kind == "item":
        add_item(path, entry, node, loading)
    else:
        loading.listed.setdefault(kind, []).append(entry)


def add_item(path: str, entry: Entry, node: source.Node, loading: Loading) -> None:
    """An item under its code; the second one of a code is the wrong one."""
    code = entry.text("编码")
    if not code:
        stem = posixpath.basename(path).removesuffix(".md")
        loading.broken.update((stem, stem.upper(), *codes_below(node)))
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
        # Which code it should have had nobody knows: no other one is missing for that.
        loading.broken.add(posixpath.basename(path).removesuffix(".md"))
        loading.incomplete.add(slug)
        return
    if entry.broken:
        loading.broken.add(code)
    loading.items[code] = Item(code, slug, entry)


def codes_below(node: source.Node) -> Iterator[str]:
    """What may have been meant as the code of an entry without a readable one."""
    if isinstance(node, source.Scalar):
        yield from (node.text, elements.likely_code(node.text))
        yield from (match[0] for match in CODE.finditer(node.text))
    elif isinstance(node, source.Mapping):
        for key, value in node.entries:
            if key.text == "编码" or (key.text != "并入" and isinstance(value, source.Scalar)):
                yield from codes_below(value)
    else:
        for child in node.items:
            yield from codes_below(child)


def add_record(path: str, stem: str, entry: Entry, loading: Loading) -> None:
    """A record under its id; the second one of an id is the wrong one."""
    first = loading.records.get(stem)
    if first:
        loading.problems.append(problem("GK208", Span(path), id=stem, path=first.path))
        loading.broken.add(stem)
        return
    if entry.broken:
        loading.broken.add(stem)
    loading.records[stem] = Record(stem, path, entry.text("事项"), entry)
