"""Workbooks (XLSX, XLS, ODS) and their sheets, read apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from gongkai_ssg.opened import apart, reader
from gongkai_ssg.opened.piece import BROKEN

_WORKSHEET, _CHART = "WorkSheet", "ChartSheet"


class LockedError(Exception):
    """The workbook can be opened with a password alone."""


class DamagedError(Exception):
    """The workbook cannot be read; the message says why."""


class Sheet(NamedTuple):
    """A sheet as it stands in the file; `rows` are None where they cannot be read."""

    name: str
    kind: str
    is_visible: bool
    rows: list[list[object]] | None
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]] = ()

    @property
    def is_of_cells(self) -> bool:
        """Whether it is a plain worksheet: no chart, no macros."""
        return self.kind == _WORKSHEET

    @property
    def is_chart(self) -> bool:
        """Whether it has no cells at all."""
        return self.kind == _CHART


def read(data: bytes) -> tuple[Sheet, ...]:
    """Every sheet of a workbook, hidden ones, too.

    Raises:
        LockedError: where it has a password.
        DamagedError: where it cannot be read.
    """
    try:
        found = apart.read(reader.BOOK, data)
    except apart.UnreadError as error:
        raise DamagedError(str(error)) from None
    if found == reader.LOCKED:
        raise LockedError
    if isinstance(found, str):
        raise DamagedError(BROKEN)
    return tuple(Sheet(*one) for one in found)
