"""Rows that are one item, or may be several, or have the code of another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from gongkai_ssg.diagnostics import Diagnostic
from gongkai_ssg.importing.coding import own_code
from gongkai_ssg.importing.items import Draft, doubt
from gongkai_ssg.importing.plan import names_of
from gongkai_ssg.model import Catalog, Item


def twice(found: Sequence[Draft], known: Mapping[int, Item]) -> dict[int, Diagnostic]:
    """GK910: an item that stands in the files before, by all its names or by its code.

    A row without a code is also the one of its names that has one, wherever that stands.
    """
    codes = {n: known[n].code if n in known else own_code(d) for n, d in enumerate(found)}
    met: dict[object, Draft] = {}
    for number, draft in enumerate(found):
        if codes[number]:
            met.setdefault((draft.domain, names_of(draft)), draft)
    again: dict[int, Diagnostic] = {}
    for number, draft in enumerate(found):
        names = names_of(draft)
        first = met.setdefault(codes[number] or (draft.domain, names), draft)
        if first is not draft and (any(names) or number in known):
            where = first.row.place
            again[number] = doubt("GK910", draft.file, draft.row, "二级事项", first=where)
    return again


def unclear(
    catalog: Catalog, found: Sequence[Draft], known: Mapping[int, Item]
) -> Iterator[tuple[int, Diagnostic]]:
    """GK915: a row without a code of ours, whose names several items have."""
    alike: dict[object, list[str]] = {}
    for item in catalog.items.values():
        if not item.ended:
            alike.setdefault((item.domain, names_of(item.entry)), []).append(item.code)
    for number, draft in enumerate(found):
        codes = alike.get((draft.domain, names_of(draft)), [])
        if len(codes) > 1 and number not in known and not own_code(draft):
            said = {"title": draft.text("二级事项"), "items": "、".join(codes)}
            yield number, doubt("GK915", draft.file, draft.row, "二级事项", **said)


def shuffled(found: Sequence[Draft], known: Mapping[int, Item]) -> dict[int, Diagnostic]:
    """GK914: rows of our own workbook, two or more, each with the name of another one's item.

    Excel sorts the columns that are seen and leaves the hidden codes where they were. A single
    such row is a new name.
    """
    ours = {number: item for number, item in known.items() if found[number].row.touched}
    codes = {names_of(item.entry): item.code for item in ours.values()}
    moved: dict[int, Diagnostic] = {}
    for number, item in ours.items():
        draft = found[number]
        other = codes.get(names_of(draft), item.code)
        if other != item.code and names_of(draft) != names_of(item.entry):
            said = {"item": item.code, "other": other}
            moved[number] = doubt("GK914", draft.file, draft.row, "二级事项", **said)
    return moved if len(moved) > 1 else {}
