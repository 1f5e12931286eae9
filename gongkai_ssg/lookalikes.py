"""Characters that look like others: a reader sees no difference, a search and an address do.

Radicals that a PDF leaves behind when it is copied, letters of Cyrillic and Greek in a Latin word,
addresses in foreign letters, and what nobody sees at all.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from gongkai_ssg.source import UNSEEN

# What normalisation does not know of the radicals (Unicode, EquivalentUnifiedIdeograph).
_RADICALS = (
    "⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸⺹⺺"
    "⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲"
)
_IDEOGRAPHS = (
    "厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵旡日月歺民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀"
    "聿肉𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀"
)
_CYRILLIC = (
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u0405\u0406\u0408\u051a\u051c\u04ae\u0492"
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0455\u0456\u0458\u04bb\u0501\u051b\u051d\u0475\u04cf"
)
_GREEK = (
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf"
)
_LATIN = "ABEKMHOPCTYXSIJQWYFaeopcyxsijhdqwvl" + "ABEZHIKMNOPTYXo"
_PLAIN = dict(zip(_RADICALS, _IDEOGRAPHS, strict=True))
_LIKE = dict(zip(_CYRILLIC + _GREEK, _LATIN, strict=True))
_LETTERS = "A-Za-z\u0370-\u03ff\u0400-\u052f\uff21-\uff3a\uff41-\uff5a"
_FULL = re.compile("[\uff21-\uff3a\uff41-\uff5a]")
# Most texts are of these alone, of which none misleads, and to ask for so few ranges is quick.
_UNCOMMON = re.compile(
    "[^\t\n -~\u2010-\u2027\u3000-\u3100\u4e00-\u9fff\uff01-\uff20\uff5b-\uff5e]"
)
_PUNYCODE = re.compile("[xX][nN]--")
_OTHER_FORM = re.compile("[\u2e80-\u2fd5\uf900-\ufaff\U0002f800-\U0002fa1f]")
_WORD = re.compile(f"[{_LETTERS}]{{2,}}")
_CYRILLIC_WORD = re.compile("[\u0400-\u052f]+")
_HAN = "\u3400-\u9fff\U00020000-\U0003ffff"
# Whole words like ООО and СССР are Russian; a single letter beside Chinese is a label: А类, 附件В.
_LETTER = re.compile(
    f"(?<![{_LETTERS}])[{_CYRILLIC}{_GREEK}](?![{_LETTERS}])"
    f"(?P<beside>(?<=[{_HAN}].)|(?=[0-9]{{0,4}}[{_HAN}]))?"
)
# Scripts whose suffixes are written on to an address: Arabic, Tibetan, Korean, Mongolian, Dai, Yi.
_SUFFIX = (
    "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\u0f00-\u0fff\u1100-\u11ff\uac00-\ud7ff\u1800-\u18af"
    "\u1950-\u19df\ua000-\ua4cf"
)
_NO_HOST = r"\s/?#\"'<>()（）《》“”，。；、："
# What begins like an address; and a name of letters that are not Chinese, with a common ending. The
# former ends where the sentence goes on in Chinese, or with a suffix. No two places begin the same
# name, so that a line of any length is gone over once.
_NAME = rf"[^\W{_HAN}{_SUFFIX}]|-"
_HOST = re.compile(
    r"(?:https?://|www\.)("
    rf"(?:[A-Za-z0-9-]{{1,63}}\.){{1,20}}+[A-Za-z]{{2,63}}+(?=[{_HAN}]|[{_SUFFIX}]{{1,99}}+(?!\.?(?:{_NAME})))"
    rf"|[^{_NO_HOST}]{{1,253}})"
    rf"|(?<!{_NAME})(?<!(?:{_NAME})\.)((?:(?:{_NAME})++\.)+(?:cn|com|net|org|gov)(?!{_NAME}))",
    re.IGNORECASE,
)
_HIDDEN = re.compile(f"[{UNSEEN}]+")
_TURNS = frozenset("\u200e\u200f\u061c")
_FROM_RIGHT = re.compile("[\u0590-\u08ff]")
_BODY = re.compile(r"\A---[ \t]*\n.*?^---[ \t]*$", re.DOTALL | re.MULTILINE)
_SHOWN = 8
_LONGEST_LABEL = 63
# A dot below, or an accent above a letter: ọ written as two.
_MARKS = frozenset(map(chr, range(0x300, 0x370)))


class Found(NamedTuple):
    """A piece of a line that misleads; what it is, and what to write in its place."""

    line: int
    column: int
    length: int
    what: str
    remedy: str


def find(text: str, *, unseen: bool) -> Iterator[Found]:
    """What misleads in a file; characters that nobody sees only in the body of a Markdown file.

    In YAML the reader of values looks for these, and in other texts nobody does.
    """
    if not _may_mislead(text):
        return
    head = _BODY.match(text)
    begins = text.count("\n", 0, head.end()) if unseen and head else -1
    for number, line in enumerate(text.split("\n")):
        if _may_mislead(line):
            for start, end, what, remedy in _in_line(line, unseen=0 <= begins < number):
                yield Found(number + 1, start + 1, end - start, what, remedy)


def _may_mislead(text: str) -> bool:
    return bool(_UNCOMMON.search(text) or _PUNYCODE.search(text))


def _in_line(line: str, *, unseen: bool) -> Iterator[tuple[int, int, str, str]]:
    yield from _forms(line)
    places = _HOST.finditer(line) if "." in line or "//" in line else ()
    hosts = [(*one.span(), _strange(one[1] or one[2])) for one in places]
    hosts = [host for host in hosts if host[2]]
    for start, end, strange in hosts:
        what = f"网址里有“{strange}”，不是英文字母"
        yield start, end, what, "对着单位公布的网址重新输入一遍"
    said = {place for start, end, _ in hosts for place in range(start, end)}
    for word in _words(line):
        if word[0] not in said:
            yield word
    if unseen:
        yield from _hidden(line)


def _hidden(line: str) -> Iterator[tuple[int, int, str, str]]:
    """What nobody sees, but for the signs of direction that a line from right to left needs."""
    turns = bool(_FROM_RIGHT.search(line))
    for hidden in _HIDDEN.finditer(line):
        if not (turns and _TURNS.issuperset(hidden[0])):
            codes = "、".join(dict.fromkeys(map(_code, hidden[0][:_SHOWN])))
            what = f"这里有看不见的字符（{codes}）"
            yield *hidden.span(), what, "删掉它；删不掉就把这一行重新输入"


def _forms(line: str) -> Iterator[tuple[int, int, str, str]]:
    """Radicals and doubles of Unicode in the place of the characters themselves."""
    met = [(one.start(), one[0], _usual(one[0])) for one in _OTHER_FORM.finditer(line)]
    met = [one for one in met if one[1] != one[2]]
    if met:
        pairs = dict.fromkeys((char, usual) for _, char, usual in met)
        shown = "、".join(f"“{char}”（{_code(char)}）" for char, _ in list(pairs)[:_SHOWN])
        what = f"{shown}和常用的字看着一样，却是另外的字，搜不到"
        remedy = "、".join(f"“{char}”改成“{usual}”" for char, usual in list(pairs)[:_SHOWN])
        yield met[0][0], met[0][0] + 1, what, f"{remedy}；从 PDF 里复制的，整段重新输入更稳妥"


def _usual(char: str) -> str:
    return _PLAIN.get(char) or unicodedata.normalize("NFKC", char)


def _words(line: str) -> Iterator[tuple[int, int, str, str]]:
    """Words of several alphabets, and letters of Cyrillic or Greek for labels in Chinese."""
    for word in _WORD.finditer(line):
        latin = any(char.isascii() for char in word[0])
        if latin and (any(char in _LIKE for char in word[0]) or _FULL.search(word[0])):
            plain = unicodedata.normalize("NFKC", "".join(_LIKE.get(c, c) for c in word[0]))
            strange = list(dict.fromkeys(c for c in word[0] if not c.isascii()))
            others = "、".join(f"“{c}”（{_code(c)}）" for c in strange[:_SHOWN])
            what = f"“{word[0]}”里的{others}只是像英文字母"
            yield *word.span(), what, f"改成“{plain}”"
    # Beside Russian words a single letter is Russian, too.
    if all(char in _LIKE for char in "".join(_CYRILLIC_WORD.findall(line))):
        letters = list(_LETTER.finditer(line))
        for letter in letters if any(one["beside"] is not None for one in letters) else ():
            script = "希腊文" if letter[0] in _GREEK else "俄文"
            what = f"“{letter[0]}”（{_code(letter[0])}）是{script}字母，只是像英文字母"
            yield *letter.span(), what, f"改成“{_LIKE[letter[0]]}”"


def _strange(host: str) -> str:
    """The letters of a host that are neither English nor Chinese, also beneath `xn--`."""
    found = ""
    for label in host.partition(":")[0].split("."):
        plain = label
        if label.lower().startswith("xn--") and len(label) <= _LONGEST_LABEL:
            try:
                plain = label[4:].encode("ascii").decode("punycode")
            except (UnicodeError, ValueError):
                continue
        found += "".join(char for char in plain if not char.isascii() and not _is_han(char))
    return "".join(char for char in dict.fromkeys(found) if char.isalpha() or char in _MARKS)


def _is_han(char: str) -> bool:
    return "\u2e80" <= char <= "\u9fff" or char >= "\U00020000"


def _code(char: str) -> str:
    return f"U+{ord(char):04X}"
