"""A tree of strings + the element schema → a typed, frozen `Entry`.

Every element that is wrong gives its own problem and is left out; the entry is then
`broken`, so that later steps do not stumble over the same mistake again.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from gongkai_ssg.diagnostics import Diagnostic, Span, has_errors, problem
from gongkai_ssg.model import CODE, Entry, Value, name_rule
from gongkai_ssg.schema import Field, Kind, Schema
from gongkai_ssg.source import Mapping, Node, Scalar, Sequence, colon_problem, unseen_problems

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DATETIME = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}", re.ASCII)
_LOOSE_DATE = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?:\s*日)?(?:\s+(\d{1,2}:\d{2}))?"
)
_OTHER_CHANNEL = re.compile("其他[:\uff1a](.+)")
_DITTO = re.compile(r"[\W_]*同上[\W_]*")
MAX_TEXT = 20_000
# Optional keys that keep something in the house. Written without a value they would count as
# not written, and what the clerk began to hold back would be published.
NEVER_EMPTY = frozenset({"渠道", "状态", "撤下日期", "审核", "名单"})
FIRST_YEAR = 1900
OTHER = "其他"
# Between 其他 and the platform, in data as in content; a full-width one is accepted.
COLON = ":"


@dataclass(slots=True)
class _Reading:
    """What the reading of one entry shares: the schema, and what was found so far.

    `path` is the way to the element being read; `faulty` are the keys with an error below them.
    """

    schema: Schema
    problems: list[Diagnostic] = field(default_factory=list)
    spans: dict[str, Span] = field(default_factory=dict)
    faulty: set[str] = field(default_factory=set)
    path: str = ""

    def report(self, code: str, span: Span, **params: object) -> None:
        self.problems.append(problem(code, span, **params))


def read(
    kind: Kind, node: Node, schema: Schema, body: str = "", body_line: int = 0
) -> tuple[Entry, list[Diagnostic]]:
    """Type one entry by its kind; the problems say what was wrong with it."""
    reading = _Reading(schema)
    values: dict[str, Value] = {}
    if isinstance(node, Mapping):
        values = _fields(kind.fields, node, reading, f"{kind.title}里", open_=kind.open)
    else:
        wrong = colon_problem(node)
        span = node.span
        reading.problems.append(
            wrong or problem("GK103", span, key=kind.title, want="若干行“键: 值”", example="")
        )
    broken = has_errors(reading.problems) or bool(reading.faulty)
    faulty = frozenset(reading.faulty)
    entry = Entry(kind.name, node.span, values, reading.spans, body, body_line, broken, faulty)
    return entry, reading.problems


def _fields(
    fields: Iterable[Field], node: Mapping, reading: _Reading, where: str, *, open_: bool = False
) -> dict[str, Value]:
    """The values of a mapping; a key that was written, however badly, is not missing as well."""
    known = {f.key: f for f in fields}
    values: dict[str, Value] = {}
    base, met = reading.path, set[str]()
    for key, child in node.entries:
        found = len(reading.problems)
        meant = {key.text, *_hidden(child)}
        if key.text in known:
            value = _element(known[key.text], key, child, reading)
            reading.path = base
            if value is not None:
                values[key.text] = value
        elif not open_:
            meant.add(_unknown_key(key, node, known, reading, where))
        if has_errors(reading.problems[found:]) or len(meant) > 1:
            reading.faulty.update(base + name for name in meant)
        met |= meant
    for missing in (f for f in known.values() if f.required and f.key not in met):
        reading.report("GK102", node.span, key=missing.key, where=f"{where}没有写")
        reading.faulty.add(base + missing.key)
    return values


def _element(f: Field, key: Scalar, node: Node, reading: _Reading) -> Value | None:
    if _empty(node):
        if f.required or f.key in NEVER_EMPTY:
            reading.report("GK102", key.span, key=f.key, where="写了键，但没有值")
        return None
    reading.spans[reading.path + f.key] = node.span
    reading.path += f"{f.key}/"
    return _value(f, node, reading)


def _hidden(node: Node) -> frozenset[str]:
    """The keys that mistyped colons have hidden in the texts below."""
    if isinstance(node, Scalar):
        return node.hidden
    below = node.items if isinstance(node, Sequence) else [value for _, value in node.entries]
    return frozenset().union(*map(_hidden, below))


def _empty(node: Node) -> bool:
    if isinstance(node, Scalar):
        return not node.text.strip()
    return all(map(_empty, node.items)) if isinstance(node, Sequence) else not node.entries


def _unknown_key(
    key: Scalar, node: Mapping, known: dict[str, Field], reading: _Reading, where: str
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


def _value(f: Field, node: Node, reading: _Reading) -> Value | None:
    many = _MANY.get(f.type)
    if many:
        return _many(f, node, reading, many)
    return _SINGLE[f.type](f, node, reading)


def _many(f: Field, node: Node, reading: _Reading, single: _Typer) -> Value | None:
    if isinstance(node, Sequence):
        nodes: tuple[Node, ...] = node.items
    elif f.one:
        nodes = (node,)
    else:
        _wrong_type(f, node, reading, "一个列表，每项前面加“- ”")
        return None
    values: list[Value] = []
    base = reading.path
    for child in nodes:
        reading.path = f"{base}{len(values)}/"
        value = None if _empty(child) else single(f, child, reading)
        if value is not None:
            if f.type in _PLACED:
                reading.spans[f"{base}{len(values)}"] = child.span
            values.append(value)
    return tuple(values)


def _wrong_type(f: Field, node: Node, reading: _Reading, want: str) -> None:
    wrong = colon_problem(node) if f.fields or f.or_fields else None
    example = _example(f)
    reading.problems.append(
        wrong or problem("GK103", node.span, key=f.key, want=want, example=example)
    )


def _example(f: Field) -> str:
    if f.example is None:
        return ""
    if isinstance(f.example, list):
        return "，例如 [" + ", ".join(map(str, f.example)) + "]"
    if isinstance(f.example, dict):
        return "，例如 " + ", ".join(f"{k}: {v}" for k, v in f.example.items())
    return f"，例如 {f.example}"


def _text(f: Field, node: Node, reading: _Reading) -> str | None:
    if not isinstance(node, Scalar):
        colon = isinstance(node, Mapping)
        hint = "，里面有英文冒号加空格时用引号把整段括起来" if colon else ""
        _wrong_type(f, node, reading, "一段文字" + hint)
        return None
    if node.hidden or node.unseen:
        # Half of it may be another element: the mistyped colon has been reported already.
        reading.problems.extend(unseen_problems(node))
        return None
    text = node.text.strip()
    if _DITTO.fullmatch(text):
        reading.report("GK109", node.span, key=f.key)
        return None
    if len(text) > MAX_TEXT:
        start, rule = text[:10] + "……", "一项不超过两万字；长的内容写在正文里，或者做成附件"
        reading.report("GK110", node.span, key=f.key, value=start, rule=rule)
        return None
    if f.pattern and not re.fullmatch(f.pattern, text, re.ASCII):
        code = "GK107" if f.type == "code" else "GK110"
        likely = likely_code(text) if f.type == "code" else ""
        hint = f"是不是“{likely}”？" if likely else ""
        params = {"key": f.key, "value": text, "rule": f.pattern_help, "hint": hint}
        reading.report(code, node.span, **params)
        return None
    return text


def likely_code(text: str) -> str:
    """The code that was probably meant by a malformed one (`zdbc-2-3`), or empty."""
    plain = unicodedata.normalize("NFKC", text).upper().replace("—", "-").replace("_", "-")
    padded = re.sub(r"-(\d)(?!\d)", r"-0\1", re.sub(r"\s", "", plain))
    return padded if CODE.fullmatch(padded) else ""


def _id(f: Field, node: Node, reading: _Reading) -> str | None:
    text = _text(f, node, reading)
    rule = name_rule(text) if text else ""
    if rule:
        reading.report("GK110", node.span, key=f.key, value=text, rule=rule)
        return None
    return text


def _choice(f: Field, node: Node, reading: _Reading) -> Value | None:
    if f.or_fields and isinstance(node, Mapping):
        return _fields(f.or_fields, node, reading, f"“{f.key}”里")
    wrong = colon_problem(node) if f.or_fields else None
    if wrong and wrong.params["key"] in [x.key for x in f.or_fields]:
        reading.problems.append(wrong)
        return None
    text = _text(f, node, reading)
    return None if text is None else _word(f, text, node.span, reading)


def _channel(f: Field, node: Node, reading: _Reading) -> str | None:
    platform = node.get(OTHER) if isinstance(node, Mapping) and len(node.entries) == 1 else None
    if isinstance(platform, Scalar) and platform.text.strip():
        # `- 其他: 平台`, with the blank that every other colon wants.
        return f"{OTHER}{COLON}{platform.text.strip()}"
    text = _text(f, node, reading)
    if text is None:
        return None
    other = _OTHER_CHANNEL.fullmatch(text)
    return f"{OTHER}{COLON}{other[1].strip()}" if other else _word(f, text, node.span, reading)


def _word(f: Field, text: str, span: Span, reading: _Reading) -> str | None:
    """A word of a vocabulary; width differences do not count, aliases are mapped."""
    if text in f.values:
        return text
    words = {unicodedata.normalize("NFKC", v): v for v in f.values}
    plain = unicodedata.normalize("NFKC", text)
    simple = reading.schema.simplified(plain)
    right = words.get(plain)
    if right:
        return right
    if simple != plain and (simple in words or simple in f.aliases):
        right = words.get(simple) or f.aliases[simple]
        reading.report("GK105", span, key=f.key, value=text, right=right)
        return None
    if plain in f.aliases:
        reading.report("GK106", span, key=f.key, value=text, right=f.aliases[plain])
        return f.aliases[plain]
    near = difflib.get_close_matches(simple, words, 1, 0.5)
    hint = f"是不是“{words[near[0]]}”？" if near else ""
    choices = "、".join((*f.values, *(f"“{x.key}: …”" for x in f.or_fields)))
    reading.report("GK104", span, key=f.key, value=text, hint=hint, choices=choices)
    return None


def _date(f: Field, node: Node, reading: _Reading) -> date | None:
    return _moment(f, node, reading, _DATE, "2026-03-05")


def _datetime(f: Field, node: Node, reading: _Reading) -> date | None:
    return _moment(f, node, reading, _DATETIME, "2026-03-05 09:00")


def _moment(
    f: Field, node: Node, reading: _Reading, form: re.Pattern[str], example: str
) -> date | None:
    text = _text(f, node, reading)
    if text is None:
        return None
    params = {"key": f.key, "value": text}
    if not form.fullmatch(text):
        how = _likely_date(text, example)
        reading.report("GK108", node.span, **params, what="写法不对", how=how)
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        what = "没有这一天或这个时刻"
        reading.report("GK108", node.span, **params, what=what, how="对照原件改成真实的日期")
        return None
    if moment.year < FIRST_YEAR:
        what = f"年份早于 {FIRST_YEAR} 年"
        reading.report("GK108", node.span, **params, what=what, how="对照原件改成真实的日期")
        return None
    return moment if form is _DATETIME else moment.date()


def _likely_date(text: str, example: str) -> str:
    """How to write the date; a time that is not in the text is not made up."""
    form = f"写成 {example} 这样的形式"
    loose = _LOOSE_DATE.search(unicodedata.normalize("NFKC", text))
    if not loose:
        return form
    day, time = f"{loose[1]}-{loose[2]:0>2}-{loose[3]:0>2}", loose[4]
    if len(example) == len("2026-03-05"):
        return f"改成 {day}"
    return f"改成 {day} {time:0>5}" if time else f"{form}，要写几点几分"


def _int(f: Field, node: Node, reading: _Reading) -> int | None:
    text = _text(f, node, reading)
    if text is None or (text.isascii() and text.isdigit() and len(text) < 10):  # noqa: PLR2004
        return None if text is None else int(text)
    _wrong_type(f, node, reading, "一个整数")
    return None


def _number(f: Field, node: Node, reading: _Reading) -> str | None:
    """A number stays the text that was written: no digit of it is ours to change."""
    text = _text(f, node, reading)
    if text is not None and re.fullmatch(r"-?\d{1,12}(\.\d{1,9})?", text, re.ASCII):
        return text
    if text is not None:
        _wrong_type(f, node, reading, "一个数字")
    return None


def _flag(f: Field, node: Node, reading: _Reading) -> bool | None:
    text = _text(f, node, reading)
    if text in ("是", "否"):
        return text == "是"
    if text is not None:
        _wrong_type(f, node, reading, "“是”或“否”")
    return None


def _object(f: Field, node: Node, reading: _Reading) -> Value | None:
    if isinstance(node, Mapping):
        return _fields(f.fields, node, reading, f"“{f.key}”里")
    if f.short and isinstance(node, Scalar):
        return {f.short: node.text.strip()}
    _wrong_type(f, node, reading, "几行“键: 值”：" + "、".join(x.key for x in f.fields))
    return None


def _any(_f: Field, node: Node, reading: _Reading) -> Value:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return tuple(_any(_f, child, reading) for child in node.items)
    return {key.text: _any(_f, child, reading) for key, child in node.entries}


_Typer = Callable[[Field, Node, _Reading], Value | None]
_SINGLE: dict[str, _Typer] = {
    "text": _text,
    "code": _text,
    "ref": _text,
    "id": _id,
    "choice": _choice,
    "date": _date,
    "datetime": _datetime,
    "int": _int,
    "number": _number,
    "flag": _flag,
    "object": _object,
    "any": _any,
}
# Of these the place of every single value is kept, not only that of the list.
_PLACED = frozenset({"refs", "objects", "lines"})
_MANY: dict[str, _Typer] = {
    "lines": _text,
    "refs": _text,
    "choices": _choice,
    "channels": _channel,
    "objects": _object,
}
