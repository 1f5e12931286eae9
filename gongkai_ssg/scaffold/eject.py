"""A file of our theme, copied into the county's own to be changed there."""

from __future__ import annotations

import difflib
from pathlib import Path

from gongkai_ssg import theme, walk
from gongkai_ssg.build import Checked
from gongkai_ssg.scaffold.finding import ScaffoldError, project


def eject(checked: Checked, site: Path, name: str) -> Path:
    """Copy `item.html`, `site.css` … into `themes/<主题>/`; the path of the copy.

    Raises:
        ScaffoldError: where the site has no theme of its own, where there is no such file, or
            where the county has changed it already.
    """
    own = project(checked).settings.site.theme
    base = theme.default_folder()
    if own == "default":
        raise ScaffoldError("先在 site.yaml 里写上“主题: ”和主题的名称，例如 xianqu，再复制。")
    ours = {path.relative_to(base).as_posix(): path for path in walk.files(base)}
    wanted = name.replace("\\", "/")
    found = [key for key in ours if key == wanted or key.rpartition("/")[2] == wanted]
    if len(found) != 1:
        names = [key.rpartition("/")[2] for key in ours]
        near = difflib.get_close_matches(wanted.rpartition("/")[2], names, 3, 0.4)
        hint = f"是不是：{'、'.join(near)}" if near else "文件名见 docs/theme.md"
        raise ScaffoldError(f"自带的主题里没有“{name}”；{hint}")
    target = site / "themes" / own / found[0]
    if target.exists():
        raise ScaffoldError(f"{target} 已经有了，没有改动。")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(ours[found[0]].read_bytes())
    return target
