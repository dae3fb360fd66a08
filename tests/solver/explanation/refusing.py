"""Fake rules that refuse whom they are told to, until when they are told."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from server.wiring import Rules
from solver.compile import compile_problem
from solver.explanation.waiting import Waiting, explain_waiting
from solver.facts import Snapshot
from solver.moments import moment_at
from solver.reasons import Reason
from solver.rules import (
    EntryMask,
    EntryWaits,
    Filter,
    Limit,
    Memberships,
    PairList,
    Scope,
    Usage,
)
from solver.units import Bools, Ints
from tests.builders import agent, case, policy, queue, snapshot

Moments = Sequence[int | None]
"""For each agent an end in UTC microseconds, UNKNOWN or NEVER; None where nothing refuses."""


def refusing(moments: Sequence[Moments] | Moments) -> Bools:
    is_end = np.vectorize(lambda moment: moment is not None, otypes=[np.bool_])
    refused: Bools = is_end(np.array(moments, dtype=object))
    return refused


def ends(moments: Sequence[Moments] | Moments) -> Ints:
    """The ends, -1 where nothing refuses: nobody may look there."""
    told = np.array(moments, dtype=object)
    return np.where(refusing(moments), told, -1).astype(np.int64)


@dataclass(frozen=True)
class Silent:
    """Refuses agents and tells nothing of the end."""

    reason: Reason
    moments: Moments

    def agents(self, snapshot: Snapshot) -> Bools:
        return ~refusing(self.moments)


@dataclass(frozen=True)
class Agents(Silent):
    """Refuses agents until some moment; counts how often it is asked."""

    asked: list[Snapshot]

    def unblock(self, snapshot: Snapshot) -> Ints:
        self.asked.append(snapshot)
        return ends(self.moments)


@dataclass(frozen=True)
class Queues:
    """Refuses agents in queues until some moment."""

    reason: Reason
    moments: Sequence[Moments]

    def queue_agents(self, snapshot: Snapshot) -> Bools:
        return ~refusing(self.moments)

    def unblock(self, snapshot: Snapshot) -> Ints:
        return ends(self.moments)


@dataclass(frozen=True)
class Pairs:
    """Refuses agents the first case until some moment."""

    reason: Reason
    moments: Moments

    def refused(self, snapshot: Snapshot) -> PairList:
        agents = np.flatnonzero(refusing(self.moments)).astype(np.int32)
        return PairList(np.zeros_like(agents), agents)

    def unblock(self, snapshot: Snapshot) -> Ints:
        return ends(self.moments)[refusing(self.moments)]


@dataclass(frozen=True)
class Waited:
    """Refuses agents in queues until the case has waited so many microseconds."""

    reason: Reason
    moments: Sequence[Moments]

    def entries(self, snapshot: Snapshot, memberships: Memberships) -> EntryMask:
        return EntryMask(memberships.queue, ~refusing(self.moments))

    def waits(self, snapshot: Snapshot, memberships: Memberships) -> EntryWaits:
        return EntryWaits(memberships.queue, ends(self.moments))


@dataclass(frozen=True)
class Full:
    """A limit of the backlog, used up where something refuses; it has room again one day."""

    limit: int
    moments: Moments
    reason: Reason = Reason.BACKLOG_LIMIT
    scope: Scope = Scope.BACKLOG

    def usage(self, snapshot: Snapshot) -> Usage:
        limit = np.full(len(self.moments), self.limit, dtype=np.int64)
        return Usage(np.where(refusing(self.moments), limit, limit - 1), limit)

    def unblock(self, snapshot: Snapshot) -> Ints:
        return ends(self.moments)


@dataclass(frozen=True)
class AllQueues(Rules):
    """Every case is in every queue, and every agent too."""

    def memberships(self, snapshot: Snapshot) -> Memberships:
        cases, queues = len(snapshot.cases), len(snapshot.policy.queues)
        return Memberships(
            case=np.repeat(np.arange(cases, dtype=np.int32), queues),
            queue=np.tile(np.arange(queues, dtype=np.int32), cases),
            offset=np.tile(np.arange(queues, dtype=np.int32), cases),
            own=np.ones(cases * queues, dtype=np.bool_),
            group=np.zeros(cases, dtype=np.int32),
            bucket=np.zeros((queues, len(snapshot.agents)), dtype=np.int32),
            designated=np.full(cases, -1, dtype=np.int32),
        )


def explained(
    *rules: Filter, agents: int, queues: int = 1, cases: int = 1, limits: tuple[Limit, ...] = ()
) -> tuple[Waiting, ...]:
    """Why the cases wait, if all do; the first one was created at 1970, the others a second later
    each."""
    facts = snapshot(
        cases=tuple(case(f"c{each}", created=moment_at(each * 1_000_000)) for each in range(cases)),
        agents=tuple(agent(f"a{number}") for number in range(agents)),
        policy=policy(queues=tuple(queue(f"q{number}") for number in range(queues))),
    )
    compiled = compile_problem(facts, AllQueues(rules, limits))
    return explain_waiting(compiled, np.ones(cases, dtype=np.bool_), proved=True)
