"""Commands, declared. Heavy modules are imported inside the command that needs them.

People read stderr; what programs read (`--format json`) goes to stdout alone. Exit codes:
0 done, 1 the content has errors, 2 wrong use or configuration, 3 a bug of ours, 130 interrupted.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
import traceback
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gongkai_ssg import __version__
from gongkai_ssg.chinese import ChineseGroup, in_chinese

if TYPE_CHECKING:
    from gongkai_ssg.build import Checked, Options

DONE, CONTENT_ERRORS, WRONG_USE, OUR_BUG, INTERRUPTED = 0, 1, 2, 3, 130
_BEIJING = timezone(timedelta(hours=8))


def say(line: str = "") -> None:
    """Speak to the person: a line on stderr."""
    click.echo(line, err=True)


class Day(click.ParamType[date]):
    """A date as `2026-03-05`."""

    name = "日期"

    def convert(self, value: Any, param: Any, ctx: Any) -> date:
        """Text → date."""
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"“{value}”不是日期，请写成 2026-03-05 的形式", param, ctx)


class Address(click.ParamType[str]):
    """The address of the site, as `site.yaml` must write it; a missing last `/` is added."""

    name = "网址"

    def convert(self, value: Any, param: Any, ctx: Any) -> str:
        """Text → address."""
        from gongkai_ssg.schema import load

        rule = load().kinds["site"].by_key["网址"]
        address = value if not value or value.endswith("/") else f"{value}/"
        if address and not re.fullmatch(rule.pattern, address, re.ASCII):
            self.fail(f"“{value}”不是网址；{rule.pattern_help}", param, ctx)
        return str(address)


def today() -> date:
    """The day of the build: `SOURCE_DATE_EPOCH`, else the county's own calendar."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    try:
        moment = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
        return moment.astimezone(_BEIJING).date()
    except (ValueError, OverflowError, OSError):
        raise click.UsageError(f"环境变量 SOURCE_DATE_EPOCH 的“{epoch}”不是秒数") from None


_site = click.option(
    "-s",
    "--site",
    default=".",
    metavar="文件夹",
    type=click.Path(path_type=Path),
    help="站点所在的文件夹，默认是当前文件夹",
)
_clock = click.option("--clock", type=Day(), metavar="日期", help="按这一天生成，默认是今天")
_strict = click.option("--strict", is_flag=True, help="有警告也算不通过")


@click.group(cls=ChineseGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", message="gongkai %(version)s", help="版本")
def cli() -> None:
    """基层政务公开标准目录的网站生成工具。

    常用的两条命令: check 检查内容，build 生成网站。
    """


@cli.command()
@_site
@_clock
@_strict
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    metavar="格式",
    help="text（默认）、json 或 github",
)
@click.option("--only", multiple=True, metavar="代码", help="只报告这些代码，可以写几次")
@click.option("--ignore", multiple=True, metavar="代码", help="不报告这些代码，可以写几次")
def check(
    site: Path,
    clock: date | None,
    strict: bool,
    form: str,
    only: tuple[str, ...],
    ignore: tuple[str, ...],
) -> int:
    """检查内容，列出所有问题，不写任何文件。"""
    from dataclasses import replace

    from gongkai_ssg import build, report

    wanted, unwanted = _known_codes(only), _known_codes(ignore)
    checked = build.check(_options(site, clock=clock, strict=strict))
    if checked.project:
        # What keeps a site from being read at all is always reported.
        chosen = [d for d in checked.diagnostics if not wanted or d.code in wanted]
        checked = replace(checked, diagnostics=[d for d in chosen if d.code not in unwanted])
    if form == "json":
        click.echo(report.as_json(checked))
    elif form == "github":
        _print(report.github(checked, site))
    else:
        _report(checked)
    return _verdict(checked, strict=strict)


