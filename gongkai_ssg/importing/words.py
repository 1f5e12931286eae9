"""Cells → lists: contents, bases, bodies. Words stay as they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from gongkai_ssg import wording
from gongkai_ssg.tables import marks

# What begins a line of a list: 1. 1、 （1） ① ● · ■ 〔*
_MARKER = re.compile(
    r"(?:(?:(?<=^)|(?<=[\n;；。:：\s]))(?:[(（]\d{1,2}[)）]|\d{1,2}\s?[.．、](?!\d)|[•·])|[①-⑳●▪◆■])\s*"
)
# A title, in which a number is none of ours, or a number that is not that of 第（2）项.
_NUMBER = re.compile(
    r"《(?:[^《》]|《[^《》]*》)*》"
    r"|(?<![第按见照至到和及与或])[(（](\d{1,2})[)）]"
)
_LINES, _STOPS = re.compile(r"\n"), re.compile(r"[;；]")
_END = " \t\r\u3000;；,，、。"
_COMMAS = "、"
# A cell that is one list in a row: so many parts at least, none longer than so much.
_PARTS, _LONGEST = 3, 14
_CITED = re.compile(r"《")


def contents(text: str) -> list[str]:
    """公开内容: numbered, by lines, or one after the other in a row; each once."""
    return list(dict.fromkeys(_contents(text)))


def _contents(text: str) -> list[str]:
    text = _set_apart(text)
    marked = [part for part in _MARKER.split(text) if part.strip(_END)]
    if len(marked) > 1:
        return [_joined(part) for part in marked]
    stop = _LINES if "\n" in text else _STOPS
    lines = [part for part in stop.split(_MARKER.sub("", text)) if part.strip(_END)]
    if len(lines) > 1:
        return [_joined(line) for line in lines]
    whole = _joined(lines[0]) if lines else ""
    parts = [part.strip(_END) for part in whole.removesuffix("等").split(_COMMAS)]
    in_a_row = len(parts) >= _PARTS and all(0 < len(part) <= _LONGEST for part in parts)
    if in_a_row and not re.search(r"[。，,（(]", whole):
        return parts
    return [whole] if whole else []


def _set_apart(text: str) -> str:
    """Bracketed numbers that go on from one before (`（1）a（2）b`) begin lines of their own."""
    if text.count(")") + text.count("）") < 2:  # noqa: PLR2004
        return text
    at, number, pieces = 0, 0, []
    for found in _NUMBER.finditer(text):
        if not found[1]:
            continue
        if _MARKER.match(text, found.start()):
            number = int(found[1])
        elif number and int(found[1]) == number + 1:
            pieces.append(text[at : found.start()])
            at, number = found.start(), number + 1
    return "\n".join([*pieces, text[at:]])


# Cells of a column say the same again and again, down a whole table.
@lru_cache(maxsize=4096)
def bases(text: str) -> tuple[str, ...]:
    """公开依据: one line for each law, with what stands behind its title; bullets are left out."""
    found: list[str] = []
    for line in _MARKER.sub("\n", _set_apart(text)).split("\n"):
        found += [part for one in _laws(line) if (part := _joined(one))]
    return tuple(dict.fromkeys(found))


def _laws(line: str) -> Iterator[str]:
    """Cut before each 《 that does not stand within another title or in brackets."""
    if line.count("《") < 2:  # noqa: PLR2004
        yield line
        return
    depth, start = 0, 0
    for at, char in enumerate(line):
        if char == "《" and depth == 0 and _CITED.search(line[start:at]):
            yield line[start:at]
            start = at
        depth += (char in "《（(〈") - (char in "》）)〉")
        depth = max(depth, 0)
    yield line[start:]


@lru_cache(maxsize=4096)
def names(text: str, known: frozenset[str]) -> tuple[str, ...]:
    """公开主体: names set apart by lines, commas or strokes; a known (plain) name is never cut."""
    if wording.plain(text) in known:
        return (_joined(text),)
    lines = [part for part in re.split(r"[\n;；]", text) if part.strip(_END)]
    found: list[str] = []
    for line in lines:
        whole = _joined(line)
        if wording.plain(whole) in known:
            found.append(whole)
        else:
            found += [part for one in re.split(r"[、,，/]", whole) if (part := one.strip(_END))]
    return tuple(dict.fromkeys(found))


def remark(text: str) -> str:
    """What a ticked cell says besides its mark, without 面向."""
    return _joined(marks.besides(text)).removeprefix("面向")


def _joined(text: str) -> str:
    """A text in one line: in Chinese a line break is none of it, between Latin words a blank."""
    if "\n" not in text:
        return text.strip(_END)
    one = re.sub(r"\s*\n\s*", "\n", text)
    one = re.sub(r"(?<=[A-Za-z0-9])\n(?=[A-Za-z0-9])", " ", one).replace("\n", "")
    return one.strip(_END)
