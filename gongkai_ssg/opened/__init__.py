"""An attachment → the texts in it, each with its place: hidden sheets, comments and metadata, too.

`kinds`      which files have a reader, which no text, what lies beneath the name of an old one
`apart`      a process of its own, in which `reader` reads workbooks and PDFs
`books`      the sheets of a workbook
`sheets`     spreadsheets, cell by cell
`longhand`   long numbers and formulas, as the file of a workbook has them
`packed`     the parts of an Office or OFD file, and what lies in a zip
`running`    the text of such a part, through runs and tracked changes
`layout`     the lines of a page of OFD
`beside`     what a workbook says beside its cells
`pdf`        pages of a PDF, and what is attached to it
`notes`      what a PDF says beside its pages
`documents`  the old binary files of Office, RTF
`decoding`   bytes → text, however an office saved it
`active`     what would run where it is opened (programs, macros, scripts), or be written elsewhere
`piece`      a text with its place, or why there is none

A picture says nothing here: what is scanned has to be looked at by a person.
"""

from __future__ import annotations

from collections.abc import Iterator

from gongkai_ssg.media import suffix
from gongkai_ssg.opened import active, apart, documents, kinds, packed, reader, running, sheets
from gongkai_ssg.opened.decoding import decoded
from gongkai_ssg.opened.kinds import is_silent
from gongkai_ssg.opened.packed import Budget
from gongkai_ssg.opened.piece import (
    BROKEN,
    LOCKED,
    NESTED,
    SEPARATOR,
    TOO_DEEP,
    TOO_LARGE,
    UNKNOWN,
    Active,
    Closed,
    Found,
    Inner,
    Piece,
)

__all__ = ["MOST_BYTES", "TOO_LARGE", "Active", "Closed", "Piece", "is_silent", "pieces"]
# A larger file is not opened: with all that is made of it, it would fill the memory.
MOST_BYTES = 200_000_000
# A workbook in a document in a zip, and one more.
_DEEPEST = 3
_OLE, _ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def pieces(name: str, data: bytes) -> Iterator[Piece | Closed | Active]:
    """The texts of a file by its name, what of it cannot be read, what runs; nothing of a picture.

    What lies within a zip, an Office or OFD file or a PDF is opened in its turn, to a depth and a
    size that no honest file has; a zip within anything is not.
    """
    yield from _within(suffix(name), data, Budget(), 0)


def _within(
    kind: str, data: bytes, budget: Budget, depth: int
) -> Iterator[Piece | Closed | Active]:
    for one in _of_kind(kind, data, budget):
        if not isinstance(one, Inner):
            yield one
        elif suffix(one.name) in kinds.ARCHIVES:
            yield Closed(one.name, NESTED)
        elif depth == _DEEPEST:
            yield Closed(one.name, TOO_DEEP)
        else:
            for found in _within(suffix(one.name), one.data, budget, depth + 1):
                where = f"{one.name}{SEPARATOR}{found.where}" if found.where else one.name
                yield found._replace(where=where)


def _of_kind(kind: str, data: bytes, budget: Budget) -> Iterator[Found]:
    if kind in kinds.SHEETS | kinds.PACKED | kinds.BINARY:
        yield from _office(kind, data, budget)
    elif kind == "pdf":
        yield from _paper(data)
    elif kind == "zip":
        yield from packed.files(data, budget)
    elif kind in kinds.TABLES:
        yield from sheets.csv_cells(data)
    elif kind == "rtf":
        yield from documents.rich(data)
    elif kind in kinds.MARKED:
        yield Piece("", running.text(decoded(data)))
    elif kind in kinds.PAGES | kinds.TEXTS:
        yield Piece("", decoded(data), flowing=kind in kinds.PAGES)
    elif kind == kinds.MAIL:
        yield Closed("", UNKNOWN)


def _paper(data: bytes) -> list[Found]:
    try:
        return list(apart.read(reader.PDF, data))
    except apart.UnreadError as error:
        return [Closed("", str(error))]


def _office(kind: str, data: bytes, budget: Budget) -> Iterator[Found]:
    is_old, is_new = data.startswith(_OLE), kind in kinds.SHEETS | kinds.PACKED
    if is_new and is_old and _ENCRYPTED in data:
        yield Closed("", LOCKED)
        return
    if kind in kinds.SHEETS and packed.is_too_large(data):
        yield Closed("", TOO_LARGE)
        return
    found: list[Iterator[Found]] = []
    real = "" if is_old or kind not in kinds.BINARY else kinds.beneath(kind, data)
    if real:
        found.append(_of_kind(real, data, budget))
    elif kind in kinds.SHEETS:
        found.append(sheets.cells(data))
    if not is_old and (kind in kinds.PACKED or data.startswith(_ZIP)):
        found.append(packed.parts(data, budget))
    if is_old or (kind in kinds.BINARY and not real):
        found.append(documents.binary(data))
    if is_old and active.has_old_macros(data):
        yield active.macros()
    # Whatever has the name of an old document is read somehow.
    damage = Closed("", BROKEN)
    for what in found:
        yield from (one for one in what if kind not in kinds.BINARY or one != damage)
