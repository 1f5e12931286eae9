"""Sheets of labels: a code, the item's name and code, in the raster of bought label paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from gongkai_ssg.model import Item
from gongkai_ssg.print import table
from gongkai_ssg.print.notices import Sheet
from gongkai_ssg.project import Project

# mm: the paper, and the lowest label on which a code of 12 mm has its blank.
_A4, _LOWEST = (210.0, 297.0), 20.0


@dataclass(frozen=True, slots=True)
class Raster:
    """A sheet of labels; lengths in mm."""

    columns: int
    rows: int
    width: float
    height: float
    left: float = 0.0
    top: float = 0.0
    across: float = 0.0
    down: float = 0.0

    @property
    def fits(self) -> bool:
        """Whether there are labels at all, high enough for a code, and all of them on A4."""
        wide = self.left + self.columns * self.width + (self.columns - 1) * self.across
        high = self.top + self.rows * self.height + (self.rows - 1) * self.down
        some = self.columns > 0 and self.rows > 0
        return some and self.height >= _LOWEST and wide <= _A4[0] and high <= _A4[1]


RASTERS = {"3x8": Raster(3, 8, 70.0, 37.0, top=0.5), "2x5": Raster(2, 5, 105.0, 59.0, top=1.0)}
# Blank above and below a code, in mm; the size of type of low and of high labels.
_BLANK = 8.0
_HIGH, _SMALL, _LARGE = 45.0, 9, 13


def sheets(project: Project, items: Sequence[Item], raster: Raster) -> list[Sheet]:
    """Sheets of labels, one label for each item."""
    count = raster.columns * raster.rows
    side = round(min(raster.height - _BLANK, raster.width * 0.4), 1)
    made = [{**table.code(project, i), "code": i.code, "name": i.title} for i in items]
    common: Mapping[str, object] = {
        "kind": "labels",
        "title": "二维码标签",
        "side": side,
        "size": _SMALL if raster.height < _HIGH else _LARGE,
        "raster": asdict(raster),
    }
    return [
        {**common, "labels": made[start : start + count]} for start in range(0, len(made), count)
    ]
