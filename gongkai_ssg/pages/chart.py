"""A flow chart as measures: boxes one below the other, and beside one what happens otherwise.

Units are those of the drawing (`viewBox`); a Chinese character takes as many as its type size.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from gongkai_ssg.model import Value
from gongkai_ssg.official import width_of

_WIDE, _SIDE = 340, 200
_GAP, _PAD, _BETWEEN = 34, 14, 50
_TITLE, _TEXT = 18, 15
_LEADING = 1.5
_MARGIN = 4
# No line begins with one of these.
_NO_START = "，。、；：！？）》”’,.;:!?)"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text: its baseline, its size, and whether it is a title."""

    text: str
    x: int
    y: int
    size: int
    strong: bool


@dataclass(frozen=True, slots=True)
class Box:
    """A box with its lines."""

    x: int
    y: int
    width: int
    height: int
    lines: tuple[Line, ...]
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A step in words, for those who cannot see the drawing."""

    name: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing: its size, boxes, arrows as paths, and the steps in words."""

    title: str
    width: int
    height: int
    boxes: tuple[Box, ...]
    arrows: tuple[str, ...]
    steps: tuple[Step, ...]


def chart(title: str, steps: Iterable[Mapping[str, Value]]) -> Chart:
    """Lay out the steps of a flow."""
    boxes: list[Box] = []
    arrows: list[str] = []
    words: list[Step] = []
    top = _MARGIN
    steps = tuple(steps)
    aside = any(one.get("不符合时") for one in steps)
    for number, one in enumerate(steps, 1):
        step = _step(one)
        words.append(step)
        box = _box((_MARGIN, top), f"{number}. {step.name}", _facts(one), aside=False)
        other = str(one.get("不符合时", ""))
        boxes.append(box)
        bottom = box.y + box.height
        if other:
            beside = _box((_MARGIN + _WIDE + _BETWEEN, top), "", (other,), aside=True)
            middle = min(box.y + box.height / 2, beside.y + beside.height / 2)
            boxes.append(beside)
            arrows.append(_arrow(_MARGIN + _WIDE, middle, _BETWEEN, 0))
            bottom = max(bottom, beside.y + beside.height)
        if number < len(steps):
            start = box.y + box.height
            arrows.append(_arrow(_MARGIN + _WIDE // 2, start, 0, bottom + _GAP - start))
        top = bottom + _GAP
    width = 2 * _MARGIN + _WIDE + (_BETWEEN + _SIDE if aside else 0)
    return Chart(title, width, top - _GAP + _MARGIN, tuple(boxes), tuple(arrows), tuple(words))


def _facts(one: Mapping[str, Value]) -> tuple[str, ...]:
    known = (("承办", "承办: "), ("时限", "时限: "), ("说明", ""))
    return tuple(f"{label}{one[key]}" for key, label in known if one.get(key))


def _step(one: Mapping[str, Value]) -> Step:
    other = f"不符合时: {one['不符合时']}" if one.get("不符合时") else ""
    return Step(str(one.get("名称", "")), (*_facts(one), *([other] if other else [])))


def _box(place: tuple[int, int], title: str, facts: Iterable[str], *, aside: bool) -> Box:
    (x, y), width = place, _SIDE if aside else _WIDE
    inner = width - 2 * _PAD
    lines: list[Line] = []
    base = float(y + _PAD)
    for text, size, strong in _typed(title, facts):
        for part in wrapped(text, inner / size):
            base += size * _LEADING
            lines.append(Line(part, round(x + _PAD), round(base - size * 0.4), size, strong))
    return Box(x, y, width, round(base + _PAD - y), tuple(lines), aside)


def _typed(title: str, facts: Iterable[str]) -> Iterator[tuple[str, int, bool]]:
    if title:
        yield title, _TITLE, True
    for fact in facts:
        yield fact, _TEXT, False


def wrapped(text: str, room: float) -> list[str]:
    """Lines no wider than so many Chinese characters; none begins with a closing mark."""
    lines, line = [], ""
    for char in text:
        if line and width_of(line + char) > room:
            end = _end(line, char)
            lines.append(line[:end])
            line = line[end:]
        line += char
    return [*lines, line] if line else lines


def _end(line: str, char: str) -> int:
    """Where a full line ends: a closing mark that follows takes the character before it along."""
    end = len(line.rstrip(_NO_START)) - 1 if char in _NO_START else len(line)
    return end if end > 0 else len(line)


def _arrow(x: float, y: float, right: float, down: float) -> str:
    """A line with its head, as a path."""
    head = "m -6 -6 l 6 6 l -6 6" if right else "m -6 -6 l 6 6 l 6 -6"
    return f"M {x:g} {y:g} l {right:g} {down:g} {head}"
