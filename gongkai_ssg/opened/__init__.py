"""An attachment → the texts in it, each with its place: hidden sheets, comments and metadata, too.

`sheets`     spreadsheets, cell by cell
`packed`     the parts of an Office file, and what lies in a zip
`documents`  PDF, and the old binary files of Office

A picture says nothing here: what is scanned has to be looked at by a person.
"""

from __future__ import annotations

from collections.abc import Iterator

from gongkai_ssg.media import suffix
from gongkai_ssg.opened import documents, packed, sheets
from gongkai_ssg.opened.decoding import decoded
from gongkai_ssg.opened.piece import SEPARATOR, Piece

__all__ = ["Piece", "pieces"]
_SHEETS = frozenset({"xlsx", "xls", "et", "ods"})
_PACKED = frozenset({"docx", "xlsx", "pptx", "ods", "ofd"})
# Word, PowerPoint and WPS before 2007; WPS still writes them.
_BINARY = frozenset({"doc", "ppt", "wps", "xls", "et"})


def pieces(name: str, data: bytes) -> Iterator[Piece]:
    """The texts of a file by its name; nothing of a kind that cannot be opened.

    A zip and the files within a PDF are opened one level deep.
    """
    kind = suffix(name)
    yield from _of_kind(kind, data)
    inner = packed.members(data) if kind == "zip" else ()
    if kind == "pdf":
        inner = documents.enclosed(data)
    for member, content in inner:
        for piece in _of_kind(suffix(member), content):
            where = f"{member}{SEPARATOR}{piece.where}" if piece.where else member
            yield piece._replace(where=where)


def _of_kind(kind: str, data: bytes) -> Iterator[Piece]:
    if kind in _SHEETS:
        yield from sheets.cells(data)
    if kind == "csv":
        yield from sheets.csv_cells(data)
    if kind == "txt":
        yield Piece("", decoded(data))
    if kind == "pdf":
        yield from documents.pdf(data)
    if kind in _PACKED:
        yield from packed.parts(data)
    if kind in _BINARY:
        yield from documents.binary(data)
