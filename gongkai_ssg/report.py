"""Problems and summaries → text for people, JSON for programs, lines for GitHub.

The only room with colour and width. Symbols that are printed exist in GBK.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from gongkai_ssg.build import Built, Checked
from gongkai_ssg.diagnostics import Diagnostic, Severity, Span, codes, in_a_line, masked, shown
from gongkai_ssg.model import Record
from gongkai_ssg.release import UNSIGNED
from gongkai_ssg.retold import Retold, Said
from gongkai_ssg.source import INVISIBLE, Tree, decode

_NAMES: dict[Severity, str] = {"error": "错误", "warning": "警告", "info": "提示"}
_COLOURS: dict[Severity, str] = {"error": "31", "warning": "33", "info": "36"}
_MOST_NAMED = 20
SIGNATURE_GONE = "网站变了，原来的签名不再成立，已经去掉；要签名，再运行 gongkai sign。"
# Shown of a long line on each side of the caret.
_AROUND = 30
_RECORD_PAGE = re.compile(r"r/[^/]+/(?=index\.html$)")
_GITHUB: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}


def text(checked: Checked, *, colour: bool = False) -> Iterator[str]:
    """Each problem in a few lines, with the source line and a caret below it."""
    lines = _Lines(checked.tree)
    for found in checked.diagnostics:
        span = found.span
        name = _NAMES[found.severity]
        if colour:
            name = f"\x1b[{_COLOURS[found.severity]}m{name}\x1b[0m"
        place = f"{in_a_line(span.named)}:{span.line}:{span.column}"
        yield f"{place} {name} {found.code} {found.message}"
        yield from _excerpt(lines.at(span), span)
        yield f"  改法: {found.help}"
        yield ""


def _excerpt(line: str, span: Span) -> Iterator[str]:
    if line:
        at = span.column - 1
        whole = len(line) <= 2 * _AROUND + 1
        first, last = (0, len(line)) if whole else (max(0, at - _AROUND), at + 1 + _AROUND)
        head, tail = "…" if first else "", "…" if last < len(line) else ""
        before, marked = head + line[first:at], line[at:last][: span.length]
        margin = f"  {span.line} | "
        yield margin + head + line[first:last] + tail
        gap = " " * (len(margin) - 2) + "| " + " " * _width(before)
        yield gap + "^" * max(1, _width(marked))


class _Lines:
    """The lines of the files that problems point into, each file split once."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.known: dict[str, list[str]] = {}

    def at(self, span: Span) -> str:
        """The line of a problem without numbers of persons and controls; empty without one."""
        if span.path not in self.known:
            text, _ = decode(span.path, self.tree.texts.get(span.path, b""))
            # A number may lie over lines, and what is said of it may stand on another.
            self.known[span.path] = masked(text or "").split("\n")
        lines = self.known[span.path]
        line = lines[span.line - 1] if span.line <= len(lines) else ""
        seen = ("□" if c in INVISIBLE else c if c.isprintable() else " " for c in line)
        return "".join(seen).rstrip()


