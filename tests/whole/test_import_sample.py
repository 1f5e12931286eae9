"""The sample county's own catalog as an office would hand it over: every item is known again."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import openpyxl
import tiny

from gongkai_ssg import official, tables
from gongkai_ssg.importing import gathering
from gongkai_ssg.importing.gathering import Source
from gongkai_ssg.project import Project

ROOT = Path(__file__).parents[2]


def workbook(project: Project) -> bytes:
    """A sheet for each domain: title, a head of two rows, merged names."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    catalog = project.catalog
    for slug, domain in catalog.domains.items():
        mine = (i for i in catalog.items.values() if i.domain == slug and not i.ended)
        items = official.in_order(mine)
        leaves = official.columns(project.settings.schema.kinds["item"], items)
        sheet = book.create_sheet(domain.name)
        sheet.append([f"示例县{domain.name}领域基层政务公开标准目录"])
        sheet.append(["序号", *(leaf.group or leaf.label for leaf in leaves)])
        sheet.append(["", *(leaf.label if leaf.group else "" for leaf in leaves)])
        for number, item in enumerate(items, 1):
            cells = ["\n".join(official.cell(leaf, item)) for leaf in leaves]
            sheet.append([number, *cells])
        first = 4
        for row in range(5, sheet.max_row + 2):
            if sheet.cell(row, 2).value != sheet.cell(first, 2).value:
                if row - first > 1:
                    sheet.merge_cells(
                        start_row=first, start_column=2, end_row=row - 1, end_column=2
                    )
                first = row
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_every_item_of_every_domain_is_known_again_and_unchanged() -> None:
    checked = tiny.check(ROOT, today=date(2026, 11, 27))
    assert checked.project
    project = checked.project
    source = Source("县.xlsx", tables.read("县.xlsx", workbook(project)))
    plan, drafts = gathering.plan(project, [source])
    in_force = [item for item in project.catalog.items.values() if not item.ended]
    assert len(drafts) == len(in_force) > 250
    assert (plan.new, plan.changed, plan.gone, plan.blocked) == ((), (), (), ())
    assert plan.doubts == ()
