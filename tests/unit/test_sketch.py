"""The sketch of the county: to scale, north up, and nothing covers another."""

from __future__ import annotations

import math

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gongkai_ssg.pages.sketch import HEIGHT, WIDTH, Spot, sketch

EAST, NORTH = st.floats(73, 135), st.floats(3, 54)
SPOTS = st.lists(st.builds(Spot, st.just("1"), EAST, NORTH, st.booleans()), min_size=2, max_size=8)


def test_too_few_spots_make_no_sketch() -> None:
    assert sketch([]) is None
    assert sketch([Spot("1", 100, 30), Spot("2", 100, 30)]) is None


def test_north_is_up_and_east_is_right() -> None:
    drawn = sketch([Spot("西南", 100.0, 30.0), Spot("东北", 100.2, 30.2)])
    assert drawn is not None
    one, other = drawn.marks
    assert one.x < other.x
    assert one.y > other.y


def test_a_degree_of_longitude_is_shorter_than_one_of_latitude() -> None:
    corner, east, north = Spot("1", 100, 30), Spot("2", 100.1, 30), Spot("3", 100, 30.1)
    drawn = sketch([corner, east, north])
    assert drawn is not None
    a, b, c = drawn.marks
    assert (b.x - a.x) / (a.y - c.y) == pytest.approx(math.cos(math.radians(30.05)), rel=0.01)
    # 0.1° of latitude are 11.1 km.
    assert (a.y - c.y) / drawn.bar * drawn.bar_km == pytest.approx(11.13, rel=0.02)


def test_points_that_lie_together_share_a_mark_and_a_town_keeps_its_name() -> None:
    near = [Spot("1", 100, 30), Spot("2", 100.0001, 30), Spot("3", 100.5, 30.2)]
    drawn = sketch([*near, Spot("城关镇", 100, 30, town=True)])
    assert drawn is not None
    assert [mark.names for mark in drawn.marks] == [("1", "2"), ("3",), ("城关镇",)]


@given(SPOTS)
@settings(deadline=None)
@example([Spot("1", 73.0, 3.0), Spot("1", 73.001953125, 3.0)])
@example([Spot("1", 73.0, 3.0), Spot("1", 73.0, 3.0000001)])
def test_everything_stands_within_the_drawing(spots: list[Spot]) -> None:
    drawn = sketch(spots)
    if drawn is None:
        return
    for mark in drawn.marks:
        assert 0 < mark.x < WIDTH
        assert 0 < mark.y < HEIGHT
    assert sum(len(mark.names) for mark in drawn.marks) == len(spots)
    assert 0 <= drawn.bar <= WIDTH / 3
