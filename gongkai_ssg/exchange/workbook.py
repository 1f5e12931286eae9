"""The catalog as a workbook that comes back: edited in Excel, imported again, nothing lost.

A sheet for each domain with the official head, then the elements that have no official column.
Two hidden columns carry the code and, for each cell, a hash of what it said: an import takes the
cells that a person has changed, and no other.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import ceil
from typing import Any

from gongkai_ssg import official
from gongkai_ssg.exchange import sheets
from gongkai_ssg.model import Domain, Item
from gongkai_ssg.official import Leafed, width_of
from gongkai_ssg.project import Project
from gongkai_ssg.schema import Field
from gongkai_ssg.tables.items import fingerprint
from gongkai_ssg.tables.labels import CHECK

_CODE = "编码"
# Elements without a column of the official table that fit into one cell.
_MORE = ("五公开", "俗称", "服务编码", "办事指南", "咨询电话", "监督电话")
_TICKS = "√"
_A3 = 8
_HEAD_ROWS = 2
_WIDTHS = {"一级事项": 12, "二级事项": 16, "三级事项": 12, "公开内容": 34, "公开依据": 44}
_WIDTHS |= {"公开时限": 20, "公开主体": 16, "公开渠道": 24, "特定群体": 12, "办事指南": 20}
_NARROW, _USUAL = 6, 14
# Points of a line, and the highest row that Excel allows.
_LINE, _TALLEST = 16.5, 409
_NOT_EXPORTED = "没有导出；不动这一格，原来的就保留；写了字，就换成写的"


def workbook(project: Project, slugs: Iterable[str] = ()) -> bytes:
    """The items of some domains, or of all; the same catalog and day give the same bytes."""
    out = io.BytesIO()
    book = sheets.new(out, project.release.today)
    wanted = set(slugs) or set(project.catalog.domains)
    for slug, name in _names(project.catalog.domains).items():
        mine = [item for item in project.catalog.items.values() if item.domain == slug]
        if slug in wanted:
            _sheet(book, project, (project.catalog.domains[slug], name), official.in_order(mine))
    if not book.worksheets():
        book.add_worksheet("目录")
    return sheets.closed(book, out)


def _names(domains: Mapping[str, Domain]) -> dict[str, str]:
    """The sheet of each domain: by its name, else by its folder, which an import knows as well."""
    names: dict[str, str] = {}
    for slug, domain in domains.items():
        taken = {name.lower() for name in names.values()}
        fits = sheets.is_name(domain.name) and domain.name.lower() not in taken
        names[slug] = domain.name if fits else slug
    return names


def _sheet(book: Any, project: Project, place: tuple[Domain, str], items: Sequence[Item]) -> None:
    domain, name = place
    kind = project.settings.schema.kinds["item"]
    leaves = official.columns(kind, items)
    more = [kind.by_key[key] for key in _MORE if any(key in i.entry.values for i in items)]
    sheet = book.add_worksheet(name)
    _head(book, sheet, leaves, more)
    form = {"text_wrap": True, "valign": "top", "border": 1, "num_format": "@"}
    body, centred = book.add_format(form), book.add_format({**form, "align": "center"})
    for number, item in enumerate(items, 1):
        row = number + _HEAD_ROWS - 1
        sheet.write_number(row, 0, number, centred)
        cells = list(_cells(item, leaves, more))
        sheet.set_row(row, _height(cells))
        for at, (name, text) in enumerate(cells, 1):
            sheet.write_string(row, at, text, centred if "/" in name else body)
        sheet.write_string(row, len(cells) + 1, item.code)
        check = " ".join(f"{name}={fingerprint(text)}" for name, text in cells)
        sheet.write_string(row, len(cells) + 2, check)
    _layout(sheet, project, domain, leaves, more, len(items))


def _width(name: str) -> int:
    key, _, part = name.partition("/")
    return _WIDTHS.get(part) or _WIDTHS.get(key) or (_NARROW if part else _USUAL)


def _height(cells: Iterable[tuple[str, str]]) -> float:
    """Points: as high as the highest cell; not every program finds that out by itself."""
    lines = 1
    for name, text in cells:
        room = (_width(name) - 1) / 2
        lines = max(lines, sum(max(1, ceil(width_of(line) / room)) for line in text.split("\n")))
    return min(_TALLEST, lines * _LINE)


def _cells(
    item: Item, leaves: Iterable[Leafed], more: Iterable[Field]
) -> Iterator[tuple[str, str]]:
    """The name of each column as an import finds it, and what stands in its cell."""
    for leaf in leaves:
        yield _name(leaf), _shown(official.cell(leaf, item))
    for f in more:
        value = item.entry.values.get(f.key)
        yield f.key, _shown(official.lines(value)) if value is not None else ""


def _shown(lines: Iterable[str]) -> str:
    return sheets.fitting("\n".join(lines), _NOT_EXPORTED)


def _name(leaf: Leafed) -> str:
    return f"{leaf.field.key}/{leaf.label}" if leaf.leaf is not None else leaf.field.key


def _head(book: Any, sheet: Any, leaves: Sequence[Leafed], more: Sequence[Field]) -> None:
    form = book.add_format(
        {
            "bold": True,
            "bg_color": "#E9F0F8",
            "border": 1,
            "text_wrap": True,
            "align": "center",
            "valign": "vcenter",
        }
    )
    at = 0
    header = official.header(leaves)
    for cell in header.upper:
        if cell.columns > 1:
            sheet.merge_range(0, at, 0, at + cell.columns - 1, cell.label, form)
        else:
            sheet.merge_range(0, at, 1, at, cell.label, form)
        at += cell.columns
    for number, leaf in enumerate(leaves, 1):
        if leaf.group:
            sheet.write_string(1, number, leaf.label, form)
        sheet.write_comment(1 if leaf.group else 0, number, _help(leaf.field))
    for number, f in enumerate(more, len(leaves) + 1):
        sheet.merge_range(0, number, 1, number, f.key, form)
        sheet.write_comment(0, number, _help(f))
    end = len(leaves) + len(more) + 1
    for number, label in enumerate((_CODE, CHECK), end):
        sheet.merge_range(0, number, 1, number, label, form)


def _help(f: Field) -> str:
    """What a clerk may write: the schema's words and, where there is one, the vocabulary."""
    several = "\n一行写一个" if f.type in ("lines", "choices", "channels", "refs") else ""
    values = f"\n可以写: {'、'.join(f.values)}" if f.values else ""
    return f"{f.help}{several}{values}"


