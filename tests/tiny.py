"""The smallest valid site, as texts; tests change a line of it and say what must follow."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from gongkai_ssg import build
from gongkai_ssg.build import Built, Checked, Options

TODAY = date(2026, 11, 22)

SITE = """\
名称: 示例县
网址: https://sl.example/gk/
单位:
- {id: mzj, 名称: 示例县民政局, 简称: 县民政局}
区划:
- {id: hewan, 名称: 河湾镇, 层级: 乡级}
- {id: shangwan, 名称: 上湾村, 层级: 村级, 上级: hewan}
"""
DOMAIN = "名称: 社会救助\n"
ELEMENTS = {
    "编码": "SHJZ-01-01",
    "一级事项": "最低生活保障",
    "二级事项": "审核确认结果",
    "公开内容": "[保障对象, 保障金额]",
    "公开依据": "[《社会救助暂行办法》（国务院令第649号）]",
    "公开时限": "信息形成之日起20个工作日内",
    "公开主体": "县民政局",
    "公开渠道": "[政府网站]",
    "公开对象": "全社会",
    "公开方式": "主动",
    "公开层级": "[县级]",
}
RECORD_ELEMENTS = {
    "事项": "SHJZ-01-01",
    "标题": "三月名单",
    "发布机构": "县民政局",
    "成文日期": "2026-03-02",
    "公开日期": "2026-03-05 09:00",
    "审核": "{初审: {人: 科长, 日期: 2026-03-02}, 复审: {人: 副局长, 日期: 2026-03-03}, "
    "终审: {人: 局长, 日期: 2026-03-04}, 保密审查: {人: 保密员, 日期: 2026-03-04}}",
}
RECORD = "content/shjz/records/a.md"
# An attachment with one empty page.
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj "
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n"
)


def _lines(elements: Mapping[str, str], changes: Mapping[str, str | None]) -> list[str]:
    merged = {**elements, **changes}
    return [f"{key}: {value}".rstrip() for key, value in merged.items() if value is not None]


def item(changes: Mapping[str, str | None] | None = None) -> str:
    """One entry of a `catalog.yaml`; None leaves an element out."""
    return "- " + "\n  ".join(_lines(ELEMENTS, changes or {})) + "\n"


def catalog(*items: str) -> str:
    return "事项:\n" + "".join(items or (item(),))


def item_file(changes: Mapping[str, str | None] | None = None, body: str = "") -> str:
    """An item as a Markdown file."""
    return "---\n" + "\n".join(_lines(ELEMENTS, changes or {})) + f"\n---\n{body}"


def record(changes: Mapping[str, str | None] | None = None, body: str = "") -> str:
    return "---\n" + "\n".join(_lines(RECORD_ELEMENTS, changes or {})) + f"\n---\n{body}"


FILES: dict[str, str | bytes | None] = {
    "site.yaml": SITE,
    "content/shjz/domain.yaml": DOMAIN,
    "content/shjz/catalog.yaml": catalog(),
}


def write(root: Path, files: Mapping[str, str | bytes | None]) -> Path:
    """Put a site on the disk; a file given as None is left out."""
    for name, content in {**FILES, **files}.items():
        path = root / name
        if content is None:
            path.unlink(missing_ok=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def check(root: Path, **options: Any) -> Checked:
    return build.check(Options(root=root, **{"today": TODAY, **options}))


def places(checked: Checked) -> list[str]:
    """Each problem as `path:line:column GK104`."""
    spans = [(d.span, d.code) for d in checked.diagnostics]
    return [f"{span.path}:{span.line}:{span.column} {code}" for span, code in spans]


def build_site(root: Path, **options: Any) -> Built:
    return build.build(Options(root=root, **{"today": TODAY, **options}))
