"""Files → drafts → a plan: the way of an import up to the point where a person agrees to it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from gongkai_ssg.diagnostics import Diagnostic, Span, has_errors, problem
from gongkai_ssg.importing import twins
from gongkai_ssg.importing.channels import Names
from gongkai_ssg.importing.coding import coded
from gongkai_ssg.importing.items import Draft, Reader, Written, doubt
from gongkai_ssg.importing.plan import (
    Changed,
    Plan,
    differing,
    edits,
    matched,
    namesakes,
)
from gongkai_ssg.model import Item
from gongkai_ssg.near import near_hint
from gongkai_ssg.project import Project
from gongkai_ssg.schema import Kind
from gongkai_ssg.tables import Table, domains, marks
from gongkai_ssg.wording import plain

# A legend that makes of an empty box a channel that may be used: “□”表示可选项.
_OPTIONAL = re.compile(r"[□☐][”\"']?\s*(?:表示|为|代表|是)\s*可选")


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was read: its name and its tables."""

    name: str
    tables: Sequence[Table]


@dataclass(frozen=True, slots=True)
class Given:
    """What a person says that the tables do not: their domain, and who is meant by a name."""

    domain: str = ""
    bodies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


_NOTHING = Given()
_EMPTY: tuple[Written, ...] = ("", "同上", [], {})


def drafts(project: Project, source: Source, given: Given) -> Iterator[Draft]:
    """The items of a file; the domain that was given holds where the table says none."""
    site, kind = project.catalog.site, project.settings.schema.kinds["item"]
    bodies = [name for body in site.bodies.values() for name in (body.name, body.short) if name]
    names, ours = Names(kind.by_key["公开渠道"]), project.catalog.domains
    for table in source.tables:
        legend = "\n".join((table.above, *table.notes))
        optional = bool(_OPTIONAL.search(legend))
        known = marks.legend(legend)
        reader = Reader(source.name, kind, bodies, names, given.bodies, optional, known)
        for row in table.rows:
            slug = domains.of_row(ours, table, row)
            unheard = "" if slug else domains.unheard(ours, site.county, table, row)
            draft = reader.draft(row, slug or given.domain)
            if unheard:
                draft = replace(draft, unheard=unheard)
            named = ours[slug].name if slug else unheard
            if given.domain and named and slug != given.domain:
                said = {"name": named, "given": ours[given.domain].name}
                into = ours[draft.domain].name
                wrong = doubt("GK916", source.name, row, "领域", into=into, **said)
                draft = replace(draft, doubts=(*draft.doubts, wrong))
            yield draft


def plan(
    project: Project, sources: Iterable[Source], given: Given = _NOTHING
) -> tuple[Plan, list[Draft]]:
    """What an import of these files would do, and every item that stands in them."""
    sources = list(sources)
    found = [draft for source in sources for draft in drafts(project, source, given)]
    known = matched(found, project.catalog)
    fates = _fates(project, found, known)
    unknown = [doubt for source in sources for doubt in _of_tables(source)]
    made = Plan(
        tuple(coded(project, fates.new)),
        tuple(fates.changed),
        tuple(fates.same),
        tuple(_gone(project, found, {item.code for item in known.values()})),
        tuple(fates.blocked),
        (*unknown, *fates.doubts),
    )
    return made, found


@dataclass(slots=True)
class _Fates:
    """Drafts by what becomes of them, and the doubts about all of them in their order."""

    new: list[Draft] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    same: list[Item] = field(default_factory=list)
    blocked: list[Draft] = field(default_factory=list)
    doubts: list[Diagnostic] = field(default_factory=list)


