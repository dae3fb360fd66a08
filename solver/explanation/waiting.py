"""Why a case waits: refusals of all agents of its queues, and the case reason (02 section 5)."""

from dataclasses import dataclass

import numpy as np

from solver.compile import Compiled
from solver.reasons import AVAILABILITY, CAPACITY, COOLDOWN, CaseReason, Reason, mask
from solver.units import Bools, Indexes, Ints

_COOLDOWN, _AVAILABILITY, _CAPACITY = mask(COOLDOWN), mask(AVAILABILITY), mask(CAPACITY)
_CHANGING = _COOLDOWN | _AVAILABILITY | _CAPACITY


@dataclass(frozen=True, slots=True)
class Waiting:
    """One unserved case. histogram: (first reason, agents) by reason; free: agents without any."""

    case: int
    reason: CaseReason
    histogram: tuple[tuple[Reason, int], ...]
    agents: int
    free: int


def explain_waiting(compiled: Compiled, choice: Ints, *, proved: bool) -> tuple[Waiting, ...]:
    """Explains every unserved case, by case."""
    signatures = _Signatures(compiled)
    return tuple(
        _waiting(int(case), signatures.masks(int(case)), proved)
        for case in np.flatnonzero(choice < 0)
    )


def _waiting(case: int, masks: Ints | None, proved: bool) -> Waiting:
    """One case from the refusals of its agents; None: no queue takes it."""
    if masks is None:
        return Waiting(case, CaseReason.NO_QUEUE_MATCH, (), 0, 0)
    counts = np.bincount(first_reasons(masks), minlength=1)
    histogram = tuple((Reason(int(r)), int(counts[r])) for r in np.flatnonzero(counts) if r)
    reason = case_reason(masks, proved=proved)
    return Waiting(case, reason, histogram, len(masks), int(counts[0]))


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


class _Signatures:
    """Refusals by distinct tuple of queues, so that cases alike share the work."""

    def __init__(self, compiled: Compiled) -> None:
        self._eligible = compiled.eligibility
        members = compiled.eligibility.memberships
        self._start = np.searchsorted(members.case, np.arange(compiled.problem.case_count + 1))
        self._known: dict[bytes, tuple[Indexes, Ints]] = {}

    def masks(self, case: int) -> Ints | None:
        """Refusals of all agents in the case's queues; shape: those agents. None: no queue."""
        queues = self._eligible.memberships.queue[self._start[case] : self._start[case + 1]]
        if not len(queues):
            return None
        key = queues.tobytes()
        if key not in self._known:
            self._known[key] = self._shared(queues)
        agents, shared = self._known[key]
        return shared | self._own(case, agents)

    def _shared(self, queues: Indexes) -> tuple[Indexes, Ints]:
        """Agents of the queues, each with the refusals of the queue that refuses him last."""
        refused = self._eligible.refused[queues]
        inside: Bools = self._eligible.memberships.bucket[queues] >= 0
        agents = np.flatnonzero(inside.any(axis=0)).astype(np.int32)
        lateness = np.where(refused == 0, np.iinfo(np.int64).max, refused & -refused)
        latest = np.where(inside, lateness, -1).argmax(axis=0)
        shared: Ints = refused[latest, np.arange(refused.shape[1])][agents]
        return agents, shared

    def _own(self, case: int, agents: Indexes) -> Ints:
        """Refusals of this case alone."""
        cases = np.full(len(agents), case, dtype=np.int32)
        listed, bits = self._eligible.exceptions.find(cases, agents)
        own = np.where(listed, bits, 0)
        if self._eligible.scored is not None:
            scored, _ = self._eligible.scored.find(cases, agents)
            own = np.where(scored, own, own | Reason.NOT_SCORED.bit)
        return own
