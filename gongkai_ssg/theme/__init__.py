"""`Page → HTML`: a Jinja environment over ordered folders, the county's theme before ours."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import jinja2
import jinja2.meta

from gongkai_ssg import urls
from gongkai_ssg.config import Settings
from gongkai_ssg.diagnostics import Diagnostic, Span, problem
from gongkai_ssg.model import Site
from gongkai_ssg.pages import Page
from gongkai_ssg.pages.columns import column_links
from gongkai_ssg.project import Project
from gongkai_ssg.search.extract import body_blocks
from gongkai_ssg.theme import active, colour, policy, templates
from gongkai_ssg.theme.anchors import anchors
from gongkai_ssg.theme.folders import CSS, default_folder, folders, static, static_files
from gongkai_ssg.theme.options import Options, options
from gongkai_ssg.theme.portal import STYLE, Portal, portal
from gongkai_ssg.views import Link, domain_link

__all__ = ["Look", "TemplateFailedError", "Theme", "default_folder", "load", "look"]
_NO_PORTAL = Portal()
# Pages of a domain, a place, a body or the adjustments announce that feed; all others the site's.
_WITH_FEED = ("domain.html", "place.html", "body.html", "changes.html")
_BODY = "data-pagefind-body"
_INDENTATION = re.compile(r"\n[ \n]+")


class SiteView(NamedTuple):
    """What every page shows of the site."""

    name: str
    county: str
    url: str
    footer: tuple[tuple[str, str], ...]
    domains: tuple[Link, ...]
    columns: tuple[Link, ...]
    scripts: Mapping[str, str]
    portal: Portal
    policy: str
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
        super().__init__(found)
        self.found = found


@dataclass(frozen=True, slots=True)
class Theme:
    """The templates of a site and what every page shows of it."""

    environment: jinja2.Environment
    site: Site
    view: SiteView
    css: str
    where: tuple[Path, ...]

    def shown(self, page: Page) -> dict[str, object]:
        """What is shown on a page alone, besides what all pages show."""
        return {
            "page": _page_view(self.site, page),
            "view": page.view(),
            # The web server shows 404.html at any depth, so it alone links absolutely.
            "root": self.site.url if page.template == "404.html" else urls.root_of(page.address),
        }

    def render(self, page: Page, shown: Mapping[str, object] | None = None) -> str:
        """One page; a mistake in a county's template becomes a `TemplateFailedError`."""
        # Outside the `try`: a view that fails is a bug of ours.
        shown = self.shown(page) if shown is None else shown
        alone = page.template == "404.html"
        rules = policy.alone(self.site, self.css) if alone else self.view.policy
        everywhere = {"site": self.view, "css": self.css, "policy": rules}
        try:
            template = self.environment.get_template(page.template)
            html = _light(template.render(everywhere, **shown))
        except Exception as error:
            # Our own templates are no county's mistake, and a locked file is nobody's.
            locked = isinstance(error, OSError) and not isinstance(error, jinja2.TemplateError)
            if locked or len(self.where) == 1:
                raise
            span = self._place(error, page)
            raise self._failed(page, span, templates.in_chinese(error)) from error
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
        """Where it failed: deepest in the county's own templates, else in one that ours uses."""
        places: list[tuple[str, int]] = []
        trace = error.__traceback__
        while trace:
            places.append((trace.tb_frame.f_code.co_filename, trace.tb_lineno))
            trace = trace.tb_next
        if isinstance(error, jinja2.TemplateSyntaxError) and error.filename:
            places.append((error.filename, error.lineno))
        own = self.where[0]
        for file, line in reversed(places):
            path = Path(file)
            if path.is_relative_to(own / "templates"):
                return Span(f"themes/{own.name}/{path.relative_to(own).as_posix()}", line)
        used = (name for name in self._used(page.template) if (own / "templates" / name).is_file())
        return Span(f"themes/{own.name}/templates/{next(used, page.template)}")

    def _used(self, template: str) -> Iterator[str]:
        """The templates that make a page: its own, and what they extend, import and include."""
        left, met = [template], set[str]()
        while left:
            name = left.pop(0)
            met.add(name)
            yield name
            with contextlib.suppress(jinja2.TemplateError):
                text = self.environment.loader.get_source(self.environment, name)[0]  # type: ignore[union-attr]
                found = jinja2.meta.find_referenced_templates(self.environment.parse(text))
                left += [other for other in found if other and other not in met]

    def _frame(self, page: Page) -> Span:
        """The county's template that made a page: its own, or else the frame of all pages."""
        own = self.where[0] / "templates"
        names = (name for name in (page.template, "base.html") if (own / name).is_file())
        return Span(f"themes/{self.site.theme}/templates/{next(names, page.template)}")


def _light(html: str) -> str:
    """Without the indentation, a tenth of a page; where lines are shown as they are, it stays."""
    return html if "<pre" in html or "<textarea" in html else _INDENTATION.sub("\n", html)


@dataclass(frozen=True, slots=True)
class Look:
    """Whence a site has its looks: folders, the county's before ours, and the portal's pieces."""

    folders: tuple[Path, ...] = ()
    portal: Portal = _NO_PORTAL

    @property
    def options(self) -> Options:
        """What `theme.yaml` says."""
        return options(self.folders)[0]

    @property
    def anchors(self) -> frozenset[str]:
        """The places that pages of this look may have beside those of our own theme."""
        return anchors(self.folders, (self.portal.header, self.portal.footer))

    def static(self) -> Iterator[tuple[str, bytes]]:
        """The static files, as they are now."""
        if self.portal.css:
            yield STYLE, self.portal.css.encode()
        if self.options.values["accent"]:
            yield colour.STYLE, colour.css(self.options.values["accent"]).encode()
        yield from static(self.folders)


def look(root: Path, settings: Settings) -> tuple[Look, list[Diagnostic]]:
    """Find what a site is to look like, and what is wrong with it."""
    where, problems = folders(root, settings.site, settings.entry.at("主题"))
    around, more = portal(root, settings)
    problems += more
    if settings.site.guarded:
        pieces = settings.entry.object("门户")
        named = (
            (str(pieces.get("页眉", "")), around.header),
            (str(pieces.get("页脚", "")), around.footer),
        )
        problems += [p for own in where[:-1] for p in active.of_theme(own)]
        problems += active.of_portal(named)
    return Look(where, around), problems


def load(project: Project, found: Look) -> Theme:
    """The theme of a site."""
    site, where = project.catalog.site, found.folders
    environment = templates.environment(where, found.options.words)
    # Globals, because imported partials and pages share them.
    environment.globals["theme"] = found.options.values
    domains = tuple(domain_link(project, slug) for slug in project.catalog.domains)
    footer = tuple(site.footer.items())
    # Already as they will stand on every page: the policy names what is within by its hash.
    given = found.portal
    around = Portal(_light(given.header), _light(given.footer), given.css)
    view = SiteView(
        *(site.name, site.county, site.url, footer, domains, column_links(project)),
        scripts=site.scripts,
        portal=around,
        policy=policy.policy(site, around),
    )
    # With or without the mark that Notepad puts first.
    css = static_files(where)[CSS].read_text("utf-8-sig")
    accent = found.options.values["accent"]
    css += colour.css(accent) if accent else ""
    return Theme(environment, site, view, _light(css).strip(), where)


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
