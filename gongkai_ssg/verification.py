"""Whether what stands on a server, or in a folder, is the site as it was made.

The list of what was made is the manifest beside the county's own copy; that of the server may have
been changed with the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from gongkai_ssg import fs
from gongkai_ssg.fs import Hashes
from gongkai_ssg.reach import Answer

# What a web server reads itself and shows to nobody.
_NOT_SHOWN = frozenset({"web.config"})
Ask = Callable[[Iterable[str]], Iterator[Answer]]


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found: names of files, and for what could not be had also why.

    `missing` is what is not there; of `unchecked` nobody knows, for the server did not say.
    What lies beside the site is seen in a folder only: `sees_extra`.
    `signature` is what that of the list is, where a key was given: valid, missing or invalid.
    """

    number: int
    changed: tuple[str, ...] = ()
    missing: tuple[tuple[str, str], ...] = ()
    extra: tuple[str, ...] = ()
    unchecked: tuple[tuple[str, str], ...] = ()
    signature: str = ""
    signer: str = ""
    sees_extra: bool = True

    @property
    def altered(self) -> bool:
        """Whether something was changed, taken away or added."""
        return bool(self.changed or self.missing or self.extra)

    @property
    def differs(self) -> bool:
        """The same, or whether the list is not signed as it should be."""
        return self.altered or self.signature in ("missing", "invalid")


def in_folder(folder: Path, made: Mapping[str, Hashes]) -> Verified:
    """Compare a folder with what was made; it may have been signed since."""
    found = {n: fs.hashes_of(folder / n) for n in made if fs.is_file(folder / n)}
    missing = tuple((name, "没有这个文件") for name in made if name not in found)
    changed = tuple(name for name, hashes in found.items() if not hashes.fits(made[name]))
    extra = fs.beside_the_site(folder, {*made, fs.SIGNATURE})
    return Verified(len(made), changed, missing, tuple(extra))


def shown(made: Mapping[str, Hashes]) -> dict[str, Hashes]:
    """What of the files that were made a server shows."""
    return {name: hashes for name, hashes in made.items() if name not in _NOT_SHOWN}


def on_server(address: str, made: Mapping[str, Hashes], ask: Ask) -> Verified:
    """Compare what a server sends; what was added to it cannot be seen from outside.

    Args:
        address: of the site; ends in `/`.
        made: the hashes of every file that is shown.
        ask: gets addresses, gives what stands at each, in order.
    """
    answers = dict(zip(made, ask(f"{address}{name}" for name in made), strict=True))
    lacking = {name: answer for name, answer in answers.items() if not answer.hashes}
    return Verified(
        len(made),
        changed=tuple(n for n, a in answers.items() if a.hashes and not a.hashes.fits(made[n])),
        missing=tuple((n, a.why) for n, a in lacking.items() if a.is_gone),
        unchecked=tuple((n, a.why) for n, a in lacking.items() if not a.is_gone),
        sees_extra=False,
    )
