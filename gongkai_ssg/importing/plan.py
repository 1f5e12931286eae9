"""Drafts against the catalog as it is: what is new, changed, the same, gone, or lacks something.

An item is the same by its code, else by all its names within its domain, else by a 二级事项 that
stands once on either side, as long as no other name says otherwise. What the table says nothing
of is left as it is; nothing is deleted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from gongkai_ssg import official
from gongkai_ssg.diagnostics import Diagnostic
from gongkai_ssg.importing.items import Draft, Inferred, Written
from gongkai_ssg.model import Catalog, Entry, Item
from gongkai_ssg.schema import Field, Kind
from gongkai_ssg.wording import plain

_NAMES = ("一级事项", "二级事项", "三级事项")
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Edit:
    """An element that the table says otherwise: lines as they are shown, and the new value."""

    key: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    value: Written
    inferred: Inferred | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """An item that the table changes."""

    item: Item
    draft: Draft
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class New:
    """An item that is new, under the code that it gets."""

    code: str
    draft: Draft


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do; `blocked` are drafts that lack what an item must have."""

    new: tuple[New, ...]
    changed: tuple[Changed, ...]
    same: tuple[Item, ...]
    gone: tuple[Item, ...]
    blocked: tuple[Draft, ...]
    doubts: tuple[Diagnostic, ...]

    @property
    def inferred(self) -> tuple[tuple[Draft, str, Inferred], ...]:
        """Everything inferred that would be written: item, element, what and why."""
        found = []
        for new in self.new:
            found += [(new.draft, key, one) for key, one in new.draft.inferred.items()]
        for changed in self.changed:
            found += [(changed.draft, e.key, e.inferred) for e in changed.edits if e.inferred]
        return tuple(found)


def matched(drafts: Iterable[Draft], catalog: Catalog) -> dict[int, Item]:
    """By the number of a draft the item that it is."""
    drafts = list(drafts)
    found = {
        number: catalog.items[code]
        for number, draft in enumerate(drafts)
        if (code := draft.text("编码").upper()) in catalog.items
    }
    found |= _pairs(drafts, catalog, found, lambda names: names)
    namesakes = _pairs(drafts, catalog, found, _second)
    return found | {n: item for n, item in namesakes.items() if not differing(drafts[n], item)}


def namesakes(
    drafts: Iterable[Draft], catalog: Catalog, known: Mapping[int, Item]
) -> dict[int, Item]:
    """By the number of a draft an item whose 二级事项 alone is the same."""
    return _pairs(list(drafts), catalog, known, _second)


def differing(draft: Draft, item: Item) -> str:
    """The name besides 二级事项 that both have and that is not the same; empty where none is."""
    both = zip(_NAMES, names_of(draft), names_of(item.entry), strict=True)
    return next((key for key, theirs, ours in both if theirs and ours and theirs != ours), "")


def _pairs(
    drafts: Sequence[Draft],
    catalog: Catalog,
    found: Mapping[int, Item],
    key: Callable[[tuple[str, ...]], object],
) -> dict[int, Item]:
    """Drafts and items, not paired yet, of which a name stands once on either side."""
    items = [item for item in catalog.items.values() if not item.ended]
    if not items or len(found) == len(drafts):
        return {}
    taken = {item.code for item in found.values()}
    # Whoever is left over under a name that stands twice is not meant by it. A row that is there
    # once more counts once.
    ours = _once(((i.domain, key(names_of(i.entry))), i) for i in items)
    firsts = _firsts(drafts).values()
    theirs = _once(((drafts[n].domain, key(names_of(drafts[n]))), n) for n in firsts)
    return {
        n: ours[name]
        for name, n in theirs.items()
        if n not in found and name in ours and ours[name].code not in taken
    }


def _firsts(drafts: Iterable[Draft]) -> dict[object, int]:
    """By domain and all names the first draft that has them."""
    found: dict[object, int] = {}
    for number, draft in enumerate(drafts):
        found.setdefault((draft.domain, names_of(draft)), number)
    return found


def _second(names: tuple[str, ...]) -> str:
    return names[1]


def names_of(one: Draft | Entry) -> tuple[str, ...]:
    """All names of an item as they are compared."""
    return tuple(plain(one.text(key)) for key in _NAMES)


def _once(pairs: Iterable[tuple[object, _T]]) -> dict[object, _T]:
    """What has a name that no other has."""
    pairs = list(pairs)
    count = Counter(name for name, _ in pairs)
    return {name: one for name, one in pairs if count[name] == 1}


def gathered(doubts: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """One doubt about a name that stands in many cells, with how many there are."""
    of: dict[object, list[Diagnostic]] = {}
    for one in doubts:
        name = one.params.get("name")
        of.setdefault((one.code, one.span.path, name) if name else id(one), []).append(one)
    for same in of.values():
        first, more = same[0], len(same)
        cell = f"{first.params.get('cell')} 等 {more} 处"
        yield replace(first, params={**first.params, "cell": cell}) if more > 1 else first


def edits(draft: Draft, item: Item, kind: Kind, full: Mapping[str, str]) -> Iterator[Edit]:
    """The elements that the table says otherwise, in the schema's order.

    What is not understood changes nothing. `full` has the full name of a body by each of its names.
    """
    if draft.row.touched and not any(draft.row.touched.values()):
        return
    unclear = {one.params["key"] for one in draft.doubts if one.severity == "error"}
    for f in kind.fields:
        if f.key in ("编码", "状态", *unclear) or not draft.row.is_touched(f.key):
            continue
        value, held = draft.meant(f.key), item.entry.values.get(f.key)
        emptied = bool(draft.row.touched) and not value and held is not None
        is_same = held == (tuple(value) if isinstance(value, list) else value)
        if value == "同上" or is_same or not (value or emptied):
            continue
        before = official.lines(held) if held is not None else ()
        if value and _as_it_stands(draft.row.certain(f.key), before):
            continue
        after = lines(value)
        if f.key == "公开主体":
            after = tuple(full.get(plain(name), name) for name in after)
        rough = f.key == "公开层级" and draft.rough
        if _compared(f, before, rough=rough) != _compared(f, after, rough=rough):
            yield Edit(f.key, before, after, value, draft.inferred.get(f.key))


def _as_it_stands(said: str, before: Iterable[str]) -> bool:
    """Whether a cell says word for word what the element says, whatever else it might mean."""
    return [plain(line) for line in said.split("\n")] == [plain(line) for line in before]


def lines(value: Written) -> tuple[str, ...]:
    """A value as it is shown."""
    if not value:
        return ()
    if isinstance(value, dict):
        return tuple(f"{key}：{text}" for key, text in value.items())
    return (value,) if isinstance(value, str) else tuple(value)


def _compared(f: Field, shown: Iterable[str], *, rough: bool) -> object:
    """Values as they are compared: of choices the order does not count.

    Where one column stands for towns and villages, one level is as good as the other.
    """
    plain_lines = [plain(line) for line in shown]
    if rough:
        return {"乡级" if line == "村级" else line for line in plain_lines}
    return sorted(plain_lines) if f.type in ("channels", "choices") else plain_lines
