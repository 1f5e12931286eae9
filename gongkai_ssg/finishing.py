"""The files of a site on their way out, each made only where it does not stand there already.

A page is rendered, looked through once more and read for the search index in one go, in a
process beside the build's own if need be.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from gongkai_ssg import contents, fs, gate, kept, parallel, reuse, search, theme, urls
from gongkai_ssg.diagnostics import Diagnostic
from gongkai_ssg.pages import Page
from gongkai_ssg.project import Project
from gongkai_ssg.reuse import Standing
from gongkai_ssg.stopwatch import Stopwatch


class Finished(NamedTuple):
    """A page as it goes out, and what its file was made from.

    Without `html` it stands in the old site as it would be made; `found` are numbers of persons
    in it, and `entry` is what the search index needs of it.
    """

    name: str
    key: str
    html: bytes | None
    found: tuple[Diagnostic, ...]
    entry: search.Entry | None
    seconds: float


@dataclass(frozen=True, slots=True)
class Finisher:
    """What all pages of a site share on their way out."""

    look: theme.Theme
    project: Project
    standing: Standing
    base: bytes

    def finish(self, page: Page) -> Finished:
        """Make one page, unless it stands there already."""
        began = perf_counter()
        shown = self.look.shown(page)
        name = urls.file_of(page.address)
        key = reuse.key(self.base, page.template, shown)
        html = self.standing.find(name, key)
        fresh, found = None, tuple[Diagnostic, ...]()
        if html is None:
            html = fresh = self.look.render(page, shown).encode()
            found = tuple(gate.in_output(self.project, name, fresh))
        entry = search_page(page, html.decode())
        seen = search.read(entry) if entry else None
        return Finished(name, key, fresh, found, seen, perf_counter() - began)


@dataclass(slots=True)
class Filling:
    """An output folder being filled; what stands in the old site as it would be is taken over."""

    project: Project
    planned: Sequence[Page]
    look: theme.Theme
    root: Path
    output: fs.Output
    standing: Standing
    base: bytes = b""
    keys: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.base = base(self.root, self.look, self.project)

    def pages(self, clock: Stopwatch, jobs: int) -> list[search.Entry]:
        """Write every page; what the index needs of them is passed on."""
        finisher = Finisher(self.look, self.project, self.standing, self.base)
        made = parallel.mapped(finisher.finish, self.planned, jobs)
        entries = []
        for page, done in zip(self.planned, clock.counted(made, len(self.planned)), strict=True):
            clock.notes(done.seconds, page.address)
            self._write(done.name, done.key, done.html, done.found)
            if done.entry:
                entries.append(done.entry)
        return entries

    def others(self, look: theme.Look) -> None:
        """Write all that is no page."""
        for name, make, of in contents.others(self.project, self.planned, look, self.root):
            key = "" if of is None else reuse.key(self.base, of)
            stands = self.standing.find(name, key) is not None
            data = None if stands else make()
            found = gate.in_output(self.project, name, data) if data else ()
            self._write(name, key, data, found)

    def _write(self, name: str, key: str, data: bytes | None, found: Iterable[Diagnostic]) -> None:
        """Write a file that holds no number of a person; without data it is kept."""
        stopped = tuple(found)
        if stopped:
            raise gate.StoppedError(stopped)
        if data is None:
            self.output.keep(name)
        else:
            self.output.write(name, data)
        if key:
            self.keys[name] = key

    def remember(self) -> None:
        """Note the keys, unless the theme was edited meanwhile: then they may be of either."""
        if base(self.root, self.look, self.project) == self.base:
            reuse.remember(self.root, self.output.manifest, self.keys)


def base(root: Path, look: theme.Theme, project: Project) -> bytes:
    """A hash of what decides about every page: program, theme, what all show, the exceptions."""
    common = (look.view, look.css, sorted(project.settings.exceptions))
    digest = hashlib.sha256(kept.program() + kept.themes(root))
    digest.update(pickle.dumps(common, pickle.HIGHEST_PROTOCOL))
    return digest.digest()


def search_page(page: Page, html: str) -> search.SearchPage | None:
    """What the index needs of a rendered page; None of one that is not searched."""
    if page.search is None:
        return None
    meta, filters = page.search.meta, page.search.filters
    about = (page.title, meta, filters, page.date[:10], page.search.names)
    return search.SearchPage(page.address, html, *about)
