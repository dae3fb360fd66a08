"""Why a case waits: refusals of all agents of its queues, and the case reason (02 section 5)."""

from dataclasses import dataclass

import numpy as np

from solver.compile import Compiled
from solver.factors import SparsePairs
from solver.fit import qualities
from solver.reasons import AVAILABILITY, CAPACITY, COOLDOWN, CaseReason, Reason, mask
from solver.units import Bools, Ints

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


def explain_waiting(compiled: Compiled, waiting: Bools, *, proved: bool) -> tuple[Waiting, ...]:
    """Explains every unserved case, by case. waiting: shape: cases."""
    agents = _AgentsOf(compiled)
    return tuple(
        _waiting(int(case), agents.met(int(case)), proved) for case in np.flatnonzero(waiting)
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Met:
    """The agents of a case's queues: refusals of those who are scored, and how many are not."""

    masks: Ints
    unscored: int = 0


def _waiting(case: int, met: _Met | None, proved: bool) -> Waiting:
    """One case from the refusals of its agents; None: no queue takes it."""
    if met is None:
        return Waiting(case, CaseReason.NO_QUEUE_MATCH, (), 0, 0)
    counts = np.bincount(first_reasons(met.masks), minlength=Reason.NOT_SCORED + 1)
    counts[Reason.NOT_SCORED] += met.unscored
    histogram = tuple((Reason(r), int(counts[r])) for r in counts.nonzero()[0].tolist() if r)
    reason = case_reason(met.masks, proved=proved)
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

    def __init__(self, compiled: Compiled) -> None:
        self._compiled = compiled
        self._eligible = compiled.eligibility
        members = compiled.eligibility.memberships
        cases = np.arange(compiled.problem.case_count + 1)
        self._entries = members.first_entries()
        self._special = members.designated >= 0
        self._special[members.case[compiled.least_quality > 0]] = True
        self._excepted = _starts(compiled.eligibility.exceptions, cases)
        scored = compiled.eligibility.scored
        self._scored = None if scored is None else _starts(scored, cases)
        self._shared: dict[bytes, Ints] = {}

    def met(self, case: int) -> _Met | None:
        """The agents that a case meets; None: no queue takes it."""
        entries = np.arange(self._entries[case], self._entries[case + 1])
        if not len(entries):
            return None
        masks = self._own(case, self._refusals(case, entries))
        inside = masks & Reason.NOT_IN_QUEUE.bit == 0
        if self._scored is None:
            return _Met(masks[inside])
        assert self._eligible.scored is not None
        agents = self._eligible.scored.agents(self._scored[case], self._scored[case + 1])
        scored = masks[agents][inside[agents]]
        return _Met(scored, int(inside.sum()) - len(scored))

    def _refusals(self, case: int, entries: Ints) -> Ints:
        """Of every agent, the refusals of the queue that refuses him last; shape: agents."""
        if self._special[case]:
            return _latest(self._one_by_one(entries))
        signatures = self._eligible.signature[entries]
        key = signatures.tobytes()
        if key not in self._shared:
            self._shared[key] = _latest(self._eligible.refused[signatures])
        return self._shared[key]

    def _one_by_one(self, entries: Ints) -> Ints:
        """Refusals of a case with rules of its own; shape: entries x agents."""
        agents = np.arange(self._eligible.refused.shape[1])
        rows = [self._entry(entry, agents) for entry in entries]
        return np.stack(rows)

    def _entry(self, entry: int, agents: Ints) -> Ints:
        """Refusals of one entry, with its least quality (Q7); shape: agents."""
        compiled, members = self._compiled, self._eligible.memberships
        masks = self._eligible.shared_masks(np.full(len(agents), entry), agents)
        least = compiled.least_quality[entry]
        if not least:
            return masks
        case, queue = (np.full(len(agents), of[entry]) for of in (members.case, members.queue))
        below = qualities(compiled.facts, case, agents.astype(np.int32), queue) < least
        return masks | np.where(below, Reason.BELOW_MIN_FIT.bit, 0)

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
