"""What was drawn by lot → text for people, JSON for programs, YAML to be filled in."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date

from gongkai_ssg import sampling
from gongkai_ssg.model import PLACEHOLDER
from gongkai_ssg.project import Project
from gongkai_ssg.sampling import Candidate, Drawn


def candidates(project: Project) -> list[Candidate]:
    """The items in force with their bodies, as `data/catalog.json` has them."""
    items = project.catalog.items.values()
    return [Candidate(i.code, i.title, i.entry.lines("公开主体")) for i in items if not i.ended]


def text(drawn: Sequence[Drawn], seed: str, day: date) -> Iterator[str]:
    """The draw in lines."""
    yield f"种子“{seed}”，{day.isoformat()} 抽样，抽中 {len(drawn)} 项:"
    for number, one in enumerate(drawn, 1):
        yield f"{number}. {one.body} {one.item.code} {one.item.title} {one.month}"


def as_json(drawn: Sequence[Drawn], seed: str, day: date) -> str:
    """The draw as one document, each with its three lots."""
    answer = {
        "version": 1,
        "seed": seed,
        "day": day.isoformat(),
        "drawn": [
            {
                "单位": one.body,
                "事项": one.item.code,
                "名称": one.item.title,
                "月份": one.month,
                "lots": {
                    "单位": sampling.lot(seed, "单位", one.body),
                    "事项": sampling.lot(seed, "事项", f"{one.body} {one.item.code}"),
                    "月份": sampling.lot(seed, "月份", f"{one.body} {one.item.code} {one.month}"),
                },
            }
            for one in drawn
        ],
    }
    return json.dumps(answer, ensure_ascii=False, indent=2)


def as_yaml(drawn: Sequence[Drawn], seed: str, day: date) -> Iterator[str]:
    """An entry of `content/samplings.yaml`, with what is to be filled in."""
    yield f"- 名称: {PLACEHOLDER}这次抽查叫什么〕"
    yield f"  日期: {PLACEHOLDER}通报的日期〕"
    yield f"  种子: {_quoted(seed)}"
    yield f"  截止日期: {day.isoformat()}"
    yield "  结果:"
    for one in drawn:
        yield f"  - 事项: {one.item.code}"
        yield f"    单位: {_quoted(one.body)}"
        yield f"    月份: {one.month}"
        yield f"    结论: {PLACEHOLDER}符合、基本符合或者不符合〕"
        yield "    问题:"
        yield "    整改:"


def _quoted(words: str) -> str:
    """Text that YAML takes as it is (a JSON string is one of YAML)."""
    return json.dumps(words, ensure_ascii=False)
