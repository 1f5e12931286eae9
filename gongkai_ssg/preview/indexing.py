"""The search index of a preview: what is as it was at the save before is not made again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeVar, cast

from gongkai_ssg import finishing, reuse, search, theme
from gongkai_ssg.build import Checked
from gongkai_ssg.pages import Page
from gongkai_ssg.project import Project

_T = TypeVar("_T")


class Shelf:
    """Things by what they were made from: those of the last whole round, and of this one."""

    def __init__(self) -> None:
        self._old: dict[str, object] = {}
        self._new: dict[str, object] = {}
        self._base = b""
        self.rows: dict[str, search.Row] = {}

    def begins(self, base: bytes) -> None:
        """A round begins; what one that was broken off left is of use on the same base only."""
        if base != self._base:
            self._base, self._new = base, {}

    def get(self, key: str, make: Callable[[], _T]) -> _T:
        """The thing that was made from the same, or is made now."""
        if key not in self._new:
            self._new[key] = self._old[key] if key in self._old else make()
        return cast("_T", self._new[key])

    def ends(self, rows: dict[str, search.Row]) -> None:
        """A round is whole: what it had no use for is dropped."""
        self._old, self._new, self.rows = self._new, {}, rows


def index(
    checked: Checked,
    look: theme.Theme,
    themes: bytes,
    shelf: Shelf,
    go_on: Callable[[], None],
) -> Iterator[tuple[str, bytes]]:
    """The files of the index by their names; `go_on` may raise to break off.

    `themes` are those of the county by their hash, as they were when `look` was read from them.

    Every page that is not what it was is rendered, so that each failing template is found.
    """
    project = cast("Project", checked.project)
    base = finishing.base(themes, look, project)
    shelf.begins(base)
    made = search.Index(_entries(checked.pages, look, base, shelf, go_on), 1, shelf.rows)
    lines = []
    for name, make, of in made.parts():
        go_on()
        content = shelf.get(reuse.key(base, of), make) if of else make()
        lines.append(search.offline.line(name, content))
        yield name, content
    yield search.offline.NAME, search.offline.script(lines)
    shelf.ends(made.rows)


def _entries(
    pages: list[Page], look: theme.Theme, base: bytes, shelf: Shelf, go_on: Callable[[], None]
) -> Iterator[search.Entry]:
    for page in pages:
        go_on()
        shown = look.shown(page)
        key = finishing.page_key(base, page, shown)

        def text(page: Page = page, shown: dict[str, object] = shown) -> list[str]:
            html = look.render(page, shown)
            return search.blocks(page.address, html) if page.search else []

        blocks = shelf.get(key, text)
        if page.search:
            yield finishing.entry(page, sum(map(len, blocks)), partial(list, blocks), key)
