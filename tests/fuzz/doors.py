"""Doors by which bytes of others come in, each as a function of bytes that must never fail."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import unquote

import laws
import seeds
import tiny
from selectolax.lexbor import LexborHTMLParser

from gongkai_ssg import (
    config,
    deadlines,
    elements,
    fs,
    holidays,
    kept,
    ledger,
    legal,
    links,
    lists,
    markup,
    near,
    opened,
    personal,
    reach,
    release,
    retold,
    reuse,
    schema,
    secrecy,
    source,
    tables,
    urls,
    verification,
)
from gongkai_ssg.build import Options
from gongkai_ssg.deadlines import rhythm
from gongkai_ssg.deadlines.workdays import Calendar
from gongkai_ssg.importing import gathering, writing
from gongkai_ssg.model import Site
from gongkai_ssg.opened import Piece
from gongkai_ssg.outreach import spoken
from gongkai_ssg.preview import answers
from gongkai_ssg.preview.server import Handler
from gongkai_ssg.preview.workshop import Workshop
from gongkai_ssg.print import blocks
from gongkai_ssg.project import Project
from gongkai_ssg.search import extract, fold
from gongkai_ssg.source import Tree
from gongkai_ssg.workspace import settings as workspaces

DAYS = (date(1, 1, 1), date(2024, 2, 29), date(2026, 3, 5), date(9999, 12, 31))
RECORD = tiny.record({"名单": "{文件: m.xlsx, 列: {户主: 姓名, 金额: 金额, 备注: 文字}}"})


@cache
def project() -> Project:
    """A tiny site that passes its check."""
    with tempfile.TemporaryDirectory() as folder:
        written = {tiny.RECORD: RECORD, "content/shjz/records/m.xlsx": seeds.list_of_names()}
        found = tiny.check(tiny.write(Path(folder), written)).project
    assert found
    return found


@cache
def calendar() -> Calendar:
    return holidays.load(Tree({}))[0]


def _text(data: bytes) -> str:
    """Text as `decode` gives it to everything behind it."""
    return data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")


# ------------------------------------------------------------------ YAML and front matter


def yaml(data: bytes) -> None:
    """Any text as YAML, and the tree as an entry of every kind."""
    text, problems = source.decode("a.yaml", data)
    assert (text is None) == bool(problems)
    if text is None:
        return
    node, problems = source.parse_yaml("a.yaml", text)
    assert node is not None or problems
    laws.words(problems, text)
    laws.lie_in(text, [p.span for p in problems] + laws.spans(node))
    if node is None:
        return
    known = schema.load()
    kinds = sorted(known.kinds)
    entry, problems = elements.read(known.kinds[kinds[len(text) % len(kinds)]], node, known)
    assert set(entry.values) <= {field.key for field in entry_fields(entry.kind)}
    laws.words(problems, text)


def entry_fields(kind: str) -> tuple[schema.Field, ...]:
    return tuple(schema.load().kinds[kind].fields)


def front_matter(data: bytes) -> None:
    """Any text as Markdown with a head."""
    text = _text(data)
    front, problems = source.parse_front_matter("a.md", text)
    laws.words(problems, text)
    laws.lie_in(text, [p.span for p in problems] + laws.spans(front.head if front else None))
    if front:
        assert front.body == "\n".join(text.split("\n")[front.body_line - 1 :])


def catalog(data: bytes) -> None:
    """Any bytes as the catalog of a domain, and as a record, through the whole check."""
    name = tiny.RECORD if data.startswith(b"---") else "content/shjz/catalog.yaml"
    with tempfile.TemporaryDirectory() as folder:
        checked = tiny.check(tiny.write(Path(folder), {name: data}))
    laws.words(checked.diagnostics, _text(data))


# -------------------------------------------------------------------------- time limits


def time_limits(data: bytes) -> None:
    """Any text as 公开时限; what is understood can be reckoned with on any day."""
    text = _text(data)
    limit = deadlines.parse(text)
    assert limit.rules or limit.rest or not text.strip() or not limit.understood
    for rule in limit.rules:
        assert rule.n is None or rule.n > 0, rule
        assert rule.text, rule
        assert rule.text in text, rule
        for day in DAYS:
            for reckon in (deadlines.due, deadlines.last_posted, _next, _coming):
                reckon(rule, day, calendar())
    for day in DAYS:
        deadlines.first_due(limit, day, calendar())


def _next(rule: deadlines.Rule, day: date, days: Calendar) -> None:
    found = rhythm.next_after(rule, day, day, days)
    assert found is None or isinstance(found, date)
    rhythm.next_after(rule, None, day, days)


def _coming(rule: deadlines.Rule, day: date, days: Calendar) -> None:
    found = rhythm.coming(rule, day, days)
    assert found is None or found >= day


# ---------------------------------------------------------------------- import of tables


def table(name: str) -> Callable[[bytes], None]:
    def run(data: bytes) -> None:
        try:
            found = tables.read(name, data)
        except tables.NotATableError as error:
            laws.readable(str(error), _text(data))
            return
        sources = [gathering.Source(name, found)]
        plan, drafts = gathering.plan(project(), sources, gathering.Given("shjz"))
        quoted = _text(data) + "".join(f"{t.name}{t.above}{t.notes}{t.unknown}" for t in found)
        quoted += "".join(cell.text for one in found for row in one.rows for cell in _cells(row))
        laws.words([*plan.doubts, *(d for one in drafts for d in one.doubts)], quoted)
        written = writing.texts(project(), plan)
        for path, text in written.items():
            assert path.startswith("content/"), path
            # What was written can be read.
            node, problems = source.parse_yaml(path, text)
            assert node is not None, (problems, text)

    return run


def _cells(row: tables.Row) -> list[tables.items.Said]:
    return list(row.said.values())


# ----------------------------------------------------------------------------- addresses


def addresses(data: bytes) -> None:
    """Any text as the target of a link, the name of a file, an address of the site."""
    text = _text(data)
    for page in ("", "r/a/", "pages/guide/"):
        found = urls.asset(page, f"{text}.pdf")
        assert found.isascii()
        assert found.startswith(page)
        name = found.removeprefix(page)
        assert name not in ("", ".", "..")
        assert not set(name) & set("/\\ %?#&\"'<>:*|"), name
    _absolute(text)
    _asked(text)
    _linked(text)
    config.load(tiny.SITE.replace("https://sl.example/gk/", text.split("\n")[0]).encode())


def _absolute(text: str) -> None:
    site = Site(url="https://sl.example/gk/")
    full = urls.absolute(site, text)
    assert full.isascii()
    assert unquote(full.removeprefix(site.url)) == text
    assert urls.file_of(f"{text}/").endswith("index.html")


def _asked(text: str) -> None:
    try:
        asked = reach.as_asked(text)
    except ValueError:
        return
    assert asked.isascii()
    assert not set(asked) & set(" \r\n\t"), asked


def _linked(text: str) -> None:
    """A body with this link: where it leads lies in the site, or has a scheme that is allowed."""
    body = f'[甲](<{text}>)\n\n![乙]({text})\n\n<a href="{text.replace(chr(34), "")}">丙</a>\n'
    record = tiny.record(body=body)
    found, problems = source.parse_front_matter(tiny.RECORD, record)
    assert found, problems
    known = project()
    old = known.catalog.records["a"]
    entry, _ = elements.read(schema.load().kinds["record"], found.head, schema.load())
    entry = replace(entry, body=found.body, body_line=found.body_line)
    whole = replace(known.catalog, records={"a": replace(old, entry=entry)})
    public = release.release(whole, tiny.TODAY)
    bodies = links.render_all(known.tree, public)
    laws.words(bodies.problems, text)
    laws.lie_in(record, [p.span for p in bodies.problems if p.span.path == tiny.RECORD])
    html = bodies.of("r/a/")
    laws.is_safe(html)
    for target in _targets(html):
        if ":" not in target.partition("/")[0] and not target.startswith("//"):
            laws.stays_in_the_site("r/a/index.html", target)


def _targets(html: str) -> list[str]:
    nodes = LexborHTMLParser(html).css("[href], [src]")
    return [t for n in nodes for k in ("href", "src") if (t := n.attributes.get(k))]


def requests(data: bytes) -> None:
    """Any text as the path of a request to the preview."""
    target = data.decode("latin-1").replace(" ", "").replace("\n", "").replace("\r", "")
    found = answers.answer(_shown(), target)
    assert found.status < 500 or found.status == 503
    assert "\n" not in found.location
    found.location.encode("latin-1")  # as the line of a head is sent


@cache
def _shown() -> Workshop:
    """A preview of the tiny site that works without threads."""
    root = Path(tempfile.mkdtemp())
    tiny.write(root, {tiny.RECORD: RECORD, "content/shjz/records/m.xlsx": seeds.list_of_names()})
    workshop = Workshop(Options(root=root, today=tiny.TODAY), lambda _: None)
    workshop._build()
    workshop._index_of_good = {}
    workshop.index_file = lambda _: None  # type: ignore[method-assign]
    return workshop


class _Wire:
    """A connection of which all that a browser says is known."""

    def __init__(self, data: bytes) -> None:
        self.said, self.heard = io.BytesIO(data), b""

    def makefile(self, *_: object) -> io.BytesIO:
        return self.said

    def settimeout(self, _: float) -> None:
        """There is nothing to wait for."""

    def sendall(self, data: bytes) -> None:
        self.heard += data


def connections(data: bytes) -> None:
    """Any bytes, said to the preview."""
    if b"events" in data.lower():
        return  # which would be answered until the browser goes away
    wire = _Wire(data)
    Handler(wire, ("127.0.0.1", 1), SimpleNamespace(workshop=_shown()))  # type: ignore[arg-type]
    assert b"Traceback" not in wire.heard
    assert b" 500 " not in wire.heard.partition(b"\r\n")[0]


# ------------------------------------------------------------------------------ Markdown


def markdown(data: bytes) -> None:
    """Any text as a body: only what is allowed comes out, and a sheet can be made of it."""
    text = _text(data)
    found = markup.render(text, lambda target, _: target)
    laws.is_safe(found.html)
    assert not set("\x02\x03") & set(found.html)
    assert len(found.html) <= 200 * len(text) + 1000
    blocks.blocks(found.html, "https://sl.example/gk/r/a/", lambda _: None)
    assert all(one in found.headings for one in found.empty)


# ------------------------------------------------------------------------- whatever else


def attachment(name: str) -> Callable[[bytes], None]:
    def run(data: bytes) -> None:
        for piece in opened.pieces(name, data):
            if isinstance(piece, Piece):
                list(personal.find(piece.text, piece.words, flowing=piece.flowing))
                list(secrecy.find(piece.text))

    return run


def book(data: bytes) -> None:
    """Any bytes as the ledger; what is read is written the same."""
    found, problems = ledger.load(data)
    laws.words(problems, _text(data))
    again, _ = ledger.load(ledger.dump(found).encode())
    assert ledger.dump(again) == ledger.dump(found)


def settings(data: bytes) -> None:
    """Any bytes as `site.yaml`."""
    found, problems = config.load(data)
    assert found is not None or problems
    laws.words(problems, _text(data))


def days_off(data: bytes) -> None:
    """Any bytes as the holidays of a year."""
    _, problems = holidays.load(Tree({"holidays/2027.yaml": data}))
    laws.words(problems, _text(data))


def province(data: bytes) -> None:
    """Any bytes as the list of counties."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "province.yaml")
        path.write_bytes(data)
        tiny.write(Path(folder, "sl"), {})
        laws.words(workspaces.load(path).problems, _text(data) + folder)


