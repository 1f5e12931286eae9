"""One element as a text: plain, a code, an id, a word of a vocabulary, a channel."""

from __future__ import annotations

import difflib
import re
import unicodedata

from gongkai_ssg import wording
from gongkai_ssg.deadlines.words import numbers_in
from gongkai_ssg.diagnostics import Span
from gongkai_ssg.elements.reading import Reading, as_list, wrong_type
from gongkai_ssg.model import CODE, name_rule
from gongkai_ssg.schema import Field
from gongkai_ssg.source import Mapping, Node, Scalar, Sequence, unseen_problems

# Where information is about several places and one can be written.
ACROSS = "跨几个村的写它们的乡镇"
MAX_TEXT = 20_000
OTHER = "其他"
# A pointer (同上) is no longer than this, whatever stands around it.
_POINTER = 20
# Between 其他 and the platform, in data as in content; a full-width one is accepted.
COLON = ":"
_OTHER_CHANNEL = re.compile("其他[:\uff1a](.+)")
_RUN_TOGETHER = re.compile(r"([A-Z]{2,6})(\d\d)(\d\d)?(\d\d)?")


def text_of(f: Field, node: Node, reading: Reading) -> str | None:
    """A text that says something of its own, in the form that the schema wants."""
    if not isinstance(node, Scalar):
        colon = isinstance(node, Mapping)
        hint = "，里面有英文冒号加空格时用引号把整段括起来" if colon else ""
        if isinstance(node, Sequence) and f.type == "ref":
            hint = "，只能写一个" + ("；" + ACROSS if f.to == "place" else "")
        wrong_type(f, node, reading, "一段文字" + hint)
        return None
    if node.hidden or node.unseen:
        # Half of it may be another element: the mistyped colon has been reported already.
        reading.problems.extend(unseen_problems(node))
        return None
    text = node.text.strip()
    if len(text) <= _POINTER and wording.is_pointer(text):
        reading.report("GK109", node.span, key=f.key, value=text)
        return None
    if len(text) > MAX_TEXT:
        start, rule = text[:10] + "……", "一项不超过两万字；长的内容写在正文里，或者做成附件"
        reading.report("GK110", node.span, key=f.key, value=start, rule=rule)
        return None
    if f.pattern and not re.fullmatch(f.pattern, text, re.ASCII):
        code = "GK107" if f.type == "code" else "GK110"
        likely = likely_code(text) if f.type == "code" else ""
        hint = f"是不是“{likely}”？" if likely else ""
        params = {"key": f.key, "value": text, "rule": f.pattern_help, "hint": hint}
        reading.report(code, node.span, **params)
        return None
    return text


def likely_code(text: str) -> str:
    """The code that was probably meant by a malformed one (`zdbc-2-3`), or empty."""
    plain = unicodedata.normalize("NFKC", text).upper().replace("—", "-").replace("_", "-")
    run = _RUN_TOGETHER.fullmatch(plain)
    if run:
        plain = "-".join(part for part in run.groups() if part)
    padded = re.sub(r"-(\d)(?!\d)", r"-0\1", re.sub(r"\s", "", plain))
    return padded if CODE.fullmatch(padded) else ""


def id_of(f: Field, node: Node, reading: Reading) -> str | None:
    """An id, which becomes a part of an address."""
    text = text_of(f, node, reading)
    rule = name_rule(text) if text else ""
    if rule:
        reading.report("GK110", node.span, key=f.key, value=text, rule=rule)
        return None
    return text


def channel_of(f: Field, node: Node, reading: Reading) -> str | None:
    """One of the official channels, or 其他 with the platform's name."""
    platform = node.get(OTHER) if isinstance(node, Mapping) and len(node.entries) == 1 else None
    if isinstance(platform, Scalar) and platform.text.strip():
        # `- 其他: 平台`, with the blank that every other colon wants.
        name = text_of(f, platform, reading)
        return name and f"{OTHER}{COLON}{name}"
    text = text_of(f, node, reading)
    if text is None:
        return None
    other = _OTHER_CHANNEL.fullmatch(text)
    return f"{OTHER}{COLON}{other[1].strip()}" if other else word_of(f, text, node.span, reading)


def word_of(f: Field, text: str, span: Span, reading: Reading) -> str | None:
    """A word of a vocabulary; width differences do not count, aliases are mapped."""
    if text in f.values:
        return text
    words = {unicodedata.normalize("NFKC", v): v for v in f.values}
    plain = unicodedata.normalize("NFKC", text)
    simple = reading.schema.simplified(plain)
    right = words.get(plain)
    if right:
        return right
    if simple != plain and (simple in words or simple in f.aliases):
        right = words.get(simple) or f.aliases[simple]
        reading.report("GK105", span, key=f.key, value=text, right=right)
        return None
    if plain in f.aliases:
        reading.report("GK106", span, key=f.key, value=text, right=f.aliases[plain])
        return f.aliases[plain]
    several = as_list(plain)
    # 条例第十四条 is very like 条例第16条, and is another one.
    same = [word for word in words if numbers_in(word) == numbers_in(simple)]
    near = difflib.get_close_matches(simple, same, 1, 0.5)
    hint = f"是不是“{words[near[0]]}”？" if near else ""
    if "," in several and all(word in f.values for word in several[1:-1].split(", ")):
        hint = f"每个值单独写一项，写成 {several}。"
    choices = "、".join((*f.values, *(f"“{{{x.key}: …}}”" for x in f.or_fields)))
    reading.report("GK104", span, key=f.key, value=text, hint=hint, choices=choices)
    return None
