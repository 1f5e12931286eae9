"""Name lists (名单): a table of people, and what of it one channel may show.

The file itself never leaves the house. A column without a role is shown nowhere, and so is
every role that the channel's mask drops.
"""

from __future__ import annotations

import csv
import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from gongkai_ssg import privacy
from gongkai_ssg.diagnostics import Diagnostic, problem
from gongkai_ssg.media import suffix
from gongkai_ssg.model import Record
from gongkai_ssg.opened import books
from gongkai_ssg.opened.decoding import strictly
from gongkai_ssg.opened.extent import extent
from gongkai_ssg.opened.packed import is_too_large
from gongkai_ssg.opened.sheets import csv_rows

# No list of a county is larger; of a file that is, no more is read.
MOST_BYTES = 60_000_000
_MONEY, _NAME, _TEXT = "金额", "姓名", "文字"
# Heads of columns with names; 申请人数 and 与户主关系 are none.
_NAMES = re.compile(r"(?:户主|姓名|名字|申请人|领取人)(?:[（(].*)?$")
# A sum that Excel worked out carries noise behind these digits.
_DIGITS = 8
_CENT = Decimal("0.01")
_OF_AGE = 14
# 2015-03-02, 2015年3月2日, 20150302; and the same within an ID number.
_BORN = re.compile(r"((?:19|20)\d\d)[-年/.]?(\d{1,2})[-月/.]?(\d{1,2})")
_BORN_ON_CARD = re.compile(r"\d{6}((?:19|20)\d\d)(\d\d)(\d\d)\d{3}[\dXx](?:\d\d)?")


@dataclass(frozen=True, slots=True)
class Table:
    """A name list as one channel shows it, with the row of the file that each row comes from."""

    head: tuple[str, ...]
    roles: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]


def taken_in(path: Path) -> bytes:
    """A list's file, or as much of it as shows that it is too large to be one."""
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)


def read(record: Record, data: bytes, channel: str) -> tuple[Table | None, list[Diagnostic]]:
    """Read a record's list and mask it for a channel.

    The first row that names one of the declared columns is the head; rows without any text are
    passed over.
    """
    opened, problems = _opened(record, data)
    if opened is None:
        return None, problems
    names, found = opened.roles, opened.head
    shown = [
        (found.index(name), name, role, _way(record, channel, role))
        for name, role in sorted(names.items(), key=lambda pair: found.index(pair[0]))
    ]
    shown = [column for column in shown if column[3] != privacy.NOTHING]
    return _masked(opened.rows, opened.first, shown), []


def for_the_web(
    records: Iterable[Record], read_file: Callable[[str], bytes]
) -> tuple[dict[str, Table], list[Diagnostic]]:
    """The lists that pages show, by the ids of their records; one without columns has none."""
    tables: dict[str, Table] = {}
    problems: list[Diagnostic] = []
    for record in records:
        if record.list_source and record.entry.object("名单").get("列"):
            found, more = read(record, read_file(record.list_source), privacy.WEB)
            problems += more
            if found:
                tables[record.id] = found
    return tables, problems


def names_as_text(record: Record) -> Iterator[Diagnostic]:
    """GK810: columns of names that are declared as mere text, which every channel shows whole."""
    for name, role in _mapping(record.entry.object("名单").get("列")).items():
        if role == _TEXT and _NAMES.search("".join(name.split())):
            span = record.entry.at(f"名单/列/{name}", "名单/列")
            yield problem("GK810", span, name=name)


def children_named(record: Record, data: bytes, today: date) -> Iterator[tuple[str, int]]:
    """Where a list would name a child of under 14 in full: the channel and the row of the file.

    《个人信息保护法》第二十八条 counts all data of children under fourteen as sensitive. The age is
    known from an ID number, or from a column that tells it, whether or not anybody is shown these.
    """
    opened, _ = _opened(record, data)
    if opened is None or _NAME not in opened.roles.values():
        return
    channels = [c for c in privacy.DEFAULTS if _way(record, c, _NAME) == privacy.WHOLE]
    for line, row in enumerate(opened.rows, opened.first):
        cells = zip(opened.head, row, strict=False)
        if channels and any(_is_child(head, cell, today) for head, cell in cells):
            yield from ((channel, line) for channel in channels)


def _is_child(head: str, cell: object, today: date) -> bool:
    written = _close(cell)
    if "年龄" in head:
        return written.removesuffix("岁").isdecimal() and int(written.removesuffix("岁")) < _OF_AGE
    born = _BORN.search(written) if "出生" in head else _BORN_ON_CARD.fullmatch(written)
    if born is None:
        return False
    year, month, day = (int(part) for part in born.groups())
    return (today.year - year) - ((today.month, today.day) < (month, day)) < _OF_AGE


