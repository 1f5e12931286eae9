"""Which sheets go into which PDF: one job for each file, made when its turn comes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from gongkai_ssg import links, lists, official, privacy, qr, urls, views
from gongkai_ssg.diagnostics import Diagnostic, problem
from gongkai_ssg.model import Domain, Entry, Item, Place, Record
from gongkai_ssg.print import board, labels, notices, papers, posters, table, text, walls
from gongkai_ssg.print.notices import Sheet
from gongkai_ssg.print.walls import Listed
from gongkai_ssg.project import Project
from gongkai_ssg.release import why_not_printed
from gongkai_ssg.sampling import Drawn

Made = tuple[list[Sheet], list[Diagnostic]]
TABLE_TITLE = "基层政务公开标准目录"
# What a poster leads to.
Target = Item | Place | Domain | Listed


@dataclass(frozen=True, slots=True)
class Job:
    """A PDF: the name of its file, its title, how its sheets are made, and from which entries.

    The entries are asked for when a sheet has failed, to find the place of the fault.
    """

    name: str
    title: str
    make: Callable[[], Made]
    entries: Callable[[], tuple[Entry, ...]]


@dataclass(frozen=True, slots=True)
class Desk:
    """A project with the folder in which its name lists lie."""

    project: Project
    root: Path

    # -- one sheet ----------------------------------------------------------------------

    def for_the_web(self, record: Record) -> Made:
        """A public record's sheet without its name list, which is for the board alone."""
        body = notices.public_body(self.project, urls.record(record.id))
        return [notices.record_sheet(self.project, record, body)], []

    def notice(self, record: Record) -> Made:
        """A record's sheet, with its name list behind it."""
        why = why_not_printed(record, self.project.catalog, self.project.release.today)
        if why:
            return [], [problem("GK605", record.entry.at("标题"), reason=why)]
        body = links.render_for_paper(self.project.tree, self.project.release, record)
        sheet = notices.record_sheet(self.project, record, body)
        early = self.too_early(record)
        if not record.list_source:
            return [sheet], early
        data = lists.taken_in(self.root / record.list_source)
        found, problems = lists.read(record, data, privacy.BOARD)
        if found is None:
            return [], problems
        return [{**sheet, "list": _list(record, sheet, found)}], early

    def too_early(self, record: Record) -> list[Diagnostic]:
        """GK609: a sheet that is printed before its day."""
        day = record.published.date() if record.published else None
        if day is None or day <= self.project.release.today:
            return []
        span = record.entry.at("公开日期")
        return [problem("GK609", span, day=notices.chinese_date(day))]

    def item(self, item: Item) -> Made:
        """An item's sheet; none of one that has ended."""
        return self.unless_ended([item], lambda: [notices.item_sheet(self.project, item)])

    def unless_ended(self, items: Iterable[Item], make: Callable[[], list[Sheet]]) -> Made:
        """Sheets of items, or that one of them has ended and must not hang any more."""
        ended = [
            problem("GK605", item.entry.at("状态"), reason="事项已经废止")
            for item in items
            if item.ended
        ]
        return ([], ended) if ended else (make(), [])

    def board(self, place: Place, month: date) -> Made:
        """Everything that hangs on a board in a month."""
        records = board.hanging(self.project, place, month)
        address = urls.printed(self.project.catalog.site, urls.place(place.id))
        code = (qr.svg(address), address)
        made = [board.cover_sheet(self.project, place, month, records, code)]
        problems: list[Diagnostic] = []
        for record in records:
            found, more = self.notice(record)
            made += found
            problems += more
        made += walls.place_tables(self.project, place)
        return [*made, posters.place_poster(self.project, place, "1")], problems

    # -- one file -----------------------------------------------------------------------

    def notice_job(self, code: str) -> Job | None:
        """The sheet of an item or a record by its code or id; None where there is neither."""
        item = self.project.catalog.items.get(code.upper())
        if item:
            name = f"notice-{item.code.lower()}"
            return Job(name, item.title, partial(self.item, item), partial(self.of, item))
        record = self.project.catalog.records.get(code)
        if record:
            name = f"notice-{record.id}"
            sources = partial(self.of_record, record)
            return Job(name, record.title, partial(self.notice, record), sources)
        return None

    def table_job(self, name: str, whose: str, items: Sequence[Item], paper: str) -> Job:
        """The official table of some items, a table for each domain."""
        domains = self.project.catalog.domains

        def make() -> Made:
            made = []
            for slug in domains:
                mine = [item for item in items if item.domain == slug]
                heading = f"{whose}{domains[slug].name}领域{TABLE_TITLE}"
                made += [table.sheet(self.project, mine, heading, paper)] if mine else []
            return made, []

        return Job(f"catalog-{name}", f"{whose}{TABLE_TITLE}", make, partial(self.of, *items))

    def poster_job(self, target: Target, distance: str) -> Job:
        """The poster of an item, a place or a domain."""
        project = self.project
        items = [target] if isinstance(target, Item) else []
        if isinstance(target, Item):
            made = partial(posters.item_poster, project, target, distance)
            name, heading = target.code.lower(), target.title
        elif isinstance(target, Place):
            made = partial(posters.place_poster, project, target, distance)
            name, heading = target.id, target.name
        elif isinstance(target, Listed):
            made = partial(walls.event_poster, project, target, distance)
            name, heading = target.id, target.title
        else:
            made = partial(posters.domain_poster, project, target, distance)
            name, heading = target.slug, target.name
        make = partial(self.unless_ended, items, lambda: [made()])
        return Job(f"poster-{name}", heading, make, partial(self.of_target, target))

    def flow_job(self, one: Listed) -> Job:
        """A flow chart for the wall."""

        def make() -> Made:
            return [walls.flow_sheet(self.project, one)], []

        return Job(f"flow-{one.id}", one.title, make, partial(self.of_target, one))

    def sample_job(self, drawn: Sequence[Drawn], seed: str) -> Job:
        """The form for a check of what was drawn by lot."""

        def make() -> Made:
            return [papers.sample_sheet(self.project, drawn, seed)], []

        return Job("sample", papers.SAMPLE, make, lambda: (self.settings,))

    def review_job(self, record: Record) -> Job | None:
        """The review sheet of a record; None where its item does not exist."""
        item = self.project.catalog.items.get(record.item)
        if item is None:
            return None
        found = item

        def make() -> Made:
            return [papers.review_sheet(self.project, record, found)], []

        name = f"review-{record.id}"
        return Job(name, papers.REVIEW, make, partial(self.of_record, record))

    def labels_job(self, items: Sequence[Item], raster: labels.Raster) -> Job:
        """Labels of some items."""
        made = partial(labels.sheets, self.project, items, raster)
        make = partial(self.unless_ended, items, made)
        return Job("labels", "二维码标签", make, partial(self.of, *items))

    def board_job(self, place: Place, month: date) -> Job:
        """A board of one month."""
        name = f"board-{place.id}-{month:%Y-%m}"
        heading = f"{place.name}{month.year}年{month.month}月公示栏"
        made, sources = partial(self.board, place, month), partial(self.of_board, place, month)
        return Job(name, heading, made, sources)

    # -- what a sheet is made from --------------------------------------------------------

    @property
    def settings(self) -> Entry:
        """The entry of `site.yaml`."""
        return self.project.settings.entry

    def of(self, *items: Item) -> tuple[Entry, ...]:
        """The entries from which the sheets of items are made."""
        domains = dict.fromkeys(item.domain for item in items)
        found = [self.project.catalog.domains[slug].entry for slug in domains]
        shown = [r.entry for i in items for r in self.project.release.by_item.get(i.code, ())]
        return (*(item.entry for item in items), *found, self.settings, *shown)

    def of_record(self, record: Record) -> tuple[Entry, ...]:
        """The entries from which the sheet of a record is made."""
        item = self.project.catalog.items.get(record.item)
        return (record.entry, *(self.of(item) if item else ()))

    def of_target(self, target: Target) -> tuple[Entry, ...]:
        """The entries from which a poster is made."""
        if isinstance(target, Item):
            return self.of(target)
        if isinstance(target, Place):
            return (self.settings,)
        return (target.entry, self.settings)

    def of_board(self, place: Place, month: date) -> tuple[Entry, ...]:
        """The entries from which the sheets of a board are made."""
        records = board.hanging(self.project, place, month)
        found = (entry for record in records for entry in self.of_record(record))
        return once([*found, *walls.entries_of(self.project, place), self.settings])


