"""What a terminal is given obeys us alone; what programs read says what it said."""

from __future__ import annotations

import errno
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import tiny

from gongkai_ssg import build, cli
from gongkai_ssg.cli import shared
from gongkai_ssg.diagnostics import Span, problem
from gongkai_ssg.report import text

# Conceals what follows, clears the screen (once in one character), sets the title, turns around;
# what nobody sees beyond the first plane.
UNSEEN = "\x1b[8m\x1b[31m\x1b[2J\x9b2J\x1b]0;x\x07\x7f\x85\u2028\u202e\U000e0041"
NAME = f"名{UNSEEN}单"


@pytest.mark.parametrize("speak", [shared.say, lambda line: shared.show([line])])
def test_no_escape_of_the_content_reaches_a_terminal(
    speak: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    """Pinned: whole colour sequences went through, `\\x1b[8m` (conceal) among them."""
    speak(f"“{NAME}”\t甲👨\u200d👩")
    said = "".join(capsys.readouterr())
    assert said.startswith("“名\\u001b[8m\\u001b[31m\\u001b[2J\\u009b2J")
    assert said.endswith("单”\t甲👨\u200d👩\n")
    assert "".join(said.split("\u200d")).replace("\t", "").removesuffix("\n").isprintable()


def test_our_own_colours_reach_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    checked = tiny.check(tiny.write(tmp_path, {}))
    checked.diagnostics.append(problem("GK203", Span(NAME), name=NAME, hint=""))
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("WT_SESSION", "1")
    monkeypatch.setattr("click.utils.should_strip_ansi", lambda *_: False)
    shared.report_problems(checked)
    said = capsys.readouterr().err
    assert "\x1b[31m错误\x1b[0m" in said
    assert said.count("\x1b") == 2
    assert said == "".join(f"{line}\n" for line in text(checked, colour=True)) + "1 个错误\n"


@pytest.mark.parametrize("where", ["show", "give"])
def test_json_says_what_it_said(where: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Pinned: what lies beyond the first plane became `\\U…`, which no program reads."""
    written = json.dumps({"名": NAME, "and": ["甲\n\t"]}, ensure_ascii=False, indent=2)
    if where == "show":
        shared.show([written], "json")
    else:
        shared.give(f"{written}\n".encode(), None, "json")
    said = capsys.readouterr().out
    assert json.loads(said) == {"名": NAME, "and": ["甲\n\t"]}
    assert said.replace("\n", "").isprintable()


def test_a_text_for_the_screen_is_harmless_and_in_a_file_as_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shared.give(f"{NAME}\n\n".encode(), None)
    said = capsys.readouterr().out
    assert "\x1b" not in said
    assert said.endswith("单\n\n")
    shared.give(NAME.encode(), tmp_path / "a.txt")
    assert (tmp_path / "a.txt").read_text("utf-8") == NAME


# --------------------------------------------------------------- nobody who listens


class Gone(io.StringIO):
    """A screen that nobody looks at any more."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number

    def write(self, _: str) -> int:
        raise OSError(self.number, "gone")


def unheard(number: int) -> Callable[..., None]:
    def fails(*_: object) -> None:
        raise OSError(number, "a socket")

    return fails


@pytest.mark.parametrize("number", [errno.EPIPE, errno.EINVAL])
@pytest.mark.parametrize(
    "words", [("check", "--format", "json"), ("--help",), ("explain", "GK104")]
)
def test_a_pipe_that_its_reader_closed(
    number: int, words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Windows it is EINVAL."""
    monkeypatch.chdir(tiny.write(tmp_path, {}))
    monkeypatch.setattr(sys, "stdout", Gone(number))
    assert cli._run([*words]) == 141


@pytest.mark.parametrize("number", [errno.EPIPE, errno.EINVAL])
def test_another_pipe_that_broke_is_told(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Pinned: a pipe of a program or a socket that broke within a command ended without a word."""
    monkeypatch.setattr(build, "check", unheard(number))
    monkeypatch.chdir(tiny.write(tmp_path, {}))
    assert cli._run(["check"]) == 2
    assert "读写失败" in capsys.readouterr().err


def test_a_screen_that_fails_otherwise_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tiny.write(tmp_path, {}))
    monkeypatch.setattr(sys, "stdout", Gone(errno.ENOSPC))
    assert cli._run(["explain", "GK104"]) == 2
    assert "磁盘满了" in capsys.readouterr().err
