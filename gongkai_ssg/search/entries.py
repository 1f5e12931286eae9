"""A page as it comes to the index, and as the index keeps it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from gongkai_ssg.search.extract import body_blocks


@dataclass(frozen=True, slots=True)
class SearchPage:
    """A page to be found.

    Attributes:
        address: site-relative, ends in `/` (`i/zdbc-01-02/`); `index.html` is added to link it.
        html: the whole rendered page; exactly one element carries `data-pagefind-body`.
        title: shown as the link; a match in it weighs more (if the page's text shows it, too).
        meta: label → text, shown with a result in this order.
        filters: filter → the page's values, e.g. `{"层级": ("县级", "乡级")}`.
        date: `YYYY-MM-DD`, newest first among equals; "" counts as the oldest.
        names: what people call it (`低保`); a match weighs as one in the title.
    """

    address: str
    html: str
    title: str
    meta: Mapping[str, str]
    filters: Mapping[str, tuple[str, ...]]
    date: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A page as the index keeps it: its text instead of its HTML.

    Attributes:
        size: the number of characters in its blocks.
        text: gives the blocks, which are many and not always wanted.
        key: the same for two entries only where their blocks are; empty where nobody knows.
    """

    address: str
    title: str
    meta: Mapping[str, str]
    filters: Mapping[str, tuple[str, ...]]
    date: str
    names: tuple[str, ...]
    size: int
    text: Callable[[], list[str]] = field(compare=False)
    key: str = ""

    @property
    def blocks(self) -> list[str]:
        """The visible text, a string for each block."""
        return self.text()


def blocks(address: str, html: str) -> list[str]:
    """The visible text of a page, a string for each block.

    Raises:
        ValueError: where not exactly one element carries `data-pagefind-body`.
    """
    bodies = body_blocks(html)
    if len(bodies) != 1:
        raise ValueError(f"{address}: {len(bodies)} elements with data-pagefind-body, not 1")
    return bodies[0]


def read(page: SearchPage) -> Entry:
    """Keep of a page what the index needs.

    Raises:
        ValueError: where not exactly one element carries `data-pagefind-body`.
    """
    text = blocks(page.address, page.html)
    about = (page.address, page.title, page.meta, page.filters, page.date, page.names)
    return Entry(*about, sum(map(len, text)), lambda: text)


def numbered(entries: Iterable[Entry]) -> list[Entry]:
    """The entries in the order of their numbers: by date, then from the last address back."""
    backwards = sorted(entries, key=lambda entry: entry.address, reverse=True)
    return sorted(backwards, key=lambda entry: entry.date)
