"""scipy's linear_sum_assignment: a whole matrix of cases x places."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from benchmarks.peers.peer import Answer
from benchmarks.peers.plain_arrays import PlainArrays
from solver.problem import Problem


@dataclass(frozen=True, slots=True)
class ScipyAssignment:
    """Coverage and fit in one sum; pairs that are not allowed gain nothing."""

    def solve(self, problem: Problem) -> Answer:
        """The pairs chosen by scipy that are allowed; all others wait."""
        arrays = PlainArrays.of(problem)
        shape = problem.case_count, problem.agent_count
        triple = np.full(shape, -1, dtype=np.int64)
        triple[arrays.case, arrays.agent] = np.arange(len(problem.triples))
        gains = np.zeros(shape)
        gains[arrays.case, arrays.agent] = arrays.gain
        cases, places = linear_sum_assignment(gains[:, arrays.owner], maximize=True)
        choice = np.full(problem.case_count, -1, dtype=np.int64)
        choice[cases] = triple[cases, arrays.owner[places]]
        return Answer(problem, choice)
