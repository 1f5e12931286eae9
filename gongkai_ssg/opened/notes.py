"""What a PDF says beside the text of its pages: notes, form fields, links, bookmarks.

pypdfium2 has no helpers for these: the calls of PDFium are named as in its headers.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from gongkai_ssg.opened import running

if TYPE_CHECKING:
    import pypdfium2

# Keys of a note (ISO 32000-1, tables 164 and 170) and of a form field (table 220).
_KEYS = (b"Contents\0", b"RC\0", b"T\0", b"Subj\0", b"OverlayText\0", b"TU\0", b"V\0", b"DV\0")
_FIELD = ("FPDFAnnot_GetFormFieldName", "FPDFAnnot_GetFormFieldValue")
_URI = 3


def open_forms(document: pypdfium2.PdfDocument) -> None:
    """Let the values of fields be asked for; must come before the pages."""
    from pypdfium2 import raw

    # Of the other kind (XFA) pypdfium2 warns on the terminal; the package below is read instead.
    if document.get_formtype() == raw.FORMTYPE_ACRO_FORM:
        document.init_forms()


def scripts(document: pypdfium2.PdfDocument) -> int:
    """How many scripts are run when the document is opened."""
    from pypdfium2 import raw

    return int(raw.FPDFDoc_GetJavaScriptActionCount(document))


def packets(document: pypdfium2.PdfDocument) -> Iterator[str]:
    """The texts of an XFA form, which are XML."""
    from pypdfium2 import raw

    for number in range(raw.FPDF_GetXFAPacketCount(document)):
        length = ctypes.c_ulong()
        raw.FPDF_GetXFAPacketContent(document, number, None, 0, length)
        buffer = (ctypes.c_char * length.value)()
        if raw.FPDF_GetXFAPacketContent(document, number, buffer, length.value, length):
            yield running.text(bytes(buffer).decode("utf-8", "replace"))


def bookmarks(document: pypdfium2.PdfDocument) -> Iterator[str]:
    """The titles of the bookmarks, and where they lead outside."""
    from pypdfium2 import raw

    met: set[int] = set()
    waiting = [raw.FPDFBookmark_GetFirstChild(document, None)]
    while waiting:
        one = waiting.pop()
        # Damaged files have bookmarks in a circle.
        if not one or (place := ctypes.addressof(one.contents)) in met:
            continue
        met.add(place)
        yield _wide(raw.FPDFBookmark_GetTitle, one)
        yield _address(document, raw.FPDFBookmark_GetAction(one))
        waiting.append(raw.FPDFBookmark_GetNextSibling(document, one))
        waiting.append(raw.FPDFBookmark_GetFirstChild(document, one))


def beside(page: pypdfium2.PdfPage) -> Iterator[str | pypdfium2.PdfAttachment | None]:
    """The texts of the notes, fields and links of a page, and the files that are pinned to it.

    None stands for a file that cannot be had.
    """
    from pypdfium2 import raw

    for number in range(raw.FPDFPage_GetAnnotCount(page)):
        note = raw.FPDFPage_GetAnnot(page, number)
        if not note:
            continue
        try:
            yield from _texts(page, note)
            if raw.FPDFAnnot_GetSubtype(note) == raw.FPDF_ANNOT_FILEATTACHMENT:
                yield _pinned(page, note)
        finally:
            raw.FPDFPage_CloseAnnot(note)


def _texts(page: pypdfium2.PdfPage, note: Any) -> Iterator[str]:
    from pypdfium2 import raw

    for key in _KEYS:
        yield _wide(raw.FPDFAnnot_GetStringValue, note, key)
    if page.formenv and raw.FPDFAnnot_GetSubtype(note) == raw.FPDF_ANNOT_WIDGET:
        for call in _FIELD:
            yield _wide(getattr(raw, call), page.formenv, note)
        for choice in range(raw.FPDFAnnot_GetOptionCount(page.formenv, note)):
            yield _wide(raw.FPDFAnnot_GetOptionLabel, page.formenv, note, choice)
    if raw.FPDFAnnot_GetSubtype(note) == raw.FPDF_ANNOT_LINK:
        link = raw.FPDFAnnot_GetLink(note)
        yield _address(page.pdf, raw.FPDFLink_GetAction(link)) if link else ""


def _pinned(page: pypdfium2.PdfPage, note: Any) -> pypdfium2.PdfAttachment | None:
    import pypdfium2
    from pypdfium2 import raw

    # PDFium has it since the end of 2024.
    call = getattr(raw, "FPDFAnnot_GetFileAttachment", None)
    found = call(note) if call else None
    return pypdfium2.PdfAttachment(found, page.pdf) if found else None


def _address(document: pypdfium2.PdfDocument, action: Any) -> str:
    from pypdfium2 import raw

    if not action or raw.FPDFAction_GetType(action) != _URI:
        return ""
    length = raw.FPDFAction_GetURIPath(document, action, None, 0)
    buffer = (ctypes.c_char * length)()
    raw.FPDFAction_GetURIPath(document, action, buffer, length)
    return bytes(buffer).decode("utf-8", "replace").rstrip("\0")


def _wide(call: Callable[..., int], *whose: Any) -> str:
    """A text that PDFium hands out as UTF-16 with an end, its length in bytes asked for first."""
    length = call(*whose, None, 0)
    buffer = (ctypes.c_ushort * (length // 2 + 1))()
    call(*whose, buffer, length)
    return bytes(buffer)[:length].decode("utf-16-le", "replace").rstrip("\0")
