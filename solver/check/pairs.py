"""Assigned pairs are allowed and stand where they are said to stand (Q3-Q13)."""

from collections.abc import Iterable, Iterator

from solver.check.batch import Decision, Outcome, Via
from solver.check.chains import Tier
from solver.check.clock import at
from solver.check.complaint import Complaint, Value, Wrong
from solver.check.decided import Assigned
from solver.check.refusals import Refusals
from solver.check.staff import Staff
from solver.facts import Queue, Turns
from solver.reasons import CAPACITY, Reason, mask, reasons_in


def unknown(staff: Staff, batch: Iterable[Decision]) -> Iterator[Complaint]:
    """Assigned with agents or queues that are not there."""
    for row in batch:
        if row.outcome == Outcome.ASSIGNED and row.agent_id not in staff.agent:
            yield Complaint(Wrong.UNKNOWN_AGENT, row.case_id, row.agent_id)
        if row.outcome == Outcome.ASSIGNED and row.queue_id not in staff.queue:
            yield Complaint(Wrong.UNKNOWN_QUEUE, row.case_id, queue_id=row.queue_id)


def pairs(refusals: Refusals, assigned: Iterable[Assigned]) -> Iterator[Complaint]:
    """Queue, refusals, bucket, rank and via of every assigned pair."""
    for one in assigned:
        tier = refusals.chains.tier(one.case, one.queue)
        if tier is None:
            queues = refusals.snapshot.policy.queues
            tiers = refusals.chains.tiers(one.case)
            reached = tuple(queues[each.queue].queue_id for each in tiers)
            yield complaint(Wrong.FOREIGN_QUEUE, one, right=reached)
        else:
            yield from _pair(refusals, one, tier)


def complaint(wrong: Wrong, one: Assigned, found: Value = None, right: Value = None) -> Complaint:
    """About an assigned pair."""
    claim = one.claim
    return Complaint(wrong, claim.case_id, claim.agent_id, claim.queue_id, found=found, right=right)


def names(reasons: int) -> tuple[str, ...]:
    """A mask as the names of its reasons."""
    return tuple(reason.name for reason in reasons_in(reasons))


def may_go_over(refusals: Refusals) -> int:
    """Mask of the limits that round-robin fallback may go over (Q9)."""
    weighted = refusals.snapshot.policy.fallback.override_weighted
    return mask(CAPACITY if weighted else CAPACITY - {Reason.WEIGHTED_CAPACITY})


def _pair(refusals: Refusals, one: Assigned, tier: Tier) -> Iterator[Complaint]:
    claim, queue = one.claim, refusals.snapshot.policy.queues[one.queue]
    refused = int(refusals.in_tier(one.case, tier)[one.agent])
    if claim.goes_over:
        refused &= ~may_go_over(refusals)
    if refused:
        yield complaint(Wrong.REFUSED, one, found=names(refused))
        if refused & Reason.NOT_IN_QUEUE.bit:
            return
    if refusals.stopped[one.queue]:
        yield complaint(Wrong.STOPPED_QUEUE, one)
    place = refusals.chains.place(one.case, one.agent, tier)
    if claim.bucket is not None and claim.bucket != place.bucket:
        yield complaint(Wrong.BUCKET, one, found=claim.bucket, right=place.bucket)
    if claim.rank is not None and claim.rank != place.rank:
        yield complaint(Wrong.RANK, one, found=claim.rank, right=place.rank)
    if claim.overridden and not claim.goes_over:
        yield complaint(Wrong.OVERRIDDEN, one, names(mask(claim.overridden)), ())
    via = _via(refusals, one, queue)
    if claim.via not in (None, Via.RR_FALLBACK, via):
        yield complaint(Wrong.VIA, one, found=claim.via.name, right=via.name)


def _via(refusals: Refusals, one: Assigned, queue: Queue) -> Via:
    """How a case that goes over no limit came to its agent."""
    if refusals.snapshot.cases[one.case].owner_id:
        return Via.REASSIGNED
    if queue.queue_id == refusals.snapshot.policy.catch_all_id:
        return Via.CATCH_ALL
    return Via.ROUND_ROBIN if is_turning(refusals, queue) else Via.OPTIMISED


def is_turning(refusals: Refusals, queue: Queue) -> bool:
    """Turns decide now (Q8)."""
    if queue.turns == Turns.WINDOWS:
        zone = queue.zone or refusals.snapshot.policy.zone
        return bool(at(refusals.snapshot.now).inside(queue.turn_windows, zone)[0])
    return queue.turns == Turns.ALWAYS
