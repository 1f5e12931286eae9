"""A program of its own (see `apart`): files come in, what is in them goes out as plain values.

It is run by its path with the folders of modules as its argument. To the head of a file it answers
that it can read such a file, or which part of the program it lacks; then the file may come.
"""

from __future__ import annotations

import contextlib
import faulthandler
import importlib
import io
import json
import os
import pickle
import signal
import struct
import sys
from typing import IO, Any

BOOK, PDF = "book", "pdf"
HEAD = struct.Struct(">4sQd")
SIZE = struct.Struct(">Q")
LOCKED, DAMAGED = "locked", "damaged"
READY = b"ready"
# What reads a file of that kind.
LIBRARIES = {BOOK: "python_calamine", PDF: "pypdfium2"}
# More than any workbook needs that is let in; what wants more is damaged.
_MEMORY = 6 << 30


def serve() -> None:
    """Answer until nobody asks any more."""
    # Ctrl+C is for the parent, whose end is ours.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        import resource

        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    asked, answers = sys.stdin.buffer, sys.stdout.buffer
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - a device
        while head := asked.read(HEAD.size):
            written, size, seconds = HEAD.unpack(head)
            kind = written.rstrip(b"\0").decode()
            missing = lacking(kind)
            _answer(answers, missing.encode() or READY)
            if missing:
                return
            # A watchdog that needs nothing of Python ends a reading that never ends by itself.
            faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
            data = pickle.dumps(read(kind, asked.read(size)), pickle.HIGHEST_PROTOCOL)
            faulthandler.cancel_dump_traceback_later()
            _answer(answers, data)


def _answer(answers: IO[bytes], said: bytes) -> None:
    answers.write(SIZE.pack(len(said)) + said)
    answers.flush()


def lacking(kind: str) -> str:
    """The library that files of a kind need, where it cannot be loaded; else nothing."""
    try:
        importlib.import_module(LIBRARIES[kind])
        if kind == PDF:
            importlib.import_module("gongkai_ssg.opened.pdf")
    except (ImportError, OSError):
        return LIBRARIES[kind]
    return ""


def read(kind: str, data: bytes) -> str | list[Any]:
    """What is in a file of that kind."""
    if kind == BOOK:
        return book(data)
    from gongkai_ssg.opened import pdf

    return list(pdf.read(data))


def book(data: bytes) -> str | list[tuple[Any, ...]]:
    """Each sheet: name, type, visibility, rows and merged ranges; or why there is nothing."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        opened = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [_sheet(opened, number) for number in range(len(opened.sheets_metadata))]
    except PasswordError:
        return LOCKED
    except (CalamineError, OSError, ValueError, IndexError):
        return DAMAGED


def _sheet(book: Any, number: int) -> tuple[Any, ...]:
    from python_calamine import CalamineError, SheetTypeEnum, SheetVisibleEnum

    about = book.sheets_metadata[number]
    merged, rows = (), None
    if about.typ != SheetTypeEnum.ChartSheet:
        with contextlib.suppress(CalamineError, OSError, ValueError, IndexError):
            sheet = book.get_sheet_by_index(number)
            rows = sheet.to_python(skip_empty_area=False)
            merged = tuple(sheet.merged_cell_ranges or ())
    kind = str(about.typ).rpartition(".")[2]
    return about.name, kind, about.visible == SheetVisibleEnum.Visible, rows, merged


if __name__ == "__main__":
    sys.path[:] = json.loads(sys.argv[1])
    serve()
