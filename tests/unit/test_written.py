"""JSON with a value a line: the bytes of the standard library, and iterators as lists."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from gongkai_ssg.exchange.written import written

TEXTS = st.text(st.characters(codec="utf-8"))
SCALARS = TEXTS | st.integers() | st.floats() | st.booleans() | st.none()
VALUES: st.SearchStrategy[Any] = st.recursive(
    SCALARS, lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner)
)


@given(st.dictionaries(TEXTS, VALUES))
def test_the_bytes_are_those_of_the_standard_library(data: dict[str, Any]) -> None:
    assert written(data).decode() == json.dumps(data, ensure_ascii=False, indent=1) + "\n"


@given(st.lists(VALUES))
def test_an_iterator_is_a_list(values: list[Any]) -> None:
    assert written({"行": iter(values)}) == written({"行": values})
