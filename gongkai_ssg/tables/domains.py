"""Which of a county's domains (领域) a row is of: said by its cell, a title above it, its sheet."""

from __future__ import annotations

from collections.abc import Mapping

from gongkai_ssg import wording
from gongkai_ssg.model import Domain
from gongkai_ssg.tables.rows import Row, Table


def of_row(domains: Mapping[str, Domain], table: Table, row: Row) -> str:
    """The slug of a row's domain; empty where none, or more than one, is named."""
    titles = (row.meant("领域"), row.section, table.name, table.above)
    return next((slug for title in titles if (slug := named(domains, title))), "")


def named(domains: Mapping[str, Domain], text: str) -> str:
    """The domain that a text names; of a name within another's the longer one is meant."""
    plain = wording.plain(text)
    if not plain:
        return ""
    names = {wording.plain(domain.name): slug for slug, domain in domains.items()}
    found = [name for name in names if name in plain]
    longest = [one for one in found if not any(one != o and one in o for o in found)]
    if len(longest) == 1:
        return names[longest[0]]
    return text.strip().lower() if text.strip().lower() in domains else ""
