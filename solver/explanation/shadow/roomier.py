"""A batch that weighs its cases, with one more of something (02 section 5)."""

from dataclasses import replace

import numpy as np

from solver.compile import Compiled
from solver.explanation.shadow.price import PriceKind
from solver.explanation.shadow.widened import with_extra_agents, with_full_agents
from solver.problem import OFF, Problem, WeightedRows
from solver.units import Ints


def with_spare_agents(compiled: Compiled) -> Problem:
    """With those whom only their own limits keep out and an extra agent for each queue, behind
    all others; neither has room. The extra ones carry whatever a case weighs."""
    full = with_full_agents(compiled)
    problem, weighted = with_extra_agents(full), compiled.eligibility.weighted
    if weighted is None or full.problem.weighted is None:
        return problem
    agents = full.problem.agent_count
    case, agent = problem.triples.case, problem.desks.agent[problem.triples.desk]
    real = agent < agents
    weight = np.zeros(len(agent), dtype=np.int64)
    weight[real] = weighted.of(case[real], agent[real])
    off = np.full(problem.agent_count - agents, OFF, dtype=np.int64)
    room = np.append(full.problem.weighted.room, off)
    return replace(problem, weighted=WeightedRows(weight, room))


def roomier(problem: Problem, agent: int, kind: PriceKind) -> Problem:
    """With one slot more for an agent, and without the triples of those who have no room."""
    mine = (np.arange(problem.agent_count) == agent).astype(np.int64)
    new = problem.new_room + mine * (kind != PriceKind.BACKLOG)
    backlog = problem.backlog_room + mine * (kind != PriceKind.HOURLY)
    desk, desks = problem.triples.desk, problem.desks
    some = desks.keeping[desk] | (np.minimum(new, backlog) > 0)[desks.agent[desk]]
    weighted = problem.weighted
    return replace(
        problem,
        new_room=new,
        backlog_room=backlog,
        triples=problem.triples[some],
        weighted=weighted and WeightedRows(weighted.weight[some], weighted.room),
    )


def many_held(problem: Problem) -> Ints:
    """How many cases each agent could hold at most, the lightest first; shape: agents."""
    triples = problem.triples
    agent = problem.desks.agent[triples.desk]
    weight = np.zeros(len(triples), dtype=np.int64)
    room = np.full(problem.agent_count, OFF, dtype=np.int64)
    if problem.weighted is not None:
        weight, room = problem.weighted.weight, problem.weighted.room
    _, once = np.unique(triples.case * np.int64(problem.agent_count) + agent, return_index=True)
    order = once[np.lexsort((weight[once], agent[once]))]
    agent, load = agent[order], np.cumsum(weight[order])
    first = np.searchsorted(agent, agent)
    load = load - (load - weight[order])[first]
    held: Ints = np.bincount(agent[load <= room[agent]], minlength=problem.agent_count)
    return held
