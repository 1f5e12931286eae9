"""`site.yaml` → the frozen `Site`, and the schema with the county's own elements."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from typing import NamedTuple

from gongkai_ssg import elements, formats, schema, source
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
# Keys that the data files give to every item or record.
_DATA_KEYS = frozenset({"领域", "地址", "依据解析", "编号"})
_KEY = re.compile(r"[\w/]{1,20}")


class Settings(NamedTuple):
    """What `site.yaml` says."""

    site: Site
    schema: Schema
    entry: Entry

    @property
    def prints_with_site(self) -> bool:
        """Whether a build makes a sheet for every item and record (打印, 随站生成)."""
        return self.entry.object("打印").get("随站生成") is True

    @property
    def reads_git(self) -> bool:
        """Whether timelines are read from git (git历史)."""
        return self.entry.values.get("git历史") is True

    @property
    def exceptions(self) -> frozenset[str]:
        """Hashes of the values that a reviewed exception lets pass (隐私例外)."""
        written = self.entry.objects("隐私例外")
        return frozenset(str(one.get("摘要", "")) for one in written)

    @property
    def written_qr_url(self) -> str:
        """With what QR codes begin by the file itself, whatever this run was told."""
        return self.entry.text("二维码网址") or self.entry.text("网址")


def is_misnamed(name: str) -> bool:
    """Whether a file was meant to be `site.yaml` (`site.yml`, Notepad's `site.yaml.txt`)."""
    plain = name.lower().removesuffix(".txt")
    return name != SITE_FILE and plain in (SITE_FILE, "site.yml")


def load(
    data: bytes | None, url: str = "", others: Iterable[str] = ()
) -> tuple[Settings | None, list[Diagnostic]]:
    """Read `site.yaml`; None when it is missing or not readable at all.

    `url` takes the place of 网址 for one run (`--base-url`); 二维码网址 stays. `others` are the
    names of the other files, among them what was meant to be `site.yaml`.
    """
    if data is None:
        return None, [problem("GK401", Span(SITE_FILE), hint=_where_site_is(others))]
    settings, problems = _read(data)
    if settings and url:
        own = settings.entry.text("二维码网址")
        settings = settings._replace(site=replace(settings.site, url=url, qr_url=own or url))
    return settings, list(problems)


@lru_cache(maxsize=4)
def _read(data: bytes) -> tuple[Settings | None, list[Diagnostic]]:
    """Kept, because entries are kept with the schema by which they were read."""
    base = schema.load()
    text, problems = source.decode(SITE_FILE, data)
    if text is None:
        return None, problems
    node, said = source.parse_yaml(SITE_FILE, text)
    if node is None:
        return None, said
    newer, older = formats.other(node)
    if newer:
        return None, newer
    entry, problems = elements.read(base.kinds["site"], node, base)
    problems = [*said, *problems]
    if not isinstance(node, source.Mapping):
        return None, problems
    if older:
        known = (d.code == "GK101" and d.params["key"] in formats.GONE for d in problems)
        problems = [
            *older,
            *(d for d, is_known in zip(problems, known, strict=True) if not is_known),
        ]
    found = _check(entry)
    problems += found
    # Of two that are registered under one name or id, the other counts as registered as well.
    twice = frozenset(str(d.params["key"]) for d in found if d.code == "GK402")
    entry = replace(entry, faulty=entry.faulty | twice)
    return Settings(_site(entry), _extended(base, entry), entry), problems


@cache
def unread() -> Settings:
    """What stands in for a `site.yaml` that cannot be read, so that the content is checked.

    Names of bodies and places, the order of domains and unknown keys are not judged by it.
    """
    kinds = schema.load().opened(*_KINDS.values())
    lists = frozenset({"单位", "区划", "领域", "扩展要素"})
    return Settings(Site(), kinds, Entry("site", Span(SITE_FILE), broken=True, faulty=lists))


def _where_site_is(others: Iterable[str]) -> str:
    found = next((name for name in sorted(others) if is_misnamed(name)), "")
    if not found:
        init = "还没有站点就运行 gongkai init"
        return f"进到站点的文件夹再运行，或者用 -s 指定；{init}"
    where = "（在“查看”里打开“文件扩展名”才看得见 .txt）"
    seen = where if found.lower().endswith(".txt") else ""
    return f"这里有一个“{found}”，把它的名称改成“{SITE_FILE}”{seen}"


def _text(value: Mapping[str, Value], key: str) -> str:
    return str(value.get(key, ""))


def _site(entry: Entry) -> Site:
    bodies = [
        Body(*(_text(b, key) for key in ("id", "名称", "简称", "电话", "地址")))
        for b in entry.objects("单位")
    ]
    places = [
        Place(*(_text(p, key) for key in ("id", "名称", "层级", "上级", "电话", "经度", "纬度")))
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
        scripts={key: str(value) for key, value in entry.object("外部脚本").items()},
        moved=dict(_moved(entry)),
        guarded=entry.values.get("安全策略") is not False,
    )


def _moved(entry: Entry) -> Iterator[tuple[str, str]]:
    """Old addresses and where they lead, as far as both were written well."""
    for one in entry.objects("旧网址"):
        old, new = _text(one, "网址"), _text(one, "转到")
        if old and new:
            yield old, new


def _check(entry: Entry) -> list[Diagnostic]:
    """What the schema cannot say: ids twice, names twice, parents, own elements."""
    return [
        *_twice(entry, "单位", ("id", "名称", "简称")),
        *_twice(entry, "区划", ("id",)),
        *_parents(entry),
        *_own_elements(entry),
    ]


def _twice(entry: Entry, key: str, inner_keys: Sequence[str]) -> Iterator[Diagnostic]:
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
                span = entry.at(f"{key}/{index}/{inner}")
                yield problem("GK402", span, key=key, value=word[1], nth=met[word] + 1)
            met.setdefault(word, index)


def _parents(entry: Entry) -> Iterator[Diagnostic]:
    places = {_text(p, "id"): p for p in entry.objects("区划")}
    ids = {_text(p, "名称"): _text(p, "id") for p in entry.objects("区划")}
    for index, place in enumerate(entry.objects("区划")):
        name, level, parent = (_text(place, key) for key in ("名称", "层级", "上级"))
        span = entry.at(f"区划/{index}/上级", f"区划/{index}")
        above = places.get(parent) if parent else None
        if f"区划/{index}/上级" in entry.faulty:
            continue
        if parent and above is None:
            # With another place's id unreadable, this may well be the one that is meant.
            if "" not in places:
                meant = f"，要写它的 id“{ids[parent]}”" if parent in ids else ""
                yield problem("GK403", span, name=name, what=f"的上级“{parent}”没有登记{meant}")
        elif above and level and _text(above, "层级"):
            if _text(above, "层级") not in _PARENT_LEVEL[level]:
                what = f"是{level}，上级不能是{_text(above, '层级')}的“{_text(above, '名称')}”"
                yield problem("GK403", span, name=name, what=what)
        elif level == "村级" and not parent:
            yield problem("GK403", span, name=name, what="是村级，没有写上级")


def _own_elements(entry: Entry) -> Iterator[Diagnostic]:
    base = schema.load()
    met: set[tuple[str, str]] = set()
    for index, one in enumerate(entry.objects("扩展要素")):
        key, used = _text(one, "键"), _text(one, "用于") or "事项"
        path = f"扩展要素/{index}"
        span = entry.at(f"{path}/键", path)
        kind = base.kinds[_KINDS[used]]
        if not key or f"{path}/用于" in entry.faulty:
            continue
        if key in kind.by_key:
            yield problem("GK404", span, key=key, what=f"是{kind.title}已有的要素")
        elif key in _DATA_KEYS:
            yield problem("GK404", span, key=key, what="是数据文件里固定的一栏")
        elif not _KEY.fullmatch(key):
            yield problem("GK404", span, key=key, what="里只能有文字、数字和“/”")
        elif (used, key) in met:
            yield problem("GK404", span, key=key, what="写了两遍")
        elif _text(one, "类型") in ("选项", "多选") and f"{path}/选项" not in entry.spans:
            yield problem("GK404", span, key=key, what="没有写“选项”")
        met.add((used, key))


def _extended(base: Schema, entry: Entry) -> Schema:
    """The schema with the county's own elements; unreadable ones forbid to judge keys at all."""
    if "扩展要素" in entry.faulty:
        base = base.opened(*_KINDS.values())
    for order, one in enumerate(entry.objects("扩展要素"), _FIRST_EXTRA_COLUMN):
        key, kind = _text(one, "键"), _KINDS[_text(one, "用于") or "事项"]
        if key and key not in base.kinds[kind].by_key:
            base = base.extended(kind, [_own_field(one, key, order)])
    return base


def _own_field(one: Mapping[str, Value], key: str, order: int) -> Field:
    options = one.get("选项", ())
    values = tuple(str(o) for o in options) if isinstance(options, tuple) else ()
    type_ = _TYPES[_text(one, "类型") or "文字"]
    return Field(
        key=key,
        # A choice without options (an error of its own) lets every value pass.
        type="any" if type_ in ("choice", "choices") and not values else type_,
        required=one.get("必填") is True,
        help=_text(one, "说明"),
        values=values,
        column=Column(order, key),
        added=True,
    )