def _fates(project: Project, found: Sequence[Draft], known: Mapping[int, Item]) -> _Fates:
    """What becomes of each draft; `known` has the item that it is, by its number."""
    kind = project.settings.schema.kinds["item"]
    bodies = project.catalog.site.bodies.values()
    full = {plain(name): body.name for body in bodies for name in (body.name, body.short)}
    twice, others = twins.twice(found, known), namesakes(found, project.catalog, known)
    unclear = dict(twins.unclear(project.catalog, found, known))
    shuffled = twins.shuffled(found, known)
    fates = _Fates()
    for number, draft in enumerate(found):
        item = known.get(number)
        wrong = [*_cannot(kind, draft, item, full)]
        wrong += [some[number] for some in (twice, shuffled, unclear) if number in some]
        fates.doubts += [*draft.doubts, *wrong]
        if has_errors([*wrong, *_stopping(draft, item)]) or number in twice:
            fates.blocked.append(draft)
        elif item is None:
            fates.new.append(draft)
            fates.doubts += _another(draft, others.get(number))
        elif different := tuple(edits(draft, item, kind, full)):
            fates.changed.append(Changed(item, draft, different))
        else:
            fates.same.append(item)
    return fates


def _of_tables(source: Source) -> Iterator[Diagnostic]:
    """GK901: columns that nobody knows."""
    for table in source.tables:
        for column in table.unknown:
            yield problem("GK901", Span(source.name), table=table.name, column=column)


def _cannot(
    kind: Kind, draft: Draft, item: Item | None, bodies: Collection[str]
) -> Iterator[Diagnostic]:
    """GK906, GK908, GK909: what an item lacks that must be written."""
    if not draft.domain:
        yield _of_no_domain(draft)
        return
    told = {one.params["key"] for one in draft.doubts if one.severity == "error"}
    for f in (one for one in kind.fields if one.required):
        if f.key in ("编码", *told) or draft.meant(f.key) not in _EMPTY:
            continue
        if item is None or (bool(draft.row.touched) and draft.row.is_touched(f.key)):
            yield doubt("GK906", draft.file, draft.row, f.key)
    value = draft.meant("公开主体")
    for name in value if isinstance(value, list) else []:
        if plain(name) not in bodies:
            hint = near_hint(name, bodies)
            yield doubt("GK908", draft.file, draft.row, "公开主体", name=name, hint=hint)


def _of_no_domain(draft: Draft) -> Diagnostic:
    name = draft.unheard
    unheard = {
        "what": f"属于“{name}”，站点里没有“{name}”这个领域",
        "hint": f"先建 content/文件夹名/domain.yaml，写上“名称: {name}”，"
        "把文件夹名写进 site.yaml 的“领域”，再导入；确实属于站点里的一个领域，才用 --domain",
        "name": name,
    }
    unsaid = {
        "what": "不知道属于哪个领域",
        "hint": "用 --domain 写领域的文件夹名，例如 gongkai import 目录.xlsx --domain shjz；"
        "站点里还没有这个领域的，先建 content/文件夹名/domain.yaml",
    }
    return doubt("GK909", draft.file, draft.row, "二级事项", **(unheard if name else unsaid))


def _another(draft: Draft, item: Item | None) -> Iterator[Diagnostic]:
    """GK912: a new item whose 二级事项 is that of one that we have."""
    if item:
        key = differing(draft, item)
        said = {"theirs": draft.text(key), "ours": item.entry.text(key)}
        title = draft.text("二级事项")
        yield doubt("GK912", draft.file, draft.row, key, title=title, item=item.code, **said)


def _stopping(draft: Draft, item: Item | None) -> Iterator[Diagnostic]:
    """The doubts that keep an item out: of one that exists only a mark that nobody knows.

    What else is doubtful leaves an existing item's element as it is; a mark would take a tick away.
    """
    return (one for one in draft.doubts if item is None or one.code == "GK911")


def _gone(project: Project, found: Iterable[Draft], met: set[str]) -> Iterator[Item]:
    """Items in force of the domains that the files are about, which no file has."""
    touched = {draft.domain for draft in found}
    items = (item for item in project.catalog.items.values() if item.domain in touched)
    return (item for item in items if item.code not in met and not item.ended)
