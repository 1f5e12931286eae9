"""The files of a site on their way out, each made only where it does not stand there already.

A page is rendered, looked through once more and read for the search index in one go, in a
process beside the build's own if need be.
"""

from __future__ import annotations

import contextlib
import hashlib
import pickle
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from gongkai_ssg import contents, fs, gate, kept, pages, parallel, reuse, search, theme, urls
from gongkai_ssg.config import SITE_FILE
from gongkai_ssg.diagnostics import Diagnostic, Span, problem
from gongkai_ssg.pages import Page
from gongkai_ssg.project import Project
from gongkai_ssg.reuse import Notes, Standing
from gongkai_ssg.stopwatch import Stopwatch

_INDEX = "pagefind/"
# A larger file is copied a piece at a time, unless it is a text, which is looked through once more.
_IN_ONE_PIECE = 16_000_000


class File(NamedTuple):
    """A file as it goes out.

    Attributes:
        key: of what it is made from; empty where nobody knows.
        old: the name under which it stands in the old site as it would be made; else empty.
        data: what is in it.
        found: numbers of persons in it, where it is made anew.
    """

    name: str
    key: str
    old: str
    data: bytes
    found: tuple[Diagnostic, ...] = ()


class Finished(NamedTuple):
    """A page as it goes out, and its QR code.

    `blocks` is its text for the search index, where that has to be read.
    """

    page: File
    code: File | None
    blocks: list[str] | None
    seconds: float


@dataclass(frozen=True, slots=True)
class Finisher:
    """Makes files, each unless it stands there already."""

    look: theme.Theme
    project: Project
    standing: Standing
    base: bytes
    codes: Mapping[str, contents.Other]

    def finish(self, page: Page) -> Finished:
        """Make a page and the QR code that it shows."""
        began = perf_counter()
        shown = self.look.shown(page)
        name = urls.file_of(page.address)
        key = page_key(self.base, page, shown)
        stands = self.standing.find(name, key)
        blocks = None
        if stands and (page.search is None or name in self.standing.notes.sizes):
            # What stands there need not come over from the process that has looked.
            file = File(name, key, stands[0], b"")
        else:
            html = self.look.render(page, shown)
            file = self._looked_through(name, key, html.encode())
            blocks = search.blocks(page.address, html) if page.search else None
        other = self.codes.get(page.address)
        code = self.made(other) if other else None
        return Finished(file, code, blocks, perf_counter() - began)

    def made(self, other: contents.Other) -> File:
        """Make another file."""
        name, make, of, _ = other
        key = "" if of is None else reuse.key(self.base, of)
        stands = self.standing.find(name, key)
        return File(name, key, *stands) if stands else self._looked_through(name, key, make())

    def _looked_through(self, name: str, key: str, data: bytes) -> File:
        # The index holds what the pages say, packed; a number in it would be chance.
        inside = name.startswith(_INDEX)
        found = () if inside else tuple(gate.in_output(self.project, name, data))
        return File(name, key, "", data, found)


def page_key(base: bytes, page: Page, shown: Mapping[str, object]) -> str:
    """Of what a page is made, which is shown as `shown`."""
    return reuse.key(base, "page", page.template, shown)


def base(themes: bytes, look: theme.Theme, project: Project) -> bytes:
    """A hash of what decides about every page: program, theme, what all show, the exceptions.

    `themes` are those of the county by their hash, as they were before `look` was read from them.
    """
    common = (look.site.theme, look.view, look.css, sorted(project.settings.exceptions))
    digest = hashlib.sha256(kept.program() + themes)
    digest.update(pickle.dumps(common, pickle.HIGHEST_PROTOCOL))
    return digest.digest()