def _width(words: str) -> int:
    """Columns on a terminal: wide characters take two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in words)


def counts(diagnostics: Iterable[Diagnostic]) -> str:
    """How many problems of each severity there are, in words."""
    number = Counter(found.severity for found in diagnostics)
    words = [f"{number[s]} 个{name}" for s, name in _NAMES.items() if number[s]]
    return "、".join(words) or "没有问题"


def as_json(checked: Checked) -> str:
    """One JSON document; its shape is a promise (`version` 1)."""
    number = Counter(found.severity for found in checked.diagnostics)
    catalog = checked.project.catalog if checked.project else None
    document = {
        "version": 1,
        "summary": {
            "errors": number["error"],
            "warnings": number["warning"],
            "items": len(catalog.items) if catalog else 0,
            "records": len(catalog.records) if catalog else 0,
        },
        "diagnostics": as_values(checked.diagnostics),
    }
    words = json.dumps(document, ensure_ascii=False, indent=2)
    # A file's name in no encoding is written as JSON writes what it has no sign for.
    return words.encode("utf-8", "backslashreplace").decode()


def as_values(diagnostics: Iterable[Diagnostic]) -> list[dict[str, str | int]]:
    """Problems as they stand in every JSON document."""
    return [
        {
            "code": found.code,
            "severity": found.severity,
            "path": found.span.named,
            "line": found.span.line,
            "column": found.span.column,
            "message": found.message,
            "help": found.help,
        }
        for found in diagnostics
    ]


def github(checked: Checked, site: Path) -> Iterator[str]:
    """Workflow commands, so that a review shows each problem at its line.

    GitHub wants paths from the folder one stands in, so `site` is put before them.
    """
    for found in checked.diagnostics:
        span = found.span
        path = shown((site / span.named).as_posix())
        place = f"file={_property(path)},line={span.line},col={span.column}"
        words = _escaped(f"{found.message}\n改法: {found.help}")
        yield f"::{_GITHUB[found.severity]} {place},title={found.code}::{words}"


def _escaped(words: str) -> str:
    return words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(words: str) -> str:
    return _escaped(words).replace(":", "%3A").replace(",", "%2C")


def left_out(checked: Checked) -> Iterator[str]:
    """The records that did not go out, with the reason of each."""
    if checked.project and checked.project.release.left_out:
        yield "没有发布的信息："
        for out in checked.project.release.left_out:
            yield f"  {out.record.entry.span.named}: {out.reason}"


def said(checked: Checked) -> Said:
    """What is said again of a site that need not be made again."""
    found = checked.diagnostics
    words = ({"message": one.message, "help": one.help} for one in found)
    again = (Retold(one.code, one.span, params) for one, params in zip(found, words, strict=True))
    return Said(counts(found) if found else "", tuple(again), tuple(left_out(checked)))


def unsigned(records: Iterable[Record], lacks: str) -> Iterator[str]:
    """The records that a bulletin or a board `lacks` for want of a signature, each once."""
    paths = list(dict.fromkeys(record.entry.span.named for record in records))
    if paths:
        yield f"{UNSIGNED}，{lacks}的信息："
        yield from (f"  {path}" for path in paths)


def how_many_unsigned(checked: Checked) -> Iterator[str]:
    """That a check without problems is not yet a site with everything on it."""
    left_out = checked.project.release.left_out if checked.project else ()
    count = sum(out.reason == UNSIGNED for out in left_out)
    if count:
        yield f"{count} 条信息{UNSIGNED}，不会发布；gongkai build 列出它们"


def preview(built: Built) -> Iterator[str]:
    """That a site with drafts is not for uploading."""
    project = built.checked.project
    count = len(project.release.preview) if project else 0
    if count:
        yield f"里面有 {count} 条没有发布的信息，只供预览，不能上传。"


def gone(built: Built) -> Iterator[str]:
    """Files that left the site: uploading over the old ones would leave them in reach."""
    preview = built.checked.project and built.checked.project.release.preview
    if built.gone and not preview:
        yield "这次从网站上去掉了下面的文件。服务器上的旧文件不会自己消失，请先清空再上传："
        yield from _some(built.gone)
        yield from _moved(built.gone)


def edited(names: Sequence[str]) -> Iterator[str]:
    """Files of the site that were changed by hand: that is lost, and was said to nobody."""
    if names:
        yield "上次生成以后，网站里的下面几个文件被人改过或者删过；网站已经照内容重做，改的不在了："
        yield from _some(names)


def _some(names: Sequence[str]) -> Iterator[str]:
    yield from (f"  {name}" for name in names[:_MOST_NAMED])
    if len(names) > _MOST_NAMED:
        yield f"  ……共 {len(names)} 个"


def signature_gone(built: Built) -> Iterator[str]:
    """A signature of the site before is none of this one."""
    if built.signature_gone:
        yield SIGNATURE_GONE


def _moved(gone: Iterable[str]) -> Iterator[str]:
    """How a link that was sent lives on where a record's file was only renamed."""
    first = next((found[0] for name in gone if (found := _RECORD_PAGE.match(name))), "")
    if first:
        yield "只是改了文件名的，在 site.yaml 里写上旧网址，发出去的链接就还打得开："
        yield "  旧网址:"
        yield f"  - {{网址: {first}, 转到: r/现在的文件名/}}"


def summary(built: Built) -> Iterator[str]:
    """One line for each phase, and what came of it."""
    for phase, seconds in built.seconds.items():
        yield f"{phase} {seconds:.1f} 秒"
    project = built.checked.project
    if project:
        records = len(project.release.records)
        items = sum(not item.ended for item in project.catalog.items.values())
        total = sum(built.seconds.values())
        yield (
            f"完成: {len(built.checked.pages)} 页（{items} 个事项、{records} 条信息），"
            f"{built.files} 个文件，{counts(built.checked.diagnostics)}，用时 {total:.1f} 秒"
        )


def profile(built: Built) -> Iterator[str]:
    """Where the time went: the share of each phase, and the pages that took longest to render."""
    total = sum(built.seconds.values())
    for phase, seconds in built.seconds.items():
        yield f"{phase} {seconds:.2f} 秒，占 {seconds / total:.0%}"
    yield "最慢的网页（渲染，毫秒）:"
    for seconds, address in built.slowest:
        yield f"  {seconds * 1000:8.1f} {address or '首页'}"


def explain(code: str) -> Iterator[str]:
    """The manual page of a code."""
    found = codes()[code]
    yield f"{found.code} {found.title}（{_NAMES[found.severity]}）"
    yield ""
    yield found.why
    for label, example in (("错误的写法", found.wrong), ("正确的写法", found.right)):
        if example.strip():
            yield ""
            yield f"{label}:"
            yield from (f"    {line}" for line in example.rstrip("\n").split("\n"))
