"""Channels in whatever style: migrated they mean the same, and what is around them stays."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import tiny
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gongkai_ssg import migrating
from gongkai_ssg.build import Checked, Options

NAMES = st.sampled_from(
    ["政府网站", "行政服务中心", "村务公开栏", "微信公众号", "报纸", "入户/现场"]
)
PLATFORMS = st.sampled_from(
    [
        "广播",
        "a: b",
        "#1",
        "它's",
        '"甲"',
        "a\\\\b",
        "甲, 乙",
        "[甲]",
        "甲：乙",
        " 甲",
        "- 甲",
        "甲 #乙",
    ]
)
WORDS = st.one_of(NAMES, PLATFORMS.map("其他：{}".format), PLATFORMS.map("其他:{}".format))
REMARKS = st.sampled_from(["", "  # 其他：不动", " # 行政服务中心"])


def quoted(word: str, sign: str) -> str:
    if sign == "'":
        return "'" + word.replace("'", "''") + "'"
    return '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'


@st.composite
def channels(draw: st.DrawFn) -> str:
    """A list of channels as YAML: in brackets or in lines, plain where that is the same."""
    words = draw(st.lists(WORDS, min_size=1, max_size=4, unique=True))
    signs = [draw(st.sampled_from("'\"")) for _ in words]
    plain = re.compile(r"[\u4e00-\u9fff/]+[\uff1a]?[\u4e00-\u9fff]*")
    forms = [
        word if plain.fullmatch(word) and draw(st.booleans()) else quoted(word, sign)
        for word, sign in zip(words, signs, strict=True)
    ]
    if draw(st.booleans()):
        return f"[{draw(st.sampled_from([', ', ' , ', ','])).join(forms)}]{draw(REMARKS)}"
    return "".join(f"\n  - {form}{draw(REMARKS)}" for form in forms)


def meant(checked: Checked) -> object:
    assert checked.project
    return checked.project.catalog.items["SHJZ-01-01"].entry.values["公开渠道"]


@given(channels(), st.sampled_from(["\n", "\r\n"]))
@example("['其他：它''s', \"其他：\\\"甲\\\"\"]", "\n")
@settings(max_examples=40, deadline=None)
def test_a_migration_means_the_same_and_keeps_what_is_around(written: str, end: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        text = tiny.catalog(tiny.item({"公开渠道": written})).replace("\n", end)
        root = tiny.write(Path(folder), {"content/shjz/catalog.yaml": text})
        before = tiny.check(root)
        plan = migrating.plan(Options(root, tiny.TODAY))
        if plan.problems:
            assert [d for d in before.diagnostics if d.severity == "error"]
            return
        migrating.write(root, plan)
        after = tiny.check(root)
        if before.project and "公开渠道" in before.project.catalog.items["SHJZ-01-01"].entry.values:
            assert meant(after) == meant(before)
        assert "GK106" not in {d.code for d in after.diagnostics}
        assert migrating.plan(Options(root, tiny.TODAY)).texts == {}
        new = (root / "content/shjz/catalog.yaml").read_bytes().decode()
        assert new.count(end) == text.count(end)
        assert re.findall("# .*", new) == re.findall("# .*", text)
