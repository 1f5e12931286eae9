"""A bug of ours: where it struck, for whoever mends it, and nothing of the county's.

Only Python itself is needed, so that it works in a program that is not whole. What an exception
says is left out, for it may quote the content; so are names of files that are no modules.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
import traceback
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import FrameType

from gongkai_ssg import __version__

SORRY = "对不起，程序出错了。这不是您的错。"
_HERE = Path(__file__).parent
# A text without end would be sent by nobody: the first and the last of a deep recursion say it all.
_MOST, _CHAINED = 40, 5
# What a process of a pool says of its own failure stands as a text in the cause.
_FRAME = re.compile(
    r'^  File "(?P<file>[^"\n]+)", line (?P<line>\d+), in (?P<name>[\w<>]+)$',
    re.MULTILINE | re.ASCII,
)


def trace(error: BaseException) -> Iterator[str]:
    """Where an error struck: its kind, our modules and lines, and the same of its causes."""
    yield f"gongkai {__version__}, Python {sys.version}"
    for one in _chain(error):
        yield type(one).__name__
        lines = [*_frames(one)] or [*_of_a_process(one)]
        yield from lines[: _MOST // 2]
        if len(lines) > _MOST:
            yield "…"
        yield from lines[max(_MOST // 2, len(lines) - _MOST // 2) :]


def report(lines: Iterable[str]) -> Iterator[str]:
    """Write it into a file; what a person should read."""
    lines = list(lines)
    yield SORRY
    try:
        handle, name = tempfile.mkstemp(".txt", "gongkai-error-")
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
            file.write("\n".join(lines) + "\n")
    except OSError:
        name = "(文件没有写成) " + " ".join(lines[1:])
    yield f"请把这个文件发给维护的人: {name}"


def not_whole(error: BaseException) -> str:
    """A part of the program is gone or cannot be loaded: in a sentence; empty for other errors."""
    if not isinstance(error, ImportError):
        return ""
    part = (error.name or "").partition(".")[0]
    named = f"（用不了 {part}）" if part.isascii() and part.isidentifier() else ""
    return f"程序没有装全，或者和电脑的系统不配{named}，请重新安装 gongkai。原来的内容没有改动。"


def _chain(error: BaseException) -> Iterator[BaseException]:
    met: list[BaseException] = []
    one: BaseException | None = error
    while one is not None and one not in met and len(met) < _CHAINED:
        yield one
        met.append(one)
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)


def _frames(error: BaseException) -> Iterator[str]:
    for frame, line in traceback.walk_tb(error.__traceback__):
        yield f"{_module(frame)}:{line} {frame.f_code.co_name}"


def _module(frame: FrameType) -> str:
    """The module of a frame; what is none, as a template of the county, has no name."""
    name = frame.f_globals.get("__name__")
    return name if isinstance(name, str) and name in sys.modules else "?"


def _of_a_process(error: BaseException) -> Iterator[str]:
    for found in _FRAME.finditer(str(getattr(error, "tb", ""))):
        file = Path(found["file"])
        if file.is_relative_to(_HERE) and file.is_file():
            name = ".".join(file.relative_to(_HERE.parent).with_suffix("").parts)
            yield f"{name}:{found['line']} {found['name']}"
