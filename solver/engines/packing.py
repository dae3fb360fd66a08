"""As many cases served as fractions promise, packed into rooms by exchanges (02 section 3).

Which cases are served costs the same wherever they go. So whom fractions serve is given somebody,
and changes places until nobody carries too much.
"""

from dataclasses import replace

import numpy as np

from solver.boards.board import FAR, Board, Shares
from solver.boards.evicted import evicted
from solver.boards.exchanges import repaired
from solver.boards.held import HeldBoard
from solver.engines.course import Course
from solver.problem import Problem
from solver.units import Floats, Ints
from solver.weighing.evidence import Goal, OpenPlans

NEAR = 60
"""Agents that a case looks at."""
ATTEMPTS = 12
"""How often those that found no place are sent elsewhere."""
SERVED = 0.5
"""A case is wanted of which fractions serve more."""


def packed_cases(plans: OpenPlans, goal: Goal, share: Floats, course: Course) -> Ints | None:
    """A plan that keeps to the rooms, -1 = waits; shape: cases. None where there is no board.

    share: of each triple in fractions.
    """
    problem = plans.network.problem
    laid_out = HeldBoard.of(problem, plans.triple, _wanted(problem, share))
    if laid_out is None:
        return None
    board = _blind(laid_out.board, _worth(plans, goal))
    near = np.argsort(board.cost, axis=1, kind="stable")[:, :NEAR]
    agent, best = laid_out.agent, None
    for attempt in range(ATTEMPTS):
        agent = repaired(board, agent, near, course)
        found = evicted(board, agent, heavy_first=False)
        if best is None or (found < 0).sum() < (best < 0).sum():
            best = found
        if course.is_over() or not Shares.of(board, agent).overfull(board).any():
            break
        agent = _sent_elsewhere(board, agent, found, near, attempt)
    assert best is not None
    return laid_out.placed(best)


def _wanted(problem: Problem, share: Floats) -> Ints:
    """The largest triple of each case that fractions serve, -1 = none."""
    case, cases = problem.triples.case, problem.case_count
    served = np.bincount(case, weights=share, minlength=cases) > SERVED
    order = np.lexsort((share, case))
    last = np.searchsorted(case[order], np.arange(cases), side="right") - 1
    choice: Ints = np.where(served, order[np.maximum(last, 0)], -1)
    return choice


def _worth(plans: OpenPlans, goal: Goal) -> Floats:
    """Who should find a place first: whoever must be served, then who gains much for a unit of
    weight; shape: cases."""
    problem = plans.network.problem
    assert problem.weighted is not None
    worth = np.zeros(problem.case_count)
    worth[problem.triples.case] = -goal.costs / np.maximum(problem.weighted.weight, 1)
    worth[~plans.waits] = np.inf
    return worth


def _blind(board: Board, worth: Floats) -> Board:
    """The same where a case costs alike with all agents, however many they have."""
    rank = np.argsort(np.argsort(-worth[board.cases], kind="stable"), kind="stable")
    cost = np.where(board.cost < FAR, rank[:, None], FAR).astype(board.cost.dtype)
    return replace(board, cost=cost, discount=np.zeros_like(board.discount[:, :1]))


def _sent_elsewhere(board: Board, agent: Ints, found: Ints, near: Ints, attempt: int) -> Ints:
    """Those without a place go to some other agent whom they are near to."""
    after, out = agent.copy(), np.flatnonzero(found < 0)
    rng = np.random.default_rng(attempt)
    row = board.row[board.cases[out]]
    open_ = (board.cost[row[:, None], near[row]] < FAR).sum(axis=1)
    after[out] = near[row, rng.integers(0, np.maximum(open_, 1))]
    return after