@dataclass(slots=True)
class Filling:
    """An output folder being filled; what stands in the old site as it would be is taken over."""

    project: Project
    planned: Sequence[Page]
    look: theme.Look
    root: Path
    output: fs.Output
    standing: Standing
    finisher: Finisher = field(init=False)
    notes: Notes = field(default_factory=lambda: Notes({}, {}, {}))
    taken: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        themes = kept.themes(self.root)
        look = theme.load(self.project, self.look)
        about = base(themes, look, self.project)
        codes = contents.codes(self.project)
        self.finisher = Finisher(look, self.project, self.standing, about, codes)

    def pages(self, clock: Stopwatch, jobs: int) -> list[search.Entry]:
        """Write every page; what the index needs of them is passed on."""
        made = parallel.mapped(self.finisher.finish, self.planned, jobs)
        entries = []
        for page, done in zip(self.planned, clock.counted(made, len(self.planned)), strict=True):
            clock.notes(done.seconds, page.address)
            self._write(done.page)
            if done.code:
                self._write(done.code)
            if page.search:
                entries.append(self._entry(page, done))
        return entries

    def _entry(self, page: Page, done: Finished) -> search.Entry:
        """What the index needs of a page; of one that is kept the text is read when wanted."""
        name = done.page.name
        if done.blocks is None:
            size = self.standing.notes.sizes[name]
            text: Callable[[], list[str]] = partial(self._text, page, done.page)
        else:
            size, text = sum(map(len, done.blocks)), partial(list, done.blocks)
        self.notes.sizes[name] = size
        return entry(page, size, text, done.page.key)

    def _text(self, page: Page, file: File) -> list[str]:
        """The text of a kept page, which the old index holds; reading the page takes longer."""
        meta = page.search.meta if page.search else {}
        of = search.of_text(file.key, page.address, page.title, dict(meta))
        stands = self.standing.find("", reuse.key(self.finisher.base, of))
        if stands:
            return search.blocks_of(stands[1])
        return search.blocks(page.address, (self.output.folder / file.old).read_text("utf-8"))

    def index(self, entries: Iterable[search.Entry], jobs: int) -> None:
        """Write the search index."""
        index = search.Index(entries, jobs, self.standing.notes.rows)
        lines = []
        for name, make, of in index.parts():
            data = self._written(contents.Other(_INDEX + name, make, of))
            lines.append(search.offline.line(name, data))
        self.notes.rows.update(index.rows)
        script = partial(search.offline.script, lines)
        self._written(contents.Other(_INDEX + search.offline.NAME, script))

    def others(self) -> None:
        """Write all that is neither page nor index."""
        for other in contents.others(self.project, self.planned, self.look, self.root):
            source = None if gate.is_text(other.name) else other.source
            if source and source.stat().st_size > _IN_ONE_PIECE:
                self._claim(other.name)
                self.output.copy(other.name, source)
            else:
                self._written(other)

    @property
    def copied(self) -> dict[str, bytes]:
        """The SHA-256 of each file that went out as it lies in the content, by its path there."""
        files, hashes = pages.files(self.project), self.output.hashes
        return {source: bytes.fromhex(hashes[name].sha256) for name, source in files.items()}

    def _written(self, other: contents.Other) -> bytes:
        file = self.finisher.made(other)
        self._write(file)
        return file.data

    def _write(self, file: File) -> None:
        """Write a file that holds no number of a person, or keep it."""
        self._claim(file.name)
        if file.found:
            raise gate.StoppedError(file.found)
        if file.old:
            self.output.keep(file.name, file.old)
        else:
            self.output.write(file.name, file.data)
        if file.key:
            self.notes.keys[file.name] = file.key

    def _claim(self, name: str) -> None:
        """No two files are one on any computer: the other would be lost without a word."""
        other = self.taken.setdefault(urls.folded(name), name)
        if other != name:
            found = problem("GK304", Span(SITE_FILE), address=name, other=other)
            raise gate.StoppedError((found,))

    def remember(self) -> None:
        """Keep the notes, unless the theme was edited meanwhile: then they may be of either."""
        # The site is out by now: what cannot be read any more is no matter.
        with contextlib.suppress(OSError):
            if base(kept.themes(self.root), self.finisher.look, self.project) == self.finisher.base:
                reuse.remember(self.root, self.output.manifest, self.notes)


def entry(page: Page, size: int, text: Callable[[], list[str]], key: str) -> search.Entry:
    """A page as the search index keeps it; `key` is of what the page was made from."""
    found = page.search
    assert found is not None  # noqa: S101 - nobody asks for one that is not searched
    about = (page.address, page.title, found.meta, found.filters, page.date[:10], found.names)
    return search.Entry(*about, size, text, key)
