"""Fuzz one door, led by coverage: `python tests/fuzz/fuzz.py yaml --minutes 10`.

Needs atheris (`pip install atheris`), which is no part of the extra `test`. Other arguments go to
libFuzzer. It goes on after a failure: the first input of each kind is written to the current folder
as `found-…`, and told on the screen. What was found belongs into a test of the room that it struck.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).parent


def main() -> None:
    """Read the arguments and begin; libFuzzer ends the process."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("target")
    asked.add_argument("--minutes", type=float, default=10)
    asked.add_argument("--corpus", type=Path)
    known, more = asked.parse_known_args()
    import atheris

    sys.path[:0] = [str(HERE), str(HERE.parent)]
    with atheris.instrument_imports(include=["gongkai_ssg", "markdown"]):
        import targets
    import mutated

    target = targets.all_()[known.target]
    for seed in target.seeds():  # what is imported late is imported now
        targets.run(known.target, seed)
    folder = known.corpus or Path(tempfile.mkdtemp())
    folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(target.seeds()):
        (folder / f"seed-{number}").write_bytes(seed)
    longest = 60_000 if target.is_packed else 2_000
    arguments = [f"-max_total_time={known.minutes * 60:.0f}", f"-max_len={longest}", "-timeout=60"]
    arguments += ["-rss_limit_mb=4096", "-print_final_stats=1", *more, str(folder)]
    atheris.Setup(
        [sys.argv[0], *arguments],
        _caught(lambda data: targets.run(known.target, data), known.target),
        custom_mutator=_mutator(target, atheris, mutated),
    )
    atheris.Fuzz()


def _caught(run: Callable[[bytes], None], name: str) -> Callable[[bytes], None]:
    """Tell each kind of failure once, by where it struck, and go on."""
    met: set[str] = set()

    def caught(data: bytes) -> None:
        try:
            run(data)
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            frames = traceback.extract_tb(error.__traceback__)
            where = f"{type(error).__name__} {[f'{f.name}:{f.lineno}' for f in frames[-3:]]}"
            if where not in met:
                met.add(where)
                file = Path(f"found-{name}-{len(met)}")
                file.write_bytes(data)
                sys.stderr.write(f"FOUND {file} {where} {str(error)[:300]}\n")
                traceback.print_exc()

    return caught


def _mutator(target, atheris, mutated) -> Callable[[bytes, int, int], bytes]:
    """libFuzzer's own changes, or ours; of a zip those of one of its members."""
    import packed

    def change(data: bytes, most: int, chance: random.Random) -> bytes:
        if chance.random() < 0.5 or not data:
            return atheris.Mutate(data, most)
        return mutated.by_chance(data, target.words, chance)[:most]

    def changed(data: bytes, most: int, seed: int) -> bytes:
        chance = random.Random(seed)  # noqa: S311
        members = packed.opened(data) if target.is_packed and chance.random() < 0.95 else {}
        if not members:
            return change(data, most, chance)
        name = chance.choice(sorted(members))
        other = change(members[name], len(members[name]) + 400, chance)
        return packed.closed({**members, name: other})[:most]

    return changed


if __name__ == "__main__":
    main()
