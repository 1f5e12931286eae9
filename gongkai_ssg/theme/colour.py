"""One colour of a county's own → the style that puts it in the place of ours."""

from __future__ import annotations

import re

STYLE = "static/colour.css"
# WCAG 2.2, 1.4.3: white words on the colour, and words of the colour on white, must be legible.
CONTRAST = 4.5
_HEX = re.compile(r"#[0-9A-Fa-f]{6}", re.ASCII)


def rule(colour: str) -> str:
    """The rule that a colour breaks, in Chinese words; empty if it is right."""
    if not _HEX.fullmatch(colour):
        return "颜色写成 #0b4a8b 这样的六位，用引号括起来"
    ratio = 1.05 / (_luminance(colour) + 0.05)
    if ratio >= CONTRAST:
        return ""
    return f"这个颜色和白色的对比只有 {ratio:.1f}，白字看不清；要深一些，对比不低于 {CONTRAST}"


def css(colour: str) -> str:
    """Custom properties after the one colour: a deeper one and a tint of it."""
    deep, tint = _mixed(colour, 0, 0.3), _mixed(colour, 255, 0.91)
    names = f"--accent: {colour}; --accent-deep: {deep}; --accent-tint: {tint}; --ring: {colour};"
    return f":root, [data-colour] {{ {names} }}\n.top, .hero {{ --ring: #fff; }}\n"


def _parts(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[n : n + 2], 16) for n in (1, 3, 5))


def _mixed(colour: str, with_: int, share: float) -> str:
    parts = (round(part + (with_ - part) * share) for part in _parts(colour))
    return "#" + "".join(f"{part:02x}" for part in parts)


def _luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004
        for part in (value / 255 for value in _parts(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
