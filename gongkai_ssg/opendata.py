"""The open data: which tables there are, what stands in their columns, how they may be used."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai_ssg import official
from gongkai_ssg.project import Project
from gongkai_ssg.schema import Field

# For those who read the tables; the schema explains the elements to those who write them.
_TOLD = {
    "编码": "事项的永久编码，全站唯一，网页地址和二维码都用它",
    "公开事项:一级事项": "事项所属的大类",
    "公开事项:二级事项": "事项的名称",
    "公开事项:三级事项": "事项的细分；空白表示没有再分",
    "公开内容（要素）": "应当公开的内容，一行一项",
    "公开依据": "要求公开的法律、法规和文件，一行一部",
    "公开时限": "应当在什么时候以前公开，或者多久公开一次",
    "公开主体": "负责公开的单位",
    "公开渠道和载体": "在哪些地方公开",
    "公开对象:全社会": "“√”表示向全社会公开",
    "公开对象:特定群体": "只向一部分人公开的，是哪一类人",
    "公开方式:主动": "“√”表示由单位主动公开",
    "公开方式:依申请": "“√”表示有人申请才公开",
    "公开层级:县级": "“√”表示由县级公开",
    "公开层级:乡、村级": "“√”表示乡镇和村都公开；“乡级”“村级”表示只有这一级公开",
    "事项": "这条信息所属事项的编码，和公开事项目录里的编码一致",
    "标题": "信息的标题",
    "发布机构": "发布信息的单位",
    "成文日期": "文件签发的日期",
    "形成日期": "信息形成的日期；空白表示和成文日期是同一天",
    "公开日期": "在网站上公开的日期和时间",
    "有效性": "有效、失效或者废止",
    "区划": "涉及的乡镇（街道）或者村（社区）；空白表示不限于哪个乡镇",
    "五公开": "属于决策、执行、管理、服务、结果公开中的哪几项",
    "渠道": "在哪些地方公开；空白表示和所属事项的公开渠道一样",
    "内容概述": "内容的摘要",
}
_TYPES = {"date": ("date", ""), "datetime": ("datetime", "%Y-%m-%d %H:%M")}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its name, what stands in it, and its type (Table Schema)."""

    name: str
    help: str
    type: str = "string"
    form: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the open data, in the order of its columns; the first is the key."""

    name: str
    title: str
    columns: tuple[Column, ...]


def tables(project: Project) -> tuple[Table, Table]:
    """The catalog and the records."""
    kinds = project.settings.schema.kinds
    leaves = official.columns(kinds["item"], project.catalog.items.values())
    catalog = [
        _column(kinds["item"].by_key["编码"], "编码"),
        Column("领域", "领域的名称"),
        *(_column(c.field, f"{c.group}:{c.label}" if c.group else c.label) for c in leaves),
        Column("状态", "现行或者已经废止"),
        Column("地址", "网页的地址，站点网址后面的部分"),
    ]
    records = [
        Column("编号", "信息的永久编号，网页地址用它"),
        _column(kinds["record"].by_key["事项"], "事项"),
        *(_column(f, f.key) for f in kinds["record"].columns),
        _column(kinds["record"].by_key["内容概述"], "内容概述"),
        Column("领域", "领域的名称"),
        Column("地址", "网页的地址，站点网址后面的部分"),
    ]
    return (
        Table("catalog", "公开事项目录", tuple(catalog)),
        Table("records", "公开信息清单", tuple(records)),
    )


def _column(f: Field, name: str) -> Column:
    kind, form = _TYPES.get(f.type, ("string", ""))
    return Column(name, _TOLD.get(name, f.help), kind, form)


def licence(project: Project) -> tuple[str, str]:
    """Name and address of the licence that the county gives; empty where it names none."""
    written = project.settings.entry.object("数据许可")
    return str(written.get("名称", "")), str(written.get("网址", ""))
