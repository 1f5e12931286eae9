"""What Windows does otherwise, simulated: nobody who tests has it at hand."""

from __future__ import annotations

import ast
import contextlib
import errno
import importlib.util
import io
import json
import mimetypes
import os
import pty
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path, PureWindowsPath
from types import SimpleNamespace

import pytest
import tiny

from gongkai_ssg import cli, fs, manual, media, mistakes, parallel
from gongkai_ssg.cli import shared
from gongkai_ssg.diagnostics import codes
from gongkai_ssg.exchange import bundle, sheets
from gongkai_ssg.fs import files, locks

# ------------------------------------------------------------------------ the same bytes


def packed() -> bytes:
    out = io.BytesIO()
    bundle.pack(out, [("a.html", b"x")])
    return out.getvalue() + sheets.plain("表", [["a"], ["b"]], date(2026, 1, 1))


def test_a_zip_does_not_say_on_which_system_it_was_made(monkeypatch: pytest.MonkeyPatch) -> None:
    here = packed()
    monkeypatch.setattr(zipfile, "sys", SimpleNamespace(platform="win32"))
    assert zipfile.ZipInfo("a").create_system == 0
    assert packed() == here


# ------------------------------------------------------------------------ files that are held


class Holder:
    """Refuses to let one file go, some times or always, as Excel or a virus scanner does."""

    def __init__(self, path: Path, times: int = 1000, number: int = 32) -> None:
        self.path, self.left, self.number, self.slept = path, times, number, 0.0

    def refuse(self, *paths: object) -> None:
        if str(self.path) in map(str, paths) and self.left:
            self.left -= 1
            error = PermissionError(errno.EACCES, "used by another process", str(paths[0]))
            error.winerror = self.number  # type: ignore[attr-defined]
            raise error

    def install(self, patch: pytest.MonkeyPatch) -> None:
        for name in ("replace", "rename", "unlink"):
            real = getattr(Path, name)

            def held(path: Path, *rest: object, real=real, **more: object) -> object:
                self.refuse(path, *rest)
                return real(path, *rest, **more)

            patch.setattr(Path, name, held)
        patch.setattr(files.time, "sleep", self._sleep)

    def _sleep(self, seconds: float) -> None:
        self.slept += seconds


def test_a_scanner_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "published.yaml"
    path.write_bytes(b"old")
    holder = Holder(path, times=3, number=5)
    holder.install(monkeypatch)
    fs.write_bytes(path, b"new")
    assert path.read_bytes() == b"new"
    assert 0 < holder.slept < 2
    holder.left = 3
    fs.taken_away(path)
    assert not path.exists()


def test_a_file_open_in_excel_is_named_and_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "报告.xlsx"
    path.write_bytes(b"old")
    Holder(path).install(monkeypatch)
    with pytest.raises(PermissionError) as caught:
        fs.write_bytes(path, b"new")
    said = mistakes.sentence(caught.value)
    assert "报告.xlsx”: 正被别的程序（例如 Excel）打开着。关掉那个程序" in said
    assert ".gongkai-new" not in said
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("number", "code", "name", "words"),
    [
        (32, errno.EACCES, "a", "打开着"),
        (5, errno.EACCES, "a", "没有权限，或者文件正被别的程序"),
        (112, errno.ENOSPC, "a", "磁盘满了"),
        (19, errno.EACCES, "a", "磁盘是只读的"),
        (206, errno.ENOENT, "a", "路径太长"),
        (3, errno.ENOENT, "D:\\" + "县" * 260, "路径太长"),
        (3, errno.ENOENT, "D:\\a", "文件不见了"),
        (123, errno.EINVAL, "a?", "Windows 不能用这个名字"),
        (64, errno.ENOENT, "\\\\srv\\gk", "网络文件夹现在打不开"),
    ],
)
def test_a_sentence_for_what_windows_says(number: int, code: int, name: str, words: str) -> None:
    error = OSError(code, "x", name)
    error.winerror = number  # type: ignore[attr-defined]
    assert words in mistakes.sentence(error)


# ------------------------------------------------------------------------ the lock


class Msvcrt(SimpleNamespace):
    """`msvcrt.locking` as Windows has it: by the file, for whoever opened it."""

    LK_NBLCK = 2

    def __init__(self) -> None:
        super().__init__()
        self.held: dict[tuple[int, int], int] = {}

    def locking(self, number: int, mode: int, size: int) -> None:
        assert (mode, size) == (self.LK_NBLCK, 1)
        about = os.fstat(number)
        holder = self.held.setdefault((about.st_dev, about.st_ino), number)
        if holder != number and _is_open(holder):
            raise PermissionError(errno.EACCES, "Permission denied")
        self.held[about.st_dev, about.st_ino] = number


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True


