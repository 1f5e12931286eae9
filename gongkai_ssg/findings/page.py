"""An inspection as one page of HTML: it needs no other file, and prints on A4."""

from __future__ import annotations

from importlib import resources

import jinja2

from gongkai_ssg.findings.sections import sections, summary
from gongkai_ssg.inspection import Inspection
from gongkai_ssg.theme import policy


def page(found: Inspection, name: str) -> str:
    """The whole report of the site called `name`."""
    text = resources.files("gongkai_ssg.findings").joinpath("report.html").read_text("utf-8")
    world = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True)
    # Nothing but its own style: what is quoted in it can neither run nor load anything.
    style = text.partition("<style>")[2].partition("</style>")[0]
    rules = f"default-src 'none'; style-src {policy.hash_of(style)}"
    tables = list(sections(found))
    return (
        world.from_string(text).render(
            name=name, policy=rules, rows=summary(found), sections=tables
        )
        + "\n"
    )
