"""Cases handed out by prices: who was missed goes first the next time."""

import numpy as np
import pytest

from solver.engines.squeaky_wheel import ROUNDS, handed_out
from solver.network import build_network
from solver.proof import flow_of
from tests.problems import SMALL, random_weighted_problem
from tests.solver.engines.test_least_asked import two_for_two


def test_L2_a_case_that_was_missed_goes_first() -> None:
    """First both want Ann, who is cheap; then whoever has nobody else comes first."""
    problem = two_for_two()
    plans = [plan.tolist() for plan in handed_out(problem, np.array([0, 5, 0]))]

    assert plans == [[0, -1], [1, 2]]


@pytest.mark.parametrize("seed", range(20))
def test_L2_every_plan_keeps_to_all_limits(seed: int) -> None:
    problem = random_weighted_problem(seed, SMALL)
    extra = np.random.default_rng(seed).integers(0, 50, len(problem.triples))
    plans = list(handed_out(problem, extra))

    assert 1 <= len(plans) <= ROUNDS
    assert all((plan < 0).any() for plan in plans[:-1])
    for plan in plans:
        assert flow_of(build_network(problem), plan) is not None
