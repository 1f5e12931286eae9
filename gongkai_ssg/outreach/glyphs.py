"""One way of writing for what clerks write in many: full-width, circled and squared signs, dashes.

What comes out holds the same numbers; whoever reads on has one sign to understand, not ten.
"""

from __future__ import annotations

import re
import unicodedata

# Full-width letters, digits and the signs that stand in numbers; ， ： ； ？ ！ are Chinese.
_WIDE = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B) if chr(code - 0xFEE0).isalnum()}
_SAME = {
    "-": "－﹣−‐‑‒",
    "—": "―─━",
    "~": "～〜∼˜∽",
    "·": "•・‧∙⋅",
    "/": "／⁄∕",
    "×": "✕✖⨯",
    ":": "∶",
    "≤": "≦⩽",
    "≥": "≧⩾",
    "%": "％﹪",
    "‰": "؉",
    "μ": "µ",
    "¥": "￥",
    **{narrow: chr(ord(narrow) + 0xFEE0) for narrow in "#$&*+.<=>@^_|"},
}
_SAME_AS = {ord(char): plain for plain, chars in _SAME.items() for char in chars}
_SQUARED = range(0x3300, 0x3400)
_MONTHS = range(0x32C0, 0x32CC)
_POWERS = {ord(char): str(value) for value, char in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")}
_BELOW = {ord(char): str(value) for value, char in enumerate("₀₁₂₃₄₅₆₇₈₉")}
# Nothing is seen of them, and they must not come between two digits.
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe0e\ufe0f\u20e3\ufeff]")
_BLANKS = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000\t]")
_SQUARE = re.compile("(?<=[A-Za-zμ])([²³])")
_POWER = re.compile("(?<=[0-9])([⁰¹²³⁴-⁹]+)")
# 2，500元: a comma within an amount, where money or thousands say that it parts no two numbers.
_GROUPED = r"[1-9]\d{0,2}(?:，\d{3})+(?:\.\d+)?(?!\d|，\d)"
_WITHIN = re.compile(
    rf"(?<![\d.第])(?<!\d[，,])(?<!分别)(?<!分别[为是])"
    rf"(?:{_GROUPED}(?=(?:\s?[-—–~至到]+\s?{_GROUPED})?[万亿]?元)|(?<=[¥$]){_GROUPED}"
    r"|[1-9]\d{0,2}(?:，000)+(?!\d))",
    re.ASCII,
)


def plain(text: str) -> str:
    """`５㎡、①－2½` → `5m2、(1)-2又1/2`."""
    text = _BLANKS.sub(" ", _UNSEEN.sub("", text)).translate(_WIDE).translate(_SAME_AS)
    text = _SQUARE.sub(lambda found: found[1].translate(_POWERS), text)
    text = _POWER.sub(lambda found: f"的{found[1].translate(_POWERS)}次方", text)
    text = text.translate(_BELOW).replace("°C", "℃")
    text = _WITHIN.sub(lambda found: found[0].replace("，", ","), text)
    made = ""
    for char in text:
        made += char if char.isascii() else _one(char, made[-1:])
    return made


def _one(char: str, before: str) -> str:
    """A sign that stands for a number or for a unit, as it is written in several."""
    if ord(char) in _SQUARED or ord(char) in _MONTHS:
        return unicodedata.normalize("NFKC", char)
    kind = unicodedata.category(char)
    if kind not in ("Nd", "Nl", "No") or char == "〇":
        return char
    whole = unicodedata.normalize("NFKC", char)
    if "⁄" in whole:
        return ("又" if before.isdigit() else "") + whole.replace("⁄", "/")
    if kind != "No" or not re.fullmatch(r"\(?\d+[.)]?", whole, re.ASCII):
        whole = _numeric(char)
    return f"({whole})" if kind == "No" and whole.isdigit() else whole


def _numeric(char: str) -> str:
    value = unicodedata.numeric(char)
    return str(int(value)) if value == int(value) else char
