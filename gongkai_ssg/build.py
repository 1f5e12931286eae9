"""The pipeline: `check` gathers everything, `build` then writes.

One entry's way: the tree is read, parsed, typed and linked (`catalog`), divided into what may
go out (`release`), checked (`rules`), planned into pages, rendered, indexed, and swapped in.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from gongkai_ssg import (
    catalog,
    config,
    finishing,
    formats,
    fs,
    gate,
    history,
    holidays,
    kept,
    ledger,
    links,
    lists,
    pages,
    release,
    reuse,
    rules,
    source,
    theme,
)
from gongkai_ssg.diagnostics import Diagnostic, Span, has_errors, in_order, problem
from gongkai_ssg.pages import Page
from gongkai_ssg.print import site
from gongkai_ssg.project import Project
from gongkai_ssg.retold import Said
from gongkai_ssg.reuse import Standing
from gongkai_ssg.source import Tree
from gongkai_ssg.stopwatch import Progress, Stopwatch

_CONTENT = ("content/", ledger.LEDGER_FILE)
_AS_IT_IS: Mapping[str, bytes] = {}


@dataclass(frozen=True, slots=True)
class Options:
    """How to build: where to, as seen from which day, with drafts, under which address."""

    root: Path
    today: date
    output: Path | None = None
    drafts: bool = False
    url: str = ""
    jobs: int = 2
    strict: bool = False
    write_ledger: bool = True
    force: bool = False

    @property
    def how(self) -> tuple[object, ...]:
        """What else than the files that are read decides what is made."""
        return self.url, self.drafts, self.strict

    @property
    def folder(self) -> Path:
        """The output folder: `public/` in the site, or `preview/`, which is not for uploading."""
        return self.output or self.root / ("preview" if self.drafts else "public")


@dataclass(frozen=True, slots=True)
class Checked:
    """A site that was read and checked; without a project where `site.yaml` is unreadable."""

    tree: Tree
    diagnostics: list[Diagnostic]
    project: Project | None = None
    pages: list[Page] = field(default_factory=list)
    look: theme.Look = field(default_factory=theme.Look)

    def failed(self, *, strict: bool = False) -> bool:
        """Whether the problems forbid publishing; under `strict` warnings do, too."""
        warned = strict and any(d.severity == "warning" for d in self.diagnostics)
        return self.project is None or has_errors(self.diagnostics) or warned

    @property
    def misconfigured(self) -> bool:
        """Whether the errors are (also) in `site.yaml` or the theme, not in the content alone."""
        settings = [d for d in self.diagnostics if not d.span.path.startswith(_CONTENT)]
        return self.project is None or has_errors(settings)


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: the check before it, files written and gone, seconds of each phase.

    `manifest` is the hash of the list of files, by which the result can be known again; `slowest`
    are pages with the seconds that each took to render; `edited` are files that somebody had
    changed in the site before; `signature_gone` says whether a signature was dropped, because it
    was of the site before.
    """

    checked: Checked
    files: int = 0
    seconds: dict[str, float] = field(default_factory=dict)
    gone: tuple[str, ...] = ()
    manifest: str = ""
    slowest: tuple[tuple[float, str], ...] = ()
    edited: tuple[str, ...] = ()
    signature_gone: bool = False

    @property
    def has_new_versions(self) -> bool:
        """Whether the ledger of this build is another than the one that it read."""
        project = self.checked.project
        return project is not None and project.ledger != project.published

    @property
    def is_settled(self) -> bool:
        """Whether a second build of the same files would do the same: there is no new version.

        Where git or the fonts of the system are read as well, nobody can say.
        """
        project = self.checked.project
        if project is None or self.has_new_versions:
            return False
        reads_more = project.settings.reads_git or project.settings.prints_with_site
        return bool(self.files) and not reads_more


