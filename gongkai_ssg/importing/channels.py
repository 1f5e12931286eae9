"""A cell of 公开渠道 → the channels that are meant.

Boxes are ■ and □, or what fonts, OCR and copying made of them; some tables write none. “/”
separates names and is a part of names: the longest known name wins.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from gongkai_ssg import wording
from gongkai_ssg.elements.texts import COLON, OTHER
from gongkai_ssg.schema import Field
from gongkai_ssg.tables import marks

# Letters that are marks before a name: R is Wingdings without its font, 口 what OCR makes of an
# empty box.
_LETTERS = {"R": True, "t": True, "口": False}
_LETTER = re.compile(r"(?:(?<=^)|(?<=[\n;；,，:：、\s]))(?:R|t|口)(?=\S)")
_NOTE = re.compile(r"(?:^|\n)\s*(?:注|备注)\s*[:：].*", re.DOTALL)
_NUMBERED = re.compile(r"(?:^|(?<=[\n、,;，；。.\s]))(?:[(（]?\d{1,2}[)）.．、]|[①-⑳])\s*")
_ADDRESS = re.compile(r"[(（]?https?://[^\s)）]*[)）]?", re.IGNORECASE)
# A mark in brackets, and brackets that were left without one.
_BOXED = re.compile(rf"[(（\[【〔]\s*([{marks.SET}{marks.UNSET}])\s*[)）\]】〕]")
_UNFILLED = re.compile(r"[(（\[【〔]\s*[)）\]】〕]")
# What stands alone beside a known name and may say that it is, or is not, meant.
_TELLING = re.compile(r"[A-Za-z?口不非无除未否勿是]")
_SIGNS = {"So", "Sm", "Co", "Cn"}
_A_PAIR = 2
_OF_NAMES = "®©™°~+<>=|"
_TRIM = " \t\n\r\u3000、,，;；。.:：_-—/"


@dataclass(frozen=True, slots=True)
class Channels:
    """Those that are meant, those with an empty box, names that nobody knows, the note."""

    meant: tuple[str, ...]
    open: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    note: str = ""


@lru_cache(maxsize=4096)
def read(text: str, names: Names) -> Channels:
    """Read a cell; `names` are those of the schema's field."""
    note = _NOTE.search(text)
    body = _body(text)
    found = [(is_set, name) for is_set, words in _marked(body) for name in names.of(words)]
    meant = _once(name for is_set, (name, _) in found if is_set)
    empty = _once(name for is_set, (name, _) in found if not is_set)
    unknown = _once(name for is_set, (name, known) in found if is_set and not known)
    return Channels(meant, empty, unknown, note[0].strip() if note else "")


@lru_cache(maxsize=4096)
def read_lines(text: str, names: Names) -> Channels:
    """Read a cell of a workbook that gongkai made: one line is one channel, whatever its stops."""
    found = [_line(line.strip(), names) for line in text.split("\n") if line.strip()]
    return Channels(
        _once(name for one in found for name in one.meant),
        _once(name for one in found for name in one.open),
        _once(name for one in found for name in one.unknown),
    )


@lru_cache(maxsize=4096)
def is_clear(text: str, names: Names, *, by_line: bool = False) -> bool:
    """Whether it is certain which names of a cell are meant; `by_line` as in `read_lines`."""
    if by_line:
        lines = (line.strip() for line in text.split("\n"))
        return all(names.whole(line) or is_clear(line, names) for line in lines)
    body = _body(text)
    pieces = (part for _, words in _marked(body) for part in _parts(words))
    unclear = _is_mixed(body, names) or _is_left_over(body, names)
    return not unclear and not any(map(names.is_doubtful, pieces))


def _is_mixed(body: str, names: Names) -> bool:
    """Whether a name stands before the first mark and words behind the last: whose are they?"""
    ends = marks.around(body)
    if ends is None or not ends[1].strip(_TRIM):
        return False
    letter = _LETTER.search(ends[0])
    return names.has_any(ends[0][: letter.start()] if letter else ends[0])


def _is_left_over(body: str, names: Names) -> bool:
    """Whether a last mark has no words, and the one before it several: ■政府网站 政府公报□."""
    found = [words for _, words in _marked(body)]
    if len(found) < _A_PAIR or found[-1].strip(_TRIM):
        return False
    return len([*names.of(found[-2])]) >= _A_PAIR


