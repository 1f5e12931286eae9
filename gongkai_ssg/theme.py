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

from gongkai_ssg import source, urls, walk
from gongkai_ssg.diagnostics import Diagnostic, Span, problem
from gongkai_ssg.model import Site
from gongkai_ssg.pages import Page
from gongkai_ssg.pages.columns import column_links
from gongkai_ssg.project import Project
from gongkai_ssg.search.extract import body_blocks
from gongkai_ssg.views import Link, domain_link

DEFAULT = "default"
THEME_FILE = "theme.yaml"
# Pages of a domain or a place announce that feed; all others the site's.
_WITH_FEED = ("domain.html", "place.html")
# Options that take one of a few words; `site.css` knows no others.
_CHOICES = {"colour": ("blue", "red", "green")}
_CSS = "static/site.css"
_BODY = "data-pagefind-body"


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
    where: tuple[Path, ...]

    def render(self, page: Page) -> str:
        """One page; a mistake in a county's template becomes a `TemplateFailedError`."""
        # Outside the `try`: a view that fails is a bug of ours.
        view = page.view()
        shown = {
            "site": self.view,
            "page": _page_view(self.site, page),
            "view": view,
            # The web server shows 404.html at any depth, so it alone links absolutely.
            "root": self.site.url if page.template == "404.html" else urls.root_of(page.address),
            "css": self.css,
        }
        try:
            html = self.environment.get_template(page.template).render(shown)
        except Exception as error:
            # Our own templates are no county's mistake, and a locked file is nobody's.
            locked = isinstance(error, OSError) and not isinstance(error, jinja2.TemplateError)
            if locked or len(self.where) == 1:
                raise
            span = self._place(error, page)
            raise self._failed(page, span, _in_chinese(error)) from error
        if len(self.where) > 1 and page.search is not None:
            number = len(body_blocks(html))
            if number != 1:
                what = f"{_BODY} 应当正好有一处，现在有 {number} 处"
                raise self._failed(page, self._frame(page), what)
        return html

    def _failed(self, page: Page, span: Span, what: str) -> TemplateFailedError:
        file = urls.file_of(page.address)
        return TemplateFailedError(problem("GK406", span, what=what, page=file))

    def _place(self, error: Exception, page: Page) -> Span:
        """Where it failed: deepest in the county's own templates, else in ours."""
        places: list[tuple[str, int]] = []
        trace = error.__traceback__
        while trace:
            places.append((trace.tb_frame.f_code.co_filename, trace.tb_lineno))
            trace = trace.tb_next
        if isinstance(error, jinja2.TemplateSyntaxError) and error.filename:
            places.append((error.filename, error.lineno))
        for folder in self.where:
            for file, line in reversed(places):
                path = Path(file)
                if path.is_relative_to(folder / "templates"):
                    name = path.relative_to(folder).as_posix()
                    return Span(f"themes/{folder.name}/{name}", line)
        return Span(f"themes/{self.site.theme}/templates/{page.template}")

    def _frame(self, page: Page) -> Span:
        """The county's template that made a page: its own, or else the frame of all pages."""
        own = self.where[0] / "templates"
        names = (name for name in (page.template, "base.html") if (own / name).is_file())
        return Span(f"themes/{self.site.theme}/templates/{next(names, page.template)}")


def _in_chinese(error: Exception) -> str:
    """What Jinja or Python says; its own words follow for the person who mends the theme."""
    if isinstance(error, jinja2.TemplateNotFound):
        return f"找不到模板“{error.name}”"
    words = str(error)
    if not isinstance(error, jinja2.TemplateError):
        return f"模板算不出来（{type(error).__name__}: {words}）"
    missing = re.search(r"'([^']*)' is undefined|has no attribute '([^']*)'", words)
    if missing:
        return f"没有“{missing[1] or missing[2]}”可以用"
    kind = "模板的语法不对" if isinstance(error, jinja2.TemplateSyntaxError) else "模板算不出来"
    return f"{kind}（{words}）"


def static(where: tuple[Path, ...]) -> Iterator[tuple[str, bytes]]:
    """Static files of a theme's folders; a county's file hides ours of the same name."""
    for name, path in sorted(_static_files(where).items()):
        yield name, path.read_bytes()


