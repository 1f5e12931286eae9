"""A small site, tables for it as offices have them, and `gongkai import` of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
import tiny

from gongkai_ssg import cli

HEAD = [
    *("序号", "编码", "一级事项", "二级事项", "公开内容", "公开依据", "公开时限", "公开主体"),
    *("公开渠道", "全社会", "特定群体", "主动", "依申请", "县级", "乡级", "村级"),
]
FIRST = {
    "编码": "SHJZ-01-01",
    "一级事项": "最低生活保障",
    "二级事项": "审核确认结果",
    "公开内容": "保障对象\n保障金额",
    "公开依据": "《社会救助暂行办法》（国务院令第649号）",
    "公开时限": "信息形成之日起20个工作日内",
    "公开主体": "县民政局",
    "公开渠道": "■政府网站",
    "全社会": "√",
    "主动": "√",
    "县级": "√",
}
SECOND = {**FIRST, "编码": "", "二级事项": "资金发放", "公开时限": "同上"}
CATALOG = "content/shjz/catalog.yaml"
COMMENTED = """\
# 社会救助的事项
事项:

# 第一件
- 编码: SHJZ-01-01   # 不要改
  一级事项: "最低生活保障"
  二级事项: 审核确认结果
  公开内容:
    - 保障对象
    # 金额按月
    - 保障金额
  公开依据: [《社会救助暂行办法》（国务院令第649号）]
  公开时限: 信息形成之日起20个工作日内  # 民政部的指引
  公开主体: 县民政局
  公开渠道: [政府网站]
  公开对象: 全社会
  公开方式: 主动
  公开层级: [县级]

# 结尾的话
"""


def table(*rows: Mapping[str, str]) -> bytes:
    out = io.StringIO()
    lines: list[Sequence[str]] = [["社会救助领域标准目录"], HEAD]
    lines += [[str(n), *(row.get(key, "") for key in HEAD[1:])] for n, row in enumerate(rows, 1)]
    csv.writer(out).writerows(lines)
    return out.getvalue().encode("utf-8-sig")


def run(
    capsys: pytest.CaptureFixture[str], root: Path, data: bytes, *words: str
) -> tuple[int, str, str]:
    file = root.parent / "目录.csv"
    file.write_bytes(data)
    status = cli._run(["import", str(file), "-s", str(root), *words])
    said = capsys.readouterr()
    return status, said.out, said.err


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tiny.write(tmp_path / "site", {CATALOG: COMMENTED})


def text(root: Path, name: str = CATALOG) -> str:
    return (root / name).read_bytes().decode()


def entry(root: Path, code: str = "SHJZ-01-01") -> Mapping[str, object]:
    checked = tiny.check(root)
    assert checked.project
    return checked.project.catalog.items[code].entry.values