def check(options: Options, instead: Mapping[str, bytes] = _AS_IT_IS) -> Checked:
    """Read a site and find every problem; nothing is written.

    `instead` are files as they would be, which are looked at in place of those on the disk.
    """
    tree = fs.read_site(options.root)
    tree = replace(tree, texts={**tree.texts, **instead}) if instead else tree
    settings, problems = config.load(tree.texts.get(config.SITE_FILE), options.url, tree.others)
    published, more = ledger.load(tree.texts.get(ledger.LEDGER_FILE))
    calendar, wrong = holidays.load(tree)
    problems += [*more, *wrong]
    newer = [d for d in problems if d.code in formats.NEWER]
    if newer:
        return Checked(tree, newer)
    if ledger.LEDGER_FILE not in tree.texts and any(
        map(fs.knows_items, {options.root / "public", options.folder})
    ):
        problems.append(problem("GK503", Span(ledger.LEDGER_FILE)))
    if settings and not problems and tree.has_no_content():
        problems.append(problem("GK018", Span("content")))
    if settings is None:
        problems += catalog.load(tree, config.unread())[1]
        return Checked(tree, in_order(problems))
    whole, more = catalog.load(tree, settings)
    problems += more
    public = release.release(whole, options.today, drafts=options.drafts)
    look, more = theme.look(options.root, settings)
    problems += more
    anchors = look.anchors
    bodies = links.render_all(tree, public, anchors)
    led_to = ledger.led_to(whole, settings.schema)
    after = ledger.advance(
        *(published, whole.items.values(), options.today, settings.written_qr_url), led_to
    )
    listed = (r for r in public.records if r.list_source in tree.others)
    tables, more = lists.for_the_web(listed, lambda name: lists.taken_in(options.root / name))
    problems += more
    revised, more = history.revised(options.root, tree, settings, after, whole.items.values())
    problems += more
    project = Project(
        *(tree, settings, whole, public, bodies, published, after, calendar, tables), revised
    )
    problems += [*bodies.problems, *rules.run(project), *site.problems(project)]
    problems += rules.addresses.taken_by_theme(project, anchors)
    problems += gate.check(project, options.root)
    planned, more = pages.plan(project)
    return Checked(tree, in_order(problems + more), project, planned, look)


def build(options: Options, progress: Progress = lambda *_: None) -> Built:
    """Check, then render, index and publish; with errors nothing is written at all."""
    clock = Stopwatch(progress)
    clock.begins("检查")
    fs.rescue(options.folder)
    checked = check(options)
    project = checked.project
    if project is None or checked.failed(strict=options.strict):
        return Built(checked)
    source.forget()  # the trees take as much memory as all that was made of them
    output = fs.Output(options.folder)
    try:
        clock.begins("生成")
        old = Standing() if options.force else reuse.standing(options.root, output.folder)
        if not old.is_known:
            output.distrust()
        about = (project, checked.pages, checked.look, options.root)
        filling = finishing.Filling(*about, output, old)
        found = filling.pages(clock, options.jobs)
        clock.begins("检索")
        filling.index(found, options.jobs)
        clock.begins("发布")
        filling.others()
        made_of = kept.revision(options.root, checked.tree, project.ledger, filling.copied)
        with fs.uninterrupted():
            files = _publish(options, project, output, made_of)
        filling.remember()
    except theme.TemplateFailedError as error:
        output.discard()
        return Built(Checked(checked.tree, [*checked.diagnostics, error.found]))
    except (site.SheetFailedError, gate.StoppedError) as error:
        output.discard()
        return Built(Checked(checked.tree, [*checked.diagnostics, *error.found]))
    except BaseException:
        output.discard()
        raise
    slowest = tuple(sorted(clock.slowest, reverse=True))
    old_site = (output.edited, output.signature_gone)
    return Built(checked, files, clock.ends(), output.gone, output.manifest, slowest, *old_site)


def said_before(options: Options, now: kept.Inputs) -> Said | None:
    """What was said of the output, where a build would make the same; None where it must build."""
    return kept.said(options.root, options.folder, now, options.how)


def remember(options: Options, before: kept.Inputs, built: Built, said: Said) -> None:
    """Note what the site was made from; what was edited meanwhile may or may not be in it."""
    after = kept.inputs(options.root, options.today)
    if after == before or (built.has_new_versions and after.files == before.files):
        how = (options.how, options.today, built.manifest, built.is_settled, said)
        kept.remember(options.root, options.folder, kept.Made(after, *how))


def _publish(options: Options, project: Project, output: fs.Output, made_of: str) -> int:
    """Write the ledger and swap the site in; the number of files.

    The ledger goes first: a run that is killed between the two leaves versions and codes that
    nobody has seen yet, never seen ones that the ledger does not know.
    """
    book = _ledger_to_write(options, project)
    try:
        output.finish(made_of)
        book.commit()
    except BaseException:
        book.discard()
        raise
    try:
        return output.publish()
    except BaseException:
        with contextlib.suppress(OSError):
            book.undo()
        raise


def _ledger_to_write(options: Options, project: Project) -> fs.Pending:
    """The ledger, ready beside the old one; only a publishing build changes it."""
    path = options.root / ledger.LEDGER_FILE
    if not options.write_ledger or options.drafts or project.ledger == project.published:
        return fs.Pending(path)
    return fs.Pending(path, ledger.dump(project.ledger))
