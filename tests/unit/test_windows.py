"""What Windows does otherwise, simulated: nobody who tests has it at hand."""

from __future__ import annotations

import errno
import io
import zipfile
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from gongkai_ssg import fs, mistakes
from gongkai_ssg.exchange import bundle, sheets
from gongkai_ssg.fs import files

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
