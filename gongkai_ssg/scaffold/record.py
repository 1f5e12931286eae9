"""`new record`: a draft under an item, with what the domain's templates (模板) ask for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from gongkai_ssg import fs
from gongkai_ssg.elements import NEVER_EMPTY
from gongkai_ssg.model import WEBSITE, Item, Template
from gongkai_ssg.scaffold import finding, forms
from gongkai_ssg.scaffold.forms import Names
from gongkai_ssg.schema import Field

if TYPE_CHECKING:
    from gongkai_ssg.build import Checked, Options
    from gongkai_ssg.project import Project

_DATE, _REVIEW = "公开日期", "审核"


def new_record(checked: Checked, options: Options, code: str) -> Path:
    """Write the draft of a record under an item, as its domain's templates (模板) ask for it.

    Raises:
        ScaffoldError: where the item is unknown, ended (废止) or has errors itself.
    """
    project = finding.project(checked)
    item = finding.item(project, code)
    folder = options.root / "content" / item.domain / "records"
    path = folder / f"{_free_id(project, folder, options.today, item)}.md"
    fs.write_text(path, "\n".join(_record_lines(project, item, options.today)) + "\n")
    return path


def _free_id(project: Project, folder: Path, today: date, item: Item) -> str:
    stem = f"{today.isoformat()}-{item.code.lower()}"
    taken = {*project.catalog.records, *project.catalog.broken}
    ids = (stem if n == 1 else f"{stem}-{n}" for n in count(1))
    return next(i for i in ids if i not in taken and not (folder / f"{i}.md").exists())


def _record_lines(project: Project, item: Item, today: date) -> Iterator[str]:
    fields = project.settings.schema.kinds["record"].by_key
    templates = _templates(project, item)
    wanted = {key for template in templates for key in template.elements}
    names = finding.names(project.catalog.site)
    yield "---"
    yield from _record_head(item)
    given = _given(project, item, today)
    for key, (value, note) in given.items():
        yield from forms.filled(fields[key], value, note)
    yield from _own_required(fields, given, today)
    yield from forms.blank(fields[_DATE], names)
    yield from forms.optional(fields[_REVIEW], names)
    rest = [f for f in fields.values() if not (f.required or f.key in (*given, _DATE, _REVIEW))]
    yield from _wanted([f for f in rest if f.key in wanted], templates, names)
    yield ""
    yield "# 以下按需要填写：去掉行首的“# ”就起作用，不需要的可以删掉。"
    for f in rest:
        if f.key not in wanted:
            yield from forms.optional(f, names)
    yield from _content_hints(item)
    yield "---"
    for heading in dict.fromkeys(h for template in templates for h in template.headings):
        yield from ("", f"## {heading}")


def _record_head(item: Item) -> Iterator[str]:
    yield forms.remark(f"事项 {item.code} {item.title}下的一条信息，现在是草稿，不会发布。")
    yield "# 写好、填上公开日期、签完审核以后，把“状态”改成“发布”。"
    if WEBSITE not in item.channels:
        yield f"# 注意：这个事项的公开渠道不含{WEBSITE}，信息只用于张贴，不会上网。"


def _given(project: Project, item: Item, today: date) -> dict[str, tuple[str, str]]:
    """What is known already: the value of each element, and a comment for it."""
    bodies = [project.catalog.site.bodies[body] for body in item.bodies]
    first, *others = [body.short or body.name for body in bodies]
    note = f"也可以是：{'、'.join(others)}" if others else ""
    return {
        "事项": (item.code, ""),
        "标题": (forms.PLACEHOLDER.format("标题"), ""),
        "发布机构": (first, note),
        "成文日期": (today.isoformat(), "公文写签发日期"),
        "状态": ("草稿", "草稿或发布"),
    }


def _own_required(fields: Mapping[str, Field], given: Iterable[str], today: date) -> Iterator[str]:
    """What the county requires beyond the schema: a draft says what is still to be written."""
    for f in fields.values():
        if f.required and f.key not in given:
            yield forms.remark(f"{f.key}（必填，请核对）：{f.help}")
            yield f"{forms.scalar(f.key)}: {forms.placeholder(f, today.isoformat())}"


def _wanted(fields: list[Field], templates: list[Template], names: Names) -> Iterator[str]:
    if fields:
        yield ""
        yield forms.remark(f"模板“{'”“'.join(t.name for t in templates)}”要求填写：")
        for f in fields:
            yield from (forms.optional if f.key in NEVER_EMPTY else forms.blank)(f, names)


def _content_hints(item: Item) -> Iterator[str]:
    yield ""
    yield "# 正文写在下面这行“---”之后。这个事项应当公开的内容："
    yield from (forms.remark(f"- {line}") for line in item.entry.lines("公开内容"))


def _templates(project: Project, item: Item) -> list[Template]:
    templates = project.catalog.domains[item.domain].templates
    return [t for t in templates if not t.items or item.code in t.items]
