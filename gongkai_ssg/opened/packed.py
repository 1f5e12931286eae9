"""What lies in a zip: the parts of an Office file, or packed files."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from gongkai_ssg.opened.decoding import decoded
from gongkai_ssg.opened.piece import Piece

_TAGS = re.compile(r"<[^>]*>")
_CELLS = ("xl/worksheets/", "xl/sharedStrings")
_RUNNING = ("word/", "ppt/")
_PARAGRAPH_END = re.compile(r"</(?:w:p|a:p)>")
_BIGGEST = 50_000_000


def parts(data: bytes) -> Iterator[Piece]:
    """The texts of the XML parts of an Office file that are no sheets: those were read as cells.

    What no sheet shows (comments, names of authors, headers) is among them.
    """
    for name, content in members(data):
        if not name.endswith((".xml", ".rels")) or name.startswith(_CELLS):
            continue
        text = decoded(content)
        # In a text document a number may be cut into runs; anywhere else a tag ends a word.
        joined = name.startswith(_RUNNING)
        text = _PARAGRAPH_END.sub("\n", text) if joined else _TAGS.sub("\n", text)
        yield Piece(name, _TAGS.sub("", text))


def members(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The files in a zip; none of one that is damaged, or locked with a password."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for member in packed.infolist():
                if not member.is_dir() and member.file_size <= _BIGGEST:
                    yield member.filename, packed.read(member)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError):
        return
