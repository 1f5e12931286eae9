"""Telling people what is new: `push-text`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gongkai_ssg.chinese import ChineseCommand
from gongkai_ssg.cli import meant, shared

if TYPE_CHECKING:
    from gongkai_ssg.build import Checked
    from gongkai_ssg.outreach.bulletin import Bulletin
    from gongkai_ssg.outreach.news import Target
    from gongkai_ssg.project import Project

_WEEK = timedelta(days=7)
# A longer broadcast nobody listens to.
_LONG = 300
# What may be a number of a person, and may as well be one of an office.
_OF_PERSONS = ("GK803", "GK805", "GK811")


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
    first = _first(since, options.today)
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
    remarks = (
        _what_is_for_paper_only(checked.project, wanted, first),
        _what_of_the_forms(found, forms),
        _what_may_be_of_persons(checked, found),
        _what_is_not_online(options.root / "public", found),
    )
    for remark in chain(*remarks):
        shared.say(remark)
    lines = [pushes.as_json(found, forms)] if form == "json" else pushes.text(found, forms)
    shared.give("".join(f"{line}\n" for line in lines).encode(), output, form)
    for line in _what_is_unsigned(checked.project, wanted, first):
        shared.say(line)
    return shared.DONE


def _first(since: date | None, today: date) -> date:
    """The first day of what is told: the one that was written, else a week ago."""
    first = since or today - _WEEK + timedelta(days=1)
    if first > today:
        raise click.UsageError(f"{first} 还没有到，--since 要写今天或者以前的日期")
    return first


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


# What the clerk should know before it is sent, a line for each.


def _what_is_for_paper_only(project: Project, target: Target, first: date) -> Iterator[str]:
    from gongkai_ssg.outreach import news
    from gongkai_ssg.release import PAPER

    kept = news.left_out(project, target, first, PAPER)
    if kept:
        names = "、".join(record.id for record in kept[:3])
        yield f"另有 {len(kept)} 条只用于张贴，没有写进来: {names}"


def _what_is_unsigned(project: Project, target: Target, first: date) -> Iterator[str]:
    from gongkai_ssg import report
    from gongkai_ssg.outreach import news
    from gongkai_ssg.release import UNSIGNED

    yield from report.unsigned(news.left_out(project, target, first, UNSIGNED), "没有写进来")


def _what_of_the_forms(found: Bulletin, forms: tuple[str, ...]) -> Iterator[str]:
    """Nothing to send, an SMS without an address, a broadcast that is too long or unclear."""
    from gongkai_ssg.findings import pushes

    if not found.messages:
        yield "没有新公开的信息，不用发。"
    if pushes.SMS in forms and found.without_address:
        yield (
            f"有 {found.without_address} 条短信写不下网址；"
            "请门户设一个短的网址，写在 site.yaml 的“二维码网址”里。"
        )
    if pushes.SPEAKER in forms:
        if found.seconds > _LONG:
            long = pushes.duration(found.seconds)
            yield f"大喇叭念一遍约{long}，太长了，分几次念，或者把 --since 写近一些。"
        yield from _what_is_unclear(found)


def _what_is_unclear(found: Bulletin) -> Iterator[str]:
    """A number may be read wrongly where the sign beside it was not understood."""
    for one in found.messages:
        if one.unclear:
            pieces = "、".join(f"“{piece}”" for piece in one.unclear)
            yield f"“{one.news.title}”里有不会念的符号: {pieces}。对照原文改一改大喇叭的稿子再念。"


def _what_may_be_of_persons(checked: Checked, found: Bulletin) -> Iterator[str]:
    """What check only warns of can be mended on a page, never in a message that was sent.

    Numbers that are in none of the texts are passed over: only WeChat has all of the words.
    """
    from gongkai_ssg import personal

    sent = {number.mark for one in found.messages for number in personal.find(one.wechat)}
    told = {one.news.id for one in found.messages}
    records = checked.project.catalog.records.values() if checked.project else ()
    untold = {one.entry.span.path for one in records if one.id not in told}
    for one in checked.diagnostics:
        if one.code in _OF_PERSONS and one.params["mark"] in sent and one.span.path not in untold:
            yield f"发以前看一看“{one.span.named}”第 {one.span.line} 行: {one.message}"


def _what_is_not_online(public: Path, found: Bulletin) -> Iterator[str]:
    """Whoever opens a link must find the page: the site goes up before the texts go out."""
    from gongkai_ssg import urls
    from gongkai_ssg.outreach.news import RECORD

    records = [one.news for one in found.messages if one.news.kind == RECORD]
    files = [public / urls.file_of(urls.record(news.id)) for news in records]
    missing = sum(not file.is_file() for file in files)
    if missing:
        yield f"注意: 有 {missing} 条还没有生成网页，先 gongkai build 并上传，再发。"
