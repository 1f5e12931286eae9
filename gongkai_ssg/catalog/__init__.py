"""The files of `content/` → one frozen, cross-linked `Catalog`.

Two passes: every entry is typed by itself, then references (body, place, item, record) are
resolved. A broken entry is remembered by its code, so that a link to it raises no second error.

`files`      one file → entries
`naming`     where files belong and what they are called
`gathering`  what was read, and what could not be
"""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterable

from gongkai_ssg.catalog.files import load_file
from gongkai_ssg.catalog.gathering import Loading, add_domain, remember_broken
from gongkai_ssg.config import Settings
from gongkai_ssg.diagnostics import Diagnostic, Span, problem
from gongkai_ssg.elements.reading import as_list
from gongkai_ssg.linking import Linker
from gongkai_ssg.listed import about, entries
from gongkai_ssg.model import Catalog, Domain, Entry
from gongkai_ssg.source import Tree


def load(tree: Tree, settings: Settings) -> tuple[Catalog, list[Diagnostic]]:
    """Type and link everything under `content/`."""
    loading = Loading(tree, settings)
    for path in sorted(tree.texts):
        if path.startswith("content/"):
            load_file(path, loading)
    for path in sorted(tree.links):
        loading.problems.append(problem("GK015", Span(path)))
        remember_broken(path, "", loading)
    _domains_without_file(loading)
    linker = Linker(
        *(tree, settings, loading.items, loading.records, loading.broken),
        incomplete=frozenset(loading.incomplete),
    )
    listed = {
        name: _sound(entries(linker, kind, loading.listed.get(name, ())))
        for name, kind in settings.schema.kinds.items()
        if kind.listing
    }
    catalog = Catalog(
        site=settings.site,
        domains={d.slug: linker.domain(d) for d in _ordered(loading)},
        items={i.code: linker.item(i) for i in loading.items.values()},
        records={r.id: linker.record(r) for r in loading.records.values()},
        pages=tuple(loading.pages),
        listed=listed,
        about=about(settings.schema.listings, listed),
        broken=frozenset(loading.broken),
        incomplete=frozenset(loading.incomplete),
    )
    return catalog, loading.problems + linker.problems


def _sound(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(entry for entry in entries if not entry.broken)


def _domains_without_file(loading: Loading) -> None:
    """A folder with entries but no `domain.yaml` still is a domain, with one problem."""
    for slug, path in loading.misnamed_domains.items():
        if slug not in loading.domains:
            add_domain(Domain(slug, Entry("domain", Span(path), broken=True)), loading)
    used = {i.domain for i in loading.items.values()}
    used.update(r.path.split("/")[1] for r in loading.records.values())
    used.update(slug for slug in loading.incomplete if slug != "pages")
    for slug in sorted(used - set(loading.domains)):
        path = f"content/{slug}/domain.yaml"
        loading.problems.append(problem("GK011", Span(path), slug=slug))
        add_domain(Domain(slug, Entry("domain", Span(path), broken=True)), loading)


def _fix_of(slug: str, loading: Loading) -> str:
    """What to write for a domain that is not there: several ones, another one, or a new folder."""
    several = as_list(slug)
    if "," in several:
        return f"每个值单独写一项，写成 {several}"
    near = difflib.get_close_matches(slug, loading.domains, 1, 0.5)
    hint = f"是不是“{near[0]}”？" if near else ""
    return f"{hint}核对拼写，或者新建 content/{slug}/domain.yaml"


def _ordered(loading: Loading) -> list[Domain]:
    """The domains as `site.yaml` orders them, then by 序号, then by folder name."""
    order = {slug: n for n, slug in enumerate(loading.settings.site.domain_order)}
    for number, slug in enumerate(loading.settings.site.domain_order):
        if slug not in loading.domains and f"content/{slug}" not in loading.tree.links:
            span = loading.settings.entry.at(f"领域/{number}")
            fix = _fix_of(slug, loading)
            loading.problems.append(problem("GK206", span, slug=slug, fix=fix))

    def rank(domain: Domain) -> tuple[int, int, str]:
        own = domain.entry.values.get("序号")
        number = own if isinstance(own, int) else sys.maxsize
        return order.get(domain.slug, len(order)), number, domain.slug

    return sorted(loading.domains.values(), key=rank)
