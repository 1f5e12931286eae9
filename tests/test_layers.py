"""Imports are what the map in the package's docstring says: the map cannot drift."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import gongkai_ssg

PACKAGE = Path(gongkai_ssg.__file__).parent
FILES = sorted(p.relative_to(PACKAGE).as_posix() for p in PACKAGE.rglob("*.py"))


def drawn() -> list[str]:
    """The rooms in the order of the map: level by level, from left to right."""
    table = (gongkai_ssg.__doc__ or "").split("====\n")[1]
    left = " ".join(line[5:49] for line in table.splitlines() if not line.startswith("="))
    return re.findall(r"[a-z_]+", left)


def room(file: str) -> str:
    return file.partition("/")[0].removesuffix(".py")


def rooms_on_disk() -> set[str]:
    return {room(file) for file in FILES} - {"__init__", "__main__"}


def imported(file: str) -> set[str]:
    """Rooms that a file imports, wherever in it the import stands."""
    found: set[str] = set()
    for node in ast.walk(ast.parse((PACKAGE / file).read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: a relative import hides the room"
            whole = node.module == "gongkai_ssg"
            names = [f"gongkai_ssg.{a.name}" for a in node.names] if whole else [node.module or ""]
        else:
            continue
        found |= {name.split(".")[1] for name in names if name.startswith("gongkai_ssg.")}
    return {name for name in found if name != "__version__"}


def test_every_room_is_drawn_once() -> None:
    rooms = drawn()
    assert len(rooms) == len(set(rooms))
    assert set(rooms) == rooms_on_disk()


@pytest.mark.parametrize("file", [f for f in FILES if room(f) not in ("__init__", "__main__")])
def test_a_file_imports_only_what_stands_below(file: str) -> None:
    order = drawn()
    mine = order.index(room(file))
    above = {name for name in imported(file) - {room(file)} if order.index(name) >= mine}
    assert not above


def test_the_entrance_imports_the_commands_and_how_to_say_sorry() -> None:
    assert imported("__init__.py") == set()
    assert imported("__main__.py") == {"cli", "bugs", "exits"}
    assert imported("bugs.py") == imported("exits.py") == set()


PURE = "diagnostics model source elements config urls linking catalog release links ledger project"
TOUCHES_THE_WORLD = {"os", "pathlib", "shutil", "subprocess", "socket", "time", "tempfile"}


@pytest.mark.parametrize("name", [*PURE.split(), "official", "legal", "views", "markup", "schema"])
def test_the_core_is_pure(name: str) -> None:
    """No disk, no clock, no network below the pages; the product's own data files aside."""
    files = [f for f in FILES if room(f) == name]
    assert files
    for file in files:
        for node in ast.walk(ast.parse((PACKAGE / file).read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            assert not {n.split(".")[0] for n in names} & TOUCHES_THE_WORLD, file
            if isinstance(node, ast.Attribute):
                assert node.attr not in ("now", "today", "utcnow"), file
