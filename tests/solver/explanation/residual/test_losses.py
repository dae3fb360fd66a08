"""What many pairs would cost is what each of them costs by itself."""

from collections import Counter

import numpy as np
import pytest

from solver.explanation.residual.everywhere import Everywhere
from solver.explanation.residual.forced import force
from solver.explanation.residual.losses import pair_losses
from solver.problem import Problem
from tests.problems import SMALL, TINY, Size, random_problem
from tests.solver.explanation.residual.forcing import residual_of
from tests.solver.pricing.factored import compiled_twice


def _check(problem: Problem) -> Counter[str]:
    """Every pair of a problem."""
    residual, _ = residual_of(problem)
    standing = residual.standing
    everywhere = Everywhere.of(standing, residual.arcs)
    assert everywhere is not None
    case, agent = np.divmod(
        np.arange(problem.case_count * problem.agent_count), problem.agent_count
    )
    found, seen = pair_losses(standing, everywhere, case, agent), Counter[str]()
    rows = zip(found.case, found.agent, found.loss, found.exact, strict=True)
    forcings = [force(residual, one) for one in range(problem.case_count)]
    for one, other, loss, exact in rows:
        forced, bound = forcings[one].of(int(other)), tuple(loss.tolist())
        if exact:
            assert forced is not None
            assert forced.loss == bound, (one, other)
        else:
            assert forced is None or forced.loss[:-2] >= bound[:-2], (one, other)
        seen["exact" if exact else "bounded"] += 1
    return seen


@pytest.mark.parametrize("size", [TINY, SMALL], ids=["tiny", "small"])
def test_losses_of_all_pairs_are_those_of_single_searches(size: Size) -> None:
    """And where they are only bounded, the true ones are no less above fit."""
    seen = sum((_check(random_problem(seed, size)) for seed in range(25)), Counter[str]())
    assert min(seen["exact"], seen["bounded"]) > 50


def test_losses_of_all_pairs_where_nobody_holds_them() -> None:
    """The same over candidates."""
    problems = [
        factored.problem
        for _, _, factored in compiled_twice(range(60))
        if not factored.problem.is_weighted
    ]
    assert sum((_check(problem) for problem in problems), Counter[str]())["exact"] > 100
