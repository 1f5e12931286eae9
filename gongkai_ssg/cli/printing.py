"""Sheets for notice boards: `print`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from gongkai_ssg.chinese import ChineseCommand, ChineseGroup
from gongkai_ssg.cli import meant, shared

if TYPE_CHECKING:
    from gongkai_ssg.model import Record
    from gongkai_ssg.print.plan import Desk, Job

_F = TypeVar("_F", bound=Callable[..., Any])
Pick = Callable[["Desk"], "list[Job]"]


@click.group("print", cls=ChineseGroup)
def print_() -> None:
    """打印公示栏用的 PDF: 告示、目录表、海报、标签和一个公示栏的全部内容。"""


def _common(function: _F) -> _F:
    """The options of every kind of sheet."""
    for option in (
        click.option("-q", "--quiet", is_flag=True, help="没有错误就不显示任何内容"),
        click.option(
            *("-j", "--jobs"),
            type=click.IntRange(1, 64),
            default=2,
            metavar="数",
            help="同时做几份，默认 2",
        ),
        click.option(
            *("-o", "--output"),
            type=click.Path(path_type=Path),
            metavar="位置",
            help="写到哪个文件夹，默认是站点里的 print；写成 名称.pdf 就合成一个文件",
        ),
        shared.clock,
        shared.site,
    ):
        function = option(function)
    return function


_all = click.option("--all", "everything", is_flag=True, help="全部，每个一份 PDF")
_since = click.option(
    "--since",
    type=shared.Day(),
    metavar="日期",
    help="只要这一天以后变了的，并列出墙上要取下的",
)
_domain = click.option("--domain", metavar="领域", help="只要这个领域（文件夹名）的")


@print_.command(cls=ChineseCommand)
@click.argument("codes", nargs=-1, metavar="[编码或者编号]...")
@_all
@click.option(
    "--by",
    type=click.Choice(["item", "domain", "place"]),
    default="item",
    metavar="分法",
    help="用 --all 时怎样分 PDF: item 每个一份（默认），domain 每个领域、place 每个乡镇村一份",
)
@_domain
@_since
@_common
def notice(
    codes: tuple[str, ...], everything: bool, by: str, domain: str, since: date | None, **how: Any
) -> int:
    """打印告示: 写事项的编码或者信息的编号，可以写几个。"""
    from gongkai_ssg.print import batches

    _one_way(codes, everything or since or domain)

    def pick(desk: Desk) -> list[Job]:
        if codes:
            return [meant.notice(desk, code) for code in codes]
        return batches.notices(desk, meant.slug(desk.project, domain), since, by)

    return _print(pick, since, "告示", **how)


@print_.command(cls=ChineseCommand)
@_domain
@click.option("--place", metavar="区划", help="只要这个乡镇或村公开的事项")
@click.option("--body", metavar="单位", help="只要这个单位公开的事项")
@click.option(
    "--paper", type=click.Choice(["A4", "A3"]), default="A4", metavar="纸", help="A4（默认）或 A3"
)
@_all
@click.option(
    "--by",
    type=click.Choice(["domain", "place", "body"]),
    default="domain",
    metavar="分法",
    help="用 --all 时怎样分 PDF: domain 每个领域（默认）、place 每个乡镇村、body 每个单位一份",
)
@_since
@_common
def catalog(
    domain: str,
    place: str,
    body: str,
    paper: str,
    everything: bool,
    by: str,
    since: date | None,
    **how: Any,
) -> int:
    """打印标准目录表，横排，每个领域一张表；不写范围就是全县一份 PDF。"""
    from gongkai_ssg.print import batches

    if (everything or since) and (domain or place or body):
        raise click.UsageError("用了 --all 或者 --since，就不再写 --domain、--place、--body")

    def pick(desk: Desk) -> list[Job]:
        if everything or since:
            return batches.tables(desk, since, paper, by)
        where = meant.place(desk.project, place) if place else None
        return batches.one_table(
            desk, paper, meant.slug(desk.project, domain), where, meant.body(desk.project, body)
        )

    return _print(pick, since, "目录表", **how)


@print_.command(cls=ChineseCommand)
@click.argument("targets", nargs=-1, metavar="[编码、区划或者领域]...")
@click.option(
    "--distance",
    type=click.Choice(["0.5", "1", "1.5"]),
    default="1",
    metavar="米",
    help="人站在多远的地方扫码: 0.5、1（默认）或 1.5；1.5 米用 A3 纸",
)
@_all
@_since
@_common
def poster(
    targets: tuple[str, ...], distance: str, everything: bool, since: date | None, **how: Any
) -> int:
    """打印二维码海报: 写事项的编码、区划的 id、领域的文件夹名或者开放日的编号，可以写几个。"""
    from gongkai_ssg.print import batches

    _one_way(targets, everything or since)

    def pick(desk: Desk) -> list[Job]:
        if targets:
            return [desk.poster_job(meant.target(desk.project, one), distance) for one in targets]
        return batches.posters(desk, since, distance)

    return _print(pick, since, "海报", **how)


@print_.command(cls=ChineseCommand)
@click.argument("codes", nargs=-1, metavar="[编码]...")
@click.option(
    "--grid",
    type=click.Choice(["3x8", "2x5", "own"]),
    metavar="规格",
    help="3x8 一张 24 个（默认），2x5 一张 10 个，own 用 site.yaml 里“打印”的“标签”",
)
@_domain
@_since
@_common
def labels(
    codes: tuple[str, ...], grid: str | None, domain: str, since: date | None, **how: Any
) -> int:
    """打印二维码标签: 不写编码就是全部事项。"""
    from gongkai_ssg.print import batches

    def pick(desk: Desk) -> list[Job]:
        raster = batches.raster(desk, grid)
        if raster is None:
            raise click.UsageError("site.yaml 的“打印”里没有写“标签”的尺寸")
        if not raster.fits:
            words = "A4 纸（210 毫米×297 毫米）放不下，或者一个标签不到 20 毫米高"
            raise click.UsageError(f"site.yaml 的“打印”里“标签”的尺寸不对: {words}")
        items = [meant.item(desk.project, code) for code in codes]
        return batches.labels(desk, items, meant.slug(desk.project, domain), since, raster)

    return _print(pick, since, "标签", **how)


@print_.command(cls=ChineseCommand)
@click.argument("places", nargs=-1, metavar="[区划]...")
@click.option("--month", metavar="年-月", help="哪个月，例如 2026-03；默认是本月")
@_all
@_since
@_common
def board(
    places: tuple[str, ...], month: str | None, everything: bool, since: date | None, **how: Any
) -> int:
    """打印一个乡镇或村的公示栏这个月要张贴的全部内容: 清单、告示、名单和海报。"""
    from gongkai_ssg import report
    from gongkai_ssg.print import batches

    _one_way(places, everything or since)
    lacking: list[Record] = []

    def pick(desk: Desk) -> list[Job]:
        day = _month(month) or desk.project.release.today
        wanted = [meant.place(desk.project, name) for name in places]
        lacking.extend(batches.unsigned(desk, wanted, day))
        return batches.boards(desk, wanted, since, day)

    status = _print(pick, since, "公示栏", **how)
    for line in () if how["quiet"] else report.unsigned(lacking, "没有打印"):
        shared.say(line)
    return status


@print_.command(cls=ChineseCommand)
@click.argument("flows", nargs=-1, metavar="[编号]...")
@_all
@_common
def flow(flows: tuple[str, ...], everything: bool, **how: Any) -> int:
    """打印上墙的工作流程图，A3 竖排: 写 content/flows.yaml 里的编号，可以写几个。"""
    _one_way(flows, everything)

    def pick(desk: Desk) -> list[Job]:
        from gongkai_ssg.print import walls

        named = [meant.flow(desk.project, one) for one in flows]
        return [desk.flow_job(one) for one in named or walls.flows(desk.project)]

    return _print(pick, None, "流程图", **how)


@click.command("review", cls=ChineseCommand)
@click.argument("records", nargs=-1, required=True, metavar="编号...")
@_common
def review(records: tuple[str, ...], **how: Any) -> int:
    """打印信息的公开审查表: 写信息的编号（文件名），填好、签字以后存档。"""
    return _print(lambda desk: [meant.review(desk, one) for one in records], None, "审查表", **how)


def _one_way(named: Sequence[str], whole: object) -> None:
    """Either what is named, or a whole range."""
    if bool(named) == bool(whole):
        raise click.UsageError("写上要打印的编码或者名称，或者用 --all 打印全部")


def _month(written: str | None) -> date | None:
    if written is None:
        return None
    try:
        return date.fromisoformat(f"{written}-01")
    except ValueError:
        raise click.UsageError(f"“{written}”不是年月，请写成 2026-03 的形式") from None


def _print(
    pick: Pick,
    since: date | None,
    what: str,
    *,
    site: Path,
    clock: date | None,
    output: Path | None,
    jobs: int,
    quiet: bool,
) -> int:
    """Check the site and print what `pick` asks for; the exit code."""
    from gongkai_ssg import build
    from gongkai_ssg.print import batches, plan

    shared.is_folder(output, or_pdf=True)
    options = shared.options(site, clock=clock)
    shared.keep_out(options.root, output)
    checked = build.check(options)
    if checked.project is None or checked.failed():
        shared.report_problems(checked)
        shared.say("没有打印。")
        return shared.verdict(checked, strict=False)
    desk = plan.Desk(checked.project, site.resolve())
    chosen = pick(desk)
    if since:
        for line in batches.take_down(desk, since):
            shared.say(line)
    if not chosen:
        shared.say(f"没有要打印的{what}。")
        return shared.DONE
    return made(checked, desk, chosen, output, jobs, quiet=quiet)


def _say_what_is_not_online(desk: Desk, jobs: Iterable[Job]) -> None:
    """Whoever scans a new sheet must find it: the site goes up before the sheet does."""
    from gongkai_ssg.print import plan

    codes = plan.not_yet_built(desk.project, jobs)
    if codes:
        named = f"{codes[0]} 等 {len(codes)} 个事项" if len(codes) > 1 else codes[0]
        shared.say(f"注意: {named}的这一版还没有生成网站，先 gongkai build 并上传，再张贴。")
    elif desk.project.catalog.items and not desk.project.published.items:
        # The code of a village, say, is of no item.
        shared.say("注意: 还没有生成过网站，先 gongkai build 并上传，再张贴。")


def made(
    checked: Any, desk: Desk, chosen: Iterable[Job], output: Path | None, jobs: int, *, quiet: bool
) -> int:
    """Make the PDFs, write them, and say what was not made and why; the exit code."""
    from dataclasses import replace

    from gongkai_ssg import fs, progress
    from gongkai_ssg.diagnostics import has_errors
    from gongkai_ssg.print import batches, engine, run

    chosen = tuple(chosen)
    one_file = output is not None and output.suffix.lower() == ".pdf"
    folder = desk.root / "print" if output is None else output
    if one_file and output:
        chosen = (run.joined(chosen, output.stem, chosen[0].title),)
        folder = output.parent
    shop = batches.shop(desk)
    try:
        shop.press()
    except engine.NotInstalledError:
        shared.say('没有安装打印组件。运行 pip install "gongkai-ssg[print]" 安装，再打印。')
        return shared.WRONG_USE
    problems = list(batches.font_problems(desk, shop))
    files: list[Path] = []
    with progress.Bar(quiet=quiet) as bar:
        for number, done in enumerate(run.run(chosen, shop, jobs), 1):
            bar("打印", number, len(chosen))
            problems += done.problems
            if done.pdf is not None:
                files.append(folder / f"{done.name}.pdf")
                fs.write_bytes(files[-1], done.pdf)
    if problems:
        shared.report_problems(replace(checked, diagnostics=problems), totals=False)
    if files and not quiet:
        shared.say(f"做好了 {len(files)} 个 PDF，在 {files[0] if len(files) == 1 else folder}")
        _say_what_is_not_online(desk, chosen)
    if not files:
        shared.say("没有打印。")
    return shared.CONTENT_ERRORS if has_errors(problems) else shared.DONE
