"""A county of any size, for measuring: items whose texts differ, as real ones do.

python bench/corpus.py FOLDER ITEMS
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

SEED = 20261122
ITEMS_PER_DOMAIN = 800
SUBJECTS = (
    "耕地 林地 宅基地 公租房 危房 低保 特困 临时救助 学区 教师 食堂 校车 诊所 疫苗 "
    "预算 决算 采购 债务 水质 空气 噪声 固废 药店 餐饮 抽检 户口 身份证 居住证 补贴 "
    "农机 种子 保险 灌溉 道路 供水 防汛 抗旱 养老 助残 就业 培训 社保 工伤 "
).split()
ACTIONS = (
    "申请 受理 审核 审批 公示 公告 登记 变更 注销 评估 鉴定 检查 处罚 补偿 安置 发放 "
    "分配 验收 审计 监督 投诉 复核 听证 备案 统计 "
).split()
ELEMENTS = (
    "办理依据 申请条件 申请材料 办理流程 办理时限 收费标准 办理地点 联系电话 名单范围 "
    "资金数额 发放标准 结果说明 救济途径 监督方式 实施方案 工作进展 考核结果 年度计划 "
    "服务指南 政策解读 "
).split()
BASES = (
    "《中华人民共和国政府信息公开条例》（国务院令第711号）",
    "《中华人民共和国预算法》",
    "《社会救助暂行办法》（国务院令第649号）",
    "《中华人民共和国土地管理法实施条例》（国务院令第743号）",
)
SITE = """名称: 测试县基层政务公开
网址: https://sl.example/gk/
行政区划: 测试县
单位:
{bodies}
区划:
- {{id: t0, 名称: 东乡镇, 层级: 乡级}}
"""


def write(folder: Path, count: int) -> None:
    """Write a site of `count` items, a tenth of them as Markdown files with a record each."""
    draw = random.Random(SEED)
    bodies = "\n".join(f"- {{id: b{n}, 名称: 测试县第{n}局}}" for n in range(40))
    folder.mkdir(parents=True)
    (folder / "site.yaml").write_text(SITE.format(bodies=bodies), "utf-8")
    for start in range(0, count, ITEMS_PER_DOMAIN):
        slug = (
            "d"
            + chr(97 + start // ITEMS_PER_DOMAIN // 26)
            + chr(97 + start // ITEMS_PER_DOMAIN % 26)
        )
        _domain(folder / "content" / slug, slug, min(ITEMS_PER_DOMAIN, count - start), draw)


def _domain(folder: Path, slug: str, count: int, draw: random.Random) -> None:
    (folder / "records").mkdir(parents=True)
    (folder / "domain.yaml").write_text(f"名称: 领域{slug}\n", "utf-8")
    rows = ["事项:"]
    for number in range(count):
        code = f"{slug.upper()}-{number // 100 + 1:02}-{number % 100:02}"
        lines = _item(code, draw)
        if number % 10:
            rows += [("- " if n == 0 else "  ") + line for n, line in enumerate(lines)]
        else:
            text = "\n".join(["---", *lines, "---", "", _prose(draw)])
            (folder / f"{code.lower()}.md").write_text(text, "utf-8")
            record = "\n".join(["---", *_record(code, draw), "---", "", _prose(draw)])
            name = f"2026-{number % 9 + 1:02}-{number % 27 + 1:02}-{code.lower()}.md"
            (folder / "records" / name).write_text(record, "utf-8")
    (folder / "catalog.yaml").write_text("\n".join(rows) + "\n", "utf-8")


def _item(code: str, draw: random.Random) -> list[str]:
    subject, action = draw.choice(SUBJECTS), draw.choice(ACTIONS)
    contents = draw.sample(ELEMENTS, 6)
    return [
        f"编码: {code}",
        f"一级事项: {subject}管理",
        f"二级事项: {subject}{action}{draw.choice(ACTIONS)}",
        "公开内容:",
        *(f"- {subject}{draw.choice(ACTIONS)}{element}" for element in contents),
        "公开依据:",
        *(f"- {basis}" for basis in draw.sample(BASES, 2)),
        "公开时限: 信息形成或者变更之日起20个工作日内",
        f"公开主体: 测试县第{draw.randrange(40)}局",
        "公开渠道: [政府网站, 公开查阅点]",
        "公开对象: 全社会",
        "公开方式: 主动",
        "公开层级: [县级, 乡级]",
    ]


def _record(code: str, draw: random.Random) -> list[str]:
    sign = "{人: 办公室负责人, 日期: 2026-01-05}"
    return [
        f"事项: {code}",
        f"标题: 关于{draw.choice(SUBJECTS)}{draw.choice(ACTIONS)}情况的公告",
        f"发布机构: 测试县第{draw.randrange(40)}局",
        "成文日期: 2026-01-05",
        f"公开日期: 2026-{draw.randrange(2, 12):02}-{draw.randrange(1, 28):02} 09:00",
        "区划: t0",
        f"审核: {{初审: {sign}, 复审: {sign}, 终审: {sign}, 保密审查: {sign}}}",
    ]


def _prose(draw: random.Random) -> str:
    paragraphs = []
    for _ in range(6):
        words = [
            draw.choice(SUBJECTS) + draw.choice(ACTIONS) + draw.choice(ELEMENTS) for _ in range(12)
        ]
        paragraphs.append("，".join(words) + "。")
    return "## 说明\n\n" + "\n\n".join(paragraphs) + "\n"


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]))
