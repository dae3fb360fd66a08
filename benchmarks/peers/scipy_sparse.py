"""scipy's min_weight_full_bipartite_matching: allowed pairs only, and a place to wait each."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from benchmarks.peers.peer import Answer
from benchmarks.peers.plain_arrays import PlainArrays
from solver.arrays import ranges
from solver.problem import Problem

WAITING = 1.0
"""Cost of a place to wait; scipy takes no zeros."""


@dataclass(frozen=True, slots=True)
class ScipySparse:
    """Coverage and fit in one sum."""

    def solve(self, problem: Problem) -> Answer:
        """The matching over agents' places and, behind them, one place to wait for each case."""
        arrays = PlainArrays.of(problem)
        cases, places = min_weight_full_bipartite_matching(_graph(problem.case_count, arrays))
        served = places < arrays.room.sum()
        key = arrays.case.astype(np.int64) * problem.agent_count + arrays.agent
        chosen = cases[served].astype(np.int64) * problem.agent_count
        choice = np.full(problem.case_count, -1, dtype=np.int64)
        choice[cases[served]] = np.searchsorted(key, chosen + arrays.owner[places[served]])
        return Answer(problem, choice)


def _graph(case_count: int, arrays: PlainArrays) -> csr_array:
    """Costs of every case at every place that it may take; the room of an agent is repeated."""
    end = np.cumsum(arrays.room)
    copies = arrays.room[arrays.agent]
    case = np.repeat(arrays.case, copies)
    place = ranges((end - arrays.room)[arrays.agent], end[arrays.agent])
    cost = np.repeat(-arrays.gain.astype(np.float64), copies)
    waiting = np.arange(case_count)
    return csr_array(
        (
            np.concatenate([cost, np.full(case_count, WAITING)]),
            (np.concatenate([case, waiting]), np.concatenate([place, len(arrays.owner) + waiting])),
        ),
        shape=(case_count, len(arrays.owner) + case_count),
    )