def test_the_lock_of_windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its branch is imported as it would be there."""
    monkeypatch.setitem(sys.modules, "msvcrt", Msvcrt())
    monkeypatch.setattr("os.register_at_fork", lambda **_: None)
    with monkeypatch.context() as there:
        there.setattr(sys, "platform", "win32")
        found = importlib.util.spec_from_file_location("locks_on_windows", locks.__file__)
        assert found
        assert found.loader
        room = importlib.util.module_from_spec(found)
        found.loader.exec_module(room)
    path = tmp_path / ".public.gongkai-lock"
    first = room.locked(path, tmp_path / "public")
    with pytest.raises(room.BusyError):
        room.locked(path, tmp_path / "public")
    # A scanner has it open: it stays, and the next run takes it.
    Holder(path, times=1).install(monkeypatch)
    room.unlock(first, path)
    assert path.exists()
    again = room.locked(path, tmp_path / "public")
    room.unlock(again, path)
    assert not path.exists()


# ------------------------------------------------------------------------ one process


def test_without_fork_the_work_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("multiprocessing.get_all_start_methods", lambda: ["spawn"])
    monkeypatch.setattr(parallel, "_forked", None)
    things = range(2 * parallel.WORTH_IT)
    assert list(parallel.mapped(lambda n: n + os.getpid(), things, 4)) == [
        n + os.getpid() for n in things
    ]


# ------------------------------------------------------------------------ consoles


def _spoken() -> Iterator[str]:
    """Whatever we can say: the codes, the help, the sentences in the code."""
    for code in codes().values():
        yield from (code.title, code.message, code.help, code.why, code.wrong, code.right)
    yield from manual.commands_page(cli.cli)
    for path in (*CLI.glob("*.py"), *(CLI.parent / f"{name}.py" for name in _SPEAKING)):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


CLI = Path(cli.__file__).parent
_SPEAKING = ("report", "mistakes", "chinese", "progress", "serve", "reach", "gate", "build")


def test_an_old_console_can_show_whatever_we_say() -> None:
    """The mark between a file and its cell is none of GBK; a `>` stands for it."""
    for text in _spoken():
        shown = text.encode("gbk", shared.SHOWABLE).decode("gbk")
        assert shown == text.replace("›", ">"), text


@pytest.mark.parametrize(
    "words",
    [
        ("check", "-s", "站 点"),
        ("check", "-s", "站 点", "--format", "json"),
        ("build", "-s", "站 点"),
        ("report", "-s", "站 点"),
        ("import", "表 格.csv", "-s", "站 点"),
        ("explain", "GK104"),
        ("deadline", "每年3月😀"),
        ("doctor", "-s", "站 点"),
        ("--help",),
    ],
)
def test_what_is_redirected_is_utf8_whatever_the_code_page(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    """Into a file or another program; content that no code page knows is in it as it is."""
    changed = tiny.item({"公开方式": "网上😀𠮷", "二级事项": "办事指南"})
    tiny.write(tmp_path / "站 点", {"content/shjz/catalog.yaml": tiny.catalog(changed)})
    (tmp_path / "表 格.csv").write_text("编码,一级事项\nSHJZ-01-09,低保😀\n", "utf-8")
    world = {**os.environ, "PYTHONIOENCODING": "gbk:strict", "PYTHONPATH": str(CLI.parents[1])}
    done = subprocess.run(
        [sys.executable, "-m", "gongkai_ssg", *words],
        cwd=tmp_path,
        env=world,
        capture_output=True,
        check=False,
    )
    assert done.returncode in (0, 1, 2), done.stderr.decode()
    said = (done.stdout + done.stderr).decode("utf-8")
    assert said
    assert "Traceback" not in said
    if "json" in words:
        assert "网上😀𠮷" in json.loads(done.stdout)["diagnostics"][0]["message"]
    elif words[0] == "check":
        assert "网上😀𠮷" in said


def test_a_console_of_gbk_shows_what_it_can(tmp_path: Path) -> None:
    changed = tiny.item({"公开方式": "网上😀"})
    root = tiny.write(tmp_path / "s", {"content/shjz/catalog.yaml": tiny.catalog(changed)})
    ours, theirs = pty.openpty()
    world = {**os.environ, "PYTHONIOENCODING": "gbk:strict", "PYTHONPATH": str(CLI.parents[1])}
    command = [sys.executable, "-m", "gongkai_ssg", "check", "-s", str(root)]
    running = subprocess.Popen(command, env=world, stdout=theirs, stderr=theirs)
    os.close(theirs)
    shown = b""
    with contextlib.suppress(OSError), open(ours, "rb", buffering=0) as console:  # noqa: PTH123
        while some := console.read(4096):
            shown += some
    assert running.wait() == 1
    assert "不能写“网上?”" in shown.decode("gbk")


# ------------------------------------------------------------------------ content from Notepad


def _crlf(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def test_line_ends_and_marks_of_notepad_change_nothing(tmp_path: Path) -> None:
    """The starter, its texts saved by Notepad: the same site to the byte."""
    assert cli._run(["init", str(tmp_path / "a")]) == 0
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    for path in (tmp_path / "b").rglob("*"):
        if path.suffix in (".md", ".yaml"):
            path.write_bytes(b"\xef\xbb\xbf" + _crlf(path.read_bytes()))
    sites = []
    for name in "ab":
        assert cli._run(["build", "-q", "-s", str(tmp_path / name), "--clock", "2026-11-25"]) == 0
        public = tmp_path / name / "public"
        sites.append({p.relative_to(public): p.read_bytes() for p in public.rglob("*.*")})
        sites[-1][Path("ledger")] = (tmp_path / name / "published.yaml").read_bytes()
    different = [str(name) for name, data in sites[0].items() if sites[1].get(name) != data]
    assert sites[0].keys() == sites[1].keys()
    assert different == []


# ------------------------------------------------------------------------ paths


@pytest.mark.parametrize(
    ("folder", "whole"),
    [
        ("D:\\县 公开\\public", "D:\\县 公开\\public\\i\\a\\index.html"),
        ("\\\\?\\D:\\长", "\\\\?\\D:\\长\\i\\a\\index.html"),
        ("\\\\server\\share\\县", "\\\\server\\share\\县\\i\\a\\index.html"),
    ],
)
def test_a_file_of_the_site_lies_under_any_folder_of_windows(
    monkeypatch: pytest.MonkeyPatch, folder: str, whole: str
) -> None:
    """Pinned: after the sign for long paths a name with `/` was not found."""
    monkeypatch.setattr(files, "os", SimpleNamespace(sep="\\"))
    assert files.under(PureWindowsPath(folder), "i/a/index.html") == whole


def test_the_way_to_a_file_is_written_with_the_sign_of_the_site() -> None:
    """In what is listed, hashed and linked: `str()` of a way within a folder has Windows' own."""
    for path in CLI.parent.rglob("*.py"):
        assert not re.search(
            r"(?:str\(|\{)[^(){}]*\.relative_to\([^()]*\)[)}]", path.read_text("utf-8")
        ), path


