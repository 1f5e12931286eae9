"""What a mark in a cell means: a tick, a cross, an empty box, 同上, nothing.

Decided here (同上 in `wording`) and nowhere else. A mark that is none of these is asked about,
never taken for a tick.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from functools import lru_cache
from types import MappingProxyType

from gongkai_ssg import wording

# 同上 and the like stand in the cells of tables, and in values where they should not.
is_ditto, is_left, is_pointer = wording.is_ditto, wording.is_left, wording.is_pointer
# Glyphs that are set, and glyphs that are not; £ þ ü û are Wingdings without their font.
SET = "■☑☒√✓✔✅🗹▲◆▄●þü⬛▇"
_BOXES = "□☐£¨◻▢⬜"
UNSET = f"{_BOXES}○〇◯◇△×✕✖✗✘❌û"
_GLYPH = re.compile(f"[{SET}{UNSET}]")
# What stands for a mark when it stands alone; 口 is what OCR makes of an empty box.
_YES = frozenset("是 有 对 勾 已选 必选 公开 涉及 适用 1 y yes v ok true r".split())
_NO = frozenset(
    "否 无 没有 错 叉 不 不是 不选 未选 可选 不公开 不涉及 不适用 不需要 "
    "0 n no x o f false 口".split()
)
_LEVELS = frozenset("省州市县区旗盟乡镇街村社")
_STRIPPED = "()[]【】〔〕「」“”\"'.。,，;、:"
# 暂不公开, 无需公开: whatever stands between, it is no 不定期公开.
_DENIED = re.compile(
    r"(?:暂时?|目前|尚|均|都|一律|依法)*(?:[不未无非免]|没有?)"
    r"(?:予以?|得|宜|应|再|需要?|须|必|可以?|能|对外|(?:[对向]社会)|属于?|列入|纳入|进行|作)*"
    r"(?:公开|涉及|适用|需要?|选)(?:范围|事项|内容)?$"
)
_CLAUSES = re.compile(r"[,，;；。()（）\s]+")
# What says where or when something else will say it.
_ELSEWHERE = re.compile(r"[详参另具体]*见.+|待定|另行.+|不定期(?:公开)?|视情.*")
# A cell that says in so many words that there is nothing; nothing holds on from above either.
_DASHES = re.compile(r"[-‐‑‒–—―−─/\\]+[无否]?")
_NONE = frozenset(("无", "暂无", "没有"))
_FILLED_UP = re.compile(r"[-‐‑‒–—―−─/\\|_~…·]+")
# “○”表示公开. An empty box is never a tick, whatever a legend says of channels.
_LEGEND = re.compile(
    rf"([^\w\s“”\"‘’'（）()，。；：、《》{_BOXES}])[”\"'」]?[的者]?\s*(?:表示|代表|为|是|指|[:：])"
    r"\s*([^，,；;。\n]{1,16})"
)
_NEGATED = re.compile(r"[不未无非否]|可选")
_NO_LEGEND: Mapping[str, bool] = MappingProxyType({})


class Tick(Enum):
    """What a cell says in a column that is ticked."""

    YES = "ticked"
    NO = "not ticked"
    WORDS = "words instead of a mark"
    UNKNOWN = "a mark that nobody knows"


def legend(text: str) -> Mapping[str, bool]:
    """What the notes around a table say of its marks, by mark whether it is a tick."""
    return {mark: not _NEGATED.search(words) for mark, words in _LEGEND.findall(text)}


def tick(text: str, legend: Mapping[str, bool] = _NO_LEGEND) -> Tick:
    """Whether a cell is ticked."""
    return _tick(text, tuple(legend.items()))


@lru_cache(maxsize=4096)
def _tick(text: str, legend_items: tuple[tuple[str, bool], ...]) -> Tick:
    legend = dict(legend_items)
    plain = wording.plain(text).strip(_STRIPPED)
    if not plain or plain.lower() in _NO or _FILLED_UP.fullmatch(plain) or is_nothing(plain):
        return Tick.NO
    if plain.lower() in _YES:
        return Tick.YES
    known = {char: legend.get(char, char in SET) for char in plain if _is_mark(char, legend)}
    return _of_marks(plain, known) if known else _of_words(plain)


def _of_marks(plain: str, known: Mapping[str, bool]) -> Tick:
    """What marks say; unknown where their words say otherwise (`√不公开`, `□不公开`).

    A cross beside a no says the same as that does.
    """
    rest = "".join(char for char in plain if char not in known)
    if set(known.values()) == {True, False}:
        ticked = [words for is_set, words in pieces(plain) if is_set]
        return Tick.UNKNOWN if not rest or any(map(_ends_in_no, ticked)) else Tick.YES
    is_set = any(known.values())
    if _ends_in_no(rest) and (is_set or not known.keys().isdisjoint(_BOXES)):
        return Tick.UNKNOWN
    return Tick.YES if is_set else Tick.NO


def _of_words(plain: str) -> Tick:
    clauses = [clause for clause in _CLAUSES.split(plain) if clause]
    if clauses and all(clause in _NO or _DENIED.match(clause) for clause in clauses):
        return Tick.NO
    if _ends_in_no(plain) or _ELSEWHERE.fullmatch(plain):
        return Tick.UNKNOWN
    signs = [char for char in plain if unicodedata.category(char) == "Lo"]
    return Tick.WORDS if len(signs) > 1 or plain in _LEVELS else Tick.UNKNOWN


def _ends_in_no(text: str) -> bool:
    """Whether a clause of a text says no, or ends so (涉密不公开)."""
    return any(clause.lower() in _NO or _DENIED.search(clause) for clause in _CLAUSES.split(text))


def _is_mark(char: str, legend: Mapping[str, bool]) -> bool:
    return char in legend or bool(_GLYPH.match(char))


def denies(text: str) -> bool:
    """Whether a text denies anything, so that a word in it may be what it is not."""
    return bool(_NEGATED.search(text))


def besides(text: str) -> str:
    """What a ticked cell says besides its mark (`√面向村集体成员`)."""
    return "" if wording.plain(text).lower() in _YES else _GLYPH.sub("", text)


def pieces(text: str, more: Iterable[tuple[int, bool]] = ()) -> Iterator[tuple[bool, str]]:
    """Pieces of a text, each with whether its mark is set; without any mark all are meant.

    Marks stand before their words, or all of them behind. `more` are places of letters that are
    marks here.
    """
    marks = sorted([*((m.start(), m[0] in SET) for m in _GLYPH.finditer(text)), *more])
    if not marks:
        yield True, text
        return
    before, after = text[: marks[0][0]].strip(), text[marks[-1][0] + 1 :].strip()
    if re.search(r"\w\w[:：]?\s*$", before) and not after:
        starts = [0, *(at + 1 for at, _ in marks)]
        yield from ((is_set, text[a:b]) for a, (b, is_set) in zip(starts, marks, strict=False))
        return
    if before:
        yield True, before
    ends = [*(at for at, _ in marks[1:]), len(text)]
    yield from ((is_set, text[at + 1 : end]) for (at, is_set), end in zip(marks, ends, strict=True))


def around(text: str) -> tuple[str, str] | None:
    """What stands before the first mark of a text and behind the last; None without any mark."""
    found = [*_GLYPH.finditer(text)]
    return (text[: found[0].start()], text[found[-1].end() :]) if found else None


@lru_cache(maxsize=4096)
def is_nothing(text: str) -> bool:
    """Whether a cell says that there is nothing: dashes, strokes, 无."""
    return is_dash(text) or wording.plain(text) in _NONE


def is_dash(text: str) -> bool:
    """Whether a cell is struck out."""
    return bool(_DASHES.fullmatch(wording.plain(text)))
