"""Frozen values of the domain: what a county publishes, who, where. No disk, no clock."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import cast

from gongkai_ssg.diagnostics import Span

Value = str | bool | int | float | date | datetime | tuple["Value", ...] | Mapping[str, "Value"]

WEBSITE = "政府网站"
# How a text begins that `gongkai new` leaves to be filled in.
PLACEHOLDER = "〔请填写"
SIGNATURES = ("初审", "复审", "终审", "保密审查")


# The code of an item, e.g. ZDBC-02-03 (the schema has the rule with its words for a clerk).
CODE = re.compile(r"[A-Z]{2,6}(?:-\d{2,3}){1,3}", re.ASCII)
# What becomes a part of an address: ids, names of files, slugs.
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
# Windows gives no folder the name of a device: such a site could not be unpacked there.
_DEVICE = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³]) *(?:\..*)?", re.IGNORECASE
)


def is_device(name: str) -> bool:
    """Whether Windows takes a file of that name for a device: `aux`, `Con.pdf`."""
    return _DEVICE.fullmatch(name) is not None


def name_rule(name: str, rule: str = "只用小写英文字母、数字和减号") -> str:
    """The rule that a part of an address breaks, in Chinese words; empty if it is right."""
    if is_device(name):
        return "这是 Windows 系统保留的名称，请换一个"
    return "" if _NAME.fullmatch(name) else rule


def beside(path: str, written: str) -> str:
    """A file named relative to the file `path`, from the site's root."""
    folder = posixpath.dirname(path)
    return posixpath.normpath(posixpath.join(folder, written.replace("\\", "/")))


def folded(path: str) -> str:
    """A path as it counts where a file must not go out: case and width make no difference."""
    return unicodedata.normalize("NFKC", path).casefold()


def stem(path: str) -> str:
    """A folded path without its last suffix."""
    return posixpath.splitext(folded(path))[0]


@dataclass(frozen=True, slots=True)
class Entry:
    """The typed elements of one entry by their Chinese keys, each with its place.

    Places inside an element are found by paths such as `附件/0/文件`; `faulty` are the keys
    (and paths) in which something was wrong, so that nothing more is said about them.
    """

    kind: str
    span: Span
    values: Mapping[str, Value] = field(default_factory=dict)
    spans: Mapping[str, Span] = field(default_factory=dict)
    body: str = ""
    body_line: int = 0
    broken: bool = False
    faulty: frozenset[str] = frozenset()

    def text(self, key: str) -> str:
        """A text element, or the empty string."""
        value = self.values.get(key, "")
        return value if isinstance(value, str) else ""

    def lines(self, key: str) -> tuple[str, ...]:
        """A list element, or the empty tuple; a single text counts as one line."""
        value = self.values.get(key, ())
        return (value,) if isinstance(value, str) else cast("tuple[str, ...]", value)

    def day(self, key: str) -> date | None:
        """A date element (of a date and time, the day)."""
        value = self.values.get(key)
        if isinstance(value, datetime):
            return value.date()
        return value if isinstance(value, date) else None

    def object(self, key: str) -> Mapping[str, Value]:
        """An element with elements of its own, or an empty one."""
        value = self.values.get(key)
        return value if isinstance(value, Mapping) else {}

    def objects(self, key: str) -> tuple[Mapping[str, Value], ...]:
        """A list of such elements."""
        return cast("tuple[Mapping[str, Value], ...]", self.values.get(key, ()))

    def at(self, *keys: str) -> Span:
        """The place of the first of `keys` that was written; else of the entry."""
        return next((self.spans[key] for key in keys if key in self.spans), self.span)


