"""References between entries: names of bodies and places, codes, files.

What is unknown becomes one problem at the place where it was written and an empty reference.
"""

from __future__ import annotations

import difflib
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace

from gongkai_ssg import urls
from gongkai_ssg.config import Settings
from gongkai_ssg.diagnostics import Diagnostic, Span, problem
from gongkai_ssg.elements.texts import ACROSS
from gongkai_ssg.media import ATTACHMENT_TYPES, suffix
from gongkai_ssg.model import (
    Attachment,
    Body,
    Domain,
    Entry,
    Item,
    Place,
    Record,
    beside,
    domain_of,
    folded,
)
from gongkai_ssg.near import near_code, near_hint, near_place
from gongkai_ssg.source import Tree

_NEAR_RECORD = 0.85


class Linker:
    """Resolves names and codes; what is unknown becomes a problem and an empty reference."""

    def __init__(  # noqa: PLR0913
        self,
        tree: Tree,
        settings: Settings,
        items: Mapping[str, Item],
        records: Mapping[str, Record],
        broken: AbstractSet[str],
        *,
        incomplete: AbstractSet[str] = frozenset(),
    ) -> None:
        self.tree, self.site, self.schema = tree, settings.site, settings.schema
        self.items, self.records, self.broken = items, records, broken
        self.incomplete = incomplete
        self.problems: list[Diagnostic] = []
        site = settings.site
        self.bodies = _names(site.bodies.values())
        self.places = _names(site.places.values())
        # With the list itself broken, names cannot be judged.
        self.knows_bodies = "单位" not in settings.entry.faulty
        self.knows_places = "区划" not in settings.entry.faulty

    def report(self, code: str, span: Span, /, **params: object) -> None:
        """Remember a problem."""
        self.problems.append(problem(code, span, **params))

    def domain(self, domain: Domain) -> Domain:
        """牵头单位, and the items and elements of the templates."""
        lead = self.body(domain.entry, "牵头单位", domain.entry.text("牵头单位"))
        for number, template in enumerate(domain.templates):
            for nth, code in enumerate(template.items):
                self.item_code(domain.entry, f"模板/{number}/事项/{nth}", code)
            self.template_elements(domain.entry, f"模板/{number}/要素", template.elements)
        return replace(domain, lead=lead)

    def template_elements(self, entry: Entry, path: str, written: Iterable[str]) -> None:
        """Report elements of a template that no record can have."""
        kind = self.schema.kinds["record"]
        for number, key in enumerate(written):
            if key not in kind.by_key and not kind.open:
                near = difflib.get_close_matches(key, kind.by_key, 1, 0.5)
                hint = f"是不是“{near[0]}”？请改过来" if near else "核对信息的要素名称"
                self.report(
                    "GK101",
                    entry.at(f"{path}/{number}"),
                    key=key,
                    where=f"{kind.title}里",
                    hint=hint,
                )

    def item(self, item: Item) -> Item:
        """公开主体 and 并入."""
        entry = item.entry
        names = enumerate(entry.lines("公开主体"))
        bodies: dict[str, str] = {}
        for number, name in names:
            body = self.body(entry, f"公开主体/{number}", name)
            if body in bodies:
                self.report("GK111", entry.at(f"公开主体/{number}"), key="公开主体", value=name)
            elif body:
                bodies[body] = name
        if item.successor:
            self.item_code(entry, "并入", item.successor)
        entry = self.with_names(entry, "公开主体", bodies)
        return replace(item, bodies=tuple(bodies), entry=entry)

    def record(self, record: Record) -> Record:
        """Item, issuer, place, interpretations and attachments."""
        entry = record.entry
        if record.item:
            self.item_code(entry, "事项", record.item)
        interprets = entry.lines("解读")
        for number, other in enumerate(interprets):
            if other == record.id:
                self.report("GK219", entry.at(f"解读/{number}"), id=other)
            self.record_id(entry, f"解读/{number}", other)
        issuer = self.body(entry, "发布机构", entry.text("发布机构"))
        written = entry.object("名单").get("文件", "")
        if isinstance(written, str) and written:
            self.file(record, written, entry.at("名单/文件", "名单"))
        return replace(
            record,
            entry=self.with_names(entry, "发布机构", (issuer,) if issuer else ()),
            issuer=issuer,
            place=self.place(entry),
            attachments=tuple(self.attachments(record)),
            interprets=interprets,
        )

    def with_names(self, entry: Entry, key: str, ids: Iterable[str]) -> Entry:
        """The entry with full names in place of the short ones that were written."""
        names = tuple(self.site.bodies[i].name for i in ids)
        if not names:
            return entry
        many = key == "公开主体"
        return replace(entry, values={**entry.values, key: names if many else names[0]})

    def body(self, entry: Entry, key: str, written: str) -> str:
        """The id of a body by its full or short name, or empty."""
        if not written or not self.knows_bodies:
            return ""
        ids = self.bodies.get(written, [])
        if not ids:
            hint = near_hint(written, self.bodies)
            several = re.split("[、，,；;]", written)
            if key != "发布机构" and len(several) > 1 and all(x in self.bodies for x in several):
                hint = f"几个单位写成列表：[{', '.join(several)}]。"
            self.report("GK203", entry.at(key), name=written, hint=hint)
        return ids[0] if ids else ""

    def place(self, entry: Entry) -> str:
        """The id of an entry's place (区划), or empty."""
        return self.place_id(entry, "区划", entry.text("区划"))

    def place_id(self, entry: Entry, key: str, written: str) -> str:
        """The id of a place by id or name, or empty."""
        if not written or not self.knows_places:
            return ""
        if written in self.site.places:
            return written
        ids = self.places.get(written, [])
        if not ids:
            hint = self.several(written) or near_place(written, self.places)
            self.report("GK204", entry.at(key), name=written, hint=hint)
        elif len(ids) > 1:
            self.report("GK209", entry.at(key), name=written, ids="、".join(ids))
        return ids[0] if ids else ""

    def several(self, written: str) -> str:
        """What to write in place of several places, where one can be written; else empty."""
        split = (re.split(stops, written) for stops in (r"[\s、，,；;]+", r"[\s、，,；;和及]+"))
        known = ([name for name in names if name] for names in split)
        names = next((some for some in known if all(name in self.places for name in some)), [])
        if not names:
            return ""
        above = {self.site.places[i].parent for name in names for i in self.places[name]}
        town = self.site.places.get(above.pop()) if len(above) == 1 else None
        return f"只能写一个；{ACROSS}{f'“{town.name}”' if town else ''}。"

    def item_code(self, entry: Entry, key: str, code: str) -> None:
        """Report an item's code that no entry has."""
        if code in self.items or code in self.broken or domain_of(code) in self.incomplete:
            return
        others = [other for other in self.items if other != entry.text("编码")]
        self.report("GK205", entry.at(key), code=code, hint=near_code(code, others))

    def record_id(self, entry: Entry, key: str, record_id: str) -> None:
        """Report a record's id that no file has."""
        if record_id in self.records or record_id in self.broken:
            return
        stem = record_id.removesuffix(".md")
        found = difflib.get_close_matches(stem, self.records, 1, _NEAR_RECORD)
        near = [stem] if stem in self.records else found
        hint = f"是不是“{near[0]}”？" if near else ""
        self.report("GK207", entry.at(key), key=key.partition("/")[0], id=record_id, hint=hint)

    def attachments(self, record: Record) -> Iterator[Attachment]:
        """The attachments that exist and may be published."""
        met: set[str] = set()
        for number, one in enumerate(record.entry.objects("附件")):
            written = str(one.get("文件", ""))
            if not written:
                continue
            span = record.entry.at(f"附件/{number}/文件", f"附件/{number}")
            path = self.file(record, written, span)
            if path and path in met:
                self.report("GK111", span, key="附件", value=written)
                continue
            met.add(path)
            if path and suffix(path) not in ATTACHMENT_TYPES:
                self.report("GK303", span, name=written)
            elif path:
                name = posixpath.basename(path)
                filename = posixpath.basename(urls.asset(urls.record(record.id), name))
                label = str(one.get("名称", "")) or name
                yield Attachment(path, filename, label, span)

    def file(self, record: Record, written: str, span: Span) -> str:
        """The path of a file that a record names; empty, and reported, where there is none."""
        path = beside(record.path, written)
        if not path.startswith("content/") or written.startswith(("/", "\\")) or ":" in written:
            self.report("GK302", span, name=written)
        elif path not in self.tree:
            self.report("GK301", span, name=written, hint=_near_file(path, self.tree))
        else:
            return path
        return ""


def _names(known: Iterable[Body | Place]) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    for one in known:
        shorts = (one.name, one.short) if isinstance(one, Body) else (one.name,)
        for name in filter(None, dict.fromkeys(shorts)):
            names.setdefault(name, []).append(one.id)
    return names


def _near_file(path: str, tree: Tree) -> str:
    folder = posixpath.dirname(path) + "/"
    names = [p.removeprefix(folder) for p in tree.others if p.startswith(folder)]
    name = posixpath.basename(path)
    same = [other for other in names if folded(other) == folded(name)]
    near = same or difflib.get_close_matches(name, names, 1, 0.6)
    return f"文件夹里有一个“{near[0]}”，是不是它？" if near else ""
