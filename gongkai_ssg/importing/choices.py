"""A cell that chooses in words (公开方式: 主动公开) → what it chooses, or that nobody can say.

Every piece of the cell must be a value or a known spelling of one. A rest, a denial, a second
value where one is meant: the cell is asked about, for half of it may be the opposite of the whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from gongkai_ssg.schema import Field
from gongkai_ssg.tables import marks
from gongkai_ssg.tables.marks import Tick
from gongkai_ssg.wording import plain

_STOPS = re.compile(r"[\s、,，;；。/和及与]+")
_LEVELS = (("县级", "县区市州旗"), ("乡级", "乡镇街"), ("村级", "村社"))
_LEVEL = re.compile(r"各?(?:[县区市州旗乡镇村]|街道?|社区?)+(?:[两二三]?级)?(?:公开)?")
# 县（市、区）级, 村（社区）: what stands in brackets is levels too.
_INNER = re.compile(r"[(（]([县区市州旗乡镇街道村社、,，/]+)[)）]")
_ALL = re.compile(r"(?:面向|[向对])?(?:社会|全社会|社会公众|全社会公众|全体社会成员)(?:公开)?")
_SAYS_ALL = re.compile(r"全社会|社会公众|全体社会成员")

# What a column of words may say, as a clerk is told.
KNOWN = {
    "公开对象": "“全社会”，或者群体的名称",
    "公开方式": "“主动”或者“依申请”，只写一个",
    "公开层级": "“县级”“乡级”“村级”，几个的用“、”隔开",
    "五公开": "“决策”“执行”“管理”“服务”“结果”，几个的用“、”隔开",
}


def is_clear(text: str, field: Field) -> bool:
    """Whether a cell of one of these elements is understood as a whole."""
    match field.key:
        case "公开对象":
            return everyone(text) is not None
        case "公开层级":
            return levels(text) is not None
        case "公开方式":
            return only(text, field) is not None
        case _:
            return chosen(text, field) is not None


def chosen(text: str, field: Field) -> list[str] | None:
    """The values that a cell chooses, in the schema's order; None where it is not understood."""
    known = {plain(name): value for name, value in field.aliases.items()}
    known |= {plain(value): value for value in field.values}
    found: set[str] = set()
    for piece in _pieces(text, known):
        if piece not in known:
            return None
        found.add(known[piece])
    return _at_least_one(text, [value for value in field.values if value in found])


def only(text: str, field: Field) -> str | None:
    """The one value that a cell chooses; None where it chooses more, or is not understood."""
    found = chosen(text, field) or []
    return found[0] if len(found) == 1 else None


def levels(text: str) -> list[str] | None:
    """县级, 乡级, 村级 of a cell; None where it is not understood."""
    found: set[str] = set()
    for piece in _pieces(_INNER.sub(r"\1", text), {}):
        if not _LEVEL.fullmatch(piece):
            return None
        found.update(levels_in(piece))
    return _at_least_one(text, [level for level, _ in _LEVELS if level in found])


def levels_in(words: str) -> tuple[str, ...]:
    """The levels of which signs stand in words, whatever else does (县民政局)."""
    words = words.replace("社区", "社")
    return tuple(level for level, signs in _LEVELS if any(sign in words for sign in signs))


def everyone(text: str) -> bool | None:
    """Whether a cell of 公开对象 says 全社会, or else a group; None where it is not understood."""
    if _is_mixed(text):
        return None
    pieces = list(_pieces(text, {}))
    if pieces and all(map(_ALL.fullmatch, pieces)):
        return True
    words = "".join(_meant(text))
    is_group = marks.tick(words) is Tick.WORDS and not _SAYS_ALL.search(plain(words))
    return False if is_group else None


def _at_least_one(text: str, found: list[str]) -> list[str] | None:
    return found if found and not _is_mixed(text) else None


def _pieces(text: str, known: Mapping[str, str]) -> Iterator[str]:
    """The pieces of a cell whose marks are set, without blanks."""
    for words in _meant(text):
        whole = plain(words)
        split = [whole] if whole in known else map(plain, _STOPS.split(words))
        yield from (piece for piece in split if piece)


def _meant(text: str) -> Iterator[str]:
    return (words for is_set, words in marks.pieces(text) if is_set)


def _is_mixed(text: str) -> bool:
    """Whether words stand before the first mark and behind the last: whose are the marks?"""
    ends = marks.around(text)
    return ends is not None and all(end.strip() for end in ends)
