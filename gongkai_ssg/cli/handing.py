"""Handing the site over: `package`."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Iterator, Sequence
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
@click.option("--portable", is_flag=True, help="改成把软件打成便携版，解开就能用，不用安装和联网")
@click.option(
    "--wheels",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="文件夹",
    help="便携版用这个文件夹里的 wheel 文件做成，默认是 wheels",
)
@click.option(
    "--python",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="文件",
    help="便携版里带上这个 Python（python-3.*-embed-amd64.zip）",
)
@shared.site
@shared.clock
def package(
    split: int | None,
    usb: bool,
    fragments: bool,
    portable: bool,
    wheels: Path | None,
    python: Path | None,
    output: Path | None,
    site: Path,
    clock: date | None,
) -> int:
    """把生成好的网站打成压缩包交给门户；同时写出每个压缩包的校验值。"""
    shared.is_folder(output)
    if portable:
        if split or usb or fragments:
            raise click.UsageError(
                "便携版里只有软件，--portable 不和 --split、--usb、--fragments 一起写"
            )
        return _program(wheels, python, output or site / "dist")
    if wheels or python:
        raise click.UsageError("--wheels 和 --python 只和 --portable 一起用")
    options = shared.options(site, clock=clock)
    shared.keep_out(options.root, output)
    folder = output or site / "dist"
    if usb and split:
        raise click.UsageError("给 U 盘用的不分开，--usb 和 --split 只写一个")
    if fragments and (usb or split):
        other = "--usb" if usb else "--split"
        raise click.UsageError(f"贴到门户的表格不打包，--fragments 和 {other} 只写一个")
    if fragments:
        return _fragments(options, folder / "fragments")
    return _zips(options, folder, split, usb=usb)


def _program(wheels: Path | None, python: Path | None, folder: Path) -> int:
    from gongkai_ssg.cli import carrying

    shared.keep_out(folder.parent, folder)
    there = wheels or Path("wheels")
    if not there.is_dir():
        raise click.UsageError(f"没有“{there}”这个文件夹；用 --wheels 写明 wheel 文件在哪里")
    return carrying.carried(there, python, folder)


def _zips(options: Options, folder: Path, split: int | None, *, usb: bool) -> int:
    from gongkai_ssg import fs
    from gongkai_ssg.exchange import bundle

    public = options.root / "public"
    names, wrong = fs.published(public)
    if not names:
        raise click.UsageError("还没有生成网站，先 gongkai build")
    refused = _why_not(options, public, wrong)
    if refused:
        shared.say(refused)
        shared.say("先 gongkai build 重新生成，再打包。")
        return shared.CONTENT_ERRORS
    parts = _parts(public, names, split)
    others = _cleared(folder, public, usb=usb)
    before = fs.digest(public / fs.MANIFEST)
    hashes = _packed(public, parts, folder, usb=usb)
    if fs.digest(public / fs.MANIFEST) != before:
        for name in hashes:
            fs.taken_away(folder / name)
        fs.write_bytes(folder / bundle.SUMS, bundle.checksums(others))
        shared.say("打包的时候网站重新生成了，没有打包；再打一次。")
        return shared.CONTENT_ERRORS
    fs.write_bytes(folder / bundle.SUMS, bundle.checksums(others | hashes))
    size = sum((folder / name).stat().st_size for name in hashes) / _MEGABYTE
    shared.say(f"{len(names)} 个文件打成 {len(hashes)} 个压缩包，{size:.1f} MB，在 {folder}")
    return shared.DONE


def _why_not(options: Options, public: Path, wrong: Sequence[str]) -> str:
    """Why a site is not handed over; empty where it is what a build of this day would make."""
    from gongkai_ssg import kept

    if wrong:
        return f"“{public}”里的文件和生成时不一样: {'、'.join(wrong[:5])}"
    if kept.is_current(options.root, public, kept.inputs(options.root, options.today)):
        return ""
    day = kept.day(options.root, public)
    if not day:
        return f"没有记着“{public}”是用什么内容生成的。"
    return f"生成网站以后，内容、日期或者程序变了（它是按 {day} 生成的）。"


def _parts(public: Path, names: Sequence[str], split: int | None) -> list[list[str]]:
    """The names in order, in one part or in parts of so many megabytes."""
    from gongkai_ssg.exchange import bundle

    if not split:
        return [sorted(names)]
    sizes = {name: (public / name).stat().st_size for name in names}
    most = split * _MEGABYTE
    for name in (name for name, size in sizes.items() if size > most):
        shared.say(f"注意: “{name}”一个文件就超过 {split} MB，单独打成一个压缩包。")
    return bundle.divided(sizes, most)


def _packed(public: Path, parts: Sequence[list[str]], folder: Path, *, usb: bool) -> dict[str, str]:
    """Write a package of each part; their hashes."""
    from gongkai_ssg import fs
    from gongkai_ssg.exchange import bundle

    hashes: dict[str, str] = {}
    for number, part in enumerate(parts, 1):
        files = _contents(public, part)
        if usb:
            files = bundle.on_a_stick(files, escape(_title(public)))
        name = bundle.name(number, len(parts), usb=usb)
        fs.write_by(folder / name, partial(bundle.pack, files=files))
        hashes[name] = fs.digest(folder / name)
    return hashes


def _cleared(folder: Path, public: Path, *, usb: bool) -> dict[str, str]:
    """Remove the packages of this kind, and those of an older site; the hashes of what is left.

    Somebody would hand over what was withdrawn since.
    """
    from gongkai_ssg import fs
    from gongkai_ssg.exchange import bundle

    kinds = (bundle.FOR_A_STICK, bundle.FOR_A_PORTAL)
    mine, other = kinds if usb else reversed(kinds)
    for name in bundle.kept(folder, mine):
        fs.taken_away(folder / name)
    there = bundle.kept(folder, other)
    made_at = (public / fs.MANIFEST).stat().st_mtime_ns
    old = [name for name in there if (folder / name).stat().st_mtime_ns < made_at]
    if bundle.checks((folder / n for n in there), fs.SIGNATURE) != _signature(public):
        old = [*there]  # the site was signed since, or it is no more, and nothing else changed
    for name in old:
        fs.taken_away(folder / name)
        shared.say(f"“{name}”是以前的网站打的包，已经删掉；还要用，就再打一次。")
    left = {name: digest for name, digest in there.items() if name not in old}
    return bundle.kept(folder, bundle.BESIDE_THE_SITE) | left


def _signature(public: Path) -> set[int]:
    """The CRC-32 of a site's signature, where there is one."""
    from gongkai_ssg import fs

    signature = public / fs.SIGNATURE
    return {zlib.crc32(signature.read_bytes())} if signature.is_file() else set()


def _contents(public: Path, names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    return ((name, (public / name).read_bytes()) for name in names)


def _title(public: Path) -> str:
    """The title of the home page."""
    from selectolax.lexbor import LexborHTMLParser

    found = LexborHTMLParser((public / "index.html").read_text("utf-8")).css_first("title")
    return found.text() if found else "政务公开"


def _fragments(options: Options, folder: Path) -> int:
    from gongkai_ssg import build, fs
    from gongkai_ssg.exchange import bundle, fragments

    checked = build.check(options)
    if checked.project is None or checked.failed():
        shared.report_problems(checked)
        return shared.verdict(checked, strict=False)
    pieces = dict(fragments.files(checked.project))
    for name, digest in bundle.kept(folder, bundle.PIECES).items():
        old = folder / name
        # What a clerk has edited is not ours any more.
        if name not in pieces and fs.digest(old) == digest:
            fs.taken_away(old)
    for name, data in pieces.items():
        fs.write_bytes(folder / name, data)
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in pieces.items()}
    fs.write_bytes(folder / bundle.SUMS, bundle.checksums(hashes))
    shared.say(f"{len(pieces)} 个领域的表格，在 {folder}")
    return shared.DONE
