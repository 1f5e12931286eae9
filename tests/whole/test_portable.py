"""The program as a folder to carry along: what lacks is named, what is there runs."""

from __future__ import annotations

import contextlib
import filecmp
import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import tiny
import wine

from gongkai_ssg import cli, fs

ROOT = Path(__file__).parents[2]
PREVIEW = "http://127.0.0.1:8765"
_ECHO = "import sys\n\ndef main():\n    print('\\n'.join(sys.argv[1:]))\n    sys.exit(7)\n"
# What says so where there are no commands.
_FIRST = ("__init__", "__main__", "bugs", "exits")
# What a tiny gongkai needs: always, on Windows alone, with printing alone.
NEEDS = (
    "nh3>=0.3",
    "colorama; sys_platform == 'win32'",
    "uvloop; sys_platform != 'win32'",
    "typst<0.16,>=0.15; extra == 'print'",
    "fonttools; extra == 'print'",
)


def wheel(
    folder: Path, name: str, files: Mapping[str, str] | None = None, needs: tuple[str, ...] = ()
) -> Path:
    folder.mkdir(exist_ok=True)
    path, package = folder / f"{name}.whl", "-".join(name.split("-")[:2])
    head = "".join(f"Requires-Dist: {need}\n" for need in needs)
    with zipfile.ZipFile(path, "w") as made:
        made.writestr(f"{package}.dist-info/METADATA", f"Metadata-Version: 2.1\n{head}\nText\n")
        for inside, text in (files or {}).items():
            made.writestr(inside, text)
    return path


@pytest.fixture
def wheels(tmp_path: Path) -> Path:
    folder = tmp_path / "零件 wheels"
    ours = {"gongkai_ssg/__init__.py": "", "gongkai_ssg/__main__.py": _ECHO}
    wheel(folder, "gongkai_ssg-0.1.0-py3-none-any", ours, NEEDS)
    wheel(folder, "nh3-0.3.8-cp39-abi3-win_amd64", {"nh3/nh3.pyd": "MZ"})
    wheel(folder, "colorama-0.4-py2.py3-none-any", {"colorama-0.4.data/scripts/x": "x"})
    wheel(folder, "zint-1-cp312-cp312-win_amd64", {"zint-1.data/purelib/zint.pyd": "MZ"})
    return folder


def run(wheels: Path, *words: str) -> int:
    out = wheels.parent / "out"
    return cli._run(["package", "--portable", "--wheels", str(wheels), "-o", str(out), *words])


def made(wheels: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheels.parent / "out/gongkai-portable.zip") as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def test_the_folder_holds_a_starter_and_all_wheels(wheels: Path) -> None:
    assert run(wheels) == 0
    found = made(wheels)
    starter = found["gongkai.bat"]
    assert starter.isascii()
    assert starter.count(b"\r\n") == starter.count(b"\n") > 5
    assert b"py -3.12" in starter
    assert {"app/nh3/nh3.pyd", "app/zint.pyd", "app/gongkai_ssg/__main__.py"} <= set(found)
    assert not any(name.endswith("scripts/x") for name in found)
    lines = found["WHEELS.sha256"].decode().splitlines()
    assert [line[66:] for line in lines] == sorted(p.name for p in wheels.iterdir())
    compile(found["app/__main__.py"], "main", "exec")
    again = (wheels.parent / "out/gongkai-portable.zip").read_bytes()
    (wheels / "nh3-0.3.8-cp39-abi3-win_amd64.whl").touch()
    assert run(wheels) == 0
    assert (wheels.parent / "out/gongkai-portable.zip").read_bytes() == again


def test_its_hash_lies_beside_it_with_those_of_the_site(wheels: Path) -> None:
    out, site = wheels.parent / "out", tiny.write(wheels.parent / "site", {})
    day = ("--clock", str(tiny.TODAY))
    for _ in range(2):
        assert cli._run(["build", "-q", "-s", str(site), *day]) == 0
    assert run(wheels) == 0
    assert sums(out) == {"gongkai-portable.zip"}
    other = "gongkai_ssg 1.whl"
    (out / other).write_bytes(b"x")
    with (out / "SHA256SUMS").open("a", encoding="utf-8") as file:
        file.write(f"{fs.digest(out / other)}  {other}\n")
    assert run(wheels) == 0
    assert sums(out) == {"gongkai-portable.zip", other}
    assert cli._run(["package", "-s", str(site), "-o", str(out), *day]) == 0
    assert sums(out) == {"gongkai-portable.zip", "gongkai.zip", other}
    (out / other).unlink()
    assert cli._run(["package", "-s", str(site), "-o", str(out), *day]) == 0
    assert sums(out) == {"gongkai-portable.zip", "gongkai.zip"}
    assert run(wheels) == 0
    assert sums(out) == {"gongkai-portable.zip", "gongkai.zip"}
    (out / "gongkai.zip").unlink()
    assert run(wheels) == 0
    assert sums(out) == {"gongkai-portable.zip"}


