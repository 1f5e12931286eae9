"""What a number of a person is: ID cards, bank cards, passports, mobile phones.

《个人信息保护法》第二十八条 and 《政府信息公开条例》第十五条: such numbers do not go out. A number
is known by its own checks (GB 11643, ISO/IEC 7812) and by the words before it, so that index
numbers, project codes and office phones pass.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from gongkai_ssg.personal import wrapped
from gongkai_ssg.personal.seen import BLANKS, UNSEEN_SIGNS, Seen, bared, unveiled, written_out

ID_CARD, BANK_CARD, PASSPORT, MOBILE = "身份证号", "银行卡号", "护照号", "手机号"
_ANY_DIGIT = re.compile("[0-9０-９]")
_PROVINCES = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 "
    "71 81 82 83".split()
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_GAP = f"[{BLANKS}]?"
# 18 characters, spaced or hyphenated as people write them; two more make a 残疾证号 of 20. Looked
# for at every group of digits: the one before it may be the number of its row.
_THEN = f"[{BLANKS}]{{0,2}}"
_ID = re.compile(
    rf"[1-8](?<![0-9].)(?=({_THEN}(?:[0-9]{_THEN}){{5}}(?:1{_THEN}9|2{_THEN}0){_THEN}"
    rf"(?:[0-9]{_THEN}){{9}}[0-9Xx](?:{_GAP}[0-9]{{2}})?)(?![0-9]))"
)
# Place, day and order parted by other signs, both times by the same. Index numbers look like that,
# too; none is older than 《政府信息公开条例》 (2008), so a later day needs the word before it.
_PAD = f"[{UNSEEN_SIGNS}{BLANKS}]{{0,3}}"
_PARTED_ID = re.compile(
    rf"[1-8](?<![0-9].)[0-9]{{5}}{_PAD}([/／.．·•‧・･]){_PAD}((?:19|20)[0-9]{{6}}){_PAD}\1{_PAD}"
    r"[0-9]{3}[0-9Xx](?![0-9])"
)
_FIRST_INDEX = "2008"
# Before 1999 (GB 11643-1989): six digits of a place, a day without its century, three digits. No
# check tells it; the word before it does.
_OLD_ID = re.compile(rf"[0-9](?<![0-9].)[0-9]{{5}}{_GAP}[0-9]{{6}}{_GAP}[0-9]{{3}}(?!{_GAP}[0-9])")
_ID_WORDS = re.compile(r"身份证|证件号|公民身份号码")
_ID_BEFORE = re.compile(r"(?:身份证|证件号|公民身份号码)[^，。；,;0-9]{0,8}$")
# The decimals of a share are no card.
_CARD = re.compile(
    rf"[0-9](?<![0-9].)(?<!(?<![0-9])0\..)[0-9]{{3}}"
    rf"(?:{_GAP}[0-9]{{4}}){{3}}(?:{_GAP}[0-9]{{1,3}})?(?![0-9])"
)
# With the number of the country or without; what every one ends with is found sooner. A hyphen
# before it makes it a part of a code, but for that of a day: names of records begin with one.
_MOBILE_END = rf"1[3-9][0-9](?:{_GAP}[0-9]{{4}}){{2}}(?![0-9-])"
_ANY_MOBILE = re.compile(_MOBILE_END)
_DAY = "(?<=20[0-9]{2}-[01][0-9]-[0-3][0-9]-)"
_MOBILE = re.compile(rf"(?:(?<![0-9-])|{_DAY})(?:(?:00|\+)?86{_GAP})?{_MOBILE_END}")
# Passports; 往来港澳 (C, W), 往来台湾 (L, T), 回乡证 (H, M).
_PASSPORT = re.compile(
    r"(?<![A-Za-z0-9])(?:[CDEGHKMPS][A-Z]?[0-9]{7,8}|[LTW][0-9]{8}|[HM][0-9]{10})(?![0-9])"
)
_ANY_PASSPORT = re.compile("[A-Z][0-9]{7}")
# What is said before a number, on the same line or in the head of its column.
_BANK_WORDS = re.compile(r"卡号|[账帐][号户]|一卡通|银行|存折|开户")
# Passbooks of rural banks pass no check: the word before one tells.
_ACCOUNT = re.compile(r"(?<![0-9-])[0-9](?:[ -]?[0-9]){9,22}(?![0-9-])")
_ACCOUNT_WORDS = re.compile(
    r"卡号|[账帐]号|(?:[账帐]户(?![名余资金数类性])|一卡通|存折|银行卡|社保卡|社会保障卡|惠农卡)"
    r"(?![^\s，。；,;0-9]{0,6}(?:电话|热线|客服|[金余]额|结余|收入|支[出付]|存款|利息|合计|[费量]))"
)
# Each of these words has one of these characters.
_ACCOUNT_SIGN = re.compile("[卡账帐折]")
_AMOUNT = re.compile(r"(?:\.[0-9]+)?\s?[万亿]?元|\.[0-9]")
_ACCOUNT_BEFORE = re.compile(rf"(?:{_ACCOUNT_WORDS.pattern})[（(]?[^，。；,;0-9]{{0,6}}$")
_PASSPORT_WORDS = re.compile(r"护照|通行证")
# `电话: 138…`, as YAML has it.
_PHONE_FIELD = re.compile(r"电话[\"']?:\s*\[?[\"']?[^:]*$")
_BEFORE = 30
_ID_LENGTH, _MOBILE_LENGTH = 18, 11


@dataclass(frozen=True, slots=True)
class Found:
    """A number of a person, and where it stands in the text."""

    kind: str
    start: int
    end: int
    value: str
    sure: bool = True

    @property
    def shown(self) -> str:
        """As it may be named in a message: its last two characters."""
        return f"…{self.value[-2:]}"

    @property
    def mark(self) -> str:
        """A hash by which a reviewed exception names the value."""
        return hashlib.sha256(self.value.encode()).hexdigest()[:12]


def find(text: str, words: str = "", *, flowing: bool = False) -> Iterator[Found]:
    """Every number of a person in a text; `words` are said of all of it (the head of a column).

    In a text that is `flowing` a line break is no more than a blank.
    """
    if not _ANY_DIGIT.search(text):
        return
    written = written_out(text)
    bare = bared(written)
    whole = unveiled(written, flowing=flowing)
    plain = bare.text
    others = (*_cards(plain, words), *_accounts(plain, words), *_passports(plain, words))
    placed = (
        *_placed(whole, (*_ids(whole.text, words), *_old_ids(whole.text, words))),
        *_placed(bare, (*_wrapped_ids(plain), *(one for one in others if one.sure))),
        *_placed(whole, _slips(whole.text, words)),
        *_placed(bare, (*(one for one in others if not one.sure), *_mobiles(plain))),
    )
    # Where what was found begins and ends, in order: none of it overlaps.
    starts: list[int] = []
    ends: list[int] = []
    for found in placed:
        at = bisect_right(ends, found.start)
        if at == len(starts) or starts[at] >= found.end:
            starts.insert(at, found.start)
            ends.insert(at, found.end)
            yield found


def ids(text: str, *, flowing: bool) -> Iterator[Found]:
    """ID numbers alone."""
    seen = unveiled(written_out(text), flowing=flowing)
    yield from _placed(seen, _ids(seen.text))


def _placed(seen: Seen, numbers: Iterable[Found]) -> Iterator[Found]:
    for found in numbers:
        yield replace(found, start=seen.place(found.start), end=seen.place(found.end))


def is_asked_for(found: Found, before: str) -> bool:
    """Whether a mobile number stands in a field for phones: somebody meant to publish it."""
    return found.kind == MOBILE and bool(_PHONE_FIELD.search(before))


def _digits(written: str) -> str:
    return re.sub(r"[^0-9Xx]", "", written).upper()


def _ids(plain: str, words: str = "") -> Iterator[Found]:
    for match in _ID.finditer(plain):
        value = _digits(match[0] + match[1])[:_ID_LENGTH]
        if is_id(value):
            yield Found(ID_CARD, match.start(), match.end(1), value)
    for match in _PARTED_ID.finditer(plain):
        value = _digits(match[0])
        if is_id(value) and (match[2] < _FIRST_INDEX or _is_said(plain, match.start(), words)):
            yield Found(ID_CARD, match.start(), match.end(), value)


def _wrapped_ids(plain: str) -> Iterator[Found]:
    for one in wrapped.numbers(plain):
        if is_id(one.value):
            yield Found(ID_CARD, one.start, one.end, one.value)


def _slips(plain: str, words: str) -> Iterator[Found]:
    """What is called an ID number and fails its check: one digit is wrong, and all others right."""
    if not _ID_WORDS.search(words) and not _ID_WORDS.search(plain):
        return
    for match in _ID.finditer(plain):
        value = _digits(match[0] + match[1])[:_ID_LENGTH]
        if not is_id(value) and _is_said(plain, match.start(), words):
            yield Found(ID_CARD, match.start(), match.end(1), value, sure=False)


def _is_said(plain: str, at: int, words: str) -> bool:
    """Whether a number is called one of an ID card, in the head of its column or before it."""
    return bool(_ID_WORDS.search(words) or _ID_BEFORE.search(_said_before(plain, at)))


def _old_ids(plain: str, words: str) -> Iterator[Found]:
    if not _ID_WORDS.search(words) and not _ID_WORDS.search(plain):
        return
    for match in _OLD_ID.finditer(plain):
        value = _digits(match[0])
        said = _is_said(plain, match.start(), words)
        if said and value[:2] in _PROVINCES and _is_day(f"19{value[6:12]}"):
            yield Found(ID_CARD, match.start(), match.end(), value)


def is_id(value: str) -> bool:
    """GB 11643-1999 of eighteen characters: a province, a day that exists, and the check."""
    if value[:2] not in _PROVINCES or value[6:8] not in ("19", "20"):
        return False
    if not _is_day(value[6:14]):
        return False
    total = sum(int(c) * w for c, w in zip(value[:17], _WEIGHTS, strict=True))
    return _CHECKS[total % 11] == value[17]


def _is_day(written: str) -> bool:
    try:
        date(int(written[:4]), int(written[4:6]), int(written[6:]))
    except ValueError:
        return False
    return True


def _cards(plain: str, words: str) -> Iterator[Found]:
    for match in _CARD.finditer(plain):
        value = _digits(match[0])
        if _luhn(value) and value[0] in "3456":
            said = bool(_BANK_WORDS.search(words + _said_before(plain, match.start())))
            yield Found(BANK_CARD, match.start(), match.end(), value, sure=said)


def _accounts(plain: str, words: str) -> Iterator[Found]:
    """Numbers in a column of accounts; one that a sentence calls an account may be an office's."""
    in_column = bool(_ACCOUNT_WORDS.search(words))
    if not in_column and not (_ACCOUNT_SIGN.search(plain) and _ACCOUNT_WORDS.search(plain)):
        return
    for match in _ACCOUNT.finditer(plain):
        # One number before 元 is a sum; behind a blank the sum is another.
        if not in_column and match[0].isdigit() and _AMOUNT.match(plain, match.end()):
            continue
        if in_column or _ACCOUNT_BEFORE.search(_said_before(plain, match.start())):
            value = _digits(match[0])
            yield Found(BANK_CARD, match.start(), match.end(), value, sure=in_column)


def _luhn(value: str) -> bool:
    """ISO/IEC 7812-1, annex B."""
    total = 0
    for place, char in enumerate(reversed(value)):
        digit = int(char) * (2 if place % 2 else 1)
        total += digit - 9 if digit > 9 else digit  # noqa: PLR2004
    return total % 10 == 0


def _passports(plain: str, words: str) -> Iterator[Found]:
    if not _ANY_PASSPORT.search(plain):
        return
    for match in _PASSPORT.finditer(plain):
        if _PASSPORT_WORDS.search(words + _said_before(plain, match.start())):
            yield Found(PASSPORT, match.start(), match.end(), match[0])


def _mobiles(plain: str) -> Iterator[Found]:
    if not _ANY_MOBILE.search(plain):
        return
    for match in _MOBILE.finditer(plain):
        value = _digits(match[0])[-_MOBILE_LENGTH:]
        yield Found(MOBILE, match.start(), match.end(), value, sure=False)


def _said_before(plain: str, at: int) -> str:
    line = plain.rfind("\n", 0, at) + 1
    return plain[max(line, at - _BEFORE) : at]
