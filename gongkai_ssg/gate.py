"""The gate: what of persons, and what is secret, in anything that may go out.

Every text of the site is looked through, drafts and paper-only records as well: what stays in the
house today may go out tomorrow, and what hangs on a board is public. Of files only those that go
out are opened; of a name list, whose file never does, what each channel would show. What was
rendered is looked at once more, because a theme or a portal's header brings words of its own.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from gongkai_ssg import lists, opened, pages, personal, privacy, secrecy, urls
from gongkai_ssg.diagnostics import Diagnostic, Span, problem
from gongkai_ssg.ledger import LEDGER_FILE
from gongkai_ssg.media import suffix
from gongkai_ssg.model import WEBSITE, Record
from gongkai_ssg.opened import Active, Closed, Piece
from gongkai_ssg.personal import BANK_CARD, ID_CARD, MOBILE, PASSPORT, Found
from gongkai_ssg.project import Project
from gongkai_ssg.secrecy import Mark
from gongkai_ssg.source import decode, latest

_Hit = Found | Mark | Closed | Active
_CODES = {ID_CARD: "GK801", BANK_CARD: "GK802", PASSPORT: "GK804", MOBILE: "GK805"}
_UNSURE = {ID_CARD: "GK811", BANK_CARD: "GK803"}
_KEPT_FILES = 2000
# So far before a number its field is looked for.
_LONGEST_FIELD = 1000
# Systems of offices export pages under these names; a browser never takes one of them for a page.
_OFTEN_PAGES = frozenset({"doc", "xls", "et", "wps", "ppt"})
# How a page, a drawing or a script begins, in any encoding whose letters are those of ASCII, or
# with a zero beside each; what a browser passes over before it does not count. A comment is atomic:
# if its end could be sought farther on, each one more would double the work.
_HEAD = 1024
_ACTIVE = re.compile(
    rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff|[\s\0]|(?><!--(?:-?>|.*?--!?>))|<\?xml[^>]*>"
    rb"|<!doctype(?!\s*html)[^>]*>)*<"
    rb"\0?(?:!doctype|html|head|body|script|svg|iframe|object|embed|style|link|meta|title|base|img|"
    rb"table|div|a|p|b|br|h1|font|form|input|h\0t\0m\0l|s\0c\0r|s\0v\0g|!\0d\0o\0c)[\s\0/>]",
    re.IGNORECASE | re.DOTALL,
)
_TEXT_FILES = (".html", ".json", ".csv", ".xml", ".txt", ".js", ".css")


class StoppedError(Exception):
    """A finished file holds what must not go out; carries the problems to show."""

    def __init__(self, found: tuple[Diagnostic, ...]) -> None:
        super().__init__(found[0].message)
        self.found = found


def check(project: Project, root: Path) -> Iterator[Diagnostic]:
    """GK801–GK807, GK811: numbers that no reviewed exception names, marks of secrecy, children.

    GK809: attachments that nobody but a person can look through. GK245, GK246: those that hold
    what would run where they are opened, or be written elsewhere. GK603, GK810: columns
    of a list that it lacks, or that would be shown whole against what was meant.
    """
    allowed = project.settings.exceptions
    for path, data in project.tree.texts.items():
        if path != LEDGER_FILE:
            yield from _in_text(path, data, allowed)
    sources = sorted(set(pages.files(project).values()))
    yield from _in_names((*project.tree.texts, *map(_folder, sources)), allowed)
    for source in sources:
        stat = (root / source).stat()
        disguised = list(_disguised(source, root / source))
        yield from disguised
        for where, found in _in_file(root / source, stat.st_mtime_ns, stat.st_size):
            if disguised and isinstance(found, Closed):
                continue  # a page is no sound document
            if not isinstance(found, Found) or found.mark not in allowed:
                yield _problem(found, Span(source), where)
    for record in project.catalog.records.values():
        yield from lists.names_as_text(record)
        if record.list_source in project.tree.others:
            yield from _in_list(project, record, lists.taken_in(root / record.list_source), allowed)


def _folder(path: str) -> str:
    return path[: path.rfind("/") + 1]


def _in_names(paths: Iterable[str], allowed: frozenset[str]) -> Iterator[Diagnostic]:
    """Numbers in the names of texts and of folders, each once: addresses are made of them."""
    lines = list(dict.fromkeys(paths))
    text = "\n".join(lines)
    told = set[str]()
    for found in personal.find(text):
        path = lines[text.count("\n", 0, found.start)]
        upto = path[: found.end - text.rfind("\n", 0, found.start) - 1]
        if found.mark not in allowed and upto not in told:
            told.add(upto)
            where = "文件夹的名称里" if "/" in path[len(upto) :] else "文件名里"
            yield _problem(found, Span(path), where)


def _disguised(source: str, path: Path) -> Iterator[Diagnostic]:
    """GK242: a page or a script under the name of a picture, a document or a text."""
    kind = suffix(source)
    with path.open("rb") as file:
        if kind not in _OFTEN_PAGES and _ACTIVE.match(file.read(_HEAD)):
            yield problem("GK242", Span(source), name=path.name, kind=f" {kind} 文件")


def is_text(name: str) -> bool:
    """Whether a file of the finished site is looked through once more."""
    return name.endswith(_TEXT_FILES)


def in_output(project: Project, name: str, data: bytes) -> Iterator[Diagnostic]:
    """GK808: a number in a file of the finished site, which came from no text of the content."""
    if not (is_text(name) and personal.may_hold_ids(data)):
        return
    text = data.decode("utf-8", "replace")
    numbers = personal.ids(text, flowing=name.endswith(".html"))
    for found in {one.mark: one for one in numbers}.values():
        if found.mark not in project.settings.exceptions:
            params = {"name": name, "shown": found.shown, "mark": found.mark}
            yield problem("GK808", _entry_of(project, name), **params)


def _entry_of(project: Project, name: str) -> Span:
    """The entry that a finished file belongs to; else the settings of the site."""
    catalog = project.catalog
    entries = [(urls.record(r.id), r.entry) for r in catalog.records.values()]
    entries += [(urls.item(i.code), i.entry) for i in catalog.items.values()]
    entries += [(urls.page(p.slug), p.entry) for p in catalog.pages]
    found = (entry.span for address, entry in entries if name.startswith(address))
    return next(found, project.settings.entry.span)


@latest
def _in_text(path: str, data: bytes, allowed: frozenset[str]) -> tuple[Diagnostic, ...]:
    return tuple(_found_in(path, data, allowed))


def _found_in(path: str, data: bytes, allowed: frozenset[str]) -> Iterator[Diagnostic]:
    text, _ = decode(path, data)
    if text is None:
        return
    every: tuple[Found | Mark, ...] = (*personal.find(text), *secrecy.find(text))
    starts = [0, *(one.end() for one in re.finditer("\n", text))] if every else []
    for found in every:
        line = bisect_right(starts, found.start)
        start = starts[line - 1]
        if isinstance(found, Found):
            before = text[max(start, found.start - _LONGEST_FIELD) : found.start]
            phone = personal.is_asked_for(found, before)
            if found.mark in allowed or phone:
                continue
        span = Span(path, line, found.start - start + 1, found.end - found.start)
        yield _problem(found, span, "这里")


def _problem(found: _Hit, span: Span, where: str) -> Diagnostic:
    if isinstance(found, Closed):
        return problem("GK809", span, where=where, why=found.why)
    if isinstance(found, Active):
        code = "GK246" if found.stops else "GK245"
        return problem(code, span, where=where, what=found.what, fix=found.fix)
    if isinstance(found, Mark):
        return problem("GK806", span, where=where, shown=found.shown)
    code = _CODES[found.kind] if found.sure else _UNSURE.get(found.kind, _CODES[found.kind])
    return problem(code, span, where=where, shown=found.shown, mark=found.mark)


def _in_list(
    project: Project, record: Record, data: bytes, allowed: frozenset[str]
) -> Iterator[Diagnostic]:
    """What a channel would show of a name list: numbers in other columns, names of children."""
    item = project.catalog.items.get(record.item)
    channels = record.entry.lines("渠道") or (item.channels if item else ())
    name = record.list_source.rpartition("/")[2]
    span = record.entry.at("名单/文件", "名单")
    met = set[tuple[str, str]]()
    for channel in (privacy.BOARD, *([privacy.WEB] if WEBSITE in channels else [])):
        shown, wrong = lists.read(record, data, channel)
        # A file that cannot be read, or has no columns yet, need not be there before it is printed.
        yield from (one for one in wrong if one.code == "GK603")
        for where, found in _shown_in(shown) if shown else ():
            if found.mark not in allowed and (found.kind, found.value) not in met:
                met.add((found.kind, found.value))
                yield _problem(found, span, f"“{name} › {where}”")
    for channel, line in lists.children_named(record, data, project.release.today):
        params = {"where": f"“{name} › 第{line}行”", "channel": channel}
        yield problem("GK807", span, **params)


def _shown_in(table: lists.Table) -> Iterator[tuple[str, Found]]:
    for line, row in zip(table.lines, table.rows, strict=True):
        for head, text in zip(table.head, row, strict=True):
            for found in personal.find(text, head):
                yield f"第{line}行“{head}”", found


@lru_cache(maxsize=_KEPT_FILES)
def _in_file(path: Path, _changed: int, size: int) -> tuple[tuple[str, _Hit], ...]:
    """What a file holds, kept until it changes: a preview looks at each save."""
    name = path.name
    met: dict[tuple[str, str], tuple[str, _Hit]] = {}
    for piece in _pieces(path, size):
        where = personal.shortened(f"“{name} › {piece.where}”" if piece.where else f"“{name}”")
        for key, found in _in_piece(piece):
            # The parts of an Office file repeat what its sheets said.
            met.setdefault(key, (where, found))
    return tuple(met.values())


def _pieces(path: Path, size: int) -> Iterator[Piece | Closed | Active]:
    """What a file says; of one that says nothing, or fills no memory of ours, nothing is read."""
    if opened.is_silent(path.name):
        return iter(())
    if size > opened.MOST_BYTES:
        return iter((Closed("", opened.TOO_LARGE),))
    return opened.pieces(path.name, path.read_bytes())


def _in_piece(piece: Piece | Closed | Active) -> Iterator[tuple[tuple[str, str], _Hit]]:
    if not isinstance(piece, Piece):
        yield (piece[1], piece.where), piece
        return
    for number in personal.find(piece.text, piece.words, flowing=piece.flowing):
        yield (number.kind, number.value), number
    for mark in secrecy.find(piece.text):
        yield ("", mark.shown), mark