def persons(data: bytes) -> None:
    """Any text, looked through for numbers and marks: each place holds what is said of it."""
    text = _text(data)
    for flowing in (False, True):
        for found in personal.find(text, text[:20], flowing=flowing):
            assert 0 <= found.start < found.end <= len(text)
            assert found.value not in found.shown
    for mark in secrecy.find(text):
        assert 0 <= mark.start < mark.end <= len(text)
    ids = [one for one in personal.ids(text, flowing=False) if one.start >= 0]
    # The glance at bytes overlooks nothing that the reading of the text finds.
    assert not ids or personal.may_hold_ids(text.encode())


def searched(data: bytes) -> None:
    """Any text as a page that is searched, as a query, as a name that was meant."""
    text = _text(data)
    blocks_ = extract.searchable_blocks(f"<main data-pagefind-body>{text}</main>")
    for block in blocks_:
        for run in fold.runs(block):
            assert fold.runs(run) == [run]
            fold.pairs(run)
            fold.singles(run)
    if fold.parts(text):
        assert fold.matches([text.replace(" ", "")], text.split()[0]) or not fold.runs(
            text.split()[0]
        )
    legal.split(text)
    near.near_hint(text, ["县民政局", "县财政局"])
    near.near_code(text, ["SHJZ-01-01", "ZDBC-02-03"])


