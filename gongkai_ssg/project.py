"""Everything the checks and the pages look at: one site on one day, read and linked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gongkai_ssg.config import Settings
from gongkai_ssg.deadlines.workdays import Calendar
from gongkai_ssg.events import Difference
from gongkai_ssg.ledger import Ledger
from gongkai_ssg.links import Bodies
from gongkai_ssg.lists import Table
from gongkai_ssg.model import Catalog
from gongkai_ssg.release import Release
from gongkai_ssg.source import Tree


@dataclass(frozen=True, slots=True)
class Project:
    """A site as one run sees it; `published` is the ledger as found, `ledger` as it will be.

    `lists` are the name lists that pages show, by the ids of their records; `revised` is what git
    knows of the versions of an item, by code and version.
    """

    tree: Tree
    settings: Settings
    catalog: Catalog
    release: Release
    bodies: Bodies
    published: Ledger
    ledger: Ledger
    calendar: Calendar
    lists: Mapping[str, Table] = field(default_factory=dict)
    revised: Mapping[tuple[str, int], tuple[Difference, ...]] = field(default_factory=dict)

    def version(self, code: str) -> int:
        """The version of an item that its QR code carries."""
        return self.ledger.items[code].version
