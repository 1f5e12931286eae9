"""Ids of entries, addresses that were printed, and what their QR codes can hold."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai_ssg import ledger, qr, urls
from gongkai_ssg.diagnostics import Diagnostic, Span, problem
from gongkai_ssg.model import Entry, domain_of
from gongkai_ssg.project import Project
from gongkai_ssg.schema import Listing

# A code as dense as this cannot be scanned any more; far beyond it none can be drawn.
HARD_LIMIT = 300
_SHOWN = 40


def taken_id(project: Project) -> Iterator[Diagnostic]:
    """GK222: the id of an entry is a place that its page has already, or names another poster."""
    for listing, entry in _with_ids(project):
        own = entry.text(listing.id)
        if what := _taken(project, own, poster=listing.event is not None):
            yield problem("GK222", entry.at(listing.id), key=listing.id, value=own, what=what)


def taken_by_theme(project: Project, anchors: frozenset[str]) -> Iterator[Diagnostic]:
    """GK222: the id of an entry is a place that the county's own theme or portal has already."""
    for listing, entry in _with_ids(project):
        own = entry.text(listing.id)
        if own in anchors:
            what = "是本县主题或者门户页眉页脚里的位置"
            yield problem("GK222", entry.at(listing.id), key=listing.id, value=own, what=what)


def _with_ids(project: Project) -> Iterator[tuple[Listing, Entry]]:
    for kind, listing in project.settings.schema.listings.items():
        for entry in project.catalog.of_kind(kind) if listing.id else ():
            yield listing, entry


def _taken(project: Project, own: str, *, poster: bool) -> str:
    """What an id of an entry stands for already; empty where it is free."""
    catalog = project.catalog
    if own in urls.ANCHORS:
        return "是网页自己用的位置"
    if poster and own in catalog.site.places:
        return f"是区划“{catalog.site.places[own].name}”的 id"
    if poster and own in catalog.domains:
        return f"是领域“{catalog.domains[own].name}”的文件夹名"
    return "是一个事项的编码" if poster and own.upper() in catalog.items else ""


def long_qr_text(project: Project) -> Iterator[Diagnostic]:
    """GK310, GK313: the text of a QR code is too long; one problem for the whole site."""
    site = project.catalog.site
    texts = [urls.qr_text(site, code, project.version(code)) for code in project.catalog.items]
    longest = max(texts, key=len, default="")
    if not site.qr_url or qr.fits(longest):
        return
    span = project.settings.entry.at("二维码网址", "网址")
    if not longest.isascii():
        yield problem("GK313", span, what="里有英文字母、数字和符号以外的字", text=longest[:_SHOWN])
    elif len(longest) > HARD_LIMIT:
        what = f"有 {len(longest)} 个字符，超过 {HARD_LIMIT} 个"
        yield problem("GK313", span, what=what, text=longest[:_SHOWN])
    else:
        yield problem("GK310", span, length=len(longest), text=longest, limit=qr.MAX_BYTES)


def died(project: Project) -> Iterator[Diagnostic]:
    """GK502: a code that was published has no entry any more."""
    catalog = project.catalog
    alive = {*catalog.items, *catalog.broken}
    unknown = {code for code in project.published.items if domain_of(code) in catalog.incomplete}
    yield from ledger.disappeared(project.published, alive | unknown)


def page_died(project: Project) -> Iterator[Diagnostic]:
    """GK506: a domain or a place to which posters lead is gone, and leads nowhere.

    An entry of a list may go: its page says so to whoever scans the old code.
    """
    catalog, settings = project.catalog, project.settings.entry
    alive = {*map(urls.domain, catalog.domains), *map(urls.place, catalog.site.places)}
    alive |= {listing.address for listing in project.settings.schema.listings.values()}
    alive |= set(catalog.site.moved)
    if "区划" in settings.faulty or "旧网址" in settings.faulty:
        return
    for address, line in project.published.pages.items():
        if address.partition("#")[0] not in alive:
            span = Span(ledger.LEDGER_FILE, line, len("- ") + 1, len(address))
            yield problem("GK506", span, address=address)


def moved(project: Project) -> Iterator[Diagnostic]:
    """GK504: codes that hang on walls lead to another address than those of this build.

    What `--base-url` says for one run is no move: the settings themselves have not changed.
    """
    old, new = project.published.address, project.settings.written_qr_url
    if old and new and old != new:
        span = project.settings.entry.at("二维码网址", "网址")
        yield problem("GK504", span, old=old, new=new)
