"""The search index of a preview after a save: only what changed is made again."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
import tiny

from gongkai_ssg import search, theme
from gongkai_ssg.preview.indexing import Shelf
from gongkai_ssg.preview.snapshot import Snapshot

CATALOG = "content/shjz/catalog.yaml"
SECOND = {"编码": "SHJZ-01-02", "二级事项": "监督检查"}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    items = tiny.catalog(tiny.item(), tiny.item(SECOND))
    return tiny.write(tmp_path / "site", {CATALOG: items, tiny.RECORD: tiny.record()})


def edit(root: Path, changes: Mapping[str, str | None]) -> None:
    (root / CATALOG).write_text(
        tiny.catalog(tiny.item(), tiny.item({**SECOND, **changes})), "utf-8"
    )


def snapshot(root: Path) -> Snapshot:
    checked = tiny.check(root)
    assert checked.project is not None
    return Snapshot(checked, checked.project, root)


def published(root: Path) -> dict[str, bytes]:
    output = root.with_name("out")
    shutil.rmtree(output, ignore_errors=True)
    assert tiny.build_site(root, output=output, write_ledger=False).files
    there = output.glob("pagefind/**/*")
    return {p.relative_to(output).as_posix(): p.read_bytes() for p in there if p.is_file()}


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    met: list[str] = []
    render = theme.Theme.render
    monkeypatch.setattr(
        theme.Theme,
        "render",
        lambda look, page, shown: met.append(page.address) or render(look, page, shown),
    )
    return met


def test_after_a_save_it_is_what_a_build_would_write(site: Path) -> None:
    shelf = Shelf()
    for limit in ("5个工作日内", "7个工作日内", "5个工作日内"):
        edit(site, {"公开时限": limit})
        assert snapshot(site).index(shelf, lambda: None) == published(site)


def test_a_page_that_is_as_it_was_is_not_rendered(site: Path, rendered: list[str]) -> None:
    shelf = Shelf()
    snapshot(site).index(shelf, lambda: None)
    assert "i/shjz-01-01/" in rendered
    rendered.clear()
    snapshot(site).index(shelf, lambda: None)
    assert rendered == []
    edit(site, {"公开时限": "5个工作日内"})
    snapshot(site).index(shelf, lambda: None)
    assert "i/shjz-01-02/" in rendered
    assert not {"i/shjz-01-01/", "r/a/"} & set(rendered)


def test_what_was_done_before_it_was_broken_off_is_not_lost(
    site: Path, rendered: list[str]
) -> None:
    left = iter("....")
    shelf = Shelf()
    with pytest.raises(ZeroDivisionError):
        snapshot(site).index(shelf, lambda: next(left, None) or 1 / 0)
    assert len(rendered) == 4
    snapshot(site).index(shelf, lambda: None)
    assert len(rendered) == len(set(rendered))


def test_a_theme_saved_before_the_work_began_is_not_taken_for_the_one_that_was_read(
    site: Path,
) -> None:
    """Templates are read when the site is checked, the search is made a while later."""
    frame = "themes/own/templates/base.html"
    good = '{% extends "default/base.html" %}'
    tiny.write(site, {"site.yaml": tiny.SITE + "主题: own\n", frame: good})
    shelf = Shelf()
    before = snapshot(site)
    (site / frame).write_text(good + "{% block footer %}{{ nothing }}{% endblock %}", "utf-8")
    before.index(shelf, lambda: None)
    with pytest.raises(theme.TemplateFailedError):
        snapshot(site).index(shelf, lambda: None)


def test_a_theme_that_fails_again_and_again_fills_no_shelf(site: Path) -> None:
    frame = "themes/own/templates/base.html"
    fails = "{{ 1 // (page.template|length - '404.html'|length) }}"
    text = '{% extends "default/base.html" %}{% block footer %}' + fails + "{% endblock %}"
    shelf = Shelf()
    sizes = []
    for number in range(3):
        tiny.write(site, {"site.yaml": tiny.SITE + "主题: own\n", frame: f"{text}{number}"})
        with pytest.raises(theme.TemplateFailedError):
            snapshot(site).index(shelf, lambda: None)
        sizes.append(len(shelf._new))
    assert sizes[0] > 0
    assert len(set(sizes)) == 1


def test_what_nothing_is_made_of_any_more_is_dropped() -> None:
    shelf = Shelf()
    assert shelf.get("a", lambda: 1) == 1
    shelf.ends({})
    assert shelf.get("b", lambda: 2) == 2
    shelf.ends({})
    assert shelf.get("a", lambda: 3) == 3
    assert shelf.get("b", lambda: 4) == 2


@pytest.mark.usefixtures("rendered")
def test_postings_are_not_made_again(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = Shelf()
    whole = snapshot(site).index(shelf, lambda: None)
    monkeypatch.setattr(search.shards.pagefind, "index", None)
    assert snapshot(site).index(shelf, lambda: None) == whole
