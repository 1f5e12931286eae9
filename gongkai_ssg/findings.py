"""Inspections and comparisons → text for people, JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from gongkai_ssg.comparison import Comparison, Element
from gongkai_ssg.inspection import Inspection
from gongkai_ssg.model import Item
from gongkai_ssg.timeliness import Again


def text(found: Inspection) -> Iterator[str]:
    """The inspection in lines; every line names the file that it is about."""
    items = sum(one.items for one in found.coverage)
    filled = sum(one.filled for one in found.coverage)
    yield f"{found.day.isoformat()} 公开情况"
    yield ""
    yield f"事项 {items} 个，其中 {filled} 个有公开的信息。各领域:"
    for one in found.coverage:
        yield f"  {one.name}: {one.filled}/{one.items} 个事项，{one.records} 条信息"
    yield from _section(
        f"逾期公开的信息（能判断的 {found.judged} 条）",
        (
            f"{r.path} {r.title}: 应在 {j.due.isoformat()} 以前，晚了 {j.late} 个工作日"
            + ("（暂定）" if j.provisional else "")
            for r, j in found.late
        ),
    )
    yield from _section("到期没有公开的事项", _dues(found.overdue))
    yield from _section("30 天内到期的事项", _dues(found.soon))
    yield from _section("没有公开过信息的事项", (_of(item) for item in found.empty))
    yield from _section(
        "没有放行的信息",
        (f"{out.record.path} {out.record.title}: {out.reason}" for out in found.left_out),
    )
    yield from _section(
        "没有全部看懂的公开时限",
        (f"{_of(item)}: {item.entry.text('公开时限')}" for item in found.unread),
    )


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    shown = list(lines)
    yield ""
    yield f"{title}: {len(shown) or '没有'}"
    yield from (f"  {line}" for line in shown)


def _dues(dues: Iterable[tuple[Item, Again]]) -> Iterator[str]:
    for item, found in dues:
        yield f"{_of(item)}: {found.rhythm}，应在 {found.day.isoformat()} 以前"


def _of(item: Item) -> str:
    span = item.entry.span
    return f"{span.path}:{span.line} {item.code} {item.title}"


def as_json(found: Inspection) -> str:
    """The inspection as one document."""
    answer = {
        "version": 1,
        "day": found.day.isoformat(),
        "coverage": [
            {"领域": c.slug, "名称": c.name, "事项": c.items, "有信息": c.filled, "信息": c.records}
            for c in found.coverage
        ],
        "judged": found.judged,
        "late": [
            {
                "id": r.id,
                "path": r.path,
                "标题": r.title,
                "事项": r.item,
                "due": j.due.isoformat(),
                "days": j.late,
                "provisional": j.provisional,
            }
            for r, j in found.late
        ],
        "overdue": [_due(item, again) for item, again in found.overdue],
        "soon": [_due(item, again) for item, again in found.soon],
        "empty": [_item(item) for item in found.empty],
        "left_out": [
            {"id": o.record.id, "path": o.record.path, "标题": o.record.title, "reason": o.reason}
            for o in found.left_out
        ],
        "unread": [{**_item(i), "公开时限": i.entry.text("公开时限")} for i in found.unread],
    }
    return json.dumps(answer, ensure_ascii=False, indent=2)


def _item(item: Item) -> dict[str, object]:
    span = item.entry.span
    return {"编码": item.code, "名称": item.title, "path": span.path, "line": span.line}


def _due(item: Item, found: Again) -> dict[str, object]:
    return {**_item(item), "rhythm": found.rhythm, "due": found.day.isoformat()}


def differences(found: Comparison) -> Iterator[str]:
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
    gone = [line for line in element.before if line not in element.after]
    come = [line for line in element.after if line not in element.before]
    yield f"{element.key}:{'' if gone or come else ' 次序变了'}"
    yield from (f"  - {line}" for line in gone)
    yield from (f"  + {line}" for line in come)


def differences_as_json(found: Comparison) -> str:
    """A comparison as one document."""
    answer = {
        "version": 1,
        "added": [_item(item) for item in found.added],
        "changed": [
            {
                **_item(changed.item),
                "elements": [
                    {"key": e.key, "before": e.before, "after": e.after} for e in changed.elements
                ],
            }
            for changed in found.changed
        ],
        "ended": [_item(item) for item in found.ended],
        "gone": [_item(item) for item in found.gone],
    }
    return json.dumps(answer, ensure_ascii=False, indent=2)
