"""三随机抽查: bodies, items and months drawn by lot, so that anyone can draw the same again.

The lot of a candidate is the SHA-256 (FIPS 180-4) of three lines in UTF-8, the seed, the word
单位, 事项 or 月份, and the candidate; whoever has the smallest lot, read as a hexadecimal number,
is drawn first. Candidates stand in the published `data/catalog.json`, so the seed and that file
are all that it takes. See `docs/sampling.md`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item in force: its code, its name, and the names of the bodies that answer for it."""

    code: str
    title: str
    bodies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A body, one of its items, and a month (`2026-03`)."""

    body: str
    item: Candidate
    month: str


def lot(seed: str, what: str, candidate: str) -> str:
    """The lot of a candidate."""
    return hashlib.sha256(f"{seed}\n{what}\n{candidate}".encode()).hexdigest()


def draw(candidates: Iterable[Candidate], seed: str, number: int, day: date) -> list[Drawn]:
    """Draw `number` checks, or as many as there are.

    Each round takes every body once, in the order of their lots, with the next of its items; the
    month is one of the twelve that ended before `day`.
    """
    of: dict[str, list[Candidate]] = {}
    for one in candidates:
        for body in one.bodies:
            of.setdefault(body, []).append(one)
    order = sorted(of, key=lambda body: lot(seed, "单位", body))
    ranked = {body: _ranked(seed, body, of[body]) for body in order}
    rounds = max(map(len, of.values()), default=0)
    turns = ((body, turn) for turn in range(rounds) for body in order if turn < len(ranked[body]))
    drawn: list[Drawn] = []
    for body, turn in turns:
        if len(drawn) == number:
            break
        item = ranked[body][turn]
        drawn.append(Drawn(body, item, month(seed, body, item.code, day)))
    return drawn


def _ranked(seed: str, body: str, items: list[Candidate]) -> list[Candidate]:
    return sorted(items, key=lambda one: lot(seed, "事项", f"{body} {one.code}"))


def month(seed: str, body: str, code: str, day: date) -> str:
    """The month (`2026-03`) that is drawn for an item of a body; the catalog has no part in it."""
    return min(months(day), key=lambda one: lot(seed, "月份", f"{body} {code} {one}"))


def months(day: date) -> Iterator[str]:
    """The twelve months that ended before a day, the latest first."""
    index = day.year * 12 + day.month - 1
    for back in range(1, MONTHS + 1):
        year, number = divmod(index - back, 12)
        yield f"{year:04}-{number + 1:02}"
