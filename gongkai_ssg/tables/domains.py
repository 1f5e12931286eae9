"""Which of a county's domains (领域) a row is of: said by its cell, a title above it, its sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from gongkai_ssg import wording
from gongkai_ssg.model import Domain
from gongkai_ssg.tables import marks
from gongkai_ssg.tables.items import Row, Table

# 示例县公共法律服务领域基层政务公开标准目录: a name, with that of a place before it.
_TITLED = re.compile(r"([\u4e00-\u9fff]{2,20}?)领域")
_PLACE = re.compile(r"\A(?:(?:[\u4e00-\u9fff]{2,5}?|某)(?:[省市县旗]|(?<!社)区)(?=..))+")
_LONGEST = 20
# A sheet that is called as a domain may be, and not 表1, 目录, 汇总 or 民政局最终稿.
_BARE = re.compile(r"[\W\d_]*([\u4e00-\u9fff]{2,12})[\W\d_]*")
_NO_DOMAIN = re.compile(
    r"[表页簿批版稿局委办科站年月各本]|目录|清单|汇总|附件|标准|说明|整理|修改|公开|试点|重点|有关|以下|下列|[县乡镇村]级"
)


def of_row(domains: Mapping[str, Domain], table: Table, row: Row) -> str:
    """The slug of a row's domain; empty where none, or more than one, is named."""
    titles = (row.meant("领域"), row.section, table.name, table.above)
    return next((slug for title in titles if (slug := named(domains, title))), "")


def named(domains: Mapping[str, Domain], text: str) -> str:
    """The domain that a text names; of a name within another's the longer one is meant."""
    plain = wording.plain(text)
    if not plain:
        return ""
    names = {wording.plain(domain.name): slug for slug, domain in domains.items()}
    found = [name for name in names if name in plain]
    longest = [one for one in found if not any(one != o and one in o for o in found)]
    if len(longest) == 1:
        return names[longest[0]]
    return text.strip().lower() if text.strip().lower() in domains else ""


def unheard(domains: Mapping[str, Domain], county: str, table: Table, row: Row) -> str:
    """The domain that a row names and the county has not; empty where none is clearly named."""
    said = wording.plain(row.meant("领域"))
    titles = (said, row.section, table.name, table.above)
    known = {wording.plain(domain.name) for domain in domains.values()} - {""}
    if any(name in wording.plain("\n".join(titles)) for name in known):
        return ""
    if said and not marks.is_pointer(said):
        return said.removesuffix("领域") if len(said) <= _LONGEST else ""
    names = (one.removeprefix(county) for title in titles for one in _named(title))
    bare = _BARE.fullmatch(table.name)
    likely = (*(_PLACE.sub("", name) for name in names), *([bare[1]] if bare else []))
    return next((name for name in likely if not _NO_DOMAIN.search(name)), "")


def _named(title: str) -> Iterator[str]:
    return (found[1] for found in _TITLED.finditer(title))
