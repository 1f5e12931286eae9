"""Text → QR code as an SVG of one path (GB/T 18284, ISO/IEC 18004).

Error level M and a quiet zone of four modules: in simulated photographs of notice boards a
lower version bought more than a higher error level. 42 bytes make version 3, 60 version 4.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import zint

QUIET_ZONE = 4
MAX_BYTES = 60
_LEVEL_M = 2
# A code is needed on the page, as a file and on sheets; the latest are kept.
_KEPT = 20_000
_DARK = re.compile("1+")


class Code(NamedTuple):
    """A code for a template, drawn where it is put in."""

    text: str

    def __str__(self) -> str:
        return svg(self.text)

    def __html__(self) -> str:
        return svg(self.text)


@lru_cache(maxsize=_KEPT)
def svg(text: str) -> str:
    """The code as an SVG element in units of one module, without a size of its own."""
    rows = _matrix(text)
    side = len(rows) + 2 * QUIET_ZONE
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">'
        f'<path fill="#fff" d="M0 0h{side}v{side}h-{side}z"/>'
        f'<path stroke="#000" d="{"".join(_strokes(rows))}"/></svg>'
    )


def _strokes(rows: tuple[str, ...]) -> Iterator[str]:
    """A line through each run of dark modules, and the way from one to the next."""
    x, y = 0, 0
    for line, row in enumerate(rows):
        for run in _DARK.finditer(row):
            start, end = run.span()
            way = f"m{start - x} {line - y}" if x else f"M{start + QUIET_ZONE} {QUIET_ZONE}.5"
            yield f"{way}h{end - start}"
            x, y = end, line


def modules(text: str) -> int:
    """The modules along a side of the symbol, without its quiet zone."""
    return len(_matrix(text))


def _matrix(text: str) -> tuple[str, ...]:
    """The modules row by row, dark ones as `1`; zint keeps eight of a row in a byte."""
    symbol = zint.Symbol()
    symbol.symbology = zint.Symbology.QRCODE
    symbol.option_1 = _LEVEL_M
    symbol.encode(text)
    view = symbol.encoded_data
    data, length, width = bytes(view), view.nbytes // len(view), symbol.width
    rows = (data[at : at + length] for at in range(0, symbol.rows * length, length))
    return tuple(f"{int.from_bytes(row, 'little'):0{width}b}"[::-1] for row in rows)


def fits(text: str) -> bool:
    """Whether the text is short enough to be scanned well from a notice board."""
    return text.isascii() and len(text) <= MAX_BYTES
