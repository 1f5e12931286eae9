"""Written Chinese → what a voice can read: numbers in words, no signs, no addresses of the web.

A village loudspeaker is fed by a person who reads or by a machine (应急广播). Neither should meet
`52000元/亩`, `2026—2027学年` or `0000-8000112`. A text is read from left to right, at each place by
the first rule that knows what stands there: every number is said, with its sign. What no rule knows
and stands beside a number is a pause, and `unclear` names it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from re import Match

from gongkai_ssg.outreach import glyphs
from gongkai_ssg.outreach.reading import OF_ORDER, ONWARD, RULES, goes_on, onward

_SAID = (
    "℃摄氏度 °度 ≥不少于 ≤不超过 >大于 <小于 =等于 ≠不等于 ≈约等于",
    "×乘 ÷除以 ±正负 +加 &和 ¥人民币 ↑上升 ↓下降",
)
_SIGNS = {
    **{said[0]: said[1:] for said in " ".join(_SAID).split()},
    **dict.fromkeys("（）()［］[]{}〔〕|—–-~,", "，"),
    "/": "、",
    **dict.fromkeys(";；\n", "。"),
    ":": "：",
    "?": "？",
    "!": "！",
}
_PAUSES = "，、：。？！"
_DASHES = "-–—~"
# Beside a number they say nothing of it.
_QUIET = frozenset(" 《》〈〉“”‘’\"'「」『』【】…" + _PAUSES) | set(_SIGNS) - set(_DASHES)
_WORDS = re.compile("[\u3007\u3400-\u9fff\U00020000-\U000323af]+")
_SAYABLE = rf"\u3007\u3400-\u9fff\U00020000-\U000323afA-Za-z {_PAUSES}"
_NUMBERED = re.compile(r"[\d#]")
_AROUND = 6


def spoken(text: str) -> str:
    """A text as it is read aloud."""
    return _read(text)[0]


def unclear(text: str) -> tuple[str, ...]:
    """Where a sign stands beside a number and nobody knows how it is read: a piece around each."""
    return _read(text)[1]


@lru_cache(maxsize=256)
def _read(text: str) -> tuple[str, tuple[str, ...]]:
    text = glyphs.plain(text)
    said: list[str] = []
    unclear: dict[str, None] = {}
    at = 0
    while at < len(text):
        if words := _WORDS.match(text, at):
            said.append(words[0])
            at = words.end()
        elif known := _known(text, at):
            one, at = known
            said.append(one)
        else:
            said.append(_sign(text, at))
            if _is_unclear(text, at):
                unclear[_around(text, at)] = None
            at += 1
    return _tidy(re.sub(f"[^{_SAYABLE}]", "", "".join(said))), tuple(unclear)


def _known(text: str, at: int) -> tuple[str, int] | None:
    """What is said by the first rule that knows what stands here, and where it ends."""
    for pattern, say in RULES:
        if found := pattern.match(text, at):
            said = found.expand(say) if isinstance(say, str) else say(found)
            further = ONWARD.match(text, found.end())
            if further and said and _NUMBERED.search(found[0]) and goes_on(further):
                return said + onward(found, further), further.end()
            return said, found.end()
    return None


def _sign(text: str, at: int) -> str:
    """A sign for which there is a word, or a pause; the point behind a number is a pause, too."""
    char, beside = text[at], _beside_a_number(text, at)
    if beside and (char == "." or _is_unclear(text, at)):
        return "，"
    if char == " ":
        return "，" if text[at - 1].isdigit() and text[at + 1 : at + 2].isdigit() else " "
    return _SIGNS.get(char, char)


def _is_unclear(text: str, at: int) -> bool:
    """Whether a sign may say something of the number beside it that nobody understood."""
    char, before, behind = text[at], text[max(0, at - 1) : at], text[at + 1 :][:_AROUND]
    if char == "，":
        grouped = re.search(r"(?<![\w.])\d{1,3}$", text[max(0, at - 4) : at], re.ASCII)
        return bool(grouped and re.match(r"\d{3}(?![\d-])", behind))
    if char in _QUIET or (char.isascii() and char.isalpha()):
        return False
    if char in _DASHES:
        listed = behind.startswith(" ") and before in ("", "\n")
        return not listed and bool(re.match(rf" ?\d+(?!\d|{OF_ORDER})", behind))
    if char == ".":
        return behind[:1].isdigit() and not before.isalpha()
    return _beside_a_number(text, at)


def _beside_a_number(text: str, at: int) -> bool:
    before, behind = text[max(0, at - 2) : at], text[at + 1 : at + 3]
    return before.rstrip(" ")[-1:].isdigit() or behind.lstrip(" ")[:1].isdigit()


def _around(text: str, at: int) -> str:
    piece = text[max(0, at - _AROUND) : at + _AROUND]
    return re.sub(r"\s+", " ", piece).strip()


def _tidy(text: str) -> str:
    """One pause where several met: the strongest of them; none at the head, no loose blanks."""
    text = re.sub(rf"(?<![A-Za-z]) | (?![A-Za-z])| (?=[{_PAUSES}])", "", text)

    def strongest(found: Match[str]) -> str:
        return max(found[0], key=_PAUSES.index)

    return re.sub(rf"[{_PAUSES}]{{2,}}", strongest, text).lstrip(_PAUSES)
