"""What the clerk meant: the site, a domain, an item; or one Chinese sentence why not."""

from __future__ import annotations

import difflib
import unicodedata
from typing import TYPE_CHECKING

from gongkai_ssg.ledger import LEDGER_FILE
from gongkai_ssg.model import Domain, Item, Site
from gongkai_ssg.scaffold.forms import Names

if TYPE_CHECKING:
    from gongkai_ssg.build import Checked
    from gongkai_ssg.project import Project

_DISAPPEARED = "GK502"


class ScaffoldError(Exception):
    """The new file cannot be made; the message is a Chinese sentence for the clerk."""


def project(checked: Checked) -> Project:
    """The site as it was read."""
    if checked.project is None:
        raise ScaffoldError("site.yaml 有错误，还不能新建。请先运行 gongkai check，照提示改好。")
    return checked.project


def require_ledger(checked: Checked) -> None:
    """Refuse where the ledger cannot be read: a code published once would look free."""
    found = (d for d in checked.diagnostics if d.span.path == LEDGER_FILE)
    if any(d.severity == "error" and d.code != _DISAPPEARED for d in found):
        raise ScaffoldError(
            f"台账 {LEDGER_FILE} 读不懂，不知道哪些编码已经用过。"
            "请先运行 gongkai check，照提示改好。"
        )


def names(site: Site) -> Names:
    """What can be written where a body or a place is asked for."""
    bodies = [body.short or body.name for body in site.bodies.values()]
    return {"body": bodies, "place": [place.name for place in site.places.values()]}


def domain(project: Project, written: str) -> Domain:
    """The domain of a slug or a name."""
    domains = project.catalog.domains
    word = written.strip()
    for domain in domains.values():
        if word.lower() == domain.slug or word == domain.name:
            return domain
    if not domains:
        raise ScaffoldError(f"还没有领域。请先新建 content/{word}/domain.yaml，写上“名称: ”。")
    labels = {d.slug: f"{d.slug}（{d.name}）" for d in domains.values()}
    words = {word: d.slug for d in domains.values() for word in (d.slug, d.name)}
    near = difflib.get_close_matches(word, words, 1, 0.5)
    hint = f"是不是 {labels[words[near[0]]]}？" if near else ""
    known = "、".join(labels.values())
    raise ScaffoldError(f"没有“{written}”这个领域。{hint}现有的领域：{known}。")


def item(project: Project, written: str) -> Item:
    """The living item of a code; full-width forms and small letters are understood."""
    items = project.catalog.items
    code = unicodedata.normalize("NFKC", written).strip().upper()
    item = items.get(code)
    known = project.catalog.broken
    if (item.entry.broken or not item.bodies) if item else code in known:
        raise ScaffoldError(f"事项“{code}”还有错误。请先运行 gongkai check，照提示改好。")
    if item is None:
        near = difflib.get_close_matches(code, items, 3, 0.6)
        titles = ((c, items[c].title) for c in near)
        hint = "、".join(f"{c}（{title}）" if title else c for c, title in titles)
        raise ScaffoldError(
            f"没有编码为“{written}”的事项。"
            + (f"是不是 {hint}？" if hint else "编码写在事项文件的“编码”里。")
        )
    if item.ended:
        then = f"请写到接替它的事项 {item.successor} 下面。" if item.successor else ""
        raise ScaffoldError(f"事项“{code}”（{item.title}）已经废止，不能再新建信息。{then}")
    return item
