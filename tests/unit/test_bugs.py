"""A bug of ours is said in Chinese, whatever is broken; its report has nothing of the content."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import tiny

from gongkai_ssg import bugs, build, cli, parallel

ROOT = Path(__file__).parent.parent.parent
ID = "110101190001010014"
NAME = "某某"
POSIX = pytest.mark.skipif(os.name == "nt", reason="as shells of Unix have it")


class Panic(BaseException):
    """As libraries in Rust raise it: no Exception."""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tiny.write(tmp_path / "site", {})


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where reports are written."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def reported(folder: Path) -> str:
    (report,) = folder.glob("gongkai-error-*.txt")
    return report.read_text("utf-8")


def nothing_of_the_county(text: str) -> None:
    assert ID not in text
    assert NAME not in text
    assert "Traceback (most" not in text


def failing(error: BaseException) -> Callable[..., None]:
    def fails(*_: object, **__: object) -> None:
        raise error

    return fails


def deep(n: int = 0) -> int:
    return deep(n + 1) + 1


# ------------------------------------------------------------------ whatever is raised


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ValueError(ID), 3),
        (RecursionError(NAME), 3),
        (SystemError(ID), 3),
        (Panic(ID), 3),
        (UnicodeDecodeError("utf-8", ID.encode(), 0, 1, NAME), 3),
        (ExceptionGroup(NAME, [ValueError(ID)]), 3),
        (MemoryError(ID), 2),
        (ImportError(ID, name="jinja2"), 2),
        (KeyboardInterrupt(), 130),
        (SystemExit(1), 3),
    ],
)
def test_every_failure_ends_with_a_code(  # noqa: PLR0913, PLR0917
    error: BaseException,
    code: int,
    site: Path,
    here: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(build, "check", failing(error))
    assert cli._run(["check", "-s", str(site)]) == code
    said = capsys.readouterr()
    nothing_of_the_county(said.out + said.err)
    if code == 3:
        assert "对不起" in said.err
        assert type(error).__name__ in reported(here)
        nothing_of_the_county(reported(here))
    else:
        assert said.err


def test_a_recursion_without_end_is_told_by_its_ends() -> None:
    with pytest.raises(RecursionError) as raised:
        deep()
    lines = [*bugs.trace(raised.value)]
    assert len(lines) < 50
    assert "…" in lines


def test_causes_are_told_and_rings_of_them_end() -> None:
    first, second = ValueError(ID), KeyError(NAME)
    first.__cause__, second.__cause__ = second, first
    assert [*bugs.trace(first)][1:] == ["ValueError", "KeyError"]


def test_names_of_files_that_are_no_modules_stay_out(
    site: Path, here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A template of the county, compiled by its own name."""
    code = compile("1/0", f"/县/{NAME}{ID}.html", "exec")
    monkeypatch.setattr(build, "check", lambda *_: exec(code, {}))  # noqa: S102
    assert cli._run(["check", "-s", str(site)]) == 3
    capsys.readouterr()
    nothing_of_the_county(reported(here))
    assert "?:1 <module>" in reported(here)


# ------------------------------------------------------------ processes and threads


def _work(thing: int) -> int:
    if thing == parallel.WORTH_IT:
        raise ValueError(ID)
    return thing


def test_a_bug_in_a_process_of_a_pool_is_told_with_its_place() -> None:
    with pytest.raises(ValueError, match=ID) as raised:
        list(parallel.mapped(_work, range(parallel.WORTH_IT + 60), 2))
    text = "\n".join(bugs.trace(raised.value))
    nothing_of_the_county(text)
    if os.name != "nt":
        assert "gongkai_ssg.parallel:" in text
        assert "_some" in text


def test_what_a_process_says_of_the_content_is_no_place(tmp_path: Path) -> None:
    error, cause = ValueError(ID), ValueError()
    places = [tmp_path / f"{NAME}.py", Path(bugs.__file__).parent / f"{NAME}.py"]
    cause.tb = "".join(f'  File "{p}", line 3, in {NAME}\n' for p in places)  # type: ignore[attr-defined]
    error.__cause__ = cause
    nothing_of_the_county("\n".join(bugs.trace(error)))


PROGRAM = """
import sys, threading
from gongkai_ssg import build, cli
def fails(*_):
    {do}
build.check = fails
sys.argv = ["gongkai", "check"]
cli.main()
"""


