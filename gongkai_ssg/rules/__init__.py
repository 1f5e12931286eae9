"""Checks across entries: one generator of problems for each code, one file for each family."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from gongkai_ssg.diagnostics import Diagnostic
from gongkai_ssg.project import Project
from gongkai_ssg.rules import (
    addresses,
    completeness,
    dates,
    likeness,
    lookalikes,
    names,
    negatives,
    samplings,
    twins,
)

Rule = Callable[[Project], Iterator[Diagnostic]]

RULES: tuple[Rule, ...] = (
    dates.out_of_order,
    dates.not_yet,
    dates.posted_too_short,
    completeness.empty_domain,
    completeness.unlisted_domain,
    completeness.template_not_met,
    completeness.merged_but_alive,
    completeness.list_published,
    completeness.placeholder_left,
    addresses.taken_id,
    addresses.long_qr_text,
    addresses.died,
    addresses.page_died,
    addresses.moved,
    names.not_for_windows,
    names.same_elsewhere,
    names.long_addresses,
    names.heavy,
    likeness.nearly_the_same,
    likeness.same_names,
    lookalikes.misleading,
    negatives.listed_and_published,
    twins.same_number,
    samplings.unexplained,
    samplings.not_drawn,
)


def run(project: Project) -> Iterator[Diagnostic]:
    """All problems that the rules find."""
    for rule in RULES:
        yield from rule(project)
