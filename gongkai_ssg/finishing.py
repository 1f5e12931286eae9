"""The files of a site on their way out, each made only where it does not stand there already.

A page is rendered, looked through once more and read for the search index in one go, in a
process beside the build's own if need be.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from gongkai_ssg import contents, fs, gate, kept, parallel, reuse, search, theme, urls
from gongkai_ssg.diagnostics import Diagnostic
from gongkai_ssg.pages import Page
from gongkai_ssg.project import Project
from gongkai_ssg.reuse import Notes, Standing
from gongkai_ssg.stopwatch import Stopwatch

_INDEX = "pagefind/"


class Finished(NamedTuple):
    """A page as it goes out.

    Attributes:
        key: of what its file was made from.
        old: the name under which it stands in the old site as it would be made; else empty.
        html: the page, where it was made anew.
        found: numbers of persons in it.
        blocks: its text for the search index, where that has to be read.
    """

    key: str
    old: str
    html: bytes
    found: tuple[Diagnostic, ...]
    blocks: list[str] | None
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
        key = reuse.key(self.base, "page", page.template, shown)
        stands = self.standing.find(name, key)
        if stands and (page.search is None or name in self.standing.notes.sizes):
            return Finished(key, stands[0], b"", (), None, perf_counter() - began)
        html = self.look.render(page, shown)
        data = html.encode()
        found = tuple(gate.in_output(self.project, name, data))
        blocks = search.blocks(page.address, html) if page.search else None
        return Finished(key, "", data, found, blocks, perf_counter() - began)


def base(root: Path, look: theme.Theme, project: Project) -> bytes:
    """A hash of what decides about every page: program, theme, what all show, the exceptions."""
    common = (look.view, look.css, sorted(project.settings.exceptions))
    digest = hashlib.sha256(kept.program() + kept.themes(root))
    digest.update(pickle.dumps(common, pickle.HIGHEST_PROTOCOL))
    return digest.digest()


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
    notes: Notes = field(default_factory=lambda: Notes({}, {}, {}))

    def __post_init__(self) -> None:
        self.base = base(self.root, self.look, self.project)

    def pages(self, clock: Stopwatch, jobs: int) -> list[search.Entry]:
        """Write every page; what the index needs of them is passed on."""
        finisher = Finisher(self.look, self.project, self.standing, self.base)
        made = parallel.mapped(finisher.finish, self.planned, jobs)
        entries = []
        for page, done in zip(self.planned, clock.counted(made, len(self.planned)), strict=True):
            clock.notes(done.seconds, page.address)
            name = urls.file_of(page.address)
            self.notes.keys[name] = done.key
            if done.old:
                self.output.keep(name, done.old)
            else:
                self._write(name, done.html, done.found)
            if page.search:
                entries.append(self._entry(page, name, done))
        return entries

    def _entry(self, page: Page, name: str, done: Finished) -> search.Entry:
        """What the index needs of a page; of one that is kept the text is read when wanted."""
        if done.blocks is None:
            size = self.standing.notes.sizes[name]
            text: Callable[[], list[str]] = partial(self._text, page, done)
        else:
            size, text = sum(map(len, done.blocks)), partial(list, done.blocks)
        self.notes.sizes[name] = size
        return entry(page, size, text, done.key)

    def _text(self, page: Page, done: Finished) -> list[str]:
        """The text of a kept page, which the old index holds; reading the page takes longer."""
        meta = page.search.meta if page.search else {}
        of = search.of_text(done.key, page.address, page.title, dict(meta))
        stands = self.standing.find("", reuse.key(self.base, of))
        if stands:
            return search.blocks_of(stands[1])
        return search.blocks(page.address, (self.output.folder / done.old).read_text("utf-8"))

    def index(self, entries: Iterable[search.Entry], jobs: int) -> None:
        """Write the search index."""
        index = search.Index(entries, jobs, self.standing.notes.rows)
        lines = []
        for name, make, of in index.parts():
            lines.append(search.offline.line(name, self._put(_INDEX + name, make, of)))
        self.notes.rows.update(index.rows)
        self._put(_INDEX + search.offline.NAME, lambda: search.offline.script(lines))

    def others(self, look: theme.Look) -> None:
        """Write all that is neither page nor index."""
        for name, make, of in contents.others(self.project, self.planned, look, self.root):
            self._put(name, make, of)

    def _put(self, name: str, make: Callable[[], bytes], of: object = None) -> bytes:
        """Write a file, or keep it where what alone decides about it (`of`) is what it was."""
        key = "" if of is None else reuse.key(self.base, of)
        if key:
            self.notes.keys[name] = key
        stands = self.standing.find(name, key)
        if stands:
            self.output.keep(name, stands[0])
            return stands[1]
        data = make()
        # The index holds what the pages say; numbers of positions are nobody's.
        self._write(
            name, data, () if name.startswith(_INDEX) else gate.in_output(self.project, name, data)
        )
        return data

    def _write(self, name: str, data: bytes, found: Iterable[Diagnostic]) -> None:
        """Write a file that holds no number of a person."""
        stopped = tuple(found)
        if stopped:
            raise gate.StoppedError(stopped)
        self.output.write(name, data)

    def remember(self) -> None:
        """Keep the notes, unless the theme was edited meanwhile: then they may be of either."""
        if base(self.root, self.look, self.project) == self.base:
            reuse.remember(self.root, self.output.manifest, self.notes)


def entry(page: Page, size: int, text: Callable[[], list[str]], key: str) -> search.Entry:
    """A page as the search index keeps it; `key` is of what the page was made from."""
    found = page.search
    assert found is not None  # noqa: S101 - nobody asks for one that is not searched
    about = (page.address, page.title, found.meta, found.filters, page.date[:10], found.names)
    return search.Entry(*about, size, text, key)
