"""Make a release: `dist/` with all that is given out, and the hash of each file.

    python3 scripts/release.py

In an environment of its own, into which `locks/release.txt` is installed by hash: the licences are
checked, source and wheel are built twice and must be the same to the byte, then come the locks,
the licences and the bill of materials (SBOM), and SHA256SUMS over everything. The clock is
SOURCE_DATE_EPOCH, else the time of the last commit: the same commit gives the same files.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DIST = ROOT / "dist"
INSIDE = "--inside"


def main() -> int:
    """Set the environment up, and go on in it."""
    if INSIDE in sys.argv:
        return release(Path(sys.argv[-1]))
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        venv.create(home, with_pip=True)
        python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        install = ["install", "--quiet", "--require-hashes", "--only-binary=:all:"]
        lock = ROOT / "locks" / "release.txt"
        subprocess.run([python, "-m", "pip", *install, "-r", lock], check=True)
        run = [python, __file__, INSIDE, home / "work"]
        return subprocess.run(run, cwd=ROOT, env=_environment(), check=False).returncode


def release(work: Path) -> int:
    """Check, build and describe; what is in `dist/` takes its place at the end."""
    import licences
    import sbom

    left = _git("status", "--porcelain")
    if left:
        print(f"there are changes that are in no commit:\n{left}")
        return 1
    wrong = list(licences.problems())
    if wrong or licences.page() != licences.PAGE.read_text("utf-8"):
        print("\n".join(wrong) or "docs/licences.md is not up to date")
        return 1
    first, second = build(work / "first"), build(work / "second")
    if digests(first) != digests(second):
        print("two builds of the same commit are not the same")
        return 1
    for name in ("site", "cluster"):
        shutil.copyfile(ROOT / "locks" / f"{name}.txt", first / f"requirements-{name}.txt")
    shutil.copyfile(licences.PAGE, first / "licences.md")
    moment = datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), UTC)
    bill = sbom.bill([p for p in first.iterdir() if p.suffix in (".whl", ".gz")], moment)
    (first / "sbom.cdx.json").write_text(bill, "utf-8", newline="\n")
    sums = "".join(f"{digest}  {name}\n" for name, digest in digests(first).items())
    (first / "SHA256SUMS").write_text(sums, "utf-8", newline="\n")
    shutil.rmtree(DIST, ignore_errors=True)
    shutil.copytree(first, DIST)
    print(sums, end="")
    return 0


def build(folder: Path) -> Path:
    """Source and wheel, the wheel from the source; with the tools that are installed."""
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return folder


def digests(folder: Path) -> dict[str, str]:
    """The SHA-256 of each file in a folder, by its name."""
    files = sorted(p for p in folder.iterdir() if p.is_file())
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def _environment() -> Mapping[str, str]:
    epoch = os.environ.get("SOURCE_DATE_EPOCH") or _git("log", "-1", "--format=%ct")
    return {**os.environ, "SOURCE_DATE_EPOCH": epoch, "PYTHONPATH": "", "PYTHONUTF8": "1"}


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, check=True)
    return done.stdout.decode().strip()


if __name__ == "__main__":
    sys.exit(main())
