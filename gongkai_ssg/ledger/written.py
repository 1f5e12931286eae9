"""The ledger's text as a build writes it, and the quick way to read that again.

YAML takes half a second for each thousand items, at every command. What nobody has touched since
a build wrote it is read line by line instead; anything else is for YAML, which says what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import yaml

from gongkai_ssg.ledger.values import Change, Ledger, Published

ADDRESS = "二维码网址"
PAGES = "其他网址"
_HEADER = "# 已发布事项的台账，由 gongkai build 写入；请随内容一起保存和备份，不要手工修改。\n"
# What needs no quotes in YAML, and no thought: codes, keys in Chinese, addresses.
_CODE = r"[A-Z]{2,6}(?:-\d{2,3}){1,3}"
_KEY = "[\u4e00-\u9fff]{1,20}"
_HASH = "[0-9a-f]{12}"
_TOP = re.compile(
    re.escape(_HEADER)
    + rf"(?:{ADDRESS}: (https?://[A-Za-z0-9./_-]+)\n)?(?:{PAGES}:\n((?:- [a-z0-9/_-]+/\n)+))?",
    re.ASCII,
)
_ITEM = re.compile(
    rf"({_CODE}):\n  要素:\n((?:    {_KEY}: (?:{_HASH}|'{_HASH}')\n)+)  记录:\n"
    rf"((?:  - 版本: \d+\n    日期: '[0-9-]{{10}}'\n(?:    变更:\n(?:    - {_KEY}\n)+)?)+)",
    re.ASCII,
)
_ELEMENT = re.compile(rf"    ({_KEY}): '?({_HASH})")
_CHANGE = re.compile(
    rf"  - 版本: (\d+)\n    日期: '([0-9-]{{10}})'\n(?:    变更:\n((?:    - {_KEY}\n)+))?", re.ASCII
)
# Digits alone are a number to YAML, but for those that begin with 0 and go beyond 7; 0b01 is one.
_NUMBER = re.compile("[1-9][0-9]*|0[0-7]*|0b[01]+")


def read(text: str) -> Ledger | None:
    """The ledger in a text that is as `dump` writes it; None of any other."""
    top = _TOP.match(text)
    if not top:
        return None
    lines = top[2].splitlines() if top[2] else []
    first = text.count("\n", 0, top.start(2)) + 1 if lines else 0
    pages = {line[2:]: first + number for number, line in enumerate(lines)}
    items: dict[str, Published] = {}
    at, line = top.end(), top[0].count("\n") + 1
    while at < len(text):
        found = _ITEM.match(text, at)
        one = _item(found, line) if found else None
        if found is None or one is None or one.code in items:
            return None
        items[one.code] = one
        at, line = found.end(), line + found[0].count("\n")
    return Ledger(items, top[1] or "", pages) if items and len(pages) == len(lines) else None


def _item(found: re.Match[str], line: int) -> Published | None:
    hashes = dict(_ELEMENT.findall(found[2]))
    try:
        changes = tuple(map(_change, _CHANGE.findall(found[3])))
    except ValueError:
        return None
    whole = [one.version for one in changes] == list(range(1, len(changes) + 1))
    once = len(hashes) == found[2].count("\n")
    return Published(found[1], hashes, changes, line) if whole and once else None


def _change(found: tuple[str, str, str]) -> Change:
    version, day, keys = found
    return Change(int(version), date.fromisoformat(day), tuple(k[6:] for k in keys.splitlines()))


def dump(ledger: Ledger) -> str:
    """The ledger as YAML, sorted by code: equal ledgers give equal bytes."""
    items = sorted(ledger.items.items())
    content: dict[str, object] = {ADDRESS: ledger.address} if ledger.address else {}
    content |= {PAGES: list(ledger.pages)} if ledger.pages else {}
    if not all(_is_plain(one) for _, one in items):
        content |= {
            code: {"要素": dict(one.hashes), "记录": [_plain(change) for change in one.changes]}
            for code, one in items
        }
        return _HEADER + _yaml(content)
    top = _yaml(content) if content else ""
    return _HEADER + top + "".join(line for _, one in items for line in _lines(one))


def _yaml(content: dict[str, object]) -> str:
    text: str = yaml.dump(content, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)
    return text


def _plain(change: Change) -> dict[str, object]:
    entry: dict[str, object] = {"版本": change.version, "日期": change.day.isoformat()}
    return {**entry, "变更": list(change.keys)} if change.keys else entry


def _is_plain(one: Published) -> bool:
    """Whether its lines can be written without asking YAML how."""
    keys = {*one.hashes, *(key for change in one.changes for key in change.keys)}
    known = re.fullmatch(_CODE, one.code, re.ASCII) and all(re.fullmatch(_KEY, key) for key in keys)
    return bool(known and one.hashes) and all(map(_is_hash, one.hashes.values()))


def _is_hash(text: str) -> bool:
    return re.fullmatch(_HASH, text) is not None


def _lines(one: Published) -> Iterator[str]:
    yield f"{one.code}:\n  要素:\n"
    for key, value in one.hashes.items():
        sign = "'" if _NUMBER.fullmatch(value) else ""
        yield f"    {key}: {sign}{value}{sign}\n"
    yield "  记录:\n"
    for change in one.changes:
        yield f"  - 版本: {change.version}\n    日期: '{change.day.isoformat()}'\n"
        if change.keys:
            yield "    变更:\n"
            yield from (f"    - {key}\n" for key in change.keys)
