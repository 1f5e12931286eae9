"""The program as a folder that runs where nothing can be installed, from wheels at hand.

    gongkai.bat     (or gongkai.sh) starts it; ASCII, for consoles of any code page
    app/            the wheels unpacked; `app/__main__.py` is what runs
    python/         a Python, where one was given
    WHEELS.sha256   what all this was made from

The same wheels give the same bytes. No network is asked: what lacks is named.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from gongkai_ssg.exchange.wheels import PortableError, Target, Wheel

_BAT = """\
@echo off
setlocal
set "HERE=%~dp0"
set RUN="%HERE%python\\python.exe"
if exist "%HERE%python\\python.exe" goto found
set RUN=py -{version}
where py >nul 2>nul
if not errorlevel 1 goto found
set RUN=python
:found
if "%~1"=="" goto window
%RUN% -I -X utf8 "%HERE%app" %*
exit /b %ERRORLEVEL%
:window
rem Opened by a double click: a window in which gongkai is a command.
set "PATH=%HERE%;%PATH%"
%RUN% -I -X utf8 "%HERE%app" --help
title gongkai
cmd /k
"""
_SH = """\
#!/bin/sh
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd) || exit 2
for python in "$here/python/bin/python3" python{version} python3; do
  command -v "$python" >/dev/null 2>&1 && exec "$python" -I -X utf8 "$here/app" "$@"
done
echo "python{version}?" >&2
exit 2
"""
_MAIN = '''\
"""What gongkai.bat and gongkai.sh run."""

import sys

if sys.version_info[:2] == {needs}:
    from gongkai_ssg.__main__ import main

    main()
else:
    here = sys.version.split()[0]
    print(f"这一份要用 Python {version}（64 位），这台电脑上的是 {{here}}", file=sys.stderr)
    sys.exit(2)
'''


def contents(
    wheels: Iterable[Wheel], goal: Target, python: Path | None
) -> Iterator[tuple[str, bytes, bool]]:
    """Each file of the folder: its name, its bytes, whether it is run.

    Raises:
        PortableError: where the Python is another than the wheels need.
    """
    wheels = sorted(wheels, key=lambda wheel: wheel.name)
    given = [wheel.path for wheel in wheels] + ([python] if python else [])
    lines = (f"{_digest(path)}  {path.name}\n" for path in given)
    yield "WHEELS.sha256", "".join(lines).encode(), False
    yield *_starter(goal), True
    needs = tuple(map(int, goal.python.split(".")))
    yield "app/__main__.py", _MAIN.format(needs=needs, version=goal.python).encode(), False
    for wheel in wheels:
        for name, data, runs in _files(wheel.path):
            inside = _installed(name)
            if inside:
                yield f"app/{inside}", data, runs
    if python:
        yield from _interpreter(python, goal)


def _starter(goal: Target) -> tuple[str, bytes]:
    if goal.system == "win32":
        text = _BAT.replace("{version}", goal.python).replace("\n", "\r\n")
        return "gongkai.bat", text.encode("ascii")
    return "gongkai.sh", _SH.replace("{version}", goal.python).encode("ascii")


def _interpreter(python: Path, goal: Target) -> Iterator[tuple[str, bytes, bool]]:
    files = list(_files(python))
    names = {name for name, _, _ in files}
    library = f"python{goal.python.replace('.', '')}.dll"
    if goal.system == "win32" and not {"python.exe", library} <= names:
        raise PortableError(
            f"“{python.name}”里没有 python.exe 和 {library}；"
            f"要 Python {goal.python} 的 Windows embeddable package (64-bit)"
        )
    yield from ((f"python/{name}", data, runs) for name, data, runs in files)


def _installed(name: str) -> str:
    """Where a file of a wheel comes to lie; empty for scripts and the like."""
    first, _, rest = name.partition("/")
    if not first.endswith(".data"):
        return name
    kind, _, inside = rest.partition("/")
    return inside if kind in ("purelib", "platlib") else ""


def _files(path: Path) -> Iterator[tuple[str, bytes, bool]]:
    try:
        with zipfile.ZipFile(path) as packed:
            for one in sorted(packed.infolist(), key=lambda one: one.filename):
                if not one.is_dir():
                    runs = bool(one.external_attr >> 16 & 0o111)
                    yield _safe(one.filename, path), packed.read(one), runs
    except zipfile.BadZipFile:
        raise PortableError(f"“{path.name}”损坏了，请重新下载") from None


def _safe(name: str, path: Path) -> str:
    parts = PurePosixPath(name).parts
    if ".." in parts or "\\" in name or ":" in name or name.startswith("/"):
        raise PortableError(f"“{path.name}”里的文件名“{name}”不对，没有用它")
    return name


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
