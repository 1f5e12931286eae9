"""Click's own words in Chinese: help pages and mistakes in calling a command."""

from __future__ import annotations

import re
from typing import Any

import click


class ChineseCommand(click.Command):
    """A command whose help page is Chinese."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """用法."""
        pieces = [piece.replace("[OPTIONS]", "[选项]") for piece in self.collect_usage_pieces(ctx)]
        pieces = [piece.replace("COMMAND [ARGS]...", "命令 …") for piece in pieces]
        formatter.write_usage(ctx.command_path, " ".join(pieces), "用法: ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """选项."""
        rows = [r for p in self.get_params(ctx) if (r := p.get_help_record(ctx)) is not None]
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
            ctx.fail(f"没有“{args[0]}”这个命令，可以用：{'、'.join(self.commands)}")
        return super().resolve_command(ctx, args)


def in_chinese(error: click.ClickException) -> str:
    """What was wrong with the call, and how to get help."""
    path = (
        error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "gongkai"
    )
    if isinstance(error, click.NoSuchOption):
        words = f"没有“{error.option_name}”这个选项"
    elif isinstance(error, click.MissingParameter):
        param = error.param
        name = param.make_metavar(error.ctx) if param and error.ctx else "参数"
        words = f"缺少{name}"
    elif isinstance(error, click.BadOptionUsage):
        needs = "requires" in error.message
        words = f"选项“{error.option_name}”后面{'要跟一个值' if needs else '不能跟值'}"
    elif isinstance(error, click.BadParameter):
        name = error.param.opts[-1] if error.param and error.param.opts else "参数"
        words = f"{name} 的值不对: {_bad_value(error)}"
    elif isinstance(error, click.exceptions.NoArgsIsHelpError):
        return error.format_message()
    else:
        words = re.sub("Got unexpected extra arguments? ", "多写了内容", error.format_message())
    return f"{words}\n用“{path} --help”看用法。"


def _bad_value(error: click.BadParameter) -> str:
    kind = error.param.type if error.param else None
    if isinstance(kind, click.Choice):
        return f"可以写 {'、'.join(map(str, kind.choices))}"
    if isinstance(kind, click.IntRange):
        return f"应当是 {kind.min} 到 {kind.max} 的整数"
    return error.message
