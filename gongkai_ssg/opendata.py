"""The open data: which tables there are, what stands in their columns, how they may be used."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai_ssg import official
from gongkai_ssg.project import Project
from gongkai_ssg.schema import Field

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
        Column("编码", kinds["item"].by_key["编码"].help),
        Column("领域", "领域的名称"),
        *(_column(c.field, f"{c.group}:{c.label}" if c.group else c.label) for c in leaves),
        Column("状态", "现行或者废止"),
        Column("地址", "网页的地址，站点网址后面的部分"),
    ]
    records = [
        Column("编号", "信息的编号，就是文件名"),
        Column("事项", kinds["record"].by_key["事项"].help),
        *(_column(f, f.key) for f in kinds["record"].columns),
        Column("内容概述", kinds["record"].by_key["内容概述"].help),
        Column("领域", "领域的名称"),
        Column("地址", "网页的地址，站点网址后面的部分"),
    ]
    return (
        Table("catalog", "公开事项目录", tuple(catalog)),
        Table("records", "公开信息清单", tuple(records)),
    )


def _column(f: Field, name: str) -> Column:
    kind, form = _TYPES.get(f.type, ("string", ""))
    return Column(name, f.help, kind, form)


def licence(project: Project) -> tuple[str, str]:
    """Name and address of the licence that the county gives; empty where it names none."""
    written = project.settings.entry.object("数据许可")
    return str(written.get("名称", "")), str(written.get("网址", ""))
