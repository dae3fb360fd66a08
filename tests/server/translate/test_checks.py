"""Checks that many rows share."""

from math import inf, nan

import pytest

from server.translate.checks import Range


@pytest.mark.parametrize("value", [None, -1.0, 0.0, 0.5, 1.0, 1.5, nan, inf])
@pytest.mark.parametrize(
    "allowed", [Range(0, 1), Range(0, 1, above=True)], ids=["from 0", "above 0"]
)
def test_many_numbers_are_held_as_each_of_them_is(value: float | None, allowed: Range) -> None:
    """What is not there is left out; one wrong number among right ones is found."""
    right = value is None or allowed.holds(value)

    assert allowed.holds_all([0.5, None, value, 1.0]) == right
    assert allowed.holds_all([value]) == right
