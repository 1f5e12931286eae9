"""Masks: how much of a person's data a channel shows.

《个人信息保护法》第六条 asks for the least that serves the purpose, 2018 年政务公开工作要点 for
data that is 去标识化. A number of a person or an account is never shown whole.
"""

from __future__ import annotations

from collections.abc import Mapping

WEB, BOARD = "网站", "公示栏"
WHOLE, NAME, LAST_FOUR, NOTHING = "全部", "隐名", "后四位", "不显示"
# What a channel does where the record does not say; a role that is not named here is shown.
_CAREFUL = {"证件号": NOTHING, "账号": NOTHING, "电话": NOTHING, "住址": NOTHING}
DEFAULTS: Mapping[str, Mapping[str, str]] = {
    WEB: {"姓名": NAME, **_CAREFUL},
    BOARD: {"姓名": WHOLE, **_CAREFUL},
}
_STAR = "*"
_TAIL = 4
_TWO = 2


def way(channel: str, role: str, chosen: Mapping[str, object]) -> str:
    """How a channel shows a role; `chosen` is what the record says for this channel."""
    return str(chosen.get(role) or DEFAULTS[channel].get(role, WHOLE))


def mask(text: str, how: str) -> str:
    """A value as it may be shown: `住户甲` → `住*甲`, `…2021` → `****2021`.

    A number of no more than eight characters has no last four: nothing is shown of it.
    """
    if how == WHOLE:
        return text
    if how == NAME:
        last = text[-1] if len(text) > _TWO else ""
        return text[:1] + _STAR * (len(text) - 1 - len(last)) + last
    if how == LAST_FOUR and len(text) > 2 * _TAIL:
        return _STAR * _TAIL + text[-_TAIL:]
    return ""
