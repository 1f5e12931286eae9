"""Work in several processes: the same results in the same order, and the same exceptions."""

from __future__ import annotations

import os
import signal as signals
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import tiny

from gongkai_ssg import fs, parallel, theme
from gongkai_ssg.diagnostics import Span, problem

# Processes fork only where no threads run; a test beside others cannot promise that.
ALONE = """
import os, sys
from gongkai_ssg import parallel
def work(n):
    if n == {bad}:
        raise ValueError("a thing that cannot be done")
    return n, os.getpid()
found = list(parallel.mapped(work, range(1000), {jobs}))
assert [n for n, _ in found] == list(range(1000))
print(len({{pid for _, pid in found}} - {{os.getpid()}}))
"""


def alone(jobs: int, bad: int = -1) -> subprocess.CompletedProcess[str]:
    text = ALONE.format(jobs=jobs, bad=bad)
    return subprocess.run(
        [sys.executable, "-c", text], capture_output=True, encoding="utf-8", check=False
    )


def large(root: Path) -> None:
    """A site of so many pages that they are made in several processes."""
    codes = [f"SHJZ-{n // 60 + 1:02}-{n % 60 + 1:02}" for n in range(320)]
    items = (tiny.item({"编码": c, "二级事项": f"事项{c[5:]}"}) for c in codes)
    tiny.write(root, {"content/shjz/catalog.yaml": tiny.catalog(*items)})


@pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")
def test_many_things_are_done_in_other_processes_in_order() -> None:
    assert alone(3).stdout.strip() in ("1", "2", "3")


def test_one_job_is_done_here() -> None:
    assert alone(1).stdout.strip() == "0"


def test_an_exception_arrives_as_it_was() -> None:
    for jobs in (1, 3):
        assert "ValueError: a thing that cannot be done" in alone(jobs, bad=700).stderr


def test_few_things_are_done_here() -> None:
    pids = set(parallel.mapped(lambda _: os.getpid(), range(parallel.WORTH_IT - 1), 4))
    assert pids == {os.getpid()}


def test_results_are_taken_while_others_are_made() -> None:
    def endless() -> Iterator[int]:
        yield from parallel.mapped(lambda n: n, range(10_000), 1)

    assert next(endless()) == 0


def test_a_failed_template_crosses_over_whole() -> None:
    import pickle

    failed = theme.TemplateFailedError(problem("GK406", Span("a.html", 3), what="x", page="y"))
    back = pickle.loads(pickle.dumps(failed))  # noqa: S301
    assert back.found == failed.found


# Says when its processes work, and then works for longer than any test waits.
KILLED = """
import time
from gongkai_ssg import parallel
def work(n):
    print("at work", flush=True)
    time.sleep({seconds})
list(parallel.mapped(work, range(1000), 3))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")
@pytest.mark.parametrize("seconds", [60, 0])
@pytest.mark.parametrize("signal", ["SIGKILL", "SIGTERM"])
def test_who_kills_a_run_kills_all_its_processes(seconds: int, signal: str) -> None:
    """Whether they work or wait for work; each holds the pipe on which it speaks."""
    text = KILLED.format(seconds=seconds)
    with subprocess.Popen([sys.executable, "-c", text], stdout=subprocess.PIPE) as run:
        assert run.stdout is not None
        assert run.stdout.readline().startswith(b"at work")
        run.send_signal(getattr(signals, signal))
        run.communicate(timeout=10)


OUT_OF_MEMORY = """
import os, signal, sys
from pathlib import Path
from gongkai_ssg import cli, theme
def render(self, page, shown):
    os.kill(os.getpid(), signal.SIGKILL)
theme.Theme.render = render
sys.exit(cli._run(["build", "-s", sys.argv[1]]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")
def test_a_process_that_the_system_ends_is_no_bug_of_ours(tmp_path: Path) -> None:
    large(tmp_path)
    line = [sys.executable, "-c", OUT_OF_MEMORY, str(tmp_path)]
    run = subprocess.run(line, capture_output=True, encoding="utf-8", check=False, timeout=60)
    assert run.returncode == 2
    assert "内存可能不够" in run.stderr
    assert not (tmp_path / "public").exists()


LOCKED = """
import os, sys, time
from pathlib import Path
from gongkai_ssg import fs
output = fs.Output(Path(sys.argv[1]))
if os.fork() == 0:
    print("forked", flush=True)
    time.sleep(60)
    os._exit(0)
time.sleep(60)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")
def test_a_lock_ends_with_the_run_whatever_it_has_forked(tmp_path: Path) -> None:
    line = [sys.executable, "-c", LOCKED, str(tmp_path / "public")]
    with subprocess.Popen(line, stdout=subprocess.PIPE, start_new_session=True) as run:
        assert run.stdout is not None
        try:
            assert run.stdout.readline() == b"forked\n"
            with pytest.raises(fs.BusyError):
                fs.Output(tmp_path / "public")
            run.kill()
            run.wait()
            fs.Output(tmp_path / "public").discard()
        finally:
            os.killpg(run.pid, signals.SIGKILL)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")
def test_a_site_made_in_several_processes_is_the_same_to_the_byte(tmp_path: Path) -> None:
    large(tmp_path)
    manifests = []
    for jobs in ("1", "4"):
        out = tmp_path / jobs
        line = ["build", "-s", str(tmp_path), "-o", str(out), "--jobs", jobs, "--clock"]
        command = [sys.executable, "-m", "gongkai_ssg", *line, str(tiny.TODAY)]
        subprocess.run(command, check=True, capture_output=True)
        manifests.append((out / "manifest.json").read_bytes())
    assert manifests[0] == manifests[1]


def test_a_profile_names_phases_and_the_slowest_pages(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from gongkai_ssg import cli

    root = tiny.write(tmp_path, {})
    for _ in range(3):  # what has not changed is made all the same, to be measured
        assert cli._run(["build", "-q", "--profile", "-s", str(root)]) == 0
    lines = capsys.readouterr().out.splitlines()[-15:]
    shares = [line.partition("占 ")[2] for line in lines if "，占 " in line]
    assert 97 <= sum(int(share.rstrip("%")) for share in shares) <= 103
    times = [float(line.split()[0]) for line in lines if line.startswith("  ")]
    assert len(times) == 10
    assert times == sorted(times, reverse=True)
