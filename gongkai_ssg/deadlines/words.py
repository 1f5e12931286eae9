"""公开时限 as offices write it → plain characters, each with its place in what was written."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# Traditional forms that occur in time limits (a table typed in Hong Kong, an OCR).
_SIMPLE = str.maketrans(
    "個內時間開後變製獲準據發佈隨長實際進會議決說請應該規從對關於單達團體導評審處罰徵農級縣鄉鎮"
    "訂檢結過無異報項務財產業資動態調據經續",
    "个内时间开后变制获准据发布随长实际进会议决说请应该规从对关于单达团体导评审处罚征农级县乡镇"
    "订检结过无异报项务财产业资动态调据经续",
)
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_TENS = {"十": 10, "百": 100}
ANY_DIGIT = "0-9零〇一二两三四五六七八九十百"
_ONE = "[一二两三四五六七八九]"
# Well formed and whole: 二三 is no number, neither is the end of 99999; 0 counts nothing.
NUMBER = (
    rf"(?<![{ANY_DIGIT}])(?:(?!0+(?![0-9]))[0-9]{{1,4}}|{_ONE}?百(?:[零〇]{_ONE}|{_ONE}?十{_ONE}?)?"
    rf"|{_ONE}?十{_ONE}?|{_ONE}[零〇]?)(?![{ANY_DIGIT}])"
)
MONTH = r"1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]"
DAY_OF_MONTH = r"3[01]|[12][0-9]|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九]"
# Python makes no words of a number of some thousand digits, and takes its time for it.
_LONGEST = 40
_CLOSES = {"(": ")", "[": "]", "《": "》"}


@dataclass(frozen=True, slots=True)
class Clause:
    """A part between 。；and, outside brackets, ，: plain, and as it was written."""

    plain: str
    places: tuple[int, ...]
    written: str

    def original(self, start: int, end: int) -> str:
        """What was written for a part of the plain text, which is not empty."""
        return self.written[self.places[start] : self.places[end - 1] + 1]

    def without(self, aside: re.Pattern[str]) -> Clause:
        """The clause without the parts that a pattern finds."""
        kept = set(range(len(self.plain)))
        kept.difference_update(*(range(*found.span()) for found in aside.finditer(self.plain)))
        plain = "".join(self.plain[place] for place in sorted(kept))
        return Clause(plain, tuple(self.places[place] for place in sorted(kept)), self.written)

    def drawn_in(self, aside: re.Pattern[str]) -> Clause:
        """The clause in which an aside (`kind`) takes the place of the `unit` before it.

        `5日（工作日）内` → `5工作日内`; `20天以内（指工作日）` → `20工作日以内`.
        """
        plain, places, done = "", list[int](), 0
        for found in aside.finditer(self.plain):
            start, end = found.start("unit"), found.end()
            words = found["kind"] + (found["inside"] or "")
            first, last = self.places[start], self.places[end - 1]
            plain += self.plain[done:start] + words
            places += [*self.places[done:start], *[first] * (len(words) - 1), last]
            done = end
        return Clause(plain + self.plain[done:], (*places, *self.places[done:]), self.written)


# ① and the like part clauses; as digits they would become one number with the one behind them.
_ENUMERATED = re.compile("[\u2460-\u249b\u24ea-\u24ff\u2776-\u2793\u3220-\u3229\u3280-\u3289]")


def clauses(written: str) -> list[Clause]:
    """The clauses of a text, without blanks and in simplified, half-width characters."""
    plain: list[str] = []
    places: list[int] = []
    for place, char in enumerate(_ENUMERATED.sub(";", written)):
        for simple in unicodedata.normalize("NFKC", char).translate(_SIMPLE):
            if not simple.isspace() and unicodedata.category(simple) != "Cf":
                plain.append(simple)
                places.append(place)
    return [
        Clause("".join(plain[a:b]), tuple(places[a:b]), written) for a, b in _cuts("".join(plain))
    ]


def _cuts(plain: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    start, open_ = 0, list[str]()
    for place, char in enumerate(plain):
        if char in _CLOSES:
            open_.append(_CLOSES[char])
        elif open_ and char == open_[-1]:
            open_.pop()
        elif char in ";。" or (char == "," and not open_):
            found.append((start, place))
            start = place + 1
    found.append((start, len(plain)))
    return [(a, b) for a, b in found if a < b]


def number(text: str) -> int:
    """`20`, `二十`, `十五`, `一百二十` → the number."""
    if text.isascii():
        return int(text)
    total, digit = 0, 0
    for char in text:
        if char in _TENS:
            total += (digit or 1) * _TENS[char]
            digit = 0
        else:
            digit = digit * 10 + _DIGITS[char]
    return total + digit


def numbers_in(text: str) -> list[str]:
    """The numbers of a text in their order; `第16条` and `第十六条` have the same."""
    found = re.findall(rf"[0-9]+|[{ANY_DIGIT[3:]}]+", unicodedata.normalize("NFKC", text))
    return [str(number(one)) if len(one) <= _LONGEST else one for one in found]


# Behind the number: the unit of a count, a second number.
_NO_UNIT = r"(?!个(?!人)|(?:工作|自然|日历)?[日天](?![常然])|月内|年内|周内)"
_COUNTING = r"\d|[一二三四五六七八九十]+(?:[、个日天周月年季]|工作)"


def without_number(plain: str) -> int:
    """The length of an enumeration's own number at the head of a clause (`1.`, `(2)`, `(三)`)."""
    # No number of their own have (20)个工作日 and 一、二季度; 1.一般信息 and (1)年度报告 have one.
    found = re.match(
        rf"\(?(?:\d{{1,2}}(?:[.、](?!\d)|\){_NO_UNIT})"
        rf"|[一二三四五六七八九十]{{1,3}}(?:[.、](?!{_COUNTING})|\){_NO_UNIT}))",
        plain,
    )
    return found.end() if found else 0
