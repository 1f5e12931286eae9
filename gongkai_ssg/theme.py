"""`Page → HTML`: a Jinja environment over ordered folders, the county's theme before ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

import jinja2
import yaml

from gongkai_ssg import source, urls
from gongkai_ssg.diagnostics import Diagnostic, Span, problem
from gongkai_ssg.model import Site
from gongkai_ssg.pages import Page
from gongkai_ssg.pages.columns import column_links
from gongkai_ssg.project import Project
from gongkai_ssg.views import Link, domain_link

DEFAULT = "default"
THEME_FILE = "theme.yaml"
# Pages of a domain or a place announce that feed; all others the site's.
_WITH_FEED = ("domain.html", "place.html")


class SiteView(NamedTuple):
    """What every page shows of the site."""

    name: str
    county: str
    url: str
    footer: tuple[tuple[str, str], ...]
    domains: tuple[Link, ...]
    columns: tuple[Link, ...]
    language: str = "zh-CN"


class PageView(NamedTuple):
    """What every page shows of itself."""

    title: str
    address: str
    file: str
    canonical: str
    description: str
    crumbs: tuple[Link, ...]
    date: str
    template: str
    indexed: bool
    feed: str


class TemplateFailedError(Exception):
    """A county's template failed; carries the problem to show."""

    def __init__(self, found: Diagnostic) -> None:
        super().__init__(found.code)
        self.found = found


@dataclass(frozen=True, slots=True)
class Theme:
    """The templates of a site and what every page shows of it."""

    environment: jinja2.Environment
    site: Site
    view: SiteView
    css: str

    def render(self, page: Page) -> str:
        """One page; a mistake in a county's template becomes a `TemplateFailedError`."""
        try:
            template = self.environment.get_template(page.template)
            return template.render(
                site=self.view,
                page=_page_view(self.site, page),
                view=page.view(),
                # The web server shows 404.html at any depth, so it alone links absolutely.
                root=self.site.url if page.template == "404.html" else urls.root_of(page.address),
                css=self.css,
            )
        except jinja2.TemplateError as error:
            raise TemplateFailedError(self._problem(error, page)) from error

    def _problem(self, error: jinja2.TemplateError, page: Page) -> Diagnostic:
        path, line = page.template, 1
        if isinstance(error, jinja2.TemplateSyntaxError):
            path, line = error.name or path, error.lineno
        trace = error.__traceback__
        while trace:
            name = trace.tb_frame.f_code.co_filename
            if name.endswith(".html"):
                path, line = Path(name).name, trace.tb_lineno
            trace = trace.tb_next
        span = Span(f"themes/{self.site.theme}/templates/{path}", line)
        return problem("GK406", span, what=_in_chinese(error), page=urls.file_of(page.address))


def _in_chinese(error: jinja2.TemplateError) -> str:
    """What Jinja says; its own words follow for the person who mends the theme."""
    if isinstance(error, jinja2.TemplateNotFound):
        return f"找不到模板“{error.name}”"
    words = str(error)
    missing = re.search(r"'([^']*)' is undefined|has no attribute '([^']*)'", words)
    if missing:
        return f"没有“{missing[1] or missing[2]}”可以用"
    kind = "模板的语法不对" if isinstance(error, jinja2.TemplateSyntaxError) else "模板算不出来"
    return f"{kind}（{words}）"


def static(where: tuple[Path, ...]) -> Iterator[tuple[str, bytes]]:
    """Static files of a theme's folders; a county's file hides ours of the same name."""
    found: dict[str, Path] = {}
    for folder in reversed(where):
        base = folder / "static"
        for path in base.rglob("*"):
            if path.is_file() and not path.name.startswith("."):
                found[f"static/{path.relative_to(base).as_posix()}"] = path
    for name in sorted(found):
        yield name, found[name].read_bytes()


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
    return where, [*_strays(own, base, site.theme), *_options(where)[1]]


def _strays(own: Path, base: Path, name: str) -> Iterator[Diagnostic]:
    """A template that overrides nothing and that nobody includes is a slip of the pen."""
    known = {path.name for path in (base / "templates").glob("*.html")}
    for path in sorted((own / "templates").glob("*.html")):
        if path.name not in known and not path.name.startswith("_"):
            span = Span(f"themes/{name}/templates/{path.name}")
            yield problem("GK407", span, name=path.name, known="、".join(sorted(known)))


def load(project: Project, where: tuple[Path, ...]) -> Theme:
    """The theme of a site over its folders."""
    site = project.catalog.site
    environment = jinja2.Environment(
        loader=_loader(where),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    # Globals, because imported partials and pages share them.
    environment.globals["theme"] = _options(where)[0]
    domains = tuple(domain_link(project, slug) for slug in project.catalog.domains)
    footer = tuple(site.footer.items())
    view = SiteView(site.name, site.county, site.url, footer, domains, column_links(project))
    css = next(
        (
            path.read_text("utf-8")
            for path in (folder / "static" / "site.css" for folder in where)
            if path.is_file()
        ),
        "",
    )
    return Theme(environment, site, view, css)


def _loader(where: tuple[Path, ...]) -> jinja2.BaseLoader:
    """The county's templates before ours; `default/base.html` names ours, to be extended."""
    ours = jinja2.FileSystemLoader(where[-1] / "templates")
    layers = jinja2.FileSystemLoader([folder / "templates" for folder in where])
    return jinja2.ChoiceLoader([layers, jinja2.PrefixLoader({DEFAULT: ours})])


def _options(where: tuple[Path, ...]) -> tuple[dict[str, Any], list[Diagnostic]]:
    """The options of our `theme.yaml`, changed by those that the county's names."""
    text = (where[-1] / THEME_FILE).read_text("utf-8")
    options: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)["options"]
    own = where[0] / THEME_FILE
    if len(where) == 1 or not own.is_file():
        return options, []
    path = f"themes/{where[0].name}/{THEME_FILE}"
    found, problems = source.decode(path, own.read_bytes())
    tree, more = source.parse_yaml(path, found or "")
    changes = tree.get("options") if isinstance(tree, source.Mapping) else None
    for key, value in changes.entries if isinstance(changes, source.Mapping) else ():
        if key.text in options:
            options[key.text] = _plain(value)
        else:
            hint = f"可以用的键：{'、'.join(options)}"
            params = {"key": key.text, "where": "主题的选项里", "hint": hint}
            problems.append(problem("GK101", key.span, **params))
    return options, problems + more


def _plain(node: source.Node) -> Any:
    return [_plain(one) for one in node.items] if isinstance(node, source.Sequence) else _text(node)


def _text(node: source.Node) -> str:
    return node.text if isinstance(node, source.Scalar) else ""


def _page_view(site: Site, page: Page) -> PageView:
    return PageView(
        title=page.title,
        address=page.address,
        file=urls.file_of(page.address),
        canonical=urls.absolute(site, page.address),
        description=page.description or page.title,
        crumbs=page.crumbs,
        date=page.date,
        template=page.template,
        indexed=page.search is not None,
        feed=(page.address if page.template in _WITH_FEED else "") + "feed.xml",
    )
