"""`init`: the starter site, copied from the package's data."""

from __future__ import annotations

from collections.abc import Iterator
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
    try:
        for name, text in _texts(resources.files("gongkai_ssg").joinpath(_DATA)):
            made.append(folder / name)
            fs.write_text(made[-1], text)
    except OSError:
        for path in made:
            path.unlink(missing_ok=True)
        raise
    return made


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
