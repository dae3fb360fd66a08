"""The certificate, checked from request and response alone (02 section 4).

    verify(snapshot, trees, batch, claims)    whether no plan is better, and why not

The four conditions on prices, written from the spec beside the product like the rest of
`solver.check`: costs, capacities and ways are read from the facts once more.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from solver.check import check_decisions
from solver.check.batch import Decision, Outcome
from solver.check.certificate.claims import (
    Basis,
    Claims,
    LevelRow,
    PhaseClaims,
    PricedNodes,
    PriceLevel,
)
from solver.check.certificate.findings import Findings
from solver.check.certificate.first import FirstPhase
from solver.check.certificate.judgement import Judgement
from solver.check.certificate.override import OverridePhase
from solver.check.certificate.verdict import Condition, Gap, Verdict, Why
from solver.check.chains import Trees
from solver.check.complaint import Complaint, Wrong
from solver.check.decided import Decided, decided
from solver.check.fits import NO_QUEUE, Fits
from solver.check.refusals import Refusals
from solver.check.standing import Standing, standing_of
from solver.check.usage import Left
from solver.facts import Snapshot

__all__ = [
    "Basis",
    "Claims",
    "Condition",
    "Gap",
    "LevelRow",
    "PhaseClaims",
    "PriceLevel",
    "PricedNodes",
    "Verdict",
    "Why",
    "verify",
]


OVERRIDE = "override "
"""Before the names of the levels of the second phase."""


def verify(snapshot: Snapshot, trees: Trees, batch: Sequence[Decision], claims: Claims) -> Verdict:
    """Everything that is claimed of a batch; trees: of the filters, by queue id."""
    refusals, findings = Refusals(snapshot, trees), Findings(0)
    findings.tell(check_decisions(refusals, batch))
    if findings.complaints:
        gap = Gap(Why.FAILED_BEFORE)
        return Verdict(tuple(findings.complaints), (gap,), (Condition.FEASIBLE,))
    counted, fits, standing = decided(refusals, batch), Fits(refusals), standing_of(refusals)
    findings.tell(_fits(refusals, fits, batch, counted))
    findings.tell(_urgency(refusals, standing, batch))
    findings.tell(_termination(claims))
    findings.tell(_count(claims, counted))
    verdict = Verdict(tuple(findings.complaints), (), (Condition.FEASIBLE,))
    first = FirstPhase(refusals, standing, fits, counted).phase()
    verdict = verdict.with_(Judgement(snapshot, first, claims.first, claims.certified).verdict())
    second = OverridePhase(refusals, standing, counted, Left.of(refusals, counted)).phase()
    if second is None:
        return verdict.with_(Verdict(tuple(_needless(claims.override))))
    judgement = Judgement(snapshot, second, claims.override, claims.certified, OVERRIDE)
    return verdict.with_(judgement.verdict())


def _fits(
    refusals: Refusals, fits: Fits, batch: Sequence[Decision], counted: Decided
) -> Iterator[Complaint]:
    """The raw fit of every pair, as it is told."""
    for one in (*counted.regular, *counted.over):
        right = int(fits.of(one.case, one.queue, np.array([one.agent]))[0])
        if one.claim.fit not in (None, right):
            names = (one.claim.case_id, one.claim.agent_id, one.claim.queue_id)
            yield Complaint(Wrong.FIT, *names, found=one.claim.fit, right=right)
    for row in batch:
        if row.outcome == Outcome.KEPT and row.fit is not None:
            case = refusals.staff.case[row.case_id]
            tiers = refusals.chains.tiers(case)
            queue = tiers[0].queue if tiers else NO_QUEUE
            right = fits.with_owner(case, queue, refusals.staff.owner[case])
            if row.fit != right:
                yield Complaint(Wrong.FIT, row.case_id, row.agent_id, found=row.fit, right=right)


def _urgency(
    refusals: Refusals, standing: Standing, batch: Sequence[Decision]
) -> Iterator[Complaint]:
    """Score and band of every case, as they are told (U2, U4)."""
    for row in batch:
        case = refusals.staff.case[row.case_id]
        score, band = int(standing.score[case]), standing.band[case]
        if row.urgency not in (None, score):
            yield Complaint(Wrong.URGENCY, row.case_id, found=row.urgency, right=score)
        if row.band not in (None, band):
            yield Complaint(Wrong.BAND, row.case_id, found=row.band, right=band)


def _termination(claims: Claims) -> Iterator[Complaint]:
    """A batch that is optimal has no level that is not proved."""
    rows = (*claims.first.rows, *claims.override.rows)
    for row in [row for row in rows if not row.proved][:1]:
        if claims.optimal:
            yield Complaint(Wrong.TERMINATION, level=row.name)


def _count(claims: Claims, counted: Decided) -> Iterator[Complaint]:
    """How many cases are assigned."""
    right = len(counted.regular) + len(counted.over)
    if claims.assigned_count not in (None, right):
        yield Complaint(Wrong.ASSIGNED_COUNT, found=claims.assigned_count, right=right)


def _needless(claims: PhaseClaims) -> Iterator[Complaint]:
    """Levels and prices of a second phase that had nothing to do."""
    found = (*(row.name for row in claims.rows), *(one.name for one in claims.levels))
    if found or claims.nodes:
        found = found or tuple(one.kind for one in claims.nodes)
        yield Complaint(Wrong.LEVELS, level=OVERRIDE.strip(), found=found, right=())
