"""Write the reference pages in `docs/` from the schema, the codes and the commands.

`python scripts/docs.py` writes them; `--check` fails if they are not up to date.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from gongkai_ssg import exits, manual  # noqa: E402
from gongkai_ssg.cli import cli  # noqa: E402
from gongkai_ssg.schema import load  # noqa: E402

DOCS = ROOT / "docs"
MADE = "<!-- 由 scripts/docs.py 生成，请不要手工修改。 -->"
_FILES = {
    "item": "`catalog.yaml` 里的一条，或一个 `编码.md` 文件的开头部分",
    "record": "`records/` 里的一个 `.md` 文件的开头部分",
    "domain": "`content/领域/domain.yaml`",
    "page": "`content/pages/` 里的一个 `.md` 文件的开头部分",
    "holidays": "`holidays/年份.yaml`",
    "site": "`site.yaml`",
    "workspace": "`province.yaml`（几个县一起生成时用，名称可以另取）",
}


def content() -> Iterator[str]:
    """docs/content.md: every element of every kind."""
    yield from ("# 内容参考：各种条目的要素", "", MADE, "")
    yield "值都按文字读取，`0123` 就是 `0123`。不认识的键会报错。日期写成 `2026-03-05`。"
    schema = load()
    for name, kind in schema.kinds.items():
        kept = kind.listing
        where = f"`content/{kept.file}` 里“{kept.key}”的一条" if kept else _FILES[name]
        yield from ("", f"## {kind.title}", "", f"写在{where}。", "")
        yield from manual.markdown_table(schema, name)


def problems() -> Iterator[str]:
    """docs/codes.md: every code."""
    yield from ("# 问题代码", "", MADE, "", "在命令行用 `gongkai explain 代码` 看同样的内容。", "")
    yield from manual.codes_page()


def commands() -> Iterator[str]:
    """docs/commands.md: every command."""
    yield from ("# 命令参考", "", MADE, "", "`gongkai` 和 `python -m gongkai_ssg` 是一样的。", "")
    yield from manual.commands_page(cli)
    yield from ("## 退出码", "", "写脚本、计划任务的，看命令结束时的退出码：", "")
    yield from ("| 退出码 | 意思 |", "|---|---|")
    yield from (f"| {code} | {words} |" for code, words in exits.MEANT.items())


PAGES = {"content.md": content, "codes.md": problems, "commands.md": commands}


def main() -> int:
    """Write or compare; 1 if something is out of date."""
    stale = []
    for name, page in PAGES.items():
        text = "\n".join(page()).rstrip("\n") + "\n"
        path = DOCS / name
        if "--check" not in sys.argv:
            path.write_text(text, "utf-8", newline="\n")
        elif not path.is_file() or path.read_text("utf-8") != text:
            stale.append(name)
    if stale:
        print(f"out of date: {', '.join(stale)}; run python scripts/docs.py")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
