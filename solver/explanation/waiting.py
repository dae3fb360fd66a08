"""Why a case waits: refusals of all agents of its queues, and the case reason (02 section 5)."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from solver.compile import Compiled
from solver.explanation.next_unblock import NextUnblock
from solver.explanation.refusals import Refusals
from solver.factors import SparsePairs
from solver.reasons import CAPACITY, CHANGING, COOLDOWN, CaseReason, Reason, mask
from solver.units import Bools, Ints

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

    @property
    def alike(self) -> tuple[object, ...]:
        """Equal for cases of which everything but the case itself is equal."""
        return self.reason, self.histogram, self.agents, self.free, self.next_unblock


def explain_waiting(compiled: Compiled, waiting: Bools, *, proved: bool) -> tuple[Waiting, ...]:
    """Explains every unserved case, by case. waiting: shape: cases."""
    refusals = Refusals(compiled)
    agents, unblock = _AgentsOf(compiled, refusals), NextUnblock(compiled, refusals)
    shared: dict[bytes, Waiting] = {}

    def explained(case: int) -> Waiting:
        key = agents.shared_key(case)
        if key is None:
            return _waiting(case, agents.met(case), proved)
        if key not in shared:
            shared[key] = _waiting(case, agents.met(case), proved)
        return shared[key]

    found = ((case, explained(case)) for case in np.flatnonzero(waiting).tolist())
    return tuple(_of_case(one, case, _next_unblock(one, case, unblock)) for case, one in found)


def _of_case(one: Waiting, case: int, next_unblock: datetime | None) -> Waiting:
    """What is known of a case alike; written out, as `replace` takes four times as long."""
    return Waiting(case, one.reason, one.histogram, one.agents, one.free, next_unblock)


def _next_unblock(waiting: Waiting, case: int, unblock: NextUnblock) -> datetime | None:
    """A stopped queue decides nothing, whoever is free (S15)."""
    stopped = waiting.reason == CaseReason.AUTO_ASSIGN_STOPPED
    return None if stopped else unblock.of(case)


@dataclass(frozen=True, slots=True, eq=False)
class _Met:
    """The agents of a case's queues: refusals of those who are scored, and how many are not."""

    masks: Ints
    unscored: int = 0
    stopped: bool = False


def _waiting(case: int, met: _Met | None, proved: bool) -> Waiting:
    """One case from the refusals of its agents; None: no queue takes it."""
    if met is None:
        return Waiting(case, CaseReason.NO_QUEUE_MATCH, (), 0, 0)
    counts = np.bincount(first_reasons(met.masks), minlength=Reason.NOT_SCORED + 1)
    counts[Reason.NOT_SCORED] += met.unscored
    histogram = tuple((Reason(r), int(counts[r])) for r in counts.nonzero()[0].tolist() if r)
    reason = case_reason(met.masks, proved=proved)
    if met.stopped:
        reason = CaseReason.AUTO_ASSIGN_STOPPED
    return Waiting(case, reason, histogram, len(met.masks) + met.unscored, int(counts[0]))


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


class _AgentsOf:
    """The agents that a case meets; cases of equal signatures share the work."""

    def __init__(self, compiled: Compiled, refusals: Refusals) -> None:
        self._compiled = compiled
        self._eligible = compiled.eligibility
        self._refusals = refusals
        cases = np.arange(compiled.problem.case_count + 1)
        self._excepted = _starts(compiled.eligibility.exceptions, cases)
        scored = compiled.eligibility.scored
        self._scored = None if scored is None else _starts(scored, cases)
        self._shared: dict[bytes | None, Ints] = {}

    def shared_key(self, case: int) -> bytes | None:
        """Equal for cases that meet equal agents; None for one with pairs of its own."""
        if self._scored is not None or self._excepted[case] != self._excepted[case + 1]:
            return None
        return self._refusals.signatures(case)

    def met(self, case: int) -> _Met | None:
        """The agents that a case meets; None: no queue takes it."""
        entries = self._refusals.entries(case)
        if not len(entries):
            return None
        queues = self._eligible.memberships.queue[entries]
        stopped = bool(self._compiled.facts.stopped[queues].any())
        masks = self._own(case, self._latest_refusals(case))
        inside = masks & Reason.NOT_IN_QUEUE.bit == 0
        if self._scored is None:
            return _Met(masks[inside], stopped=stopped)
        assert self._eligible.scored is not None
        agents = self._eligible.scored.agents(self._scored[case], self._scored[case + 1])
        scored = masks[agents][inside[agents]]
        return _Met(scored, int(inside.sum()) - len(scored), stopped)

    def _latest_refusals(self, case: int) -> Ints:
        """Of every agent, the refusals of the queue that refuses him last; shape: agents."""
        key = self._refusals.signatures(case)
        if key is None or key not in self._shared:
            self._shared[key] = _latest(self._refusals.of(case))
        return self._shared[key]

    def _own(self, case: int, shared: Ints) -> Ints:
        """With the refusals of this case's single pairs."""
        start, end = self._excepted[case], self._excepted[case + 1]
        if start == end:
            return shared
        own = shared.copy()
        own[self._eligible.exceptions.agents(start, end)] |= self._eligible.exceptions.value[
            start:end
        ]
        return own


def _latest(masks: Ints) -> Ints:
    """Of each agent, the mask whose first reason comes last; shape: agents."""
    lateness = np.where(masks == 0, np.iinfo(np.int64).max, masks & -masks)
    latest: Ints = np.take_along_axis(masks, lateness.argmax(axis=0)[None, :], axis=0)[0]
    return latest


def _starts(pairs: SparsePairs, cases: Ints) -> Ints:
    """Where the pairs of each case start; shape: cases + 1."""
    starts: Ints = np.searchsorted(pairs.key, cases * pairs.agent_count)
    return starts