def sums(folder: Path) -> set[str]:
    """The names that a list of hashes gives, each of which is right."""
    lines = (folder / "SHA256SUMS").read_text("utf-8").splitlines()
    found = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    assert all(fs.digest(folder / name) == digest for name, digest in found.items())
    return set(found)


def test_what_lacks_is_named(wheels: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (wheels / "colorama-0.4-py2.py3-none-any.whl").unlink()
    wheel(wheels, "typst-0.14.0-py3-none-any")
    assert run(wheels) == 2
    said = capsys.readouterr().err
    assert "还缺" in said
    assert all(name in said for name in ("colorama", "fonttools", "typst<0.16,>=0.15"))
    assert "uvloop" not in said
    assert "便携版" in said
    assert not (wheels.parent / "out").exists()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("nh3-0.3.9-cp39-abi3-win_amd64", "nh3 有两个版本"),
        ("yaml-6-cp311-cp311-win_amd64", "给不同的系统或者 Python 的（Windows、3.11、3.12）"),
        ("yaml-6-cp312-cp312-manylinux2014_x86_64", "（Linux、Windows、3.12）"),
        ("yaml", "“yaml.whl”不是完整的 wheel 文件"),
    ],
)
def test_wheels_that_do_not_fit_together(
    wheels: Path, capsys: pytest.CaptureFixture[str], name: str, words: str
) -> None:
    wheel(wheels, name)
    assert run(wheels) == 2
    assert words in capsys.readouterr().err


