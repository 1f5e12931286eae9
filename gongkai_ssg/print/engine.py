"""Typst: sheets as data → one PDF, or the characters that no font has.

Every export is PDF/A-2a and PDF/UA-1 (ISO 19005-2, ISO 14289-1): the plain one is silent about a
missing glyph, these list it as an error. A warning (a family that is not there) is an error, too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from threading import local
from typing import TYPE_CHECKING, Any

from gongkai_ssg.print import fonts, text

if TYPE_CHECKING:
    import typst

STANDARDS: Sequence[Any] = ("a-2a", "ua-1")
_TEMPLATES = ("base", "notice", "table", "poster", "labels", "cover", "flow", "main")
# In no font; or in one, but private to it, so that PDF/A cannot say which character it is.
_MISSING = re.compile(
    r'the (?:text|PDF contains the codepoint) `("(?:[^"\\]|\\.)*")`(?: could not be displayed)?'
)
# What `first-that-fits` in base.typ says.
_TOO_LONG = re.compile(r"no size fits sheet (\d+)")
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")


# A compiler works for one thread at a time.
_held = local()


class NotInstalledError(Exception):
    """Typst is not installed: the extra `[print]`."""


class SheetError(Exception):
    """Why sheets cannot be printed: a fault of the content."""


class MissingGlyphsError(SheetError):
    """Some text of a sheet has characters that no font has."""

    def __init__(self, characters: Iterable[str]) -> None:
        self.characters = tuple(dict.fromkeys(characters))
        super().__init__("".join(self.characters))


class BadPicturesError(SheetError):
    """Pictures that are damaged, or of a kind that cannot be printed."""

    def __init__(self, paths: Iterable[str]) -> None:
        self.paths = tuple(paths)
        super().__init__(", ".join(self.paths))


class TooLongError(SheetError):
    """A sheet that is one page does not fit it in any size."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(number)


@dataclass(frozen=True, slots=True)
class Press:
    """A compiler that is used again and again, with the fonts of a site."""

    root: Path
    compiler: typst.Compiler
    fonts: fonts.Chosen

    def pdf(self, title: str, author: str, day: date, sheets: Iterable[Mapping[str, Any]]) -> bytes:
        """One PDF of `sheets`; the same data and day give the same bytes.

        Raises:
            MissingGlyphsError: where a character is in none of the fonts.
            BadPicturesError: where a picture cannot be read.
            TooLongError: where a poster or a flow chart does not fit its page.
        """
        import typst

        shown = [
            {**sheet, "id": number, "id-text": f"row-{number}"}
            for number, sheet in enumerate(sheets)
        ]
        data = {"title": title, "author": author, "fonts": self.fonts.data(), "sheets": shown}
        try:
            made, warnings = self.compiler.compile_with_warnings(
                source(),
                format="pdf",
                pdf_standards=list(STANDARDS),
                timestamp=datetime.combine(day, time(), UTC),
                sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            )
        except typst.TypstError as error:
            found = _MISSING.findall(error.diagnostic)
            if found:
                raise MissingGlyphsError(map(_unescaped, found)) from None
            too_long = _TOO_LONG.search(error.diagnostic)
            if too_long:
                raise TooLongError(int(too_long[1])) from None
            bad = [path for path in text.pictures(shown) if not self._can_show(path)]
            if bad:
                raise BadPicturesError(bad) from None
            raise
        if warnings or not isinstance(made, bytes):
            raise RuntimeError("; ".join(warning.message for warning in warnings))
        return made

    def _can_show(self, path: str) -> bool:
        import typst

        alone = f'#set document(title: "a")\n#image({json.dumps(path)}, alt: "a")'
        standards = list(STANDARDS)
        try:
            self.compiler.compile(alone.encode(), format="pdf", pdf_standards=standards)
        except typst.TypstError:
            return False
        return True


def installed() -> bool:
    """Whether Typst is there, without importing it."""
    return find_spec("typst") is not None


def press(root: Path, own_fonts: Mapping[str, str]) -> Press:
    """Typst, set up for the site in `root`; in a thread the same site gets the same press.

    Raises:
        NotInstalledError: where Typst is not installed.
    """
    try:
        import typst
    except ImportError:
        raise NotInstalledError from None
    key = (root, tuple(sorted(own_fonts.items())))
    presses: dict[object, Press] = _held.__dict__.setdefault("presses", {})
    if key not in presses:
        # The fonts of a press take a hundred megabytes, and a run has one site.
        presses.clear()
        book = fonts.book(root)
        compiler = typst.Compiler(root=str(root), font_paths=book)
        presses[key] = Press(root, compiler, fonts.choose(book.families(), own_fonts))
    return presses[key]


@cache
def source() -> bytes:
    """The templates as one text: Typst reads no file of ours from the disk."""
    folder = resources.files("gongkai_ssg.print").joinpath("templates")
    return b"\n".join(folder.joinpath(f"{name}.typ").read_bytes() for name in _TEMPLATES)


def _unescaped(quoted: str) -> str:
    """A text as Rust's debug format quotes it → the text."""
    inner = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), quoted[1:-1])
    return inner.replace('\\"', '"').replace("\\\\", "\\")
