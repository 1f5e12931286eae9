"""Doors by which bytes of others come in, each as a function of bytes that must never fail.

Hypothesis and atheris call the same functions: `test_fuzz.py` every day with a few inputs,
`fuzz.py` for minutes or days.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

import laws
import seeds
import tiny

from gongkai_ssg import (
    config,
    deadlines,
    elements,
    fs,
    holidays,
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
    schema,
    secrecy,
    source,
    tables,
    urls,
)
from gongkai_ssg.deadlines import rhythm
from gongkai_ssg.deadlines.workdays import Calendar
from gongkai_ssg.importing import gathering, writing
from gongkai_ssg.model import Site
from gongkai_ssg.opened import Closed
from gongkai_ssg.outreach import spoken
from gongkai_ssg.print import blocks
from gongkai_ssg.project import Project
from gongkai_ssg.search import extract, fold
from gongkai_ssg.source import Tree
from gongkai_ssg.workspace import settings as workspaces

DAYS = (date(1, 1, 1), date(2024, 2, 29), date(2026, 3, 5), date(9999, 12, 31))
_RECORD = tiny.record({"名单": "{文件: m.xlsx, 列: {户主: 姓名, 金额: 金额, 备注: 文字}}"})


@dataclass(frozen=True)
class Target:
    """A door: what to call, what to begin with, whether what comes is a zip, words that matter."""

    run: Callable[[bytes], None]
    seeds: Callable[[], tuple[bytes, ...]]
    is_packed: bool = False
    words: tuple[str, ...] = ()


@cache
def project() -> Project:
    """A tiny site that passes its check."""
    with tempfile.TemporaryDirectory() as folder:
        written = {tiny.RECORD: _RECORD, "content/shjz/records/m.xlsx": seeds.list_of_names()}
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


def _table(name: str) -> Callable[[bytes], None]:
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
    from urllib.parse import unquote

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
    body = f"[甲](<{text}>)\n\n![乙]({text})\n\n<a href=\"{text.replace(chr(34), '')}\">丙</a>\n"
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
    from selectolax.lexbor import LexborHTMLParser

    nodes = LexborHTMLParser(html).css("[href], [src]")
    return [t for n in nodes for k in ("href", "src") if (t := n.attributes.get(k))]


def requests(data: bytes) -> None:
    """Any text as the path of a request to the preview."""
    from gongkai_ssg.preview import answers

    target = data.decode("latin-1").replace(" ", "").replace("\n", "").replace("\r", "")
    found = answers.answer(_shown(), target)
    assert found.status < 500 or found.status == 503
    assert "\n" not in found.location
    assert found.location.isascii()


@cache
def _shown():  # noqa: ANN202
    """A preview of the tiny site that works without threads."""
    from gongkai_ssg.build import Options
    from gongkai_ssg.preview.workshop import Workshop

    root = Path(tempfile.mkdtemp())
    tiny.write(root, {tiny.RECORD: _RECORD, "content/shjz/records/m.xlsx": seeds.list_of_names()})
    workshop = Workshop(Options(root=root, today=tiny.TODAY), lambda _: None)
    workshop._build()
    workshop._index_of_good = {}
    workshop.index_file = lambda name: None  # type: ignore[method-assign]
    return workshop


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


def _attachment(name: str) -> Callable[[bytes], None]:
    def run(data: bytes) -> None:
        for piece in opened.pieces(name, data):
            if not isinstance(piece, Closed):
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
        from gongkai_ssg import verification

        verification.in_folder(path.parent, fs.made(path))
        fs.published(path.parent)


def notes(data: bytes) -> None:
    """Any bytes as what an earlier build noted; at worst nothing is known."""
    from gongkai_ssg import kept, reuse

    with tempfile.TemporaryDirectory() as folder:
        root, public = Path(folder), Path(folder, "public")
        public.mkdir()
        (root / kept.FOLDER).mkdir()
        (public / fs.MANIFEST).write_bytes(_MANIFESTS[0].encode())
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
        kept.remember(root, public, kept.Made(now, (), tiny.TODAY, manifest, True, kept.Said("", ())))
        kept.forget(root)


def list_of_names(data: bytes) -> None:
    """Any bytes as a list of names."""
    record = project().catalog.records["a"]
    for channel in ("公示栏", "网站"):
        found, problems = lists.read(record, data, channel)
        assert found is not None or problems
        laws.words(problems, _text(data))
    list(lists.children_named(record, data, tiny.TODAY))


def _named(*texts: str) -> Callable[[], tuple[bytes, ...]]:
    return lambda: tuple(text.encode() for text in texts)


def _files(*made: Callable[[], bytes] | bytes) -> Callable[[], tuple[bytes, ...]]:
    return lambda: tuple(one if isinstance(one, bytes) else one() for one in made)


YAML_WORDS = (
    ": ", "- ", "\n  ", "\n- ", "{", "}", "[", "]", "|\n", "&a ", "*a", "!!", "<<: ", "? ", "''",
    '"\\u', "---\n", "\uff1a", "\u3000", "\u2028", "\ufeff", "编码: ", "审核: ", "名单: ", "日期",
)  # fmt: skip
_LIMIT_WORDS = (
    "自", "之日起", "个工作日", "内", "前", "每", "季度", "月", "年", "日", "半", "（", "）", "长期",
    "公示期", "不少于", "起", "十五", "百", "0", "次", "、", "；", "①", "同步", "末", "首月", "小时",
)  # fmt: skip
_TABLE_WORDS = ("colspan=", "rowspan=", "<td>", "<table>", '"', ",", "\t", "√", "同上", "一级事项")
_MARKS = (
    "](", "![", "```\n", "~~~\n", "**", "__", "> ", "- ", "1. ", "    ", "|", "\n\n", "# ", "<a ",
    "href=", "javascript:", "<svg", "<!--", "&#", "\\", "<td", "style=", "[x]: ", "\x02", "\x03",
    "<?", "<![CDATA[", "</", "onerror=", "data:",
)  # fmt: skip
_ADDRESS_WORDS = ("../", "%2e", "%00", "\\", "//", "http:", "@", ":", "?", "#", "xn--", "[", "]", "。")
_NUMBER_WORDS = ("110101190001010014", "&#49;", "&nbsp;", "绝密", "★", "身份证", "１", "\u200b", "-")


@cache
def all_() -> dict[str, Target]:
    """Every door by its name."""
    xml = ("<w:tc>", "<w:tr>", "</w:tbl>", "w:val=", "&lt;", "<![CDATA[", "<c r=", "t=", "<v>")
    office = {
        "table-xlsx": Target(_table("a.xlsx"), _files(seeds.workbook), True, xml),
        "table-docx": Target(_table("a.docx"), _files(seeds.document), True, xml),
        "table-html": Target(_table("a.html"), _files(seeds.page), words=_TABLE_WORDS),
        "table-csv": Target(_table("a.csv"), _files(seeds.table), words=_TABLE_WORDS),
        "table-xls": Target(_table("a.xls"), _files(seeds.OLE, seeds.workbook)),
    }
    attachments = {
        "attached-xlsx": Target(_attachment("a.xlsx"), _files(seeds.workbook), True, xml),
        "attached-docx": Target(_attachment("a.docx"), _files(seeds.WORD), True, xml),
        "attached-ofd": Target(_attachment("a.ofd"), _files(seeds.OFD), True, ("Boundary=",)),
        "attached-zip": Target(_attachment("a.zip"), _files(seeds.WORD, seeds.OFD), True),
        "attached-doc": Target(_attachment("a.doc"), _files(seeds.OLE, seeds.RICH, seeds.WORD)),
        "attached-pdf": Target(_attachment("a.pdf"), _files(seeds.PDF)),
        "attached-rtf": Target(_attachment("a.rtf"), _files(seeds.RICH), words=("\\'", "\\u", "{")),
        "attached-csv": Target(_attachment("a.csv"), _files(seeds.table), words=_TABLE_WORDS),
    }
    texts = {
        "yaml": Target(yaml, lambda: seeds.texts(".yaml"), words=YAML_WORDS),
        "front-matter": Target(front_matter, lambda: seeds.texts(".md"), words=YAML_WORDS),
        "catalog": Target(catalog, _named(tiny.catalog(), _RECORD), words=YAML_WORDS),
        "time-limits": Target(time_limits, _named(*seeds.LIMITS), words=_LIMIT_WORDS),
        "addresses": Target(addresses, _named(*seeds.ADDRESSES), words=_ADDRESS_WORDS),
        "requests": Target(requests, _named(*_PATHS), words=_ADDRESS_WORDS),
        "markdown": Target(markdown, _named(*seeds.MARKDOWN), words=_MARKS),
        "ledger": Target(book, lambda: _ledgers(), words=YAML_WORDS),
        "settings": Target(settings, lambda: seeds.texts("site.yaml"), words=YAML_WORDS),
        "holidays": Target(days_off, lambda: _holidays(), words=YAML_WORDS),
        "province": Target(province, _named(_PROVINCE), words=YAML_WORDS),
        "persons": Target(persons, _named(*_PERSONS), words=_NUMBER_WORDS),
        "search": Target(searched, _named(*seeds.MARKDOWN, "ＡＢΣς ß İ"), words=_MARKS),
        "spoken": Target(read_aloud, _named(*seeds.SPOKEN), words=("-", "~", "%", "²", "½", "①")),
        "manifest": Target(manifest, _named(*_MANIFESTS), words=('"files"', "../", "\\u0000", "[")),
        "notes": Target(notes, _named(*_NOTES), words=("[", "{", '"a"', "\\ud800", "null")),
        "list-xlsx": Target(list_of_names, _files(seeds.list_of_names), True, xml),
    }
    return {**texts, **office, **attachments}


_PATHS = ("/", "/i/shjz-01-01/", "/shjz?x=1", "/_gongkai/events", "/%2e%2e/site.yaml", "/r/a")
_PERSONS = (
    "身份证110101190001010014", "手机 13800138000 电话\n护照 E12345678", "绝密★1年", "6222021234567890",
    "１１０１０１１９０００１０１００１４ &#49;&#x31;", "110101\n19000101\n0014",
)  # fmt: skip
_PROVINCE = "名称: 示例省\n网址: https://s.example/\n站点:\n- {文件夹: sl}\n- {文件夹: b, 地址: b}\n"
_MANIFESTS = ('{"version": 1, "files": {"index.html": "ab", "i/a/index.html": "cd"}}',)
_NOTES = (
    '{"public": {"inputs": ["a", "b"], "how": [], "day": "2026-01-01", "manifest": "x", "state": '
    '"y", "said": ["", []]}}',
    '[{"a": "k"}, {"a": 1}, {"k": [1, "a", []]}]',
)


def _ledgers() -> tuple[bytes, ...]:
    return tuple(one for one in seeds.texts("published.yaml") if one)


def _holidays() -> tuple[bytes, ...]:
    found = sorted(Path(tiny.__file__).parent.glob("sites/*/holidays/*.yaml"))
    return tuple(dict.fromkeys(path.read_bytes() for path in found))


def run(name: str, data: bytes) -> None:
    """Put an input through a door, within its time."""
    with laws.Watch(data):
        all_()[name].run(data)