def test_what_a_wheel_needs_is_read_with_any_ends_of_lines(
    wheels: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Pinned: behind CRLF its description was read as what it needs, too."""
    head = "Metadata-Version: 2.1\r\nRequires-Dist: lacks>=1\r\n"
    about = f"{head}\r\nText\r\n\r\nRequires-Dist: described (see below\r\n"
    with zipfile.ZipFile(wheels / "yaml-6-py3-none-any.whl", "w") as made:
        made.writestr("yaml-6.dist-info/METADATA", about)
    wheel(wheels, "gongkai_ssg-0.1.0-py3-none-any", needs=("yaml",))
    assert run(wheels) == 2
    assert "还缺 lacks 的 wheel 文件" in capsys.readouterr().err


def test_a_need_that_nobody_understands_is_told(
    wheels: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Pinned: it was called a bug of ours."""
    wheel(wheels, "yaml-6-py3-none-any", needs=("pytz (>dev)",))
    assert run(wheels) == 2
    assert "“yaml-6-py3-none-any.whl”要的零件“pytz (>dev)”看不懂" in capsys.readouterr().err


def test_a_name_that_leads_out_is_refused(wheels: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wheel(wheels, "evil-1-py3-none-any", {"../../x.py": "x"})
    assert run(wheels) == 2
    assert "文件名“../../x.py”不对" in capsys.readouterr().err
    assert not list((wheels.parent / "out").iterdir())


def test_a_python_comes_along(wheels: Path, capsys: pytest.CaptureFixture[str]) -> None:
    python = wheels.parent / "python-3.11-embed-amd64.zip"
    for version, code in (("311", 2), ("312", 0)):
        with zipfile.ZipFile(python, "w") as packed:
            packed.writestr("python.exe", "MZ")
            packed.writestr(f"python{version}.dll", "MZ")
        assert run(wheels, "--python", str(python)) == code
    assert "要 Python 3.12 的 Windows embeddable package" in capsys.readouterr().err
    assert {"python/python.exe", "python/python312.dll"} <= set(made(wheels))


def test_wrong_words(wheels: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(wheels, "--usb") == 2
    assert cli._run(["package", "--wheels", str(wheels)]) == 2
    assert "只和 --portable 一起用" in capsys.readouterr().err


def test_a_starter_for_linux_runs_in_a_folder_with_blanks(tmp_path: Path) -> None:
    folder = tmp_path / "零件 wheels"
    here = f"cp{sys.version_info[0]}{sys.version_info[1]}"
    there = carried(folder, {"gongkai_ssg/__main__.py": _ECHO}, here)
    # A file of the folder one stands in must not be taken for a module.
    (tmp_path / "gongkai_ssg.py").write_text("raise SystemExit(9)", "utf-8")
    done = started(there, "站 点", "a&b")
    assert (done.returncode, done.stderr) == (7, b"")
    assert done.stdout.decode("utf-8").splitlines() == ["站 点", "a&b"]


def carried(wheels: Path, code: Mapping[str, str], python: str) -> Path:
    """The folder for Linux of a gongkai with this code."""
    wheel(wheels, "gongkai_ssg-0.1.0-py3-none-any", {"gongkai_ssg/__init__.py": "", **code})
    wheel(wheels, f"nh3-0.3.8-{python}-{python}-manylinux2014_x86_64")
    assert run(wheels) == 0
    return unpacked(wheels.parent / "out/gongkai-portable.zip", wheels.parent / "便携 版")


def started(there: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    world = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "PYTHONPATH": "."}
    command = ["sh", there / "gongkai.sh", *words]
    return subprocess.run(command, cwd=there.parent, env=world, capture_output=True, check=False)


def test_a_starter_with_another_python_says_which_it_needs(tmp_path: Path) -> None:
    """Pinned: it ended with 1, as if the content had errors."""
    done = started(carried(tmp_path / "wheels", {}, "cp399"), "check")
    assert done.returncode == 2
    assert "这一份要用 Python 3.99（64 位），这台电脑上的是 3." in done.stderr.decode("utf-8")


def test_a_starter_with_a_part_that_cannot_be_loaded_names_it(tmp_path: Path) -> None:
    """Pinned: a traceback, and exit 1."""
    ours = Path(cli.__file__).parents[1]
    code = {f"gongkai_ssg/{name}.py": (ours / f"{name}.py").read_text("utf-8") for name in _FIRST}
    here = f"cp{sys.version_info[0]}{sys.version_info[1]}"
    broken = {**code, "gongkai_ssg/cli.py": "import click", "click.py": "raise ImportError"}
    done = started(carried(tmp_path / "wheels", broken, here), "check")
    assert done.returncode == 2
    assert "程序没有装全" in done.stderr.decode("utf-8")
    assert b"Traceback" not in done.stderr


def unpacked(packed: Path, to: Path) -> Path:
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(to)
        for one in archive.infolist():
            (to / one.filename).chmod(one.external_attr >> 16)
    return to


# ---------------------------------------------------------------------- with the real wheels


def downloaded(folder: Path, *where: str) -> Path:
    pip = [sys.executable, "-m", "pip"]
    subprocess.run([*pip, "wheel", "-q", "--no-deps", "-w", folder, ROOT], check=True)
    options = ["-q", "--only-binary=:all:", "--find-links", str(folder), "-d", str(folder), *where]
    subprocess.run([*pip, "download", *options, "gongkai-ssg[print]"], check=True)
    return folder


@pytest.mark.slow
def test_the_real_wheels_run_on_linux_with_nothing_installed(tmp_path: Path) -> None:
    folder = downloaded(tmp_path / "wheels")
    assert run(folder) == 0
    there = unpacked(tmp_path / "out/gongkai-portable.zip", tmp_path / "便携 版")
    base = Path(sys.base_prefix, "bin")
    world = {"PATH": f"{base}:/usr/bin:/bin", "LANG": "C"}
    for words in (("init", "站 点"), ("build", "-s", "站 点"), ("print", "notice", "ZDBC-02-03")):
        more = ("-s", "站 点") if words[0] == "print" else ()
        command = ["sh", there / "gongkai.sh", *words, *more]
        done = subprocess.run(command, cwd=tmp_path, env=world, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
    assert (tmp_path / "站 点/public/index.html").is_file()


@pytest.fixture(scope="module")
def windows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[wine.Wine, Path]]:
    if wine.lacking():
        pytest.skip(f"no Windows to try: {wine.lacking()}")
    home = tmp_path_factory.mktemp("windows")
    where = ("--platform", "win_amd64", "--python-version", wine.VERSION)
    folder = downloaded(home / "wheels", *where)
    assert run(folder, "--python", str(wine.embeddable(home / "python"))) == 0
    there = unpacked(home / "out/gongkai-portable.zip", home / "便携 版")
    yield wine.Wine(home / "prefix"), there
    shutil.rmtree(home)


@pytest.mark.slow
def test_the_sample_is_the_same_to_the_byte_on_windows(
    windows: tuple[wine.Wine, Path], tmp_path: Path
) -> None:
    """With CPython for Windows under Wine, code page 936, all wheels for Windows."""
    system, there = windows
    for name in ("here", "windows"):
        shutil.copytree(ROOT / "content", tmp_path / f"{name} 县" / "content")
        for file in ("site.yaml", "published.yaml"):
            shutil.copy(ROOT / file, tmp_path / f"{name} 县")
    day = ("--clock", "2026-11-25")
    assert cli._run(["build", "-q", "-s", str(tmp_path / "here 县"), *day]) == 0
    site = f"Z:{tmp_path}\\windows 县".replace("/", "\\")
    done = system.run("cmd", "/c", "gongkai.bat", "build", "-s", site, *day, cwd=there)
    assert done.returncode == 0, done.stderr.decode()
    assert "完成: " in done.stderr.decode("utf-8")
    pair = (tmp_path / "here 县/public", tmp_path / "windows 县/public")
    names = _files(pair[0])
    assert _files(pair[1]) == names
    assert filecmp.cmpfiles(*pair, map(str, names), shallow=False)[1:] == ([], [])


def _files(folder: Path) -> list[Path]:
    return sorted(p.relative_to(folder) for p in folder.rglob("*") if p.is_file())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("init", "新 站点"), 0),
        (("build", "-s", "新 站点"), 0),
        (("build", "-s", ".\\新 站点\\", "-o", "输出\\网站"), 0),
        (("check", "-s", "没有"), 2),
        (("print", "notice", "ZDBC-02-03", "-s", "新 站点"), 0),
        (("export", "xlsx", "-s", "新 站点"), 0),
        (("package", "--usb", "-s", "新 站点"), 0),
        (("verify", "新 站点\\public", "-s", "新 站点"), 0),
        (("report", "-s", "新 站点", "--format", "xlsx"), 0),
        (("doctor", "-s", "新 站点"), 0),
        (("check", "-s", "\\\\?\\{here}\\新 站点"), 0),
        (("build", "-s", "{here}/新 站点", "-o", "\\\\?\\{here}\\长 路\\" + "网" * 60), 0),
    ],
)
def test_commands_on_windows(
    windows: tuple[wine.Wine, Path], words: tuple[str, ...], code: int
) -> None:
    system, there = windows
    here = f"Z:{there}".replace("/", "\\")
    words = tuple(word.replace("{here}", here) for word in words)
    done = system.run("cmd", "/c", "gongkai.bat", *words, cwd=there)
    assert done.returncode == code, done.stderr.decode()
    assert "Traceback" not in (done.stdout + done.stderr).decode("utf-8")


