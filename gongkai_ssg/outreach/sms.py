"""News → one SMS: 70 UTF-16 code units, the signature of the sender in 【】 included.

Operators in China want the signature, and 70 units are what one SMS in Chinese holds. The title is
made shorter before the address is given up: without an address the phone stands in its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from gongkai_ssg.outreach.news import News
from gongkai_ssg.outreach.wechat import clock
from gongkai_ssg.outreach.wording import cut, month_and_day, period, titles, units

LIMIT = 70
# A title of fewer characters says nothing; rather no address.
_LEAST = 12
# What stands behind the title, and the address in it.
Tail = tuple[str, str]
_NOTHING: list[Tail] = [("", "")]
_ENDS = ("。", "？", "！", "?", "!", "…")


@dataclass(frozen=True, slots=True)
class Sms:
    """A text of `length` units; `address` is empty where it left no room for the title."""

    text: str
    length: int
    address: str = ""


def message(news: News, county: str, today: date) -> Sms:
    """The longest title with the most exact address that 70 units hold."""
    due = _due(news, today)
    sign = _signature(news.sender, LIMIT - units(f"{due}。") - _LEAST)
    shown = [_unbracketed(title) for title in titles(news, county)]
    tails = list(_tails(news))
    by_phone = [(f"电话{phone}", "") for _, phone in news.phones[:1]]
    return (
        _fitting(sign, shown, due, tails)
        or _cut(sign, shown[-1], due, tails, _LEAST)
        or _fitting(sign, shown, due, by_phone)
        or _fitting(sign, shown, due, _NOTHING)
        or _cut(sign, shown[-1], due, _NOTHING, 0)
        or Sms(sign, units(sign))
    )


def _signature(sender: str, room: int) -> str:
    """A sender whose name is too long is cut: what there is to tell must stand beside it."""
    return f"【{cut(_unbracketed(sender), room - units('【】'))}】"


def _fitting(sign: str, shown: Sequence[str], due: str, tails: Sequence[Tail]) -> Sms | None:
    for title in shown:
        for tail, address in tails:
            text = _joined(f"{sign}{title}{due}", tail)
            if units(text) <= LIMIT:
                return Sms(text, units(text), address)
    return None


def _cut(sign: str, title: str, due: str, tails: Sequence[Tail], least: int) -> Sms | None:
    """A title that is cut to stand before the shortest tail, if at least so much of it is left."""
    if not tails:
        return None
    tail, address = min(tails, key=lambda one: len(one[0]))
    room = LIMIT - units(f"{sign}{due}。{tail}")
    if room < max(least, 1):
        return None
    text = _joined(f"{sign}{cut(title, room)}{due}", tail)
    return Sms(text, units(text), address)


def _joined(sentence: str, tail: str) -> str:
    return f"{sentence}{'' if sentence.endswith(_ENDS) else '。'}{tail}"


def _tails(news: News) -> Iterator[Tail]:
    """What stands behind the title, the best first: phone and address, the address alone."""
    for address in news.addresses:
        yield from ((f"电话{phone}，{address}", address) for _, phone in news.phones[:1])
        yield address, address


def _due(news: News, today: date) -> str:
    """Until when, or when: the one thing that no SMS leaves out."""
    if news.event:
        begin = news.event.begin
        return f"，{month_and_day(begin.date(), today)}{clock(begin)}"
    if news.posting:
        return f"，{period(news)}至{month_and_day(news.posting[1], today)}"
    return ""


def _unbracketed(text: str) -> str:
    """【】 belongs to the signature: another pair would be taken for a second one."""
    return text.replace("【", "〔").replace("】", "〕")
