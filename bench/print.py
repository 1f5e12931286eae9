"""Notices of one page each, in one PDF: seconds of the check, of the sheets, of Typst; peak memory.

python bench/print.py [NOTICES]
"""

from __future__ import annotations

import resource
import sys
import tempfile
from datetime import date
from pathlib import Path
from time import perf_counter

from gongkai_ssg import build
from gongkai_ssg.print import batches, plan

DAY = date(2026, 11, 27)
SITE = """名称: 测试县基层政务公开
网址: https://sl.example/gk/
单位:
- {id: mzj, 名称: 测试县民政局}
"""
ITEM = """事项:
- 编码: SHJZ-01-01
  一级事项: 最低生活保障
  二级事项: 审核确认结果
  公开内容: [保障对象]
  公开依据: [《社会救助暂行办法》（国务院令第649号）]
  公开时限: 信息形成之日起20个工作日内
  公开主体: 测试县民政局
  公开渠道: [政府网站]
  公开对象: 全社会
  公开方式: 主动
  公开层级: [县级]
"""
SIGNED = "{人: 科长, 日期: 2026-03-02}"
RECORD = """---
事项: SHJZ-01-01
标题: 第{n}号公示
索引号: a-{n}
发布机构: 测试县民政局
成文日期: 2026-03-02
公开日期: 2026-03-05 09:00
审核: {{初审: {signed}, 复审: {signed}, 终审: {signed}, 保密审查: {signed}}}
---
第{n}号。{sentence}

{sentence}{sentence}{sentence}
"""
SENTENCE = "征收土地应当依法及时足额支付土地补偿费、安置补助费以及农村村民住宅、青苗等的补偿费用。"


def write(root: Path, count: int) -> None:
    """A site with so many records."""
    folder = root / "content/shjz/records"
    folder.mkdir(parents=True)
    (root / "site.yaml").write_text(SITE, "utf-8")
    (folder.parent / "domain.yaml").write_text("名称: 社会救助\n", "utf-8")
    (folder.parent / "catalog.yaml").write_text(ITEM, "utf-8")
    for n in range(count):
        text = RECORD.format(n=n, sentence=SENTENCE, signed=SIGNED)
        (folder / f"r{n:05}.md").write_text(text, "utf-8")


def main() -> None:
    """Write, check, print; one row."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write(root, count)
        begun = perf_counter()
        checked = build.check(build.Options(root, DAY))
        checks = perf_counter() - begun
        if checked.project is None or checked.diagnostics:
            raise SystemExit([d.message for d in checked.diagnostics])
        desk = plan.Desk(checked.project, root)
        jobs = [desk.notice_job(one) for one in checked.project.catalog.records]
        begun = perf_counter()
        sheets = [sheet for job in jobs if job for sheet in job.make()[0]]
        made = perf_counter() - begun
        press = batches.shop(desk).press()
        begun = perf_counter()
        pdf = press.pdf("公示", "测试县", DAY, sheets)
        typst = perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{count} notices: check {checks:.2f} s, sheets {made:.2f} s, Typst {typst:.2f} s, "
        f"{len(pdf) / 1e6:.1f} MB, peak {peak:.0f} MB"
    )


if __name__ == "__main__":
    main()
