"""Distances to all places at once are those that one search after the other finds."""

import numpy as np
import pytest

from solver.explanation.residual import everywhere
from solver.explanation.residual.contracted import FAR
from solver.explanation.residual.everywhere import Everywhere
from solver.explanation.residual.widening import Residual
from solver.pricing.sweep import UNIT
from solver.units import Ints
from tests.problems import SMALL, TINY, Size, random_problem
from tests.solver.explanation.residual.forcing import residual_of
from tests.solver.pricing.factored import compiled_twice


def _check(residual: Residual) -> int:
    """From all desks and the sink to each place; how many of them are near."""
    standing, near = residual.standing, 0
    found = Everywhere.of(standing, residual.arcs)
    assert found is not None
    start = np.append(np.arange(len(standing.problem.desks)), standing.sink)
    for place in np.unique(standing.place).tolist():
        reach = residual.to(place)
        expected = _in_one(reach.slack[start], reach.reached[start])
        distance = found.between(start, np.full(len(start), place))
        assert np.array_equal(distance, expected), place
        near += int((distance < FAR).sum())
    return near


def _in_one(slack: Ints, reached: Ints) -> Ints:
    """Fit and tie-break, FAR where a path costs more above them."""
    ties = reached & ~(slack[:, :-2] != 0).any(axis=1)
    return np.where(ties, slack[:, -2] * UNIT + slack[:, -1], FAR)


@pytest.mark.parametrize("size", [TINY, SMALL], ids=["tiny", "small"])
def test_all_distances_are_those_of_single_searches(size: Size) -> None:
    """Where all pairs are held."""
    assert sum(_check(residual_of(random_problem(seed, size))[0]) for seed in range(40)) > 400


def _checked(seeds: range) -> int:
    """How many distances were compared where nobody holds the pairs."""
    problems = [factored.problem for _, _, factored in compiled_twice(seeds)]
    return sum(_check(residual_of(one)[0]) for one in problems if not one.is_weighted)


@pytest.mark.parametrize("more", [1, everywhere.MORE])
def test_all_distances_are_found_where_nobody_holds_the_pairs(
    more: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However few are added at a time."""
    monkeypatch.setattr(everywhere, "MORE", more)
    assert _checked(range(80)) > 200


@pytest.mark.parametrize("one_of", [1, 2, 3, 17])
def test_all_distances_are_found_where_a_few_steps_are_looked_at_first(
    one_of: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever of those that cost nothing make nodes one before the others."""
    monkeypatch.setattr(everywhere, "MANY", 0)
    monkeypatch.setattr(everywhere, "ONE_OF", one_of)
    assert _checked(range(40)) > 100
