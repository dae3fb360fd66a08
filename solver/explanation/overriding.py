"""A pair of a case that goes over limits, in the second phase alone (Q9).

That phase never changes the first one, so that a pair of it is forced there: the flagged cases are
solved anew with the pair, by their own levels.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np

from solver.engines.auto import AutoEngine
from solver.engines.course import UNWATCHED, Course
from solver.engines.engine import Solution
from solver.explanation.fixed import fixed_pair
from solver.explanation.regret import Regret
from solver.explanation.solved import moves_of
from solver.overrides import override_levels
from solver.picks import OVERRIDE
from solver.plan import Plan
from solver.problem import Problem


@dataclass(frozen=True, slots=True)
class OverrideEngine:
    """Solves problems of the second phase by their own levels."""

    time_limit: timedelta
    name: str = "auto"
    prices_candidates: bool = True

    def solve(self, problem: Problem, course: Course = UNWATCHED) -> Solution:
        """Exactly, unless weighted capacity and time leave something open."""
        engine = AutoEngine(self.time_limit)
        return engine.solve_levels(problem, override_levels(problem), course)


def goes_over(plan: Plan, case: int) -> bool:
    """Whether the second phase serves the case."""
    return bool(np.any(plan.picks.kind[plan.picks.case == case] == OVERRIDE))


def overriding_pair(plan: Plan, case: int, agent: int, time_limit: timedelta) -> Regret | None:
    """What giving a case of the second phase to another agent there would cost, by row of its
    levels; desks of the moves are those of its problem. case: one that goes over limits.

    None where the agent may not take it over limits, or where nothing is proved.
    """
    second = plan.overrides
    if second is None or not all(level.proved for level in second.levels):
        return None
    place = int(np.searchsorted(second.cases, case))
    engine, choice = OverrideEngine(time_limit), second.choice
    found = fixed_pair(second.problem, engine, choice, place, agent, override_levels)
    if found is None or not found.proved:
        return None
    moves = moves_of(second.problem, choice, found.desk, place)
    names = second.cases.tolist()
    moves = tuple(replace(move, case=names[move.case]) for move in moves)
    return Regret(case, agent, found.queue, found.loss, moves)
