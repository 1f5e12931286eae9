"""What is said to a person and shown on a screen, so that no terminal obeys the content."""

from __future__ import annotations

import codecs
import contextlib
import errno
import json
import traceback
from collections.abc import Iterable
from pathlib import Path

import click

from gongkai_ssg import bugs

# The name under which a stream finds what stands for a character that it cannot show.
SHOWABLE = "gongkai"
# So a pipe fails that its reader closed; the second on Windows.
_GONE = frozenset({errno.EPIPE, errno.EINVAL})


def _showable(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    missing = error.object[error.start : error.end]
    return "".join(">" if c == "›" else "?" for c in missing), error.end


codecs.register_error(SHOWABLE, _showable)


def say(line: str = "", *, coloured: bool = False) -> None:
    """Speak to the person: a line on stderr. Where nobody can hear it the work goes on.

    A `coloured` line is one of `report`, which has cleaned what it quotes: the colours are ours.
    """
    with contextlib.suppress(OSError, ValueError):
        click.echo(line if coloured else _harmless(line), err=True)


def show(lines: Iterable[str], form: str = "text") -> None:
    """Print what was asked for, on stdout: lines for a person, or a document in JSON."""
    for line in lines:
        click.echo(_in_json(line) if form == "json" else _harmless(line))


def give(written: bytes, output: Path | None, form: str = "text") -> None:
    """Into a file, or onto the screen."""
    from gongkai_ssg import fs

    if output is None:
        show([written.decode().removesuffix("\n")], form)
        return
    fs.write_bytes(output, written)
    say(f"写好了 {output}")


def _harmless(line: str) -> str:
    """A line that may quote content or name a file: no terminal obeys what stands there."""
    if line.isprintable():
        return line
    from gongkai_ssg.diagnostics import shown

    return "\t".join(map(shown, line.split("\t")))


def _in_json(document: str) -> str:
    """The same document, in which JSON spells what a terminal would obey and what nobody sees."""
    lines = document.split("\n")
    return "\n".join(one if one.isprintable() else "".join(map(_spelled, one)) for one in lines)


def _spelled(char: str) -> str:
    return char if _harmless(char) == char else json.dumps(char)[1:-1]


def is_unheard(error: BaseException) -> bool:
    """Whether a screen failed because whoever read it went away: no other pipe is meant."""
    return (
        isinstance(error, OSError)
        and error.errno in _GONE
        and any(f.f_code is click.echo.__code__ for f, _ in traceback.walk_tb(error.__traceback__))
    )


def tell_bug(lines: Iterable[str]) -> None:
    """A bug of ours: where it struck stands in a file, for whoever mends it."""
    for line in bugs.report(lines):
        say(line)
