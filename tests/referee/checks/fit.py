"""Fits, pillars, weights and contributions of assigned pairs (S1, S2, S3, S5, S7, S13)."""

from collections.abc import Iterator
from fractions import Fraction

from allotment.v1.explanation_pb2 import FitBreakdown
from allotment.v1.plan_pb2 import Assignment
from tests.referee.case_file import CaseFile
from tests.referee.fits import Fit, in_units
from tests.referee.loads import load, utilisation
from tests.referee.near import Near
from tests.referee.penalty import minutes_since
from tests.referee.weights import policy_weights, queue_weights


def fit(file: CaseFile) -> Iterator[str]:
    """The fit of every assigned or kept pair, and how it came about."""
    for row in (*file.assigned, *file.kept, *file.overrides):
        expected = file.fit(row)
        if row.case_id not in file.explanations:
            yield from unequal(f"{row.case_id}: fit", row.fit, expected.fit)
            continue
        found = file.explanations[row.case_id].fit
        yield from unequal(f"{row.case_id}: fit", row.fit, told_fit(found, expected))
        for complaint in breakdown(file, row, found, expected):
            yield f"{row.case_id}: {complaint}"


def told_fit(found: FitBreakdown, expected: Fit) -> int:
    """The fit of the values as told: each of them is checked by itself."""
    if len(found.pillars) != len(expected.pillars) or expected.sent:
        return expected.fit
    both = zip(found.pillars, expected.pillars, strict=True)
    return in_units(sum(told.value * true.weight for told, true in both), expected.keep)


def breakdown(file: CaseFile, row: Assignment, found: FitBreakdown, expected: Fit) -> Iterator[str]:
    yield from unequal("explained fit", found.fit, row.fit)
    yield from unequal("keep", found.keep, expected.keep)
    yield from unequal("sent", found.sent, expected.sent)
    yield from pillars(found, expected)
    yield from contributions(found, expected)
    yield from loads(file, row.agent_id, found)
    since = minutes_since(file.snapshot, row.agent_id)
    told = found.minutes_since_assignment if found.HasField("minutes_since_assignment") else None
    if (since is None) != (told is None) or abs((since or 0) - (told or 0)) > 1e-6:
        yield f"minutes since the last assignment {told}, but {since}"


def pillars(found: FitBreakdown, expected: Fit) -> Iterator[str]:
    """Names in order, values, weights and flags."""
    names = [pillar.pillar for pillar in found.pillars]
    if names != [pillar.name for pillar in expected.pillars]:
        yield f"pillars {names}, but {[pillar.name for pillar in expected.pillars]}"
        return
    for told, true in zip(found.pillars, expected.pillars, strict=True):
        if told.value not in true.near:
            yield f"value of {true.name} {told.value}, but {true.near}"
        yield from unequal(f"weight of {true.name}", told.weight, true.weight)
        yield from unequal(f"flag of {true.name}", told.flag, true.flag)


def contributions(found: FitBreakdown, expected: Fit) -> Iterator[str]:
    """They add up to the fit, each within one unit of its exact share."""
    if not found.pillars:
        return
    total = sum(pillar.contribution for pillar in found.pillars)
    yield from unequal("sum of contributions", total, found.fit)
    for told in found.pillars:
        exact = Fraction(told.value * told.weight * expected.keep, 10**14)
        if abs(told.contribution - exact) >= 1:
            yield f"contribution of {told.pillar} {told.contribution}, but {float(exact):.4f}"


def loads(file: CaseFile, agent: str, found: FitBreakdown) -> Iterator[str]:
    true_load = Near.rounded(load(file.snapshot, agent) * 10_000)
    if found.load not in true_load:
        yield f"load {found.load}, but {true_load}"
    true_share = Near.rounded(utilisation(file.snapshot, agent) * 1_000_000)
    if found.utilisation not in true_share:
        yield f"utilisation {found.utilisation}, but {true_share}"


def weights(file: CaseFile) -> Iterator[str]:
    """The effective weights are echoed: the policy's, then those of queues (S2)."""
    told: dict[str, dict[str, int]] = {}
    for row in file.batch.effective_weights:
        told.setdefault(row.queue_id, {})[row.pillar] = row.weight
    true = {"": policy_weights(file.snapshot)}
    for queue in file.snapshot.policy.queues:
        if queue.pillar_weights:
            true[queue.queue_id] = queue_weights(file.snapshot, queue)
    if told != true:
        yield f"effective weights {told}, but {true}"


def unequal(what: str, found: object, expected: object) -> Iterator[str]:
    if found != expected:
        yield f"{what} {found}, but {expected}"
