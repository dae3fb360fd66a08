"""A batch in which agents take part who have no room: those whom only their own limits keep
out, and an extra one for each queue. Its optimum is that of the batch."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from solver.candidates import joined
from solver.compile import Compiled, reopened
from solver.eligibility import Eligibility, eligibility
from solver.engines.flow import FlowEngine
from solver.explanation.changes.joining import with_one_in_each_queue
from solver.explanation.residual.arcs import Standing, residual_arcs
from solver.explanation.residual.search import Search
from solver.levels import levels_of
from solver.owners import Owners
from solver.problem import DeskKind, Desks, Problem, Triples
from solver.reasons import CAPACITY, mask
from solver.rows import Rows, chain_ranks
from solver.rules import Scope
from solver.units import Bools, Indexes, Ints, divide_half_even


@dataclass(frozen=True, eq=False)
class Widened:
    """The batch with all of them at its optimum. standing: all triples are held.

    agents: how many are no extra ones; queue q has the extra agent `agents + q`. too_heavy:
    whose cases could weigh more than they have room for; shape: agents.
    """

    standing: Standing
    agents: int
    too_heavy: Bools

    @property
    def light_agents(self) -> list[int]:
        """Who are no extra ones, and need no weighing even with one case more."""
        return np.flatnonzero(~self.too_heavy).tolist()

    @cached_property
    def search(self) -> Search:
        """In its residual network."""
        return Search(residual_arcs(self.standing), self.standing.node_count)


def widened(compiled: Compiled) -> Widened:
    """Solved anew, because agents without room need prices, too.

    Weighted capacity is left out: it must not bind in the batch itself.
    """
    full = with_full_agents(compiled)
    problem = replace(with_extra_agents(full), weighted=None)
    solution = FlowEngine().solve(problem)
    assert solution.prices is not None
    standing = Standing.of(problem, levels_of(problem), solution.choice, solution.prices)
    return Widened(standing, full.problem.agent_count, full.problem.overfull)


def with_full_agents(compiled: Compiled) -> Compiled:
    """With the pairs that nothing stops but the room of their agents, which stays 0."""
    eligible = compiled.eligibility
    own = frozenset(limit.reason for limit in eligible.limits if limit.scope != Scope.QUEUE)
    return reopened(compiled, replace(eligible, refused=eligible.refused & ~mask(own)))


def with_extra_agents(compiled: Compiled) -> Problem:
    """One for each queue, after all others and without room: in its first bucket, never
    assigned before, and with what the queue requires, but not with more."""
    problem, agents = compiled.problem, compiled.problem.agent_count
    rows, rank = _ways(compiled)
    queues = len(compiled.snapshot.policy.queues)
    queue = np.arange(queues, dtype=np.int32)
    turning = compiled.rotation.turning
    extra = Desks(
        agents + queue,
        queue,
        np.ones(queues, dtype=np.int64),
        np.where(turning, DeskKind.TURN, DeskKind.FIT).astype(np.int32),
    )
    zeros, none = np.zeros(len(rows), dtype=np.int32), np.zeros(queues, dtype=np.int64)
    further = Triples(
        rows.case, (len(problem.desks) + rows.queue).astype(np.int32), rank, zeros,
        _scores(compiled, rows),
    )  # fmt: skip
    return replace(
        problem,
        desks=_more_desks(problem.desks, extra),
        triples=joined(problem.triples, further),
        new_room=np.append(problem.new_room, none),
        backlog_room=np.append(problem.backlog_room, none),
        place=np.append(problem.place, none + agents),
        turns_before=np.append(problem.turns_before, none),
        discount=np.pad(problem.discount, ((0, queues), (0, 0))),
    )


def _ways(compiled: Compiled) -> tuple[Rows, Indexes]:
    """The cases that each extra agent may take, with their ranks."""
    members, agents = compiled.eligibility.memberships, compiled.problem.agent_count
    eligible = _eligible(compiled)
    entry = np.arange(len(members.case), dtype=np.int32)
    agent = (agents + members.queue).astype(np.int32)
    free = eligible.shared_masks(entry, agent) & ~mask(CAPACITY) == 0
    free &= ~compiled.owners.locked[members.case] & ~compiled.facts.stopped[members.queue]
    rows = Rows(members.case, agent, entry, members.queue)[free]
    return rows, chain_ranks(eligible, rows)


def _eligible(compiled: Compiled) -> Eligibility:
    """All refusals of the snapshot with the extra agents."""
    snapshot = with_one_in_each_queue(compiled.snapshot)
    return eligibility(snapshot, compiled.rulebook, Owners.of(snapshot))


def _scores(compiled: Compiled, rows: Rows) -> Ints:
    """The mean fit of the queue, or where turns decide its mean turn; a move costs as ever."""
    scores, moved = compiled.scores, np.flatnonzero(compiled.queue >= 0)
    queue, agent = compiled.queue[moved], compiled.agent[moved]
    fit = _means(queue, compiled.fit[moved], len(compiled.rotation.turning))
    turn = _means(queue, compiled.rotation.score[queue, agent], len(fit))
    owned = scores.owned[rows.case]
    by_turns = compiled.rotation.turning[rows.queue] & ~owned
    mean = np.where(by_turns, turn[rows.queue], fit[rows.queue])
    score: Ints = mean - np.where(owned, scores.switch_cost, 0)
    return score


def _means(queue: Indexes, value: Ints, queues: int) -> Ints:
    """Mean of each queue, halves to the even neighbour, 0 of nothing; shape: queues."""
    total = np.zeros(queues, dtype=np.int64)
    np.add.at(total, queue, value)
    count = np.bincount(queue, minlength=queues)
    found = [int(divide_half_even(total[q], max(int(count[q]), 1))) for q in range(queues)]
    return np.array(found, dtype=np.int64)


def _more_desks(first: Desks, second: Desks) -> Desks:
    """One after the other."""
    columns = (
        np.concatenate([getattr(first, name), getattr(second, name)]) for name in Desks.__slots__
    )
    return Desks(*columns)
