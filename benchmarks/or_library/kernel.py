"""The same as problems of the kernel: coverage by count, then fit.

Whoever serves every job that can be served, and then has the best fit, has solved the
original wherever all jobs can be.
"""

import numpy as np

from benchmarks.or_library.formats import Matrix
from solver.problem import DeskKind, Desks, Problem, Triples, WeightedRows
from solver.rules import NO_LIMIT
from solver.units import Indexes, Ints


def problem_of(matrix: Matrix, *, maximise: bool) -> Problem:
    """Jobs are the cases. The fit is the gain, or less what it costs."""
    agents, jobs = matrix.cost.shape
    case, agent = (column.ravel().astype(np.int32) for column in np.indices((jobs, agents)))
    gain = matrix.cost if maximise else -matrix.cost
    use = None if matrix.use is None else matrix.use.T.ravel()
    free = np.ones(len(case), dtype=np.bool_) if use is None else use <= matrix.capacity[agent]
    return Problem(
        group=_zeros(jobs),
        urgency_class=_zeros(jobs),
        urgency=np.ones(jobs, dtype=np.int64),
        desks=_desks(agents),
        triples=_pairs(case[free], agent[free], gain.T.ravel()[free]),
        new_room=matrix.capacity if use is None else _no_limit(agents),
        backlog_room=_no_limit(agents),
        place=np.zeros(agents, dtype=np.int64),
        discount=np.zeros((agents, 1), dtype=np.int64),
        turns_before=np.zeros(agents, dtype=np.int64),
        weighted=None if use is None else WeightedRows(use[free], matrix.capacity),
    )


def _pairs(case: Indexes, agent: Indexes, score: Ints) -> Triples:
    """A desk for each agent."""
    return Triples(case, agent, _zeros(len(case)), _zeros(len(case)), score)


def _desks(agents: int) -> Desks:
    return Desks(
        agent=np.arange(agents, dtype=np.int32),
        queue=_zeros(agents),
        room=_no_limit(agents),
        kind=np.full(agents, DeskKind.FIT, dtype=np.int32),
    )


def _no_limit(count: int) -> Ints:
    return np.full(count, NO_LIMIT, dtype=np.int64)


def _zeros(count: int) -> Indexes:
    return np.zeros(count, dtype=np.int32)
