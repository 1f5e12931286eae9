"""An inspection → text for people, JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator

from gongkai_ssg.findings.parts import of_item
from gongkai_ssg.findings.sections import Cell, Section, sections, summary
from gongkai_ssg.inspection import Inspection
from gongkai_ssg.inspection.coverage import Coverage
from gongkai_ssg.inspection.score import Deduction
from gongkai_ssg.model import Item, Record
from gongkai_ssg.timeliness import Again


def text(found: Inspection) -> Iterator[str]:
    """The inspection in lines; every line names the file that it is about."""
    yield "公开情况"
    for label, words in summary(found):
        yield f"{label}: {words}"
    for section in sections(found):
        yield ""
        yield f"{section.title}: {len(section.rows) or '没有'}"
        yield from (f"  {_line(section, row)}" for row in section.rows)


def _line(section: Section, row: tuple[Cell, ...]) -> str:
    """The first cells as they are, the others behind the names of their columns."""
    named = 2 if section.traced else 1
    more = [
        f"{column} {cell}"
        for column, cell in zip(section.columns[named:], row[named:], strict=True)
        if cell not in (None, "")
    ]
    head = " ".join(str(cell) for cell in row[:named])
    return f"{head}: {'，'.join(more)}" if more else head


def as_json(found: Inspection) -> str:
    """The inspection as one document."""
    score = found.score
    answer = {
        "version": 1,
        "day": found.day.isoformat(),
        "score": {
            "points": score.points,
            "passed": score.passed,
            "vetoes": [_deduction(one) for one in score.vetoes],
            "deductions": [_deduction(one) for one in score.deductions],
        },
        "coverage": [_coverage("领域", one) for one in found.coverage],
        "by": {name: [_coverage(name, one) for one in parts] for name, parts in found.by.items()},
        "judged": found.judged,
        "late": [
            {
                **_record(record),
                "事项": record.item,
                "due": one.due.isoformat(),
                "days": one.late,
                "provisional": one.provisional,
            }
            for record, one in found.late
        ],
        "overdue": [_due(item, again) for item, again in found.overdue],
        "soon": [_due(item, again) for item, again in found.soon],
        "empty": [of_item(item) for item in found.empty],
        "left_out": [{**_record(out.record), "reason": out.reason} for out in found.left_out],
        "unsigned": [{**_record(one.record), "missing": one.missing} for one in found.unsigned],
        "withdrawn": [_record(record) for record in found.withdrawn],
        "unpaired": [{**_record(one.record), "words": one.words} for one in found.unpaired],
        "answers": [
            {
                "path": one.span.path,
                "line": one.span.line,
                "名称": one.title,
                "limit": one.limit,
                "hours": one.hours,
                "waiting": one.waiting,
            }
            for one in found.answers
        ],
        "unread": [{**of_item(i), "公开时限": i.entry.text("公开时限")} for i in found.unread],
        "dead": _dead(found) if found.reached else None,
    }
    return json.dumps(answer, ensure_ascii=False, indent=2)


def _deduction(one: Deduction) -> dict[str, object]:
    found = [{"place": f.place, "words": f.words} for f in one.found]
    return {
        "rule": one.rule,
        "each": one.each,
        "most": one.most,
        "points": one.points,
        "found": found,
    }


def _coverage(name: str, one: Coverage) -> dict[str, object]:
    counts = {"事项": one.items, "有信息": one.filled, "信息": one.records}
    return {name: one.slug, "名称": one.name, **counts}


def _dead(found: Inspection) -> list[dict[str, object]]:
    places = [(one.outside.span, one) for one in found.dead]
    return [
        {"path": span.path, "line": span.line, "url": one.outside.url, "why": one.why}
        for span, one in places
    ]


def _record(record: Record) -> dict[str, object]:
    return {"id": record.id, "path": record.path, "标题": record.title}


def _due(item: Item, found: Again) -> dict[str, object]:
    return {**of_item(item), "rhythm": found.rhythm, "due": found.day.isoformat()}