@dataclass(frozen=True, slots=True)
class Body:
    """A responsible body (公开主体)."""

    id: str
    name: str
    short: str = ""
    phone: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A town or a village (区划); `level` is 县级, 乡级 or 村级."""

    id: str
    name: str
    level: str
    parent: str = ""
    phone: str = ""
    east: str = ""
    north: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """The settings of `site.yaml`.

    Attributes:
        moved: addresses that were printed, and where they lead.
        guarded: whether pages say what they may load and run (安全策略).
    """

    name: str = ""
    url: str = ""
    qr_url: str = ""
    county: str = ""
    bodies: Mapping[str, Body] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)
    domain_order: tuple[str, ...] = ()
    theme: str = "default"
    footer: Mapping[str, str] = field(default_factory=dict)
    scripts: Mapping[str, str] = field(default_factory=dict)
    moved: Mapping[str, str] = field(default_factory=dict)
    guarded: bool = True

    def children(self, place_id: str) -> Iterator[Place]:
        """The places right below a place: the villages of a town."""
        return (p for p in self.places.values() if p.parent == place_id)


@dataclass(frozen=True, slots=True)
class Template:
    """What records under certain items must have (专项公开内容模板)."""

    name: str
    items: tuple[str, ...]
    elements: tuple[str, ...]
    headings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Domain:
    """One of the fields of disclosure (领域), e.g. 征地补偿."""

    slug: str
    entry: Entry
    lead: str = ""
    templates: tuple[Template, ...] = ()

    @property
    def name(self) -> str:
        """名称; the slug while `domain.yaml` is missing."""
        return self.entry.text("名称") or self.slug


@dataclass(frozen=True, slots=True)
class Item:
    """A disclosure item (公开事项), the unit of the catalog; its code never changes."""

    code: str
    domain: str
    entry: Entry
    bodies: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The most specific name."""
        return self.entry.text("三级事项") or self.entry.text("二级事项")

    @property
    def path_names(self) -> tuple[str, ...]:
        """一级事项, 二级事项 and, where there is one, 三级事项."""
        keys = ("一级事项", "二级事项", "三级事项")
        return tuple(name for key in keys if (name := self.entry.text(key)))

    @property
    def channels(self) -> tuple[str, ...]:
        """公开渠道, in the order written."""
        return self.entry.lines("公开渠道")

    @property
    def levels(self) -> tuple[str, ...]:
        """公开层级: 县级, 乡级, 村级."""
        return self.entry.lines("公开层级")

    @property
    def audience(self) -> str:
        """The particular group (特定群体) that it is published for; empty where for everybody."""
        group = self.entry.object("公开对象").get("特定群体", "")
        return group if isinstance(group, str) else ""

    @property
    def ended(self) -> bool:
        """Whether the item was abolished (废止); its page stays."""
        return self.entry.text("状态") == "废止"

    @property
    def successor(self) -> str:
        """The code of the item that took its place (并入), or empty."""
        return self.entry.text("并入")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file published with a record: where it lies and what readers see."""

    source: str
    filename: str
    label: str
    span: Span


@dataclass(frozen=True, slots=True)
class Record:
    """A piece of information published under an item (公开信息)."""

    id: str
    path: str
    item: str
    entry: Entry
    issuer: str = ""
    place: str = ""
    attachments: tuple[Attachment, ...] = ()
    interprets: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """标题."""
        return self.entry.text("标题")

    @property
    def published(self) -> datetime | None:
        """公开日期, to the minute."""
        value = self.entry.values.get("公开日期")
        return value if isinstance(value, datetime) else None

    @property
    def days_to_publish(self) -> int | None:
        """Calendar days from 形成日期 (else 成文日期) to 公开日期; None without one of them."""
        made = self.entry.day("形成日期") or self.entry.day("成文日期")
        out = self.entry.day("公开日期")
        return (out - made).days if made and out else None

    @property
    def validity(self) -> str:
        """有效性: 有效 unless it says otherwise."""
        return self.entry.text("有效性") or "有效"

    @property
    def list_source(self) -> str:
        """The file of the name list (名单), from the site's root; empty without one."""
        written = self.entry.object("名单").get("文件", "")
        return beside(self.path, written) if isinstance(written, str) and written else ""

    @property
    def posting(self) -> tuple[date, date] | None:
        """公示期: first and last day."""
        period = self.entry.object("公示期")
        start, end = period.get("起"), period.get("止")
        return (start, end) if isinstance(start, date) and isinstance(end, date) else None


IS_LIST, LIKE_LIST = "是名单的原文件", "和名单的原文件同名"


class Lists:
    """The source files of all name lists (名单), none of which may leave the house."""

    def __init__(self, records: Iterable[Record]) -> None:
        sources = [record.list_source for record in records if record.list_source]
        self.names = frozenset(map(folded, sources))
        self.stems = frozenset(map(stem, sources))

    def what(self, path: str) -> str:
        """What forbids a file to go out, in Chinese words; empty if nothing does."""
        if folded(path) in self.names:
            return IS_LIST
        return LIKE_LIST if stem(path) in self.stems else ""


@dataclass(frozen=True, slots=True)
class StaticPage:
    """A page of the statutory columns (公开指南, 公开制度 …)."""

    slug: str
    path: str
    entry: Entry


def domain_of(code: str) -> str:
    """The folder of the domain that a code belongs to."""
    return code.partition("-")[0].lower()


@dataclass(frozen=True, slots=True)
class Catalog:
    """Everything a county keeps, cross-linked; what is broken is known by code only.

    `listed` are the entries of the lists (负面清单, 查阅点 …) by their kinds; `about` those, with
    their numbers, that name an item or a place, by kind and what they name. `incomplete` are the
    domains in which some entry could not be read at all: which codes they lack cannot be said.
    """

    site: Site
    domains: Mapping[str, Domain] = field(default_factory=dict)
    items: Mapping[str, Item] = field(default_factory=dict)
    records: Mapping[str, Record] = field(default_factory=dict)
    pages: tuple[StaticPage, ...] = ()
    listed: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    about: Mapping[tuple[str, str], tuple[tuple[int, Entry], ...]] = field(default_factory=dict)
    broken: frozenset[str] = frozenset()
    incomplete: frozenset[str] = frozenset()

    def of_kind(self, kind: str) -> tuple[Entry, ...]:
        """The entries of a list; none where the county keeps none."""
        return self.listed.get(kind, ())
