"""What the commands share: options and what they mean, the exit codes."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gongkai_ssg.chinese import is_yes
from gongkai_ssg.cli.speaking import SHOWABLE, give, is_unheard, say, show, tell_bug
from gongkai_ssg.exits import (
    CONTENT_ERRORS,
    DONE,
    INTERRUPTED,
    NOT_ANSWERED,
    NOT_HEARD,
    OUR_BUG,
    WRONG_USE,
)

if TYPE_CHECKING:
    from gongkai_ssg.build import Checked, Options

# The commands speak and end by these.
__all__ = [
    "CONTENT_ERRORS",
    "DONE",
    "INTERRUPTED",
    "NOT_ANSWERED",
    "NOT_HEARD",
    "OUR_BUG",
    "SHOWABLE",
    "WRONG_USE",
    "give",
    "is_unheard",
    "say",
    "show",
    "tell_bug",
]
# The endings of what is written, by the form; the first is the usual one.
_ENDINGS = {
    **{form: (form,) for form in ("xlsx", "csv", "json", "ics")},
    "html": ("html", "htm"),
    "text": ("txt", "md"),
}
_KNOWN = {*(one for some in _ENDINGS.values() for one in some), "pdf", "zip", "yaml", "yml"}
_KNOWN |= {"xls", "xlsm", "et", "doc", "docx", "wps", "ppt", "pptx", "ofd", "rar", "7z"}
_KNOWN |= {"png", "jpg", "jpeg", "xml", "log", "tsv", "ods"}
_BEIJING = timezone(timedelta(hours=8))


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


site = click.option(
    "-s",
    "--site",
    default=".",
    metavar="文件夹",
    type=click.Path(path_type=Path),
    help="站点所在的文件夹，默认是当前文件夹",
)
clock = click.option("--clock", type=Day(), metavar="日期", help="按这一天生成，默认是今天")
form = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    metavar="格式",
    help="text（默认）或 json",
)


def workspace(command: Callable[..., int]) -> Callable[..., int]:
    """The options of a build of many sites."""
    for option in (
        click.option(
            "--scheduler",
            default="",
            metavar="地址",
            help="和 --workspace 一起用: 交给这个 Dask 集群生成，例如 tcp://主机:8786",
        ),
        click.option(
            "--workspace",
            type=click.Path(path_type=Path),
            metavar="文件",
            help="生成这个文件里列出的各县站点，和列出它们的首页；一个县有错误，别的县照常生成",
        ),
    ):
        command = option(command)
    return command


strict = click.option("--strict", is_flag=True, help="有警告也算不通过")


def options(site: Path, clock: date | None = None, **more: Any) -> Options:
    """What the command line asks for; a folder that is none, or cannot be one, is a wrong use."""
    from gongkai_ssg.build import Options

    if not site.is_dir():
        raise click.UsageError(f"没有“{site}”这个文件夹")
    output = more.get("output")
    if output and (
        not output.resolve().name or (site / "content").resolve() in output.resolve().parents
    ):
        raise click.UsageError(f"不能写到“{output}”，请换一个文件夹")
    if output and more.get("drafts") and output.resolve() == (site / "public").resolve():
        raise click.UsageError(f"“{output}”是要上传的网站，草稿不能写到那里")
    return Options(root=site, today=clock or today(), **more)


def ends_as(output: Path | None, form: str) -> None:
    """A file's name must not say that it is of another kind than it is."""
    ending = _ending(output)
    fitting = _ENDINGS[form]
    if output and ending in _KNOWN and ending not in fitting:
        name = "文字" if form == "text" else f" {form}"
        raise click.UsageError(
            f"“{output.name}”的扩展名不对；写的是{name}，文件名要以 .{fitting[0]} 结尾"
        )


def is_folder(output: Path | None, *, or_pdf: bool = False) -> None:
    """Where a folder is wanted, the name of a file makes none; a PDF may be meant instead."""
    ending = _ending(output)
    if output and ending in _KNOWN and not output.is_dir() and not (or_pdf and ending == "pdf"):
        words = "要写文件夹，或者写成 名称.pdf" if or_pdf else "要写文件夹"
        raise click.UsageError(f"“{output.name}”是文件名；{words}")


def _ending(output: Path | None) -> str:
    return output.suffix.lower().removeprefix(".") if output else ""


def file_to_write(root: Path, output: Path | None, default: Path | str) -> Path:
    """Where a command writes its file; never into a site that is uploaded."""
    path = output or Path(default)
    keep_out(root, path)
    return path


def keep_out(root: Path, output: Path | None) -> None:
    """What stays in the house must never be uploaded: no folder of a site takes it."""
    from gongkai_ssg import fs

    if output is None:
        return
    for folder in (output.resolve(), *output.resolve().parents):
        if folder in ((root / "public").resolve(), (root / "content").resolve()):
            raise click.UsageError(f"不能写到“{output}”，请换一个文件夹")
        if (folder / fs.MANIFEST).is_file():
            words = "那里是要上传的网站，只给内部看的不能放进去"
            raise click.UsageError(f"不能写到“{output}”: {words}")


def known_codes(written: Iterable[str]) -> frozenset[str]:
    """The codes as they are spelled; one that does not exist is a wrong use."""
    from gongkai_ssg.diagnostics import codes

    for code in written:
        if code.upper() not in codes():
            formed = re.fullmatch(r"GK[0-9]{3}", code.upper())
            form = "" if formed else "；代码写成 GK 加三位数字，例如 GK104"
            raise click.UsageError(f"没有“{code}”这个代码{form}")
    return frozenset(code.upper() for code in written)


def agreed(question: str, *, yes: bool, form: str) -> bool:
    """Whether the person agrees; where nobody can be asked, nobody has."""
    if yes:
        return True
    if form == "json" or not sys.stdin.isatty():
        say("没有写文件。核对以后加上 --yes 再运行一次，就写进去。")
        return False
    asked = f"{question}输入“是”或者 y，回车就是不写"
    while (agrees := is_yes(click.prompt(asked, default="", show_default=False, err=True))) is None:
        say("没有看懂。写就输入“是”或者 y，不写就输入“否”或者 n。")
    return agrees


def edited_meanwhile(path: object) -> int:
    """A file was edited between its reading and the person's answer; the exit code."""
    say(f"{path} 又改过了，没有写；请再运行一次。")
    return CONTENT_ERRORS


def verdict(checked: Checked, *, strict: bool) -> int:
    """The exit code of a check."""
    if not checked.failed(strict=strict):
        return DONE
    return WRONG_USE if checked.misconfigured else CONTENT_ERRORS


def report_problems(checked: Checked, *, totals: bool = True) -> None:
    """Tell the person every problem, and how many there are."""
    from gongkai_ssg import report

    # The older Windows console would print the colour codes as text.
    knows = os.name != "nt" or "WT_SESSION" in os.environ
    colour = knows and sys.stderr.isatty() and "NO_COLOR" not in os.environ
    for line in report.text(checked, colour=colour):
        say(line, coloured=True)
    if totals:
        say(report.counts(checked.diagnostics))
