"""Runs that are killed at random moments while somebody reads, and a disk that fills up.

`test_struck.py` strikes before each step in turn; here the blow comes from outside, at whatever
moment, to a run with several processes. The slow tests do it by the hundred.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote

import blows
import pytest
import tiny

from gongkai_ssg import build
from gongkai_ssg.build import Options

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="each run is a fork")
needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="two renames elsewhere")
often = pytest.mark.parametrize("times", [pytest.param(300, marks=pytest.mark.slow), 6])

ITEMS = 320  # enough for several processes
_LINK = re.compile(r'(?:href|src)="([^"#?]+)[^"]*"')


def edit(root: Path, days: int) -> None:
    words = {"公开时限": f"信息形成之日起{days}个工作日内"}
    some = (tiny.item({**words, "编码": f"SHJZ-{n:03}"}) for n in range(1, ITEMS + 1))
    (root / "content/shjz/catalog.yaml").write_text(tiny.catalog(*some), "utf-8")


def run(root: Path) -> int:
    """Begin a build in a process of its own, with several more beneath it; its number."""
    child = os.fork()
    if child:
        return child
    os.setsid()
    try:
        build.build(Options(root=root, today=tiny.TODAY))
    except BaseException:
        os._exit(blows.CRASHED)
    os._exit(blows.DONE)


def dead_links(folder: Path) -> set[str]:
    """Addresses that a page of the site names and the site has not."""
    there = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    dead = set()
    for page in (name for name in there if name.endswith("/index.html")):
        for link in _LINK.findall((folder / page).read_text("utf-8")):
            target = os.path.normpath(f"{page.rpartition('/')[0]}/{unquote(link)}")
            if ":" not in link and target not in there:
                dead.add(f"{page}: {link}")
    return dead


def read(folder: Path, log: Path) -> None:
    """Read the whole site again and again, each time the one that stood there at the beginning."""
    while True:
        one = os.open(folder, os.O_RDONLY)  # fails where there is no site at all
        held = Path(f"/proc/self/fd/{one}")
        try:
            stands, dead = blows.whole(held), dead_links(held)
        except FileNotFoundError as error:
            stands, dead = str(error), set()
        same = folder.stat().st_ino == os.fstat(one).st_ino
        os.close(one)
        if same and (not re.fullmatch("[0-9a-f]{64}", stands) or dead):
            raise AssertionError(stands, dead)
        with log.open("a", encoding="ascii") as file:
            file.write("read\n" if same else "swapped meanwhile\n")


@contextmanager
def reader(folder: Path, log: Path) -> Iterator[None]:
    process = multiprocessing.get_context("fork").Process(target=read, args=(folder, log))
    process.start()
    try:
        yield
        assert process.is_alive()
    finally:
        process.kill()
        process.join()


def gone(group: int) -> bool:
    """Whether no process of a run is left, within the time that they have to notice its end."""
    for _ in range(100):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


@needs_fork
@needs_linux
@often
def test_a_reader_finds_a_whole_site_whenever_runs_are_killed(tmp_path: Path, times: int) -> None:
    root, log = (
        tiny.write(tmp_path / "站 点", {tiny.RECORD: tiny.record({"事项": "SHJZ-001"})}),
        tmp_path / "log",
    )
    edit(root, 1)
    began = time.monotonic()
    os.waitpid(run(root), 0)
    whole_run = time.monotonic() - began
    dice = random.Random(times)  # noqa: S311 - moments, not secrets
    killed = 0
    with reader(root / "public", log):
        for number in range(times):
            edit(root, 1 + number % 20)
            child = run(root)
            time.sleep(dice.uniform(0, whole_run))
            os.kill(child, signal.SIGKILL)
            ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            assert ended in (-signal.SIGKILL, blows.DONE)
            killed += ended != blows.DONE
            assert gone(child), "processes of a killed run are left"
    assert build.build(Options(root=root, today=tiny.TODAY)).files
    assert re.fullmatch("[0-9a-f]{64}", blows.whole(root / "public"))
    assert not dead_links(root / "public")
    assert not [*root.glob(".*.gongkai-*")]
    print(f"{killed} of {times} killed, {log.read_text('ascii').count('read')} times read whole")
    assert killed > times // 4


@needs_linux
@pytest.mark.parametrize("times", [pytest.param(120, marks=pytest.mark.slow), 8])
def test_a_disk_that_fills_up_leaves_the_old_site(tmp_path: Path, times: int) -> None:
    """A file system of eight megabytes, where such a one may be mounted."""
    program = shutil.which("unshare")
    apart = [program or "", "--mount"] if os.geteuid() == 0 else [program or "", "-Urm"]
    if not program or subprocess.run([*apart, "true"], check=False, capture_output=True).returncode:
        pytest.skip("nothing may be mounted here")
    script = Path(__file__).parents[1] / "full_disk.py"
    done = subprocess.run(
        [*apart, sys.executable, script, tmp_path, str(times)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    refused, came_out = map(int, done.stdout.split())
    print(f"{refused} times too full, {came_out} times published")
    assert refused > times // 4
    assert came_out
