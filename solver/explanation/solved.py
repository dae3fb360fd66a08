"""What pairs would cost with weighted capacity, each by a new solve (02 section 5)."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from solver.engines.engine import Engine
from solver.explanation.fixed import Fixed, fixed_pair
from solver.explanation.regret import Regret, Regrets
from solver.explanation.residual.forced import WAITS, Move
from solver.plan import Plan
from solver.problem import Problem
from solver.units import Ints

MOST = 200
"""Pairs of a batch that are solved at most: each takes as long as the batch did."""


@dataclass(frozen=True, slots=True)
class Others:
    """Other agents for a case. regrets: those that cost least, first. untried: agents of whom
    nothing is known, so that one of them may cost less."""

    regrets: tuple[Regret, ...]
    untried: int


class Solving:
    """The regrets of one plan, until time is over; every pair is solved once."""

    def __init__(self, plan: Plan, engine: Engine, is_over: Callable[[], bool]) -> None:
        """plan: one that is proved itself, and all of whose triples are held."""
        self._plan = plan
        self._engine = engine
        self._is_over = is_over
        self._found: dict[tuple[int, int], Fixed | None] = {}

    @staticmethod
    def of(plan: Plan, engine: Engine, is_over: Callable[[], bool]) -> "Solving | None":
        """None where prices tell, or a new solve would not."""
        problem = plan.compiled.problem
        if not (problem.is_weighted and plan.proved) or problem.candidates is not None:
            return None
        return Solving(plan, engine, is_over)

    def of_pairs(self, case: Ints, agent: Ints) -> Regrets:
        """Of the first pairs; those whose new batch is proved are known."""
        loss = np.zeros((len(case), len(self._plan.levels)), dtype=np.int64)
        known = np.zeros(len(case), dtype=np.bool_)
        for row in range(min(len(case), MOST)):
            found = self._pair(int(case[row]), int(agent[row]))
            if found is not None:
                loss[row], known[row] = found.loss, True
        return Regrets(loss, known)

    def best_of_all(self, most: int) -> dict[int, Others]:
        """The other agents who cost least, by served case; none is tried where all pairs are more
        than would be solved."""
        plan, cases = self._plan, np.flatnonzero(self._plan.choice >= 0).tolist()
        if len(plan.compiled.problem.triples) > MOST:
            return {case: Others((), len(other_agents(plan, case))) for case in cases}
        return {case: self.of_case(case, most) for case in cases}

    def of_case(self, case: int, most: int) -> Others:
        """The other agents who cost least for a served case, ties by id."""
        found = [(agent, self._pair(case, agent)) for agent in other_agents(self._plan, case)]
        regrets = [regret_of(self._plan, case, agent, one) for agent, one in found if one]
        regrets.sort(key=lambda one: (one.loss, one.agent))
        untried = sum(one is None and not self._has_no_way(case, agent) for agent, one in found)
        return Others(tuple(regrets[:most]), untried)

    def _has_no_way(self, case: int, agent: int) -> bool:
        """A solve said that there is no room."""
        return (case, agent) in self._found and self._found[case, agent] is None

    def _pair(self, case: int, agent: int) -> Fixed | None:
        """A pair whose new batch is proved; None also where time left no solve."""
        key = case, agent
        if key not in self._found:
            if self._is_over():
                return None
            problem = self._plan.compiled.problem
            self._found[key] = fixed_pair(problem, self._engine, self._plan.choice, *key)
        found = self._found[key]
        return found if found and found.proved else None


def other_agents(plan: Plan, case: int) -> list[int]:
    """Agents who may take a served case beside the one who has it, by id."""
    problem = plan.compiled.problem
    start, end = np.searchsorted(problem.triples.case, [case, case + 1])
    mine = problem.agent(np.arange(start, end))
    others: list[int] = np.setdiff1d(mine, mine[int(plan.choice[case]) - start]).tolist()
    return others


def regret_of(plan: Plan, case: int, agent: int, found: Fixed) -> Regret:
    """A pair as it is told."""
    moves = moves_of(plan.compiled.problem, plan.choice, found.desk, case)
    return Regret(case, agent, found.queue, found.loss, moves)


def moves_of(problem: Problem, before: Ints, desk: Ints, first: int) -> tuple[Move, ...]:
    """All cases that change hands, one of them first, the others by id. desk: afterwards."""
    old = np.where(before < 0, WAITS, problem.triples.desk[before])
    moved = np.flatnonzero(old != desk).tolist()
    moved.sort(key=lambda case: (case != first, case))
    return tuple(Move(case, int(old[case]), int(desk[case])) for case in moved)
