"""What a verification found → text for people, JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator

from gongkai_ssg.verification import Verified


def text(found: Verified, where: str) -> Iterator[str]:
    """Every file that is not as it was made, and a last line that says what to do."""
    yield from (f"改了 {name}" for name in found.changed)
    yield from (f"少了 {name}（{why}）" for name, why in found.missing)
    yield from (f"多了 {name}" for name in found.extra)
    if found.whole:
        yield f"{found.number} 个文件都和生成时一样: {where}"
        return
    counts = (len(found.changed), len(found.missing), len(found.extra))
    yield "{} 个文件和生成时不一样，少了 {} 个，多了 {} 个".format(*counts)
    yield "没有人说得清是谁改的，就先查清楚；要恢复，把 public 重新上传。"


def as_json(found: Verified, where: str) -> str:
    """The same as one document."""
    answer = {
        "version": 1,
        "where": where,
        "files": found.number,
        "changed": found.changed,
        "missing": [{"name": name, "why": why} for name, why in found.missing],
        "extra": found.extra,
    }
    return json.dumps(answer, ensure_ascii=False, indent=2)
