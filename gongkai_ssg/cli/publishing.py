"""The daily work: `check`, `build`, `serve`, `clean`."""

from __future__ import annotations

from datetime import date
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gongkai_ssg.chinese import ChineseCommand
from gongkai_ssg.cli import shared

if TYPE_CHECKING:
    from gongkai_ssg.build import Built, Options
    from gongkai_ssg.retold import Said


@click.command(cls=ChineseCommand)
@click.argument("table", required=False, metavar="[表格]", type=click.Path(path_type=Path))
@shared.site
@shared.clock
@shared.strict
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "xlsx"]),
    default="text",
    metavar="格式",
    help="text（默认）、json、github，或者 xlsx: 把问题标在表格的一份副本里",
)
@click.option(
    *("-o", "--output"),
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="文件",
    help="用 xlsx 时副本写到哪里，默认是 名称-问题.xlsx",
)
@click.option(
    "--domain", default="", metavar="领域", help="表格里没有写领域的，算这个领域（文件夹名）"
)
@click.option("--only", multiple=True, metavar="代码", help="只报告这些代码，可以写几次")
@click.option("--ignore", multiple=True, metavar="代码", help="不报告这些代码，可以写几次")
def check(
    table: Path | None,
    site: Path,
    clock: date | None,
    strict: bool,
    form: str,
    output: Path | None,
    domain: str,
    only: tuple[str, ...],
    ignore: tuple[str, ...],
) -> int:
    """检查内容，列出所有问题，不写任何文件；写上表格就检查这份表格，不导入。"""
    from dataclasses import replace

    from gongkai_ssg import build, report

    if table or form == "xlsx":
        from gongkai_ssg.cli import office

        return office.check_table(table, shared.options(site, clock=clock), form, output, domain)
    wanted, unwanted = shared.known_codes(only), shared.known_codes(ignore)
    checked = build.check(shared.options(site, clock=clock, strict=strict))
    if checked.project:
        # What keeps a site from being read at all is always reported.
        chosen = [d for d in checked.diagnostics if not wanted or d.code in wanted]
        checked = replace(checked, diagnostics=[d for d in chosen if d.code not in unwanted])
    if form == "json":
        shared.show([report.as_json(checked)], form)
    elif form == "github":
        shared.show(report.github(checked, site))
    else:
        shared.report_problems(checked)
        for line in report.how_many_unsigned(checked):
            shared.say(line)
    return shared.verdict(checked, strict=strict)


@click.command(cls=ChineseCommand)
@shared.site
@shared.clock
@shared.strict
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="文件夹",
    help="写到哪个文件夹，默认是站点里的 public",
)
@click.option(
    "-b",
    "--base-url",
    type=shared.Address(),
    default="",
    metavar="网址",
    help="代替 site.yaml 里的网址",
)
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(1, 64),
    default=2,
    metavar="数",
    help="生成网页、建检索索引时同时用几个进程，默认 2；用 --workspace 时是同时生成几个县",
)
@click.option("--drafts", is_flag=True, help="连草稿一起生成，供预览；不记台账")
@click.option("--force", is_flag=True, help="内容没有变化也全部重新生成")
@click.option("--profile", is_flag=True, help="说明时间用在哪里: 各阶段的占比和最慢的网页")
@click.option("-q", "--quiet", is_flag=True, help="没有错误就不显示任何内容")
@shared.workspace
def build(
    site: Path,
    clock: date | None,
    strict: bool,
    output: Path | None,
    base_url: str,
    jobs: int,
    drafts: bool,
    force: bool,
    profile: bool,
    quiet: bool,
    workspace: Path | None,
    scheduler: str,
) -> int:
    """检查内容并生成网站；有错误就什么都不写。"""
    if workspace is not None or scheduler:
        from gongkai_ssg.cli import province

        return province.build(province.asked(click.get_current_context()))
    from gongkai_ssg import build as pipeline
    from gongkai_ssg import kept, progress, report

    where = {"output": output, "url": base_url}
    more = {"jobs": jobs, "drafts": drafts, "force": force}
    options = shared.options(site, clock=clock, strict=strict, **where, **more)
    before = kept.inputs(site, options.today)
    said = None if force or profile else pipeline.said_before(options, before)
    if said is not None:
        if not quiet:
            _say_unchanged(said, options)
        return shared.DONE
    with progress.Bar(quiet=quiet) as bar:
        built = pipeline.build(options, bar)
    if not built.files:
        shared.report_problems(built.checked)
        shared.say("没有生成网站，原来的内容没有改动。")
        return shared.verdict(built.checked, strict=strict)
    pipeline.remember(options, before, built, report.said(built.checked))
    if not quiet:
        _say_built(built, options.folder)
    if profile:
        shared.show(report.profile(built))
    return shared.DONE


def _say_built(built: Built, folder: Path) -> None:
    from gongkai_ssg import report

    shared.report_problems(built.checked, totals=False)
    gone = (report.gone(built), report.edited(built.edited), report.signature_gone(built))
    said = (report.left_out(built.checked), *gone, report.summary(built))
    for line in chain(*said):
        shared.say(line)
    shared.say(f"网站在 {folder}")
    for line in report.preview(built):
        shared.say(line)


def _say_unchanged(said: Said, options: Options) -> None:
    """What was said of it when it was made; then, that it is the same."""
    from gongkai_ssg import fs
    from gongkai_ssg.build import Checked

    if said.problems:
        told = Checked(fs.read_site(options.root), [*said.problems])
        shared.report_problems(told, totals=False)
    for line in said.lines:
        shared.say(line)
    counted = f"（{said.counted}）" if said.counted else ""
    shared.say(f"内容和上次生成时一样{counted}，不用重新生成；一定要重新生成就加上 --force")
    shared.say(f"网站在 {options.folder}")


@click.command(cls=ChineseCommand)
@shared.site
@shared.clock
@click.option(
    "-p",
    "--port",
    type=click.IntRange(1, 65535),
    default=8000,
    metavar="端口",
    help="端口，默认 8000；被占用就用下一个",
)
@click.option("--open", "open_browser", is_flag=True, help="打开浏览器")
@click.option("--drafts", is_flag=True, help="连草稿一起预览")
def serve(site: Path, clock: date | None, port: int, open_browser: bool, drafts: bool) -> int:
    """在本机预览，保存后自动刷新。"""
    from gongkai_ssg import build as pipeline
    from gongkai_ssg import serve as preview
    from gongkai_ssg.config import SITE_FILE

    options = shared.options(site, clock=clock, drafts=drafts)
    if not (site / SITE_FILE).is_file():
        # A wrong file is mended while the page waits for it; where there is none, nobody stands.
        checked = pipeline.check(options)
        shared.report_problems(checked, totals=False)
        return shared.verdict(checked, strict=False)
    preview.run(options, port, open_browser=open_browser, say=shared.say)
    return shared.DONE


@click.command(cls=ChineseCommand)
@shared.site
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="文件夹",
    help="要删除的文件夹，默认是站点里的 public",
)
def clean(site: Path, output: Path | None) -> int:
    """删除生成的网站和缓存；只删除由本工具写的文件。"""
    from gongkai_ssg import fs, kept, reuse

    folder = shared.options(site, output=output).folder
    shared.say(f"已删除 {folder}" if fs.clean(folder) else f"{folder} 不存在，不用清理")
    reuse.forget(site)
    kept.forget(site)
    return shared.DONE
