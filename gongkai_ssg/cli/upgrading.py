"""After an upgrade of the program: `migrate`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from gongkai_ssg.chinese import ChineseCommand
from gongkai_ssg.cli import shared


@click.command(cls=ChineseCommand)
@click.option("--yes", is_flag=True, help="不再问，直接写进去")
@shared.form
@shared.site
def migrate(yes: bool, form: str, site: Path) -> int:
    """把内容改成这个程序的格式: 先显示哪个文件、哪一行、从什么改成什么，同意了再写。"""
    from gongkai_ssg import migrating
    from gongkai_ssg.findings import migrations
    from gongkai_ssg.importing.writing import EditedError

    options = shared.options(site)
    plan = migrating.plan(options)
    if form == "json":
        shared.show([migrations.as_json(plan)], form)
    elif plan.problems:
        texts = {**plan.checked.tree.texts, **{p: t.encode() for p, t in plan.texts.items()}}
        tree = replace(plan.checked.tree, texts=texts)
        shared.report_problems(replace(plan.checked, tree=tree, diagnostics=[*plan.problems]))
    else:
        shared.show(migrations.text(plan), form)
    if plan.problems:
        shared.say("先改好这些，再升级内容；没有写文件。")
        return shared.verdict(plan.checked, strict=False) or shared.CONTENT_ERRORS
    if plan.texts and shared.agreed("写进去吗？", yes=yes, form=form):
        try:
            migrating.write(options.root, plan)
        except EditedError as error:
            return shared.edited_meanwhile(error)
        shared.say(f"写好了 {'、'.join(sorted(plan.texts))}")
        shared.say("下一步: gongkai check")
    return shared.DONE
