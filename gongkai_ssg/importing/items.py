"""A row of a table → an item in our elements, with what is inferred beside it, and doubts.

Nothing is invented: an element whose cell says nothing, or 同上, holds just that; what the table
means by it stands in `inferred` and becomes the element only when a person has agreed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from gongkai_ssg.diagnostics import Diagnostic, Span, problem
from gongkai_ssg.importing import channels, choices, words
from gongkai_ssg.importing.channels import Names
from gongkai_ssg.schema import Field, Kind
from gongkai_ssg.tables import Row, marks
from gongkai_ssg.tables.labels import PARTS, element
from gongkai_ssg.tables.marks import Tick
from gongkai_ssg.wording import plain

Written = str | list[str] | dict[str, str]
_NAMES = ("一级事项", "二级事项", "三级事项")
_TEXTS = ("编码", *_NAMES, "公开时限", "咨询电话", "监督电话", "服务编码", "办事指南")
_EVERYONE = re.compile(r"(?<!不[对向])(?<!不面向)(?<!非)(?:全社会|社会公众|全体社会成员)|^社会$")
_GROUP, _ENDED = "特定群体", "废止"
_GROUPS = frozenset(part for part in PARTS["公开对象"] if not _EVERYONE.search(part))


@dataclass(frozen=True, slots=True)
class Inferred:
    """What an element is meant to be, and the cell that says so; `said` where that is certain."""

    value: Written
    why: str
    said: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """An item as a table has it: its own cells, what is inferred, the doubts about it.

    `rough`: one tick of it stands for more than one level (乡、村级). `unheard`: the domain that
    the table names and the county has not.
    """

    file: str
    row: Row
    domain: str
    values: Mapping[str, Written]
    inferred: Mapping[str, Inferred] = field(default_factory=dict)
    doubts: tuple[Diagnostic, ...] = ()
    rough: bool = False
    unheard: str = ""

    def meant(self, key: str) -> Written:
        """An element as it will be once what is inferred was agreed to."""
        found = self.inferred.get(key)
        return found.value if found else self.values.get(key, "")

    def text(self, key: str) -> str:
        """A text element as it will be."""
        value = self.meant(key)
        return value if isinstance(value, str) else ""


@dataclass(frozen=True)
class Reader:
    """Reads rows of one table.

    `bodies` are the names that the county has registered; `called` has those that a person gave
    for names that the tables write (各乡镇政府 → all of them). `optional`: by the legend an empty
    box stands for a channel that may be used; `legend` has what it says of other marks.
    """

    file: str
    kind: Kind
    bodies: Iterable[str]
    channels: Names
    called: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    optional: bool = False
    legend: Mapping[str, bool] = field(default_factory=dict)

    @cached_property
    def names(self) -> Mapping[str, tuple[str, ...]]:
        """By element the names of the columns that hold it or a part of it."""
        known = {key: (key, *(f"{key}/{part}" for part in PARTS.get(key, ()))) for key in _KEYS}
        return {**known, **{f.key: (f.key,) for f in self.kind.fields if f.added}}

    @cached_property
    def known(self) -> frozenset[str]:
        """Names of bodies as they are compared, registered or given."""
        return frozenset(map(plain, (*self.bodies, *self.called)))

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """The elements by key."""
        return self.kind.by_key

    def draft(self, row: Row, domain: str) -> Draft:
        """One item."""
        doubts: list[Diagnostic] = []
        values = {key: self._own(key, row, doubts) for key in self._keys(row)}
        inferred = {key: found for key in self.names if (found := self._inferred(key, row))}
        doubts += [*self._dangling(row, inferred), *self._unknown(row), *self._unclear(row)]
        rough = self._is_rough(row)
        return Draft(self.file, row, domain, values, inferred, tuple(doubts), rough)

    def _keys(self, row: Row) -> Iterator[str]:
        """The elements that the table has a column for; the required ones in any case."""
        there = {*row.said, *row.inferred}
        for key, names in self.names.items():
            if not there.isdisjoint(names) or (key in self.fields and self.fields[key].required):
                yield key

    def _own(self, key: str, row: Row, doubts: list[Diagnostic]) -> Written:
        """What an element's own cells say."""
        names = self.names[key]
        texts = {name: row.said[name].text for name in names if name in row.said}
        said = {name: text for name, text in texts.items() if not marks.is_pointer(text)}
        if not said:
            return "同上" if texts else ""
        return self._value(key, row, said, doubts)

    def _inferred(self, key: str, row: Row) -> Inferred | None:
        names = self.names[key]
        found = {name: row.inferred[name] for name in names if name in row.inferred}
        if not found:
            return None
        texts = {name: text for name in names if (text := row.meant(name))}
        first = next(iter(found.values()))
        said = all(one.said for one in found.values())
        return Inferred(self._value(key, row, texts, []), first.why, said)

    def _value(
        self, key: str, row: Row, texts: Mapping[str, str], doubts: list[Diagnostic]
    ) -> Written:
        """An element from the texts of its cells, by `公开层级/县级` or `公开层级`."""
        parts = _parts(texts) if key in PARTS else {}
        text = texts.get(key, "")
        value: Written
        match key:
            case "公开内容" | "俗称":
                value = self._lines(row, text, words.contents)
            case "公开依据":
                value = self._lines(row, text, words.bases)
            case "公开主体":
                value = self._bodies(text)
            case "公开渠道":
                value = self._channels(text, row, doubts)
            case "公开对象":
                value = self._audience(text, parts, row, doubts)
            case "公开方式" | "五公开":
                value = self._chosen(key, text, parts)
            case "公开层级":
                ticked = self._level_words(parts)
                value = levels(ticked) if ticked else choices.levels(text) or []
            case "状态":
                # An item in force says nothing of it.
                value = _ENDED if _ENDED in text else ""
            case _ if self.fields[key].added and self.fields[key].type in ("lines", "choices"):
                value = self._lines(row, text, words.contents)
            case _:
                value = "".join(text.split("\n")).strip()
        return value

    def _lines(self, row: Row, text: str, read: Callable[[str], Iterable[str]]) -> list[str]:
        """Lines as they are where gongkai wrote the table, else as offices write them."""
        if not row.touched:
            return list(read(text))
        return list(dict.fromkeys(line.strip() for line in text.split("\n") if line.strip()))

    def _bodies(self, text: str) -> list[str]:
        found = words.names(text, self.known)
        return list(dict.fromkeys(n for name in found for n in self.called.get(name, (name,))))

    def _channels(self, text: str, row: Row, doubts: list[Diagnostic]) -> Written:
        # A row that gongkai wrote has a channel in each line.
        read = channels.read_lines if row.touched else channels.read
        found = read(text, self.channels)
        if not found.meant and text.strip():
            doubts.append(self.doubt("GK903", row, "公开渠道", text=text))
        doubts += [self.doubt("GK904", row, "公开渠道", name=name) for name in found.unknown]
        if self.optional and found.open:
            doubts.append(self.doubt("GK907", row, "公开渠道", names="、".join(found.open)))
        return list(found.meant)

    def _audience(
        self, text: str, parts: Mapping[str, str], row: Row, doubts: list[Diagnostic]
    ) -> Written:
        """全社会, or a group; a group that is merely ticked is called what its column is called."""
        ticked = self._ticked(parts)
        if any(_EVERYONE.search(part) for part in ticked):
            if len(ticked) > 1:
                doubts.append(self.doubt("GK905", row, "公开对象"))
            return "全社会"
        if ticked:
            return {_GROUP: words.remark(parts[ticked[0]]) or _GROUP}
        is_everyone = choices.everyone(text)
        if is_everyone is not False:
            return "全社会" if is_everyone else ""
        group = "".join(_meant(text)).strip().removeprefix(_GROUP).strip("：: \n")
        return {_GROUP: "".join(group.split("\n")) or _GROUP}

    def _chosen(self, key: str, text: str, parts: Mapping[str, str]) -> Written:
        field, found = self.fields[key], self._values_ticked(key, parts)
        if key == "五公开":
            return found or choices.chosen(text, field) or []
        return next(iter(found), "") or choices.only(text, field) or ""

    def _values_ticked(self, key: str, parts: Mapping[str, str]) -> list[str]:
        """The values of a choice whose columns are ticked."""
        ticked = self._ticked(parts)
        return [one for one in self.fields[key].values if any(one in part for part in ticked)]

    def _ticked(self, parts: Mapping[str, str]) -> list[str]:
        """The parts of an element (主动, 县级 …) whose cells are ticked, or name them."""
        return [part for part, text in parts.items() if self._tick(part, text) in _TICKED]

    def _tick(self, part: str, text: str) -> Tick:
        """What a cell says in the column of a part, in which not any words are a tick."""
        found = marks.tick(text, self.legend)
        if part in _GROUPS and found in _TICKED and choices.everyone(text):
            return Tick.UNKNOWN
        return Tick.UNKNOWN if found is Tick.WORDS and not _names(part, text) else found

    def _level_words(self, parts: Mapping[str, str]) -> list[str]:
        """What each ticked column says of levels: its cell, where it names one, else its label."""
        own = {part: _meant(parts[part]) for part in self._ticked(parts)}
        return [word for part, said in own.items() for word in (said if levels(said) else [part])]

    def _is_rough(self, row: Row) -> bool:
        """Whether a tick stands for more than one level (乡、村级)."""
        words = self._level_words(row.parts("公开层级"))
        return any(len(levels([word])) > 1 for word in words)

    def _unknown(self, row: Row) -> Iterator[Diagnostic]:
        """GK911: a mark that nobody knows, in a column that is ticked or among the channels."""
        for name in dict.fromkeys((*row.said, *row.inferred)):
            text = row.meant(name)
            if "/" not in name or element(name) == name or not row.touched.get(name, True):
                continue
            unknown = self._tick(name.partition("/")[2], text) is Tick.UNKNOWN
            if unknown and not marks.is_pointer(text):
                yield self.doubt("GK911", row, name, name=text)
        text = row.meant("公开渠道")
        is_said = not marks.is_pointer(text) and row.is_touched("公开渠道")
        if is_said and not channels.is_clear(text, self.channels, by_line=bool(row.touched)):
            yield self.doubt("GK911", row, "公开渠道", name=text)

    def _unclear(self, row: Row) -> Iterator[Diagnostic]:
        """GK913: words for a choice of which a part is not understood, and two ways at once."""
        for key, known in choices.KNOWN.items():
            text = row.meant(key)
            is_said = text and not marks.is_pointer(text) and row.is_touched(key)
            if is_said and not choices.is_clear(text, self.fields[key]):
                yield self.doubt("GK913", row, key, name=text, known=known)
        ways = self._values_ticked("公开方式", row.parts("公开方式"))
        if len(ways) > 1 and row.is_touched("公开方式"):
            known, name = choices.KNOWN["公开方式"], "、".join(ways)
            yield self.doubt("GK913", row, "公开方式", name=name, known=known)

    def _dangling(self, row: Row, inferred: Mapping[str, Inferred]) -> Iterator[Diagnostic]:
        """同上 above which nothing stands."""
        for name, one in row.said.items():
            if marks.is_pointer(one.text) and element(name) not in inferred:
                side = "左边" if marks.is_left(one.text) else "上面"
                yield self.doubt("GK902", row, name, text=one.text, side=side)

    def doubt(self, code: str, row: Row, key: str, **params: object) -> Diagnostic:
        """A doubt about an element, at the cell that says it."""
        return doubt(code, self.file, row, key, **params)


