"""Parts of a weighted problem that share no agent: each is a problem of its own (02 section 3).

Levels are sums over cases and agents, so the optimum of the whole is that of all parts. Where
weights cannot bind, parts are left together: the flow is not sooner through with them apart
(ADR 0038).
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from solver.problem import Desks, Problem, Triples, WeightedRows
from solver.units import Bools, Indexes, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Some cases and agents of a problem. case, triple: where they are in the whole."""

    problem: Problem
    case: Ints
    triple: Ints


def parts_of(problem: Problem) -> tuple[Part, ...]:
    """Every part in which weights can bind, by its first case, and behind them all others.

    Every case is in one of them.
    """
    of_case, of_agent = _components(problem)
    binding = np.zeros(int(of_case.max(initial=-1)) + 1, dtype=np.bool_)
    overfull = np.flatnonzero(problem.overfull)
    binding[of_agent[overfull]] = True
    rest = len(binding)
    of_case = np.where(binding[of_case], of_case, rest)
    of_agent = np.where(np.append(binding, np.False_)[of_agent], of_agent, rest)
    return tuple(_part(problem, of_case == one, of_agent == one) for one in np.unique(of_case))


def _components(problem: Problem) -> tuple[Ints, Ints]:
    """Component of each case, numbered by first case, and of each agent, -1 = of none."""
    triples, cases = problem.triples, problem.case_count
    agent = cases + problem.desks.agent[triples.desk].astype(np.int64)
    size = cases + problem.agent_count
    links = coo_array((np.ones(len(agent)), (triples.case, agent)), shape=(size, size))
    _, label = connected_components(links, directed=False)
    _, first, of_case = np.unique(label[:cases], return_index=True, return_inverse=True)
    order = np.empty(len(first), dtype=np.int64)
    order[np.argsort(first, kind="stable")] = np.arange(len(first))
    number = np.full(size, -1, dtype=np.int64)
    number[label[:cases]] = order[of_case]
    return order[of_case], number[label[cases:]]


def _part(problem: Problem, mine: Bools, staff: Bools) -> Part:
    """The problem of some cases and agents."""
    desks, triples = problem.desks, problem.triples
    kept = np.flatnonzero(staff[desks.agent])
    triple = np.flatnonzero(mine[triples.case])
    agent, weighted = _numbers(staff)[desks.agent[kept]], problem.weighted
    part = replace(
        problem,
        group=problem.group[mine],
        urgency_class=problem.urgency_class[mine],
        urgency=problem.urgency[mine],
        desks=Desks(agent, desks.queue[kept], desks.room[kept], desks.kind[kept]),
        triples=_renumbered(triples[triple], _numbers(mine), _numbers(staff[desks.agent])),
        new_room=problem.new_room[staff],
        backlog_room=problem.backlog_room[staff],
        place=problem.place[staff],
        discount=problem.discount[staff],
        turns_before=problem.turns_before[staff],
        weighted=weighted and WeightedRows(weighted.weight[triple], weighted.room[staff]),
    )
    return Part(part, np.flatnonzero(mine), triple)


def _renumbered(triples: Triples, case: Indexes, desk: Indexes) -> Triples:
    """With new numbers for cases and desks."""
    return replace(triples, case=case[triples.case], desk=desk[triples.desk])


def _numbers(kept: Bools) -> Indexes:
    """The new number of everything that is kept."""
    return (np.cumsum(kept) - 1).astype(np.int32)


def joined(problem: Problem, parts: tuple[Part, ...], choices: tuple[Ints, ...]) -> Ints:
    """The triple of each case of the whole, -1 = waits."""
    choice = np.full(problem.case_count, -1, dtype=np.int64)
    for part, mine in zip(parts, choices, strict=True):
        served = mine >= 0
        choice[part.case[served]] = part.triple[mine[served]]
    return choice
