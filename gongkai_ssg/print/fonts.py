"""Which font serves which role on a sheet: the county's own choice, the system's, else a free one.

GB/T 9704-2012 asks for 仿宋 (body), 黑体 and 楷体 (headings), 小标宋 (title), 宋体 (page number).
Windows carries four of the five. Typst knows families by their English names. The last font of
every role is Noto Sans SC, which comes by pip: a machine without any Chinese font prints, too.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typst

BODY, HEADING, SUBHEADING, TITLE, NUMBER = "仿宋", "黑体", "楷体", "小标宋", "宋体"
_SONG = (
    "SimSun",
    "NSimSun",
    "STSong",
    "Songti SC",
    "Source Han Serif SC",
    "Noto Serif CJK SC",
    "Noto Serif SC",
)
_HEI = (
    *("SimHei", "STHeiti", "Heiti SC", "Source Han Sans SC", "Noto Sans CJK SC", "Noto Sans SC"),
    *("Microsoft YaHei", "WenQuanYi Zen Hei"),
)
# Each role's fonts in the order of preference; those of another role stand in at the end.
PREFERRED: Mapping[str, tuple[str, ...]] = {
    BODY: (
        *("FangSong", "FangSong_GB2312", "STFangsong", "Zhuque Fangsong (technical preview)"),
        *("Zhuque Fangsong", "FZFangSong-Z02", *_SONG),
    ),
    HEADING: _HEI,
    SUBHEADING: (
        *("KaiTi", "KaiTi_GB2312", "STKaiti", "Kaiti SC", "LXGW WenKai", "LXGW WenKai GB"),
        *("AR PL UKai CN", *_SONG),
    ),
    TITLE: (
        *("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "FZXiaoBiaoSong-B05_GB18030"),
        *("STZhongsong", *_SONG),
    ),
    NUMBER: _SONG,
}
# Rare characters of names and places: the system's fonts for the extensions of Unicode.
_RARE = ("SimSun-ExtB", "SimSun-ExtG", "HanaMinB", "Plangothic P1", "Plangothic P2")
LAST = "Noto Sans SC"
# A real 小标宋 is heavy already; others are set bold in its place.
_HEAVY = frozenset(name for name in PREFERRED[TITLE] if name not in _SONG)
OWN_FOLDER = "fonts"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The families of each role, best first, and of what the machine offers."""

    families: Mapping[str, tuple[str, ...]]
    unknown: tuple[str, ...] = ()

    def data(self) -> dict[str, object]:
        """What the templates need."""
        weight = "regular" if self.families[TITLE][0] in _HEAVY else "bold"
        return {
            **{role: list(names) for role, names in self.families.items()},
            "title-weight": weight,
        }


def choose(known: Iterable[str], own: Mapping[str, str]) -> Chosen:
    """Choose from the `known` families; `own` are those that `site.yaml` names by role.

    A family is known by its name in any case. What `site.yaml` names and the machine does not
    have stands in `unknown`.
    """
    have = {name.lower(): name for name in known}
    families: dict[str, tuple[str, ...]] = {}
    unknown = tuple(name for name in own.values() if name.lower() not in have)
    for role, preferred in PREFERRED.items():
        wanted = (own.get(role, ""), *preferred, *_HEI, *_RARE, LAST)
        found = [have[name.lower()] for name in wanted if name.lower() in have]
        families[role] = tuple(dict.fromkeys(found))
    return Chosen(families, unknown)


def packed_folder() -> Path | None:
    """The folder of the free font that comes by pip, or None where it was not installed."""
    found = importlib.util.find_spec("justmytype_intl_cjk")
    if found is None or found.origin is None:
        return None
    folder = Path(found.origin).parent / "fonts" / "ofl" / "notosanssc"
    return folder if folder.is_dir() else None


@lru_cache(maxsize=1)
def book(root: Path) -> typst.Fonts:
    """All fonts of the machine, of the site's own `fonts/` and of the package, read once."""
    import typst

    folders = [root / OWN_FOLDER, packed_folder()]
    paths = [str(folder) for folder in folders if folder and folder.is_dir()]
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False, font_paths=paths)
