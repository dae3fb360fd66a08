"""One pair: how its fit came about, and what blocks it, if anything does (S14)."""

from dataclasses import dataclass

import numpy as np

from solver.compile import Compiled, first_queues
from solver.explanation.breakdown import Breakdown, Pairs, break_down
from solver.explanation.refusals import Refusals
from solver.explanation.refused import Refusal, Refused, RefusedPairs
from solver.fit import owner_fits, pair_fits
from solver.reasons import Reason, reasons_in
from solver.rules import FitFacts
from solver.units import Bools, Indexes, Ints


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
    columns = (np.array([one], dtype=np.int64) for one in (case, agent, entries[best], masks[best]))
    found = Refused(compiled, RefusedPairs(*columns)).of(0)
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
