"""Random requests must bite, else they test nothing (06 section 3)."""

from collections.abc import Callable
from functools import cache

import pytest

from allotment.v1 import plan_pb2 as plan
from tests.answering import answer
from tests.referee.case_file import CaseFile
from tests.referee.checks.places import eligible
from tests.referee.instances.requests import random_request

COUNT = 100


@cache
def files() -> list[CaseFile]:
    requests = [random_request(seed) for seed in range(COUNT)]
    return [CaseFile(request, answer(request)) for request in requests]


def waits_for(reason: plan.CaseReason.ValueType) -> Callable[[CaseFile], bool]:
    return lambda file: any(row.case_reason == reason for row in file.batch.assignments)


def has_groups(file: CaseFile) -> bool:
    """Cases of two or more drain groups."""
    return len({file.chains.group_of(case) for case in file.snapshot.cases.values()}) >= 2


def has_discount(file: CaseFile) -> bool:
    return any(row.discount for row in file.response.explanations)


def has_later_bucket(file: CaseFile) -> bool:
    return any(row.fallback_rank for row in file.assigned)


def has_full_agent(file: CaseFile) -> bool:
    """Some agent has used up his room."""
    return any(file.room_after(row.agent_id, row.queue_id) == 0 for row in file.assigned)


def has_ties(file: CaseFile) -> bool:
    """Two free agents suit a case equally well."""
    for case in file.snapshot.cases.values():
        fits = eligible(file, case)
        if len(set(fits.values())) < len(fits):
            return True
    return False


def has_overlap(file: CaseFile) -> bool:
    """Some share of a customer's hours, neither none nor all nor unknown."""
    values = {
        pillar.value
        for row in file.response.explanations
        for pillar in row.fit.pillars
        if pillar.pillar == "time_overlap" and not pillar.flag
    }
    return bool(values - {0, 1_000_000})


@pytest.mark.parametrize(
    ("bites", "least"),
    [
        pytest.param(waits_for(plan.CASE_REASON_OUTCOMPETED), 0.2, id="outcompeted"),
        pytest.param(waits_for(plan.CASE_REASON_ALL_BLOCKED_BY_CAPACITY), 0.2, id="capacity"),
        pytest.param(waits_for(plan.CASE_REASON_ALL_BLOCKED_BY_AVAILABILITY), 0.1, id="away"),
        pytest.param(waits_for(plan.CASE_REASON_NO_ELIGIBLE_AGENT), 0.01, id="nobody"),
        pytest.param(has_groups, 0.3, id="groups"),
        pytest.param(has_discount, 0.25, id="discounts"),
        pytest.param(has_later_bucket, 0.25, id="buckets"),
        pytest.param(has_full_agent, 0.3, id="full"),
        pytest.param(has_ties, 0.3, id="ties"),
        pytest.param(has_overlap, 0.2, id="overlap"),
    ],
)
def test_random_requests_bite(bites: Callable[[CaseFile], bool], least: float) -> None:
    share = sum(bites(file) for file in files()) / COUNT
    assert share >= least, share
