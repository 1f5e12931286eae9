"""What a county's theme overrides must be there: a block or a word that is not changes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import jinja2
from jinja2 import nodes

from gongkai_ssg.diagnostics import Diagnostic, Span, problem

_ENVIRONMENT = jinja2.Environment(autoescape=True)


def blocks(own: Path, base: Path) -> Iterator[Diagnostic]:
    """GK409: a block that no template below has, so that nothing ever shows it."""
    made_here = {name for path in _templates(own) for name in _free_blocks(path)}
    for path in _templates(own):
        tree = _parsed(path)
        parent = _parent(tree) if tree else ""
        if tree is None or not parent:
            continue
        known = made_here | _all_blocks(base / "templates", parent)
        for block in tree.body:
            if isinstance(block, nodes.Block) and block.name not in known:
                span = Span(f"themes/{own.name}/templates/{path.name}", block.lineno)
                what = f"区块“{block.name}”在 {parent} 里没有"
                yield problem("GK409", span, what=what, known="、".join(sorted(known)))


def words(own: Path, base: Path, changed: Mapping[str, Span]) -> Iterator[Diagnostic]:
    """GK409: words to be replaced that stand in no template."""
    texts = [p.read_text("utf-8", "replace") for folder in (own, base) for p in _templates(folder)]
    for word, span in changed.items():
        if not any(word in text for text in texts):
            known = "模板里原样写着的文字"
            yield problem("GK409", span, what=f"没有一个模板里有“{word}”", known=known)


def _templates(folder: Path) -> list[Path]:
    return sorted((folder / "templates").glob("*.html"))


def _parsed(path: Path) -> nodes.Template | None:
    try:
        return _ENVIRONMENT.parse(path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError, jinja2.TemplateSyntaxError):
        return None  # each of these is a problem of its own


def _parent(tree: nodes.Template) -> str:
    for extends in tree.find_all(nodes.Extends):
        if isinstance(extends.template, nodes.Const):
            return str(extends.template.value)
    return ""


def _free_blocks(path: Path) -> Iterator[str]:
    """The blocks of a template that extends nothing: whoever extends it may fill them."""
    tree = _parsed(path)
    if tree is not None and not _parent(tree):
        yield from (block.name for block in tree.find_all(nodes.Block))


def _all_blocks(templates: Path, name: str) -> set[str]:
    """The blocks of one of our templates and of all that it extends."""
    found: set[str] = set()
    while name:
        tree = _parsed(templates / name.removeprefix("default/"))
        if tree is None:
            return found
        found.update(block.name for block in tree.find_all(nodes.Block))
        name = _parent(tree)
    return found
