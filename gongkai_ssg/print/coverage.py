"""What the chosen fonts can print: coverage by character sets, and of a site's own texts."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from gongkai_ssg.print import fonts

if TYPE_CHECKING:
    import typst

_REGULAR = 400
# Controls, invisible marks and blanks; private characters (Co) do want a glyph.
_NO_GLYPH = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
# Lead and trail bytes of the Chinese characters of GB 2312-80: 6,763 in 72 rows.
_GB2312_ROWS, _GB2312_CELLS = range(0xB0, 0xF8), range(0xA1, 0xFF)
# GB 18030-2022, level 2 names these blocks: the first 20,902 (GBK), and extension A.
_URO, _EXT_A = range(0x4E00, 0x9FA6), range(0x3400, 0x4DB6)


@dataclass(frozen=True, slots=True)
class Served:
    """A role with the font that serves it: its file, and how much of each set it has."""

    role: str
    family: str
    path: str
    sets: Mapping[str, tuple[int, int]]


def served(book: typst.Fonts, chosen: fonts.Chosen) -> Iterator[Served]:
    """Each role's first font."""
    for role, families in chosen.families.items():
        if families:
            info = _face(book, families[0])
            have = characters(info.path, info.index) if info.path else frozenset()
            sets = {name: (len(wanted & have), len(wanted)) for name, wanted in _sets().items()}
            yield Served(role, families[0], info.path or "", sets)


def missing(book: typst.Fonts, chosen: fonts.Chosen, texts: Iterable[str]) -> list[str]:
    """The characters of `texts` that no font of the body's row has, in order."""
    wanted = {c for text in texts for c in text if unicodedata.category(c) not in _NO_GLYPH}
    for family in chosen.families[fonts.BODY]:
        info = _face(book, family)
        wanted -= characters(info.path, info.index) if info.path else frozenset()
    return sorted(wanted)


def _face(book: typst.Fonts, family: str) -> typst.FontInfo:
    """The face of a family that is nearest to upright regular."""
    faces = [face for face in book.fonts() if face.family == family]
    return min(faces, key=lambda face: (face.style != "normal", abs(face.weight - _REGULAR)))


@cache
def characters(path: str, index: int) -> frozenset[str]:
    """The characters that a font file has a glyph for."""
    from fontTools.ttLib import TTFont

    with TTFont(path, fontNumber=index, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap() or ()))


@cache
def _sets() -> dict[str, frozenset[str]]:
    pairs = (bytes((row, cell)) for row in _GB2312_ROWS for cell in _GB2312_CELLS)
    common = "".join(pair.decode("gb2312", "ignore") for pair in pairs)
    return {
        "GB 2312": frozenset(common),
        "GBK": frozenset(map(chr, _URO)),
        "扩展 A": frozenset(map(chr, _EXT_A)),
    }
