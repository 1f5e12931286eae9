"""A comparison with the level above → text for people, JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator

from gongkai_ssg.findings.parts import of_item, section
from gongkai_ssg.levels import LIMIT, NAME, Levels
from gongkai_ssg.model import Item
from gongkai_ssg.tables import Row


def text(found: Levels) -> Iterator[str]:
    """The comparison in lines; every difference names the cell above and our file."""
    alike = len(found.pairs) - len(found.different)
    yield (
        f"相同 {alike} 个，有不同 {len(found.different)} 个，"
        f"只有我们有 {len(found.ours)} 个，只有上级有 {len(found.theirs)} 个"
    )
    for pair in found.different:
        yield ""
        yield f"{_place(pair.item)} {pair.item.code} {pair.item.title}"
        for one in pair.differs:
            yield f"  {one.key}（{one.place}）:"
            yield f"    我们: {_line(one.ours)}"
            yield f"    上级: {_line(one.theirs)}"
    yield from section("只有我们有", (f"{_place(i)} {i.code} {i.title}" for i in found.ours))
    yield from section("只有上级有", (f"{row.place} {row.meant(NAME)}" for row in found.theirs))


def _place(item: Item) -> str:
    return f"{item.entry.span.path}:{item.entry.span.line}"


def _line(words: str) -> str:
    return "、".join(words.split("\n"))


def as_json(found: Levels) -> str:
    """The comparison as one document."""
    answer = {
        "version": 1,
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
        "ours_only": [of_item(item) for item in found.ours],
        "theirs_only": [_row(row) for row in found.theirs],
    }
    return json.dumps(answer, ensure_ascii=False, indent=2)


def _row(row: Row) -> dict[str, object]:
    return {"名称": row.meant(NAME), "row": row.place, LIMIT: row.meant(LIMIT)}
