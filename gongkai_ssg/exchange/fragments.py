"""The official table of each domain as a piece of HTML without script or style sheet.

For portals whose editor takes pasted HTML: styles stand in the tags, links are whole addresses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from gongkai_ssg import official, urls
from gongkai_ssg.model import Domain, Item, Site
from gongkai_ssg.project import Project

_TABLE = "border-collapse:collapse;width:100%;font-size:14px"
_CELL = "border:1px solid #666;padding:4px 6px;vertical-align:top"
_HEAD = f"{_CELL};background:#e9f0f8;text-align:center"


def files(project: Project) -> Iterator[tuple[str, bytes]]:
    """A file for each domain with items in force, by its slug."""
    for slug, domain in project.catalog.domains.items():
        mine = (i for i in project.catalog.items.values() if i.domain == slug and not i.ended)
        items = official.in_order(mine)
        if items:
            yield f"{slug}.html", _table(project, domain, items).encode()


def _table(project: Project, domain: Domain, items: Sequence[Item]) -> str:
    leaves = official.columns(project.settings.schema.kinds["item"], items)
    head = official.header(leaves)
    site = project.catalog.site
    title = f"{site.county}{domain.name}领域基层政务公开标准目录"
    lines = [f"<h2>{escape(title)}</h2>", f'<table style="{_TABLE}">', "<thead>"]
    lines += [_head_row(head.upper), _head_row(head.lower), "</thead>", "<tbody>"]
    for number, item in enumerate(items, 1):
        cells = [official.cell(leaf, item) for leaf in leaves]
        names = [leaf.field.key for leaf in leaves]
        lines.append(_row(site, item, number, zip(names, cells, strict=True)))
    lines += ["</tbody>", "</table>"]
    return "\n".join(lines) + "\n"


def _head_row(cells: Iterable[official.HeaderCell]) -> str:
    shown = (
        f'<th style="{_HEAD}" colspan="{c.columns}" rowspan="{c.rows}">{escape(c.label)}</th>'
        for c in cells
    )
    return f"<tr>{''.join(shown)}</tr>"


def _row(site: Site, item: Item, number: int, cells: Iterable[tuple[str, tuple[str, ...]]]) -> str:
    shown = [f'<td style="{_CELL}">{number}</td>']
    for key, lines in cells:
        text = "<br>".join(map(escape, lines))
        if key == "二级事项":
            text = f'<a href="{escape(urls.absolute(site, urls.item(item.code)))}">{text}</a>'
        shown.append(f'<td style="{_CELL}">{text}</td>')
    return f"<tr>{''.join(shown)}</tr>"
