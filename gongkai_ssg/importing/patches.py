"""Pieces of a text that others take the place of; all else stays, line ends too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Patch:
    """What takes the place of `text[start:end]`."""

    start: int
    end: int
    text: str


def moved(patches: Iterable[Patch], by: int) -> list[Patch]:
    """The patches of a part of a text, as those of the whole."""
    return [replace(one, start=one.start + by, end=one.end + by) for one in patches]


def applied(text: str, patches: Iterable[Patch]) -> str:
    """A text with its patches, which do not overlap; those at the same place in their order.

    Lines of a patch end as the line does to which it comes.
    """
    pieces: list[str] = []
    at = 0
    for patch in sorted(patches, key=lambda p: (p.start, p.end)):
        pieces += [text[at : patch.start], _with_line_ends(text, patch)]
        at = patch.end
    return "".join([*pieces, text[at:]])


def _with_line_ends(text: str, patch: Patch) -> str:
    if "\n" not in patch.text:
        return patch.text
    end = text.find("\n", patch.end)
    if end < 0:
        end = text.rfind("\n")
    if end < 1 or text[end - 1] != "\r":
        return patch.text
    new = patch.text.replace("\n", "\r\n")
    # Where it comes between the two characters of a line end.
    return new.removeprefix("\r") + "\r" if patch.end == end else new
