"""The ledger of what was published (`published.yaml`): address, versions, hashes, first days.

It is input like any other file; only a publishing build writes it back. A code that stands
in it has been printed on walls: it may end (废止), but its address never dies.

`values`  what it knows
`written` its text as a build writes it, and the quick way to read that again
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from gongkai_ssg import formats, source, urls
from gongkai_ssg.diagnostics import Diagnostic, Span, problem
from gongkai_ssg.ledger import written
from gongkai_ssg.ledger.values import Change, Ledger, Published
from gongkai_ssg.ledger.written import dump
from gongkai_ssg.model import Catalog, Item, Value
from gongkai_ssg.schema import Schema

__all__ = [
    "LEDGER_FILE",
    "Change",
    "Ledger",
    "Published",
    "advance",
    "disappeared",
    "dump",
    "element_hashes",
    "led_to",
    "load",
]
LEDGER_FILE = "published.yaml"
_HASH_LENGTH = 12
# Bookkeeping about the entry rather than what it discloses; a change here is no new version.
_NOT_HASHED = frozenset({"审核", "调整"})


def load(data: bytes | None) -> tuple[Ledger, list[Diagnostic]]:
    """Read the ledger; a missing file is an empty ledger, a damaged one an error."""
    if data is None:
        return Ledger(), []
    text, problems = source.decode(LEDGER_FILE, data)
    untouched = written.read(text) if text is not None else None
    if untouched is not None:
        return untouched, []
    node, more = source.parse_yaml(LEDGER_FILE, text) if text is not None else (None, [])
    problems += more
    if node is None:
        return Ledger(), problems
    if not isinstance(node, source.Mapping):
        return Ledger(), [*problems, problem("GK501", node.span, what="应当是一个个编码")]
    number, value = formats.written(node), node.get(formats.KEY)
    if value and number > formats.LEDGER:
        # Its entries may look otherwise: to call them damaged would lead to an old copy.
        said = {"written": number, "known": formats.LEDGER}
        return Ledger(), [problem("GK508", value.span, **said)]
    found, more = _read(node)
    problems += more
    if not found and not problems:
        problems.append(problem("GK501", node.span, what="是空的"))
    return found, problems


def _read(node: source.Mapping) -> tuple[Ledger, list[Diagnostic]]:
    items: dict[str, Published] = {}
    address, pages = "", dict[str, int]()
    problems: list[Diagnostic] = []
    for key, value in node.entries:
        if key.text == formats.KEY:
            continue
        if key.text == written.ADDRESS and isinstance(value, source.Scalar):
            address = value.text
            continue
        if key.text == written.PAGES and isinstance(value, source.Sequence):
            scalars = (one for one in value.items if isinstance(one, source.Scalar))
            pages = {one.text: one.span.line for one in scalars}
            continue
        try:
            items[key.text] = _published(key, value)
        except (KeyError, ValueError, TypeError, AttributeError, IndexError):
            problems.append(problem("GK501", key.span, what=f"“{key.text}”的记载不完整"))
    return Ledger(items, address, pages), problems


def _published(key: source.Scalar, node: source.Node) -> Published:
    entry = _plain(node)
    changes = tuple(_read_change(c) for c in entry["记录"])
    if [c.version for c in changes] != list(range(1, len(changes) + 1)) or not changes:
        raise ValueError(key.text)
    hashes = {str(k): str(v) for k, v in entry["要素"].items()}
    return Published(key.text, hashes, changes, key.span.line)


def _read_change(written: Mapping[str, Any]) -> Change:
    keys = written.get("变更", [])
    if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
        raise TypeError(keys)
    return Change(int(written["版本"]), date.fromisoformat(written["日期"]), tuple(keys))


def _plain(node: source.Node) -> Any:
    if isinstance(node, source.Scalar):
        return node.text
    if isinstance(node, source.Sequence):
        return [_plain(item) for item in node.items]
    return {key.text: _plain(value) for key, value in node.entries}


def advance(
    ledger: Ledger, items: Iterable[Item], today: date, address: str = "", pages: Iterable[str] = ()
) -> Ledger:
    """The ledger after publishing `items` today: a new version where an element changed."""
    after = dict(ledger.items)
    for item in items:
        old = after.get(item.code)
        hashes = element_hashes(item)
        if old is None:
            after[item.code] = Published(item.code, hashes, (Change(1, today),))
        elif old.hashes != hashes:
            keys = tuple(k for k in {**old.hashes, **hashes} if old.hashes.get(k) != hashes.get(k))
            # A build with `--clock` in the past must not date a version before the one it follows.
            day = max(today, old.changes[-1].day)
            change = Change(old.version + 1, day, keys)
            after[item.code] = Published(item.code, hashes, (*old.changes, change))
    every = {**dict.fromkeys(pages, 1), **ledger.pages}
    began = min((one.changes[0].day for one in after.values()), default=None)
    return Ledger(after, address or ledger.address, dict(sorted(every.items())), began)


def led_to(catalog: Catalog, schema: Schema) -> Iterator[str]:
    """Where posters and tables lead beside items: domains, places, lists and their entries."""
    yield from map(urls.domain, catalog.domains)
    yield from map(urls.place, catalog.site.places)
    for name, listing in schema.listings.items():
        if listing.id and catalog.of_kind(name):
            yield listing.address
            for entry in catalog.of_kind(name):
                yield urls.place_on(listing.address, entry.text(listing.id))


def element_hashes(item: Item) -> dict[str, str]:
    """A short hash for each element; the written explanation is none."""
    values = item.entry.values
    return {key: _hash(values[key]) for key in sorted(values) if key not in _NOT_HASHED}


def _hash(value: Value) -> str:
    return hashlib.sha256(_JSON.encode(value).encode()).hexdigest()[:_HASH_LENGTH]


def _json(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return dict(value) if isinstance(value, Mapping) else str(value)


_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True, default=_json)


def disappeared(ledger: Ledger, known: Iterable[str]) -> list[Diagnostic]:
    """Codes once published that no entry has any more."""
    alive = frozenset(known)
    return [
        problem("GK502", Span(LEDGER_FILE, entry.line, 1, len(code)), code=code)
        for code, entry in ledger.items.items()
        if code not in alive
    ]
