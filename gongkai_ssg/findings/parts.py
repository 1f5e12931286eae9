"""What several reports say in the same way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gongkai_ssg.model import Item


def of_item(one: Item) -> dict[str, object]:
    """An item for programs: its code, name and place."""
    span = one.entry.span
    return {"编码": one.code, "名称": one.title, "path": span.path, "line": span.line}


def section(title: str, rows: Iterable[str]) -> Iterator[str]:
    """A title with its rows below; nothing where there are none."""
    shown = list(rows)
    if shown:
        yield ""
        yield f"{title}:"
        yield from (f"  {row}" for row in shown)
