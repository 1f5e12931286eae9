"""Office files in and out: `import`, `export`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gongkai_ssg.chinese import ChineseCommand
from gongkai_ssg.cli import meant, shared

if TYPE_CHECKING:
    from gongkai_ssg.build import Checked, Options
    from gongkai_ssg.importing.gathering import Source
    from gongkai_ssg.importing.plan import Plan
    from gongkai_ssg.project import Project

_QUESTION = "写进去吗？推定的也会写进去。"


@click.command("import", cls=ChineseCommand)
@click.argument(
    "files", nargs=-1, required=True, metavar="表格...", type=click.Path(path_type=Path)
)
@click.option(
    "--domain", default="", metavar="领域", help="表里没有写领域的，放进这个领域（文件夹名）"
)
@click.option(
    "--body",
    "bodies",
    multiple=True,
    metavar="写法=单位",
    help="表里的写法是哪些单位，例如 各乡镇政府=城关镇政府、河湾镇政府；可以写几次",
)
@click.option("--dry-run", is_flag=True, help="只显示看懂了什么、会改什么，不写文件")
@click.option("--yes", is_flag=True, help="不再问，连推定的也写进去")
@shared.form
@shared.site
def import_(
    files: Sequence[Path],
    domain: str,
    bodies: Sequence[str],
    dry_run: bool,
    yes: bool,
    form: str,
    site: Path,
) -> int:
    """导入标准目录表（.xlsx、.xls、.docx、.csv、.html）: 先显示看懂了什么，同意了再写。"""
    from gongkai_ssg import build
    from gongkai_ssg.findings import imports
    from gongkai_ssg.importing import gathering
    from gongkai_ssg.importing.plan import gathered

    options = shared.options(site)
    checked = build.check(options)
    if checked.project is None or checked.failed():
        shared.report_problems(checked)
        shared.say("内容有错误，先改好再导入。")
        return shared.verdict(checked, strict=False)
    given = gathering.Given(meant.slug(checked.project, domain), dict(map(_called, bodies)))
    plan, drafts = gathering.plan(checked.project, list(_sources(checked.project, files)), given)
    if form == "json":
        shared.show([imports.as_json(plan, drafts)], "json")
    else:
        doubts = list(gathered(plan.doubts))
        shared.report_problems(replace(checked, diagnostics=doubts), totals=False)
        shared.show(imports.text(plan))
    if not dry_run and (plan.new or plan.changed) and shared.agreed(_QUESTION, yes=yes, form=form):
        return _write(options, checked, checked.project, plan)
    return shared.CONTENT_ERRORS if plan.blocked else shared.DONE


def _called(written: str) -> tuple[str, tuple[str, ...]]:
    name, _, meant = written.partition("=")
    bodies = tuple(one.strip() for one in meant.replace("，", "、").split("、") if one.strip())
    if not name.strip() or not bodies:
        raise click.UsageError(f"“--body {written}”不对，写成 表里的写法=登记的单位")
    return name.strip(), bodies


def _sources(project: Project, files: Sequence[Path]) -> Iterator[Source]:
    from gongkai_ssg import tables
    from gongkai_ssg.importing.gathering import Source

    own = [f.key for f in project.settings.schema.kinds["item"].fields if f.added]
    for path in files:
        if path.name.startswith("~$"):
            shared.say(f"跳过 {path.name}: 是 Office 打开文件时的临时文件")
            continue
        if not path.is_file():
            raise click.UsageError(f"没有“{path}”这个文件")
        try:
            yield Source(path.name, tables.read(path.name, path.read_bytes(), own))
        except PermissionError:
            raise click.UsageError(f"“{path.name}”打不开；在 Excel 里关掉它，再导入") from None
        except tables.NotATableError as error:
            raise click.UsageError(f"“{path.name}”{error}") from None


def _write(options: Options, checked: Checked, project: Project, plan: Plan) -> int:
    from gongkai_ssg.importing import writing

    changed = writing.texts(project, plan)
    try:
        wrong = writing.problems(options, checked, changed, plan)
    except writing.LostError as error:
        raise click.UsageError(
            f"“{error}”里加不进新的事项，没有写文件；请把第一行写成“事项:”，再导入"
        ) from None
    if wrong:
        texts = {**checked.tree.texts, **{path: text.encode() for path, text in changed.items()}}
        tree = replace(checked.tree, texts=texts)
        shared.report_problems(replace(checked, tree=tree, diagnostics=wrong), totals=False)
        shared.say("这样写进去检查通不过，没有写文件。")
        return shared.CONTENT_ERRORS
    try:
        writing.write(options.root, changed, checked.tree.texts)
    except writing.EditedError as error:
        return shared.edited_meanwhile(error)
    shared.say(f"写好了 {'、'.join(changed)}；新增 {len(plan.new)} 个，修改 {len(plan.changed)} 个")
    return shared.CONTENT_ERRORS if plan.blocked else shared.DONE


@click.command(cls=ChineseCommand)
@click.argument("form", type=click.Choice(["xlsx", "csv", "json"]), metavar="格式")
@click.option("--domain", default="", metavar="领域", help="只要这个领域（文件夹名）的；用于 xlsx")
@click.option(
    *("-o", "--output"),
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="文件",
    help="写到哪个文件；默认是当前文件夹里的 目录-日期",
)
@shared.site
@shared.clock
def export(form: str, domain: str, output: Path | None, site: Path, clock: date | None) -> int:
    """导出目录: xlsx 是可以在 Excel 里改、改好再用 import 导回来的表格；还有 csv 和 json。"""
    from gongkai_ssg import build, fs

    shared.ends_as(output, form)
    options = shared.options(site, clock=clock)
    name = "-".join(filter(None, ("目录", domain, str(options.today))))
    path = shared.file_to_write(options.root, output, f"{name}.{form}")
    checked = build.check(options)
    if checked.project is None or checked.failed():
        shared.report_problems(checked)
        shared.say("内容有错误，先改好再导出。")
        return shared.verdict(checked, strict=False)
    slug = meant.slug(checked.project, domain)
    fs.write_bytes(path, _exported(checked.project, form, slug))
    shared.say(f"写好了 {path}")
    return shared.DONE


def _exported(project: Project, form: str, slug: str) -> bytes:
    if form == "xlsx":
        from gongkai_ssg.exchange import workbook

        return workbook.workbook(project, [slug] if slug else [])
    from gongkai_ssg.exchange import data

    return dict(data.files(project))[f"data/catalog.{form}"]()


def check_table(
    table: Path | None, options: Options, form: str, output: Path | None, domain: str
) -> int:
    """`check` of a table that is not imported; as text, or into a copy of the workbook."""
    from gongkai_ssg import build, fs
    from gongkai_ssg.importing import gathering, marking

    if table is None:
        raise click.UsageError("写上要检查的表格，例如 gongkai check --format xlsx 目录.xlsx")
    if not table.is_file():
        raise click.UsageError(f"没有“{table}”这个文件")
    if form not in ("text", "xlsx"):
        raise click.UsageError("检查表格用 text 或者 xlsx")
    path = _copy_of(table, options.root, output) if form == "xlsx" else None
    checked = build.check(options)
    if checked.project is None or checked.failed():
        shared.report_problems(checked)
        shared.say("内容有错误，先改好再检查表格。")
        return shared.verdict(checked, strict=False)
    given = gathering.Given(meant.slug(checked.project, domain))
    plan, _ = gathering.plan(checked.project, list(_sources(checked.project, [table])), given)
    found = list(marking.marks(options, checked, plan))
    for mark in found:
        shared.say(f"{mark.place} {mark.code} {mark.message}")
        shared.say(f"  改法: {mark.help}")
    shared.say(f"{len(found)} 个问题" if found else "没有问题")
    if path:
        try:
            fs.write_bytes(path, marking.marked(table.read_bytes(), found))
        except marking.NotMarkedError:
            raise click.UsageError(
                f"“{table.name}”标不进去；请用 Excel 打开，另存一份 .xlsx，再检查"
            ) from None
        shared.say(f"标在 {path} 里")
    return shared.CONTENT_ERRORS if any(m.severity == "error" for m in found) else shared.DONE


def _copy_of(table: Path, root: Path, output: Path | None) -> Path:
    """Where the copy with the problems is written; never to the table itself."""
    if table.suffix.lower() not in (".xlsx", ".xlsm"):
        raise click.UsageError("只有 .xlsx 能标注，请另存为 .xlsx")
    shared.ends_as(output, "xlsx")
    path = shared.file_to_write(root, output, table.with_name(f"{table.stem}-问题.xlsx"))
    if path.resolve() == table.resolve():
        raise click.UsageError("不能写到原来的表格上，“-o”请换一个文件名")
    return path
