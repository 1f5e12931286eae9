"""`init`: the starter site, copied from the package's data."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from gongkai_ssg import fs
from gongkai_ssg.scaffold.finding import ScaffoldError

_DATA = "starter"


def init(folder: Path) -> list[Path]:
    """Copy the starter site into an empty (or new) folder; gives the files made.

    Raises:
        ScaffoldError: where there is a file already; nothing is written then.
        OSError: where the disk refuses; what was written before is taken away again.
    """
    _require_empty(folder)
    made: list[Path] = []
    folders: list[Path] = []
    try:
        for name, text in _texts(resources.files("gongkai_ssg").joinpath(_DATA)):
            made.append(folder / name)
            folders += _lacking(made[-1].parent)
            fs.write_text(made[-1], text)
    except OSError:
        _take_away(made, folders)
        raise
    return made


def _lacking(folder: Path) -> list[Path]:
    """The folder and those above it that will have to be made, from above."""
    return [path for path in reversed((folder, *folder.parents)) if not path.exists()]


def _take_away(made: Iterable[Path], folders: Iterable[Path]) -> None:
    """All that was made; a folder into which somebody put something stays."""
    for path in made:
        path.unlink(missing_ok=True)
    for path in reversed([*folders]):
        with contextlib.suppress(OSError):
            path.rmdir()


def _require_empty(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise ScaffoldError(f"“{folder}”是一个文件，不是文件夹。请换一个名称。")
    first = next((path for path in folder.rglob("*") if not path.is_dir()), None)
    if first:
        found = first.relative_to(folder)
        raise ScaffoldError(
            f"文件夹“{folder.resolve()}”不是空的（里面有 {found}），没有动它。"
            "请换一个新的或者空的文件夹。"
        )


def _texts(folder: Traversable, above: str = "") -> Iterator[tuple[str, str]]:
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.is_dir():
            yield from _texts(entry, f"{above}{entry.name}/")
        else:
            yield f"{above}{entry.name}", entry.read_text("utf-8")
