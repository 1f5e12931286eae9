"""Where a title is broken: no word torn, the lines about equal (GB/T 9704-2012, 7.3.1).

The standard wants 词意完整, a trapezoid or a rhombus. Chinese has no blanks: a dictionary knows the
words (rjieba), and the county its own names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain

from gongkai_ssg.official import width_of

# 156 mm hold 20 characters of 22 pt; the last are left free, or the lines make a block.
WIDEST = 19.0
_OPENING = "（《“‘(〔「"
_CLOSING = "）》”’)〕」，。、；：！？,.;:"
# A line may well end with these.
_GOOD_END = "的和与及、》）”年月日县镇乡村局于"
_UNBROKEN = re.compile(r"[A-Za-z0-9.%‰]+[年月日号个户人亩元]?|〔\d+〕\d*号?|——")
# A line may well begin with these; any other single character belongs to what is before it.
_GOOD_START = "和与及在对的"
_NEVER, _TORN, _TAIL, _PLAIN, _GOOD = 1000.0, 160.0, 40.0, 6.0, 0.0


def lines(title: str, names: Iterable[str] = (), widest: float = WIDEST) -> tuple[str, ...]:
    """A title in as few lines as hold it; joined they are the title again."""
    total = width_of(title)
    if total <= widest:
        return (title,)
    costs = _costs(title, names)
    count = int(-(-total // widest))
    while True:
        found = _best(title, costs, count, widest)
        if found:
            return found
        count += 1


def _costs(title: str, names: Iterable[str]) -> list[float]:
    """What it costs to break before each character."""
    import rjieba

    costs = [_TORN] * len(title)
    at, alone = 0, False
    for word in rjieba.cut(title):
        left, alone = alone, len(word) == 1 and word not in _GOOD_START
        costs[at] = _TAIL if alone or left else _PLAIN
        at += len(word)
    for index in range(1, len(title)):
        pause = costs[index] == _PLAIN and title[index - 1] in _GOOD_END
        if pause or title[index] in _OPENING:
            costs[index] = _GOOD
    whole = [re.finditer(re.escape(name), title) for name in names if name in title]
    for found in (*chain(*whole), *_UNBROKEN.finditer(title)):
        for inside in range(found.start() + 1, found.end()):
            costs[inside] = _TORN
    for index in range(1, len(title)):
        if title[index] in _CLOSING or title[index - 1] in _OPENING:
            costs[index] = _NEVER
    return costs


def _best(title: str, costs: list[float], count: int, widest: float) -> tuple[str, ...]:
    """The cheapest way to make `count` lines; empty where none holds them."""
    target = width_of(title) / count
    # best[n][i]: the cost of the first i characters in n lines, and where the last one begins.
    best: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    for _ in range(count):
        reached: dict[int, tuple[float, int]] = {}
        for start, (cost, _begin) in best[-1].items():
            width = 0.0
            for end in range(start + 1, len(title) + 1):
                width += width_of(title[end - 1])
                if width > widest:
                    break
                broken = costs[end] if end < len(title) else 0.0
                whole = cost + broken + (width - target) ** 2
                if end not in reached or whole < reached[end][0]:
                    reached[end] = (whole, start)
        best.append(reached)
    if len(title) not in best[count]:
        return ()
    found: list[str] = []
    end = len(title)
    for n in range(count, 0, -1):
        start = best[n][end][1]
        found.insert(0, title[start:end])
        end = start
    return tuple(found)
