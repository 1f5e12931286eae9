"""What happened to an item: 调整 entries, git where it is wanted, else the ledger."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import tiny

from gongkai_ssg import personal
from gongkai_ssg.history import timeline
from gongkai_ssg.pages import changes
from gongkai_ssg.project import Project

CATALOG = "content/shjz/catalog.yaml"
ATOM = "{http://www.w3.org/2005/Atom}"
WITH_GIT = tiny.SITE + "git历史: 是\n"
SECOND = {"编码": "SHJZ-01-02", "二级事项": "办事指南"}
WHY = "[{日期: 2026-03-02, 类型: 调整, 内容: 时限缩短, 原因: 上级要求}]"


def git(root: Path, *words: str, day: str = "2026-03-01") -> None:
    moment = f"{day}T12:00:00+08:00"
    names = {
        f"GIT_{who}_{what}": "x" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    world = {"PATH": "/usr/bin:/bin", "HOME": str(root), **names}
    days = {"GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}
    subprocess.run(["git", "-C", str(root), *words], check=True, env={**world, **days})


Files = Mapping[str, str | bytes | None]


def commit(root: Path, files: Files, day: str, *, publish: bool = True) -> None:
    """Write the whole site anew, publish it, and commit it with its ledger."""
    if not (root / ".git").exists():
        root.mkdir(parents=True, exist_ok=True)
        git(root, "init", "-q")
        root.joinpath(".gitignore").write_text("public/\n.gongkai/\n", "utf-8")
    tiny.write(root, {"site.yaml": WITH_GIT, **files})
    if publish:
        done = tiny.build_site(root, today=date.fromisoformat(day))
        assert done.files, done.checked.diagnostics
    git(root, "add", "-A")
    git(root, "commit", "-qm", "x", "--allow-empty", day=day)


def catalog(*items: Mapping[str, str | None]) -> dict[str, str | bytes | None]:
    return {CATALOG: tiny.catalog(*(tiny.item(one) for one in items))}


def project(root: Path) -> Project:
    checked = tiny.check(root)
    assert checked.project, checked.diagnostics
    assert checked.diagnostics == []
    return checked.project


def told(found: Project) -> list[tuple[str, str, str, str, list[tuple[object, ...]]]]:
    return [
        (
            *(row.date, row.item.href[2:12], row.type, row.reason),
            [(e.key, e.gone, e.come) for e in row.elements],
        )
        for row in changes.everything(found)
    ]


def test_git_tells_what_changed_from_what_to_what(tmp_path: Path) -> None:
    commit(tmp_path, catalog({}), "2026-03-01")
    commit(tmp_path, catalog({"公开时限": "5个工作日内"}, SECOND), "2026-03-05")
    commit(tmp_path, catalog({"公开时限": "5个工作日内"}, {**SECOND, "状态": "废止"}), "2026-03-09")
    found = project(tmp_path)
    limit = ("公开时限", ("信息形成之日起20个工作日内",), ("5个工作日内",))
    assert told(found) == [
        ("2026-03-09", "shjz-01-02", "废止", "", [("状态", (), ("废止",))]),
        ("2026-03-05", "shjz-01-01", "调整", "", [limit]),
        ("2026-03-05", "shjz-01-02", "新增", "", []),
    ]


def test_an_adjustment_explains_the_change_that_came_with_it(tmp_path: Path) -> None:
    commit(tmp_path, catalog({}), "2026-03-01")
    commit(tmp_path, catalog({"公开时限": "5个工作日内", "调整": WHY}), "2026-03-05")
    ((day, _, kind, reason, elements),) = told(project(tmp_path))
    assert (day, kind, reason) == ("2026-03-02", "调整", "上级要求")
    assert [key for key, *_ in elements] == ["公开时限"]


def test_an_adjustment_explains_no_later_change(tmp_path: Path) -> None:
    why = {"调整": WHY.replace("03-02", "03-05")}
    commit(tmp_path, catalog({}), "2026-03-01")
    commit(tmp_path, catalog({"公开时限": "5个工作日内", **why}), "2026-03-05")
    commit(tmp_path, catalog({"公开时限": "3个工作日内", **why}), "2026-03-09")
    rows = told(project(tmp_path))
    assert [(row[0], row[3], row[4][0][2]) for row in rows] == [
        ("2026-03-09", "", ("3个工作日内",)),
        ("2026-03-05", "上级要求", ("5个工作日内",)),
    ]


def test_an_item_that_moved_to_a_file_of_its_own_did_not_change(tmp_path: Path) -> None:
    commit(tmp_path, catalog({}, SECOND), "2026-03-01")
    own = {"content/shjz/shjz-01-02.md": tiny.item_file(SECOND)}
    commit(tmp_path, {**catalog({}), **own}, "2026-03-05")
    found = project(tmp_path)
    assert "SHJZ-01-02" in found.catalog.items
    assert told(found) == []


def test_what_was_never_published_is_not_told(tmp_path: Path) -> None:
    """Drafts, and what was seen and mended before a build, stay between those who wrote them."""
    commit(tmp_path, catalog({}), "2026-03-01")
    commit(tmp_path, catalog({"公开时限": "没有定的3个工作日内"}), "2026-03-02", publish=False)
    commit(tmp_path, catalog({"公开时限": "5个工作日内"}), "2026-03-05")
    ((*_, ((_, gone, come),)),) = told(project(tmp_path))
    assert (gone, come) == (("信息形成之日起20个工作日内",), ("5个工作日内",))
    text = "".join(p.read_text("utf-8") for p in (tmp_path / "public").rglob("*.html"))
    assert "20个工作日内" in text
    assert "没有定的" not in text


@pytest.mark.parametrize("other_first", [True, False])
def test_a_ledger_from_another_line_of_history_is_not_believed(
    tmp_path: Path, other_first: bool
) -> None:
    """A ledger that was put back: version 2 was published twice, and one of them is no more."""
    ledger = "published.yaml"

    def publish(limit: str, day: str, before: bytes | None = None) -> bytes:
        kept = {} if before is None else {ledger: before}
        commit(tmp_path, {**kept, **catalog({"公开时限": limit})}, day)
        return (tmp_path / ledger).read_bytes()

    first = publish("20个工作日内", "2026-03-01")
    if other_first:
        publish("5个工作日内", "2026-03-05")
        mine = publish("3个工作日内", "2026-03-06", first)
    else:
        mine = publish("3个工作日内", "2026-03-06", first)
        publish("5个工作日内", "2026-03-07", first)
    publish("2个工作日内", "2026-03-09", mine)
    assert [(row[0], *row[4][0][1:]) for row in told(project(tmp_path))] == [
        ("2026-03-09", ("3个工作日内",), ("2个工作日内",)),
        ("2026-03-06", ("20个工作日内",), ("3个工作日内",)),
    ]


def test_words_that_the_county_keeps_silent_about_are_only_named(tmp_path: Path) -> None:
    silent = {"site.yaml": WITH_GIT + "不列原文: [SHJZ-01-01]\n"}
    commit(tmp_path, {**silent, **catalog({})}, "2026-03-01")
    commit(tmp_path, {**silent, **catalog({"公开时限": "5个工作日内"})}, "2026-03-05")
    (row,) = changes.everything(project(tmp_path))
    assert (row.content, row.elements) == ("公开时限有变动（第2版）", ())


def test_what_had_to_go_does_not_come_back_as_history() -> None:
    number = "110101190001010014"  # of nobody: the day is in 1900
    before, after = (f"住甲 {number}", "电话 13800000000"), ("住乙",)
    shown = timeline._fit_to_show("公开内容", before, after, frozenset())
    assert shown.gone == ("（不能公开的内容）", "（不能公开的内容）")
    assert shown.come == ("住乙",)


def test_two_hidden_lines_are_not_taken_for_one() -> None:
    one, other = "绝密★1年", "机密★1年"
    shown = timeline._fit_to_show("公开内容", (one,), (other,), frozenset())
    assert (shown.gone, shown.come) == (("（不能公开的内容）",), ("（不能公开的内容）",))


def test_phones_and_reviewed_exceptions_may_be_shown() -> None:
    number = "110101190001010014"
    (found,) = personal.find(number)
    for key, line in (("咨询电话", "13800000000"), ("公开内容", number)):
        shown = timeline._fit_to_show(key, (line,), (), frozenset({found.mark}))
        assert shown.gone == (line,)


def test_a_site_in_a_folder_of_a_repository(tmp_path: Path) -> None:
    tmp_path.joinpath("other.txt").write_text("x", "utf-8")
    git(tmp_path, "init", "-q")
    root = tmp_path / "站点"
    for day, limit in (("2026-03-01", "20个工作日内"), ("2026-03-05", "5个工作日内")):
        tiny.write(root, {"site.yaml": WITH_GIT, **catalog({"公开时限": limit})})
        tiny.build_site(root, today=date.fromisoformat(day))
        git(tmp_path, "add", "-A")
        git(tmp_path, "commit", "-qm", "x", day=day)
    ((*_, ((_, gone, come),)),) = told(project(root))
    assert (gone, come) == (("20个工作日内",), ("5个工作日内",))


def test_a_hook_of_another_repository_does_not_lead_astray(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(tmp_path, catalog({}), "2026-03-01")
    commit(tmp_path, catalog({"公开时限": "5个工作日内"}), "2026-03-05")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    assert len(told(project(tmp_path))) == 1


def test_half_a_history_is_said(tmp_path: Path) -> None:
    commit(tmp_path / "a", catalog({}), "2026-03-01")
    commit(tmp_path / "a", catalog({"公开时限": "5个工作日内"}), "2026-03-05")
    half = ["git", "clone", "-q", "--depth", "1", (tmp_path / "a").as_uri(), tmp_path / "b"]
    subprocess.run(half, check=True)
    checked = tiny.check(tmp_path / "b")
    assert tiny.places(checked) == ["site.yaml:8:8 GK505"]
    assert "不完整" in checked.diagnostics[0].message
    assert checked.project
    (row,) = changes.everything(checked.project)
    assert (row.content, row.elements) == ("公开时限有变动（第2版）", ())


def test_a_ledger_that_was_not_committed_is_said(tmp_path: Path) -> None:
    for day, limit in (("2026-03-01", "20个工作日内"), ("2026-03-05", "5个工作日内")):
        commit(tmp_path, catalog({"公开时限": limit}), day)
    git(tmp_path, "checkout", "-q", "--orphan", "other")
    git(tmp_path, "rm", "-q", "--cached", "published.yaml")
    git(tmp_path, "commit", "-qm", "x")
    checked = tiny.check(tmp_path)
    assert [d.code for d in checked.diagnostics] == ["GK505"]
    assert "published.yaml 没有和内容一起提交" in checked.diagnostics[0].message


def test_an_unknown_code_among_the_silent_is_said(tmp_path: Path) -> None:
    commit(tmp_path, {"site.yaml": WITH_GIT, **catalog({})}, "2026-03-01")
    tiny.write(tmp_path, {"site.yaml": WITH_GIT + "不列原文: [SHJZ-99-01]\n"})
    assert tiny.places(tiny.check(tmp_path)) == ["site.yaml:9:8 GK205"]


def test_without_git_the_ledger_says_which_elements_changed(tmp_path: Path) -> None:
    tiny.build_site(tiny.write(tmp_path, catalog({})), today=date(2026, 3, 1))
    tiny.build_site(
        tiny.write(tmp_path, catalog({"公开时限": "5个工作日内"})), today=date(2026, 3, 5)
    )
    (row,) = changes.everything(project(tmp_path))
    assert (row.date, row.type, row.content) == ("2026-03-05", "调整", "公开时限有变动（第2版）")


def test_a_version_that_an_adjustment_explains_is_told_once(tmp_path: Path) -> None:
    tiny.build_site(tiny.write(tmp_path, catalog({})), today=date(2026, 3, 1))
    after = catalog({"公开时限": "5个工作日内", "调整": WHY})
    tiny.build_site(tiny.write(tmp_path, after), today=date(2026, 3, 5))
    assert [row.content for row in changes.everything(project(tmp_path))] == ["时限缩短"]


def test_page_item_and_feed_tell_the_same(tmp_path: Path) -> None:
    commit(tmp_path, catalog({}), "2026-03-01")
    commit(tmp_path, catalog({"公开内容": "[保障对象, 发放时间]"}), "2026-03-05")
    done = tiny.build_site(tmp_path)
    assert done.files, done.checked.diagnostics
    for name in ("changes/index.html", "i/shjz-01-01/index.html"):
        html = (tmp_path / "public" / name).read_text("utf-8")
        assert '<del><span class="vh">原来：</span>保障金额</del>' in html
        assert '<ins><span class="vh">改为：</span>发放时间</ins>' in html
    feed = ET.fromstring((tmp_path / "public/changes/feed.xml").read_bytes())  # noqa: S314
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "调整：审核确认结果"
    assert entry.findtext(f"{ATOM}summary") == "公开内容: 保障金额 → 发放时间"
    assert entry.findtext(f"{ATOM}updated") == "2026-03-05T00:00:00+08:00"
    assert (
        entry.findtext(f"{ATOM}id") == "https://sl.example/gk/i/shjz-01-01/index.html#2026-03-05-1"
    )


def test_two_changes_of_a_day_have_two_ids(tmp_path: Path) -> None:
    twice = "[{日期: 2026-03-02, 类型: 新增, 原因: 甲}, {日期: 2026-03-02, 类型: 调整, 原因: 乙}]"
    tiny.build_site(tiny.write(tmp_path, catalog({"调整": twice})))
    feed = ET.fromstring((tmp_path / "public/changes/feed.xml").read_bytes())  # noqa: S314
    ids = [one.findtext(f"{ATOM}id") for one in feed.findall(f"{ATOM}entry")]
    assert len(set(ids)) == 2


def test_the_same_history_gives_the_same_bytes(tmp_path: Path) -> None:
    commit(tmp_path / "a", catalog({}), "2026-03-01")
    commit(tmp_path / "a", catalog({"公开时限": "5个工作日内"}), "2026-03-05")
    subprocess.run(["git", "clone", "-q", tmp_path / "a", tmp_path / "b"], check=True)
    manifests = []
    for name in "ab":
        tiny.build_site(tmp_path / name)
        manifests.append(json.loads((tmp_path / name / "public/manifest.json").read_bytes()))
    assert manifests[0] == manifests[1]


def test_a_state_that_could_not_be_read_tells_nothing(tmp_path: Path) -> None:
    commit(tmp_path, catalog({}), "2026-03-01")
    commit(tmp_path, {CATALOG: "事项: [\n公开时限: 5个工作日内\n"}, "2026-03-02", publish=False)
    commit(tmp_path, catalog({}), "2026-03-03")
    assert told(project(tmp_path)) == []


def test_an_item_that_a_broken_state_left_out_is_not_new(tmp_path: Path) -> None:
    commit(tmp_path, catalog({}, SECOND), "2026-03-01")
    commit(tmp_path, catalog({}, {**SECOND, "公开方式": "网上"}), "2026-03-02", publish=False)
    commit(tmp_path, catalog({}, SECOND), "2026-03-03")
    assert told(project(tmp_path)) == []


def test_a_body_that_got_another_short_name_is_no_change(tmp_path: Path) -> None:
    commit(tmp_path, catalog({}), "2026-03-01")
    other = {"site.yaml": WITH_GIT.replace("简称: 县民政局", "简称: 民政局")}
    commit(tmp_path, {**other, **catalog({"公开主体": "民政局"})}, "2026-03-05")
    assert told(project(tmp_path)) == []


def test_a_new_item_is_told_without_git(tmp_path: Path) -> None:
    tiny.build_site(tiny.write(tmp_path, catalog({})), today=date(2026, 3, 1))
    tiny.build_site(tiny.write(tmp_path, catalog({}, SECOND)), today=date(2026, 3, 5))
    (row,) = changes.everything(project(tmp_path))
    assert (row.date, row.type, row.item.href) == ("2026-03-05", "新增", "i/shjz-01-02/index.html")


def test_an_item_that_ended_is_told_without_git(tmp_path: Path) -> None:
    for day, state in ((1, {}), (5, {"状态": "废止"})):
        files = catalog({}, {**SECOND, **state})
        tiny.build_site(tiny.write(tmp_path, files), today=date(2026, 3, day))
    assert [row.type for row in changes.everything(project(tmp_path))] == ["废止"]
