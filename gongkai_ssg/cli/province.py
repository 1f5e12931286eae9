"""`build --workspace`: the sites of many counties side by side, and a front page around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

import click
from click.core import ParameterSource

from gongkai_ssg.cli import shared

if TYPE_CHECKING:
    from gongkai_ssg import fs
    from gongkai_ssg.workspace.settings import Workspace
    from gongkai_ssg.workspace.sites import Order, Result

_OF_ONE_SITE = ("site", "base_url", "drafts", "profile")
_STATES = {"built": "生成", "unchanged": "没有变化", "failed": "没有生成"}


class Wanted(NamedTuple):
    """What the command line asks for."""

    file: Path
    output: Path | None
    clock: date | None
    jobs: int
    scheduler: str
    strict: bool
    force: bool
    quiet: bool


def asked(context: click.Context) -> Wanted:
    """The options that make sense for many sites; the others are of one site alone."""
    given = context.params
    if given["workspace"] is None:
        raise click.UsageError("--scheduler 要和 --workspace 一起用")
    for name in _OF_ONE_SITE:
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            option = f"--{name.replace('_', '-')}"
            example = "gongkai build -s 县的文件夹"
            raise click.UsageError(
                f"{option} 只用于一个县，不和 --workspace 一起用；单独生成: {example}"
            )
    same = {key: given[key] for key in Wanted._fields if key != "file"}
    return Wanted(given["workspace"], **same)


def build(wanted: Wanted) -> int:
    """Build every site that the file names; one that fails stops no other."""
    from gongkai_ssg import fs, report

    workspace = _read(wanted.file)
    if workspace is None:
        return shared.WRONG_USE
    output = _output(wanted)
    orders = list(_orders(workspace, output, wanted))
    around = fs.Around(output, [order.address for order in orders])
    try:
        began = perf_counter()
        results = _built(workspace, orders, wanted)
        _tell_bugs(results)
        made = _front(workspace, output, around)
    except KeyboardInterrupt:
        shared.say("已中断。已经生成的站点是新的，其余的和首页没有改动。")
        return shared.INTERRUPTED
    finally:
        around.release()
    if not wanted.quiet:
        shared.say(_sum(results, perf_counter() - began))
        shared.say(
            f"首页在 {output / 'index.html'}" if made else "没有一个站点可以列出，没有生成首页。"
        )
        if around.signature_gone:
            shared.say(f"首页: {report.SIGNATURE_GONE}")
        for name in around.former:
            shared.say(
                f"{output / name} 不在 {wanted.file.name} 里，没有动它；"
                f"不要了就运行 gongkai clean -o {output / name}"
            )
    return max(_code(one) for one in results)


def _read(file: Path) -> Workspace | None:
    """The workspace; what is wrong with its file is told."""
    from gongkai_ssg.build import Checked
    from gongkai_ssg.workspace import settings

    if not file.is_file():
        what = "是文件夹，要写里面的文件" if file.is_dir() else "不存在"
        raise click.UsageError(f"“{file}”{what}；它列出各县的站点，写法见手册")
    loaded = settings.load(file)
    if loaded.problems:
        shared.report_problems(Checked(loaded.tree, loaded.problems))
    return loaded.workspace


def _output(wanted: Wanted) -> Path:
    from gongkai_ssg import fs

    output = wanted.output or wanted.file.parent / "public"
    if fs.knows_items(output):
        raise click.UsageError(f"“{output}”里是一个县的网站；几个县的用 -o 换一个文件夹")
    return output


def _orders(workspace: Workspace, output: Path, wanted: Wanted) -> Iterator[Order]:
    """What is to be built, by paths that hold wherever the work is done."""
    from gongkai_ssg.workspace.sites import Order

    for county in workspace.counties:
        folder = output.resolve() / county.address
        more = {"output": folder, "jobs": 1, "strict": wanted.strict, "force": wanted.force}
        how = shared.options(county.root, wanted.clock, **more)
        written = (wanted.file.parent / county.written.replace("\\", "/")).as_posix()
        yield Order(county.address, written, how)


def _built(workspace: Workspace, orders: Sequence[Order], wanted: Wanted) -> list[Result]:
    from gongkai_ssg.workspace import executors, sites

    # Counties of one name have their addresses in it already.
    names = {
        one.address: f"{one.name.removesuffix(f'（{one.address}）')}（{one.address}）"
        for one in workspace.counties
    }
    by_address = {order.address: order for order in orders}
    results = []
    try:
        with (
            _executor(len(orders), wanted) as executor,
            closing(sites.build_all(orders, executor)) as ready,
            _stopping(),
        ):
            for found in ready:
                results.append(found)
                if found.state == "failed" or not wanted.quiet:
                    order = by_address[found.address]
                    for line in _lines(found, names[found.address], order):
                        shared.say(line)
    except executors.ClusterError as error:
        raise click.UsageError(str(error)) from error
    return results


@contextmanager
def _stopping() -> Iterator[None]:
    """Ctrl+C: a site that is being built is finished, so that somebody has to wait for it."""
    try:
        yield
    except KeyboardInterrupt:
        shared.say("正在停下，等做到一半的站点做完……")
        raise


def _executor(number: int, wanted: Wanted) -> AbstractContextManager[Executor]:
    from gongkai_ssg.workspace import executors

    if wanted.scheduler:
        return executors.cluster(wanted.scheduler)
    return executors.processes(min(wanted.jobs, number))


def _lines(found: Result, name: str, order: Order) -> Iterator[str]:
    """A line for a site, and the first problems of one that failed."""
    from gongkai_ssg import report

    check = f"gongkai check -s {order.written}"
    more = f"，{found.counted}: {check}" if found.counted else ""
    if found.state == "unchanged":
        yield f"{name}: 没有变化，不用重新生成{more}"
    elif found.state == "built":
        yield f"{name}: {found.pages} 页，{found.seconds:.1f} 秒{more}"
        yield from (f"  {line}" for line in report.edited(found.edited))
        if found.signature_gone:
            yield f"  {report.SIGNATURE_GONE}"
    else:
        before = "，网站还是上次的" if (order.options.folder / "index.html").is_file() else ""
        why = found.words or found.counted or "程序出错了"
        yield f"{name}: 没有生成{before}: {why}"
        yield from (f"  {line}" for line in found.problems)
        if found.problems:
            yield f"  全部的问题和改法: {check}"


def _tell_bugs(results: Sequence[Result]) -> None:
    for found in results:
        if found.bug:
            shared.tell_bug(found.bug)


def _front(workspace: Workspace, output: Path, around: fs.Around) -> bool:
    """Put the front page around the sites that are there; whether there is one to list."""
    from gongkai_ssg import fs
    from gongkai_ssg.workspace import front

    shown = list(front.cards(workspace.counties, output))
    if not shown:
        return False
    files = front.files(workspace, shown)
    with fs.uninterrupted():
        around.publish(files)
    return True


def _sum(results: Sequence[Result], seconds: float) -> str:
    states = [found.state for found in results]
    parts = [
        f"{word} {states.count(state)} 个" for state, word in _STATES.items() if state in states
    ]
    return f"{len(results)} 个站点: {'，'.join(parts)}，用时 {seconds:.1f} 秒"


def _code(found: Result) -> int:
    """The exit code that a build of this site alone would have."""
    if found.bug:
        return shared.OUR_BUG
    if found.state != "failed":
        return shared.DONE
    return shared.WRONG_USE if found.words or found.misconfigured else shared.CONTENT_ERRORS