@pytest.mark.slow
def test_the_preview_on_windows_shows_what_is_saved(windows: tuple[wine.Wine, Path]) -> None:
    system, there = windows
    assert system.run("cmd", "/c", "gongkai.bat", "init", "预 览", cwd=there).returncode == 0
    page = there / "预 览/content/pages/guide.md"
    words = ("wine", "cmd", "/c", "gongkai.bat", "serve", "-s", "预 览", "--port", "8765")
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    served = subprocess.Popen(words, cwd=there, env=system.world, **pipes)
    try:
        assert answers("index.html").startswith("<!DOCTYPE html>")
        page.write_text(page.read_text("utf-8") + "\n窗口上改的一句。\n", "utf-8")
        assert answers("pages/guide/", "窗口上改的一句。")
        for way in ("..%5c..%5csite.yaml", "C:/windows/win.ini", "con"):
            with pytest.raises(urllib.error.HTTPError, match="404"):
                urllib.request.urlopen(f"{PREVIEW}/{way}", timeout=60)
    finally:
        system.run("taskkill", "/f", "/im", "python.exe")
        served.communicate(timeout=60)


def answers(name: str, words: str = "") -> str:
    """A page of the preview, once it has the words."""
    end = time.monotonic() + 180
    while time.monotonic() < end:
        with contextlib.suppress(OSError):
            with urllib.request.urlopen(f"{PREVIEW}/{name}", timeout=60) as got:
                page = str(got.read().decode("utf-8"))
            if words in page:
                return page
        time.sleep(0.5)
    raise AssertionError(f"{name}: {words}")
