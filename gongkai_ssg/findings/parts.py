"""What several reports say in the same way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import ParamSpec

from gongkai_ssg import personal
from gongkai_ssg.model import Item

_P = ParamSpec("_P")


def of_item(one: Item) -> dict[str, object]:
    """An item for programs: its code, name and place."""
    span = one.entry.span
    return {"编码": one.code, "名称": one.title, "path": span.path, "line": span.line}


def told(lines: Callable[_P, Iterator[str]]) -> Callable[_P, Iterator[str]]:
    """Lines that quote what may not be checked yet, without the numbers of persons in them.

    A mobile number stays: it may be a telephone for everybody, and whoever agrees must see it.
    """

    @wraps(lines)
    def masked(*args: _P.args, **kwargs: _P.kwargs) -> Iterator[str]:
        for line in lines(*args, **kwargs):
            yield personal.masked(line, but=personal.MOBILE)

    return masked


def section(title: str, rows: Iterable[str]) -> Iterator[str]:
    """A title with its rows below; nothing where there are none."""
    shown = list(rows)
    if shown:
        yield ""
        yield f"{title}:"
        yield from (f"  {row}" for row in shown)
