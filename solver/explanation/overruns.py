"""Who is over a limit already: hand assignments are never refused by one, but they count (L1)."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from solver.compile import Compiled
from solver.problem import OFF
from solver.reasons import Reason
from solver.rules import NO_LIMIT, Scope
from solver.units import Indexes, Ints
from solver.weighted import held_weight

NO_QUEUE = -1


@dataclass(frozen=True, slots=True, eq=False)
class Overrun:
    """Agents who are over one limit before the batch, by position.

    queue: whose limit it is, NO_QUEUE for one of the agents themselves. used, limit: cases,
    or hundredths of weight; shape: agent.
    """

    reason: Reason
    queue: int
    agent: Indexes
    used: Ints
    limit: Ints


def overruns(compiled: Compiled) -> Iterator[Overrun]:
    """Every limit that somebody is over, in the order of reasons; owned cases count too."""
    agents = len(compiled.snapshot.agents)
    weighted = compiled.eligibility.weighted
    if weighted is not None:
        held = held_weight(weighted, compiled.owners)
        capped = np.where(weighted.limit == OFF, np.iinfo(np.int64).max, weighted.limit)
        yield from _over(Reason.WEIGHTED_CAPACITY, NO_QUEUE, weighted.used + held, capped)
    for counted in compiled.eligibility.limits:
        used, limit = counted.usage.used, counted.usage.limit
        capped = np.where(limit == NO_LIMIT, np.iinfo(np.int64).max, limit)
        if counted.scope == Scope.QUEUE:
            for queue in range(len(used)):
                yield from _over(counted.reason, queue, used[queue], capped[queue])
            continue
        if counted.scope == Scope.BACKLOG:
            used = used + compiled.owners.held(agents)
        yield from _over(counted.reason, NO_QUEUE, used, capped)


def _over(reason: Reason, queue: int, used: Ints, limit: Ints) -> Iterator[Overrun]:
    """The agents with more than is allowed, if there are any."""
    agent = np.flatnonzero(used > limit).astype(np.int32)
    if len(agent):
        yield Overrun(reason, queue, agent, used[agent], limit[agent])
