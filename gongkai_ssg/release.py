"""What may go out: the one place that decides which records reach the website.

Left out are records for paper only, drafts, those without date or signatures, those whose day
has not come, and those withdrawn (of which a tombstone stays). Every page, feed, data file and
index is made from a `Release`, never from the catalog's records.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from gongkai_ssg.model import SIGNATURES, WEBSITE, Catalog, Record

PAPER = "只用于张贴，渠道不含政府网站"
DRAFT = "草稿"
UNDATED = "没有公开日期"
UNSIGNED = "三审和保密审查没有签完"
TOO_EARLY = "还没有到公开日期"
WITHDRAWN = "已到撤下日期，只留一页说明"
ORPHAN = "所属的事项不存在"
# What a preview shows, marked, although it does not go out yet.
_UNFINISHED = frozenset({DRAFT, UNDATED, UNSIGNED, TOO_EARLY})


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A record that does not go out, and why."""

    record: Record
    reason: str


@dataclass(frozen=True, slots=True)
class Release:
    """The catalog as the public may see it on one day; records are newest first."""

    catalog: Catalog
    today: date
    records: tuple[Record, ...] = ()
    tombstones: tuple[Record, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    preview: frozenset[str] = frozenset()
    by_id: Mapping[str, Record] = field(default_factory=dict)
    by_item: Mapping[str, tuple[Record, ...]] = field(default_factory=dict)
    by_domain: Mapping[str, tuple[Record, ...]] = field(default_factory=dict)
    by_place: Mapping[str, tuple[Record, ...]] = field(default_factory=dict)
    by_issuer: Mapping[str, tuple[Record, ...]] = field(default_factory=dict)
    interpreted_by: Mapping[str, tuple[Record, ...]] = field(default_factory=dict)


def release(catalog: Catalog, today: date, *, drafts: bool = False) -> Release:
    """Divide the records of `catalog` as of `today`; `drafts` lets unfinished ones through."""
    public: list[Record] = []
    tombstones: list[Record] = []
    left_out: list[LeftOut] = []
    preview: set[str] = set()
    for record in sorted(catalog.records.values(), key=newest_first, reverse=True):
        reason = why_not(record, catalog, today)
        if reason is None:
            public.append(record)
        elif drafts and reason in _UNFINISHED and not _withdrawn(record, today):
            public.append(record)
            preview.add(record.id)
        else:
            left_out.append(LeftOut(record, reason))
            if reason == WITHDRAWN:
                tombstones.append(record)
    return Release(
        catalog,
        today,
        tuple(public),
        tuple(tombstones),
        tuple(left_out),
        frozenset(preview),
        {r.id: r for r in public},
        _grouped(public, lambda r: [r.item]),
        _grouped(public, lambda r: [catalog.items[r.item].domain]),
        _grouped(public, lambda r: [r.place]),
        _grouped(public, lambda r: [r.issuer]),
        _interpretations(public),
    )


def why_not(record: Record, catalog: Catalog, today: date) -> str | None:
    """The reason why a record stays in the house, or None; paper comes before all else."""
    item = catalog.items.get(record.item)
    if item is None:
        return ORPHAN
    on_web = WEBSITE in (record.entry.lines("渠道") or item.channels)
    published = record.published.date() if record.published else None
    tests = (
        (not on_web, PAPER),
        (record.entry.text("状态") == DRAFT, DRAFT),
        (published is None, UNDATED),
        (not signed(record), UNSIGNED),
        (published is not None and published > today, TOO_EARLY),
        (_withdrawn(record, today), WITHDRAWN),
    )
    return next((reason for applies, reason in tests if applies), None)


def why_not_printed(record: Record, catalog: Catalog, today: date) -> str | None:
    """The reason why a record may not hang on a board, or None.

    What is for paper only may; what comes out tomorrow may be printed today.
    """
    tests = (
        (record.item not in catalog.items, ORPHAN),
        (record.entry.text("状态") == DRAFT, DRAFT),
        (record.published is None, UNDATED),
        (not signed(record), UNSIGNED),
        (_withdrawn(record, today), WITHDRAWN),
    )
    return next((reason for applies, reason in tests if applies), None)


def _withdrawn(record: Record, today: date) -> bool:
    day = record.entry.day("撤下日期")
    return day is not None and day <= today


def signed(record: Record) -> bool:
    """Whether all three reviews and the secrecy review carry a signature and a date."""
    review = record.entry.object("审核")
    parts = (review.get(name) for name in SIGNATURES)
    return all(isinstance(p, Mapping) and p.get("人") and p.get("日期") for p in parts)


def newest_first(record: Record) -> tuple[str, str]:
    """The key by which records are sorted, in reverse; no two have the same."""
    return (record.published.isoformat() if record.published else "", record.id)


def _grouped(
    records: Iterable[Record], keys: Callable[[Record], Iterable[str]]
) -> dict[str, tuple[Record, ...]]:
    groups: dict[str, list[Record]] = {}
    for record in records:
        for key in keys(record):
            groups.setdefault(key, []).append(record)
    return {key: tuple(group) for key, group in groups.items()}


def _interpretations(public: list[Record]) -> dict[str, tuple[Record, ...]]:
    """解读 is written on one side; links run both ways, and only between public records."""
    known = {r.id: r for r in public}
    linked: dict[str, dict[str, Record]] = {}
    for record in public:
        for other in record.interprets:
            if other in known:
                linked.setdefault(record.id, {})[other] = known[other]
                linked.setdefault(other, {})[record.id] = record
    return {key: tuple(group.values()) for key, group in linked.items()}
