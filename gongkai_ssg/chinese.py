"""Click's own words in Chinese: help pages and mistakes in calling a command."""

from __future__ import annotations

import ast
import difflib
import re
from typing import Any

import click

from gongkai_ssg.wording import plain

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_ENGLISH = (
    (re.compile("Got unexpected extra arguments? ", re.IGNORECASE), "多写了内容"),
    (re.compile(r"Missing command\.?"), "缺少命令"),
    (re.compile(r"No such command '(.*)'\..*", re.DOTALL), r"没有“\1”这个命令"),
)
_PATH = re.compile(
    r"\w+ ('.*'|\".*\") "
    r"(does not exist|is a file|is a directory|is not readable|is not writable)\.",
    re.DOTALL,
)
# What stands for `-` and is none, and the name of an option.
_OTHER_DASHES = re.compile(
    r"(?=-*[^\x00-\x7f])[-\u2010-\u2015\u2212\u4e00\u30fc\ufe58\ufe63\uff0d]+([\w-]+)"
)
_OF_PATHS = {
    "does not exist": "不存在",
    "is a file": "是文件，这里要写文件夹",
    "is a directory": "是文件夹，这里要写文件",
    "is not readable": "打不开: 没有读取的权限，或者正被别的程序占用",
    "is not writable": "不能写: 没有写入的权限，或者正被别的程序占用",
}

_YES, _NO = frozenset({"是", "y", "yes"}), frozenset({"", "否", "n", "no"})


def is_yes(answer: str) -> bool | None:
    """What a person answered, in any width and case; nothing at all is no. None if neither."""
    said = plain(answer).strip("“”\"'。.").lower()
    return said in _YES if said in _YES | _NO else None


class ChineseCommand(click.Command):
    """A command whose help page is Chinese."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Arguments; whoever made a mistake is sent to the help of this command."""
        try:
            self._refuse_other_dashes(ctx, args)
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise

    def _refuse_other_dashes(self, ctx: click.Context, args: list[str]) -> None:
        """An input method for Chinese makes `—force` or `－－force` of an option."""
        known = {name for param in self.get_params(ctx) for name in param.opts}
        for written in args[: args.index("--")] if "--" in args else args:
            found = _OTHER_DASHES.match(written)
            meant = plain(found[1]).lower() if found else ""
            option = f"--{meant}" if len(meant) > 1 else f"-{meant}"
            if found and option in known:
                ctx.fail(f"“{written}”前面的横线不是英文的减号，是不是 {option}？")

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """用法."""
        pieces = [piece.replace("[OPTIONS]", "[选项]") for piece in self.collect_usage_pieces(ctx)]
        pieces = [piece.replace("COMMAND [ARGS]...", "命令 …") for piece in pieces]
        formatter.write_usage(ctx.command_path, " ".join(pieces), "用法: ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """选项."""
        rows = [r for p in self.get_params(ctx) if (r := help_record(p, ctx)) is not None]
        if rows:
            with formatter.section("选项"):
                formatter.write_dl(rows)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The help option with a Chinese text."""
        option = super().get_help_option(ctx)
        if option:
            option.help = "显示这一页"
        return option


class ChineseGroup(ChineseCommand, click.Group):
    """A group of commands whose help page is Chinese."""

    command_class = ChineseCommand

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """选项, then 命令."""
        ChineseCommand.format_options(self, ctx, formatter)
        rows = [
            (name, command.get_short_help_str(60))
            for name in self.list_commands(ctx)
            if (command := self.get_command(ctx, name)) is not None
        ]
        with formatter.section("命令"):
            formatter.write_dl(rows)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order of declaration: the order in which people need them."""
        del ctx
        return list(self.commands)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """A command that is not there, said in Chinese."""
        if args and self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            near = difflib.get_close_matches(args[0].lower(), self.commands, 1)
            hint = f"，是不是“{near[0]}”？" if near else ""
            ctx.fail(f"没有“{args[0]}”这个命令{hint}")
        return super().resolve_command(ctx, args)


def help_record(param: click.Parameter, ctx: click.Context) -> tuple[str, str] | None:
    """What the help page says of an option."""
    record = param.get_help_record(ctx)
    if record is None:
        return None
    words = re.sub(r"\[(\d+)<=x<=(\d+)\]", r"[\1 到 \2]", record[1])
    return record[0], words.replace("[required]", "[必须写]")


def in_chinese(error: click.ClickException) -> str:
    """What was wrong with the call, and how to get help."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return error.format_message()
    context = error.ctx if isinstance(error, click.UsageError) else None
    path = context.command_path if context else "gongkai"
    what = "全部命令" if context and isinstance(context.command, click.Group) else "用法"
    return f"{_words(error)}\n用“{path} --help”看{what}。"


def _words(error: click.ClickException) -> str:
    if isinstance(error, click.NoSuchOption):
        near = error.possibilities or ()
        hint = f"，是不是“{'”、“'.join(near)}”？" if near else ""
        return f"没有“{error.option_name}”这个选项{hint}"
    if isinstance(error, click.MissingParameter):
        return f"缺少{_seen(error, whole=True)}"
    if isinstance(error, click.BadOptionUsage):
        needs = "requires" in error.message
        return f"选项“{error.option_name}”后面{'要跟一个值' if needs else '不能跟值'}"
    if isinstance(error, click.BadParameter):
        return _bad_value(error)
    for english, chinese in _ENGLISH:
        if english.match(error.message):
            return english.sub(chinese, error.message)
    return _or(error.message, "这样写不对")


def _seen(error: click.BadParameter, *, whole: bool = False) -> str:
    """A parameter under the name that a person sees: `--seed（种子）`, 表格."""
    param = error.param
    if param is None:
        return "参数"
    name = param.make_metavar(error.ctx).strip("[].") if error.ctx else str(param.metavar)
    if not isinstance(param, click.Option):
        return name
    option = max(param.opts, key=len)
    return f" {option}（{name}）" if whole else option


def _bad_value(error: click.BadParameter) -> str:
    """What may be written there; of a file what is wrong with it."""
    file = _PATH.fullmatch(error.message)
    if file:
        return f"{_seen(error)}: “{ast.literal_eval(file[1])}”{_OF_PATHS[file[2]]}"
    kind = error.param.type if error.param else None
    if isinstance(kind, click.Choice):
        words = f"可以写 {'、'.join(map(str, kind.choices))}"
    elif isinstance(kind, click.IntRange):
        words = f"应当是{_range(kind)}的整数"
    else:
        words = _or(error.message, "这样写不对")
    return f"{_seen(error)} 的值不对: {words}"


def _range(kind: click.IntRange) -> str:
    if kind.min is None or kind.max is None:
        return f"不小于 {kind.min} " if kind.max is None else f"不大于 {kind.max} "
    return f" {kind.min} 到 {kind.max} "


def _or(message: str, otherwise: str) -> str:
    """A sentence of ours; otherwise click's own, which nobody should have to read."""
    return message if _CHINESE.search(message) else otherwise
