"""The plain variant of a problem: what an assignment solver can express.

It keeps who may take which case, the scores, and each agent's room. It drops what
general solvers do not speak of: all cases are equally urgent and of one group, every
rank, order and discount is 0, no queue is in rotation or has a daily room, and all
agents are alike in a tie. Of several queues of a pair the best score counts. What is
left of our levels is coverage (by count), then fit (the sum of scores).
"""

import numpy as np

from solver.problem import Desks, Problem, Triples
from solver.rules import NO_LIMIT
from solver.units import Indexes, Ints


def plain(problem: Problem) -> Problem:
    """The plain variant; its desks are the agents."""
    cases, agents = problem.case_count, problem.agent_count
    room = np.minimum(problem.new_room, problem.backlog_room)
    return Problem(
        group=_zeros(cases),
        urgency_class=_zeros(cases),
        urgency=np.ones(cases, dtype=np.int64),
        desks=Desks(
            agent=np.arange(agents, dtype=np.int32),
            queue=_zeros(agents),
            room=np.full(agents, NO_LIMIT, dtype=np.int64),
            kind=_zeros(agents),
        ),
        triples=_pairs(problem),
        new_room=room,
        backlog_room=room,
        place=np.zeros(agents, dtype=np.int64),
        discount=np.zeros((agents, 1), dtype=np.int64),
        turns_before=np.zeros(agents, dtype=np.int64),
    )


def _pairs(problem: Problem) -> Triples:
    """One triple for every (case, agent), with the best of its scores."""
    triples = problem.triples
    agent = problem.desks.agent[triples.desk]
    key = triples.case.astype(np.int64) * problem.agent_count + agent
    order = np.lexsort((-triples.score, key))
    first = np.ones(len(key), dtype=np.bool_)
    first[1:] = key[order][1:] != key[order][:-1]
    best: Ints = order[first]
    return Triples(
        case=triples.case[best],
        desk=agent[best],
        rank=_zeros(len(best)),
        order=_zeros(len(best)),
        score=triples.score[best],
    )


def _zeros(count: int) -> Indexes:
    return np.zeros(count, dtype=np.int32)
