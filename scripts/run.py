"""Set up this checkout and build the sample county, or run the tests.

    python3 scripts/run.py build     installs gongkai into .venv/ and builds public/
    python3 scripts/run.py test      installs what tests need and runs them
    python3 scripts/run.py coverage  runs the tests and says which branches they never took

Needs Python 3.11 or later with pip, nothing else. Works where the system's own pip is
externally managed (PEP 668): everything goes into `.venv/` of this folder.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HTML_VALIDATE = "html-validate@9.7.1"
APT_PACKAGES = ("chromium", "fonts-noto-cjk")


def main() -> int:
    """Do what the first argument says."""
    if sys.version_info < (3, 11):  # noqa: UP036
        print("需要 Python 3.11 或更新的版本。This needs Python 3.11 or later.")
        return 2
    task, rest = (sys.argv[1:2] or [""])[0], sys.argv[2:]
    if task == "build":
        # Printing needs wheels that not every machine has; everything else works without.
        if not install("[print]", optional=True):
            install("")
        return run("-P", "-m", "gongkai_ssg", "build", "-s", str(ROOT), *rest)
    if task in ("test", "coverage"):
        install("[print,test]")
        node_packages()
        if not system_packages():
            return 2
        return test(rest) if task == "test" else coverage(rest)
    print(__doc__)
    return 2


def test(rest: list[str]) -> int:
    """Everything that must hold before a change lands; stops at the first that does not."""
    steps = (
        ("ruff", "check", "."),
        # No text file without its encoding; the rule is a preview, and alone in being one.
        ("ruff", "check", "--preview", "--select", "PLW1514", "."),
        ("ruff", "format", "--check", "."),
        ("mypy",),
        ("mypy", "--platform", "win32", "--cache-dir", ".mypy_cache/win32"),
        ("pytest", "-n", "auto", "--dist", "loadfile", "tests", *rest),
    )
    for step in steps:
        print("$ " + " ".join(step), flush=True)
        code = run("-m", *step)
        if code:
            return code
    return run("scripts/docs.py", "--check")


def coverage(rest: list[str]) -> int:
    """The tests once more, every process of theirs watched; fails below what is asked for."""
    os.environ["CHECKOUT"] = str(ROOT)
    run("-m", "coverage", "erase")
    tests = ("pytest", "-n", "auto", "--dist", "loadfile", "tests", *rest)
    code = run("-m", "coverage", "run", "-m", *tests)
    # A process that was killed in a test leaves data that nobody can read.
    run("-m", "coverage", "combine", "--quiet")
    return run("-m", "coverage", "report") or code


def run(*arguments: str) -> int:
    """Run the virtual environment's Python in the checkout."""
    environment = {**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": ""}
    if arguments[0] != "-P":
        environment["PYTHONPATH"] = str(ROOT)
    return subprocess.run(
        [str(PYTHON), *arguments], cwd=ROOT, env=environment, check=False
    ).returncode


def install(extra: str, *, optional: bool = False) -> bool:
    """Install the project into `.venv/`, unless exactly this state already is.

    What is optional comes as a wheel or not at all; the answer says whether it came.
    """
    stamp, state = VENV / f"gongkai{extra}.stamp", fingerprint()
    enough = {stamp, VENV / "gongkai[print,test].stamp"}
    if any(one.is_file() and one.read_text("utf-8") == state for one in enough):
        return True
    pip = virtual_environment()
    command = [*pip, "install", "--quiet", "--disable-pip-version-check", f".{extra}"]
    if optional:
        command.append("--only-binary=typst,rjieba")
    done = subprocess.run(command, cwd=ROOT, check=not optional)
    if done.returncode:
        print("没有装上打印组件，网站照常生成。Printing is not available; the site is built.")
        return False
    for old in VENV.glob("gongkai*.stamp"):
        old.unlink()
    stamp.write_text(state, "utf-8")
    return True


def virtual_environment() -> list[str]:
    """Make `.venv/` where there is none; returns the way to call pip for it."""
    if not PYTHON.is_file():
        # Debian without python3-venv has no ensurepip; the system's pip serves instead.
        own_pip = importlib.util.find_spec("ensurepip") is not None
        venv.create(VENV, with_pip=own_pip, clear=True)
    has_pip = subprocess.run(
        [str(PYTHON), "-m", "pip", "--version"], capture_output=True, check=False
    )
    if has_pip.returncode == 0:
        return [str(PYTHON), "-m", "pip"]
    return [sys.executable, "-m", "pip", "--python", str(PYTHON)]


def fingerprint() -> str:
    """A hash over everything that the wheel is made of."""
    digest = hashlib.sha256(sys.version.encode())
    sources = [ROOT / "pyproject.toml", ROOT / "README.md"]
    for folder in ("gongkai_ssg", "themes/default"):
        sources += (p for p in (ROOT / folder).rglob("*") if p.is_file() and p.suffix != ".pyc")
    for path in sorted(sources):
        digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def system_packages() -> bool:
    """Chromium and a CJK font for the browser tests: by apt where root, else say what to do."""
    if browser() and chinese_font():
        return True
    apt = shutil.which("apt-get")
    if apt and hasattr(os, "geteuid") and os.geteuid() == 0:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run([apt, "update", "-qq"], env=environment, check=True)
        subprocess.run([apt, "install", "-y", "-qq", *APT_PACKAGES], env=environment, check=True)
        return True
    print(
        "测试需要 Chromium 浏览器和中文字体。请先安装，例如：\n"
        f"    sudo apt-get install {' '.join(APT_PACKAGES)}\n"
        "The tests need Chromium and a CJK font; install them and run this again."
    )
    return False


def node_packages() -> None:
    """html-validate by npm, where there is one; without it the test of the HTML says so."""
    npm = shutil.which("npm")
    if not npm or (VENV / "node/node_modules" / HTML_VALIDATE.replace("@", "-")).exists():
        return
    folder = VENV / "node"
    folder.mkdir(exist_ok=True)
    quiet = ["--silent", "--no-audit", "--no-fund", "--no-save", "--prefix", str(folder)]
    done = subprocess.run([npm, "install", *quiet, HTML_VALIDATE], cwd=folder, check=False)
    if done.returncode == 0:
        (folder / "node_modules" / HTML_VALIDATE.replace("@", "-")).touch()


def browser() -> str:
    """The path of a Chromium, or nothing."""
    found = (shutil.which(name) for name in (os.environ.get("CHROMIUM", ""), *BROWSERS) if name)
    return next((path for path in found if path), "")


def chinese_font() -> bool:
    """Whether fontconfig knows a font for Chinese; where there is no fontconfig, assume so."""
    listing = shutil.which("fc-list")
    if not listing:
        return os.name == "nt" or sys.platform == "darwin"
    found = subprocess.run([listing, ":lang=zh-cn"], capture_output=True, check=False)
    return bool(found.stdout.strip())


if __name__ == "__main__":
    sys.exit(main())
