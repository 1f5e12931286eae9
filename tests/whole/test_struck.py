"""A build may be struck at any moment: the old site stays whole, or the new one is.

Every step that changes the disk is counted, and one run each is killed, interrupted or refused
before it: not some moments, but all of them. Runs of the command itself, killed at random moments
while somebody reads, are those of test_killed.py.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import blows
import pytest
import tiny

from gongkai_ssg import build, fs
from gongkai_ssg.build import Options
from gongkai_ssg.fs import files, swap

pytestmark = pytest.mark.skipif(not hasattr(blows.os, "fork"), reason="each run is a fork")

EDITED = {"公开时限": "信息形成之日起7个工作日内"}
A_HUNDRED = 100


@pytest.fixture(params=[pytest.param(1, marks=pytest.mark.slow), 11], ids=["each", "some"])
def often(request: pytest.FixtureRequest) -> int:
    return int(request.param)


class Prepared(NamedTuple):
    """A published site whose content was edited since; what it is, and what it will be."""

    root: Path
    old: str
    new: str
    ledgers: tuple[bytes, bytes]


def publish(root: Path) -> object:
    return build.build(Options(root=root, today=tiny.TODAY))


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    root = tiny.write(tmp_path_factory.mktemp("blows") / "站 点", {tiny.RECORD: tiny.record()})
    publish(root)
    old, ledger = blows.whole(root / "public"), (root / "published.yaml").read_bytes()
    (root / "content/shjz/catalog.yaml").write_text(tiny.catalog(tiny.item(EDITED)), "utf-8")
    after = shutil.copytree(root, root.with_name("after"), symlinks=True)
    publish(after)
    new, led = blows.whole(after / "public"), (after / "published.yaml").read_bytes()
    assert old != new
    return Prepared(root, old, new, (ledger, led))


@pytest.fixture(params=["exchanged", "one after the other"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param != "exchanged":
        monkeypatch.setattr(swap, "_exchanged", lambda *_: False)
    monkeypatch.setattr(files, "_PAUSES", ())
    return str(request.param)


class Run(NamedTuple):
    """A struck run: before which step, how it ended, and the site that it left."""

    step: int
    ended: int
    root: Path


def runs(prepared: Prepared, blow: blows.Blow, every: int) -> Iterator[Run]:
    """Strike a fresh copy of the site before each of its steps, or one in `every`."""
    folder = prepared.root.with_name("struck")

    def run(at: int) -> tuple[int, int]:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(prepared.root, folder, symlinks=True)
        return blows.struck(lambda: publish(folder), folder, blow, at)

    ended, steps = run(0)
    assert ended == blows.DONE
    assert steps > A_HUNDRED
    for at in range(1, steps + 1, every):
        yield Run(at, run(at)[0], folder)


def is_old_or_new(run: Run, prepared: Prepared) -> None:
    """The site is one of the two, and the ledger knows every version that was ever shown."""
    stands = blows.whole(run.root / "public")
    assert stands in (prepared.old, prepared.new), (run.step, stands)
    led = (run.root / "published.yaml").read_bytes()
    assert led in prepared.ledgers, run.step
    if stands == prepared.new:
        assert led == prepared.ledgers[1], run.step


def leaves_nothing(run: Run) -> None:
    left = [p.name for p in run.root.rglob(".*") if p.name != ".gongkai"]
    assert not left, (run.step, left)


def is_mended_by_the_next(run: Run, prepared: Prepared) -> None:
    publish(run.root)
    assert blows.whole(run.root / "public") == prepared.new, run.step
    assert (run.root / "published.yaml").read_bytes() == prepared.ledgers[1]
    leaves_nothing(run)


@pytest.mark.usefixtures("way")
def test_a_run_killed_at_any_step_leaves_a_whole_site(prepared: Prepared, often: int) -> None:
    for run in runs(prepared, blows.killed, often):
        assert run.ended == -9, run
        fs.rescue(run.root / "public")
        is_old_or_new(run, prepared)
        is_mended_by_the_next(run, prepared)


@pytest.mark.parametrize("blow", [blows.full, blows.refused])
@pytest.mark.usefixtures("way")
def test_a_disk_that_refuses_any_step_leaves_a_whole_site_and_nothing_else(
    prepared: Prepared, often: int, blow: blows.Blow
) -> None:
    for run in runs(prepared, blow, often):
        assert run.ended in (blows.DONE, blows.REFUSED), run
        is_old_or_new(run, prepared)
        if run.ended == blows.REFUSED:
            assert blows.whole(run.root / "public") == prepared.old, run
        is_mended_by_the_next(run, prepared)


@pytest.mark.usefixtures("way")
def test_ctrl_c_at_any_step_leaves_a_whole_site_and_nothing_else(
    prepared: Prepared, often: int
) -> None:
    for run in runs(prepared, blows.interrupted, often):
        assert run.ended in (blows.DONE, blows.STOPPED), run
        is_old_or_new(run, prepared)
        leaves_nothing(run)
        is_mended_by_the_next(run, prepared)