def _body(text: str) -> str:
    """A cell without its note and addresses, and marks without the brackets around them."""
    note = _NOTE.search(text)
    body = _ADDRESS.sub(" ", text[: note.start()] if note else text)
    return _UNFILLED.sub("□", _BOXED.sub(r"\1", body)) if _BOXED.search(body) else body


def _line(line: str, names: Names) -> Channels:
    pieces = [*_marked(line)]
    whole = names.whole(pieces[0][1].strip()) if len(pieces) == 1 and pieces[0][0] else ""
    return Channels((whole,)) if whole else read(line, names)


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _marked(text: str) -> Iterator[tuple[bool, str]]:
    """Pieces of a cell, each with whether its box is set; without any box all are meant."""
    letters = ((m.start(), _LETTERS[m[0]]) for m in _LETTER.finditer(text))
    return marks.pieces(text, letters)


class Names:
    """The official names and what means the same, the longest first."""

    def __init__(self, field: Field) -> None:
        self.official = {_folded(name): name for name in field.values}
        self.known = {**{_folded(a): name for a, name in field.aliases.items()}, **self.official}
        self.longest = sorted(self.known, key=len, reverse=True)

    def whole(self, line: str) -> str:
        """The channel that a line is as a whole; empty where it may be several, or none."""
        platform = re.fullmatch(rf"{OTHER}[:：](.+)", line)
        if platform and platform[1].strip():
            return f"{OTHER}{COLON}{platform[1].strip()}"
        return self.known.get(_folded(line), "")

    def of(self, words: str) -> Iterator[tuple[str, bool]]:
        """The channels in a piece of text, each with whether it is known, or said to be another."""
        for part in _parts(words):
            yield from self._in(part)

    def _in(self, part: str) -> Iterator[tuple[str, bool]]:
        plain = _folded(part)
        if plain in self.known:
            yield self.known[plain], True
            return
        platform = re.match(rf"{OTHER}[:：_\s]*(.+)", part, re.DOTALL)
        if platform:
            name = platform[1].strip(_TRIM)
            yield (f"{OTHER}{COLON}{name}" if name else OTHER), True
            return
        found, left = self._apart(plain)
        if found and all(len(piece) < 2 for piece in left):  # noqa: PLR2004
            yield from ((name, True) for _, name in sorted(found))
        else:
            yield f"{OTHER}{COLON}{part.strip(_TRIM)}", False

    def _apart(self, plain: str) -> tuple[list[tuple[int, str]], list[str]]:
        """The known names in a text, each with its place, and what stands beside them."""
        found: list[tuple[int, str]] = []
        for name in self.longest:
            at = plain.find(name)
            if at >= 0 and name != OTHER:
                found.append((at, self.known[name]))
                plain = plain.replace(name, "\0" * len(name), 1)
        left = (piece.strip(_TRIM) for piece in re.split("[\0/]+", plain))
        return found, [piece for piece in left if piece]

    def has_any(self, words: str) -> bool:
        """Whether a known name stands in a text."""
        return bool(self._apart(_folded(words))[0])

    def is_doubtful(self, part: str) -> bool:
        """Whether a sign or a word in a part may say that a name is meant, or is not."""
        if any(unicodedata.category(c) in _SIGNS and c not in _OF_NAMES for c in _folded(part)):
            return True
        found, left = self._apart(_folded(part))
        empty = _UNFILLED.search(part) and OTHER not in part
        return bool(found) and (bool(empty) or any(map(_TELLING.fullmatch, left)))


def _parts(words: str) -> Iterator[str]:
    """Names as they are set apart by lines, stops and numbers."""
    for line in re.split(r"[\n;；]", _NUMBERED.sub("\n", words)):
        for part in re.split(r"[,，](?![^(（]*[)）])|、(?!村级|村公示栏)", line):
            if part.strip(_TRIM):
                yield part.strip(_TRIM)


def _folded(name: str) -> str:
    """A name as it is compared; ½ and the like have a stroke of their own."""
    return wording.plain(name).replace("⁄", "/")
