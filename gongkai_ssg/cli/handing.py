"""Handing over: the site (`package`), and texts of what is new (`push-text`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gongkai_ssg.chinese import ChineseCommand
from gongkai_ssg.cli import meant, shared

if TYPE_CHECKING:
    from gongkai_ssg.build import Checked, Options
    from gongkai_ssg.outreach.bulletin import Bulletin
    from gongkai_ssg.outreach.news import Target
    from gongkai_ssg.project import Project

_MEGABYTE = 1_000_000
_WEEK = timedelta(days=7)
# A longer broadcast nobody listens to.
_LONG = 300
# What may be a number of a person, and may as well be one of an office.
_OF_PERSONS = ("GK803", "GK805")


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


@click.command("push-text", cls=ChineseCommand)
@click.argument("target", metavar="区划或者领域")
@click.option(
    "--since", type=shared.Day(), metavar="日期", help="从哪一天起新公开的，默认是最近 7 天"
)
@click.option(
    "--form",
    "kind",
    type=click.Choice(["wechat", "sms", "speaker", "all"]),
    default="all",
    metavar="哪一种",
    help="wechat（微信）、sms（短信）、speaker（大喇叭）或 all（默认，三种都要）",
)
@shared.form
@click.option(
    *("-o", "--output"),
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="文件",
    help="写到哪个文件；不写就显示出来",
)
@shared.site
@shared.clock
def push_text(
    target: str,
    since: date | None,
    kind: str,
    form: str,
    output: Path | None,
    site: Path,
    clock: date | None,
) -> int:
    """把一个村、一个乡镇或者一个领域新公开的信息写成微信、短信和大喇叭用的文字。"""
    from gongkai_ssg import build
    from gongkai_ssg.findings import pushes
    from gongkai_ssg.outreach import bulletin

    shared.ends_as(output, form)
    options = shared.options(site, clock=clock)
    shared.keep_out(options.root, output)
    first = since or options.today - _WEEK + timedelta(days=1)
    if first > options.today:
        raise click.UsageError(f"{first} 还没有到，--since 要写今天或者以前的日期")
    checked = build.check(options)
    if checked.project is None or checked.failed():
        shared.report_problems(checked)
        shared.say("内容有错误，先改好再写。")
        return shared.verdict(checked, strict=False)
    wanted = meant.audience(checked.project, target)
    found = bulletin.bulletin(checked.project, wanted, first)
    if _stopped(checked.project, found):
        return shared.CONTENT_ERRORS
    if since is None:
        shared.say(f"没有写 --since，写的是 {first} 以来的。")
    forms = pushes.FORMS if kind == "all" else (kind,)
    _say_what_matters(checked.project, wanted, found, forms)
    _say_what_may_be_of_persons(checked, found)
    _say_what_is_not_online(options.root / "public", found)
    lines = [pushes.as_json(found, forms)] if form == "json" else pushes.text(found, forms)
    shared.give("".join(f"{line}\n" for line in lines).encode(), output)
    return shared.DONE


def _stopped(project: Project, found: Bulletin) -> bool:
    """Whether the texts hold what must not go out; the gate looks at them as at any finished file.

    Words that are read aloud hide a number: all forms are looked at, whichever are wanted.
    """
    from gongkai_ssg import gate
    from gongkai_ssg.findings import pushes

    data = pushes.as_json(found, pushes.FORMS).encode()
    problems = list(gate.in_output(project, "push-text.json", data))
    for problem in problems:
        shared.say(problem.message)
    return bool(problems)


def _say_what_matters(
    project: Project, target: Target, found: Bulletin, forms: tuple[str, ...]
) -> None:
    """What the clerk should know before it is sent."""
    from gongkai_ssg.findings import pushes
    from gongkai_ssg.outreach import news

    kept = news.paper_only(project, target, found.first)
    if kept:
        names = "、".join(record.id for record in kept[:3])
        shared.say(f"另有 {len(kept)} 条只用于张贴，没有写进来: {names}")
    if not found.messages:
        shared.say("没有新公开的信息，不用发。")
    if pushes.SMS in forms and found.without_address:
        shared.say(
            f"有 {found.without_address} 条短信写不下网址；"
            "请门户设一个短的网址，写在 site.yaml 的“二维码网址”里。"
        )
    if pushes.SPEAKER in forms and found.seconds > _LONG:
        long = pushes.duration(found.seconds)
        shared.say(f"大喇叭念一遍约{long}，太长了，分几次念，或者把 --since 写近一些。")
    if pushes.SPEAKER in forms:
        _say_what_is_unclear(found)


def _say_what_is_unclear(found: Bulletin) -> None:
    """A number may be read wrongly where the sign beside it was not understood."""
    for one in found.messages:
        if one.unclear:
            pieces = "、".join(f"“{piece}”" for piece in one.unclear)
            shared.say(
                f"“{one.news.title}”里有不会念的符号: {pieces}。对照原文改一改大喇叭的稿子再念。"
            )


def _say_what_may_be_of_persons(checked: Checked, found: Bulletin) -> None:
    """What check only warns of can be mended on a page, never in a message that was sent."""
    told = {one.news.id for one in found.messages}
    records = checked.project.catalog.records.values() if checked.project else ()
    untold = {one.entry.span.path for one in records if one.id not in told}
    for one in checked.diagnostics:
        if one.code in _OF_PERSONS and one.span.path not in untold:
            shared.say(f"发以前看一看“{one.span.path}”第 {one.span.line} 行: {one.message}")


def _say_what_is_not_online(public: Path, found: Bulletin) -> None:
    """Whoever opens a link must find the page: the site goes up before the texts go out."""
    from gongkai_ssg import urls
    from gongkai_ssg.outreach.news import RECORD

    records = [one.news for one in found.messages if one.news.kind == RECORD]
    files = [public / urls.file_of(urls.record(news.id)) for news in records]
    missing = sum(not file.is_file() for file in files)
    if missing:
        shared.say(f"注意: 有 {missing} 条还没有生成网页，先 gongkai build 并上传，再发。")
