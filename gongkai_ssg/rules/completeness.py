"""What is missing, or stands beside something it contradicts."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping

from gongkai_ssg import urls
from gongkai_ssg.config import SITE_FILE
from gongkai_ssg.diagnostics import Diagnostic, Span, problem
from gongkai_ssg.model import LIKE_LIST, PLACEHOLDER, Item, Lists, Record, Template, Value, stem
from gongkai_ssg.project import Project
from gongkai_ssg.release import DRAFT
from gongkai_ssg.source import Tree

# A placeholder has it, and little else; between its characters in a key unseen ones may stand.
_RARELY = "填"


def empty_domain(project: Project) -> Iterator[Diagnostic]:
    """GK211: a domain without a single item."""
    used = {item.domain for item in project.catalog.items.values()}
    used |= project.catalog.incomplete
    for domain in project.catalog.domains.values():
        if domain.slug not in used:
            yield problem("GK211", domain.entry.at("名称"), name=domain.name)


def unlisted_domain(project: Project) -> Iterator[Diagnostic]:
    """GK213: a domain folder that 领域 in `site.yaml` does not name.

    Where it names as many folders that are not there (GK206), these are the same, misspelt. One
    that must have another name (GK008) is not to be added under this.
    """
    order, domains = project.catalog.site.domain_order, project.catalog.domains
    # Several may have been written as one.
    known = {*re.findall("[a-z]+", " ".join(order)), *project.catalog.incomplete}
    unlisted = [domain for slug, domain in domains.items() if order and slug not in known]
    if len(unlisted) > sum(slug not in domains for slug in order):
        for domain in unlisted:
            yield problem("GK213", domain.entry.at("名称"), slug=domain.slug)


def template_not_met(project: Project) -> Iterator[Diagnostic]:
    """GK215: a record lacks what its domain's template (模板) asks for.

    What `gongkai new` has only just laid down lacks it all, and the template has said so there.
    """
    begun = (r for r in project.catalog.records.values() if PLACEHOLDER not in r.title)
    for record in begun:
        item = project.catalog.items.get(record.item)
        domain = project.catalog.domains.get(item.domain) if item else None
        for template in domain.templates if domain else ():
            if not template.items or record.item in template.items:
                yield from _missing(record, template, project)


def _missing(record: Record, template: Template, project: Project) -> Iterator[Diagnostic]:
    known = project.settings.schema.kinds["record"].by_key
    wanted = [key for key in template.elements if key in known]
    keys = [key for key in wanted if key not in record.entry.values]
    present = project.bodies.headings[urls.record(record.id)]
    headings = [heading for heading in template.headings if heading not in present]
    parts = [
        f"要素“{'”“'.join(keys)}”" if keys else "",
        f"小标题“{'”“'.join(headings)}”" if headings else "",
    ]
    missing = "和".join(part for part in parts if part)
    if missing and not record.entry.broken:
        params = {"template": template.name, "missing": missing}
        yield problem("GK215", record.entry.at("标题"), **params)


def merged_but_alive(project: Project) -> Iterator[Diagnostic]:
    """GK216: an item names its successor (并入) but is not ended, or comes back to itself."""
    for item in project.catalog.items.values():
        ended = item.ended or "状态" in item.entry.faulty
        what = "" if ended else "但“状态”不是“废止”"
        if item.successor == item.code:
            what = "指向了自己"
        elif ended and item.code in _successors(item, project):
            what = "但一个接一个找下去，又回到了它自己"
        if item.successor and what:
            yield problem("GK216", item.entry.at("并入"), code=item.code, what=what)


def _successors(item: Item, project: Project) -> frozenset[str]:
    """The codes that one comes to by following 并入."""
    met: set[str] = set()
    code = item.successor
    while code and code not in met:
        met.add(code)
        following = project.catalog.items.get(code)
        code = following.successor if following else ""
    return frozenset(met)


def list_published(project: Project) -> Iterator[Diagnostic]:
    """GK308: the source file of a name list (名单), or its like, is attached for the public."""
    records = project.catalog.records.values()
    lists = Lists(records)
    for record in records:
        own = stem(posixpath.basename(record.list_source))
        for attachment in record.attachments:
            name = posixpath.basename(attachment.source)
            what = lists.what(attachment.source) or (LIKE_LIST if stem(name) == own else "")
            if what:
                yield problem("GK308", attachment.span, name=name, what=what)


def placeholder_left(project: Project) -> Iterator[Diagnostic]:
    """GK217: a text that `gongkai new` left to be filled in is about to be published."""
    drafts = (r.entry for r in project.catalog.records.values() if r.entry.text("状态") != DRAFT)
    items = (item.entry for item in project.catalog.items.values())
    may = _may_hold(project.tree, _RARELY.encode())
    for entry in (*items, *drafts):
        if entry.span.path not in may:
            continue
        for key, value in entry.values.items():
            for place, text in _texts(value, key):
                if PLACEHOLDER in text:
                    yield problem("GK217", entry.at(place, key), key=key, text=text)
        at = entry.body.find(PLACEHOLDER)
        if at >= 0:
            line = entry.body_line + entry.body.count("\n", 0, at)
            column = at - entry.body.rfind("\n", 0, at)
            span = Span(entry.span.path, line, column, len(PLACEHOLDER))
            yield problem("GK217", span, key="正文", text=PLACEHOLDER + "…")


def _may_hold(tree: Tree, sign: bytes) -> frozenset[str]:
    """The files whose texts may hold a character: as it is, or by an escape of YAML.

    What `site.yaml` names, a body or a word to choose, any entry may hold.
    """
    may = frozenset(name for name, data in tree.texts.items() if sign in data or b"\\" in data)
    return frozenset(tree.texts) if SITE_FILE in may else may


def _texts(value: Value, place: str) -> Iterator[tuple[str, str]]:
    """Every text in a value, each with its place in the entry (`审核/终审/人`)."""
    if isinstance(value, tuple):
        for number, part in enumerate(value):
            yield from _texts(part, f"{place}/{number}")
    elif isinstance(value, Mapping):
        for key, part in value.items():
            # A key may be the clerk's own words, too: the columns of a name list.
            yield f"{place}/{key}", key
            yield from _texts(part, f"{place}/{key}")
    elif isinstance(value, str):
        yield place, value
