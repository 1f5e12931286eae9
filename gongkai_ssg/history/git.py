"""Questions to git, as bytes; nothing is checked out, nothing is written."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

_NOTHING = "0" * 40


class GitError(Exception):
    """There is no git, no repository, or it holds no such thing; the message is for the clerk."""


@dataclass(frozen=True, slots=True)
class Touched:
    """A file in a commit: its blobs before and after, none where it was not there."""

    path: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit of the main line: its day, and the files that differ from its parent."""

    day: date
    files: tuple[Touched, ...]


def run(root: Path, *words: str, stdin: bytes = b"") -> bytes:
    """What git says.

    Raises:
        GitError: if there is no git, or it refuses.
    """
    command = ["git", "-C", str(root), "-c", "core.quotePath=false", *words]
    try:
        done = subprocess.run(command, input=stdin, capture_output=True, check=False)  # noqa: S603
    except FileNotFoundError:
        raise GitError("这台电脑上没有 git") from None
    if done.returncode:
        raise GitError("这个文件夹里没有 git 的历史")
    return done.stdout


def commits(root: Path, folder: str) -> list[Commit]:
    """The commits of the main line that touch a folder, the oldest first; paths are from `root`."""
    form = ("--format=%x00%cs", "--raw", "--no-abbrev", "--no-renames", "--relative")
    said = run(root, "log", "--first-parent", "-m", "--reverse", *form, "--", folder)
    parts = said.decode("utf-8", "replace").split("\0")[1:]
    return [_commit(part) for part in parts]


def _commit(text: str) -> Commit:
    day, *lines = text.strip().splitlines()
    return Commit(date.fromisoformat(day), tuple(_touched(line) for line in lines if line))


def _touched(line: str) -> Touched:
    """`:100644 100644 <blob> <blob> M<tab><path>`."""
    facts, _, path = line.partition("\t")
    _, _, before, after, _ = facts.split(" ")
    return Touched(path, *("" if blob == _NOTHING else blob for blob in (before, after)))


def blobs(root: Path, names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Blobs by their names, all in one question."""
    wanted = list(dict.fromkeys(names))
    said = run(root, "cat-file", "--batch", stdin="".join(f"{n}\n" for n in wanted).encode())
    at = 0
    for name in wanted:
        end = said.index(b"\n", at)
        size = int(said[at:end].split(b" ")[2])
        yield name, said[end + 1 : end + 1 + size]
        at = end + size + 2