@dataclass(frozen=True, slots=True)
class _Opened:
    """A list's file: roles of declared columns, its head, the rows below, the first's number."""

    roles: Mapping[str, str]
    head: list[str]
    rows: Sequence[Sequence[object]]
    first: int


def _opened(record: Record, data: bytes) -> tuple[_Opened | None, list[Diagnostic]]:
    written = record.entry.object("名单")
    span = record.entry.at("名单/文件", "名单")
    roles = written.get("列")
    if not isinstance(roles, Mapping) or not roles:
        return None, [problem("GK604", record.entry.at("名单"), name=str(written.get("文件", "")))]
    rows = _rows(str(written.get("文件", "")), data)
    if rows is None:
        return None, [problem("GK602", span, name=str(written.get("文件", "")))]
    names = {_close(name): str(role) for name, role in roles.items()}
    heads = (([_close(cell) for cell in row], n) for n, row in enumerate(rows))
    found, at = next((pair for pair in heads if set(pair[0]) & set(names)), ([], None))
    problems = list(_unknown(record, map(str, roles), found))
    if problems or at is None:
        return None, problems
    return _Opened(names, found, rows[at + 1 :], at + 2), []


def _way(record: Record, channel: str, role: str) -> str:
    masks = record.entry.object("名单").get("脱敏")
    chosen = masks.get(channel, {}) if isinstance(masks, Mapping) else {}
    return privacy.way(channel, role, _mapping(chosen))


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _masked(
    rows: Sequence[Sequence[object]], first: int, shown: Sequence[tuple[int, str, str, str]]
) -> Table:
    cents = {
        n
        for n, _, role, _ in shown
        if role == _MONEY and _has_cents(row[n : n + 1] for row in rows)
    }
    kept: list[tuple[str, ...]] = []
    lines: list[int] = []
    for line, row in enumerate(rows, first):
        if any(map(_text, row)):
            values = [(_value(row, n, role, cents=n in cents), how) for n, _, role, how in shown]
            kept.append(tuple(privacy.mask(value, how) for value, how in values))
            lines.append(line)
    head = tuple(name for _, name, _, _ in shown)
    return Table(head, tuple(role for _, _, role, _ in shown), tuple(kept), tuple(lines))


def _unknown(record: Record, names: Iterable[str], found: Sequence[str]) -> Iterable[Diagnostic]:
    """GK603: columns that the record names and the file does not have (or has twice)."""
    for name in names:
        close = _close(name)
        if found.count(close) == 1:
            continue
        near = difflib.get_close_matches(close, found, 1, 0.5)
        hint = f"是不是“{near[0]}”？" if near else ""
        what = "有两列" if close in found else "没有一列"
        span = record.entry.at(f"名单/列/{name}", "名单/列")
        yield problem("GK603", span, name=name, what=what, hint=hint)


def _rows(name: str, data: bytes) -> list[list[object]] | None:
    """The cells of the first sheet, or of a CSV file; None where it cannot be read."""
    if len(data) > MOST_BYTES:
        return None
    if suffix(name) == "csv":
        return _csv_rows(data)
    try:
        if is_too_large(data) or extent(data).is_too_large:
            return None
        return next(iter(books.read(data))).rows
    except (books.DamagedError, books.LockedError, ValueError, StopIteration):
        return None


def _csv_rows(data: bytes) -> list[list[object]] | None:
    text = strictly(data)
    if text is None or "\0" in text:
        return None
    try:
        return [list(row) for row in csv_rows(text)]
    except csv.Error:
        return None


def _value(row: Sequence[object], column: int, role: str, *, cents: bool) -> str:
    cell = row[column] if column < len(row) else ""
    if role == _MONEY:
        return _money(cell, cents=cents)
    # Names of two characters are often spaced to the width of three.
    return _close(cell) if role == _NAME else _text(cell)


def _close(cell: object) -> str:
    """A text without any blanks."""
    return "".join(_text(cell).split())


def _text(cell: object) -> str:
    """A cell as a person sees it in the sheet."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(round(cell, _DIGITS))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    return " ".join(str(cell).split())


def _has_cents(cells: Iterable[Sequence[object]]) -> bool:
    return any(isinstance(c, float) and not c.is_integer() for cell in cells for c in cell)


def _money(cell: object, *, cents: bool) -> str:
    """Yuan, in one column all with 角分 or all without; what is no number stays as it is."""
    if not isinstance(cell, int | float) or isinstance(cell, bool):
        return _text(cell)
    exact = Decimal(repr(cell)).quantize(_CENT if cents else Decimal(1), ROUND_HALF_UP)
    return f"{exact:f}"
