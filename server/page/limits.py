"""How full agents were and are, under every limit, from the request (L1-L4, S4)."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from allotment.v1 import plan_pb2 as pb
from server.pair_scores import position_of
from server.wiring import RULES
from solver.facts import Snapshot
from solver.limits import backlog_usage
from solver.members import agent_positions, case_positions
from solver.owners import Owners
from solver.problem import OFF
from solver.reasons import Reason
from solver.rules import NO_LIMIT, Limit, Scope
from solver.units import Indexes, Ints
from solver.weighted import held_weight


@dataclass(frozen=True, slots=True)
class Use:
    """What counts for an agent under a limit. limit: None where there is none.

    reason: that it gives when it is full, such as `HOURLY_LIMIT`; queue_id: of a queue's daily
    limit. weighs: in hundredths of weight, else in cases.
    """

    reason: str
    before: int
    after: int
    limit: int | None
    queue_id: str = ""
    weighs: bool = False


@dataclass(frozen=True, slots=True)
class Fullness:
    """An agent under all limits. held: the backlog, whether limited or not."""

    held: Use
    others: tuple[Use, ...]


def fullness(snapshot: Snapshot, batch: pb.Batch) -> Mapping[str, Fullness]:
    """Every agent of the snapshot, by id; raises ExplainError for a batch of another one."""
    given = _Given.by(snapshot, batch)
    others: list[list[Use]] = [[] for _ in snapshot.agents]
    for agent, use in (*_counted(given), *_weights(given)):
        others[agent].append(use)
    return {
        agent.agent_id: Fullness(held, tuple(uses))
        for agent, held, uses in zip(snapshot.agents, _held(given), others, strict=True)
    }


@dataclass(frozen=True, slots=True, eq=False)
class _Given:
    """Who gets what in a batch: case, agent, queue, and owner (-1: nobody); shape: new cases."""

    snapshot: Snapshot
    owners: Owners
    case: Indexes
    agent: Indexes
    queue: Indexes

    @staticmethod
    def by(snapshot: Snapshot, batch: pb.Batch) -> "_Given":
        cases, agents = case_positions(snapshot), agent_positions(snapshot)
        queues = {queue.queue_id: place for place, queue in enumerate(snapshot.policy.queues)}
        rows = [row for row in batch.assignments if row.outcome == pb.OUTCOME_ASSIGNED]
        return _Given(
            snapshot=snapshot,
            owners=Owners.of(snapshot),
            case=_indexes(position_of("case", row.case_id, cases) for row in rows),
            agent=_indexes(position_of("agent", row.agent_id, agents) for row in rows),
            queue=_indexes(position_of("queue", row.queue_id, queues) for row in rows),
        )

    def added(self) -> Ints:
        """New cases; shape: agents."""
        return np.bincount(self.agent, minlength=len(self.snapshot.agents))

    @property
    def moved(self) -> Ints:
        """Which of the new cases had an owner."""
        return np.flatnonzero(self.owners.agent[self.case] >= 0)


def _indexes(places: Iterable[int]) -> Indexes:
    return np.array(list(places), dtype=np.int32)


def _held(given: _Given) -> Iterator[Use]:
    """The backlog before and after, agent by agent."""
    agents, usage = len(given.snapshot.agents), backlog_usage(given.snapshot)
    before = usage.used + given.owners.held(agents)
    after = before + given.added()
    if given.owners.counted:
        former = given.owners.agent[given.case[given.moved]]
        after = after - np.bincount(former, minlength=agents)
    columns = (before.tolist(), after.tolist(), usage.limit.tolist())
    for was, now, limit in zip(*columns, strict=True):
        yield Use(Reason.BACKLOG_LIMIT.name, was, now, None if limit == NO_LIMIT else limit)


def _counted(given: _Given) -> Iterator[tuple[int, Use]]:
    """Of all limits that count, but for the backlog."""
    for limit in RULES.limits:
        if limit.scope == Scope.NEW:
            yield from _new(limit, given)
        elif limit.scope == Scope.QUEUE:
            yield from _queues(limit, given)


def _new(limit: Limit, given: _Given) -> Iterator[tuple[int, Use]]:
    """Of new cases, for agents who have the limit."""
    usage, added = limit.usage(given.snapshot), given.added()
    for agent in np.flatnonzero(usage.limit != NO_LIMIT).tolist():
        before = int(usage.used[agent])
        after = before + int(added[agent])
        yield agent, Use(limit.reason.name, before, after, int(usage.limit[agent]))


def _queues(limit: Limit, given: _Given) -> Iterator[tuple[int, Use]]:
    """Of a queue, for agents who get a case through it."""
    usage, queues = limit.usage(given.snapshot), given.snapshot.policy.queues
    counts = Counter(zip(given.queue.tolist(), given.agent.tolist(), strict=True))
    for (queue, agent), count in sorted(counts.items()):
        before, most = int(usage.used[queue, agent]), int(usage.limit[queue, agent])
        if most != NO_LIMIT:
            name = queues[queue].queue_id
            yield agent, Use(limit.reason.name, before, before + count, most, name)


def _weights(given: _Given) -> Iterator[tuple[int, Use]]:
    """Weighted capacity, for agents who have it (L2)."""
    if RULES.weighted_limit is None:
        return
    usage = RULES.weighted_limit.usage(given.snapshot)
    before = usage.used + held_weight(usage, given.owners)
    after = before.copy()
    np.add.at(after, given.agent, usage.of(given.case, given.agent))
    case = given.case[given.moved]
    former = given.owners.agent[case]
    np.subtract.at(after, former, usage.of(case, former))
    name = RULES.weighted_limit.reason.name
    for agent in np.flatnonzero(usage.limit != OFF).tolist():
        most = int(usage.limit[agent])
        yield agent, Use(name, int(before[agent]), int(after[agent]), most, weighs=True)