@cli.command()
@_site
@_clock
@_strict
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
    type=Address(),
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
    help="建检索索引时同时用几个进程，默认 2",
)
@click.option("--drafts", is_flag=True, help="连草稿一起生成，供预览；不记台账")
@click.option("--force", is_flag=True, help="全部重新生成，不用上一次留下的二维码")
@click.option("-q", "--quiet", is_flag=True, help="没有错误就不显示任何内容")
def build(
    site: Path,
    clock: date | None,
    strict: bool,
    output: Path | None,
    base_url: str,
    jobs: int,
    drafts: bool,
    force: bool,
    quiet: bool,
) -> int:
    """检查内容并生成网站；有错误就什么都不写。"""
    from gongkai_ssg import build as pipeline
    from gongkai_ssg import progress, report

    where = {"output": output, "url": base_url}
    how = {"jobs": jobs, "drafts": drafts, "force": force}
    options = _options(site, clock=clock, strict=strict, **where, **how)
    with progress.Bar(quiet=quiet) as bar:
        built = pipeline.build(options, bar)
    failed = not built.files
    if failed or not quiet:
        _report(built.checked, totals=failed)
    if failed:
        say("没有生成网站，原来的内容没有改动。")
        return _verdict(built.checked, strict=strict)
    if not quiet:
        left_out, gone = report.left_out(built.checked), report.gone(built)
        for line in (*left_out, *gone, *report.summary(built)):
            say(line)
        say(f"网站在 {options.folder}")
        for line in report.preview(built):
            say(line)
    return DONE


@cli.command()
@click.argument("code", metavar="代码")
def explain(code: str) -> int:
    """解释一个问题代码，例如 gongkai explain GK104。"""
    from gongkai_ssg import report

    for known in _known_codes((code,)):
        _print(report.explain(known))
    return DONE


@cli.command()
@click.argument("kind", default="item", metavar="[种类]")
@_site
@click.option(
    "--format",
    "form",
    type=click.Choice(["json", "markdown"]),
    default="json",
    metavar="格式",
    help="json（默认）或 markdown",
)
def schema(kind: str, site: Path, form: str) -> int:
    """输出要素规范：编辑器用的 JSON Schema，或手册用的表格。

    种类有 item（事项）、catalog（事项文件）、record（信息）、domain（领域）、site（站点设置）等。
    """
    from gongkai_ssg import config, manual
    from gongkai_ssg.schema import load

    path = site / config.SITE_FILE
    settings = config.load(path.read_bytes())[0] if path.is_file() else None
    known = settings.schema if settings else load()
    if kind not in {*known.kinds, "catalog"}:
        raise click.UsageError(
            f"没有“{kind}”这个种类，可以写：{'、'.join((*known.kinds, 'catalog'))}"
        )
    if form == "json":
        click.echo(manual.json_schema(known, kind))
    else:
        _print(manual.markdown_table(known, "item" if kind == "catalog" else kind))
    return DONE


@cli.command()
@click.argument("folder", default=".", metavar="[文件夹]", type=click.Path(path_type=Path))
def init(folder: Path) -> int:
    """建立一个小站点，马上就能生成；文件夹必须是空的。"""
    from gongkai_ssg import scaffold

    for path in scaffold.init(folder):
        say(f"新建 {path}")
    say(f"下一步: gongkai build -s {folder}")
    return DONE


@cli.group(cls=ChineseGroup)
def new() -> None:
    """新建事项或信息。"""


@new.command("item")
@click.argument("domain", metavar="领域")
@_site
def new_item(domain: str, site: Path) -> int:
    """在一个领域里新建事项，给出下一个没有用过的编码。"""
    from gongkai_ssg import build, scaffold

    say(f"新建 {scaffold.new_item(build.check(_options(site)), site, domain)}")
    return DONE


@new.command("record")
@click.argument("code", metavar="编码")
@_site
@_clock
def new_record(code: str, site: Path, clock: date | None) -> int:
    """在一个事项下新建信息，按领域的专项模板填好要素和小标题。"""
    from gongkai_ssg import build, scaffold

    options = _options(site, clock=clock)
    say(f"新建 {scaffold.new_record(build.check(options), options, code)}")
    return DONE


