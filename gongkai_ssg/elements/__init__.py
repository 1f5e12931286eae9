"""A tree of strings + the element schema → a typed, frozen `Entry`.

Every element that is wrong gives its own problem and is left out; the entry is then
`broken`, so that later steps do not stumble over the same mistake again.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import replace
from weakref import WeakKeyDictionary

from gongkai_ssg.diagnostics import Diagnostic, has_errors, problem
from gongkai_ssg.elements import scalars, texts
from gongkai_ssg.elements.reading import Reading, empty, hidden, wrong_type
from gongkai_ssg.elements.texts import likely_code
from gongkai_ssg.model import Entry, Value
from gongkai_ssg.schema import Field, Kind, Schema
from gongkai_ssg.source import Mapping, Node, Scalar, Sequence, colon_problem

__all__ = ["NEVER_EMPTY", "likely_code", "read"]
# Optional keys that keep something in the house. Written without a value they would count as
# not written, and what the clerk began to hold back would be published.
NEVER_EMPTY = frozenset({"渠道", "状态", "撤下日期", "审核", "名单"})
_KEY_WITHIN = re.compile("[\uff0c,]\\s*(\\w{1,10})\uff1a")
# A preview reads the same trees at each save: what was made of them goes when they go.
_KNOWN: WeakKeyDictionary[
    Mapping, tuple[tuple[Kind, Schema, str, int], tuple[Entry, list[Diagnostic]]]
] = WeakKeyDictionary()
_NO_FIELD = Field("", "text")


def read(
    kind: Kind, node: Node, schema: Schema, body: str = "", body_line: int = 0
) -> tuple[Entry, list[Diagnostic]]:
    """Type one entry by its kind; the problems say what was wrong with it."""
    if not isinstance(node, Mapping):
        wrong = colon_problem(node)
        params = {"key": kind.title, "want": "若干行“键: 值”", "example": ""}
        entry = Entry(kind.name, node.span, {}, {}, body, body_line, broken=True)
        return entry, [wrong or problem("GK103", node.span, **params)]
    how = (kind, schema, body, body_line)
    known = _KNOWN.get(node)
    if known is None or known[0] != how:
        known = _KNOWN[node] = (how, _typed(node, *how))
    entry, problems = known[1]
    return entry, list(problems)


def _typed(
    node: Mapping, kind: Kind, schema: Schema, body: str, body_line: int
) -> tuple[Entry, list[Diagnostic]]:
    reading = Reading(schema)
    values = _fields(kind.fields, node, reading, f"{kind.title}里", open_=kind.open)
    broken = has_errors(reading.problems) or bool(reading.faulty)
    faulty = frozenset(reading.faulty)
    entry = Entry(kind.name, node.span, values, reading.spans, body, body_line, broken, faulty)
    return entry, reading.problems


def _fields(
    fields: Iterable[Field], node: Mapping, reading: Reading, where: str, *, open_: bool = False
) -> dict[str, Value]:
    """The values of a mapping; a key that was written, however badly, is not missing as well."""
    known = {f.key: f for f in fields}
    values: dict[str, Value] = {}
    base, met = reading.path, set[str]()
    for key, child in node.entries:
        found = len(reading.problems)
        meant = {key.text, *hidden(child)}
        swallowed = _swallowed(child, node, known) if base else None
        if swallowed:
            reading.problems.append(swallowed)
            meant.add(str(swallowed.params["key"]))
        elif key.text in known:
            value = _element(known[key.text], key, child, reading)
            reading.path = base
            if value is not None:
                values[key.text] = value
        elif not open_:
            wide = colon_problem(key) if empty(child) else None
            if wide and wide.params["key"] in known:
                reading.problems.append(wide)
                meant.add(str(wide.params["key"]))
            else:
                meant.add(_unknown_key(key, node, known, reading, where))
        wrong = len(reading.problems) > found and has_errors(reading.problems[found:])
        if wrong or len(meant) > 1:
            reading.faulty.update(base + name for name in meant)
        met |= meant
    for missing in (f for f in known.values() if f.required and f.key not in met):
        reading.report("GK102", node.span, key=missing.key, where=f"{where}没有写")
        reading.faulty.add(base + missing.key)
    return values


def _swallowed(child: Node, node: Mapping, known: dict[str, Field]) -> Diagnostic | None:
    """GK004: {起: 2026-11-20，止：2026-12-20}, whose second key is a part of the first value."""
    found = _KEY_WITHIN.search(child.text) if isinstance(child, Scalar) else None
    if not found or not known.get(found[1], _NO_FIELD).required or node.get(found[1]):
        return None
    at = replace(child.span, column=child.span.column + found.end() - 1, length=1)
    return problem("GK004", at, key=found[1])


def _element(f: Field, key: Scalar, node: Node, reading: Reading) -> Value | None:
    if empty(node):
        if f.required or f.key in NEVER_EMPTY:
            reading.report("GK102", key.span, key=f.key, where="写了键，但没有值")
        return None
    reading.spans[reading.path + f.key] = node.span
    reading.path += f"{f.key}/"
    return _value(f, node, reading)


def _unknown_key(
    key: Scalar, node: Mapping, known: dict[str, Field], reading: Reading, where: str
) -> str:
    """Report the key; the answer is the key that was probably meant."""
    near = _near_key(key.text, node, known, reading.schema)
    hint = f"是不是“{near}”？请改过来" if near else f"可以用的键：{'、'.join(known)}"
    reading.report("GK101", key.span, key=key.text, where=where, hint=hint)
    return near or key.text


def _near_key(written: str, node: Mapping, known: dict[str, Field], schema: Schema) -> str:
    """The known key that looks like the written one; else the only one that is missing.

    Where one key is unknown and one is missing, somebody wrote the one under another name.
    """
    simple = schema.simplified(unicodedata.normalize("NFKC", written).strip())
    near = [simple] if simple in known else difflib.get_close_matches(simple, known, 1, 0.5)
    if near:
        return near[0]
    keys = [key.text for key, _ in node.entries]
    missing = [f.key for f in known.values() if f.required and f.key not in keys]
    unknown = [key for key in keys if key not in known]
    return missing[0] if len(missing) == len(unknown) == 1 else ""


def _value(f: Field, node: Node, reading: Reading) -> Value | None:
    many = _MANY.get(f.type)
    if many:
        return _many(f, node, reading, many)
    return _SINGLE[f.type](f, node, reading)


def _many(f: Field, node: Node, reading: Reading, single: _Typer) -> Value | None:
    if isinstance(node, Sequence):
        nodes: tuple[Node, ...] = node.items
    elif f.one:
        nodes = (node,)
    else:
        wrong_type(f, node, reading, "一个列表，每项前面加“- ”")
        return None
    values: list[Value] = []
    base, placed, once = reading.path, f.type in _PLACED, f.type != "objects"
    for child in nodes:
        place = f"{base}{len(values)}"
        reading.path = f"{place}/"
        value = None if empty(child) else single(f, child, reading)
        if once and value in values:
            reading.report("GK111", child.span, key=f.key, value=str(value))
        elif value is not None:
            if placed:
                reading.spans[place] = child.span
            values.append(value)
    if f.values:
        # In whatever order the boxes were ticked, it is the same disclosure.
        values.sort(key=lambda value: _rank(f, value))
    return tuple(values)


def _rank(f: Field, value: Value) -> tuple[int, str]:
    word = str(value).partition(texts.COLON)[0]
    return (f.values.index(word) if word in f.values else len(f.values)), str(value)


def _choice(f: Field, node: Node, reading: Reading) -> Value | None:
    if f.or_fields and isinstance(node, Mapping):
        return _fields(f.or_fields, node, reading, f"“{f.key}”里")
    wrong = colon_problem(node) if f.or_fields else None
    if wrong and wrong.params["key"] in [x.key for x in f.or_fields]:
        reading.problems.append(wrong)
        return None
    text = texts.text_of(f, node, reading)
    return None if text is None else texts.word_of(f, text, node.span, reading)


def _object(f: Field, node: Node, reading: Reading) -> Value | None:
    if isinstance(node, Mapping):
        return _fields(f.fields, node, reading, f"“{f.key}”里")
    if f.short and isinstance(node, Scalar):
        text = texts.text_of(f, node, reading)
        return None if text is None else {f.short: text}
    wrong_type(f, node, reading, "几行“键: 值”：" + "、".join(x.key for x in f.fields))
    return None


def _words(f: Field, node: Node, reading: Reading) -> Value | None:
    """The clerk's own keys, each with a word of the vocabulary."""
    if not isinstance(node, Mapping):
        wrong_type(f, node, reading, "几行“名称: 值”")
        return None
    base, words = reading.path, dict[str, Value]()
    for key, child in node.entries:
        reading.spans[f"{base}{key.text}"] = key.span
        text = texts.text_of(f, child, reading)
        word = texts.word_of(f, text, child.span, reading) if text else None
        if word is not None:
            words[key.text] = word
    return words


def _any(_f: Field, node: Node, reading: Reading) -> Value:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return tuple(_any(_f, child, reading) for child in node.items)
    return {key.text: _any(_f, child, reading) for key, child in node.entries}


_Typer = Callable[[Field, Node, Reading], Value | None]
_SINGLE: dict[str, _Typer] = {
    "text": texts.text_of,
    "code": texts.text_of,
    "ref": texts.text_of,
    "id": texts.id_of,
    "choice": _choice,
    "date": scalars.date_of,
    "datetime": scalars.moment_of,
    "int": scalars.int_of,
    "number": scalars.number_of,
    "flag": scalars.flag_of,
    "object": _object,
    "words": _words,
    "any": _any,
}
# Of these the place of every single value is kept, not only that of the list.
_PLACED = frozenset({"refs", "objects", "lines", "dates"})
_MANY: dict[str, _Typer] = {
    "lines": texts.text_of,
    "dates": scalars.date_of,
    "refs": texts.text_of,
    "choices": _choice,
    "channels": texts.channel_of,
    "objects": _object,
}
