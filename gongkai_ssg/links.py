"""Bodies of entries → HTML with every link resolved and checked.

A link in Markdown may name an item by its code, an entry by the path of its file, a file lying
beside it, a heading, or a foreign address. All of it becomes an address of the site here.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import unquote, urlsplit

from gongkai_ssg import dropped, markup, urls
from gongkai_ssg.diagnostics import Diagnostic, Span, problem
from gongkai_ssg.markup import Rendered
from gongkai_ssg.media import ATTACHMENT_TYPES, suffix
from gongkai_ssg.model import CODE, Catalog, Entry, Lists, Record, domain_of
from gongkai_ssg.release import DRAFT, ORPHAN, PAPER, WITHDRAWN, LeftOut, Release
from gongkai_ssg.source import Tree
from gongkai_ssg.whereabouts import Whereabouts

_FOREIGN = re.compile(r"(?:https?:)?//|mailto:|tel:", re.IGNORECASE)
_WIDE_BRACKET = re.compile(
    r"\](\uff08)(?=\s*(?:https?://|www\.|[A-Z]{2,6}-\d\d|[^\s\uff09]{1,200}\.(?:md|pdf|docx?|xlsx?)\b))"
)
# What an address does that no page may have, and what to write instead; else it leads outside.
_RUNS = ("会运行脚本，不能用", "删掉它；要做成链接，写完整的 https:// 网址")
_HOLDS = ("把整个文件写在了地址里，不能用", "把内容存成文件放在旁边，写它的文件名")
_OUTSIDE = ("指到了站点之外", "站内的写相对路径或事项编码；外面的网页写完整的 https:// 网址")
_FORBIDDEN = {"javascript": _RUNS, "vbscript": _RUNS, "data": _HOLDS}

_WIDE_HEADING = re.compile(r"^＃{1,6}[ \u3000]+\S", re.MULTILINE)
# `1.甲` and `2.乙` in the next line, run together on a page; `1.5公里` is no such number. A line
# that breaks by itself (two blanks, `<br>`) stays one.
_NUMBERED = re.compile(
    r"^ {0,3}(\d{1,2})[.．](?=[^\d\s])[^\n]*[^\s>\\\n]\n {0,3}(?=(\d{1,2})[.．][^\d\s])",
    re.MULTILINE,
)
_NO_LIST = (
    "编号后面没有空一格，几条会连成一段",
    "在点后面空一格，写成“{}. ”，点用英文的；第一条前面空一行",
)
_LINK = re.compile(r'<a\b[^>]*?\bhref="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
# What a reader takes for an address, and its host.
_ADDRESS = re.compile(
    r"(?:https?:)?(?://)?(?:[^\s/?#@]*@)?((?:[a-z0-9-]+\.)+[a-z]{2,})\.?(?::\d+)?(?:[/?#]\S*)?",
    re.IGNORECASE,
)
# An address has a host under one of these for each office, and not one for all of them.
_SHARED = frozenset({"gov.cn", "com.cn", "org.cn", "net.cn", "edu.cn"})
_NAMED = 8
_FILE_TYPES = ATTACHMENT_TYPES | {"md", "js", "html"}


@dataclass(frozen=True, slots=True)
class Bodies:
    """The rendered body of every page that has one, and the files shown in them.

    Of what stays in the house there are the headings alone, to be held against a template.
    """

    html: Mapping[str, Rendered]
    headings: Mapping[str, tuple[str, ...]]
    assets: Mapping[str, str]
    problems: tuple[Diagnostic, ...]

    def of(self, address: str) -> str:
        """The HTML of a page's body, or the empty string."""
        rendered = self.html.get(address)
        return rendered.html if rendered else ""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """An anchor that a link points to, to be looked up when all bodies are rendered."""

    address: str
    anchor: str
    span: Span
    written: str


@dataclass(slots=True)
class _Work:
    tree: Tree
    release: Release
    addresses: Mapping[str, str]
    lists: Lists
    rendered: dict[str, Rendered] = field(default_factory=dict)
    assets: dict[str, str] = field(default_factory=dict)
    private: Mapping[str, LeftOut] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)
    inside: bool = False
    taken: dict[str, str] = field(default_factory=dict)
    wanted: list[_Wanted] = field(default_factory=list)
    given: frozenset[str] = frozenset()
    problems: list[Diagnostic] = field(default_factory=list)


