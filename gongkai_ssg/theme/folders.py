"""Where a theme's templates and static files lie, the county's own before ours."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from gongkai_ssg import source, walk
from gongkai_ssg.diagnostics import Diagnostic, Span, problem
from gongkai_ssg.model import Site
from gongkai_ssg.theme import overrides
from gongkai_ssg.theme.options import options

DEFAULT = "default"
CSS = "static/site.css"


def default_folder() -> Path:
    """The product's theme: in the wheel, or beside the package in a checkout."""
    package = Path(str(resources.files("gongkai_ssg")))
    packed = package / "_theme"
    return packed if packed.is_dir() else package.parent / "themes" / DEFAULT


def folders(root: Path, site: Site, named: Span) -> tuple[tuple[Path, ...], list[Diagnostic]]:
    """Where templates and static files come from, and what is wrong with the county's own.

    `named` is the place where the theme is named.
    """
    base = default_folder()
    if site.theme == DEFAULT:
        return (base,), []
    own = root / "themes" / site.theme
    if not own.is_dir():
        return (base,), [problem("GK405", named, name=site.theme)]
    where = (own, base)
    problems = [*_strays(own, base, site.theme), *_undecodable(own)]
    problems += [*overrides.blocks(own, base), *options(where)[1]]
    return where, problems


def _strays(own: Path, base: Path, name: str) -> Iterator[Diagnostic]:
    """A template that overrides nothing and that nobody includes is a slip of the pen."""
    known = {path.name for path in (base / "templates").glob("*.html")}
    for path in sorted((own / "templates").glob("*.html")):
        if path.name not in known and not path.name.startswith("_"):
            span = Span(f"themes/{name}/templates/{path.name}")
            yield problem("GK407", span, name=path.name, known="、".join(sorted(known)))


def _undecodable(own: Path) -> Iterator[Diagnostic]:
    """What is read as text must be UTF-8."""
    templates = (path for path in sorted((own / "templates").rglob("*")) if path.is_file())
    for path in (*templates, own / CSS):
        if path.is_file() and (path.suffix.lower() == ".html" or path.name == "site.css"):
            name = f"themes/{own.name}/{path.relative_to(own).as_posix()}"
            yield from source.decode(name, path.read_bytes())[1]


def static(where: tuple[Path, ...]) -> Iterator[tuple[str, bytes]]:
    """Static files of a theme's folders; a county's file hides ours of the same name."""
    for name, path in sorted(static_files(where).items()):
        yield name, path.read_bytes()


def static_files(where: tuple[Path, ...]) -> dict[str, Path]:
    """Where each static file lies, by the name under which it goes out.

    Raises:
        OSError: where a name is no text (in GBK on Linux), so that it can go out under none.
    """
    found = {
        path.relative_to(folder).as_posix(): path
        for folder in reversed(where)
        if not (folder / "static").is_symlink()
        for path in walk.files(folder / "static")
    }
    for name, path in found.items():
        if not name.isascii() and name.encode("utf-8", "ignore").decode() != name:
            raise OSError(errno.EILSEQ, os.strerror(errno.EILSEQ), str(path))
    return found
