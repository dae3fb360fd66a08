"""Every case exactly once, and each with an outcome that its facts call for (02, O3, 03)."""

from collections import Counter
from collections.abc import Iterable, Iterator

from solver.check.batch import Decision, Outcome
from solver.check.complaint import Complaint, Wrong
from solver.check.refusals import Refusals
from solver.check.staff import Staff, is_locked
from solver.check.triage import Triage
from solver.facts import Case

DECIDED = frozenset({Outcome.ASSIGNED, Outcome.UNASSIGNED, Outcome.KEPT})
"""What becomes of a case that is neither held nor reviewed."""


def rows(staff: Staff, batch: Iterable[Decision]) -> Iterator[Complaint]:
    """Every case has one row, and there are no others."""
    counts = Counter(row.case_id for row in batch)
    for case_id in staff.case:
        if not counts[case_id]:
            yield Complaint(Wrong.MISSING_CASE, case_id)
    for case_id, count in counts.items():
        if case_id not in staff.case:
            yield Complaint(Wrong.UNKNOWN_CASE, case_id)
        elif count > 1:
            yield Complaint(Wrong.REPEATED_CASE, case_id, found=count, right=1)


def outcomes(refusals: Refusals, batch: Iterable[Decision]) -> Iterator[Complaint]:
    """Outcomes of known cases: some are held or reviewed; of the others an owned one is kept
    or moved, a locked one kept."""
    staff, triage = refusals.staff, refusals.triage
    for row in batch:
        if row.case_id not in staff.case:
            continue
        case = staff.case[row.case_id]
        aside = triage.outcome(case)
        allowed = DECIDED if aside is None else {aside}
        if row.outcome not in allowed:
            right = tuple(sorted(outcome.name for outcome in allowed))
            yield Complaint(Wrong.OUTCOME, row.case_id, found=row.outcome.name, right=right)
        elif row.outcome == Outcome.HELD_BUSINESS_HOURS:
            yield from _held(triage, case, row)
        else:
            yield from _owned(staff.snapshot.cases[case], row)
        if row.outcome != Outcome.ASSIGNED:
            yield from _left_over(row)


def _held(triage: Triage, case: int, row: Decision) -> Iterator[Complaint]:
    """Until business hours begin (U6)."""
    until = triage.held_until(case)
    if row.held_until not in (None, until):
        found, right = (str(one) if one else "" for one in (row.held_until, until))
        yield Complaint(Wrong.HOLD, row.case_id, found=found, right=right)


def _owned(case: Case, row: Decision) -> Iterator[Complaint]:
    is_kept = row.outcome == Outcome.KEPT
    named = (row.case_id, row.agent_id)
    if is_kept and (not case.owner_id or row.agent_id != case.owner_id):
        yield Complaint(Wrong.NOT_OWNED, *named, right=case.owner_id)
    if case.owner_id and is_locked(case) and not is_kept:
        yield Complaint(Wrong.LOCKED, *named, found=row.outcome.name, right=Outcome.KEPT.name)
    if case.owner_id and row.outcome == Outcome.UNASSIGNED:
        yield Complaint(Wrong.GIVEN_UP, row.case_id, case.owner_id)
    if case.owner_id and row.outcome == Outcome.ASSIGNED and row.agent_id == case.owner_id:
        yield Complaint(Wrong.OWN_CASE, *named)


def _left_over(row: Decision) -> Iterator[Complaint]:
    """Whoever goes to nobody new has no queue, bucket, rank or via, and waits without agent
    and fit."""
    waits = row.outcome != Outcome.KEPT
    left = (row.queue_id, row.bucket, row.rank, row.via, row.overridden)
    if any(left) or (waits and (row.agent_id or row.fit)):
        yield Complaint(Wrong.LEFT_OVER, row.case_id, row.agent_id, row.queue_id)
