"""Inputs that begin with a valid file and go astray: for Hypothesis, and for atheris."""

from __future__ import annotations

import random

import packed
from hypothesis import strategies as st
from targets import Target

_MOST_EDITS = 6
_BYTES = st.binary(max_size=6)
_PLACES = st.floats(0, 1, exclude_max=True)


def inputs(target: Target) -> st.SearchStrategy[bytes]:
    """Bytes near one of the seeds of a door; now and then any."""
    seeds = st.sampled_from(target.seeds())
    near = st.builds(_edited, seeds, _edits(target))
    if target.is_packed:
        near |= st.builds(_inner_edited, seeds, _PLACES, _edits(target))
    return near | st.binary(max_size=200)


def of_file(seed: bytes, words: tuple[str, ...]) -> st.SearchStrategy[bytes]:
    """Bytes near those of a file, whatever it is; or none, or any."""
    target = Target(lambda _: None, lambda: (seed,), bool(packed.opened(seed)), words)
    return inputs(target) | st.just(b"") | _PLACES.map(lambda place: seed[: int(place * len(seed))])


def _edits(target: Target) -> st.SearchStrategy[list[tuple[float, int, bytes]]]:
    """Where, how many bytes go, what comes."""
    words = st.sampled_from([word.encode() for word in target.words]) if target.words else _BYTES
    edit = st.tuples(_PLACES, st.integers(0, 8), words | _BYTES)
    return st.lists(edit, min_size=0, max_size=_MOST_EDITS)


def _edited(seed: bytes, edits: list[tuple[float, int, bytes]]) -> bytes:
    for place, gone, comes in edits:
        at = int(place * (len(seed) + 1))
        seed = seed[:at] + comes + seed[at + gone :]
    return seed


def _inner_edited(seed: bytes, which: float, edits: list[tuple[float, int, bytes]]) -> bytes:
    members = packed.opened(seed)
    name = sorted(members)[int(which * len(members))]
    return packed.closed({**members, name: _edited(members[name], edits)})


def by_chance(seed: bytes, words: tuple[str, ...], chance: random.Random) -> bytes:
    """The same without Hypothesis: one edit, of a text, of a piece that is doubled or moved."""
    at = chance.randrange(len(seed) + 1)
    other = chance.randrange(len(seed) + 1)
    first, last = min(at, other), max(at, other)
    way = chance.randrange(5)
    if way == 0 and words:
        return seed[:at] + chance.choice(words).encode() + seed[at:]
    if way == 1:
        piece = seed[first : min(last, first + 64)]
        return seed[:at] + piece * chance.choice((1, 2, 50)) + seed[at:]
    if way == 2:
        return seed[:first] + seed[min(last, first + 64) :]
    if way == 3:
        return seed[:at] + chance.randbytes(chance.randrange(1, 5)) + seed[at + 1 :]
    return seed[:at] + seed[first : min(last, first + 32)] + seed[at:]
