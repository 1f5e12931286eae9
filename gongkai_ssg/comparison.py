"""Two states of a catalog → what was added, changed, ended, and what is gone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gongkai_ssg import official
from gongkai_ssg.model import Catalog, Item
from gongkai_ssg.schema import Kind

# Bookkeeping about the entry rather than what it discloses.
_NOT_COMPARED = frozenset({"审核", "调整"})


@dataclass(frozen=True, slots=True)
class Element:
    """One element that is not what it was; lines as they are shown, none where it was not there."""

    key: str
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def gone(self) -> tuple[str, ...]:
        """The lines that are not there any more."""
        return tuple(line for line in self.before if line not in self.after)

    @property
    def come(self) -> tuple[str, ...]:
        """The lines that were not there before; with `gone` empty, too, only the order changed."""
        return tuple(line for line in self.after if line not in self.before)


@dataclass(frozen=True, slots=True)
class Changed:
    """An item that is not what it was; an explanation that changed is the element 说明."""

    item: Item
    elements: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What became of the items between two states, in the catalog's order."""

    added: tuple[Item, ...]
    changed: tuple[Changed, ...]
    ended: tuple[Item, ...]
    gone: tuple[Item, ...]


def compare(before: Catalog, after: Catalog, kind: Kind) -> Comparison:
    """Compare by code; `kind` gives the order of the elements."""
    old, new = before.items, after.items
    both = [item for item in official.in_order(new.values()) if item.code in old]
    ended = [item for item in both if item.ended and not old[item.code].ended]
    kept = [item for item in both if item.ended == old[item.code].ended or not item.ended]
    changed = [Changed(item, tuple(_elements(old[item.code], item, kind))) for item in kept]
    return Comparison(
        tuple(official.in_order(new[code] for code in new if code not in old)),
        tuple(one for one in changed if one.elements),
        tuple(ended),
        tuple(official.in_order(old[code] for code in old if code not in new)),
    )


def _elements(old: Item, new: Item, kind: Kind) -> Iterator[Element]:
    known = [f.key for f in kind.fields]
    keys = dict.fromkeys([*known, *old.entry.values, *new.entry.values])
    for key in keys:
        before, after = (_lines(item, key) for item in (old, new))
        if key not in _NOT_COMPARED and before != after:
            yield Element(key, before, after)
    if old.entry.body.strip() != new.entry.body.strip():
        yield Element("说明", _text(old), _text(new))


def _lines(item: Item, key: str) -> tuple[str, ...]:
    value = item.entry.values.get(key)
    return () if value is None else official.lines(value)


def _text(item: Item) -> tuple[str, ...]:
    return tuple(line for line in item.entry.body.splitlines() if line.strip())
