"""Conditions 1 and 2: no case can be served for less than its price, none is for more."""

from collections.abc import Iterator

import numpy as np

from solver.check.certificate.arcs import Node
from solver.check.certificate.findings import Finding, written
from solver.check.certificate.levels import Level
from solver.check.certificate.phase import KEEPS, Keep, Phase, Taken
from solver.check.certificate.prices import Prices
from solver.check.certificate.ways import Way
from solver.check.complaint import Complaint, Wrong
from solver.facts import Snapshot
from solver.units import Ints


class PairConditions:
    """Conditions 1 and 2 of one phase, case by case. pairs: how many were looked at."""

    def __init__(
        self, snapshot: Snapshot, phase: Phase, levels: tuple[Level, ...], prices: Prices
    ) -> None:
        """levels: those that have prices."""
        self._snapshot = snapshot
        self._phase = phase
        self._levels = levels
        self._desk = prices.of[Node.QUEUE]
        self._all = prices.of[Node.ALL]
        self._case = prices.of[Node.CASE].T
        self.pairs = 0

    def findings(self) -> Iterator[Finding]:
        """Of all cases."""
        for case in self._phase.cases.tolist():
            yield from self._waiting(case)
            for way in self._phase.ways(case):
                yield from self._way(case, way)
            keep = self._phase.keep(case)
            if keep is not None:
                yield from self._kept(case, keep)

    def _waiting(self, case: int) -> Iterator[Finding]:
        """Condition 1: the price is not above 0, and 0 where the case waits."""
        price = self._case[case]
        level = first_nonzero(price)
        if level < len(price) and price[level] > 0:
            yield self._told(Wrong.CASE_PRICE, case, level, written(price), None)
        elif level < len(price) and case not in self._phase.taken:
            yield self._told(Wrong.WAITING_PRICE, case, level, written(price), None)

    def _way(self, case: int, way: Way) -> Iterator[Finding]:
        """Condition 2: price(case) <= cost + price(desk), = for the one that is used."""
        self.pairs += len(way.agent)
        price, desk = self._case[case], self._phase.desks.place[way.queue, way.agent]
        used = self._used(case, way)
        some = np.arange(len(way.agent))
        for k, level in enumerate(self._levels):
            slack = self._phase.cost(level, case, way, some) + self._desk[k, desk[some]] - price[k]
            if (slack < 0).any():
                yield self._pair(Wrong.SERVED_CHEAPER, case, way, int(some[slack.argmin()]), k)
            if used >= 0 and (slack[some == used] > 0).any():
                yield self._pair(Wrong.SERVED_DEARER, case, way, used, k)
            some = some[slack == 0]
            if not len(some):
                return

    def _used(self, case: int, way: Way) -> int:
        """Where the agent who has the case stands in the way, -1 if it is another way."""
        taken = self._phase.taken.get(case)
        return way.place(taken.agent) if taken and taken.queue == way.queue else -1

    def _kept(self, case: int, keep: Keep) -> Iterator[Finding]:
        """The same for the arc to the owner, past all limits but backlog."""
        costs = [self._phase.kept_cost(level, case, keep) for level in self._levels]
        head = self._all[:, keep.owner] if keep.counted else np.zeros(len(costs), dtype=np.int64)
        slack = np.array(costs) + head - self._case[case]
        level = first_nonzero(slack)
        if level == len(slack):
            return
        taken = self._phase.taken.get(case)
        if slack[level] < 0 or (taken and taken.queue == KEEPS):
            wrong = Wrong.SERVED_CHEAPER if slack[level] < 0 else Wrong.SERVED_DEARER
            agent_id = self._snapshot.agents[keep.owner].agent_id
            found, right = written(self._case[case]), written(np.array(costs) + head)
            yield self._told(wrong, case, level, found, right, agent_id)

    def _pair(self, wrong: Wrong, case: int, way: Way, at: int, level: int) -> Finding:
        """The price of the case, and what the way costs up to the sink, as vectors."""
        agent = int(way.agent[at])
        taken = Taken(agent, way.queue)
        costs = np.array(self._phase.used_cost(self._levels, case, taken))
        right = costs + self._desk[:, self._phase.desks.place[way.queue, agent]]
        agent_id = self._snapshot.agents[agent].agent_id
        queue_id = self._snapshot.policy.queues[way.queue].queue_id
        found = written(self._case[case])
        return self._told(wrong, case, level, found, written(right), agent_id, queue_id)

    def _told(
        self,
        wrong: Wrong,
        case: int,
        level: int,
        found: str,
        right: str | None,
        agent_id: str = "",
        queue_id: str = "",
    ) -> Finding:
        case_id = self._snapshot.cases[case].case_id
        name = self._phase.naming.name(self._levels[level])
        return Finding(
            level,
            Complaint(wrong, case_id, agent_id, queue_id, found=found, right=right, level=name),
        )


def first_nonzero(vector: Ints) -> int:
    """Place of the first component that is not 0, or how many there are."""
    places = np.flatnonzero(vector)
    return int(places[0]) if len(places) else len(vector)
