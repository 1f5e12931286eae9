"""`new item`: a form under the next free code of a domain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from gongkai_ssg import fs
from gongkai_ssg.scaffold import finding, forms
from gongkai_ssg.scaffold.finding import ScaffoldError

if TYPE_CHECKING:
    from gongkai_ssg.build import Checked
    from gongkai_ssg.project import Project

_PREFIX = re.compile(r"[a-z]{2,6}")
_FIRST_NUMBERS = "01-01"
_LAST_NUMBER = 999


def new_item(checked: Checked, site: Path, domain: str) -> Path:
    """Write a form for an item under the next free code of a domain (slug or name).

    Raises:
        ScaffoldError: where the domain is unknown, its name cannot begin a code, or the ledger
            cannot be read (a code published once would look free).
    """
    project = finding.project(checked)
    finding.require_ledger(checked)
    slug = finding.domain(project, domain).slug
    code = next_code(slug, _used_codes(project, site / "content" / slug))
    path = site / "content" / slug / f"{code.lower()}.md"
    fs.write_text(path, "\n".join(_item_lines(project, code)) + "\n")
    return path


def next_code(slug: str, used: Iterable[str]) -> str:
    """The code after the last one of the highest group: `ZDBC-02-03` → `ZDBC-02-04`."""
    if not _PREFIX.fullmatch(slug):
        raise ScaffoldError(
            f"文件夹名“{slug}”不能作编码的开头，请把文件夹改成 2 到 6 个小写字母的名称。"
        )
    prefix = slug.upper()
    mine = [c for c in used if re.fullmatch(rf"{prefix}(-\d{{2,3}}){{1,3}}", c, re.ASCII)]
    if not mine:
        return f"{prefix}-{_FIRST_NUMBERS}"
    last = max(mine, key=_numbers)
    group, _, number = last.rpartition("-")
    if int(number) == _LAST_NUMBER:
        raise ScaffoldError(f"{group} 这一组的编号已经用完（{last}），请在新的一组里自己编号。")
    return f"{group}-{int(number) + 1:0{len(number)}}"


def _numbers(code: str) -> tuple[tuple[int, ...], int]:
    numbers = tuple(map(int, code.split("-")[1:]))
    return numbers[:-1], numbers[-1]


def _used_codes(project: Project, folder: Path) -> set[str]:
    """Codes of entries, of broken files, of the ledger, and of files that lie there."""
    files = {path.stem.upper() for path in folder.glob("*.md")}
    return {*project.catalog.items, *project.catalog.broken, *project.published.items, *files}


def _item_lines(project: Project, code: str) -> Iterator[str]:
    fields = project.settings.schema.kinds["item"].fields
    names = finding.names(project.catalog.site)
    yield "---"
    yield "# 新建的事项。先写必填的，再写需要的；不需要的行可以删掉。"
    yield "# 用得着的行，去掉开头的“# ”就起作用。写好以后运行 gongkai check。"
    for f in sorted(fields, key=lambda f: not f.required):
        yield ""
        if f.type == "code":
            yield from forms.filled(f, code, f"{f.key}（必填）：{f.help}")
        else:
            yield from (forms.blank if f.required else forms.optional)(f, names)
    yield ""
    yield "# 给群众看的说明写在下面这行“---”之后，没有就不写。"
    yield "---"
