"""Random requests must bite, else they test nothing (06 section 3)."""

from collections.abc import Callable
from functools import cache

import pytest

from allotment.v1 import explanation_pb2 as why
from allotment.v1 import plan_pb2 as plan
from allotment.v1.explanation_pb2 import PairReason
from allotment.v1.policy_pb2 import Tier
from tests.answering import answer
from tests.referee import urgency
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


def goes(via: plan.Via.ValueType) -> Callable[[CaseFile], bool]:
    return lambda file: any(row.via == via for row in file.assigned)


def refuses(reason: PairReason.ValueType) -> Callable[[CaseFile], bool]:
    """Some waiting case counts agents under this reason."""
    return lambda file: any(
        row.reason == reason for told in file.response.explanations for row in told.histogram
    )


def lacks_time(file: CaseFile) -> bool:
    """Somebody's hours are nearly over."""
    short = why.PAIR_REASON_SHIFT_TOO_SHORT
    return any(
        short in file.refusals.of(case, agent, tier)
        for case in file.snapshot.cases.values()
        for tier in file.chains.tiers(case)
        for agent in file.snapshot.agents
    )


def is_weighed(file: CaseFile) -> bool:
    """Some agents could take more than they may hold."""
    return file.batch.engine == "weighted"


def goes_over(file: CaseFile) -> bool:
    return bool(file.overrides)


def has_next_unblock(file: CaseFile) -> bool:
    return any(row.HasField("next_unblock_time") for row in file.response.explanations)


def has_kept(file: CaseFile) -> bool:
    return bool(file.kept)


def has_tier(file: CaseFile) -> bool:
    """Some case goes down its chain, not to the catch-all."""
    last = file.snapshot.policy.catch_all_queue_id
    return any(not file.tier(row).own and row.queue_id != last for row in file.assigned)


def has_ways(file: CaseFile) -> bool:
    """Somebody may take a case through several queues."""
    return any(
        len(file.refusals.ways(case, agent)) > 1
        for case in file.snapshot.cases.values()
        for agent in file.snapshot.agents
    )


def has_own_queues(file: CaseFile) -> bool:
    """Some case is in several queues."""
    return any(len(file.chains.own(case)) > 1 for case in file.snapshot.cases.values())


def has_designated(file: CaseFile) -> bool:
    """Some case goes to its designated agent."""
    return any(row.agent_id == file.chains.designated(file.case(row)) for row in file.assigned)


def has_second_turns(file: CaseFile) -> bool:
    return any(row.kind == plan.Level.KIND_ROUNDS and row.value for row in file.batch.levels)


def ends(outcome: plan.Outcome.ValueType) -> Callable[[CaseFile], bool]:
    return lambda file: any(row.outcome == outcome for row in file.batch.assignments)


def tells(kind: plan.Notice.Kind.ValueType) -> Callable[[CaseFile], bool]:
    return lambda file: any(row.kind == kind for row in file.response.notices)


def has_part(name: str) -> Callable[[CaseFile], bool]:
    """Some urgency has this part."""
    return lambda file: any(
        part.name == name for row in file.response.explanations for part in row.urgency.parts
    )


def has_business_deadline(file: CaseFile) -> bool:
    """Some deadline is not the response time after the creation."""
    return any(
        file.everything.policy.urgency.tiers
        and (tier := urgency.tier(file.everything, case)) is not None
        and tier.clock == Tier.CLOCK_BUSINESS
        for case in file.everything.cases.values()
    )


@pytest.mark.parametrize(
    ("bites", "least"),
    [
        pytest.param(waits_for(plan.CASE_REASON_OUTCOMPETED), 0.2, id="outcompeted"),
        pytest.param(waits_for(plan.CASE_REASON_ALL_BLOCKED_BY_CAPACITY), 0.1, id="capacity"),
        pytest.param(waits_for(plan.CASE_REASON_ALL_BLOCKED_BY_AVAILABILITY), 0.05, id="away"),
        pytest.param(waits_for(plan.CASE_REASON_NO_ELIGIBLE_AGENT), 0.01, id="nobody"),
        pytest.param(has_groups, 0.3, id="groups"),
        pytest.param(has_discount, 0.2, id="discounts"),
        pytest.param(has_later_bucket, 0.25, id="buckets"),
        pytest.param(has_full_agent, 0.3, id="full"),
        pytest.param(has_ties, 0.3, id="ties"),
        pytest.param(has_overlap, 0.2, id="overlap"),
        pytest.param(has_kept, 0.2, id="kept"),
        pytest.param(goes(plan.VIA_REASSIGNED), 0.02, id="moved"),
        pytest.param(goes(plan.VIA_ROUND_ROBIN), 0.15, id="turns"),
        pytest.param(has_second_turns, 0.05, id="second turns"),
        pytest.param(goes(plan.VIA_CATCH_ALL), 0.05, id="catch-all"),
        pytest.param(has_tier, 0.05, id="tiers"),
        pytest.param(has_own_queues, 0.2, id="several queues"),
        pytest.param(has_ways, 0.2, id="several ways"),
        pytest.param(has_designated, 0.15, id="designated"),
        pytest.param(refuses(why.PAIR_REASON_MISSING_SKILL), 0.1, id="skills"),
        pytest.param(refuses(why.PAIR_REASON_MISSING_ATTRIBUTE), 0.1, id="attributes"),
        pytest.param(refuses(why.PAIR_REASON_BELOW_MIN_FIT), 0.05, id="least fit"),
        pytest.param(refuses(why.PAIR_REASON_QUEUE_NEVER), 0.02, id="never"),
        pytest.param(refuses(why.PAIR_REASON_QUEUE_MANUAL_ONLY), 0.02, id="recommends"),
        pytest.param(ends(plan.OUTCOME_HELD_BUSINESS_HOURS), 0.05, id="held"),
        pytest.param(ends(plan.OUTCOME_MANUAL_REVIEW), 0.1, id="manual review"),
        pytest.param(tells(plan.Notice.KIND_SLA_RISK), 0.1, id="risk"),
        pytest.param(tells(plan.Notice.KIND_SLA_WARNING), 0.1, id="warning"),
        pytest.param(tells(plan.Notice.KIND_AUTO_ESCALATED), 0.1, id="auto-escalated"),
        pytest.param(has_part("floor"), 0.1, id="floor"),
        pytest.param(has_part("clamp"), 0.05, id="clamp"),
        pytest.param(has_part("escalation"), 0.1, id="bonus"),
        pytest.param(has_business_deadline, 0.1, id="business clock"),
        pytest.param(refuses(why.PAIR_REASON_PRESENCE_OFFLINE), 0.04, id="offline"),
        pytest.param(refuses(why.PAIR_REASON_ON_BREAK), 0.02, id="breaks"),
        pytest.param(lacks_time, 0.03, id="time left"),
        pytest.param(refuses(why.PAIR_REASON_WEIGHTED_CAPACITY), 0.04, id="weighted"),
        pytest.param(is_weighed, 0.04, id="weighted together"),
        pytest.param(goes_over, 0.08, id="overrides"),
        pytest.param(has_next_unblock, 0.1, id="next unblock"),
    ],
)
def test_random_requests_bite(bites: Callable[[CaseFile], bool], least: float) -> None:
    share = sum(bites(file) for file in files()) / COUNT
    assert share >= least, share
