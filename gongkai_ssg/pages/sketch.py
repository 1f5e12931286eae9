"""Longitudes and latitudes → a plain sketch of the county: where things lie to one another.

No map of anybody is drawn, so none has to be asked for or licensed: points, names and a scale.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

WIDTH, HEIGHT, MARGIN = 640, 420, 48
_KM_A_DEGREE = 111.32  # of latitude; of longitude at the equator
# Marks nearer than this cover one another.
_NEAR = 30
# Lengths of the scale's bar, in kilometres: the longest that is no longer than a third.
_BARS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100)
# Points in one yard are not drawn a page apart: the shortest bar is no longer than a third, either.
_LARGEST = WIDTH / 3 / _BARS[0] * _KM_A_DEGREE


@dataclass(frozen=True, slots=True)
class Spot:
    """Something with a place on the earth: a name, degrees east and north, and its kind."""

    name: str
    east: float
    north: float
    town: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """Spots on the sketch, in units of the drawing from its upper left corner.

    Points that would cover one another share a mark.
    """

    names: tuple[str, ...]
    x: float
    y: float
    town: bool


@dataclass(frozen=True, slots=True)
class Sketch:
    """All marks, and the bar of the scale: its length in the drawing and in kilometres."""

    marks: tuple[Mark, ...]
    bar: float
    bar_km: float
    width: int = WIDTH
    height: int = HEIGHT


def sketch(spots: Sequence[Spot]) -> Sketch | None:
    """Draw the spots to scale, north up; None where there are too few to show a distance."""
    if len({(spot.east, spot.north) for spot in spots}) < 2:  # noqa: PLR2004
        return None
    easts, norths = [s.east for s in spots], [s.north for s in spots]
    middle = (min(norths) + max(norths)) / 2
    shrunk = math.cos(math.radians(middle))
    wide = (max(easts) - min(easts)) * shrunk or 1e-9
    high = max(norths) - min(norths) or 1e-9
    scale = min((WIDTH - 2 * MARGIN) / wide, (HEIGHT - 2 * MARGIN) / high, _LARGEST)
    left = (WIDTH - wide * scale) / 2
    top = (HEIGHT - high * scale) / 2
    marks = _apart(
        Mark(
            (spot.name,),
            round(left + (spot.east - min(easts)) * shrunk * scale, 1),
            round(top + (max(norths) - spot.north) * scale, 1),
            spot.town,
        )
        for spot in spots
    )
    km = scale / _KM_A_DEGREE
    bar = max((b for b in _BARS if b * km <= WIDTH / 3), default=_BARS[0])
    return Sketch(marks, round(bar * km, 1), bar)


def _apart(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """The marks, points that lie together under one; a town may lie beneath its points."""
    apart: list[Mark] = []
    for mark in marks:
        near = next((n for n, other in enumerate(apart) if _covers(other, mark)), None)
        if near is None:
            apart.append(mark)
        else:
            apart[near] = replace(apart[near], names=(*apart[near].names, *mark.names))
    return tuple(apart)


def _covers(one: Mark, other: Mark) -> bool:
    both_points = not one.town and not other.town
    return both_points and math.hypot(one.x - other.x, one.y - other.y) < _NEAR
