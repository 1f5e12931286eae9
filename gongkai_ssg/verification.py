"""Whether what stands on a server, or in a folder, is the site as it was made.

The list of what was made is the manifest beside the county's own copy; that of the server may have
been changed with the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from gongkai_ssg import fs

# What a web server reads itself and shows to nobody.
_NOT_SHOWN = frozenset({"web.config"})
# The hash of what stands at an address, or why it could not be had.
Asked = Callable[[Iterable[str]], Iterator[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found: names of files, and for what is missing also why."""

    number: int
    changed: tuple[str, ...] = ()
    missing: tuple[tuple[str, str], ...] = ()
    extra: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether nothing was changed, taken away or added."""
        return not (self.changed or self.missing or self.extra)


def in_folder(folder: Path, made: Mapping[str, str]) -> Verified:
    """Compare a folder with what was made."""
    found = {name: fs.digest(folder / name) for name in made if (folder / name).is_file()}
    missing = tuple((name, "没有这个文件") for name in made if name not in found)
    changed = tuple(name for name, digest in found.items() if digest != made[name])
    return Verified(len(made), changed, missing, tuple(fs.beside_the_site(folder, made)))


def on_server(address: str, made: Mapping[str, str], ask: Asked) -> Verified:
    """Compare what a server sends; what was added to it cannot be seen from outside.

    Args:
        address: of the site; ends in `/`.
        made: the hash of every file.
        ask: gets addresses, gives for each its hash, or "" and why, in order.
    """
    names = [name for name in made if name not in _NOT_SHOWN]
    answers = dict(zip(names, ask(f"{address}{name}" for name in names), strict=True))
    missing = tuple((name, why) for name, (digest, why) in answers.items() if not digest)
    changed = tuple(n for n, (digest, _) in answers.items() if digest and digest != made[n])
    return Verified(len(names), changed, missing)
