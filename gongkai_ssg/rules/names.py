"""Names, sizes and the length of addresses of files, where another computer cannot take them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from gongkai_ssg import urls
from gongkai_ssg.diagnostics import Diagnostic, Span, problem
from gongkai_ssg.model import is_device
from gongkai_ssg.personal.seen import UNSEEN
from gongkai_ssg.project import Project

# What is left of the 260 characters of a path in Windows below a folder such as
# `C:\Users\…\Documents\…\public`.
LONGEST_PATH = 160
# In bytes, of one name: what the file systems of servers take.
LONGEST_NAME = 255
_FORBIDDEN = re.compile('[<>:"|?*\\\\\0-\x1f\x7f]')
# So Python writes what it could not read.
_NO_UTF_8 = re.compile("[\ud800-\udfff]")
_MEGABYTE = 1_000_000
HEAVY, HEAVIEST = 50 * _MEGABYTE, 500 * _MEGABYTE


def not_for_windows(project: Project) -> Iterator[Diagnostic]:
    """GK231: a file of the content has a name that some computer cannot hold, or that misleads."""
    met: set[str] = set()
    for path in sorted(project.tree.others):
        for name in path.split("/"):
            what = _fault(name)
            if what and name not in met:
                met.add(name)
                yield problem("GK231", Span(path), name=name, what=what)


def _fault(name: str) -> str:
    """What is wrong with a name, in Chinese words; the first of all that is."""
    found = _FORBIDDEN.search(name)
    if found:
        seen = f"“{found[0]}”" if found[0].isprintable() else "控制字符"
        return f"里有 Windows 不允许的{seen}"
    too_long = len(name.encode("utf-8", "replace")) > LONGEST_NAME
    faults = (
        (_NO_UTF_8.search(name), "不是 UTF-8 编码，别的电脑上会是乱码"),
        (UNSEEN.search(name), "里有看不见的字符，看到的名称可能是假的"),
        (name.endswith((".", " ")), "的结尾是点或者空格，Windows 会去掉它"),
        (is_device(name), "是 Windows 系统保留的名称"),
        (too_long, "太长，有的服务器放不下"),
    )
    return next((what for is_so, what in faults if is_so), "")


def same_elsewhere(project: Project) -> Iterator[Diagnostic]:
    """GK232: two files of the content that are one on a computer that asks for no capitals."""
    tree = project.tree
    first: dict[str, str] = {}
    for path in sorted({*tree.texts, *tree.others, *tree.links}):
        parts = path.split("/")
        for depth in range(1, len(parts) + 1):
            above = "/".join(parts[:depth])
            other = first.setdefault(urls.folded(above), above)
            if other != above:
                names = {"name": parts[depth - 1], "other": posixpath.basename(other)}
                yield problem("GK232", Span(path), **names)
                break


def long_addresses(project: Project) -> Iterator[Diagnostic]:
    """GK233: an address with which the whole path of its file may be too long for Windows."""
    for address, span in _addresses(project):
        file = urls.file_of(address)
        if len(file) > LONGEST_PATH:
            yield problem("GK233", span, length=len(file), limit=LONGEST_PATH, name=file[:40])


def _addresses(project: Project) -> Iterator[tuple[str, Span]]:
    catalog, settings = project.catalog, project.settings.entry
    for record in catalog.records.values():
        yield urls.record(record.id), record.entry.span
        if len(urls.file_of(urls.record(record.id))) <= LONGEST_PATH:
            yield from ((urls.record(record.id) + a.filename, a.span) for a in record.attachments)
    yield from ((urls.page(page.slug), page.entry.span) for page in catalog.pages)
    yield from ((urls.place(one), settings.at("区划")) for one in catalog.site.places)
    yield from ((urls.body(one), settings.at("单位")) for one in catalog.site.bodies)
    for address, source in project.bodies.assets.items():
        yield address, Span(source)


def heavy(project: Project) -> Iterator[Diagnostic]:
    """GK234, GK235: a file that goes out and is too large for a telephone, or for any server."""
    attached = {a.source for record in project.catalog.records.values() for a in record.attachments}
    for path in sorted(attached | set(project.bodies.assets.values())):
        size = project.tree.sizes.get(path, 0)
        if size > HEAVY:
            code, limit = ("GK234", HEAVIEST) if size > HEAVIEST else ("GK235", HEAVY)
            params = {"size": size // _MEGABYTE, "limit": limit // _MEGABYTE}
            yield problem(code, Span(path), name=posixpath.basename(path), **params)
