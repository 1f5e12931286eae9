"""What inspectors ask: `report`, `diff`, `compare`, `sample`."""

from __future__ import annotations

import unicodedata
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gongkai_ssg.chinese import ChineseCommand
from gongkai_ssg.cli import shared

if TYPE_CHECKING:
    from gongkai_ssg.inspection import Inspection
    from gongkai_ssg.project import Project

# Control characters, breaks of a line, what is not seen, and bytes that were no text.
_UNWRITABLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp", "Cn"})
_FILES = ("xlsx", "html", "ics")


@click.command(cls=ChineseCommand)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", *_FILES]),
    default="text",
    metavar="格式",
    help="text（默认）、json、xlsx（表格）、html（网页）或 ics（到期日历）",
)
@click.option("--ics", is_flag=True, help="就是 --format ics: 到期要公开的做成手机日历")
@click.option("--links", is_flag=True, help="还要试一试其他网站的链接打不打得开（要联网）")
@click.option(
    *("-o", "--output"),
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="文件",
    help="写到哪个文件；xlsx、html、ics 默认是当前文件夹里的 公开情况-日期",
)
@shared.site
@shared.clock
def report(
    form: str, ics: bool, links: bool, output: Path | None, site: Path, clock: date | None
) -> int:
    """全县公开情况: 得分、覆盖、逾期的、到期的、没有信息的、没有放行的、没有回应的。"""
    from gongkai_ssg import build, inspection

    if ics:
        form = "ics"
    shared.ends_as(output, form)
    options = shared.options(site, clock=clock)
    if form in _FILES:
        output = output or Path(f"公开情况-{options.today}.{form}")
    shared.keep_out(options.root, output)
    checked = build.check(options)
    if checked.project is None or checked.failed():
        shared.report_problems(checked)
        shared.say("内容有错误，先改好再统计。")
        return shared.verdict(checked, strict=False)
    found = inspection.inspect(checked.project)
    if links:
        found = _tried(checked.project, found)
    shared.give(_written(checked.project, found, form), output, form)
    return shared.DONE


def _tried(project: Project, found: Inspection) -> Inspection:
    """With the addresses of other sites tried."""
    from gongkai_ssg import reach
    from gongkai_ssg.inspection import Dead, outside

    addresses = {one.url: one for one in outside.addresses(project)}
    shared.say(f"试 {len(addresses)} 个链接……")
    return found.with_links(Dead(addresses[url], why) for url, why in reach.unreachable(addresses))


def _written(project: Project, found: Inspection, form: str) -> bytes:
    from gongkai_ssg.findings import book, calendar, inspections, page

    if form == "xlsx":
        return book.workbook(found)
    if form == "ics":
        return calendar.calendar(project, found)
    if form == "html":
        return page.page(found, project.catalog.site.name).encode()
    text = [inspections.as_json(found)] if form == "json" else inspections.text(found)
    return "".join(f"{line}\n" for line in text).encode()


@click.command(cls=ChineseCommand)
@click.argument("before", metavar="文件夹或者版本")
@shared.form
@shared.site
@shared.clock
def diff(before: str, form: str, site: Path, clock: date | None) -> int:
    """目录和以前相比改了什么: 和另一个文件夹比，或者和 git 里的一个版本比。"""
    from gongkai_ssg import build, comparison, history
    from gongkai_ssg.findings import differences

    checked = build.check(shared.options(site, clock=clock))
    if checked.project is None or checked.failed():
        shared.report_problems(checked)
        shared.say("内容有错误，先改好再比。")
        return shared.verdict(checked, strict=False)
    try:
        old, unread = history.state(site, before)
    except history.NoSuchStateError as error:
        raise click.UsageError(str(error)) from None
    if unread:
        shared.say(f"“{before}”里有没能读的，下面的“新增”和“修改”可能不准:")
    for one in unread:
        shared.say(f"  {one.span.named}:{one.span.line} {one.message}")
    kind = checked.project.settings.schema.kinds["item"]
    found = comparison.compare(old, checked.project.catalog, kind)
    shared.show([differences.as_json(found)] if form == "json" else differences.text(found), form)
    return shared.DONE


