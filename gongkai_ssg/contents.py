"""What a site consists of beside its pages: every file's name, and how its content is made.

A build asks for all of it, a preview for one file at a time; both have it from here.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from gongkai_ssg import pages, qr, release, theme, urls
from gongkai_ssg.exchange import calendars, data, feeds
from gongkai_ssg.pages import Page
from gongkai_ssg.print import site
from gongkai_ssg.project import Project

Make = Callable[[], bytes]


class Other(NamedTuple):
    """A file, how it is made, and from what alone, where that is known before it is made.

    `source` is the file of which it is a copy.
    """

    name: str
    make: Make
    of: object = None
    source: Path | None = None


def others(
    project: Project, planned: Iterable[Page], look: theme.Look, root: Path
) -> Iterator[Other]:
    """Attachments, static files, data and feeds; static files are read at once."""
    for name, source in pages.files(project).items():
        yield Other(name, (root / source).read_bytes, source=root / source)
    for name, content in look.static():
        yield Other(name, partial(bytes, content))
    finished = _finished(project)
    made = (
        site.sheets(project, root),
        data.files(finished),
        feeds.files(finished, planned),
        calendars.files(finished),
    )
    yield from itertools.starmap(Other, itertools.chain.from_iterable(made))


def codes(project: Project) -> dict[str, Other]:
    """The QR code of each item, by the address of its page, which shows the same."""
    site, made = project.catalog.site, dict[str, Other]()
    for code in project.catalog.items:
        address, text = urls.item(code), urls.qr_text(site, code, project.version(code))
        made[address] = Other(f"{address}qr.svg", partial(_qr, text), ("qr", text))
    return made


def _qr(text: str) -> bytes:
    return qr.svg(text).encode()


def _finished(project: Project) -> Project:
    """Drafts are for the eyes of those who preview, not for programs that read data and feeds."""
    if not project.release.preview:
        return project
    public = release.release(project.catalog, project.release.today)
    return replace(project, release=public)
