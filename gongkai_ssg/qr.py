"""Text → QR code as a one-path SVG (GB/T 18284, ISO/IEC 18004).

Error level M and a quiet zone of four modules: in simulated photographs of notice boards a
lower version bought more than a higher error level. 42 bytes make version 3, 60 version 4.
"""

from __future__ import annotations

import io
from collections.abc import Mapping

import segno

ERROR_LEVEL = "m"
QUIET_ZONE = 4
MAX_BYTES = 60
# Codes of one maker are alike to the byte.
MADE_BY = f"segno {segno.__version__} {ERROR_LEVEL} {QUIET_ZONE}"

_drawn: dict[str, str] = {}


def svg(text: str) -> str:
    """The code as an SVG element in units of one module, without a size of its own.

    A code takes milliseconds to draw and is needed on the page and as a file: it is kept.
    """
    found = _drawn.get(text)
    if found is None:
        found = _drawn[text] = _draw(text)
    return found


def remember(codes: Mapping[str, str]) -> None:
    """Take over codes that an earlier run drew."""
    _drawn.update(codes)


def _draw(text: str) -> str:
    code = segno.make_qr(text, error=ERROR_LEVEL, boost_error=False)
    out = io.BytesIO()
    code.save(
        out,
        kind="svg",
        border=QUIET_ZONE,
        xmldecl=False,
        omitsize=True,
        light="#fff",
        svgclass=None,
        lineclass=None,
        nl=False,
    )
    return out.getvalue().decode("ascii")


def modules(text: str) -> int:
    """The modules along a side of the symbol, without its quiet zone."""
    return int(segno.make_qr(text, error=ERROR_LEVEL, boost_error=False).symbol_size(border=0)[0])


def fits(text: str) -> bool:
    """Whether the text is short enough to be scanned well from a notice board."""
    return text.isascii() and len(text) <= MAX_BYTES
