"""What stands around the sites: a front page that lists them, a search over all, what these need.

A county is listed by what its published folder says of itself, so that the page says nothing of
what is not there: one that failed is listed as it was, and one without output is not.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import jinja2

from gongkai_ssg import fs, urls
from gongkai_ssg.theme import default_folder, policy
from gongkai_ssg.workspace.settings import County, Workspace

_HERE = Path(__file__).parent
SEARCH = "search/"
_STATIC = (
    *("site.css", "home.css", "search.css", "print.css", "large.css", "icon.svg"),
    *("first.js", "site.js", "voice.js", "search.js"),
)


class Card(NamedTuple):
    """A county with what its site counts; `newest` is a day, or empty."""

    name: str
    address: str
    items: int
    records: int
    newest: str


def cards(counties: Iterable[County], folder: Path) -> Iterator[Card]:
    """Of each county that has a published site in the folder, what its data files say."""
    for county in counties:
        site = folder / county.address
        try:
            items = _data(site, "catalog", "items")
            records = _data(site, "records", "records")
            current = sum(one.get("状态") != "废止" for one in items)
            newest = max((str(one["公开日期"])[:10] for one in records), default="")
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            continue  # no site, or one that a person has damaged
        if (site / "pagefind" / "entry.json").is_file():
            yield Card(county.name, county.address, current, len(records), newest)


def _data(site: Path, name: str, key: str) -> list[dict[str, Any]]:
    document = fs.from_json((site / "data" / f"{name}.json").read_bytes())
    found: list[dict[str, Any]] = document[key]
    return found


def files(workspace: Workspace, shown: Sequence[Card]) -> dict[str, bytes]:
    """The files in the order in which they are put into place: what others need comes first."""
    static = default_folder() / "static"
    made = {f"static/{name}": (static / name).read_bytes() for name in _STATIC}
    made[urls.file_of(SEARCH)] = _rendered("all.html", SEARCH, workspace, shown)
    made[urls.file_of("")] = _rendered("front.html", "", workspace, shown)
    return made


def _rendered(name: str, address: str, workspace: Workspace, shown: Sequence[Card]) -> bytes:
    root = urls.root_of(address)
    return (
        _environment()
        .get_template(name)
        .render(
            site=workspace,
            cards=shown,
            address=address,
            root=root,
            policy=policy.OWN,
            indexes=" ".join(f"{root}{card.address}/pagefind/" for card in shown),
            names=json.dumps([card.name for card in shown], ensure_ascii=False),
        )
        .encode()
    )


def _environment() -> jinja2.Environment:
    """Our own few templates; what they share with a site's pages is the theme's."""
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader([_HERE, default_folder() / "templates"]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
