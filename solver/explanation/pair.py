"""One pair: how its fit came about, and what blocks it, if anything does (S14)."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from solver.compile import Compiled, first_queues
from solver.explanation.breakdown import Breakdown, Pairs, break_down
from solver.explanation.ends import first_end
from solver.explanation.refusals import Refusals
from solver.explanation.unblock import Unblocking
from solver.fit import owner_fits, pair_fits
from solver.moments import micros
from solver.reasons import CAPACITY, CHANGING, Reason, reasons_in
from solver.rules import NO_LIMIT, FitFacts, Scope
from solver.units import Bools, Indexes, Ints


@dataclass(frozen=True, slots=True)
class Refusal:
    """A reason with its numbers. used, limit: of a counting limit; unblock: None if unknown."""

    reason: Reason
    used: int | None = None
    limit: int | None = None
    unblock: datetime | None = None

    @property
    def may_change(self) -> bool:
        """Time alone can change it."""
        return self.reason in CHANGING

    @property
    def is_capacity(self) -> bool:
        """It is a capacity limit."""
        return self.reason in CAPACITY


@dataclass(frozen=True, slots=True, eq=False)
class PairScore:
    """A pair of positions. queue: through which it is looked at, -1 for none.

    refusals: in their order, empty for a pair that may be assigned. breakdown: of the fit,
    as it is or would be; None where the caller left the pair out.
    """

    case: int
    agent: int
    queue: int
    refusals: tuple[Refusal, ...]
    breakdown: Breakdown | None


def score_pair(compiled: Compiled, case: int, agent: int, queue: int = -1) -> PairScore:
    """The pair through a queue of the case.

    queue: -1 takes the one in which the agent is nearest to free, first tried first.
    """
    refusals = Refusals(compiled)
    entries = refusals.entries(case)
    if not len(entries):
        return PairScore(case, agent, -1, (), _breakdown(compiled, compiled.facts, case, agent, -1))
    masks = _masks(compiled, refusals, case, agent)
    queues = compiled.eligibility.memberships.queue[entries]
    best = _nearest(masks, queues == queue)
    queue = int(queues[best])
    reasons = reasons_in(int(masks[best]))
    found = tuple(_refusal(compiled, reason, case, agent, int(entries[best])) for reason in reasons)
    if Reason.NOT_SCORED in reasons:
        return PairScore(case, agent, queue, found, None)
    facts = compiled.rulebook.would_be(
        compiled.snapshot, compiled.facts, case, agent, frozenset(reasons)
    )
    return PairScore(case, agent, queue, found, _breakdown(compiled, facts, case, agent, queue))


def _nearest(masks: Ints, wanted: Bools) -> int:
    """The entry that refuses last, or the wanted one, if it is there."""
    lateness = np.where(masks == 0, np.iinfo(np.int64).max, masks & -masks)
    return int(np.flatnonzero(wanted)[0]) if wanted.any() else int(lateness.argmax())


def _masks(compiled: Compiled, refusals: Refusals, case: int, agent: int) -> Ints:
    """All refusals of the pair; shape: entries of the case. An owner keeps what he has."""
    if compiled.owners.agent[case] == agent:
        return np.zeros(len(refusals.entries(case)), dtype=np.int64)
    return refusals.with_pairs(case)[:, agent]


def _breakdown(compiled: Compiled, facts: FitFacts, case: int, agent: int, queue: int) -> Breakdown:
    """The parts of the fit; with the owner as first queue has it, without penalty."""
    kept = bool(compiled.owners.agent[case] == agent)
    if kept:
        queue = int(first_queues(compiled.eligibility)[case])
    one = _one(case), _one(agent), _one(queue)
    fits = (owner_fits if kept else pair_fits)(facts, *one)
    sent = fits.sent.astype(np.bool_)
    return break_down(facts, Pairs(*one, fits.score, sent, np.array([kept])))


def _one(position: int) -> Indexes:
    return np.array([position], dtype=np.int32)


def _refusal(compiled: Compiled, reason: Reason, case: int, agent: int, entry: int) -> Refusal:
    """A reason with what its limit has counted, and when it ends."""
    queue = int(compiled.eligibility.memberships.queue[entry])
    used, limit = _usage(compiled, reason, agent, queue)
    return Refusal(reason, used, limit, _unblock(compiled, reason, case, agent, entry))


def _usage(
    compiled: Compiled, reason: Reason, agent: int, queue: int
) -> tuple[int | None, int | None]:
    for counted in compiled.eligibility.limits:
        if counted.reason == reason:
            place = (queue, agent) if counted.scope == Scope.QUEUE else (agent,)
            limit = int(counted.usage.limit[place])
            return int(counted.usage.used[place]), None if limit == NO_LIMIT else limit
    return None, None


def _unblock(
    compiled: Compiled, reason: Reason, case: int, agent: int, entry: int
) -> datetime | None:
    """When the reason ends by itself."""
    created = micros(compiled.snapshot.cases[case].created)
    exceptions = compiled.eligibility.exceptions
    listed, bits = exceptions.find(_one(case), _one(agent))
    unblocking = Unblocking(compiled)
    if listed[0] and int(bits[0]) & reason.bit:
        place = int(np.searchsorted(exceptions.key, case * exceptions.agent_count + agent))
        return first_end(unblocking.of_exceptions(place, place + 1))
    if reason in (Reason.NOT_SCORED, Reason.LOCKED_TO_OTHER):
        return None
    masks = np.array([[reason.bit]], dtype=np.int64)
    ends = unblocking.of(np.array([entry]), np.array([agent]), masks)
    return first_end(ends.of(created).in_any_queue())
