"""The portal's own header, footer and style, put around every page as they are.

They come from whoever keeps the portal, not from townships: they are trusted like a theme.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from gongkai_ssg import source
from gongkai_ssg.config import Settings
from gongkai_ssg.diagnostics import Diagnostic, problem

STYLE = "static/portal.css"
_KEY = "门户"


@dataclass(frozen=True, slots=True)
class Portal:
    """HTML above our header and below our footer, and a style for them; empty where not wanted."""

    header: str = ""
    footer: str = ""
    css: str = ""


def portal(root: Path, settings: Settings) -> tuple[Portal, list[Diagnostic]]:
    """Read the files that 门户 in `site.yaml` names; those below `themes/` alone may be."""
    problems: list[Diagnostic] = []
    texts: dict[str, str] = {}
    for key, name in settings.entry.object(_KEY).items():
        path = root / str(name)
        if not path.is_file() or path.is_symlink():
            span = settings.entry.at(f"{_KEY}/{key}", _KEY)
            problems.append(problem("GK408", span, name=str(name)))
            continue
        text, more = source.decode(str(name), path.read_bytes())
        problems += more
        texts[key] = text or ""
    return Portal(texts.get("页眉", ""), texts.get("页脚", ""), texts.get("样式", "")), problems