def render_all(tree: Tree, release: Release, given: frozenset[str] = frozenset()) -> Bodies:
    """Render the bodies of all entries that have a page; `given` are anchors outside of bodies."""
    addresses = _addresses(release.catalog)
    lists = Lists(release.catalog.records.values())
    public = _Work(tree, release, addresses, lists, given=given)
    private = _Work(tree, release, addresses, lists, inside=True, given=given)
    for record in release.catalog.records.values():
        for a in record.attachments:
            place = urls.folded(urls.record(record.id) + a.filename)
            public.taken[place] = private.taken[place] = a.source
    # What stays in the house is checked too, but nothing of it is kept. It comes first: the
    # files that it shows must not go out with any other page.
    for out in release.left_out:
        _render(urls.record(out.record.id), out.record.path, out.record.entry, private)
    public.private = _private_files(release, private.shown)
    for address, path, entry in _entries(release):
        _render(address, path, entry, public)
    rendered = {**private.rendered, **public.rendered}
    problems = [*public.problems, *private.problems]
    problems += [p for work in (public, private) for p in _missing_anchors(work, rendered)]
    problems += _attached_paper(release)
    headings = {address: body.headings for address, body in rendered.items()}
    return Bodies(public.rendered, headings, public.assets, tuple(problems))


@dataclass(frozen=True, slots=True)
class Paper:
    """The body of one record for a sheet, with the file of each picture by its full address."""

    html: str
    pictures: Mapping[str, str]


def render_for_paper(tree: Tree, release: Release, record: Record) -> Paper:
    """Render the body of a record that is to be printed, whether it goes out on the web or not.

    As on the web, a link to what does not go out becomes plain text. Its problems were reported
    by `render_all`, which renders every record.
    """
    catalog = release.catalog
    work = _Work(tree, release, _addresses(catalog), Lists(catalog.records.values()))
    address = urls.record(record.id)
    page = _Page(address, record.path, record.entry, work)
    html = markup.render(record.entry.body, page.resolve).html
    site = catalog.site
    return Paper(html, {urls.absolute(site, name): path for name, path in work.assets.items()})


def _private_files(release: Release, shown: Mapping[str, str]) -> dict[str, LeftOut]:
    """Files attached to, or shown in, records that stay in the house; none of a public one."""
    owners = {out.record.path: out for out in release.left_out}
    files = {path: owners[owner] for path, owner in shown.items()}
    files |= _attached(release.left_out)
    for record in release.records:
        for attachment in record.attachments:
            files.pop(attachment.source, None)
    return files


def _attached(left_out: Iterable[LeftOut]) -> dict[str, LeftOut]:
    return {a.source: out for out in left_out for a in out.record.attachments}


def _attached_paper(release: Release) -> Iterator[Diagnostic]:
    """GK312: an attachment of a record for paper only is attached for the public as well.

    What is still to come out counts too, or a build would break on the day it does.
    """
    paper = _attached(out for out in release.left_out if out.reason == PAPER)
    never = (PAPER, WITHDRAWN, ORPHAN)
    coming = (out.record for out in release.left_out if out.reason not in never)
    for record in (*release.records, *coming):
        for a in record.attachments:
            if a.source in paper:
                path = paper[a.source].record.path
                yield problem("GK312", a.span, name=posixpath.basename(a.source), path=path)


def _render(address: str, path: str, entry: Entry, work: _Work) -> None:
    page = _Page(address, path, entry, work)
    before = len(work.problems)
    work.rendered[address] = markup.render(entry.body, page.resolve)
    if work.rendered[address].is_tangled:
        line = entry.body_line + work.rendered[address].tangled_line
        work.problems.append(problem("GK230", Span(path, line)))
        return
    work.problems.extend(page.taken_out(work.rendered[address]))
    work.problems.extend(page.no_tables(work.rendered[address]))
    work.problems.extend(page.slips())
    work.problems.extend(page.wide_brackets())
    work.problems.extend(page.other_addresses(work.rendered[address].html))
    # A picture that is wrong may be all that stood there.
    if len(work.problems) == before and entry.text("状态") != DRAFT:
        work.problems.extend(page.empty_headings(work.rendered[address]))


def _entries(release: Release) -> Iterator[tuple[str, str, Entry]]:
    catalog = release.catalog
    for item in catalog.items.values():
        if item.entry.body.strip():
            yield urls.item(item.code), item.entry.span.path, item.entry
    for record in release.records:
        yield urls.record(record.id), record.path, record.entry
    for page in catalog.pages:
        yield urls.page(page.slug), page.path, page.entry