def _layout(  # noqa: PLR0913, PLR0917
    sheet: Any,
    project: Project,
    domain: Domain,
    leaves: Sequence[Leafed],
    more: Sequence[Field],
    count: int,
) -> None:
    last = _HEAD_ROWS + max(count, 1) - 1
    sheet.set_column(0, 0, _NARROW)
    for at, leaf in enumerate(leaves, 1):
        sheet.set_column(at, at, _width(_name(leaf)))
        if leaf.leaf is not None and leaf.leaf.values:
            rule = {"validate": "list", "source": [_TICKS], "ignore_blank": True}
            sheet.data_validation(_HEAD_ROWS, at, last + 200, at, {**rule, "show_error": False})
    for at, f in enumerate(more, len(leaves) + 1):
        sheet.set_column(at, at, _width(f.key))
    end = len(leaves) + len(more) + 1
    sheet.set_column(end, end + 1, None, None, {"hidden": True})
    sheet.freeze_panes(_HEAD_ROWS, 3)
    sheet.autofilter(1, 0, last, end - 1)
    # What has no official column is for the screen.
    sheet.print_area(0, 0, last, len(leaves))
    sheet.repeat_rows(0, 1)
    sheet.set_landscape()
    sheet.set_paper(_A3)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(0.5, 0.5, 0.8, 0.6)
    title = f"{project.catalog.site.county}{domain.name}领域基层政务公开标准目录"
    sheet.set_header(f"&C&14{title.replace('&', '&&')}")
    sheet.set_footer("&C第 &P 页，共 &N 页")
