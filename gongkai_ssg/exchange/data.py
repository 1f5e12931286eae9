"""Open data: the catalog and the records as JSON, CSV and XLSX.

The JSON carries every element by its Chinese key; the tables have the official columns.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from gongkai_ssg import legal, official, urls, views
from gongkai_ssg.exchange import package, sheets
from gongkai_ssg.exchange.written import written
from gongkai_ssg.model import Item, Record, Value
from gongkai_ssg.pages.shown import public
from gongkai_ssg.project import Project

VERSION = 1
# A name list's source and masks never leave the house; the state of work is nobody's business.
_PRIVATE = frozenset({"名单", "状态"})
# How a cell begins that a spreadsheet would reckon; so it does with signs of full width.
_FORMULA = re.compile(r"[=+@\t\r\n\uff1d\uff0b\uff0d\uff20]|-(?!\d+(\.\d+)?$)")


def files(project: Project) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Every data file with what makes its content."""
    yield "data/catalog.json", lambda: _json({"items": _catalog(project)})
    yield "data/records.json", lambda: _json({"records": _records(project)})
    yield "data/lists.json", lambda: _json({"lists": _lists(project)})
    yield "data/catalog.csv", lambda: _csv(_catalog_rows(project))
    yield "data/records.csv", lambda: _csv(_record_rows(project))
    yield "data/catalog.xlsx", lambda: _xlsx(project, "公开事项目录", _catalog_rows(project))
    yield "data/records.xlsx", lambda: _xlsx(project, "公开信息清单", _record_rows(project))
    yield "data/datapackage.json", lambda: package.descriptor(project)


def _catalog(project: Project) -> Iterator[dict[str, Any]]:
    return (item_data(item) for item in _items(project))


def _records(project: Project) -> Iterator[dict[str, Any]]:
    return (record_data(project, record) for record in project.release.records)


def _lists(project: Project) -> dict[str, Any]:
    """The entries of the county's lists (问答, 回应 …), by the titles of the lists."""
    kinds = project.settings.schema.kinds
    return {
        kinds[name].title: [plain(public(project, kinds[name], one).values) for one in listed]
        for name, listed in project.catalog.listed.items()
        if listed
    }


def _items(project: Project) -> list[Item]:
    """The items in the order of the pages: domain by domain, by the numbers in their codes."""
    rank = {slug: number for number, slug in enumerate(project.catalog.domains)}
    ordered = official.in_order(project.catalog.items.values())
    return sorted(ordered, key=lambda item: rank[item.domain])


def item_data(item: Item) -> dict[str, Any]:
    """One item: every element by its key, the split bases, the domain's slug, the address."""
    values = {key: plain(value) for key, value in item.entry.values.items()}
    bases = [
        {"名称": basis.title, "文号": basis.number}
        for line in item.entry.lines("公开依据")
        for basis in legal.split(line)
    ]
    more = {"依据解析": bases, "领域": item.domain, "地址": urls.item(item.code)}
    return {**values, **more}


def record_data(project: Project, record: Record) -> dict[str, Any]:
    """One public record by its keys; attachments by address, the place by name."""
    entry = record.entry
    values = {k: plain(v) for k, v in entry.values.items() if k not in _PRIVATE}
    if record.attachments:
        base = urls.record(record.id)
        values["附件"] = [{"名称": a.label, "地址": base + a.filename} for a in record.attachments]
    # Only records that are public themselves may be named.
    others = [r.id for r in project.release.interpreted_by.get(record.id, ())]
    values.pop("解读", None)
    values["有效性"] = record.validity
    place = views.place_name(project, record.place)
    return {
        "编号": record.id,
        **values,
        **({"解读": others} if others else {}),
        **({"区划": place} if place else {}),
        "领域": project.catalog.items[record.item].domain,
        "地址": urls.record(record.id),
    }


def plain(value: Value) -> Any:
    """A value as JSON knows it; dates as `2026-03-05`, times as `2026-03-05 09:00`."""
    # Most are texts, and of lists most are of texts.
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return [part if isinstance(part, str) else plain(part) for part in value]
    if isinstance(value, date):
        return official.lines(value)[0]
    if isinstance(value, Mapping):
        return {key: plain(part) for key, part in value.items()}
    return value


def _catalog_rows(project: Project) -> Iterator[list[str]]:
    items = _items(project)
    leaves = official.columns(project.settings.schema.kinds["item"], items)
    names = [f"{c.group}:{c.label}" if c.group else c.label for c in leaves]
    yield ["编码", "领域", *names, "状态", "地址"]
    for item in items:
        cells = ["\n".join(official.cell(leaf, item)) for leaf in leaves]
        name = project.catalog.domains[item.domain].name
        state = "废止" if item.ended else "现行"
        yield [item.code, name, *cells, state, urls.item(item.code)]


def _record_rows(project: Project) -> Iterator[list[str]]:
    columns = project.settings.schema.kinds["record"].columns
    yield ["编号", "事项", *(c.key for c in columns), "内容概述", "领域", "地址"]
    for record in project.release.records:
        place = views.place_name(project, record.place)
        more = {"有效性": record.validity, **({"区划": place} if place else {})}
        values = {**record.entry.values, **more}
        cells = ["\n".join(official.lines(values.get(c.key, ""))) for c in columns]
        name = project.catalog.domains[project.catalog.items[record.item].domain].name
        summary = record.entry.text("内容概述")
        yield [record.id, record.item, *cells, summary, name, urls.record(record.id)]


def _json(data: Mapping[str, Any]) -> bytes:
    return written({"version": VERSION, **data})


def _xlsx(project: Project, title: str, rows: Iterator[list[str]]) -> bytes:
    return sheets.plain(title, list(rows), project.release.today)


def _csv(rows: Iterator[list[str]]) -> bytes:
    """CSV with a BOM, so that Excel reads it as UTF-8; no cell is taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for row in rows:
        writer.writerow([f"'{cell}" if _FORMULA.match(cell) else cell for cell in row])
    return out.getvalue().encode("utf-8-sig")
