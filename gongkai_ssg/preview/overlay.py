"""Problems → Chinese HTML above the last good page, and what keeps an open page new."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from html import escape
from importlib import resources
from typing import NamedTuple

from gongkai_ssg.diagnostics import Diagnostic

_MOST = 50
_SHELL = (
    '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    "<title>有错误，还不能预览</title></head><body></body></html>\n"
)


class Trouble(NamedTuple):
    """One problem as the overlay shows it; all of it is plain text."""

    place: str
    code: str
    message: str
    help: str = ""


def trouble(found: Diagnostic) -> Trouble:
    """A diagnostic in the overlay's words."""
    span = found.span
    place = f"{span.named}:{span.line}:{span.column}"
    return Trouble(place, found.code, found.message, found.help)


def html(troubles: Sequence[Trouble], *, alone: bool) -> str:
    """The inside of the overlay; empty without problems. `alone`: no good page is below it."""
    if not troubles:
        return ""
    below = "改好以前还没有页面可以看" if alone else "页面还是改之前的样子"
    more = len(troubles) - _MOST
    rest = f"<li><p>还有 {more} 个问题没有列出，用 gongkai check 可以看到全部。</p></li>"
    items = "".join(map(_item, troubles[:_MOST])) + (rest if more > 0 else "")
    return (
        '<link rel="stylesheet" href="/_gongkai/overlay.css"><details open>'
        f"<summary>有 {len(troubles)} 个问题，{below}；改好并保存后自动消失</summary>"
        f"<ol>{items}</ol></details>"
    )


def _item(one: Trouble) -> str:
    place = " ".join(part for part in (one.place, one.code) if part)
    lines = [f"<code>{escape(place)}</code>" if place else "", escape(one.message)]
    lines.append(f"改法：{escape(one.help)}" if one.help else "")
    return "<li>" + "".join(f"<p>{line}</p>" for line in lines if line) + "</li>"


def inject(page: str, token: str, number: int, inside: str) -> str:
    """A page with the script of the preview, and with the overlay where there are problems.

    `token` names the snapshot of which the page is, `number` the news that it shows.
    """
    script = f'<script src="/_gongkai/live.js" data-page="{token}" data-news="{number}"></script>'
    added = _box(inside) + script
    head, end, tail = page.rpartition("</body>")
    return f"{head}{added}{end}{tail}" if end else page + added


def only(number: int, inside: str) -> str:
    """A page with nothing but the problems, while no good page is there."""
    page = inject(_SHELL, "", number, inside)
    return page.replace('id="gongkai-problems"', 'id="gongkai-problems" class="alone"')


def _box(inside: str) -> str:
    return f'<div id="gongkai-problems" role="alert">{inside}</div>' if inside else ""


@cache
def own_files() -> dict[str, bytes]:
    """The files under `/_gongkai/`."""
    folder = resources.files(__package__)
    return {name: folder.joinpath(name).read_bytes() for name in ("live.js", "overlay.css")}


def in_words(troubles: Iterable[Trouble]) -> Iterator[str]:
    """The problems for the terminal."""
    for one in troubles:
        yield " ".join(part for part in (one.place, one.code, one.message) if part)
        if one.help:
            yield f"  改法: {one.help}"
