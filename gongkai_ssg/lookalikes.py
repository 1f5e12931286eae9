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
# Most texts have none of these, and then nothing is looked for.
_ANY = re.compile(
    f"[\u0261\u0370-\u052f\u2e80-\u2fd5\uf900-\ufaff\uff21-\uff5a\U0002f800-\U0002fa1f{UNSEEN}]|xn--"
)
_OTHER_FORM = re.compile("[\u2e80-\u2fd5\uf900-\ufaff\U0002f800-\U0002fa1f]")
_WORD = re.compile(f"[{_LETTERS}]{{2,}}")
_CYRILLIC_WORD = re.compile("[\u0400-\u052f]+")
_HOST = re.compile(
    r"(?:https?://|www\.)([^\s/?#\"'<>()（）《》“”，。；、：]+)"
    r"|([\w.-]+\.(?:cn|com|net|org|gov)\b)"
)
_HIDDEN = re.compile(f"[{UNSEEN}]+")
_TURNS = frozenset("\u200e\u200f\u061c")
_FROM_RIGHT = re.compile("[\u0590-\u08ff]")
_BODY = re.compile(r"\A---[ \t]*\n.*?^---[ \t]*$", re.DOTALL | re.MULTILINE)
_SHOWN = 8


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
    if not _ANY.search(text):
        return
    head = _BODY.match(text)
    begins = text.count("\n", 0, head.end()) if unseen and head else -1
    for number, line in enumerate(text.split("\n")):
        if line.isascii() and "xn--" not in line:
            continue
        for start, end, what, remedy in _in_line(line, unseen=0 <= begins < number):
            yield Found(number + 1, start + 1, end - start, what, remedy)


def _in_line(line: str, *, unseen: bool) -> Iterator[tuple[int, int, str, str]]:
    yield from _forms(line)
    yield from _words(line)
    for host in _HOST.finditer(line):
        strange = _strange(host[1] or host[2])
        if strange:
            yield (
                *host.span(),
                f"网址里有“{strange}”，不是英文字母",
                "对着单位公布的网址重新输入一遍",
            )
    for hidden in _HIDDEN.finditer(line) if unseen else ():
        if not (_TURNS.issuperset(hidden[0]) and _FROM_RIGHT.search(line)):
            codes = "、".join(dict.fromkeys(map(_code, hidden[0][:_SHOWN])))
            yield (
                *hidden.span(),
                f"这里有看不见的字符（{codes}）",
                "删掉它；删不掉就把这一行重新输入",
            )


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
    """Words of several alphabets, and a Latin word written in letters of Cyrillic."""
    for word in _WORD.finditer(line):
        latin = any(char.isascii() for char in word[0])
        if latin and (any(char in _LIKE for char in word[0]) or _FULL.search(word[0])):
            plain = unicodedata.normalize("NFKC", "".join(_LIKE.get(c, c) for c in word[0]))
            others = "、".join(f"“{c}”（{_code(c)}）" for c in word[0] if not c.isascii())
            what = f"“{word[0]}”里的{others}只是像英文字母"
            yield *word.span(), what, f"改成“{plain}”"
    russian = _CYRILLIC_WORD.findall(line)
    if russian and all(char in _LIKE for char in "".join(russian)):
        for word in _CYRILLIC_WORD.finditer(line):
            mixed = line[word.start() - 1 : word.start()] + line[word.end() : word.end() + 1]
            if not re.search(f"[{_LETTERS}]", mixed):
                plain = "".join(map(_LIKE.__getitem__, word[0]))
                what = f"“{word[0]}”（{_code(word[0][0])}）是俄文字母，只是像英文字母"
                yield *word.span(), what, f"改成“{plain}”"


def _strange(host: str) -> str:
    """The letters of a host that are neither English nor Chinese, also beneath `xn--`."""
    found = ""
    for label in host.partition(":")[0].split("."):
        plain = label
        if label.lower().startswith("xn--"):
            try:
                plain = label[4:].encode("ascii").decode("punycode")
            except (UnicodeError, ValueError):
                continue
        found += "".join(char for char in plain if not char.isascii() and not _is_han(char))
    return "".join(char for char in dict.fromkeys(found) if char.isalpha())


def _is_han(char: str) -> bool:
    return "\u2e80" <= char <= "\u9fff" or char >= "\U00020000"


def _code(char: str) -> str:
    return f"U+{ord(char):04X}"
