"""`site.yaml` → the frozen `Site`, and the schema with the county's own elements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from gongkai_ssg import elements, schema, source
from gongkai_ssg.diagnostics import Diagnostic, Span, problem
from gongkai_ssg.model import Body, Entry, Place, Site, Value
from gongkai_ssg.schema import Column, Field, Schema

SITE_FILE = "site.yaml"
_TYPES = {
    "文字": "text",
    "多行": "lines",
    "选项": "choice",
    "多选": "choices",
    "日期": "date",
    "数字": "number",
}
_KINDS = {"事项": "item", "公开信息": "record"}
_PARENT_LEVEL = {"县级": (), "乡级": ("县级",), "村级": ("乡级",)}
# Columns of the county's own elements stand after the official ones.
_FIRST_EXTRA_COLUMN = 100


class Settings(NamedTuple):
    """What `site.yaml` says."""

    site: Site
    schema: Schema
    entry: Entry


def load(data: bytes | None, url: str = "") -> tuple[Settings | None, list[Diagnostic]]:
    """Read `site.yaml`; None when it is missing or not readable at all.

    `url` takes the place of 网址 for one run (`--base-url`).
    """
    base = schema.load()
    if data is None:
        return None, [problem("GK401", Span(SITE_FILE))]
    text, problems = source.decode(SITE_FILE, data)
    if text is None:
        return None, problems
    node, problems = source.parse_yaml(SITE_FILE, text)
    if node is None:
        return None, problems
    entry, problems = elements.read(base.kinds["site"], node, base)
    problems += _check(entry, node)
    extended = _extended(base, entry)
    site = _site(entry)
    if url:
        site = replace(site, url=url, qr_url=url)
    return Settings(site, extended, entry), problems


def _text(value: Mapping[str, Value], key: str) -> str:
    return str(value.get(key, ""))


def _site(entry: Entry) -> Site:
    bodies = [
        Body(*(_text(b, key) for key in ("id", "名称", "简称", "电话", "地址")))
        for b in entry.objects("单位")
    ]
    places = [
        Place(*(_text(p, key) for key in ("id", "名称", "层级", "上级", "电话")))
        for p in entry.objects("区划")
    ]
    return Site(
        name=entry.text("名称"),
        url=entry.text("网址"),
        qr_url=entry.text("二维码网址") or entry.text("网址"),
        county=entry.text("行政区划"),
        bodies={b.id: b for b in bodies},
        places={p.id: p for p in places},
        domain_order=entry.lines("领域"),
        theme=entry.text("主题") or "default",
        footer={key: str(value) for key, value in entry.object("页脚").items()},
    )


def _check(entry: Entry, node: source.Node) -> list[Diagnostic]:
    """What the schema cannot say: ids twice, names twice, parents, own elements."""
    spans = _Places(node)
    found = [
        *_twice(spans, entry, "单位", ("id", "名称", "简称")),
        *_twice(spans, entry, "区划", ("id",)),
        *_parents(spans, entry),
        *_own_elements(spans, entry),
    ]
    return list(found)


class _Places:
    """Finds the place of an element of the n-th object of a list, for problems."""

    def __init__(self, node: source.Node) -> None:
        self.node = node

    def at(self, key: str, index: int, inner: str) -> Span:
        listed = self.node.get(key) if isinstance(self.node, source.Mapping) else None
        if not isinstance(listed, source.Sequence) or index >= len(listed.items):
            return self.node.span
        one = listed.items[index]
        value = one.get(inner) if isinstance(one, source.Mapping) else None
        return (value or one).span


def _twice(
    spans: _Places, entry: Entry, key: str, inner_keys: Sequence[str]
) -> Iterator[Diagnostic]:
    met: dict[tuple[str, str], int] = {}
    for index, one in enumerate(entry.objects(key)):
        mine = set()
        for inner in inner_keys:
            space = "id" if inner == "id" else "名称"
            word = (space, _text(one, inner))
            if not word[1] or word in mine:
                continue
            mine.add(word)
            if word in met:
                span = spans.at(key, index, inner)
                yield problem("GK402", span, key=key, value=word[1], nth=met[word] + 1)
            met.setdefault(word, index)


def _parents(spans: _Places, entry: Entry) -> Iterator[Diagnostic]:
    places = {_text(p, "id"): p for p in entry.objects("区划")}
    for index, place in enumerate(entry.objects("区划")):
        name, level, parent = (_text(place, key) for key in ("名称", "层级", "上级"))
        span = spans.at("区划", index, "上级")
        above = places.get(parent)
        if parent and above is None:
            yield problem("GK403", span, name=name, what=f"的上级“{parent}”没有登记")
        elif above and _text(above, "层级") not in _PARENT_LEVEL.get(level, ()):
            yield problem("GK403", span, name=name, what=f"是{level}，上级不能是“{parent}”")
        elif level == "村级" and not parent:
            yield problem("GK403", span, name=name, what="是村级，没有写上级")


def _own_elements(spans: _Places, entry: Entry) -> Iterator[Diagnostic]:
    base = schema.load()
    met: set[tuple[str, str]] = set()
    for index, one in enumerate(entry.objects("扩展要素")):
        key, used = _text(one, "键"), _text(one, "用于") or "事项"
        span = spans.at("扩展要素", index, "键")
        kind = base.kinds[_KINDS[used]]
        if key in kind.by_key:
            yield problem("GK404", span, key=key, what=f"是{kind.title}已有的要素")
        elif (used, key) in met:
            yield problem("GK404", span, key=key, what="写了两遍")
        elif _text(one, "类型") in ("选项", "多选") and not one.get("选项"):
            yield problem("GK404", span, key=key, what="没有写“选项”")
        met.add((used, key))


def _extended(base: Schema, entry: Entry) -> Schema:
    for order, one in enumerate(entry.objects("扩展要素"), _FIRST_EXTRA_COLUMN):
        key, kind = _text(one, "键"), _KINDS[_text(one, "用于") or "事项"]
        if key and key not in base.kinds[kind].by_key:
            base = base.extended(kind, [_own_field(one, key, order)])
    return base


def _own_field(one: Mapping[str, Value], key: str, order: int) -> Field:
    options = one.get("选项", ())
    return Field(
        key=key,
        type=_TYPES[_text(one, "类型") or "文字"],
        required=one.get("必填") is True,
        help=_text(one, "说明"),
        values=tuple(str(o) for o in options) if isinstance(options, tuple) else (),
        column=Column(order, key),
        added=True,
    )
