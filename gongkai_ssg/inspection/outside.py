"""Which addresses of other sites the published content names, and where."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from gongkai_ssg.diagnostics import Span
from gongkai_ssg.model import Entry, Value
from gongkai_ssg.project import Project

_ADDRESS = re.compile(r"https?://[^\s<>\"'`，。；：、（）《》“”【】\\]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Outside:
    """An address, and the first place in which it stands."""

    url: str
    span: Span


def addresses(project: Project) -> tuple[Outside, ...]:
    """Each address once, in the order in which the content has them."""
    found: dict[str, Outside] = {}
    own = project.catalog.site.url
    for entry in _entries(project):
        for url, span in _in_entry(entry):
            if not (own and url.startswith(own)):
                found.setdefault(url, Outside(url, span))
    return tuple(found.values())


def _entries(project: Project) -> Iterator[Entry]:
    catalog = project.catalog
    for items in (catalog.items.values(), catalog.domains.values(), project.release.records):
        yield from (one.entry for one in items)
    for kept in catalog.listed.values():
        yield from kept


def _in_entry(entry: Entry) -> Iterator[tuple[str, Span]]:
    for key, value in entry.values.items():
        for text in _texts(value):
            yield from ((url, entry.at(key)) for url in _in_text(text))
    for number, line in enumerate(entry.body.splitlines()):
        span = Span(entry.span.path, entry.body_line + number)
        yield from ((url, span) for url in _in_text(line))


def _texts(value: Value) -> Iterable[str]:
    if isinstance(value, Mapping):
        return (text for part in value.values() for text in _texts(part))
    if isinstance(value, tuple):
        return (text for part in value for text in _texts(part))
    return (value,) if isinstance(value, str) else ()


def _in_text(text: str) -> Iterator[str]:
    """Addresses of a text, without the bracket or full stop of the sentence around them."""
    for found in _ADDRESS.findall(text):
        url = found.rstrip(".,;:!?]*_")
        while url.endswith(")") and url.count(")") > url.count("("):
            url = url[:-1].rstrip(".,;:!?]*_")
        yield url