# ------------------------------------------------------------------------ what a registry says


def test_no_registry_decides_as_what_a_script_is_served(monkeypatch: pytest.MonkeyPatch) -> None:
    """Programs for Windows have set `.js` to `text/plain` there; browsers then refuse it."""
    monkeypatch.setattr(mimetypes, "guess_type", lambda *_: ("text/plain", None))
    monkeypatch.setattr(mimetypes, "types_map", {".js": "text/plain"})
    assert media.kind_of("static/site.js").startswith("text/javascript")
    assert media.kind_of("STATIC/SITE.JS").startswith("text/javascript")
    asked = "mimetypes"
    assert not [p for p in CLI.parent.rglob("*.py") if asked in p.read_text("utf-8")]


# ------------------------------------------------------------------------ encodings are named


def test_no_program_is_read_in_the_encoding_of_the_system() -> None:
    """`text=True` decodes as the system speaks: GBK in China."""
    for folder in ("gongkai_ssg", "scripts", "tests", "bench"):
        for path in (CLI.parents[1] / folder).rglob("*.py"):
            for call in ast.walk(ast.parse(path.read_text("utf-8"))):
                named = {k.arg for k in call.keywords} if isinstance(call, ast.Call) else set()
                assert (
                    not named & {"text", "universal_newlines"}
                    or "encoding" in named
                    or (isinstance(call, ast.Call) and "subprocess" not in ast.unparse(call.func))
                ), f"{path}:{getattr(call, 'lineno', 0)}"