def read_aloud(data: bytes) -> None:
    """Any text, read aloud: no figure is left, and the pieces that nobody knows are of the text."""
    text = _text(data)
    said = spoken.spoken(text)
    assert not set("0123456789") & set(said), said
    spoken.unclear(text)


def manifest(data: bytes) -> None:
    """Any bytes as a list of files; whatever it names lies in the folder."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, fs.MANIFEST)
        path.write_bytes(data)
        for name in fs.files_of(path.parent):
            inside = Path(folder, name).resolve() if "\0" not in name else path
            assert inside.is_relative_to(Path(folder).resolve()), name
        verification.in_folder(path.parent, fs.made(path))
        fs.published(path.parent)


def notes(data: bytes) -> None:
    """Any bytes as what an earlier build noted; at worst nothing is known."""
    with tempfile.TemporaryDirectory() as folder:
        root, public = Path(folder), Path(folder, "public")
        public.mkdir()
        (root / kept.FOLDER).mkdir()
        (public / fs.MANIFEST).write_bytes(b'{"files": {"a": "b"}}')
        manifest = fs.digest(public / fs.MANIFEST)
        for name in ("last.json", "keys.json"):
            # Whole by its sum, so that what is behind it is read, too.
            head = reuse._head(manifest, data) + b"\n" if name == "keys.json" else b""
            (root / kept.FOLDER / name).write_bytes(head + data)
        now = kept.Inputs("a", "b")
        kept.said(root, public, now, ())
        kept.is_current(root, public, now)
        kept.day(root, public)
        standing = reuse.standing(root, public)
        standing.find("a", "k")
        kept.remember(
            root, public, kept.Made(now, (), tiny.TODAY, manifest, True, retold.Said("", (), ()))
        )
        kept.forget(root)


def list_of_names(data: bytes) -> None:
    """Any bytes as a list of names."""
    record = project().catalog.records["a"]
    for channel in ("公示栏", "网站"):
        found, problems = lists.read(record, data, channel)
        assert found is not None or problems
        laws.words(problems, _text(data))
    list(lists.children_named(record, data, tiny.TODAY))
