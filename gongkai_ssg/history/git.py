"""Questions to git, as bytes; nothing is checked out, nothing is written."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, cast

_NOTHING = "0" * 40
# Of `git rev-parse --local-env-vars` those that lead to another repository.
_OF_A_REPOSITORY = frozenset(
    "GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_OBJECT_DIRECTORY GIT_COMMON_DIR GIT_NAMESPACE "
    "GIT_ALTERNATE_OBJECT_DIRECTORIES GIT_SHALLOW_FILE GIT_PREFIX".split()
)


class GitError(Exception):
    """There is no git, no repository, or it holds no such thing; the message is for the clerk."""


def run(root: Path, *words: str) -> bytes:
    """What git says.

    Raises:
        GitError: if there is no git, or it refuses.
    """
    try:
        done = subprocess.run(  # noqa: S603
            _command(root, *words), capture_output=True, check=False, env=_world()
        )
    except FileNotFoundError:
        raise GitError("这台电脑上没有 git") from None
    if done.returncode:
        raise GitError("这个文件夹里没有 git 的历史")
    return done.stdout


def _command(root: Path, *words: str) -> list[str]:
    return ["git", "-C", str(root), "-c", "core.quotePath=false", *words]


def _world() -> dict[str, str]:
    """The environment without what a hook of another repository has set (`GIT_DIR`, …)."""
    return {name: value for name, value in os.environ.items() if name not in _OF_A_REPOSITORY}


def is_shallow(root: Path) -> bool:
    """Whether only the end of the history was fetched."""
    return run(root, "rev-parse", "--is-shallow-repository").strip() == b"true"


def states(
    root: Path, path: str, wanted: Callable[[str], bool] = lambda _: True
) -> Iterator[tuple[str, bytes]]:
    """Every state on the main line of a file, or of the wanted files of a folder, the oldest first.

    Paths are from `root`. A state that came back is told once; one that is not here is left out.
    """
    form = ("--format=", "--raw", "--no-abbrev", "--no-renames", "--relative", "-z")
    said = run(root, "log", "--first-parent", "-m", "--reverse", *form, "--", path)
    words = said.decode("utf-8", "replace").split("\0")
    met: dict[tuple[str, str], None] = {}
    for facts, name in zip(words[::2], words[1::2], strict=False):
        blob = facts.split(" ")[3]
        if blob != _NOTHING and wanted(name):
            met[name, blob] = None
    contents = _blobs(root, [blob for _, blob in met])
    for (name, _), data in zip(met, contents, strict=True):
        if data is not None:
            yield name, data


def _blobs(root: Path, names: list[str]) -> Iterator[bytes | None]:
    """Blobs in the order asked for, one at a time: a long history does not fit into memory."""
    with tempfile.TemporaryFile() as questions:
        questions.write("".join(f"{name}\n" for name in names).encode())
        questions.seek(0)
        command = _command(root, "cat-file", "--batch")
        with subprocess.Popen(  # noqa: S603
            command, stdin=questions, stdout=subprocess.PIPE, env=_world()
        ) as asked:
            for _ in names:
                yield _answer(cast("IO[bytes]", asked.stdout))


def _answer(said: IO[bytes]) -> bytes | None:
    """`<name> blob <size>`, the content and a line feed; or `<name> missing`."""
    facts = said.readline().split()
    if len(facts) != 3:  # noqa: PLR2004
        return None
    data = said.read(int(facts[2]))
    said.read(1)
    return data
