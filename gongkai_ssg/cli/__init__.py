"""Commands, declared. Heavy modules are imported inside the command that needs them.

People read stderr; what programs read (`--format json`) goes to stdout alone. Exit codes:
0 done, 1 the content has errors, 2 wrong use or configuration, 3 a bug of ours, 4 a server did not
answer, so that nothing can be said, 130 interrupted, 141 whoever read what was written went away.
"""

from __future__ import annotations

import contextlib
import gc
import os
import sys
import threading
import warnings

import click

from gongkai_ssg import __version__, bugs
from gongkai_ssg.chinese import ChineseGroup, in_chinese
from gongkai_ssg.cli import (
    handing,
    office,
    printing,
    proving,
    publishing,
    reckoning,
    reporting,
    telling,
    upgrading,
    upkeep,
    writing,
)
from gongkai_ssg.cli.shared import (
    DONE,
    INTERRUPTED,
    NOT_HEARD,
    OUR_BUG,
    SHOWABLE,
    WRONG_USE,
    is_unheard,
    say,
    tell_bug,
)


@click.group(cls=ChineseGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", message="gongkai %(version)s", help="版本")
def cli() -> None:
    """基层政务公开标准目录的网站生成工具。

    常用的两条命令: check 检查内容，build 生成网站。
    """


for _command in (
    publishing.check,
    publishing.build,
    publishing.serve,
    printing.print_,
    printing.review,
    reckoning.deadline,
    handing.package,
    telling.push_text,
    office.import_,
    office.export,
    reporting.report,
    reporting.diff,
    reporting.compare,
    reporting.sample,
    writing.new,
    writing.init,
    writing.explain,
    writing.schema,
    writing.theme,
    publishing.clean,
    upkeep.doctor,
    proving.verify,
    proving.sign,
    upgrading.migrate,
):
    cli.add_command(_command)


# How seldom Python looks for rings of values: a catalog is many small ones that stay, and looking
# among them took a third of the time of a check.
COLLECT = (100_000, 20, 100)


def main() -> None:
    """Run a command; whatever happens, the person reads Chinese and never a traceback."""
    gc.set_threshold(*COLLECT)
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            # It was closed, or there is no console.
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # What a program or a file gets is UTF-8 everywhere. A console keeps what it speaks (an
            # old one GBK); what it cannot show must not stop the work.
            encoding = None if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors=SHOWABLE)
    threading.excepthook = _tell_of_thread
    # What fails while it is thrown away stopped nothing, and says so in English.
    sys.unraisablehook = lambda _: None
    if not sys.warnoptions:
        warnings.simplefilter("ignore")
    code = _run(sys.argv[1:])
    _let_go()
    sys.exit(code)


def _run(arguments: list[str]) -> int:
    try:
        # Not by `main`, which ends without a word wherever a pipe broke, be it not the screen's.
        with cli.make_context("gongkai", [*arguments]) as context:
            code = cli.invoke(context)
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.ClickException as error:
        say(in_chinese(error))
        return WRONG_USE
    except (KeyboardInterrupt, click.Abort):
        say()  # ends the line in which the terminal shows ^C
        say("已中断，原来的内容没有改动。")
        return INTERRUPTED
    except BaseException as error:
        # A panic of a library in Rust is no Exception.
        return _tell(error)
    return code if isinstance(code, int) else DONE


def _tell_of_thread(failed: threading.ExceptHookArgs) -> None:
    if failed.exc_value and not isinstance(failed.exc_value, SystemExit | KeyboardInterrupt):
        _tell(failed.exc_value)


def _tell(error: BaseException) -> int:
    """A failure of the surroundings in a sentence; else it is a bug of ours."""
    if is_unheard(error):
        return NOT_HEARD
    words = bugs.not_whole(error) or _sentence(error)
    if words:
        say(words)
        return WRONG_USE
    tell_bug(bugs.trace(error))
    return OUR_BUG


def _sentence(error: BaseException) -> str:
    try:
        from gongkai_ssg import mistakes

        return mistakes.sentence(error)
    except Exception:
        # What is needed to know the failures of others is what failed.
        return ""


def _let_go() -> None:
    """Where the output goes nowhere any more, Python would say so as it ends, in English."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            with contextlib.suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
