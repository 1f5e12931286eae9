"""The official table (国办发〔2019〕54号) as a sheet, across the paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from math import ceil, sqrt

from gongkai_ssg import official, qr, urls
from gongkai_ssg.model import Item
from gongkai_ssg.official import width_of
from gongkai_ssg.print.notices import Sheet, chinese_date
from gongkai_ssg.project import Project

# Characters: a column of ticks, the narrowest of words, a text that is kept in one line.
_TICK, _NARROWEST, _BRIEF, _ROOT = 2.2, 3.0, 9.0, 2.0
# A row of no more lines than this is kept on one page; a page of either paper holds 40.
_WHOLE = 30


def sheet(project: Project, items: Sequence[Item], heading: str, paper: str) -> Sheet:
    """The official table of some items (at least one)."""
    leaves = official.columns(project.settings.schema.kinds["item"], items)
    header = official.header(leaves)
    cells = [[official.cell(leaf, item) for leaf in leaves] for item in items]
    columns = _weights(leaves, cells)
    return {
        "kind": "catalog",
        "title": heading,
        "paper": paper,
        "header": {key: [_head(c) for c in getattr(header, key)] for key in ("upper", "lower")},
        # Ticks and numbers take the width that they need, the rest share what is left.
        "columns": [
            {"fixed": _is_tick(leaf), "width": width}
            for leaf, width in zip(leaves, columns, strict=True)
        ],
        "centred": [0, *(n + 1 for n, leaf in enumerate(leaves) if leaf.leaf is not None)],
        "rows": list(_rows(project, items, cells, columns)),
        "edition": f"{project.catalog.site.name}　{chinese_date(project.release.today)}打印",
    }


def code(project: Project, item: Item) -> dict[str, str]:
    """An item's QR code and the address that stands beside it."""
    site = project.catalog.site
    text = urls.qr_text(site, item.code, project.version(item.code))
    return {"qr": qr.svg(text), "address": urls.item_absolute(site, item.code)}


def _rows(
    project: Project,
    items: Sequence[Item],
    cells: Sequence[Sequence[tuple[str, ...]]],
    columns: Sequence[float],
) -> Iterator[dict[str, object]]:
    """Rows with their group (一级事项); `first` and `last` bound it."""
    numbered = enumerate(zip(items, cells, strict=True), 1)
    for group, members in groupby(numbered, key=lambda one: one[1][0].entry.text("一级事项")):
        rows = list(members)
        for number, (item, row) in rows:
            yield {
                "number": number,
                "group": group,
                "first": number == rows[0][0],
                "last": number == rows[-1][0],
                "whole": _lines(row, columns) <= _WHOLE,
                "cells": [list(cell) for cell in row[1:]],
                **code(project, item),
            }


def _lines(row: Iterable[tuple[str, ...]], columns: Iterable[float]) -> int:
    """About how many lines the highest cell of a row takes."""
    return max(
        sum(ceil(width_of(line) / width) for line in cell)
        for cell, width in zip(row, columns, strict=True)
    )


def _head(cell: official.HeaderCell) -> dict[str, object]:
    return {"label": cell.label, "columns": cell.columns, "rows": cell.rows}


def _weights(
    leaves: Sequence[official.Leafed], cells: Sequence[Sequence[tuple[str, ...]]]
) -> list[float]:
    """How wide each column wants to be, in characters: a tick little, much text more.

    A column grows with the root of its largest cell, so that no cell is a tower.
    """
    weights = []
    for n, leaf in enumerate(leaves):
        longest = max((width_of(line) for row in cells for line in row[n]), default=0.0)
        most = max((sum(map(width_of, row[n])) for row in cells), default=0.0)
        wanted = max(min(longest, _BRIEF), min(longest, _ROOT * sqrt(most)))
        least = max(_NARROWEST, width_of(leaf.label) / 2)
        weights.append(_TICK if _is_tick(leaf) else max(least, wanted))
    return weights


def _is_tick(leaf: official.Leafed) -> bool:
    return leaf.leaf is not None and not leaf.leaf.key
