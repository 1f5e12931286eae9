"""Addresses that were printed, and what their QR codes can hold."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai_ssg import ledger, qr, urls
from gongkai_ssg.diagnostics import Diagnostic, problem
from gongkai_ssg.project import Project


def long_qr_text(project: Project) -> Iterator[Diagnostic]:
    """GK310: the text of a QR code is over 60 bytes; one problem for the whole site."""
    site = project.catalog.site
    texts = [urls.qr_text(site, code, project.version(code)) for code in project.catalog.items]
    longest = max(texts, key=len, default="")
    if site.qr_url and not qr.fits(longest):
        span = project.settings.entry.at("二维码网址", "网址")
        yield problem("GK310", span, length=len(longest), text=longest, limit=qr.MAX_BYTES)


def died(project: Project) -> Iterator[Diagnostic]:
    """GK502: a code that was published has no entry any more."""
    alive = {*project.catalog.items, *project.catalog.broken}
    yield from ledger.disappeared(project.published, alive)
