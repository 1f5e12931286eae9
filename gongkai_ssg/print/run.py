"""Jobs → PDFs, several at a time; each result with its problems."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from gongkai_ssg.diagnostics import Diagnostic, has_errors, in_order
from gongkai_ssg.print import faults
from gongkai_ssg.print.engine import Press, SheetError, press
from gongkai_ssg.print.plan import Job, once


@dataclass(frozen=True, slots=True)
class Printed:
    """A finished job: its PDF, or nothing and the reasons."""

    name: str
    pdf: bytes | None
    sheets: int
    problems: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Shop:
    """Where sheets are printed: the site's folder and fonts, its name, and the day."""

    root: Path
    fonts: Mapping[str, str]
    author: str
    day: date

    def press(self) -> Press:
        """The compiler of this thread."""
        return press(self.root, self.fonts)


def run(jobs: Sequence[Job], shop: Shop, workers: int) -> Iterator[Printed]:
    """Print all jobs in their order; Typst works outside Python's lock, so threads help."""
    one = partial(printed, shop=shop)
    if workers == 1 or len(jobs) == 1:
        yield from map(one, jobs)
        return
    with ThreadPoolExecutor(workers) as pool:
        yield from pool.map(one, jobs)


def printed(job: Job, shop: Shop) -> Printed:
    """Print one job."""
    sheets, problems = job.make()
    if has_errors(problems) or not sheets:
        return Printed(job.name, None, 0, tuple(in_order(problems)))
    try:
        pdf = shop.press().pdf(job.title, shop.author, shop.day, sheets)
    except SheetError as error:
        problems += faults.of(error, job.entries(), sheets)
        return Printed(job.name, None, 0, tuple(in_order(problems)))
    return Printed(job.name, pdf, len(sheets), tuple(in_order(problems)))


def joined(jobs: Iterable[Job], name: str, title: str) -> Job:
    """Many jobs as one PDF."""
    jobs = tuple(jobs)

    def make() -> tuple[list[dict[str, object]], list[Diagnostic]]:
        made = [job.make() for job in jobs]
        return [s for sheets, _ in made for s in sheets], [p for _, found in made for p in found]

    return Job(name, title, make, lambda: once(e for job in jobs for e in job.entries()))
