"""PDF, and the binary files of Office before 2007."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from gongkai_ssg.opened.piece import BROKEN, LOCKED, Closed, Piece

if TYPE_CHECKING:
    import pypdfium2

# Runs of text in a binary file: eight-bit, and UTF-16 with digits, letters and Chinese.
_NARROW = re.compile(rb"[\x20-\x7e]{6,}")
_WIDE = re.compile(r"[\x20-\x7e\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]{2,}")
_PARTED = "\n\n"


def pdf(data: bytes) -> Iterator[Piece | Closed]:
    """The text of each page (`第2页`) and the metadata.

    Lines as they are seen: a number that a table breaks over two lines is not put together.
    """
    document = _opened(data)
    if isinstance(document, Closed):
        yield document
        return
    try:
        for key, value in document.get_metadata_dict(skip_empty=True).items():
            yield Piece(f"文档属性 {key}", value)
        for number in range(len(document)):
            yield Piece(f"第{number + 1}页", _text(document, number))
    finally:
        document.close()


def _text(document: pypdfium2.PdfDocument, number: int) -> str:
    import pypdfium2

    try:
        return str(document[number].get_textpage().get_text_bounded())
    except pypdfium2.PdfiumError:
        return ""


def enclosed(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The files that are attached within a PDF."""
    document = _opened(data)
    if isinstance(document, Closed):
        return
    try:
        for number in range(document.count_attachments()):
            found = document.get_attachment(number)
            yield found.get_name(), bytes(found.get_data())
    finally:
        document.close()


def _opened(data: bytes) -> pypdfium2.PdfDocument | Closed:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        return Closed("", LOCKED if "password" in str(error).lower() else BROKEN)


def binary(data: bytes) -> Iterator[Piece]:
    """Whatever looks like text in a binary file; where in the document cannot be said.

    Word keeps a piece of text as eight-bit characters or as UTF-16, beginning at any byte.
    """
    yield Piece("", _PARTED.join(run.decode("ascii") for run in _NARROW.findall(data)))
    for start in (0, 1):
        text = data[start:].decode("utf-16-le", "replace")
        yield Piece("", _PARTED.join(_WIDE.findall(text)))
