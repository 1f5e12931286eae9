"""What changed between two states of a catalog: folders, and revisions in git."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import tiny

from gongkai_ssg import cli
from gongkai_ssg.comparison import Comparison, compare

CATALOG = "content/shjz/catalog.yaml"
Run = Callable[..., tuple[int, str, str]]


def catalog(*changes: Mapping[str, str | None]) -> dict[str, str]:
    return {CATALOG: tiny.catalog(*(tiny.item(one) for one in changes))}


def compared(root: Path, before: Mapping[str, str], after: Mapping[str, str]) -> Comparison:
    old = tiny.check(tiny.write(root / "old", before)).project
    new = tiny.check(tiny.write(root / "new", after)).project
    assert old
    assert new
    return compare(old.catalog, new.catalog, new.settings.schema.kinds["item"])


SECOND = {"编码": "SHJZ-01-02", "二级事项": "办事指南"}


def test_added_ended_and_gone(tmp_path: Path) -> None:
    third = {"编码": "SHJZ-01-03", "二级事项": "发放情况"}
    before = catalog({}, SECOND)
    after = catalog({"状态": "废止"}, third)
    found = compared(tmp_path, before, after)
    assert [item.code for item in found.added] == ["SHJZ-01-03"]
    assert [item.code for item in found.ended] == ["SHJZ-01-01"]
    assert [item.code for item in found.gone] == ["SHJZ-01-02"]
    assert found.changed == ()


def test_which_element_changed_from_what_to_what(tmp_path: Path) -> None:
    after = catalog(
        {"公开时限": "10个工作日内", "公开内容": "[保障对象, 保障标准]", "俗称": "低保"}
    )
    (changed,) = compared(tmp_path, catalog({}), after).changed
    assert [(e.key, e.before, e.after) for e in changed.elements] == [
        ("公开内容", ("保障对象", "保障金额"), ("保障对象", "保障标准")),
        ("公开时限", ("信息形成之日起20个工作日内",), ("10个工作日内",)),
        ("俗称", (), ("低保",)),
    ]


def test_signatures_and_history_are_no_change(tmp_path: Path) -> None:
    history = "[{日期: 2026-01-05, 类型: 新增, 原因: 甲}]"
    assert compared(tmp_path, catalog({}), catalog({"调整": history})).changed == ()


def test_a_changed_explanation_is_a_change(tmp_path: Path) -> None:
    file = "content/shjz/shjz-01-02.md"
    old, new = (tiny.item_file(SECOND, body) for body in ("从前的说明。\n", "现在的说明。\n"))
    (changed,) = compared(tmp_path, {file: old}, {file: new}).changed
    assert [(e.key, e.before, e.after) for e in changed.elements] == [
        ("说明", ("从前的说明。",), ("现在的说明。",))
    ]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*words: str | Path) -> tuple[int, str, str]:
        status = cli._run([str(word) for word in words])
        return status, *capsys.readouterr()

    return call


def git(root: Path, *words: str) -> None:
    author = ["-c", "user.name=a", "-c", "user.email=a@b.example"]
    subprocess.run(["git", "-C", str(root), *author, *words], check=True, capture_output=True)


@pytest.mark.parametrize("inside", ["", "县 里"])
def test_against_a_revision_in_git(tmp_path: Path, run: Run, inside: str) -> None:
    root = tiny.write(tmp_path / inside, catalog({}))
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "a")
    git(tmp_path, "tag", "v1")
    tiny.write(
        root, catalog({"公开时限": "10个工作日内", "公开内容": "[保障标准, 保障金额]"}, SECOND)
    )
    status, out, err = run("diff", "v1", "-s", root)
    assert (status, err) == (0, "")
    assert out == (
        "新增 1 个，修改 1 个，废止 0 个，不见了 0 个\n"
        "新增 SHJZ-01-02 办事指南\n"
        "修改 SHJZ-01-01 审核确认结果\n"
        "  公开内容:\n    - 保障对象\n    + 保障标准\n"
        "  公开时限: 信息形成之日起20个工作日内 → 10个工作日内\n"
    )


def test_against_a_folder_as_json(tmp_path: Path, run: Run) -> None:
    old = tiny.write(tmp_path / "old", catalog({}))
    new = tiny.write(tmp_path / "new", catalog({"公开时限": "10个工作日内"}))
    status, out, _ = run("diff", old, "-s", new, "--format", "json")
    assert status == 0
    data = json.loads(out)
    assert (data["version"], data["added"], data["ended"], data["gone"]) == (1, [], [], [])
    (changed,) = data["changed"]
    assert (changed["编码"], changed["path"], changed["line"]) == ("SHJZ-01-01", CATALOG, 2)
    assert [element["key"] for element in changed["elements"]] == ["公开时限"]


@pytest.mark.parametrize("before", ["no-such-revision", "--output=x", "-h2"])
def test_what_is_neither_folder_nor_revision(tmp_path: Path, run: Run, before: str) -> None:
    root = tiny.write(tmp_path / "site", {})
    status, _, err = run("diff", "-s", root, "--", before)
    assert status == 2
    assert f"没有“{before}”这个文件夹" in err
    assert not (root / "x").exists()


def test_a_folder_without_a_site(tmp_path: Path, run: Run) -> None:
    root = tiny.write(tmp_path / "site", {})
    (tmp_path / "empty").mkdir()
    status, _, err = run("diff", tmp_path / "empty", "-s", root)
    assert status == 2
    assert "没有能读的 site.yaml" in err


BROKEN = {"content/shjz/shjz-01-02.md": "---\n编码: [\n"}


def test_a_site_with_errors_is_not_compared(tmp_path: Path, run: Run) -> None:
    """What cannot be read would be gone."""
    old = tiny.write(tmp_path / "old", catalog({}))
    new = tiny.write(tmp_path / "new", {CATALOG: "事项:\n- {编码: [\n"})
    status, out, err = run("diff", old, "-s", new)
    assert (status, out) == (1, "")
    assert f"{CATALOG}:" in err
    assert "内容有错误，先改好再比" in err


@pytest.mark.parametrize("form", ["text", "json"])
def test_what_could_not_be_read_of_the_older_state_is_said(
    tmp_path: Path, run: Run, form: str
) -> None:
    old = tiny.write(tmp_path / "old", {**catalog({}), **BROKEN})
    new = tiny.write(tmp_path / "new", catalog({}, SECOND))
    status, out, err = run("diff", old, "-s", new, "--format", form)
    assert (status, "SHJZ-01-02" in out) == (0, True)
    assert f"“{old}”里有没能读的，下面的“新增”和“修改”可能不准:" in err
    assert "content/shjz/shjz-01-02.md:1" in err


@pytest.mark.parametrize("file", [tiny.RECORD, "content/pages/a.md", "content/responses.yaml"])
def test_what_is_no_item_of_the_older_state_does_not_matter(
    tmp_path: Path, run: Run, file: str
) -> None:
    old = tiny.write(tmp_path / "old", {**catalog({}), file: "---\n事项: [\n"})
    new = tiny.write(tmp_path / "new", catalog({}))
    assert run("diff", old, "-s", new)[2] == ""
