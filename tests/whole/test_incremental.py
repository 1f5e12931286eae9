"""A build makes what has changed and keeps the rest, as it stands, with its time."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
import tiny

from gongkai_ssg import build, cli, finishing, gate, kept, report, search
from gongkai_ssg.build import Options

CATALOG = "content/shjz/catalog.yaml"
SECOND = tiny.item({"编码": "SHJZ-01-02", "二级事项": "监督检查"})
FRAME = '{{% extends "default/base.html" %}}\n{{% block footer %}}{}{{% endblock %}}\n'
EDITED = tiny.item({"编码": "SHJZ-01-02", "二级事项": "监督检查", "公开时限": "5个工作日内"})
ID = "11010119000102001X"  # nobody's: born in 1900


@pytest.fixture
def site(tmp_path: Path) -> Path:
    files = {tiny.RECORD: tiny.record(), CATALOG: tiny.catalog(tiny.item(), SECOND)}
    root = tiny.write(tmp_path / "site", files)
    assert tiny.build_site(root).files
    return root


def stamps(root: Path) -> dict[str, int]:
    public = root / "public"
    there = (path for path in public.rglob("*") if path.is_file())
    return {path.relative_to(public).as_posix(): path.stat().st_ino for path in there}


def anew(root: Path, **options: object) -> set[str]:
    """The files that a build makes anew."""
    before = stamps(root)
    assert tiny.build_site(root, **options).files
    return {name for name, stamp in stamps(root).items() if before.get(name) != stamp}


def test_postings_are_made_anew_only_where_words_changed(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    index = search.pagefind.index
    monkeypatch.setattr(search.pagefind, "index", lambda words: asked.append(1) or index(words))
    monkeypatch.setattr(search.shards, "SHARD_CHARACTERS", 150)
    assert tiny.build_site(site, force=True).files
    assert len(asked) == 2
    asked.clear()
    edit(site)
    made = anew(site)
    assert len(asked) == 1
    assert sum(name.startswith("pagefind/text/") for name in made) == 1
    assert "pagefind/offline.js" in made


def edit(root: Path) -> None:
    (root / CATALOG).write_text(tiny.catalog(tiny.item(), EDITED), "utf-8")


def test_nothing_but_the_list_is_made_where_nothing_changed(site: Path) -> None:
    assert anew(site) == {"manifest.json"}


def test_one_edited_item_makes_the_pages_that_show_it(site: Path) -> None:
    edit(site)
    made = anew(site)
    assert {"i/shjz-01-02/index.html", "i/shjz-01-02/qr.svg", "catalog/index.html"} <= made
    assert not {"i/shjz-01-01/index.html", "i/shjz-01-01/qr.svg", "r/a/index.html"} & made


def test_a_page_that_is_the_same_is_not_rendered(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendered = []
    render = finishing.theme.Theme.render
    monkeypatch.setattr(
        finishing.theme.Theme,
        "render",
        lambda look, page, shown: rendered.append(page.address) or render(look, page, shown),
    )
    edit(site)
    assert tiny.build_site(site, jobs=1).files
    assert "i/shjz-01-02/" in rendered
    assert not {"i/shjz-01-01/", "r/a/"} & set(rendered)
    rendered.clear()
    assert tiny.build_site(site, jobs=1, force=True).files
    assert {"i/shjz-01-01/", "r/a/"} <= set(rendered)


@pytest.mark.parametrize("name", ["i/shjz-01-01/index.html", "i/shjz-01-01/qr.svg", "index.html"])
@pytest.mark.parametrize("damage", ["other", "gone", "a folder"])
def test_what_was_damaged_since_is_made_again(site: Path, name: str, damage: str) -> None:
    path = site / "public" / name
    good = path.read_bytes()
    path.unlink()
    if damage == "other":
        path.write_bytes(good[:-1])
    elif damage == "a folder":
        path.mkdir()
    assert anew(site) == {"manifest.json", name}
    assert path.read_bytes() == good


@pytest.mark.parametrize("more", [{}, {"force": True}])
def test_what_was_changed_by_hand_is_named(site: Path, more: dict[str, Any]) -> None:
    public = site / "public"
    (public / "index.html").write_text("改了", "utf-8")
    (public / "search/index.html").unlink()
    shutil.copy2(public / "screen/index.html", public / "shjz/index.html")  # with its old time
    built = tiny.build_site(site, **more)
    assert built.edited == ("index.html", "search/index.html", "shjz/index.html")
    assert "改的不在了" in "".join(report.edited(built.edited))
    assert tiny.build_site(site, **more).edited == ()


def test_new_times_are_no_changes(site: Path) -> None:
    """A copy by git, from a zip or from a stick."""
    for n, path in enumerate(path for path in (site / "public").rglob("*") if path.is_file()):
        os.utime(path, (n * 9_000_000, n * 9_000_000))
    assert tiny.build_site(site, force=True).edited == ()
    edit(site)
    assert tiny.build_site(site).edited == ()


def test_a_file_that_is_gone_from_both_is_not_named(site: Path) -> None:
    (site / "public/r/a/index.html").unlink()
    (site / tiny.RECORD).unlink()
    assert tiny.build_site(site).edited == ()


def test_keys_of_another_site_are_none(site: Path) -> None:
    keys = (site / ".gongkai/keys.json").read_bytes()
    edit(site)
    assert tiny.build_site(site).files
    (site / ".gongkai/keys.json").write_bytes(keys)
    page = site / "public/i/shjz-01-02/index.html"
    assert "5个工作日内" in page.read_text("utf-8")
    (site / CATALOG).write_text(tiny.catalog(tiny.item(), SECOND), "utf-8")
    assert tiny.build_site(site, write_ledger=False).files
    assert "5个工作日内" not in page.read_text("utf-8")


@pytest.fixture
def one_name_only(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(os, "link", refuse)


@pytest.mark.usefixtures("one_name_only")
def test_where_a_file_can_have_one_name_only_it_is_copied_with_its_time(site: Path) -> None:
    path = site / "public/i/shjz-01-01/index.html"
    before = path.read_bytes(), path.stat().st_mtime_ns
    assert tiny.build_site(site).files
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


@pytest.mark.skipif(sys.platform == "win32", reason="a link needs a right that clerks lack")
def test_a_link_in_the_place_of_a_file_is_not_taken_over(site: Path, tmp_path: Path) -> None:
    path = site / "public/i/shjz-01-01/index.html"
    path.rename(tmp_path / "elsewhere.html")
    path.symlink_to(tmp_path / "elsewhere.html")
    assert tiny.build_site(site).files
    assert not path.is_symlink()
    assert path.read_bytes() == (tmp_path / "elsewhere.html").read_bytes()


def test_the_old_site_is_not_changed_through_what_it_shares_with_the_new(site: Path) -> None:
    old = site / "old"
    shutil.copytree(site / "public", old, copy_function=os.link)
    before = {p: p.read_bytes() for p in old.rglob("*") if p.is_file()}
    edit(site)
    assert tiny.build_site(site).files
    assert {p: p.read_bytes() for p in before} == before


def test_a_number_that_was_let_pass_stops_what_is_kept_as_well(site: Path) -> None:
    """GK808 asks what the theme wrote; once the exception is gone, no page may be kept."""
    own = "themes/own/templates/base.html"
    mark = next(gate.personal.ids(ID, flowing=False)).mark
    allowed = f"隐私例外:\n- {{摘要: '{mark}', 理由: 示例, 审核人: 保密员}}\n"
    items = {CATALOG: (site / CATALOG).read_text("utf-8")}
    settings = tiny.SITE + "主题: own\n"
    tiny.write(site, {**items, own: FRAME.format(ID), "site.yaml": settings + allowed})
    built = build.build(Options(site, tiny.TODAY))
    assert built.files, built.checked.diagnostics
    tiny.write(site, {**items, "site.yaml": settings})
    built = build.build(Options(site, tiny.TODAY))
    assert not built.files
    assert "GK808" in {d.code for d in built.checked.diagnostics}


def test_another_theme_makes_every_page(site: Path) -> None:
    """Both have lain there all along, and their style is the same."""
    names = ("one", "other")
    for name in names:
        frame = site / f"themes/{name}/templates/base.html"
        frame.parent.mkdir(parents=True)
        frame.write_text(FRAME.format(f"<p>{name}</p>"), "utf-8")
    for chosen in (*names, "default"):
        (site / "site.yaml").write_text(f"{tiny.SITE}主题: {chosen}\n", "utf-8")
        assert tiny.build_site(site).files
        page = (site / "public/i/shjz-01-01/index.html").read_text("utf-8")
        assert [name for name in names if f"<p>{name}</p>" in page] == [*{chosen} & {*names}]


def test_a_file_that_is_another_than_before_has_another_time(site: Path) -> None:
    """Texts of the index change their numbers; tools that upload look at size and time."""
    april = tiny.record({"标题": "四月名单", "公开日期": "2026-04-05 09:00"})
    (site / "content/shjz/records/c.md").write_text(april, "utf-8")
    assert tiny.build_site(site).files
    there = [path for path in (site / "public").rglob("*") if path.is_file()]
    for path in there:
        os.utime(path, (1e9, 1e9))
    before = {path: path.read_bytes() for path in there}
    march = tiny.record({"标题": "二月名单", "公开日期": "2026-03-04 09:00"})
    (site / "content/shjz/records/b.md").write_text(march, "utf-8")
    assert tiny.build_site(site).files
    old = [path for path in there if path.is_file() and path.stat().st_mtime == 1e9]
    assert old
    assert [path for path in old if path.read_bytes() != before[path]] == []


@pytest.mark.skipif(sys.platform == "win32", reason="knows no such rights")
def test_what_is_kept_has_the_rights_of_what_is_made(site: Path) -> None:
    """Where the first build let nobody else read, the next is no better for keeping its files."""
    page = site / "public/i/shjz-01-01/index.html"
    os.utime(page, (1e9, 1e9))
    page.chmod(0o600)
    assert tiny.build_site(site).files
    assert page.stat().st_mode == (site / "public/manifest.json").stat().st_mode
    assert page.stat().st_mtime == 1e9


def test_a_site_that_is_out_is_not_called_a_failure_for_want_of_notes(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of the theme is locked just then, which is asked once more whether it was edited."""
    themes, before = kept.themes, iter(range(1))

    def locked(root: Path) -> bytes:
        if next(before, None) is None:
            raise PermissionError
        return themes(root)

    monkeypatch.setattr(kept, "themes", locked)
    edit(site)
    assert tiny.build_site(site).files
    assert "5个工作日内" in (site / "public/i/shjz-01-02/index.html").read_text("utf-8")


def test_clean_removes_the_keys(site: Path) -> None:
    assert (site / ".gongkai/keys.json").is_file()
    assert cli._run(["clean", "-s", str(site)]) == 0
    assert not (site / ".gongkai").exists()
