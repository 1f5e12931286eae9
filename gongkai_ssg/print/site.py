"""The sheets that go with the site (随站生成): a PDF beside the page of each item and record."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from gongkai_ssg import urls
from gongkai_ssg.diagnostics import Diagnostic, problem
from gongkai_ssg.print import batches, engine
from gongkai_ssg.print.plan import Desk, Job, in_force
from gongkai_ssg.print.run import Shop, printed
from gongkai_ssg.project import Project


class SheetFailedError(Exception):
    """A sheet of the site cannot be printed; carries the problems to show."""

    def __init__(self, found: tuple[Diagnostic, ...]) -> None:
        super().__init__(found[0].message)
        self.found = found


def problems(project: Project) -> Iterator[Diagnostic]:
    """GK607: the site is to carry sheets, and Typst is not installed."""
    if project.settings.prints_with_site and not engine.installed():
        yield problem("GK607", project.settings.entry.at("打印/随站生成", "打印"))


def sheets(project: Project, root: Path) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Name and maker of each PDF: public records and items in force, nothing else."""
    if not project.settings.prints_with_site:
        return
    desk = Desk(project, root.resolve())
    shop = batches.shop(desk)
    for item in in_force(project.catalog.items.values()):
        job = Job("", item.title, partial(desk.item, item), partial(desk.of, item))
        yield urls.sheet(urls.item(item.code)), partial(_pdf, job, shop)
    for record in project.release.records:
        if record.id in project.release.preview:
            continue
        job = Job(
            "", record.title, partial(desk.for_the_web, record), partial(desk.of_record, record)
        )
        yield urls.sheet(urls.record(record.id)), partial(_pdf, job, shop)


def _pdf(job: Job, shop: Shop) -> bytes:
    done = printed(job, shop)
    if done.pdf is None:
        raise SheetFailedError(done.problems)
    return done.pdf
