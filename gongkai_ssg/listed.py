"""The entries of lists (负面清单, 问答, 开放日 …): references resolved by what their schema says.

A body becomes its full name, a place its id; codes and ids stay as they are written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime

from gongkai_ssg.linking import Linker
from gongkai_ssg.model import Entry, Value
from gongkai_ssg.schema import Field, Kind, Listing


def entries(linker: Linker, kind: Kind, read: Iterable[Entry]) -> list[Entry]:
    """The entries of one list, linked; ids twice and moments in the wrong order are reported."""
    met: dict[str, int] = {}
    found = []
    for number, entry in enumerate(read, 1):
        _moments(linker, kind, entry)
        key = kind.listing.id if kind.listing else ""
        own = entry.text(key) if key else ""
        if own in met:
            span = entry.at(key)
            linker.report("GK402", span, key=kind.title, value=own, nth=met[own])
        elif own:
            met[own] = number
        values = _linked(linker, kind.fields, entry, entry.values, "")
        found.append(replace(entry, values=values))
    return found


def about(
    listings: Mapping[str, Listing], listed: Mapping[str, Iterable[Entry]]
) -> dict[tuple[str, str], tuple[tuple[int, Entry], ...]]:
    """Entries with their numbers from 1, by their kind and the items and places that they name."""
    found: dict[tuple[str, str], list[tuple[int, Entry]]] = {}
    for kind, kept in listed.items():
        keys = [key for key in (listings[kind].items, listings[kind].places) if key]
        for number, entry in enumerate(kept, 1):
            for named in dict.fromkeys(word for key in keys for word in entry.lines(key)):
                found.setdefault((kind, named), []).append((number, entry))
    return {key: tuple(some) for key, some in found.items()}


def _moments(linker: Linker, kind: Kind, entry: Entry) -> None:
    """GK210: what ends before it begins."""
    shown = kind.listing
    for pair in (shown.lag, shown.event, shown.term) if shown else ():
        if pair is None:
            continue
        begin, end = entry.values.get(pair.begin), entry.values.get(pair.end)
        if isinstance(begin, date) and isinstance(end, date) and begin > end:
            params = {"first": pair.begin, "early": _written(begin)}
            params |= {"then": pair.end, "late": _written(end)}
            linker.report("GK210", entry.at(pair.end), **params)


def _written(moment: date) -> str:
    if isinstance(moment, datetime):
        return moment.isoformat(" ", "minutes")
    return moment.isoformat()


def _linked(
    linker: Linker, fields: Iterable[Field], entry: Entry, values: Mapping[str, Value], path: str
) -> dict[str, Value]:
    known = {f.key: f for f in fields}
    return {
        key: _value(linker, known.get(key), entry, one, path + key) for key, one in values.items()
    }


def _value(linker: Linker, f: Field | None, entry: Entry, value: Value, path: str) -> Value:
    if f is None or not (f.to or f.fields):
        return value
    if isinstance(value, Mapping):
        return _linked(linker, f.fields, entry, value, f"{path}/")
    if isinstance(value, tuple):
        parts = (_value(linker, f, entry, one, f"{path}/{n}") for n, one in enumerate(value))
        return tuple(_known(parts))
    return _reference(linker, f, entry, str(value), path)


def _known(values: Iterable[Value]) -> Iterator[Value]:
    return (value for value in values if value != "")


def _reference(linker: Linker, f: Field, entry: Entry, written: str, path: str) -> str:
    if f.all and written == f.all:
        return written
    if f.to == "place":
        return _place(linker, f, entry, written, path)
    if f.to == "body":
        body = linker.body(entry, path, written)
        return linker.site.bodies[body].name if body else ""
    check = linker.record_id if f.to == "record" else linker.item_code
    check(entry, path, written)
    return written


def _place(linker: Linker, f: Field, entry: Entry, written: str, path: str) -> str:
    """The id of a place; GK224: one of another level than the schema says."""
    found = linker.place_id(entry, path, written)
    place = linker.site.places.get(found)
    if place and f.level and place.level != f.level:
        params = {"key": f.key, "name": written, "level": place.level, "right": f.level}
        linker.report("GK224", entry.at(path), **params)
    return found
