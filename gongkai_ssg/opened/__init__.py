"""An attachment → the texts in it, each with its place: hidden sheets, comments and metadata, too.

`sheets`     spreadsheets, cell by cell
`packed`     the parts of an Office file, and what lies in a zip
`beside`     what a workbook says beside its cells
`documents`  PDF, and the old binary files of Office
`decoding`   bytes → text, however an office saved it
`piece`      a text with its place, or why there is none

A picture says nothing here: what is scanned has to be looked at by a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gongkai_ssg.media import suffix
from gongkai_ssg.opened import documents, packed, sheets
from gongkai_ssg.opened.decoding import decoded
from gongkai_ssg.opened.piece import BROKEN, LOCKED, NESTED, SEPARATOR, Closed, Piece

__all__ = ["Closed", "Piece", "pieces"]
_SHEETS = frozenset({"xlsx", "xls", "et", "ods"})
_PACKED = frozenset({"docx", "xlsx", "pptx", "ods", "ofd"})
# Word, PowerPoint and WPS before 2007; WPS still writes them.
_BINARY = frozenset({"doc", "ppt", "wps", "xls", "et"})
_READ = _SHEETS | _PACKED | _BINARY | {"csv", "txt", "pdf"}
_ARCHIVES = frozenset({"zip", "rar", "7z"})
_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def pieces(name: str, data: bytes) -> Iterator[Piece | Closed]:
    """The texts of a file by its name, and what of it cannot be read; nothing of a picture.

    A zip and the files within a PDF are opened one level deep.
    """
    kind = suffix(name)
    yield from _of_kind(kind, data)
    inner: Iterable[tuple[str, bytes] | Closed] = packed.members(data) if kind == "zip" else ()
    if kind == "pdf":
        inner = documents.enclosed(data)
    for member in inner:
        if not isinstance(member, Closed):
            yield from _of_member(*member)
        elif not member.where or suffix(member.where) in _READ:
            yield member


def _of_member(member: str, content: bytes) -> Iterator[Piece | Closed]:
    if suffix(member) in _ARCHIVES:
        yield Closed(member, NESTED)
    for piece in _of_kind(suffix(member), content):
        where = f"{member}{SEPARATOR}{piece.where}" if piece.where else member
        yield piece._replace(where=where)


def _of_kind(kind: str, data: bytes) -> Iterator[Piece | Closed]:
    is_old = data.startswith(_OLE)
    if kind in _SHEETS | _PACKED and is_old and _ENCRYPTED in data:
        yield Closed("", LOCKED)
        return
    if kind in _SHEETS:
        # A system may give the name of a workbook to a page or a text; that is read as bytes.
        found = sheets.cells(data)
        yield from (p for p in found if kind not in _BINARY or p != Closed("", BROKEN))
    if kind == "csv":
        yield from sheets.csv_cells(data)
    if kind == "txt":
        yield Piece("", decoded(data))
    if kind == "pdf":
        yield from documents.pdf(data)
    if kind in _PACKED and not is_old:
        yield from packed.parts(data)
    if kind in _BINARY or (kind in _PACKED and is_old):
        yield from documents.binary(data)
