"""The form of 三随机抽查: what was drawn, by which seed, and room for a verdict."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import tiny
from paper import Done, close, codes, pictures, texts

CATALOG = "content/shjz/catalog.yaml"


def test_the_form_says_what_was_drawn_and_how(
    site: Callable[..., Path], sheets: Callable[..., Done]
) -> None:
    limit = {"公开时限": "信息形成之日起1个工作日内"}
    days = [
        date for month in range(1, 13) for date in (f"2025-{month:02}-05", f"2026-{month:02}-05")
    ]
    files = {CATALOG: tiny.catalog(tiny.item(limit))}
    for day in days:
        review = tiny.RECORD_ELEMENTS["审核"].replace("2026-03", "2025-01")
        changes = {"成文日期": "2025-01-02", "公开日期": f"{day} 09:00", "审核": review}
        title = {"标题": f"{day}名单"}
        files[f"content/shjz/records/{day}.md"] = tiny.record({**changes, **title})
    done = sheets(site(files), "sample", "--seed", "一 2 叁")
    text = close("".join(texts(done.pdf("sample.pdf"))))
    for shown in (
        *("政务公开随机抽查检查表", "种子:一2叁", "抽样日期:2026年11月22日", "SHA-256"),
        *("示例县民政局", "审核确认结果（SHJZ-01-01）", "1条，逾期1条", "□基本符合", "检查人签名"),
    ):
        assert shown in text
    assert codes(pictures(done.pdf())[0]) == ["https://sl.example/gk/data/catalog.json"]