def _addresses(catalog: Catalog) -> dict[str, str]:
    """Source path → address, for every entry that has a file of its own."""
    addresses = {r.path: urls.record(r.id) for r in catalog.records.values()}
    addresses.update((p.path, urls.page(p.slug)) for p in catalog.pages)
    for item in catalog.items.values():
        if item.entry.span.path.endswith(".md"):
            addresses[item.entry.span.path] = urls.item(item.code)
    for domain in catalog.domains.values():
        addresses[f"content/{domain.slug}/domain.yaml"] = urls.domain(domain.slug)
    return addresses


class _Page:
    """Resolves the links of one body."""

    def __init__(self, address: str, path: str, entry: Entry, work: _Work) -> None:
        self.address, self.path, self.entry, self.work = address, path, entry, work
        self.where = Whereabouts(path, entry.body, entry.body_line)
        self.met: dict[tuple[str, bool], int] = {}

    def resolve(self, written: str, picture: bool) -> str | None:
        """Markdown's target → a link as the page needs it; None where there must be none."""
        nth = self.met.get((written, picture), 0)
        self.met[written, picture] = nth + 1
        if _FOREIGN.match(written) and not picture:
            return written
        span = (self.where.picture if picture else self.where.target)(written, nth)
        if _FOREIGN.match(written):
            self.report("GK311", span, target=written)
            return None
        if not written.strip():
            self.report("GK305", span, target="")
            return None
        target, _, heading = unquote(written).partition("#")
        given = heading in self.work.given
        anchor = heading if given else markup.anchor(heading)
        address = self.address if not target else self.local(target, written, span)
        if address is None:
            return None
        if anchor and not given:
            self.work.wanted.append(_Wanted(address, anchor, span, written))
        way = "" if address == self.address else urls.root_of(self.address) + urls.file_of(address)
        return way + (f"#{anchor}" if anchor else "")

    def local(self, target: str, written: str, span: Span) -> str | None:
        catalog = self.work.release.catalog
        if CODE.fullmatch(target):
            if target in catalog.items:
                return urls.item(target)
            if target not in catalog.broken and domain_of(target) not in catalog.incomplete:
                self.report("GK305", span, target=written)
            return None
        path = posixpath.normpath(posixpath.join(posixpath.dirname(self.path), target))
        scheme = dropped.scheme(target)
        outside = scheme or target.lower().startswith(("/", "www."))
        if outside or not path.startswith("content/"):
            what, fix = _FORBIDDEN.get(scheme, _OUTSIDE)
            self.report("GK309", span, target=written, what=what, fix=fix)
            return None
        return self.entry_or_file(path, written, span)

    def entry_or_file(self, path: str, written: str, span: Span) -> str | None:
        address = self.work.addresses.get(path)
        if address:
            return self.unless_left_out(path, address, written, span)
        stem = posixpath.basename(path).removesuffix(".md")
        if stem in self.work.release.catalog.broken:
            return None
        if not self.work.tree.may_be_shown(path) or suffix(path) not in ATTACHMENT_TYPES:
            self.report("GK305", span, target=written)
            return None
        return self.file(path, written, span)

    def file(self, path: str, written: str, span: Span) -> str | None:
        """A file that goes out with the page, unless it belongs to what stays in the house."""
        what = self.work.lists.what(path)
        if what:
            self.report("GK308", span, name=posixpath.basename(path), what=what)
            return None
        self.work.shown.setdefault(path, self.path)
        if path in self.work.private:
            self.left_out(self.work.private[path], written, span)
            return None
        asset = urls.asset(self.address, posixpath.basename(path))
        other = self.work.taken.setdefault(urls.folded(asset), path)
        if other != path:
            self.report("GK304", span, address=asset, other=other)
            return None
        self.work.assets[asset] = path
        return asset

    def unless_left_out(self, path: str, address: str, written: str, span: Span) -> str | None:
        """A record that may not go out must not be linked from outside; tombstones may."""
        if self.work.inside:
            return address
        out = self.work.release.left_out
        withdrawn = {r.path for r in self.work.release.tombstones}
        left = next((o for o in out if o.record.path == path), None)
        if left is None or path in withdrawn:
            return address
        self.left_out(left, written, span)
        return None

    def left_out(self, left: LeftOut, written: str, span: Span) -> None:
        """Say why there will be no link; where that is a mistake of its own, it has been said."""
        item = self.work.release.catalog.items.get(left.record.item)
        if item and not item.entry.broken and not left.record.entry.broken:
            self.report("GK307", span, target=written, reason=left.reason)

    def report(self, code: str, span: Span, /, **params: object) -> None:
        self.work.problems.append(problem(code, span, **params))

    def taken_out(self, rendered: Rendered) -> Iterator[Diagnostic]:
        """GK244: HTML that the page cannot have, in one sentence for all of it."""
        if rendered.dropped:
            what = "、".join(rendered.dropped[:_NAMED])
            more = f"等{len(rendered.dropped)}种" if len(rendered.dropped) > _NAMED else ""
            yield problem("GK244", self.where.tag(rendered.dropped_tag), what=what + more)

    def no_tables(self, rendered: Rendered) -> Iterator[Diagnostic]:
        """GK247, GK248: what was meant for a table and is none; one that takes all along."""
        if rendered.row:
            yield problem("GK247", self.where.row(rendered.row))
        if rendered.is_open_table:
            yield problem("GK248", self.where.open_table())

    def slips(self) -> Iterator[Diagnostic]:
        """GK249: what was meant for headings and lists, each kind once."""
        heading = next(self.where.outside(_WIDE_HEADING), None)
        if heading:
            what, fix = "标题的井号是中文的“＃”", "改成英文的“#”，后面空一格"
            yield problem("GK249", self.where.span(heading.start(), 1), what=what, fix=fix)
        for found in self.where.outside(_NUMBERED):
            if int(found[2]) == int(found[1]) + 1:
                what, fix = _NO_LIST[0], _NO_LIST[1].format(int(found[1]))
                yield problem("GK249", self.where.span(found.start(1), 1), what=what, fix=fix)
                return

    def wide_brackets(self) -> Iterator[Diagnostic]:
        """`[办法]（https://…）`: a link that nobody can follow."""
        for found in _WIDE_BRACKET.finditer(self.entry.body):
            yield problem("GK314", self.where.span(found.start(1), 1))

    def other_addresses(self, html: str) -> Iterator[Diagnostic]:
        """GK241: a link whose words are an address, which leads to another host."""
        met = Counter[tuple[str, str]]()
        for found in _LINK.finditer(html):
            target, words = unescape(found[1]), re.sub("<[^>]*>", "", found[2])
            text = unescape(words).strip()
            if _misleads(text, target):
                where = self.where.link(text, target, met[text, target])
                met[text, target] += 1
                yield problem("GK241", where, text=text, target=target)

    def empty_headings(self, rendered: Rendered) -> Iterator[Diagnostic]:
        """GK225: a heading that promises what does not come; below the last, files may follow."""
        files_follow = "附件" in self.entry.values or "名单" in self.entry.values
        for heading in rendered.empty:
            if files_follow and heading == rendered.headings[-1]:
                continue
            yield problem("GK225", self.where.heading(heading), heading=heading)


