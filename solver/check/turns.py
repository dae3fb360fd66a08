"""Whose turn it is: by the last assignment through a queue, or through any (Q8, 02 section 2)."""

from collections.abc import Iterable
from datetime import datetime

import numpy as np

from solver.check.chains import NO_BUCKET
from solver.check.refusals import Refusals
from solver.facts import Agent
from solver.units import Ints, to_score


def places(refusals: Refusals) -> Ints:
    """Position of each agent by (last assignment, id), never first; shape: agents."""
    agents = refusals.snapshot.agents
    found = np.empty(len(agents), dtype=np.int64)
    found[_waiting_longest(refusals, range(len(agents)), None)] = np.arange(len(agents))
    return found


class TurnScores:
    """Pair scores `1 - pos / N` of the queues, in units of 1e-4; each is worked out once."""

    def __init__(self, refusals: Refusals) -> None:
        self._refusals = refusals
        self._known: dict[int, Ints] = {}

    def of(self, queue: int) -> Ints:
        """0 for agents who are in no bucket of the queue; shape: agents."""
        if queue not in self._known:
            self._known[queue] = self._scores(queue)
        return self._known[queue]

    def _scores(self, queue: int) -> Ints:
        buckets = self._refusals.chains.bucket[queue]
        members = np.flatnonzero(buckets != NO_BUCKET).tolist()
        queue_id = self._refusals.snapshot.policy.queues[queue].queue_id
        scores = np.zeros(len(buckets), dtype=np.int64)
        turns = np.arange(len(members)) / max(len(members), 1)
        scores[_waiting_longest(self._refusals, members, queue_id)] = to_score(1.0 - turns)
        return scores


def _waiting_longest(refusals: Refusals, agents: Iterable[int], queue_id: str | None) -> list[int]:
    """The agents, those first who got nothing yet, then those who got it longest ago."""
    snapshot = refusals.snapshot
    last = {agent: _last(snapshot.agents[agent], queue_id) for agent in agents}
    return sorted(last, key=lambda a: (last[a] is not None, last[a] or snapshot.now, a))


def _last(agent: Agent, queue_id: str | None) -> datetime | None:
    """The last assignment that did not come back, through a queue or, with None, any."""
    mine = (one for one in agent.recent if queue_id in (None, one.queue_id))
    return max((one.time for one in mine if not one.came_back), default=None)
