"""Handing the site over: `package`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gongkai_ssg.chinese import ChineseCommand
from gongkai_ssg.cli import shared

if TYPE_CHECKING:
    from gongkai_ssg.build import Options

_MEGABYTE = 1_000_000


@click.command(cls=ChineseCommand)
@click.option(
    "--split",
    type=click.IntRange(1, 4000),
    metavar="兆",
    help="每个压缩包最多多少 MB（按没有压缩时算）；门户一次只能传这么多时用",
)
@click.option("--usb", is_flag=True, help="给 U 盘用: 解开以后双击 OPEN.html 就能看")
@click.option(
    "--fragments", is_flag=True, help="改成每个领域一段没有脚本的 HTML 表格，贴到门户的编辑器里"
)
@click.option(
    *("-o", "--output"),
    type=click.Path(path_type=Path, file_okay=False),
    metavar="文件夹",
    help="写到哪个文件夹，默认是站点里的 dist",
)
@shared.site
@shared.clock
def package(
    split: int | None,
    usb: bool,
    fragments: bool,
    output: Path | None,
    site: Path,
    clock: date | None,
) -> int:
    """把生成好的网站打成压缩包交给门户；同时写出每个压缩包的校验值。"""
    shared.is_folder(output)
    options = shared.options(site, clock=clock)
    shared.keep_out(options.root, output)
    folder = output or site / "dist"
    if usb and split:
        raise click.UsageError("给 U 盘用的不分开，--usb 和 --split 只写一个")
    if fragments and (usb or split):
        other = "--usb" if usb else "--split"
        raise click.UsageError(f"贴到门户的表格不打包，--fragments 和 {other} 只写一个")
    if fragments:
        return _fragments(options, folder)
    return _zips(options, folder, split, usb=usb)


def _zips(options: Options, folder: Path, split: int | None, *, usb: bool) -> int:
    from gongkai_ssg import fs
    from gongkai_ssg.exchange import bundle

    public = options.root / "public"
    names, wrong = fs.published(public)
    if not names:
        raise click.UsageError("还没有生成网站，先 gongkai build")
    if wrong:
        shared.say(f"“{public}”里的文件和生成时不一样: {'、'.join(wrong[:5])}")
        shared.say("先 gongkai build 重新生成，再打包。")
        return shared.CONTENT_ERRORS
    changed = fs.changed_since(options.root, public)
    if changed:
        shared.say(f"“{changed}”在生成网站以后改过，先 gongkai build 重新生成，再打包。")
        return shared.CONTENT_ERRORS
    sizes = {name: (public / name).stat().st_size for name in names}
    most = split * _MEGABYTE if split else 0
    parts = bundle.divided(sizes, most) if split else [sorted(names)]
    for name in (name for name, size in sizes.items() if split and size > most):
        shared.say(f"注意: “{name}”一个文件就超过 {split} MB，单独打成一个压缩包。")
    _remove_older(folder)
    hashes: dict[str, str] = {}
    for number, part in enumerate(parts, 1):
        files = _contents(public, part)
        if usb:
            files = bundle.on_a_stick(files, escape(_title(public)))
        name = f"gongkai{'-usb' if usb else ''}{f'-{number}' if len(parts) > 1 else ''}.zip"
        hashes[name] = fs.write_by(folder / name, partial(bundle.pack, files=files))
    fs.write_bytes(folder / "SHA256SUMS", bundle.checksums(hashes))
    size = sum((folder / name).stat().st_size for name in hashes) / _MEGABYTE
    shared.say(f"{len(names)} 个文件打成 {len(hashes)} 个压缩包，{size:.1f} MB，在 {folder}")
    return shared.DONE


def _remove_older(folder: Path) -> None:
    """The packages of the run before: somebody would hand over what was withdrawn since."""
    from gongkai_ssg.exchange import bundle

    sums = folder / "SHA256SUMS"
    if sums.is_file():
        for name in bundle.listed(sums.read_text("utf-8", "replace")):
            (folder / name).unlink(missing_ok=True)


def _contents(public: Path, names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    return ((name, (public / name).read_bytes()) for name in names)


def _title(public: Path) -> str:
    """The title of the home page."""
    from selectolax.lexbor import LexborHTMLParser

    found = LexborHTMLParser((public / "index.html").read_text("utf-8")).css_first("title")
    return found.text() if found else "政务公开"


def _fragments(options: Options, folder: Path) -> int:
    from gongkai_ssg import build, fs
    from gongkai_ssg.exchange import fragments

    checked = build.check(options)
    if checked.project is None or checked.failed():
        shared.report_problems(checked)
        return shared.verdict(checked, strict=False)
    files = list(fragments.files(checked.project))
    for name, data in files:
        fs.write_bytes(folder / "fragments" / name, data)
    shared.say(f"{len(files)} 个领域的表格，在 {folder / 'fragments'}")
    return shared.DONE
