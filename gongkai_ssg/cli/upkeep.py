"""Upkeep: `doctor`."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from gongkai_ssg import __version__
from gongkai_ssg.chinese import ChineseCommand
from gongkai_ssg.cli import shared


@click.command(cls=ChineseCommand)
@shared.site
@shared.clock
def doctor(site: Path, clock: date | None) -> int:
    """检查这台电脑: 版本，打印用哪些字体，本站的字是不是都印得出来。"""
    click.echo(f"gongkai {__version__}，Python {platform.python_version()}")
    shared.show(_print_lines(site, clock))
    return shared.DONE


def _print_lines(site: Path, clock: date | None) -> Iterator[str]:
    from gongkai_ssg import build
    from gongkai_ssg.print import batches, coverage, engine, fonts, plan

    options = shared.options(site, clock=clock)
    checked = build.check(options)
    root = options.root.resolve()
    own = batches.own_fonts(checked.project.settings.entry) if checked.project else {}
    try:
        engine.press(root, own)
    except engine.NotInstalledError:
        yield '打印: 没有安装打印组件。要打印，运行 pip install "gongkai-ssg[print]"'
        return
    book = fonts.book(root)
    chosen = fonts.choose(book.families(), own)
    yield "打印的字体:"
    for one in coverage.served(book, chosen):
        sets = "，".join(f"{name} {have}/{all_}" for name, (have, all_) in one.sets.items())
        yield f"  {one.role}: {one.family}（{sets}）"
        yield f"    {one.path}"
    for name in chosen.unknown:
        yield f"  site.yaml 里写的“{name}”这台电脑上没有"
    if checked.project is None:
        return
    texts = plan.all_texts(checked.project)
    lacking = coverage.missing(book, chosen, texts)
    if lacking:
        shown = " ".join(f"{char}(U+{ord(char):04X})" for char in lacking)
        yield f"本站有 {len(lacking)} 个字印不出来: {shown}"
        yield "  把有这些字的字体文件放进站点的 fonts 文件夹"
    else:
        yield f"本站用到 {len(set(''.join(texts)))} 个不同的字，都印得出来"
