"""What a verification found → text for people, JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator

from gongkai_ssg.verification import Verified

_NAMED = 3
_SIGNED = {
    "valid": "清单（manifest.json）的签名是对的，钥匙的指纹是 {}",
    "missing": "没有签名: manifest.json 旁边没有 manifest.json.sig",
    "invalid": "签名不对: 不是这把钥匙（指纹 {}）签的，或者签名以后有人改过 manifest.json",
}

_BESIDE = "网址上多出来的文件看不到；要查有没有多的，在服务器上对网站的文件夹核对。"


def text(found: Verified, where: str) -> Iterator[str]:
    """Every file that is not as it was made, and a last line that says what to do."""
    if len(found.missing) == found.number:
        yield f"这里一个文件也没有: {where}"
        yield "看看写得对不对；U 盘上的网站在里面的 site 文件夹里。"
        return
    yield from (f"改了 {name}" for name in found.changed)
    yield from (f"少了 {name}（{why}）" for name, why in found.missing)
    yield from (f"多了 {name}" for name in found.extra)
    yield from _unchecked(found)
    yield from _of_the_list(found)
    same = found.number - len(found.unchecked)
    if found.altered:
        more = f"，多了 {len(found.extra)} 个" if found.sees_extra else ""
        yield f"{len(found.changed)} 个文件和生成时不一样，少了 {len(found.missing)} 个{more}"
        yield "没有人说得清是谁改的，就先查清楚；要恢复，把 public 重新上传。"
    elif same:
        yield f"{same} 个文件都和生成时一样: {where}"
    if same and not found.sees_extra:
        yield _BESIDE
    if found.signature in ("missing", "invalid"):
        yield _SIGNED[found.signature].format(found.signer)
    if found.unchecked:
        yield "没能核对的，看看这台电脑能不能上网、用浏览器打不打得开这个网址，过一会儿再核对一次。"


def _of_the_list(found: Verified) -> Iterator[str]:
    """A good signature comes before the verdict, and is never said to be of what stands there."""
    if found.signature == "valid":
        but = "；网站没有核对完" if found.unchecked else ""
        but = "；可是网站和清单不一样" if found.altered else but
        yield _SIGNED["valid"].format(found.signer) + but


def _unchecked(found: Verified) -> Iterator[str]:
    """A line for each reason: one broken cable is the reason for every file."""
    reasons: dict[str, list[str]] = {}
    for name, why in found.unchecked:
        reasons.setdefault(why, []).append(name)
    for why, names in reasons.items():
        more = " 等" if len(names) > _NAMED else ""
        yield f"没能核对 {len(names)} 个文件（{why}）: {'、'.join(names[:_NAMED])}{more}"


def as_json(found: Verified, where: str) -> str:
    """The same as one document."""
    answer = {
        "version": 1,
        "where": where,
        "files": found.number,
        "changed": found.changed,
        "missing": [{"name": name, "why": why} for name, why in found.missing],
        "extra": found.extra,
        "unchecked": [{"name": name, "why": why} for name, why in found.unchecked],
        "signature": found.signature or None,
    }
    return json.dumps(answer, ensure_ascii=False, indent=2)
