"""What helps a person write content: `init`, `new`, `explain`, `schema`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from gongkai_ssg.chinese import ChineseCommand, ChineseGroup
from gongkai_ssg.cli import shared


@click.command(cls=ChineseCommand)
@click.argument("folder", default=".", metavar="[文件夹]", type=click.Path(path_type=Path))
def init(folder: Path) -> int:
    """建立一个小站点，马上就能生成；文件夹必须是空的。"""
    from gongkai_ssg import scaffold

    for path in scaffold.init(folder):
        shared.say(f"新建 {path}")
    shared.say(f"下一步: gongkai build -s {folder}")
    return shared.DONE


@click.group(cls=ChineseGroup)
def new() -> None:
    """新建事项或信息。"""


@new.command("item")
@click.argument("domain", metavar="领域")
@shared.site
def new_item(domain: str, site: Path) -> int:
    """在一个领域里新建事项，给出下一个没有用过的编码。"""
    from gongkai_ssg import build, scaffold

    shared.say(f"新建 {scaffold.new_item(build.check(shared.options(site)), site, domain)}")
    return shared.DONE


@new.command("record")
@click.argument("code", metavar="编码")
@shared.site
@shared.clock
def new_record(code: str, site: Path, clock: date | None) -> int:
    """在一个事项下新建信息，按领域的专项模板填好要素和小标题。"""
    from gongkai_ssg import build, scaffold

    options = shared.options(site, clock=clock)
    shared.say(f"新建 {scaffold.new_record(build.check(options), options, code)}")
    return shared.DONE


@click.group(cls=ChineseGroup)
def theme() -> None:
    """本县自己的主题。"""


@theme.command("eject")
@click.argument("name", metavar="文件")
@shared.site
def eject(name: str, site: Path) -> int:
    """把自带主题的一个文件复制到本县的主题里，改它的样子，例如 item.html。"""
    from gongkai_ssg import build, scaffold

    shared.say(f"新建 {scaffold.eject(build.check(shared.options(site)), site, name)}")
    return shared.DONE


@click.command(cls=ChineseCommand)
@click.argument("code", metavar="代码")
def explain(code: str) -> int:
    """解释一个问题代码，例如 gongkai explain GK104。"""
    from gongkai_ssg import report

    for known in shared.known_codes((code,)):
        shared.show(report.explain(known))
    return shared.DONE


@click.command(cls=ChineseCommand)
@click.argument("kind", default="item", metavar="[种类]")
@shared.site
@click.option(
    "--format",
    "form",
    type=click.Choice(["json", "markdown"]),
    default="json",
    metavar="格式",
    help="json（默认）或 markdown",
)
def schema(kind: str, site: Path, form: str) -> int:
    """输出要素规范：编辑器用的 JSON Schema，或手册用的表格。

    种类有 item（事项）、catalog（事项文件）、record（信息）、domain（领域）、site（站点设置）等。
    """
    from gongkai_ssg import config, manual
    from gongkai_ssg.schema import load

    path = shared.options(site).root / config.SITE_FILE
    settings = config.load(path.read_bytes())[0] if path.is_file() else None
    if settings is None and path.is_file():
        shared.say(f"{path} 读不懂，下面没有本县自己的要素；用 gongkai check 看哪里不对。")
    known = settings.schema if settings else load()
    if kind not in {*known.kinds, "catalog"}:
        raise click.UsageError(
            f"没有“{kind}”这个种类，可以写：{'、'.join((*known.kinds, 'catalog'))}"
        )
    if form == "json":
        shared.show([manual.json_schema(known, kind)], form)
    else:
        shared.show(manual.markdown_table(known, "item" if kind == "catalog" else kind))
    return shared.DONE
