"""Where that stands in the content on which a sheet failed: a character, a picture, its length."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Sequence

from gongkai_ssg import official
from gongkai_ssg.diagnostics import Diagnostic, Span, problem
from gongkai_ssg.model import Entry
from gongkai_ssg.print.engine import (
    BadPicturesError,
    MissingGlyphsError,
    SheetError,
    TooLongError,
)
from gongkai_ssg.print.notices import Sheet
from gongkai_ssg.print.text import plain

_BODY = "正文"


def of(
    error: SheetError, entries: Sequence[Entry], sheets: Sequence[Sheet]
) -> Iterator[Diagnostic]:
    """The problems of `sheets` that could not be set from `entries`."""
    if isinstance(error, BadPicturesError):
        yield from _bad_pictures(error.paths, entries)
    elif isinstance(error, TooLongError):
        sheet = sheets[error.number]
        yield problem("GK610", Span(*sheet["at"]), title=sheet["title"], paper=sheet["paper"])
    elif isinstance(error, MissingGlyphsError):
        yield from _missing(error.characters, entries, sheets)


def _missing(
    texts: Iterable[str], entries: Sequence[Entry], sheets: Sequence[Sheet]
) -> Iterator[Diagnostic]:
    """GK601 for each character, at every place where it stands."""
    for char in dict.fromkeys(c for text in texts for c in text if not c.isspace()):
        places = [place for entry in entries for place in _places(char, entry)]
        places += [place for sheet in sheets if sheet.get("list") for place in _listed(char, sheet)]
        for key, span in places or [("表格或者模板", Span("site.yaml"))]:
            yield problem("GK601", span, key=key, char=char, number=f"U+{ord(char):04X}")


def _listed(char: str, sheet: Sheet) -> Iterator[tuple[str, Span]]:
    """The places in a name list: its file, the row there, the column by its name."""
    names = [plain(cell["c"]) for cell in sheet["list"]["table"]["head"][0]]
    for line, row in zip(sheet["list"]["lines"], sheet["list"]["table"]["rows"], strict=True):
        for name, cell in zip(names, row, strict=True):
            if char in plain(cell["c"]):
                yield f"第{line}行的{name}", Span(sheet["list"]["file"], line)


def _bad_pictures(paths: Iterable[str], entries: Sequence[Entry]) -> Iterator[Diagnostic]:
    """GK608 for each picture, at the place where a body shows it."""
    for path in paths:
        name = posixpath.basename(path)
        near = [e for e in entries if posixpath.dirname(e.span.path) == posixpath.dirname(path)]
        found = [place for entry in near for place in _in_body(name, entry)]
        yield problem("GK608", found[0] if found else Span(path), name=name)


def _places(char: str, entry: Entry) -> Iterator[tuple[str, Span]]:
    """The first place in an entry, by the name of the element."""
    for key, value in entry.values.items():
        if any(char in line for line in official.lines(value)):
            yield key, _inner(char, key, entry)
            return
    for place in _in_body(char, entry):
        yield _BODY, place


def _in_body(text: str, entry: Entry) -> Iterator[Span]:
    """The first place of a text in the body of an entry."""
    at = entry.body.find(text)
    if at >= 0:
        line = entry.body.count("\n", 0, at)
        column = at - (entry.body.rfind("\n", 0, at) + 1)
        yield Span(entry.span.path, entry.body_line + line, column + 1, len(text))


def _inner(char: str, key: str, entry: Entry) -> Span:
    """The line of a list, where the place of each is known."""
    value = entry.values.get(key)
    lines = value if isinstance(value, tuple) else ()
    found = (n for n, line in enumerate(lines) if isinstance(line, str) and char in line)
    return entry.at(f"{key}/{next(found, 0)}", key)