def _static_files(where: tuple[Path, ...]) -> dict[str, Path]:
    """Where each static file lies, by the name under which it goes out."""
    return {
        path.relative_to(folder).as_posix(): path
        for folder in reversed(where)
        if not (folder / "static").is_symlink()
        for path in walk.files(folder / "static")
    }


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
    problems = [*_strays(own, base, site.theme), *_undecodable(own), *_options(where)[1]]
    return where, problems


def _undecodable(own: Path) -> Iterator[Diagnostic]:
    """What is read as text must be UTF-8."""
    templates = (path for path in sorted((own / "templates").rglob("*")) if path.is_file())
    for path in (*templates, own / _CSS):
        if path.is_file() and (path.suffix.lower() == ".html" or path.name == "site.css"):
            name = f"themes/{own.name}/{path.relative_to(own).as_posix()}"
            yield from source.decode(name, path.read_bytes())[1]


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
    # With or without the mark that Notepad puts first.
    css = _static_files(where)[_CSS].read_text("utf-8-sig")
    return Theme(environment, site, view, css, where)


def _loader(where: tuple[Path, ...]) -> jinja2.BaseLoader:
    """The county's templates before ours; `default/base.html` names ours, to be extended."""
    ours = jinja2.FileSystemLoader(where[-1] / "templates", "utf-8-sig")
    layers = jinja2.FileSystemLoader([folder / "templates" for folder in where], "utf-8-sig")
    return jinja2.ChoiceLoader([layers, jinja2.PrefixLoader({DEFAULT: ours})])


def _options(where: tuple[Path, ...]) -> tuple[dict[str, Any], list[Diagnostic]]:
    """The options of our `theme.yaml`, changed by those that the county's names."""
    text = (where[-1] / THEME_FILE).read_text("utf-8")
    ours: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    options = ours["options"]
    own = where[0] / THEME_FILE
    if len(where) == 1 or not own.is_file():
        return options, []
    path = f"themes/{where[0].name}/{THEME_FILE}"
    found, problems = source.decode(path, own.read_bytes())
    tree, more = source.parse_yaml(path, found or "")
    problems += more
    if tree is None:
        return options, problems
    for key, value in _entries(THEME_FILE, tree, ours, problems):
        if key.text == "options":
            for name, changed in _entries("options", value, options, problems):
                options[name.text] = _option(name.text, changed, options[name.text], problems)
    return options, problems


def _entries(
    name: str, node: source.Node, known: dict[str, Any], problems: list[Diagnostic]
) -> Iterator[tuple[source.Scalar, source.Node]]:
    """The known keys of a mapping with their values; all else is a problem."""
    if not isinstance(node, source.Mapping):
        if _text(node) or isinstance(node, source.Sequence):
            params = {"key": name, "want": "若干行“键: 值”", "example": ""}
            problems.append(source.colon_problem(node) or problem("GK103", node.span, **params))
        return
    for key, value in node.entries:
        if key.text in known:
            yield key, value
        else:
            where = "主题的选项里" if name == "options" else name
            params = {"key": key.text, "where": where, "hint": f"可以用的键：{'、'.join(known)}"}
            problems.append(problem("GK101", key.span, **params))


def _option(key: str, node: source.Node, ours: Any, problems: list[Diagnostic]) -> Any:
    """The value of an option, of the same type as ours; what is wrong leaves ours."""
    if isinstance(node, source.Scalar) and not node.text:
        return [] if isinstance(ours, list) else ours
    choices = _CHOICES.get(key, ())
    if isinstance(ours, list):
        items = node.items if isinstance(node, source.Sequence) else (None,)
        words = [one.text for one in items if isinstance(one, source.Scalar)]
        if len(words) == len(items):
            return words
        example = f"，例如 [{', '.join(ours[:2])}]"
        found = problem("GK103", node.span, key=key, want="列表", example=example)
    elif not isinstance(node, source.Scalar):
        found = problem("GK103", node.span, key=key, want="文字", example="")
    elif choices and node.text not in choices:
        params = {"key": key, "value": node.text, "hint": "", "choices": "、".join(choices)}
        found = problem("GK104", node.span, **params)
    else:
        return node.text
    problems.append(found)
    return ours


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
