"""One site that passed its check: every file of it, made when it is asked for.

A snapshot never changes: its templates are compiled and its static files read when it is made,
so that it stays good while the next, perhaps faulty, state is being written on the disk.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket

from gongkai_ssg import contents, kept, theme, urls
from gongkai_ssg.build import Checked
from gongkai_ssg.preview import indexing
from gongkai_ssg.preview.indexing import Shelf
from gongkai_ssg.project import Project

NOT_FOUND = "404.html"


class Snapshot:
    """The files of a site by their names (`i/zdbc-01-02/index.html`)."""

    def __init__(self, checked: Checked, project: Project, root: Path) -> None:
        self.checked, self.project = checked, project
        self.pages = {urls.file_of(page.address): page for page in checked.pages}
        before = kept.themes(root)
        self.theme = _frozen(theme.load(project, checked.look))
        # Of a theme that was edited meanwhile some is read: it is like no other.
        self.themes = before if kept.themes(root) == before else secrets.token_bytes()
        others = contents.others(project, checked.pages, checked.look, root)
        made = (*contents.codes(project).values(), *others)
        self._others = {other.name: other.make for other in made}

    def page(self, name: str) -> str | None:
        """The HTML of a page, or None where there is none.

        Raises:
            theme.TemplateFailedError: where a template of the county fails.
        """
        page = self.pages.get(name)
        if page is None:
            return None
        html = self.theme.render(page)
        # This page alone links absolutely; here the site is at home on another host.
        return html.replace(self.project.catalog.site.url, "/") if name == NOT_FOUND else html

    def file(self, name: str) -> bytes | None:
        """A file that is not a page, or None.

        Raises:
            OSError: where an attachment cannot be read right now.
        """
        make = self._others.get(name)
        return make() if make else None

    def index(self, shelf: Shelf, go_on: Callable[[], None]) -> dict[str, bytes]:
        """Render every page and build the search index; `go_on` may raise to break off."""
        files = indexing.index(self.checked, self.theme, self.themes, shelf, go_on)
        return {f"pagefind/{name}": content for name, content in files}


class _Compiled(jinja2.BytecodeCache):
    """Compiled templates by their source, so that only those that changed are compiled again."""

    def __init__(self) -> None:
        self._codes: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket, where the source is still the same."""
        code = self._codes.get(bucket.key)
        if code is not None:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._codes[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


def _frozen(look: theme.Theme) -> theme.Theme:
    """Load every template now; what does not compile fails when a page needs it."""
    look.environment.auto_reload = False
    look.environment.bytecode_cache = _COMPILED
    for name in look.environment.list_templates(extensions=["html"]):
        with contextlib.suppress(jinja2.TemplateError):
            look.environment.get_template(name)
    return look
