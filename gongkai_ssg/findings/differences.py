"""Two states of a catalog compared → text for people, JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator

from gongkai_ssg.comparison import Comparison, Element
from gongkai_ssg.findings.parts import of_item, told


@told
def text(found: Comparison) -> Iterator[str]:
    """A comparison in lines."""
    counts = (len(found.added), len(found.changed), len(found.ended), len(found.gone))
    yield "新增 {} 个，修改 {} 个，废止 {} 个，不见了 {} 个".format(*counts)
    for word, items in (("新增", found.added), ("废止", found.ended), ("不见了", found.gone)):
        for item in items:
            yield f"{word} {item.code} {item.title}"
    for changed in found.changed:
        yield f"修改 {changed.item.code} {changed.item.title}"
        for element in changed.elements:
            yield from (f"  {line}" for line in _difference(element))


def _difference(element: Element) -> Iterator[str]:
    """What changed in an element: of a list, the lines that came and went."""
    if len(element.before) <= 1 and len(element.after) <= 1:
        before, after = ("".join(lines) or "（没有）" for lines in (element.before, element.after))
        yield f"{element.key}: {before} → {after}"
        return
    gone, come = element.gone, element.come
    yield f"{element.key}:{'' if gone or come else ' 次序变了'}"
    yield from (f"  - {line}" for line in gone)
    yield from (f"  + {line}" for line in come)


def as_json(found: Comparison) -> str:
    """A comparison as one document."""
    answer = {
        "version": 1,
        "added": [of_item(item) for item in found.added],
        "changed": [
            {
                **of_item(changed.item),
                "elements": [
                    {"key": e.key, "before": e.before, "after": e.after} for e in changed.elements
                ],
            }
            for changed in found.changed
        ],
        "ended": [of_item(item) for item in found.ended],
        "gone": [of_item(item) for item in found.gone],
    }
    return json.dumps(answer, ensure_ascii=False, indent=2)
