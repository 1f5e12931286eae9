"""What a migration would change → text for people, JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator

from gongkai_ssg import formats, report
from gongkai_ssg.findings.parts import told
from gongkai_ssg.migrating import Plan


@told
def text(plan: Plan) -> Iterator[str]:
    """File and line, as it stands and as it will stand."""
    for one in plan.changes:
        yield f"{one.path} 第 {one.line} 行"
        yield from (f"  - {line}" for line in one.before)
        yield from (f"  + {line}" for line in one.after)
    count = sum(1 for _ in plan.changes)
    yield f"要改 {len(plan.texts)} 个文件，{count} 处" if count else "不用改，内容就是现在的格式"


def as_json(plan: Plan) -> str:
    """The same; `format` is the one that the content will have.

    Where something must be mended first, `diagnostics` says what, and nothing changes.
    """
    changes = [
        {"path": one.path, "line": one.line, "from": [*one.before], "to": [*one.after]}
        for one in plan.changes
        if not plan.problems
    ]
    answer = {
        "version": 1,
        "format": formats.SITE,
        "changes": changes,
        "diagnostics": report.as_values(plan.problems),
    }
    return json.dumps(answer, ensure_ascii=False, indent=2)
