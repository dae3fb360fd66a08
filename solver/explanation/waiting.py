"""Why a case waits: refusals of all agents of its queues, and the case reason (02 section 5)."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from solver.compile import Compiled
from solver.explanation.unblock import Span, Unblocking, first_unblock
from solver.factors import SparsePairs
from solver.reasons import CAPACITY, CHANGING, COOLDOWN, CaseReason, Reason, mask
from solver.units import Bools, Indexes, Ints

_COOLDOWN, _CAPACITY, _CHANGING = mask(COOLDOWN), mask(CAPACITY), mask(CHANGING)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One unserved case. histogram: (first reason, agents) by reason; free: agents without any.

    next_unblock: when the first of the refused agents is free, None where it is unknown (V4).
    """

    case: int
    reason: CaseReason
    histogram: tuple[tuple[Reason, int], ...]
    agents: int
    free: int
    next_unblock: datetime | None = None


def explain_waiting(compiled: Compiled, choice: Ints, *, proved: bool) -> tuple[Waiting, ...]:
    """Explains every unserved case, by case."""
    agents = _AgentsOf(compiled)
    return tuple(
        _waiting(int(case), agents.met(int(case)), proved) for case in np.flatnonzero(choice < 0)
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Met:
    """The agents of a case's queues: refusals of those who are scored, and how many are not."""

    masks: Ints
    next_unblock: datetime | None
    unscored: int = 0


def _waiting(case: int, met: _Met | None, proved: bool) -> Waiting:
    """One case from the refusals of its agents; None: no queue takes it."""
    if met is None:
        return Waiting(case, CaseReason.NO_QUEUE_MATCH, (), 0, 0)
    counts = np.bincount(first_reasons(met.masks), minlength=Reason.NOT_SCORED + 1)
    counts[Reason.NOT_SCORED] += met.unscored
    histogram = tuple((Reason(r), int(counts[r])) for r in counts.nonzero()[0].tolist() if r)
    reason = case_reason(met.masks, proved=proved)
    agents = len(met.masks) + met.unscored
    return Waiting(case, reason, histogram, agents, int(counts[0]), met.next_unblock)


def case_reason(masks: Ints, *, proved: bool) -> CaseReason:
    """The reason of an unserved case from the refusals of all agents of its queues.

    Agents refused by something that time cannot change do not count.
    """
    if (masks == 0).any():
        return CaseReason.OUTCOMPETED if proved else CaseReason.TIME_LIMIT
    possible = masks[(masks & ~_CHANGING) == 0]
    if not len(possible):
        return CaseReason.NO_ELIGIBLE_AGENT
    if (possible & _COOLDOWN).all():
        return CaseReason.ALL_DECLINED
    if ((possible & ~_CAPACITY) == 0).any():
        return CaseReason.ALL_BLOCKED_BY_CAPACITY
    return CaseReason.ALL_BLOCKED_BY_AVAILABILITY


def first_reasons(masks: Ints) -> Ints:
    """The first reason of each mask by its number, 0 for none."""
    lowest = masks & -masks
    return np.where(masks == 0, 0, np.log2(np.maximum(lowest, 1)).astype(np.int64))


@dataclass(frozen=True, slots=True, eq=False)
class _Shared:
    """What cases of one tuple of queues have in common: refusals and their ends by agent."""

    masks: Ints
    ends: Span
    met: _Met


class _AgentsOf:
    """Refusals by distinct tuple of queues, so that cases alike share the work."""

    def __init__(self, compiled: Compiled) -> None:
        self._eligible = compiled.eligibility
        self._unblocking = Unblocking(compiled)
        cases = np.arange(compiled.problem.case_count + 1)
        self._queues = np.searchsorted(compiled.eligibility.memberships.case, cases)
        self._excepted = _starts(compiled.eligibility.exceptions, cases)
        scored = compiled.eligibility.scored
        self._scored = None if scored is None else _starts(scored, cases)
        self._shared: dict[bytes, _Shared] = {}

    def met(self, case: int) -> _Met | None:
        """The agents that a case meets; None: no queue takes it."""
        queues = self._eligible.memberships.queue[self._queues[case] : self._queues[case + 1]]
        if not len(queues):
            return None
        key = queues.tobytes()
        if key not in self._shared:
            self._shared[key] = self._share(queues)
        shared = self._shared[key]
        if self._scored is None and self._excepted[case] == self._excepted[case + 1]:
            return shared.met
        return self._met(case, *self._own(case, shared))

    def _share(self, queues: Indexes) -> _Shared:
        masks, ends = self._refusals(queues), self._unblocking.of_queues(queues)
        met = _Met(masks[_in_queue(masks)], first_unblock(ends))
        return _Shared(masks, ends, met)

    def _refusals(self, queues: Indexes) -> Ints:
        """Of every agent, the refusals of the queue that refuses him last; shape: agents."""
        refused = self._eligible.refused[queues]
        lateness = np.where(refused == 0, np.iinfo(np.int64).max, refused & -refused)
        latest: Ints = np.take_along_axis(refused, lateness.argmax(axis=0)[None, :], axis=0)[0]
        return latest

    def _own(self, case: int, shared: _Shared) -> tuple[Ints, Span]:
        """With the refusals of this case alone."""
        start, end = self._excepted[case], self._excepted[case + 1]
        exceptions = self._eligible.exceptions
        agents, masks = exceptions.agents(start, end), shared.masks.copy()
        masks[agents] |= exceptions.value[start:end]
        return masks, shared.ends.until(agents, self._unblocking.of_exceptions(start, end))

    def _met(self, case: int, masks: Ints, ends: Span) -> _Met:
        """Of the agents of its queues, those who are scored for the case."""
        inside = _in_queue(masks)
        if self._scored is None:
            return _Met(masks[inside], first_unblock(ends))
        assert self._eligible.scored is not None
        agents = self._eligible.scored.agents(self._scored[case], self._scored[case + 1])
        scored = masks[agents][inside[agents]]
        return _Met(scored, first_unblock(ends[agents]), int(inside.sum()) - len(scored))


def _in_queue(masks: Ints) -> Bools:
    inside: Bools = masks & Reason.NOT_IN_QUEUE.bit == 0
    return inside


def _starts(pairs: SparsePairs, cases: Ints) -> Ints:
    """Where the pairs of each case start; shape: cases + 1."""
    starts: Ints = np.searchsorted(pairs.key, cases * pairs.agent_count)
    return starts
