"""What an import understood and would do → text for people, JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from gongkai_ssg.diagnostics import Diagnostic
from gongkai_ssg.findings.parts import section, told
from gongkai_ssg.importing.items import Draft
from gongkai_ssg.importing.plan import Changed, Edit, Plan, gathered, lines

_SHOWN = 60


@told
def text(plan: Plan) -> Iterator[str]:
    """The plan in lines, each with the cell that it comes from."""
    counts = (len(plan.new), len(plan.changed), len(plan.same), len(plan.blocked), len(plan.gone))
    yield "新增 {} 个，修改 {} 个，相同 {} 个，不能导入 {} 个，表里没有 {} 个".format(*counts)
    yield from section(
        "新增", (f"{n.draft.row.place} {n.code} {n.draft.text('二级事项')}" for n in plan.new)
    )
    for changed in plan.changed:
        yield from _changed(changed)
    yield from section("不能导入", (f"{d.row.place} {d.text('二级事项')}" for d in plan.blocked))
    yield from section("表里没有，原样保留", (f"{i.code} {i.title}" for i in plan.gone))
    yield from section(
        "推定的（表里没有直接写，请核对）",
        (
            f"{draft.row.place} {key}: {_brief('、'.join(lines(one.value)))}（{one.why}）"
            for draft, key, one in plan.inferred
        ),
    )


def _changed(changed: Changed) -> Iterator[str]:
    yield ""
    yield f"修改 {changed.item.code} {changed.item.title}（{changed.draft.row.place}）"
    for edit in changed.edits:
        yield f"  {edit.key}:"
        yield from (f"    - {line}" for line in _only(edit, edit.before, edit.after))
        yield from (f"    + {line}" for line in _only(edit, edit.after, edit.before))


def _only(edit: Edit, some: tuple[str, ...], others: tuple[str, ...]) -> Iterator[str]:
    """The lines that the other side has not; all of them where only the order changed."""
    different = [line for line in some if line not in others]
    if not different and sorted(edit.before) == sorted(edit.after):
        return iter(some)
    return iter(different)


def _brief(words: str) -> str:
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN]}……"


def as_json(plan: Plan, drafts: list[Draft]) -> str:
    """Every item as it stands in the tables, and what was inferred."""
    answer = {
        "version": 1,
        "summary": {
            "new": len(plan.new),
            "changed": len(plan.changed),
            "same": len(plan.same),
            "blocked": len(plan.blocked),
            "gone": len(plan.gone),
        },
        "items": [_item(draft) for draft in drafts],
        "gone": [item.code for item in plan.gone],
        "diagnostics": [_diagnostic(one) for one in gathered(plan.doubts)],
    }
    return json.dumps(answer, ensure_ascii=False, indent=2)


def _item(draft: Draft) -> dict[str, Any]:
    return {
        **draft.values,
        "领域": draft.domain,
        "来源": {"文件": draft.file, "表": draft.row.table, "行": draft.row.number},
        "推定": {key: {"值": one.value, "来源": one.why} for key, one in draft.inferred.items()},
    }


def _diagnostic(found: Diagnostic) -> dict[str, Any]:
    return {
        "code": found.code,
        "severity": found.severity,
        "path": found.span.named,
        "line": found.span.line,
        "column": found.span.column,
        "cell": found.params.get("cell", ""),
        "message": found.message,
        "help": found.help,
    }
