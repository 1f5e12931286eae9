"""Commands, declared. Heavy modules are imported inside the command that needs them.

People read stderr; what programs read (`--format json`) goes to stdout alone. Exit codes:
0 done, 1 the content has errors, 2 wrong use or configuration, 3 a bug of ours, 4 a server did not
answer, so that nothing can be said, 130 interrupted.
"""

from __future__ import annotations

import gc
import sys

import click

from gongkai_ssg import __version__
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
    OUR_BUG,
    SHOWABLE,
    WRONG_USE,
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
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # What a program or a file gets is UTF-8 everywhere. A console keeps what it speaks (an
            # old one GBK); what it cannot show must not stop the work.
            encoding = None if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors=SHOWABLE)
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
    except ImportError as error:
        return _not_installed(error)
    except Exception as error:
        from gongkai_ssg import mistakes

        words = mistakes.sentence(error)
        if words:
            say(words)
            return WRONG_USE
        tell_bug(mistakes.trace(error))
        return OUR_BUG
    return code if isinstance(code, int) else DONE


def _not_installed(error: ImportError) -> int:
    """A part of the program is missing, or is one for another system or Python."""
    if (error.name or "").startswith("gongkai_ssg"):
        tell_bug((f"gongkai {__version__}, Python {sys.version}", str(error)))
        return OUR_BUG
    say(f"软件没有装全，或者和这台电脑的系统、Python 不配: 用不了 {error.name}。请重新安装。")
    return WRONG_USE
