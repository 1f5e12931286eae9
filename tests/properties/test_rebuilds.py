"""Whatever is edited between two builds: the second makes what a build from nothing makes."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
import tiny
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gongkai_ssg import build, kept
from gongkai_ssg.build import Options

Edit = Callable[[Path], object]
CATALOG, POSTERS = "content/shjz/catalog.yaml", "content/shjz/records/b.md"
THEME, OTHER = (f"themes/{name}/templates/base.html" for name in ("own", "other"))
FRAME = '{{% extends "default/base.html" %}}\n{{% block footer %}}{}{{% endblock %}}\n'
OWN = "扩展要素:\n- {{键: 办理地点, 类型: 文字, 说明: {}}}\n"


def put(name: str, text: str) -> Edit:
    def write(root: Path) -> None:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")

    return write


def gone(name: str) -> Edit:
    return lambda root: (root / name).unlink(missing_ok=True)


def moved(name: str, other: str) -> Edit:
    return lambda root: (root / name).is_file() and (root / name).rename(root / other)


def items(*changes: Mapping[str, str | None]) -> str:
    return tiny.catalog(*(tiny.item(change) for change in changes))


FIRST: Mapping[str, str | None] = {}
SECOND: Mapping[str, str | None] = {"编码": "SHJZ-01-02", "二级事项": "监督检查"}
THIRD: Mapping[str, str | None] = {"编码": "SHJZ-02-01", "一级事项": "特困", "俗称": "[五保]"}
EDITS: dict[str, Edit] = {
    "one item": put(CATALOG, items(FIRST)),
    "two items": put(CATALOG, items(FIRST, SECOND)),
    "two items in the other order": put(CATALOG, items(SECOND, FIRST)),
    "three items": put(CATALOG, items(FIRST, SECOND, THIRD)),
    "another limit": put(CATALOG, items({"公开时限": "5个工作日内"}, SECOND)),
    "a value of its own": put(CATALOG, items({"办理地点": "大厅"}, SECOND)),
    "an ended item": put(CATALOG, items(FIRST, {**SECOND, "状态": "废止"})),
    "an item under another code": put(CATALOG, items(FIRST, {**SECOND, "编码": "SHJZ-01-03"})),
    "a record": put(tiny.RECORD, tiny.record()),
    "its text": put(tiny.RECORD, tiny.record(body="## 情况\n\n共 12 户，见[事项](SHJZ-01-01)。\n")),
    "its item": put(tiny.RECORD, tiny.record({"事项": "SHJZ-01-02"})),
    "its place": put(tiny.RECORD, tiny.record({"区划": "shangwan"})),
    "held back": put(tiny.RECORD, tiny.record({"状态": "草稿"})),
    "on paper only": put(tiny.RECORD, tiny.record({"渠道": "[社区/企事业单位/村公示栏(电子屏)]"})),
    "no record": gone(tiny.RECORD),
    "another record": put(
        POSTERS, tiny.record({"标题": "四月名单", "公开日期": "2026-04-05 09:00"})
    ),
    "another name of the record": moved(POSTERS, "content/shjz/records/c.md"),
    "a question": put(
        "content/questions.yaml",
        "问答:\n- {问: 怎么申请？, 答: 到镇里。, 事项: SHJZ-01-01, 日期: 2026-03-01}\n",
    ),
    "the name of the site": put("site.yaml", tiny.SITE.replace("示例县\n", "示例县政府\n", 1)),
    "the address": put("site.yaml", tiny.SITE.replace("sl.example", "xl.example")),
    "a phone": put("site.yaml", tiny.SITE.replace("简称", "电话: 0000-1234567, 简称")),
    "another theme": put("site.yaml", tiny.SITE + "主题: own\n"),
    "a third theme": put("site.yaml", tiny.SITE + "主题: other\n"),
    "an element of its own": put("site.yaml", tiny.SITE + OWN.format("在哪里办")),
    "what it means": put("site.yaml", tiny.SITE + OWN.format("哪个大厅")),
    "the settings as they were": put("site.yaml", tiny.SITE),
    "a footer of the theme": put(THEME, FRAME.format("甲")),
    "another footer": put(THEME, FRAME.format("乙")),
    "a static file": put("themes/own/static/more.css", "p { color: red; }\n"),
    "a page by hand": put(
        "content/pages/guide.md", "---\n标题: 指南\n日期: 2026-03-01\n---\n内容。\n"
    ),
    "a file of the output": put("public/i/shjz-01-01/index.html", "<p>…"),
    "the keys": put(".gongkai/keys.json", '{"manifest": 1}'),
}
# The day on which the site is built, and the libraries it is built with.
DAYS = [tiny.TODAY, date(2026, 11, 23), date(2027, 3, 1)]
LIBRARIES = [["a 1"], ["a 2"]]


def files(folder: Path) -> dict[str, bytes]:
    there = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in there}


def made(root: Path, day: date) -> dict[str, bytes]:
    """The site and the ledger after a build; nothing where it found errors."""
    built = build.build(Options(root, day))
    ledger = {"published.yaml": (root / "published.yaml").read_bytes()}
    return files(root / "public") | ledger if built.files else {}


THEMES = ["another theme", "a third theme", "the settings as they were"]
Step = tuple[list[str], date, list[str]]
STEP = st.tuples(
    st.lists(st.sampled_from(sorted(EDITS)), min_size=1, max_size=3),
    st.sampled_from(DAYS),
    st.sampled_from(LIBRARIES),
)


def holds(steps: list[Step], monkeypatch: pytest.MonkeyPatch) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = tiny.write(Path(folder, "site"), {tiny.RECORD: tiny.record()})
        put(THEME, FRAME.format("甲"))(root)
        put(OTHER, FRAME.format("丙"))(root)
        assert build.build(Options(root, tiny.TODAY)).files
        for number, (edits, day, libraries) in enumerate(steps):
            monkeypatch.setattr(kept, "_libraries", lambda libraries=libraries: libraries)
            for edit in edits:
                EDITS[edit](root)
            fresh = Path(folder, str(number))
            shutil.copytree(root, fresh, ignore=shutil.ignore_patterns("public", ".gongkai"))
            assert made(root, day) == made(fresh, day), edits


@given(steps=st.lists(STEP, min_size=1, max_size=4))
@example(steps=[([name], tiny.TODAY, ["a 1"]) for name in THEMES])
@settings(max_examples=12, deadline=None)
def test_edits_make_what_a_build_from_nothing_makes(steps: list[Step]) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        holds(steps, monkeypatch)


@pytest.mark.slow
@given(steps=st.lists(STEP, min_size=1, max_size=8))
@settings(max_examples=int(os.environ.get("EXAMPLES", "300")), deadline=None)
def test_many_edits_make_what_a_build_from_nothing_makes(steps: list[Step]) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        holds(steps, monkeypatch)