def all_texts(project: Project) -> list[str]:
    """Every text of a site that may come onto a sheet."""
    catalog = project.catalog
    entries = [project.settings.entry]
    for held in (catalog.items, catalog.records, catalog.domains):
        entries += [one.entry for one in held.values()]
    entries += [entry for kept in catalog.listed.values() for entry in kept]
    values = (line for e in entries for v in e.values.values() for line in official.lines(v))
    return [*values, *(entry.body for entry in entries)]


def once(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Each entry once, in order."""
    return tuple({id(entry): entry for entry in entries}.values())


def _list(record: Record, sheet: Sheet, found: lists.Table) -> dict[str, object]:
    """A name list as a table: 附件 in the top left corner (GB/T 9704-2012, 7.3.7)."""
    head = [[text.cell([name]) for name in found.head]]
    rows = [[text.cell([words] if words else []) for words in row] for row in found.rows]
    sides = ["right" if role == "金额" else "center" for role in found.roles]
    number = len(record.attachments) + 1
    return {
        "label": f"附件{number}" if record.attachments else "附件",
        "title-lines": [*sheet["title-lines"], "名单"],
        "table": text.table(head, rows, sides),
        "file": record.list_source,
        "lines": found.lines,
    }


def in_force(items: Iterable[Item]) -> list[Item]:
    """Items in the catalog's order, without those that have ended."""
    return official.in_order(item for item in items if not item.ended)


def not_yet_built(project: Project, jobs: Iterable[Job]) -> list[str]:
    """The codes on sheets whose version there is newer than what was published."""
    known, printed = project.published.items, {id(one) for job in jobs for one in job.entries()}
    return [
        code
        for code, item in project.catalog.items.items()
        if id(item.entry) in printed
        and (code not in known or known[code].version != project.version(code))
    ]


def changed_since(project: Project, day: date) -> tuple[list[Item], list[Record]]:
    """Items with a version, and records published, after a day; oldest first."""
    items = [
        item
        for item in official.in_order(project.catalog.items.values())
        if project.ledger.items[item.code].changes[-1].day > day
    ]
    records = [
        record
        for record in project.catalog.records.values()
        if record.published and record.published.date() > day
    ]
    return items, sorted(records, key=lambda r: (views.minute(r), r.id))


def to_take_down(project: Project, since: date) -> Iterator[tuple[str, str]]:
    """Sheets that hang since an earlier printing and must come off: title and reason."""
    today = project.release.today
    for item in official.in_order(project.catalog.items.values()):
        change = project.ledger.items[item.code].changes[-1]
        if item.ended and change.day > since:
            yield item.title, f"事项已废止，取下 {item.code} 的告示、海报和标签"
        elif change.version > 1 and change.day > since:
            yield item.title, f"换成 {item.code} 第{change.version}版"
    for record in project.catalog.records.values():
        if record.published is None or record.published.date() > since:
            continue
        last = board.days(record)[1]
        if since <= last < today and (record.posting or record.entry.day("撤下日期")):
            yield record.title, f"{notices.chinese_date(last)}期满"
