"""PDF: pages, whatever of them a reader shows, and what stands beside them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gongkai_ssg.opened import active, kinds, notes
from gongkai_ssg.opened.piece import (
    BROKEN,
    FILE_NAMES,
    LOCKED,
    PARTED,
    TOO_LARGE,
    Closed,
    Found,
    Inner,
    Piece,
)

if TYPE_CHECKING:
    import pypdfium2

# Farther out than any page, in points: what was cropped away is still in the file.
_FAR = 1e7
_MOST_PAGES, _MOST_SIGNS = 10_000, 20_000_000
_NAMELESS, _BESIDE = "没有名字的附件", "的批注和表单"


def read(data: bytes) -> Iterator[Found]:
    """The text of each page (`第2页`), its notes, the bookmarks, the metadata, the attachments.

    Lines as they are seen; a number that a table broke over some is put together by its search.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        yield Closed("", LOCKED if "password" in str(error).lower() else BROKEN)
        return
    try:
        for key, value in document.get_metadata_dict(skip_empty=True).items():
            yield Piece(f"文档属性 {key}", value)
        beside = (*notes.bookmarks(document), *notes.packets(document))
        yield Piece("书签和表单", PARTED.join(beside))
        yield from _pages(document)
        yield from _enclosed(document)
        yield from active.of_paper(data, lambda: notes.scripts(document))
    finally:
        document.close()


def _pages(document: pypdfium2.PdfDocument) -> Iterator[Found]:
    import pypdfium2

    notes.open_forms(document)
    broken: list[str] = []
    signs = 0
    for number in range(1, len(document) + 1):
        where = f"第{number}页"
        # One page of a few bytes may be shown as often as one likes.
        if number > _MOST_PAGES or signs > _MOST_SIGNS:
            yield Closed(where, f"和后面的{TOO_LARGE}")
            break
        try:
            page = document[number - 1]
        except pypdfium2.PdfiumError:
            broken.append(where)
            continue
        try:
            for one in _page(page, where):
                signs += len(one.text) if isinstance(one, Piece) else 0
                yield one
        except pypdfium2.PdfiumError:
            broken.append(where)
        finally:
            page.close()
    if broken:
        more = f"等{len(broken)}页" if len(broken) > 1 else ""
        yield Closed(broken[0], f"{more}{BROKEN}")


def _page(page: pypdfium2.PdfPage, where: str) -> Iterator[Found]:
    said: list[str] = []
    for one in notes.beside(page):
        if isinstance(one, str):
            said.append(one)
        else:
            yield from _file(one)
    yield Piece(f"{where}{_BESIDE}", PARTED.join(filter(None, said)))
    shown = page.get_textpage()
    try:
        yield Piece(where, str(shown.get_text_bounded(-_FAR, -_FAR, _FAR, _FAR)))
    finally:
        shown.close()


def _enclosed(document: pypdfium2.PdfDocument) -> Iterator[Found]:
    import pypdfium2

    for number in range(document.count_attachments()):
        try:
            found = document.get_attachment(number)
        except pypdfium2.PdfiumError:
            found = None
        yield from _file(found)


def _file(attached: pypdfium2.PdfAttachment | None) -> Iterator[Found]:
    """A file that is attached, unless it is silent; an empty one cannot be told from a lost one."""
    import pypdfium2

    name = _NAMELESS
    try:
        name = attached.get_name() if attached else name
        yield Piece(FILE_NAMES, name)
        if kinds.is_silent(name):
            return
        data = bytes(attached.get_data()) if attached else b""
    except pypdfium2.PdfiumError:
        data = b""
    if not data:
        yield Closed(name, BROKEN)
    elif kinds.is_read(name):
        yield Inner(name, data)
    else:
        yield from kinds.strangers([name])
    yield from active.programs([name])
