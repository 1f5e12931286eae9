"""What the site publishes can be read again: its data files and its tables are its own catalog."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
import tiny
from selectolax.lexbor import LexborHTMLParser

from gongkai_ssg import cli, levels, tables
from gongkai_ssg.importing import gathering
from gongkai_ssg.importing.gathering import Source
from gongkai_ssg.project import Project

OWN = """\
扩展要素:
- {键: 联系电话, 类型: 文字, 说明: 科室的电话}
- {键: 责任/科室, 类型: 多选, 选项: [办公室, 救助股], 必填: 是, 说明: 由哪个科室办}
- {键: 备查材料, 类型: 多行, 说明: 有哪些材料}
- {键: 份数, 类型: 数字, 说明: 有几份}
- {键: 核定日期, 类型: 日期, 说明: 哪天核定}
"""
FULL = {
    "责任/科室": "[办公室, 救助股]",
    "联系电话": "0000-1",
    "备查材料": "[1.申请表；原件, 甲、乙、丙]",
    "份数": "3",
    "核定日期": "2026-03-02",
}
LEAST = {"责任/科室": "[救助股]"}
ITEMS = (
    tiny.item({**FULL, "公开内容": "[1.保障对象；按户, '=甲', '-乙']", "五公开": "[结果]"}),
    tiny.item(
        {
            **LEAST,
            "编码": "SHJZ-01-02",
            "二级事项": "政策法规文件",
            "三级事项": "规范性文件",
            "公开内容": "['-甲、乙、丙、丁']",
            "公开对象": "{特定群体: 困难群众}",
            "公开层级": "[乡级]",
            "公开渠道": "[政府网站, '其他:微信/短信']",
        }
    ),
    tiny.item(
        {
            **LEAST,
            "编码": "SHJZ-01-03",
            "二级事项": "政策法规文件",
            "三级事项": "地方性法规",
            "公开方式": "依申请",
            "公开层级": "[县级, 乡级, 村级]",
        }
    ),
    tiny.item({**LEAST, "编码": "SHJZ-02-01", "二级事项": "政策法规文件", "状态": "废止"}),
)
FILES = ("data/catalog.csv", "data/catalog.xlsx", "catalog/index.html", "shjz/index.html")


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("own") / "县"
    files = {"site.yaml": tiny.SITE + OWN, "content/shjz/catalog.yaml": tiny.catalog(*ITEMS)}
    built = tiny.build_site(tiny.write(root, files))
    assert built.files, built.checked.diagnostics
    return root


def read(root: Path, name: str) -> tuple[Project, list[tables.Table]]:
    project = tiny.check(root).project
    assert project
    own = [f.key for f in project.settings.schema.kinds["item"].fields if f.added]
    path = root / "public" / name
    return project, tables.read(path.name, path.read_bytes(), own)


@pytest.mark.parametrize("name", FILES)
def test_an_import_of_what_was_published_changes_nothing(county: Path, name: str) -> None:
    project, found = read(county, name)
    plan, drafts = gathering.plan(project, [Source(name, found)])
    assert (plan.new, plan.changed, plan.gone, plan.blocked) == ((), (), (), ())
    assert [d.code for d in plan.doubts] == []
    assert len(drafts) == (4 if name.startswith("data") else 3)


@pytest.mark.parametrize("name", FILES)
def test_a_comparison_with_what_was_published_finds_no_difference(county: Path, name: str) -> None:
    project, found = read(county, name)
    compared = levels.compare(project.catalog, found)
    assert (len(compared.pairs), compared.different) == (3, ())
    assert (compared.unclear, compared.ours, compared.theirs) == ((), (), ())


@pytest.mark.parametrize("name", FILES)
def test_every_own_element_is_read(county: Path, name: str) -> None:
    project, found = read(county, name)
    _, drafts = gathering.plan(project, [Source(name, found)])
    first, second = drafts[0], drafts[1]
    assert [first.text(key) for key in ("联系电话", "份数", "核定日期")] == [
        "0000-1",
        "3",
        "2026-03-02",
    ]
    assert first.meant("责任/科室") == ["办公室", "救助股"]
    assert (second.text("三级事项"), second.text("咨询电话")) == ("规范性文件", "")


@pytest.mark.parametrize("name", FILES[:2])
def test_a_catalog_can_be_set_up_from_the_data_files_of_another(
    county: Path, tmp_path: Path, name: str
) -> None:
    files = {"site.yaml": tiny.SITE + OWN, "content/shjz/catalog.yaml": None}
    root = tiny.write(tmp_path / "new", files)
    data = str(county / "public" / name)
    assert cli._run(["import", data, "-s", str(root), "--yes"]) == 0
    project, other = tiny.check(root).project, tiny.check(county).project
    assert project
    assert other
    assert list(project.catalog.items) == list(other.catalog.items)
    assert project.catalog.items["SHJZ-02-01"].ended
    assert not project.catalog.items["SHJZ-01-01"].ended


def test_the_site_s_table_copied_into_a_workbook_is_read_as_well(county: Path) -> None:
    """A browser copies the words for screen readers, too."""
    book = openpyxl.Workbook()
    html = LexborHTMLParser((county / "public/shjz/index.html").read_text("utf-8"))
    upper, lower, *rows = (line.css("th, td") for line in html.css("table.official tr"))
    names = iter([cell.text(strip=True) for cell in lower])
    head = [
        [next(names) for _ in range(int(cell.attributes.get("colspan") or 1))]
        if cell.attributes.get("colspan")
        else [cell.text(strip=True)]
        for cell in upper
    ]
    book.active.append([name for some in head for name in some])
    for row in rows:
        book.active.append(["\n".join(cell.text(separator="\n").split()) for cell in row])
    out = io.BytesIO()
    book.save(out)
    project, _ = read(county, "shjz/index.html")
    found = tables.read("a.xlsx", out.getvalue(), [*FULL])
    plan, _ = gathering.plan(project, [Source("a.xlsx", found)], gathering.Given("shjz"))
    assert (plan.new, plan.changed, plan.gone, plan.blocked) == ((), (), (), ())
    assert [d.code for d in plan.doubts] == []
