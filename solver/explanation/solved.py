"""What pairs would cost with weighted capacity, each by a new solve (02 section 5)."""

from collections.abc import Callable

import numpy as np

from solver.engines.engine import Engine
from solver.explanation.fixed import fixed_pair
from solver.explanation.regret import Regrets
from solver.plan import Plan
from solver.units import Ints

MOST = 200
"""Pairs that are solved at most: each takes as long as the batch did."""


def solved_losses(
    plan: Plan, engine: Engine, case: Ints, agent: Ints, is_over: Callable[[], bool]
) -> Regrets:
    """Of the first pairs, until time is over; those whose new batch is proved are known.

    plan: one that is proved itself, and all of whose triples are held; else nothing is known.
    """
    loss = np.zeros((len(case), len(plan.levels)), dtype=np.int64)
    known = np.zeros(len(case), dtype=np.bool_)
    problem = plan.compiled.problem
    can_be_solved = plan.proved and problem.candidates is None
    for row in range(min(len(case), MOST) if can_be_solved else 0):
        if is_over():
            break
        found = fixed_pair(problem, engine, plan.choice, int(case[row]), int(agent[row]))
        if found is not None and found.proved:
            loss[row], known[row] = found.loss, True
    return Regrets(loss, known)