@cli.command()
@_site
@_clock
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
    from gongkai_ssg import serve as preview

    options = _options(site, clock=clock, drafts=drafts)
    preview.run(options, port, open_browser=open_browser, say=say)
    return DONE


@cli.command()
@_site
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="文件夹",
    help="要删除的文件夹，默认是站点里的 public",
)
def clean(site: Path, output: Path | None) -> int:
    """删除生成的网站和缓存；只删除由本工具写的文件。"""
    from gongkai_ssg import fs, kept

    kept.clean(site)
    folder = _options(site, output=output).folder
    say(f"已删除 {folder}" if fs.clean(folder) else f"{folder} 不存在，不用清理")
    return DONE


# ------------------------------------------------------------------------------ shared


def _options(site: Path, clock: date | None = None, **more: Any) -> Options:
    from gongkai_ssg.build import Options

    if not site.is_dir():
        raise click.UsageError(f"没有“{site}”这个文件夹")
    output = more.get("output")
    if output and (
        not output.resolve().name or (site / "content").resolve() in output.resolve().parents
    ):
        raise click.UsageError(f"不能写到“{output}”，请换一个文件夹")
    return Options(root=site, today=clock or today(), **more)


def _known_codes(written: Iterable[str]) -> frozenset[str]:
    """The codes as they are spelled; one that does not exist is a wrong use."""
    from gongkai_ssg.diagnostics import codes

    for code in written:
        if code.upper() not in codes():
            raise click.UsageError(f"没有“{code}”这个代码；代码写成 GK 加三位数字，例如 GK104")
    return frozenset(code.upper() for code in written)


def _verdict(checked: Checked, *, strict: bool) -> int:
    if not checked.failed(strict=strict):
        return DONE
    return WRONG_USE if checked.misconfigured else CONTENT_ERRORS


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)


def _report(checked: Checked, *, totals: bool = True) -> None:
    from gongkai_ssg import report

    # The older Windows console would print the colour codes as text.
    knows = os.name != "nt" or "WT_SESSION" in os.environ
    colour = knows and sys.stderr.isatty() and "NO_COLOR" not in os.environ
    for line in report.text(checked, colour=colour):
        say(line)
    if totals:
        say(report.counts(checked.diagnostics))


# ------------------------------------------------------------------------------- entry


def main() -> None:
    """Run a command; whatever happens, the person reads Chinese and never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # An old Windows console speaks GBK: what it cannot show must not stop the work.
            stream.reconfigure(errors="replace")
    if hasattr(sys.stdout, "reconfigure") and not sys.stdout.isatty():
        # What a program or a file gets is UTF-8 everywhere.
        sys.stdout.reconfigure(encoding="utf-8")
    sys.exit(_run(sys.argv[1:]))


def _run(arguments: list[str]) -> int:
    try:
        code = cli.main(arguments, prog_name="gongkai", standalone_mode=False)
    except click.ClickException as error:
        say(in_chinese(error))
        return WRONG_USE
    except (KeyboardInterrupt, click.Abort):
        say("已中断，原来的内容没有改动。")
        return INTERRUPTED
    except Exception as error:
        from gongkai_ssg.mistakes import sentence

        words = sentence(error)
        if words:
            say(words)
            return WRONG_USE
        say("对不起，程序出错了。这不是您的错。")
        say(f"请把这个文件发给维护的人: {_crash_report(error)}")
        return OUR_BUG
    return code if isinstance(code, int) else DONE


def _crash_report(error: Exception) -> str:
    """The traceback in a file; it names our code and lines, not the county's content."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"gongkai {__version__}, Python {sys.version}", type(error).__name__]
    lines += [f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in frames]
    try:
        handle, name = tempfile.mkstemp(".txt", "gongkai-error-")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
    except OSError:
        return "(文件没有写成) " + " ".join(lines[1:])
    return name
