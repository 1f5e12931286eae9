"""Write `locks/`: every package of a release, its version and the SHA-256 of each of its files.

    python scripts/locks.py [--upgrade]

`site.txt` is for building, printing and packing, `cluster.txt` for the cluster as well,
`release.txt` has all that and what makes a release. They hold for Windows, Linux and macOS and
for Python 3.11 and later. Without `--upgrade` what is locked stays at its version. Needs uv
(`pip install .[release]`) and the network; no address of an index is written.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ROOT / "locks"
EXTRAS = {
    "site": ("print", "portable"),
    "cluster": ("print", "portable", "cluster"),
    "release": ("print", "portable", "cluster", "release"),
}
_HEAD = "# Written by scripts/locks.py. Install with: pip install --require-hashes -r {}\n"
_ENTRY = re.compile(
    r"^([a-z0-9-]+)==(\S+)(?: ; ([^\\\n]+?))?((?: \\\n    --hash=sha256:[0-9a-f]{64})+)$",
    re.MULTILINE,
)
_COMMAND = (
    *("pip", "compile", "pyproject.toml", "--universal", "--python-version", "3.11"),
    *("--generate-hashes", "--no-emit-index-url", "--no-emit-find-links"),
    *("--no-header", "--no-annotate", "--quiet"),
)


class Locked(NamedTuple):
    """A package as it is locked; `marker` says where it is needed, if not everywhere."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]


def read(text: str) -> list[Locked]:
    """The packages of a lock.

    Raises:
        ValueError: where a line is no part of one with hashes.
    """
    found, left = _ENTRY.findall(text), _ENTRY.sub("", text)
    odd = [line for line in left.splitlines() if line and not line.startswith("#")]
    if odd:
        raise ValueError(odd[0])
    return [
        Locked(name, version, marker, tuple(re.findall(r"--hash=(\S+)", hashes)))
        for name, version, marker, hashes in found
    ]


def locked(name: str) -> dict[str, Locked]:
    """The packages of one of our locks by their names."""
    text = (LOCKS / f"{name}.txt").read_text("utf-8")
    return {one.name: one for one in read(text)}


def wanted(extras: tuple[str, ...]) -> list[str]:
    """What `pyproject.toml` itself asks for, with these extras."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    more = project["optional-dependencies"]
    return [*project["dependencies"], *(need for extra in extras for need in more[extra])]


def main() -> int:
    """Write all of them."""
    LOCKS.mkdir(exist_ok=True)
    for name, extras in EXTRAS.items():
        path = LOCKS / f"{name}.txt"
        command = [sys.executable, "-m", "uv", *_COMMAND, "-o", str(path)]
        command += [f"--extra={extra}" for extra in extras]
        command += ["--upgrade"] if "--upgrade" in sys.argv else []
        # What this machine's own configuration adds is none of the lock's business.
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("UV_", "PIP_"))}
        subprocess.run([*command, "--no-config"], cwd=ROOT, env=environment, check=True)
        text = path.read_text("utf-8")
        path.write_text(_HEAD.format(f"locks/{name}.txt") + text, "utf-8", newline="\n")
        print(f"{path.relative_to(ROOT).as_posix()}: {len(read(text))} packages")
    return 0


if __name__ == "__main__":
    sys.exit(main())
