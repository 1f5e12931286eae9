"""The bar of a long phase is seen on a screen, goes away, and is in no file."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from gongkai_ssg import progress


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    there = Screen()
    monkeypatch.setattr(progress, "sys", SimpleNamespace(stderr=there))
    monkeypatch.setattr(progress, "_EVERY", 0.01)
    monkeypatch.setattr(progress, "_AFTER", 0.05)
    return there


def until(seen: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not seen() and time.monotonic() < end:
        time.sleep(0.01)
    assert seen()


def test_a_long_phase_shows_how_far_it_is_and_leaves_an_empty_line(screen: Screen) -> None:
    with progress.Bar() as bar:
        bar("生成", 3, 12)
        until(lambda: f"生成 [{'#' * 7}{'-' * 23}] 3/12" in screen.getvalue())
        bar("检索", 0, 0)
        until(lambda: "检索 0 秒" in screen.getvalue())
    assert screen.getvalue().endswith("\r" + " " * 70 + "\r")


def test_a_short_phase_shows_nothing(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "_AFTER", 60)
    with progress.Bar() as bar:
        bar("生成", 3, 12)
        time.sleep(0.05)
    assert screen.getvalue() == ""


def test_who_asked_for_quiet_sees_none(screen: Screen) -> None:
    with progress.Bar(quiet=True) as bar:
        bar("生成", 3, 12)
        time.sleep(0.1)
    assert screen.getvalue() == ""


def test_a_file_gets_none(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Screen, "isatty", lambda _: False)
    with progress.Bar() as bar:
        bar("生成", 3, 12)
        time.sleep(0.1)
    assert screen.getvalue() == ""
