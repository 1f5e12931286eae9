"""Upkeep: `doctor`, `verify`."""

from __future__ import annotations

import platform
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gongkai_ssg import __version__
from gongkai_ssg.chinese import ChineseCommand
from gongkai_ssg.cli import shared

if TYPE_CHECKING:
    from gongkai_ssg.verification import Verified


@click.command(cls=ChineseCommand)
@shared.site
@shared.clock
def doctor(site: Path, clock: date | None) -> int:
    """检查这台电脑: 版本，打印用哪些字体，本站的字是不是都印得出来。"""
    click.echo(f"gongkai {__version__}，Python {platform.python_version()}")
    shared.show(_print_lines(site, clock))
    return shared.DONE


@click.command(cls=ChineseCommand)
@click.argument("where", metavar="[网址或者文件夹]", required=False)
@click.option(
    "--manifest",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="文件",
    help="按哪一份 manifest.json 核对，默认是站点里 public 的那一份",
)
@shared.form
@shared.site
def verify(where: str | None, manifest: Path | None, form: str, site: Path) -> int:
    """核对网站有没有被人改过: 写网址核对门户上的（要联网），写文件夹核对文件夹，默认 public。"""
    from gongkai_ssg import fs
    from gongkai_ssg.findings import verified

    truth = manifest or site / "public" / fs.MANIFEST
    made = fs.made(truth)
    if not made:
        raise click.UsageError(f"“{truth}”里没有记着生成了哪些文件；先 gongkai build")
    target = str(site / "public") if where is None else where.strip()
    found = _compared(target, made)
    told = [verified.as_json(found, target)] if form == "json" else verified.text(found, target)
    shared.show(told)
    if found.differs:
        return shared.CONTENT_ERRORS
    return shared.NOT_ANSWERED if found.unchecked else shared.DONE


def _compared(target: str, made: Mapping[str, str]) -> Verified:
    """What stands at an address, or in a folder, beside what was made."""
    from gongkai_ssg import reach, verification

    if not target:
        raise click.UsageError("没有写网址，也没有写文件夹；两样都不写就核对 public")
    if re.match("https?:", target, re.IGNORECASE):
        address, shown = _address(target), verification.shown(made)
        shared.say(f"核对 {len(shown)} 个文件……")
        return verification.on_server(address, shown, reach.hashes)
    if Path(target).is_dir():
        return verification.in_folder(Path(target), made)
    raise click.UsageError(f"没有“{target}”这个文件夹；网址要以 http:// 或 https:// 开头")


def _address(written: str) -> str:
    """The address of a site, to which the names of its files are added."""
    from gongkai_ssg import reach

    if "?" in written or "#" in written:
        raise click.UsageError(f"“{written}”: 网址里不能有“?”和“#”，写网站首页的网址")
    try:
        reach.as_asked(written)
    except ValueError:
        raise click.UsageError(f"“{written}”不是网址，核对一下有没有写错") from None
    folder = written.removesuffix("index.html")
    return folder if folder.endswith("/") else f"{folder}/"


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