def _parts(texts: Mapping[str, str]) -> dict[str, str]:
    return {name.partition("/")[2]: text for name, text in texts.items() if "/" in name}


_TICKED = (Tick.YES, Tick.WORDS)
_KEYS = (
    *("编码", "一级事项", "二级事项", "三级事项", "公开内容", "公开依据", "公开时限", "公开主体"),
    *("公开渠道", "公开对象", "公开方式", "公开层级", "五公开", "俗称", "服务编码", "办事指南"),
    *("咨询电话", "监督电话", "状态"),
)


def doubt(code: str, file: str, row: Row, key: str, **params: object) -> Diagnostic:
    """A doubt about an element of a row, at its cell."""
    place = row.place_of(key)
    return problem(code, Span(file, row.number), cell=place, key=element(key), **params)


@lru_cache(maxsize=4096)
def _meant(text: str) -> tuple[str, ...]:
    """The pieces of a cell whose marks are set."""
    return tuple(words for is_set, words in marks.pieces(text) if is_set)


@lru_cache(maxsize=4096)
def _names(part: str, text: str) -> bool:
    """Whether the words in a part's cell name what the part stands for; a group has any name."""
    if part in _GROUPS:
        return True
    if marks.denies(text):
        return False
    if _EVERYONE.search(part):
        return bool(_EVERYONE.search(text))
    of = levels([part])
    return not set(of).isdisjoint(levels([text])) if of else part.removesuffix("公开") in text


def levels(labels: Iterable[str]) -> list[str]:
    """县级, 乡级, 村级 from the names that offices give to their columns."""
    return list(_levels("".join(labels)))


_levels = lru_cache(maxsize=4096)(choices.levels_in)
