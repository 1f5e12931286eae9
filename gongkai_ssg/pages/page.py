"""What a page is: an address, a template and a view that is made when it is rendered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from gongkai_ssg.views import Link


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """What the search index keeps of a page beside its text; `names` are what people call it."""

    meta: Mapping[str, str]
    filters: Mapping[str, tuple[str, ...]]
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One HTML page: where, with which template, showing what."""

    address: str
    template: str
    title: str
    view: Callable[[], Mapping[str, Any]] = field(compare=False)
    description: str = ""
    crumbs: tuple[Link, ...] = ()
    date: str = ""
    search: SearchEntry | None = None
    listed: bool = True