class Seed(click.ParamType[str]):
    """A text that anyone can write down and type again: one line, of characters that are seen."""

    name = "文字"

    def convert(self, value: Any, param: Any, ctx: Any) -> str:
        """Text → the same text."""
        if not value.strip():
            self.fail("种子里什么也没有；请写一段事先公布、谁都改不了的文字", param, ctx)
        if value != value.strip():
            self.fail("种子的开头或者末尾有空格，别人抄的时候看不出来；请去掉", param, ctx)
        if any(unicodedata.category(char) in _UNWRITABLE for char in value):
            words = "种子里有换行、看不见的字符或者认不出的文字，别人没法照着重新抽"
            self.fail(f"{words}；请只写一行普通的字", param, ctx)
        return str(value)


@click.command(cls=ChineseCommand)
@click.option(
    "--seed",
    type=Seed(),
    required=True,
    metavar="种子",
    help="事先公布、谁都改不了的一段文字",
)
@click.option(
    *("-n", "--number"),
    type=click.IntRange(1, 1000),
    default=5,
    metavar="数",
    help="抽几项，默认 5",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "yaml"]),
    default="text",
    metavar="格式",
    help="text（默认，同时做检查表）、json 或 yaml（填好结果放进 content/samplings.yaml）",
)
@click.option(
    *("-o", "--output"),
    type=click.Path(path_type=Path),
    metavar="位置",
    help="检查表写到哪个文件夹，默认是站点里的 print；写成 名称.pdf 就是那个文件",
)
@shared.site
@shared.clock
def sample(
    seed: str, number: int, form: str, output: Path | None, site: Path, clock: date | None
) -> int:
    """三随机抽查: 按种子抽取单位、事项和月份，并打印检查表；方法公开，谁都可以照着重新抽。"""
    from gongkai_ssg import build, sampling
    from gongkai_ssg.cli import printing
    from gongkai_ssg.findings import samples
    from gongkai_ssg.print import engine, plan

    if output and form != "text":
        raise click.UsageError(f"用 --format {form} 不做检查表，不要写 -o")
    shared.is_folder(output, or_pdf=True)
    options = shared.options(site, clock=clock)
    shared.keep_out(options.root, output)
    checked = build.check(options)
    if checked.project is None or checked.failed():
        shared.report_problems(checked)
        return shared.verdict(checked, strict=False)
    day = options.today
    drawn = sampling.draw(samples.candidates(checked.project), seed, number, day)
    if form == "json":
        shared.show([samples.as_json(drawn, seed, day)], form)
        return shared.DONE
    shared.show(
        samples.as_yaml(drawn, seed, day) if form == "yaml" else samples.text(drawn, seed, day)
    )
    if form == "yaml":
        return shared.DONE
    if not engine.installed():
        shared.say("没有安装打印组件，没有做检查表。")
        return shared.DONE
    desk = plan.Desk(checked.project, site.resolve())
    return printing.made(checked, desk, [desk.sample_job(drawn, seed)], output, 1, quiet=False)


@click.command(cls=ChineseCommand)
@click.argument("table", metavar="表格", type=click.Path(path_type=Path, dir_okay=False))
@shared.form
@shared.site
@shared.clock
def compare(table: Path, form: str, site: Path, clock: date | None) -> int:
    """和上级的目录表（Excel、Word 或网页）比: 同一事项的名称、编码、依据和时限有哪些不同。"""
    from gongkai_ssg import build, levels, tables
    from gongkai_ssg.findings import levels as told

    if not table.is_file():
        raise click.UsageError(f"没有“{table}”这个文件")
    checked = build.check(shared.options(site, clock=clock))
    if checked.project is None or checked.failed():
        shared.report_problems(checked)
        shared.say("内容有错误，先改好再比。")
        return shared.verdict(checked, strict=False)
    try:
        read = tables.read(table.name, table.read_bytes())
    except tables.NotATableError as error:
        raise click.UsageError(f"“{table.name}”{error}") from None
    found = levels.compare(checked.project.catalog, read)
    shared.show([told.as_json(found)] if form == "json" else told.text(found), form)
    return shared.DONE