def program(do: str, site: Path, **more: str) -> subprocess.CompletedProcess[bytes]:
    """A command of a process of its own, in which something goes wrong."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(site.parent), **more}
    command = [sys.executable, "-c", PROGRAM.format(do=do)]
    return subprocess.run(command, cwd=site, env=environment, capture_output=True, check=False)


def test_a_bug_in_a_thread(site: Path) -> None:
    do = f"t = threading.Thread(target=lambda: int('{ID}x')); t.start(); t.join(); raise KeyError"
    done = program(do, site)
    said = done.stderr.decode()
    assert done.returncode == 3
    assert said.count("对不起") == 2
    nothing_of_the_county(said)
    for report in site.parent.glob("gongkai-error-*.txt"):
        nothing_of_the_county(report.read_text("utf-8"))


def test_what_fails_while_it_is_thrown_away_says_nothing(site: Path) -> None:
    do = "type('A', (), {'__del__': lambda self: 1/0})(); raise KeyboardInterrupt"
    done = program(do, site)
    assert done.returncode == 130
    assert "Error" not in done.stderr.decode()


@pytest.mark.parametrize("encoding", ["cp936", "ascii", "utf-8"])
def test_on_any_console(encoding: str, site: Path) -> None:
    more = {"PYTHONIOENCODING": encoding, "TMPDIR": str(site.parent / "nowhere")}
    done = program(f"raise ValueError('{ID}𠮷')", site, **more)
    assert done.returncode == 3
    # Whatever a console speaks: what is redirected is UTF-8.
    said = done.stderr.decode("utf-8")
    nothing_of_the_county(said)
    assert "对不起" in said


# --------------------------------------------------------------- nobody who listens


@POSIX
@pytest.mark.parametrize(
    ("shell", "code"),
    [
        ("{gongkai} check --format json | true; exit ${{PIPESTATUS[0]}}", (0, 141)),
        ("{gongkai} check 2>&1 | true; exit ${{PIPESTATUS[0]}}", (0, 141)),
        ("{gongkai} check >&- 2>&-", (0,)),
        ("{gongkai} check 2>&-", (0,)),
        ("{gongkai} check --format json >&-", (0, 2)),
        ("{gongkai} check 2>/dev/full", (0,)),
        ("{gongkai} check --format json >/dev/full", (2,)),
        ("{gongkai} nonsense 2>/dev/full", (2,)),
        ("{gongkai} check <&-", (0,)),
        ("{gongkai} import a.csv <&-", (2,)),
    ],
)
def test_streams_that_are_closed_or_full(shell: str, code: tuple[int, ...], site: Path) -> None:
    if "/dev/full" in shell and not Path("/dev/full").exists():
        pytest.skip("no such device here")
    words = shell.format(gongkai=f"{sys.executable} -m gongkai_ssg")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["bash", "-c", words], cwd=site, env=environment, capture_output=True, check=False
    )
    said = (done.stdout + done.stderr).decode()
    assert done.returncode in code, said
    assert "Traceback" not in said
    assert "Exception ignored" not in said
    assert "BrokenPipe" not in said


# --------------------------------------------------------------- a program that is not whole


def entrance(tmp_path: Path, blocked: Sequence[str]) -> subprocess.CompletedProcess[bytes]:
    """`python -m gongkai_ssg` where some modules cannot be loaded."""
    (tmp_path / "sitecustomize.py").write_text(
        f"import sys\nfor name in {list(blocked)!r}: sys.modules[name] = None\n",
        "utf-8",
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)])}
    command = [sys.executable, "-m", "gongkai_ssg", "check"]
    return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False)


@pytest.mark.parametrize("name", ["click", "yaml", "jinja2", "python_calamine", "nh3"])
def test_a_part_that_is_not_installed_is_named(name: str, tmp_path: Path) -> None:
    tiny.write(tmp_path, {})
    done = entrance(tmp_path, [name])
    said = done.stderr.decode()
    assert "Traceback" not in said
    if name != "python_calamine":  # which a site without workbooks does not need
        assert done.returncode == 2, said
        assert "请重新安装" in said


def test_a_bug_before_there_are_commands(tmp_path: Path) -> None:
    copy = tmp_path / "gongkai_ssg"
    copy.mkdir()
    for name in ("__init__", "__main__", "bugs", "exits"):
        (copy / f"{name}.py").write_bytes((ROOT / "gongkai_ssg" / f"{name}.py").read_bytes())
    (copy / "cli.py").write_text(f"raise ValueError('{ID}')\n", "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "TMPDIR": str(tmp_path)}
    command = [sys.executable, "-m", "gongkai_ssg", "check"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False)
    assert done.returncode == 3
    assert "对不起" in done.stderr.decode()
    nothing_of_the_county(done.stderr.decode() + reported(tmp_path))


def test_the_console_script_is_the_same_entrance() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["scripts"] == {"gongkai": "gongkai_ssg.__main__:main"}
