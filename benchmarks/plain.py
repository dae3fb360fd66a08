"""The plain variant of a problem: what an assignment solver can express.

It keeps who may take which case, the scores, and each agent's room, by weight too. It drops
what general solvers do not speak of: all cases are equally urgent and of one group, every
rank, order and discount is 0, no queue is in rotation or has a daily room, and all
agents are alike in a tie. Of several queues of a pair the best score counts. What is
left of our levels is coverage (by count), then fit (the sum of scores).
"""

import numpy as np

from solver.candidates import Candidates
from solver.patterns import Patterns
from solver.problem import Desks, Problem, Triples, WeightedRows
from solver.rules import NO_LIMIT
from solver.scoring import FitScores
from solver.units import Bools, Indexes, Ints


def plain(problem: Problem) -> Problem:
    """The plain variant of a problem that holds its triples; its desks are the agents."""
    best = _best_of_pairs(problem)
    triples, weighted = problem.triples, problem.weighted
    pairs = Triples(
        case=triples.case[best],
        desk=problem.agent(best),
        rank=_zeros(len(best)),
        order=_zeros(len(best)),
        score=triples.score[best],
    )
    weights = None if weighted is None else WeightedRows(weighted.weight[best], weighted.room)
    return _bare(problem, pairs, weights, None)


def factored_plain(problem: Problem) -> Problem | None:
    """The plain variant of a problem whose triples nobody holds, which holds none either.

    None where some triples are held, cases have weights, or the queue of a pair matters.
    """
    candidates = problem.candidates
    if candidates is None or len(problem.triples) or problem.weighted is not None:
        return None
    once = candidates.patterns.first_ways
    if not once.all() and not _is_queue_blind(candidates.fits.scores):
        return None
    bare = _bare_patterns(candidates.patterns, once)
    return _bare(
        problem,
        problem.triples,
        None,
        Candidates(bare, bare.agent, candidates.removed, candidates.fits, np.flatnonzero(once)),
    )


def held(problem: Problem) -> Problem:
    """The same factored plain variant with all of its pairs."""
    assert problem.candidates is not None
    pairs = problem.candidates.all_triples()
    return _bare(problem, pairs, None, None)


def _bare(
    problem: Problem, pairs: Triples, weights: WeightedRows | None, candidates: Candidates | None
) -> Problem:
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
        triples=pairs,
        new_room=room,
        backlog_room=room,
        place=np.zeros(agents, dtype=np.int64),
        discount=np.zeros((agents, 1), dtype=np.int64),
        turns_before=np.zeros(agents, dtype=np.int64),
        weighted=weights,
        candidates=candidates,
    )


def _best_of_pairs(problem: Problem) -> Ints:
    """The triple of the best score of every (case, agent), by case and agent."""
    triples = problem.triples
    agent = problem.desks.agent[triples.desk]
    key = triples.case.astype(np.int64) * problem.agent_count + agent
    order = np.lexsort((-triples.score, key))
    first = np.ones(len(key), dtype=np.bool_)
    first[1:] = key[order][1:] != key[order][:-1]
    best: Ints = order[first]
    return best


def _is_queue_blind(scores: FitScores) -> bool:
    """Whether a pair scores alike in all queues."""
    if scores.rotation.turning.any():
        return False
    weights = scores.facts.weights
    return bool((weights == weights[:1]).all())


def _bare_patterns(patterns: Patterns, chosen: Bools) -> Patterns:
    """Some of the ways, all of the same rank and order."""
    start = np.concatenate([[0], np.cumsum(chosen)])[patterns.start]
    agent = patterns.agent[chosen]
    return Patterns(
        patterns.of_case,
        start,
        agent,
        patterns.queue[chosen],
        _zeros(len(agent)),
        _zeros(len(agent)),
    )


def _zeros(count: int) -> Indexes:
    return np.zeros(count, dtype=np.int32)
