"""The wheels from which the program is carried along: for whom they are, and what lacks."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from email.parser import HeaderParser
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement
from packaging.tags import Tag
from packaging.utils import InvalidWheelFilename, canonicalize_name, parse_wheel_filename
from packaging.version import Version

_HOW = "怎样下载，见手册的“便携版”。"
OURS, PRINT = "gongkai-ssg", "print"
_SYSTEMS = {"win": "win32", "manylinux": "linux", "musllinux": "linux", "macosx": "darwin"}
_NAMES = {"win32": "Windows", "linux": "Linux", "darwin": "Darwin"}


class PortableError(Exception):
    """Wheels or a Python of which nothing can be made; the message is for a person."""


@dataclass(frozen=True, slots=True)
class Wheel:
    """A wheel in a folder."""

    path: Path
    name: str
    version: Version
    tags: frozenset[Tag]
    needs: tuple[Requirement, ...]

    @property
    def system(self) -> str:
        """`sys.platform` of the systems that it is for; empty where that is any."""
        first = (re.match(r"[a-z]+", tag.platform) for tag in self.tags)
        return next((_SYSTEMS[m[0]] for m in first if m and m[0] in _SYSTEMS), "")

    @property
    def python(self) -> str:
        """The only Python it runs on, as `3.12`; empty where there are several."""
        only = {t.interpreter for t in self.tags if t.abi == t.interpreter != "none"}
        return ".".join(re.findall(r"cp(\d)(\d+)", only.pop())[0]) if len(only) == 1 else ""


@dataclass(frozen=True, slots=True)
class Target:
    """For which machines a folder is."""

    system: str
    python: str

    def environment(self) -> dict[str, str]:
        """What the conditions of dependencies ask for."""
        windows = self.system == "win32"
        return {
            "sys_platform": self.system,
            "platform_system": _NAMES[self.system],
            "os_name": "nt" if windows else "posix",
            "platform_machine": "AMD64" if windows else "x86_64",
            "python_version": self.python,
            "python_full_version": f"{self.python}.0",
            "implementation_name": "cpython",
            "platform_python_implementation": "CPython",
        }


def wheels_in(folder: Path) -> dict[str, Wheel]:
    """The wheels of a folder by the names of their packages.

    Raises:
        PortableError: where two are of one package, or one is none.
    """
    found: dict[str, Wheel] = {}
    for path in sorted(folder.glob("*.whl")):
        wheel = _read(path)
        if wheel.name in found:
            raise PortableError(f"{wheel.name} 有两个版本，请删掉一个: {path.name}")
        found[wheel.name] = wheel
    return found


def _read(path: Path) -> Wheel:
    try:
        name, version, _, tags = parse_wheel_filename(path.name)
        with zipfile.ZipFile(path) as packed:
            about = next(n for n in packed.namelist() if n.endswith(".dist-info/METADATA"))
            written = HeaderParser().parsestr(packed.read(about).decode("utf-8"))
    except (InvalidWheelFilename, zipfile.BadZipFile, StopIteration, UnicodeDecodeError):
        raise PortableError(f"“{path.name}”不是完整的 wheel 文件，请重新下载") from None
    needs = tuple(_need(one, path) for one in written.get_all("Requires-Dist", []))
    return Wheel(path, name, version, frozenset(tags), needs)


def _need(written: str, path: Path) -> Requirement:
    try:
        return Requirement(written)
    except InvalidRequirement:
        words = f"“{path.name}”要的零件“{written}”看不懂，请换一个版本下载"
        raise PortableError(words) from None


def target(wheels: Mapping[str, Wheel], here: str) -> Target:
    """What the wheels are for; `here` is the Python where they are for any.

    Raises:
        PortableError: where they are for several, or some are lacking.
    """
    systems = {wheel.system for wheel in wheels.values()} - {""}
    pythons = {wheel.python for wheel in wheels.values()} - {""}
    if len(systems) > 1 or len(pythons) > 1:
        names = "、".join(sorted(_NAMES[s] for s in systems) + sorted(pythons))
        raise PortableError(f"wheel 文件是给不同的系统或者 Python 的（{names}），只留一种")
    # Without a wheel for a system the parts that are compiled are lacking: whose, does not matter.
    goal = Target(next(iter(systems), "win32"), next(iter(pythons), here))
    missing = lacking(wheels, goal)
    if missing:
        raise PortableError(f"还缺 {'、'.join(missing)} 的 wheel 文件。{_HOW}")
    return goal


def lacking(wheels: Mapping[str, Wheel], goal: Target) -> tuple[str, ...]:
    """What is needed and not there, or there in a version that does not do."""
    missing: dict[str, None] = {}
    todo = [(OURS, extra) for extra in _extras(wheels)]
    done: set[tuple[str, str]] = set()
    while todo:
        package, extra = todo.pop()
        if (package, extra) in done:
            continue
        done.add((package, extra))
        if package not in wheels:
            missing[package] = None
            continue
        for need in wheels[package].needs:
            if need.marker and not need.marker.evaluate(goal.environment() | {"extra": extra}):
                continue
            name = canonicalize_name(need.name)
            todo += [(name, one) for one in ("", *need.extras)]
            if name in wheels and not need.specifier.contains(wheels[name].version, True):
                missing[f"{name}{need.specifier}"] = None
    return tuple(missing)


def _extras(wheels: Mapping[str, Wheel]) -> tuple[str, ...]:
    """Printing is asked for where any part of it lies there."""
    ours = wheels[OURS].needs if OURS in wheels else ()
    parts = (n for n in ours if n.marker and n.marker.evaluate({"extra": PRINT}))
    wanted = any(
        canonicalize_name(n.name) in wheels and not (n.marker and n.marker.evaluate({"extra": ""}))
        for n in parts
    )
    return ("", PRINT) if wanted else ("",)
