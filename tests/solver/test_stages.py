"""Levels solved stage by stage (02 section 2)."""

from dataclasses import fields

import numpy as np
import pytest

from solver.levels import Level, levels_of, stages_of
from solver.network import Network, build_network
from solver.prices import Face
from solver.stages import Solved, solve_stages
from solver.units import Ints
from tests.problems import SMALL, random_problem


def _seen(flow: object, prices: Ints, solve_count: int) -> None:
    """Somebody who looks at the flow of every stage."""


def _both(network: Network, face: Face, levels: tuple[Level, ...]) -> tuple[Solved, Solved]:
    """Solved with a flow of every stage that is seen, and with one of the last stage alone."""
    return solve_stages(network, face, levels, _seen), solve_stages(network, face, levels)


@pytest.mark.parametrize("seed", range(60))
def test_flows_that_nobody_sees_leave_everything_as_it_is(seed: int) -> None:
    """Prices, the face and the plan do not depend on how ties of earlier stages fall."""
    network = build_network(random_problem(seed, SMALL))
    levels = levels_of(network.problem)
    several, short = _both(network, Face.whole(network), levels)

    assert np.array_equal(several.prices, short.prices)
    for one in fields(Face):
        assert np.array_equal(getattr(several.face, one.name), getattr(short.face, one.name))
    assert np.array_equal(several.flow.used, short.flow.used)
    assert np.array_equal(several.flow.chain, short.flow.chain)


@pytest.mark.parametrize("seed", range(60))
def test_a_flow_that_is_no_plan_leaves_the_same_prices_and_face(seed: int) -> None:
    network = build_network(random_problem(seed, SMALL))
    levels, whole = levels_of(network.problem), Face.whole(network)
    plan = solve_stages(network, whole, levels)
    short = solve_stages(network, whole, levels, is_plan=False)

    assert np.array_equal(plan.prices, short.prices)
    for one in fields(Face):
        assert np.array_equal(getattr(plan.face, one.name), getattr(short.face, one.name))


def test_most_random_problems_have_several_stages() -> None:
    """Else the test above would compare the last one alone."""
    networks = [build_network(random_problem(seed, SMALL)) for seed in range(60)]
    counts = [len(stages_of(one, levels_of(one.problem))) for one in networks]

    assert sum(count > 1 for count in counts) > 20
