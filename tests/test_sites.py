"""Tiny real sites. `bad_…` have one mistake and the whole report that it must give; `ok_…` none.

`pytest tests/test_sites.py --accept` rewrites the expected reports; read every one of them.
"""

from __future__ import annotations

import difflib
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
import tiny

from gongkai_ssg import build, report, tables
from gongkai_ssg.build import Checked, Options
from gongkai_ssg.diagnostics import codes, in_order
from gongkai_ssg.importing import gathering
from gongkai_ssg.importing.gathering import Given, Source
from gongkai_ssg.print import batches, engine, plan, run, walls
from gongkai_ssg.workspace import settings

SITES = Path(__file__).parent / "sites"
BAD = sorted(folder.name for folder in SITES.glob("bad_*"))
OK = sorted(folder.name for folder in SITES.glob("ok_*"))
# These show only in what was rendered.
FOUND_BY_BUILD = ("bad_gk406", "bad_gk808")
# These are about sheets of paper: every item, record, flow chart and open day is printed.
FOUND_BY_PRINT = "bad_gk6"
# These are about a file that names several sites, province.yaml beside them.
FOUND_IN_WORKSPACE = ("bad_gk410", "bad_gk411")
# What not every computer can hold in a checkout, made for the test: files by their sizes.
MADE: Mapping[str, Mapping[str, int]] = {
    "bad_gk231": {"aux.png": 0, "gonggao\u202egnp.docx.png": 0, "a:b.png": 0, "tu .": 0},
    "bad_gk232": {"biao.png": 0, "Biao.png": 0, "caf\u00e9.png": 0, "cafe\u0301.png": 0},
    "bad_gk233": {"a.md": -1},
    "bad_gk234": {"luxiang.mp4": 4_000_000_000},
    "bad_gk235": {"saomiao.png": 60_000_000},
}
# These are about a table that is imported, 目录.csv beside the site.
FOUND_BY_IMPORT = "bad_gk9"


def whole_report(checked: Checked) -> str:
    return "\n".join([*report.text(checked), report.counts(checked.diagnostics), ""])


def printed(root: Path, monkeypatch: pytest.MonkeyPatch) -> Checked:
    if root.name.startswith("bad_gk607"):
        monkeypatch.setattr(engine, "installed", lambda: False)
    checked = tiny.check(root)
    if checked.project is None or checked.diagnostics:
        return checked
    desk = plan.Desk(checked.project, root)
    shop = batches.shop(desk)
    catalog = checked.project.catalog
    jobs = [job for name in (*catalog.items, *catalog.records) if (job := desk.notice_job(name))]
    jobs += [desk.flow_job(one) for one in walls.flows(checked.project)]
    jobs += [desk.poster_job(one, "1") for one in walls.events(checked.project)]
    problems = list(batches.font_problems(desk, shop))
    problems += [p for job in jobs for p in run.printed(job, shop).problems]
    return replace(checked, diagnostics=in_order(problems))


def imported(root: Path) -> Checked:
    checked = tiny.check(root)
    assert checked.project
    table = root / "目录.csv"
    source = Source(table.name, tables.read(table.name, table.read_bytes()))
    given = Given("shjz" if root.name == "bad_gk916" else "")
    plan, _ = gathering.plan(checked.project, [source], given)
    return replace(checked, diagnostics=list(plan.doubts))


def with_made_files(site: Path, to: Path) -> Path:
    """The site with the files that a checkout does not hold; none of them takes any room."""
    shutil.copytree(site, to)
    records = to / "content/shjz/records"
    for name, size in MADE[site.name].items():
        if size < 0:
            (records / name).rename(records / f"{'gonggao-' * 20}2026.md")
            continue
        with (records / name).open("wb") as file:
            file.truncate(size)
    return to


@pytest.fixture(autouse=True)
def _not_of_this_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    """For git these sites lie in no repository, although this one holds them."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(SITES))


@pytest.mark.parametrize("name", BAD)
def test_bad_site_gives_exactly_this_report(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, accept: bool
) -> None:
    if name.startswith(FOUND_BY_PRINT):
        found = whole_report(printed(SITES / name, monkeypatch))
    elif name.startswith(FOUND_BY_IMPORT):
        found = whole_report(imported(SITES / name))
    elif name.startswith(FOUND_IN_WORKSPACE):
        loaded = settings.load(SITES / name / "province.yaml")
        found = whole_report(Checked(loaded.tree, loaded.problems))
    elif name.startswith(FOUND_BY_BUILD):
        options = Options(SITES / name, tiny.TODAY, output=tmp_path / "public", write_ledger=False)
        found = whole_report(build.build(options).checked)
    elif name in MADE:
        found = whole_report(tiny.check(with_made_files(SITES / name, tmp_path / name)))
    else:
        found = whole_report(tiny.check(SITES / name))
    file = SITES / name / "expected.txt"
    if accept:
        file.write_text(found, "utf-8", newline="\n")
    expected = file.read_text("utf-8") if file.exists() else ""
    difference = difflib.unified_diff(
        expected.splitlines(), found.splitlines(), "expected.txt", "found", lineterm=""
    )
    assert found == expected, "\n" + "\n".join(difference)


@pytest.mark.parametrize("name", BAD)
def test_bad_site_is_about_its_own_code_and_no_other(name: str) -> None:
    """A mistake raises its own problem only, never a cascade."""
    code = name.split("_")[1].upper()
    text = (SITES / name / "expected.txt").read_text("utf-8")
    met = {c for c in codes() if f" {c} " in text}
    assert met == {code}


@pytest.mark.parametrize("name", OK)
def test_ok_site_is_clean(name: str) -> None:
    checked = tiny.check(SITES / name)
    assert whole_report(checked) == "没有问题\n"
    assert checked.project is not None
    assert checked.project.catalog.items


@pytest.mark.parametrize("name", OK)
def test_ok_site_has_a_view_for_every_page(name: str) -> None:
    for page in tiny.check(SITES / name).pages:
        assert isinstance(dict(page.view()), dict), page.address


def test_every_code_has_a_bad_site() -> None:
    assert sorted({name.split("_")[1].upper() for name in BAD}) == sorted(codes())
