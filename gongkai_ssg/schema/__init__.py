"""The element schema as data, and its loader.

`elements.yaml` says what an entry may contain; `lists.yaml` adds kinds that are kept as a list in
one file, `village.yaml` the catalog of the villages. A county's own elements (`扩展要素` in
`site.yaml`) become further fields of the same kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Leaf:
    """One leaf column under a split column, ticked when one of `values` is chosen."""

    label: str
    values: tuple[str, ...] = ()
    key: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """Where a field stands in the official table (国办发〔2019〕54号)."""

    order: int
    label: str
    group: str = ""
    optional: bool = False
    split: tuple[Leaf, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """One element: its key, type, rule and words."""

    key: str
    type: str
    required: bool = False
    help: str = ""
    values: tuple[str, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    to: str = ""
    fields: tuple[Field, ...] = ()
    or_fields: tuple[Field, ...] = ()
    pattern: str = ""
    pattern_help: str = ""
    one: bool = False
    short: str = ""
    example: Any = None
    column: Column | None = None
    added: bool = False
    all: str = ""
    level: str = ""


@dataclass(frozen=True, slots=True)
class Lag:
    """Two moments of an entry, and after how many hours the second is late."""

    begin: str
    end: str
    hours: int


@dataclass(frozen=True, slots=True)
class Event:
    """The fields that make an entry an event: from when to when, and where."""

    begin: str
    end: str
    where: str


@dataclass(frozen=True, slots=True)
class Term:
    """Two days of an entry, of which the second is not before the first."""

    begin: str
    end: str


@dataclass(frozen=True, slots=True)
class Listing:
    """How a kind is kept in one file and shown on one page; empty names are fields it lacks."""

    file: str
    key: str
    address: str
    heading: str
    lead: str = ""
    statutory: bool = False
    brief: tuple[str, ...] = ()
    template: str = "entries.html"
    id: str = ""
    items: str = ""
    places: str = ""
    lag: Lag | None = None
    event: Event | None = None
    term: Term | None = None
    past: str = ""
    steps: str = ""
    rhythm: str = ""


@dataclass(frozen=True, eq=False, slots=True)
class Kind:
    """A kind of entry: item, record, domain and so on.

    `open`: further keys cannot be judged, because the county's own elements are unreadable.
    """

    name: str
    title: str
    fields: tuple[Field, ...]
    open: bool = False
    listing: Listing | None = None

    @property
    def by_key(self) -> dict[str, Field]:
        """The fields by key."""
        return {f.key: f for f in self.fields}

    @property
    def columns(self) -> tuple[Field, ...]:
        """The fields that stand in the table of this kind, in its order."""
        shown = [f for f in self.fields if f.column]
        return tuple(sorted(shown, key=lambda f: f.column.order if f.column else 0))


@dataclass(frozen=True, eq=False, slots=True)
class Schema:
    """All kinds of entries and the traditional characters met in their words."""

    kinds: Mapping[str, Kind]
    traditional: Mapping[int, str]

    @property
    def listings(self) -> dict[str, Listing]:
        """How each kind that is kept as a list is kept and shown."""
        return {name: kind.listing for name, kind in self.kinds.items() if kind.listing}

    def simplified(self, text: str) -> str:
        """`text` with the traditional forms it knows replaced."""
        return text.translate(self.traditional)

    def opened(self, *kinds: str) -> Schema:
        """A schema in which these kinds may have keys that it does not know."""
        new = {kind: replace(self.kinds[kind], open=True) for kind in kinds}
        return replace(self, kinds={**self.kinds, **new})

    def extended(self, kind: str, fields: Iterable[Field]) -> Schema:
        """A schema whose `kind` has further fields at its end."""
        old = self.kinds[kind]
        new = replace(old, fields=old.fields + tuple(fields))
        return replace(self, kinds={**self.kinds, kind: new})


@cache
def load() -> Schema:
    """The schema that comes with the product."""
    parts = [_read(name) for name in ("elements", "lists", "village")]
    vocabularies = {k: v for part in parts for k, v in part.get("vocabularies", {}).items()}
    kinds = {
        name: _kind(name, kind, vocabularies)
        for part in parts
        for name, kind in part["kinds"].items()
    }
    return Schema(kinds, str.maketrans(parts[0]["traditional"]))


def _read(name: str) -> dict[str, Any]:
    text = resources.files(__package__).joinpath(f"{name}.yaml").read_text("utf-8")
    data: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    return data


def _kind(name: str, data: Mapping[str, Any], vocabularies: Mapping[str, Any]) -> Kind:
    fields = _fields(data["fields"], vocabularies)
    return Kind(name, data["title"], fields, listing=_listing(data.get("list")))


def _listing(data: Mapping[str, Any] | None) -> Listing | None:
    if data is None:
        return None
    rest = dict(data)
    lag, event, term = (rest.pop(key, None) for key in ("lag", "event", "term"))
    return Listing(
        brief=tuple(rest.pop("brief", ())),
        lag=Lag(lag["from"], lag["to"], lag["hours"]) if lag else None,
        event=Event(event["from"], event["to"], event["where"]) if event else None,
        term=Term(term["from"], term["to"]) if term else None,
        **rest,
    )


def _fields(
    data: Iterable[Mapping[str, Any]], vocabularies: Mapping[str, Any]
) -> tuple[Field, ...]:
    return tuple(_field(entry, vocabularies) for entry in data)


def _field(data: Mapping[str, Any], vocabularies: Mapping[str, Any]) -> Field:
    rest = dict(data)
    values = rest.pop("values", ())
    named = vocabularies[values] if isinstance(values, str) else {"values": values}
    return Field(
        values=tuple(named["values"]),
        aliases=named.get("aliases", {}),
        fields=_fields(rest.pop("fields", ()), vocabularies),
        or_fields=_fields(rest.pop("or", ()), vocabularies),
        column=_column(rest.pop("column", None)),
        **rest,
    )


def _column(data: dict[str, Any] | None) -> Column | None:
    if data is None:
        return None
    leaves = data.get("split", ())
    split = tuple(Leaf(s["label"], tuple(s.get("values", ())), s.get("key", "")) for s in leaves)
    return Column(**{**data, "split": split})