def _misleads(text: str, target: str) -> bool:
    """Whether words name another site than the one that a link leads to."""
    shown = _ADDRESS.fullmatch(text)
    if not shown or _is_file_name(text):
        return False
    try:
        # A browser takes a backslash for a slash.
        host = urlsplit(target.replace("\\", "/")).hostname or ""
    except ValueError:
        return True
    return bool(host) and _site(shown[1]) != _site(host)


def _is_file_name(text: str) -> bool:
    is_address = "/" in text or text.lower().startswith("www.")
    return not is_address and suffix(text) in _FILE_TYPES


def _site(host: str) -> str:
    """What an office has registered: the last two labels, of x.gov.cn and the like three."""
    labels = host.lower().removeprefix("www.").rstrip(".").split(".")
    return ".".join(labels[-3 if ".".join(labels[-2:]) in _SHARED else -2 :])


def _missing_anchors(work: _Work, bodies: Mapping[str, Rendered]) -> Iterator[Diagnostic]:
    # Of what was withdrawn only an explanation stays: its headings are gone, which is no error.
    withdrawn = {urls.record(record.id) for record in work.release.tombstones}
    for wanted in work.wanted:
        if wanted.address in withdrawn:
            continue
        rendered = bodies.get(wanted.address)
        if rendered is None or wanted.anchor not in rendered.anchors:
            yield problem("GK306", wanted.span, target=wanted.written, anchor=wanted.anchor)
