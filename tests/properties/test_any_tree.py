"""Any tree whatever: typing an entry, the whole check, and legal bases never fail."""

from __future__ import annotations

from datetime import date
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai_ssg import build, config, elements, ledger, legal, schema
from gongkai_ssg.build import Checked
from gongkai_ssg.source import Tree, parse_yaml

BASE = schema.load()
KEYS = sorted({f.key for kind in BASE.kinds.values() for f in kind.fields})
INNER = ["人", "日期", "起", "止", "特定群体", "文件", "名称", "id", "层级", "上级", "键", "类型"]
WORDS = [
    "主动",
    "政府网站",
    "其他\uff1a平台",
    "SHJZ-01-01",
    "shjz-1",
    "2026-03-05",
    "2026-02-30",
    "2026-03-05 09:00",
    "县级",
    "村级",
    "mzj",
    "县民政局",
    "选项",
    "文字",
    "同上",
    "是",
    "",
    " ",
    "https://sl.example/",
    "政府網站",
    "行政服务中心",
    "a.md",
    "tu.pdf",
]
SCALAR = st.sampled_from(WORDS) | st.text(max_size=6)
VALUE = st.recursive(
    SCALAR,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*INNER, *KEYS]) | st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)
ENTRY = st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=4), VALUE, max_size=8)


def dumped(tree: Any) -> str:
    return yaml.dump(tree, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)


@given(st.sampled_from(sorted(BASE.kinds)), ENTRY | VALUE)
@settings(deadline=None, max_examples=250)
def test_any_tree_as_any_kind(kind: str, tree: Any) -> None:
    node, _ = parse_yaml("a.yaml", dumped(tree))
    if node is None:
        return
    entry, problems = elements.read(BASE.kinds[kind], node, BASE)
    known = BASE.kinds[kind].by_key
    assert set(entry.values) <= set(known)
    wrong = [p for p in problems if p.severity == "error"]
    if wrong:
        assert entry.broken
    else:
        assert {f.key for f in known.values() if f.required} <= set(entry.values)
    for problem in problems:
        assert problem.message
        assert problem.help
        assert problem.span.path == "a.yaml"


@given(ENTRY)
@settings(deadline=None, max_examples=60)
def test_any_settings(tree: Any) -> None:
    found, problems = config.load(dumped(tree).encode())
    assert found is not None or problems
    for problem in problems:
        assert problem.message


FILES = ["site.yaml", "published.yaml", "content/shjz/domain.yaml", "content/shjz/catalog.yaml"]
FILES += ["content/shjz/shjz-01-02.md", "content/shjz/records/a.md", "content/pages/guide.md"]
FILES += ["content/points.yaml", "content/negative.yaml"]
LISTS = {"catalog.yaml": "事项", "points.yaml": "查阅点", "negative.yaml": "清单"}


def written(name: str, tree: Any, listed: bool) -> str:
    if name.endswith(".md"):
        return f"---\n{dumped(tree)}---\n[a](b.md) ![c](tu.png) [d](SHJZ-01-01#e)\n"
    key = LISTS.get(name.rpartition("/")[2])
    return dumped({key: [tree]} if key and listed else tree)


@st.composite
def sites(draw: st.DrawFn) -> dict[str, bytes]:
    """A small valid site, some files of which are replaced by anything."""
    import tiny

    texts = {
        **tiny.FILES,
        tiny.RECORD: tiny.record(),
        FILES[4]: tiny.item_file({"编码": "SHJZ-01-02"}),
    }
    for name in draw(st.lists(st.sampled_from(FILES), max_size=3, unique=True)):
        item = draw(st.sampled_from([{}, tiny.ELEMENTS, tiny.RECORD_ELEMENTS]))
        texts[name] = written(name, {**item, **draw(ENTRY)}, draw(st.booleans()))
    return {name: text.encode() for name, text in texts.items() if isinstance(text, str)}


@given(sites())
@settings(deadline=None, max_examples=100)
def test_any_site_is_checked_to_the_end(texts: dict[str, bytes]) -> None:
    """Whatever clerks write, every step after the reading stands it."""
    checked = check(Tree(texts, frozenset({"content/shjz/records/tu.pdf"})))
    for problem in checked.diagnostics:
        assert problem.message
        assert problem.help
        assert problem.span.path in texts or problem.code in ("GK011", "GK304")


def check(tree: Tree) -> Checked:
    from pathlib import Path
    from unittest import mock

    with mock.patch("gongkai_ssg.fs.read_site", return_value=tree):
        return build.check(build.Options(Path("/nowhere"), date(2026, 3, 5)))


@given(
    st.text(max_size=80)
    | st.lists(st.sampled_from([*"《》（）()〔〕[]号令第0123甲乙 "]), max_size=60).map("".join)
)
@settings(deadline=None)
def test_any_legal_basis(text: str) -> None:
    found = legal.split(text)
    assert found
    for basis in found:
        assert basis.title in text
        assert basis.number in text


@given(st.dictionaries(st.text(max_size=5), VALUE, max_size=4))
@settings(deadline=None)
def test_any_ledger(tree: Any) -> None:
    book, problems = ledger.load(dumped(tree).encode())
    for entry in book.items.values():
        assert entry.version >= 1
    for problem in problems:
        assert problem.message
    again, none = ledger.load(ledger.dump(book).encode())
    # A ledger without any code is never written, and read as a damaged one.
    assert bool(none) == (not book)
    assert {c: (p.hashes, p.changes) for c, p in again.items.items()} == {
        c: (p.hashes, p.changes) for c, p in book.items.items()
    }
