"""A comparison with the level above → text for people, JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator

from gongkai_ssg.findings.parts import of_item, section, told
from gongkai_ssg.levels import LIMIT, Levels, Unclear, title_of
from gongkai_ssg.model import Item
from gongkai_ssg.tables import Row


@told
def text(found: Levels) -> Iterator[str]:
    """The comparison in lines; every difference names the cell above and our file."""
    alike = len(found.pairs) - len(found.different)
    unclear = f"，分不清 {len(found.unclear)} 组" if found.unclear else ""
    yield (
        f"相同 {alike} 个，有不同 {len(found.different)} 个，"
        f"只有我们有 {len(found.ours)} 个，只有上级有 {len(found.theirs)} 个{unclear}"
    )
    yield f"比的领域: {'、'.join(found.domains)}"
    for pair in found.different:
        yield ""
        yield _named(pair.item)
        for one in pair.differs:
            yield f"  {one.key}（{one.place}）:"
            yield f"    我们: {_line(one.ours)}"
            yield f"    上级: {_line(one.theirs)}"
    lines = (line for one in found.unclear for line in _unclear(one))
    yield from section("名称相同，分不清谁对应谁（给上级的表补上编码再比）", lines)
    yield from section("只有我们有", map(_named, found.ours))
    yield from section("只有上级有", (f"{row.place} {title_of(row)}" for row in found.theirs))


def _unclear(one: Unclear) -> Iterator[str]:
    yield f"{one.items[0].title}:"
    yield from (f"  我们: {_named(item)}" for item in one.items)
    yield from (f"  上级: {row.place} {title_of(row)}" for row in one.rows)


def _named(item: Item) -> str:
    return f"{item.entry.span.named}:{item.entry.span.line} {item.code} {item.title}"


def _line(words: str) -> str:
    return "、".join(words.split("\n"))


def as_json(found: Levels) -> str:
    """The comparison as one document."""
    answer = {
        "version": 1,
        "domains": list(found.domains),
        "same": len(found.pairs) - len(found.different),
        "different": [
            {
                **of_item(pair.item),
                "row": pair.row.place,
                "elements": [
                    {"key": d.key, "ours": d.ours, "theirs": d.theirs, "cell": d.place}
                    for d in pair.differs
                ],
            }
            for pair in found.different
        ],
        "unclear": [
            {"ours": [of_item(item) for item in one.items], "theirs": [_row(r) for r in one.rows]}
            for one in found.unclear
        ],
        "ours_only": [of_item(item) for item in found.ours],
        "theirs_only": [_row(row) for row in found.theirs],
    }
    return json.dumps(answer, ensure_ascii=False, indent=2)


def _row(row: Row) -> dict[str, object]:
    return {"名称": title_of(row), "row": row.place, LIMIT: row.meant(LIMIT)}
