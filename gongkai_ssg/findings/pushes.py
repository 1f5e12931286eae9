"""A bulletin → text to copy from, JSON for the systems that send.

Adjusted items are told in WeChat alone: nobody wants them by SMS or aloud.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from gongkai_ssg.outreach import speaker
from gongkai_ssg.outreach.bulletin import Bulletin, Message
from gongkai_ssg.outreach.sms import Sms

WECHAT, SMS, SPEAKER = "wechat", "sms", "speaker"
FORMS = (WECHAT, SMS, SPEAKER)
_MINUTE = 60


def text(found: Bulletin, forms: tuple[str, ...]) -> Iterator[str]:
    """The forms one below the other, with a line above each that says what it is."""
    count = len(found.messages)
    yield f"{found.name}，{found.first}到{found.last}，{count}条"
    if not count:
        return
    if WECHAT in forms:
        yield from ("", f"======== 微信，{count}条 ========")
        for one in found.messages:
            yield from ("", one.wechat)
    short = [(one, one.sms) for one in found.messages if one.sms]
    if SMS in forms and short:
        yield from ("", f"======== 短信，{len(short)}条 ========")
        for one, sms in short:
            yield from ("", sms.text, _measured(one, sms))
    if SPEAKER in forms and found.script:
        yield from ("", f"======== 大喇叭，念一遍约{duration(found.seconds)} ========", "")
        yield found.script


def duration(seconds: int) -> str:
    """`1分20秒`."""
    minutes, rest = divmod(seconds, _MINUTE)
    return f"{minutes}分{rest}秒" if minutes else f"{rest}秒"


def _measured(one: Message, sms: Sms) -> str:
    why = "" if sms.address or not one.news.addresses else "，网址太长写不下，没有写"
    return f"（{sms.length}个字{why}）"


def as_json(found: Bulletin, forms: tuple[str, ...]) -> str:
    """One document; `speaker` is the whole broadcast."""
    answer: dict[str, object] = {
        "version": 1,
        "target": {"kind": found.kind, "id": found.id, "name": found.name},
        "since": found.first.isoformat(),
        "until": found.last.isoformat(),
        "messages": [_message(one, forms) for one in found.messages],
    }
    if SPEAKER in forms and found.script:
        answer["speaker"] = {"text": found.script, "seconds": found.seconds}
    return json.dumps(answer, ensure_ascii=False, indent=2)


def _message(one: Message, forms: tuple[str, ...]) -> dict[str, object]:
    news = one.news
    made: dict[str, object] = {
        "kind": news.kind,
        "id": news.id,
        "title": news.title,
        "day": news.day.isoformat(),
        "sender": news.sender,
        "address": next(iter(news.addresses), ""),
    }
    if WECHAT in forms:
        made["wechat"] = {"text": one.wechat}
    sms = one.sms
    if SMS in forms and sms:
        made["sms"] = {"text": sms.text, "length": sms.length, "address": sms.address}
    if SPEAKER in forms and one.speaker:
        seconds = speaker.seconds(one.speaker)
        unclear = list(one.unclear)
        made["speaker"] = {"text": one.speaker, "seconds": seconds, "unclear": unclear}
    return made
