"""When two pieces of text are the same; `search.js` is held to the same vectors."""

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest

from gongkai_ssg.search.fold import GAP, KEPT, matches, pairs, parts, runs, singles

ROOT = Path(__file__).parents[2]
VECTORS = json.loads((ROOT / "tests/data/fold_vectors.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("vector", VECTORS["runs"], ids=lambda vector: vector["text"])
def test_runs(vector: dict[str, object]) -> None:
    assert runs(str(vector["text"])) == vector["runs"]


@pytest.mark.parametrize("vector", VECTORS["parts"], ids=lambda vector: vector["query"])
def test_parts(vector: dict[str, object]) -> None:
    assert parts(str(vector["query"])) == vector["parts"]


@pytest.mark.parametrize("vector", VECTORS["words"], ids=lambda vector: vector["run"])
def test_words(vector: dict[str, object]) -> None:
    run = str(vector["run"])
    assert (pairs(run) or singles(run)) == vector["words"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("征地补偿", True),
        ("地补", True),
        ("征", True),
        ("704", True),
        ("GBT9704", True),
        ("ｇｂ／ｔ", True),
        ("国发200428号", True),
        ("国发[2004] 28号", True),
        ("0305", True),
        ("标准 征地", True),
        ("偿标", False),
        ("标准。依据", True),
        ("标准依据", False),
        ("征地 不在", False),
        ("", False),
        ("、", False),
        ("征地 、", True),
    ],
)
def test_matches_is_the_substring_rule(query: str, found: bool) -> None:
    blocks = ["征地补偿", "标准。依据国发〔2004〕28号", "GB/T 9704，20260305"]
    assert matches(blocks, query) is found


def test_pairs_leave_two_places_between_runs() -> None:
    assert pairs("\n征地\n补\n") == [GAP, "5f815730", GAP, GAP, GAP]
    assert not pairs("征")
    assert not pairs("")


def test_singles_are_different_and_sorted() -> None:
    assert singles("地征\n地") == ["u5730", "u5f81"]


def test_the_browser_has_the_same_list_of_characters() -> None:
    script = (ROOT / "themes/default/static/search.js").read_text(encoding="utf-8")
    literal = re.search(r"const KEPT =(.*?);", script, re.DOTALL)
    assert literal
    ranges = re.findall(r"([0-9a-f]+)-([0-9a-f]+)", literal[1])
    assert tuple((int(a, 16), int(b, 16)) for a, b in ranges) == KEPT


def test_the_list_of_characters_ascends() -> None:
    ends = [end for pair in KEPT for end in pair]
    assert ends == sorted(ends)
    assert all(before[1] < after[0] for before, after in pairwise(KEPT))
