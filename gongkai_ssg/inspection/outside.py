"""Which addresses of other sites the published content names, and where."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from gongkai_ssg.diagnostics import Span
from gongkai_ssg.model import Entry, Value
from gongkai_ssg.project import Project

_HAN = r"\u3400-\u9fff"
_LATIN, _LABEL = "[a-z0-9_-]+", rf"(?:[a-z0-9_-]+|[{_HAN}]+)"
_CHINESE_ENDS = "中国|中國|政务|公益|公司|网络|网址|在线|中文网|商城|集团|信息"
# A host ends where the sentence goes on (http://a.gov.cn和), but it may begin in Chinese.
_HOST = (
    rf"(?:(?:{_LABEL}\.)+(?:{_CHINESE_ENDS}|[a-z][a-z0-9-]*)"
    rf"|[{_HAN}][{_HAN}a-z0-9-]*\.(?:{_LABEL}\.)*(?:{_CHINESE_ENDS}|[a-z][a-z0-9-]*|[{_HAN}]+)"
    rf"|{_LATIN}(?:\.{_LATIN})*)"
)
# Where a link is marked as one its target may hold Chinese; in running text Chinese is the text.
_ADDRESS = re.compile(
    r"\]\(\s*(?P<target>https?://(?:[^\s()<>]|\([^\s()<>]*\))+)"
    r"|<(?P<angle>https?://[^\s<>]+)>"
    r"|\b(?:href|src)\s*=\s*[\"']?(?P<tag>https?://[^\s<>\"']+)"
    r"|^ {0,3}\[[^\]]+\]:\s*(?P<below>https?://\S+)"
    rf"|(?P<bare>https?://{_HOST}(?::\d+)?(?:[/?#][!#-&(-;=?-\[\]-_a-{{}}~]*)?)",
    re.IGNORECASE,
)


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
    yield from (one.entry for one in catalog.items.values())
    yield from (one.entry for one in catalog.domains.values())
    yield from (one.entry for one in project.release.records)
    yield from (one.entry for one in catalog.pages)
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
    for found in _ADDRESS.finditer(text):
        if found["bare"] is None:
            yield str(found[found.lastgroup or 0]).replace("&amp;", "&")
        else:
            yield _without_end(found["bare"])


def _without_end(url: str) -> str:
    url = url.rstrip(".,;:!?]*_")
    while url.endswith(")") and url.count(")") > url.count("("):
        url = url[:-1].rstrip(".,;:!?]*_")
    return url
