"""No bytes whatever make a door fail: a few inputs every day, many with `-m slow`.

`python tests/fuzz/fuzz.py` does the same for as long as one likes, led by what the code does.
"""

from __future__ import annotations

import os

import mutated
import pytest
import targets
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

NAMES = sorted(targets.all_())
EXAMPLES = int(os.environ.get("EXAMPLES", "3000"))
# The same by chance each day: a failure is somebody's change, never the day's luck.
daily = settings(
    max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
long = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("name", NAMES)
def test_where_it_begins(name: str) -> None:
    seeds = targets.all_()[name].seeds()
    assert seeds
    for seed in seeds:
        targets.run(name, seed)


@pytest.mark.parametrize("name", NAMES)
@daily
@given(st.data())
def test_any_bytes(name: str, data: st.DataObject) -> None:
    targets.run(name, data.draw(mutated.inputs(targets.all_()[name])))


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
@long
@given(st.data())
def test_many_bytes(name: str, data: st.DataObject) -> None:
    targets.run(name, data.draw(mutated.inputs(targets.all_()[name])))
