"""News → what a village loudspeaker reads: short sentences, no signs, what matters said twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from math import ceil

from gongkai_ssg.model import Place
from gongkai_ssg.outreach import numerals, spoken
from gongkai_ssg.outreach.news import RECORD, News, Target
from gongkai_ssg.outreach.wechat import WEEK
from gongkai_ssg.outreach.wording import itself, month_and_day, period

# Characters in a second, as loudspeakers are read.
PACE = 4
_DRAFT = re.compile(r"[（(]征求意见稿[）)]")
_COMMUNITY = ("社区", "街道", "居委会")


def seconds(text: str) -> int:
    """How long it takes to read a text aloud; signs between words are not read."""
    return ceil(sum(char.isalnum() for char in text) / PACE)


def _opening(target: Target, count: int) -> str:
    """To whom it is said, and how much there is to come."""
    return f"{_people(target)}，现在播送政务公开信息，一共{spoken.spoken(f'{count}条')}。"


CLOSING = "播送完了，谢谢大家。"


def script(target: Target, told: Sequence[str]) -> str:
    """The whole broadcast, a paragraph for each piece of news."""
    if len(told) == 1:
        return "\n".join([f"{_people(target)}，现在播送一条政务公开信息。", *told, CLOSING])
    numbered = (f"第{numerals.number(n)}条。{one}" for n, one in enumerate(told, 1))
    return "\n".join([_opening(target, len(told)), *numbered, CLOSING])


def message(news: News, target: Target, name: str, today: date) -> str:
    """One piece of news as it is read; `name` is what the site is called."""
    sentences = _sentences(news, target, name, today)
    return "".join(map(_sentence, sentences))


def unclear(news: News, target: Target, name: str, today: date) -> tuple[str, ...]:
    """Pieces of the text in which a sign beside a number was passed over: somebody must look."""
    found = (spoken.unclear(one) for one in _sentences(news, target, name, today))
    return tuple(dict.fromkeys(piece for pieces in found for piece in pieces))


def _sentences(news: News, target: Target, name: str, today: date) -> Iterator[str]:
    key = _key(news)
    yield f"{month_and_day(news.day, today)}，{key}" if news.kind == RECORD else key
    yield from _answered(news)
    if news.posting:
        first, last = (month_and_day(one, today) for one in news.posting)
        yield f"{period(news)}时间从{first}到{last}"
    yield from _where(news, target, name)
    yield from _phone(news, "要参加的，请打" if news.event else "有不明白的，请打")
    if _is_answer(news):
        yield from _phone(news, "再说一遍，")
        return
    yield f"再说一遍，{key}"
    if news.posting:
        yield f"有意见的，最晚{month_and_day(news.posting[1], today)}提出"
    yield from _phone(news, "")


def _key(news: News) -> str:
    """The sentence that is said twice."""
    title = itself(_DRAFT.sub("", news.title))
    if news.event:
        begin = news.event.begin
        day = f"{begin.month}月{begin.day}日星期{WEEK[begin.weekday()]}{begin:%H:%M}"
        return f"{news.kind}，{title}。时间是{day}，地点在{news.event.where}，由{news.sender}举办"
    if news.kind == RECORD:
        return f"{news.sender}发布了{title}"
    return f"{news.kind}，{title}"


def _answered(news: News) -> Iterator[str]:
    if not news.summary:
        return
    first, *more = news.summary
    yield f"{news.sender}回答，{first}" if _is_answer(news) else first
    yield from more


def _is_answer(news: News) -> bool:
    return news.kind != RECORD and news.event is None


def _where(news: News, target: Target, name: str) -> Iterator[str]:
    """Where the whole text can be read, for people who have no phone at hand."""
    if news.board:
        yield f"全文贴在{_board(target)}，请大家去看"
    elif news.spots:
        yield f"想看全文，可以到{news.spots[0]}去看"
    elif news.kind == RECORD:
        yield f"全文登在{name}网页上"


def _phone(news: News, lead: str) -> Iterator[str]:
    if news.phones:
        label, number = news.phones[0]
        label = label if label.endswith("电话") else f"{label}电话"
        yield f"{lead}{label}，{number}"


def _board(target: Target) -> str:
    """What the board is called where people are spoken to."""
    if not isinstance(target, Place) or target.level != "村级":
        return "公示栏"
    return "社区公示栏" if target.name.endswith(_COMMUNITY) else "村务公开栏"


def _people(target: Target) -> str:
    if not isinstance(target, Place) or target.level != "村级":
        return "各位居民、村民朋友"
    return "各位居民朋友" if target.name.endswith(_COMMUNITY) else "各位村民朋友"


def _sentence(written: str) -> str:
    """A sentence as it is read, with its full stop."""
    said = spoken.spoken(written).rstrip("，、：。")
    return said if said.endswith(("？", "！")) else f"{said}。"
