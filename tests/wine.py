"""A Windows to run the program in, where Wine is at hand: real CPython for Windows, no Windows.

The interpreter comes from a wheel that carries it for its own users (panda3d: `python311.dll`, its
modules), its library in Python from the Python that runs the tests, if that is 3.11 as well. What
the wheel lacks is made here: `python.exe`, which calls `Py_Main`; `python3.dll`, which hands every
name on to `python311.dll`; `bcryptprimitives.dll`, which Wine 8 has not got.

    apt-get install wine wine64 gcc-mingw-w64-x86-64-posix locales
    localedef -i zh_CN -f UTF-8 zh_CN.UTF-8      # then the code page is 936
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

CARRIER, VERSION = "panda3d==1.10.16", "3.11"
_CC, _OBJDUMP = "x86_64-w64-mingw32-gcc-posix", "x86_64-w64-mingw32-objdump"
_START = """
#include <windows.h>
typedef int (*run)(int, wchar_t **);
int wmain(int argc, wchar_t **argv) {
    HMODULE python = LoadLibraryW(L"python311.dll");
    return python ? ((run)GetProcAddress(python, "Py_Main"))(argc, argv) : 99;
}
"""
_RANDOM = """
#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE to, SIZE_T n) {
    return SystemFunction036(to, (ULONG)n);
}
"""


def lacking() -> str:
    """What is needed and not there; empty where Windows can be tried."""
    tools = [name for name in ("wine", _CC, _OBJDUMP) if not shutil.which(name)]
    if sys.version_info[:2] != (3, 11):
        tools.append("Python 3.11")
    return ", ".join(tools)


def embeddable(folder: Path) -> Path:
    """A zip as python.org gives it: `python.exe`, its libraries, its modules."""
    folder.mkdir(parents=True)
    pip = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary=:all:"]
    where = ["--platform", "win_amd64", "--python-version", VERSION, "-d", str(folder)]
    subprocess.run([*pip, *where, CARRIER], check=True)
    python = folder / "python"
    (python / "DLLs").mkdir(parents=True)
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as carrier:
        for name in carrier.namelist():
            first, _, base = name.partition("/")
            if first == "deploy_libs" and not base.startswith("api-ms"):
                own = re.match(r"python3|vcruntime", base, re.IGNORECASE)
                (python / ("" if own else "DLLs") / base).write_bytes(carrier.read(name))
    skipped = shutil.ignore_patterns(
        "__pycache__", "site-packages", "test", "lib-dynload", "config-*"
    )
    shutil.copytree(sysconfig.get_path("stdlib"), python / "Lib", ignore=skipped)
    _compiled(python / "python.exe", _START, "-municode")
    table = subprocess.run(
        [_OBJDUMP, "-p", python / "python311.dll"],
        check=True,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
    ).stdout.partition("[Ordinal/Name Pointer] Table")[2]
    names = sorted(set(re.findall(r"\b_?Py\w+", table)))
    forwards = "".join(f"{name}=python311.{name}\n" for name in names)
    (folder / "python3.def").write_text(f"LIBRARY python3.dll\nEXPORTS\n{forwards}", "ascii")
    _compiled(python / "python3.dll", "int ours;", "-shared", folder / "python3.def")
    return Path(shutil.make_archive(str(folder / "python-3.11-embed-amd64"), "zip", python))


def _compiled(to: Path, text: str, *options: str | Path) -> None:
    source = to.with_name(f"{to.stem}.c")
    source.write_text(text, "ascii")
    subprocess.run([_CC, "-O2", "-o", to, source, *options], check=True)
    source.unlink()


class Wine:
    """Runs programs in a Windows of its own, with pipes: to files Wine cannot redirect them."""

    def __init__(self, home: Path) -> None:
        self.world = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
        self.world |= {
            "WINEPREFIX": str(home),
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree=;mshtml=",
            "LC_ALL": "zh_CN.UTF-8",
        }
        self.run("wineboot", "-i")
        # For Python and for Pagefind, each of which looks for it in its own folder and here.
        system = home / "drive_c/windows/system32"
        _compiled(system / "bcryptprimitives.dll", _RANDOM, "-shared", "-ladvapi32")

    def run(self, *words: str, cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
        """A command of Windows."""
        return subprocess.run(
            ["wine", *words],
            cwd=cwd,
            env=self.world,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=900,
        )
