"""What the checker says of batches: nothing of right ones, and each wrong thing by its name."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from solver.check import Complaint, Decision, Outcome, Via, Wrong, check_batch
from solver.facts import (
    DailyLimit,
    FitPolicy,
    HourlyLimit,
    LimitPolicy,
    Limits,
    OnPillarFailure,
    RoundRobinFallback,
    SkillRequirement,
    Snapshot,
    Turns,
)
from solver.reasons import Reason
from tests.builders import agent, ago, case, queue, recent, window
from tests.solver.check.asking import (
    CASES,
    QUEUES,
    complaints,
    kept,
    office,
    over,
    to,
    waits,
    wrongs,
)

OWNED = office(cases=(case("c1", queue_id="q", owner_id="ann"), CASES[1]))
LOCKED = office(cases=(case("c1", queue_id="q", owner_id="ann", locked=True), CASES[1]))
URGENT = RoundRobinFallback(frozenset({"P1"}))


def limited(**limits: Any) -> Snapshot:
    """Limits of everybody."""
    return office(limits=LimitPolicy(limits=Limits(**limits)))


def urgent(agents: tuple[str, ...] = ("ann",), **facts: Any) -> Snapshot:
    """Two urgent cases for agents who get nothing in a cycle."""
    cases = tuple(replace(one, priority="P1") for one in CASES)
    rules = {
        "queues": (queue("q", set(agents)), QUEUES[1]),
        "fallback": URGENT,
        "limits": LimitPolicy(limits=Limits(per_cycle=0)),
    }
    return office(cases=cases, **{**rules, **facts})


RIGHT = [
    pytest.param(office(), (to("ann"), to("bob", "c2")), id="assigned"),
    pytest.param(
        office(),
        (to("ann", bucket=1, rank=0, via=Via.OPTIMISED, overridden=frozenset()),),
        id="with claims",
    ),
    pytest.param(office(), (to("bob", bucket=2, rank=1),), id="second bucket"),
    pytest.param(OWNED, (kept("ann"),), id="kept"),
    pytest.param(OWNED, (to("bob", via=Via.REASSIGNED),), id="moved"),
    pytest.param(LOCKED, (kept("ann"),), id="locked"),
    pytest.param(limited(per_cycle=1), (to("ann"), to("bob", "c2")), id="limits just kept"),
    pytest.param(
        urgent(),
        (over("ann", overridden=frozenset({Reason.CYCLE_LIMIT})), over("ann", "c2")),
        id="over limits",
    ),
]


@pytest.mark.parametrize(("facts", "batch"), RIGHT)
def test_a_right_batch_gets_no_complaint(facts: Snapshot, batch: tuple[Decision, ...]) -> None:
    assert complaints(facts, *batch) == ()


WRONG = [
    pytest.param(office(), (to("zoe"),), Wrong.UNKNOWN_AGENT, id="unknown agent"),
    pytest.param(office(), (to("ann", queue_id="x"),), Wrong.UNKNOWN_QUEUE, id="unknown queue"),
    pytest.param(office(), (to("ann", "c9"),), Wrong.UNKNOWN_CASE, id="unknown case"),
    pytest.param(office(), (to("ann"), to("ann")), Wrong.REPEATED_CASE, id="twice"),
    pytest.param(office(), (to("ann", queue_id="other"),), Wrong.FOREIGN_QUEUE, id="queue"),
    pytest.param(office(), (to("bob", bucket=1),), Wrong.BUCKET, id="bucket"),
    pytest.param(office(), (to("bob", rank=0),), Wrong.RANK, id="rank"),
    pytest.param(office(), (to("ann", via=Via.ROUND_ROBIN),), Wrong.VIA, id="via"),
    pytest.param(office(shifts=()), (to("ann"),), Wrong.REFUSED, id="refused"),
    pytest.param(
        office(), (Decision("c1", Outcome.MANUAL_REVIEW),), Wrong.OUTCOME, id="needless review"
    ),
    pytest.param(office(), (Decision("c1", Outcome.INVALID),), Wrong.OUTCOME, id="invalid"),
    pytest.param(office(), (replace(waits("c1"), agent_id="ann"),), Wrong.LEFT_OVER, id="waits"),
    pytest.param(OWNED, (kept("ann", queue_id="q"),), Wrong.LEFT_OVER, id="kept through a queue"),
    pytest.param(OWNED, (kept("bob"),), Wrong.NOT_OWNED, id="kept by another"),
    pytest.param(office(), (kept("ann"),), Wrong.NOT_OWNED, id="kept by nobody's owner"),
    pytest.param(OWNED, (to("ann"),), Wrong.OWN_CASE, id="own case"),
    pytest.param(OWNED, (waits("c1"),), Wrong.GIVEN_UP, id="given up"),
    pytest.param(LOCKED, (to("bob"),), Wrong.LOCKED, id="locked"),
    pytest.param(limited(per_cycle=1), (to("ann"), to("ann", "c2")), Wrong.OVER_LIMIT, id="limit"),
    pytest.param(
        office(),
        (to("ann", overridden=frozenset({Reason.CYCLE_LIMIT})),),
        Wrong.OVERRIDDEN,
        id="over a limit without saying how",
    ),
    pytest.param(urgent(), (to("ann"),), Wrong.REFUSED, id="over a limit in silence"),
    pytest.param(
        urgent(fallback=RoundRobinFallback()), (over("ann"),), Wrong.NO_FALLBACK, id="off"
    ),
    pytest.param(
        urgent(fallback=RoundRobinFallback(frozenset({"P2"}))),
        (over("ann"),),
        Wrong.NO_FALLBACK,
        id="another priority",
    ),
    pytest.param(
        urgent(fallback=replace(URGENT, max_overrides_per_agent=1)),
        (over("ann"), over("ann", "c2")),
        Wrong.TOO_MANY_OVERRIDES,
        id="too many",
    ),
    pytest.param(
        urgent(),
        (over("ann", overridden=frozenset({Reason.BACKLOG_LIMIT})),),
        Wrong.OVERRIDDEN,
        id="other limits",
    ),
    pytest.param(
        urgent(limits=LimitPolicy()), (over("ann"),), Wrong.HAD_ROOM, id="though there was room"
    ),
    pytest.param(
        urgent(queues=(queue("q", {"ann"}, fallback_ids=("other",)), QUEUES[1])),
        (over("bob", queue_id="other"),),
        Wrong.FALLBACK_QUEUE,
        id="over limits down the chain",
    ),
]


@pytest.mark.parametrize(("facts", "batch", "wrong"), WRONG)
def test_a_wrong_batch_is_told_what_is_wrong(
    facts: Snapshot, batch: tuple[Decision, ...], wrong: Wrong
) -> None:
    assert wrong in wrongs(facts, *batch)


def test_every_case_needs_a_row() -> None:
    found = check_batch(office(), {}, (to("ann"),))

    assert found == (Complaint(Wrong.MISSING_CASE, "c2"),)


def test_a_complaint_names_things_and_values() -> None:
    (found,) = complaints(limited(per_cycle=1), to("ann"), to("ann", "c2"))

    assert found == Complaint(
        Wrong.OVER_LIMIT, agent_id="ann", limit="CYCLE_LIMIT", found=2, right=1
    )
    assert str(found) == (
        "agent 'ann': more is taken than the limit leaves room for: limit: CYCLE_LIMIT: "
        "found: 2: right: 1"
    )


LIMITS = [
    pytest.param(limited(backlog=1), "BACKLOG_LIMIT", id="L1"),
    pytest.param(limited(hard_capacity=1.5), "WEIGHTED_CAPACITY", id="L2"),
    pytest.param(limited(hourly=HourlyLimit(1)), "HOURLY_LIMIT", id="L3"),
    pytest.param(
        office(queues=(queue("q", {"ann"}, daily_limit=DailyLimit(1)),)),
        "QUEUE_DAILY_LIMIT",
        id="L4",
    ),
    pytest.param(limited(per_cycle=1), "CYCLE_LIMIT", id="S4"),
]


@pytest.mark.parametrize(("facts", "limit"), LIMITS)
def test_L1_L2_L3_L4_S4_one_case_too_many_is_found(facts: Snapshot, limit: str) -> None:
    assert complaints(facts, to("ann")) == ()

    (found,) = complaints(facts, to("ann"), to("ann", "c2"))
    assert (found.wrong, found.limit, found.agent_id) == (Wrong.OVER_LIMIT, limit, "ann")


def test_L1_kept_cases_use_backlog_and_those_that_leave_do_not() -> None:
    mine = (case("c1", queue_id="q", owner_id="ann"), CASES[1])
    facts = office(cases=mine, limits=LimitPolicy(limits=Limits(backlog=1)))

    assert wrongs(facts, kept("ann"), to("ann", "c2")) == [Wrong.OVER_LIMIT]
    assert wrongs(facts, to("bob"), to("ann", "c2")) == []


def test_L1_an_owner_of_too_many_cases_keeps_them_and_gets_no_other() -> None:
    mine = tuple(case(name, queue_id="q", owner_id="ann") for name in ("c1", "c2"))
    facts = office(cases=(*mine, case("c3", queue_id="q")), limits=LimitPolicy(Limits(backlog=1)))

    assert wrongs(facts, kept("ann"), kept("ann", "c2")) == []
    assert Wrong.OVER_LIMIT in wrongs(facts, to("bob"), kept("ann", "c2"), to("ann", "c3"))


def test_Q8_turns_are_told_by_the_clock_of_the_queue() -> None:
    turning = {"turns": Turns.WINDOWS, "turn_windows": (window("09:00", "11:00"),)}
    facts = office(queues=(queue("q", {"ann"}, **turning),))

    assert wrongs(facts, to("ann", via=Via.ROUND_ROBIN)) == []
    assert wrongs(facts, to("ann", via=Via.OPTIMISED)) == [Wrong.VIA]


def test_Q10_what_goes_through_the_catch_all_says_so() -> None:
    facts = office(catch_all_id="other")

    assert wrongs(facts, to("ann", queue_id="other", via=Via.CATCH_ALL, bucket=1, rank=2)) == []
    assert wrongs(facts, to("ann", queue_id="other", via=Via.OPTIMISED)) == [Wrong.VIA]


def test_S15_a_queue_without_pillars_decides_nothing() -> None:
    stopped = queue("q", {"ann"}, pillar_weights=(("mood", 1.0),))
    lame = queue("q", {"ann"}, pillar_weights=(("mood", 1.0), ("skills", 1.0)))
    strict = FitPolicy(on_pillar_failure=OnPillarFailure.STOP)

    assert wrongs(office(queues=(stopped,)), to("ann")) == [Wrong.STOPPED_QUEUE]
    assert wrongs(office(queues=(lame,)), to("ann")) == []
    assert wrongs(office(queues=(lame,), fit=strict), to("ann")) == [Wrong.STOPPED_QUEUE]


def test_Q9_what_is_absolute_is_never_gone_over() -> None:
    needed = (SkillRequirement("vpn"),)
    facts = urgent(queues=(queue("q", {"ann"}, requirements=needed),))

    (found,) = complaints(facts, over("ann"))
    assert (found.wrong, found.found) == (Wrong.REFUSED, ("MISSING_SKILL",))


def test_Q9_weighted_capacity_is_gone_over_only_where_the_policy_says_so() -> None:
    both = Limits(per_cycle=0, hard_capacity=8)
    facts = urgent(limits=LimitPolicy(limits=both))
    allowed = urgent(
        limits=LimitPolicy(limits=both), fallback=replace(URGENT, override_weighted=True)
    )
    batch = (over("ann"), over("ann", "c2"))

    (found,) = complaints(facts, *batch)
    assert (found.wrong, found.case_id, found.limit) == (
        Wrong.OVER_LIMIT,
        "c2",
        "WEIGHTED_CAPACITY",
    )
    assert complaints(allowed, *batch) == ()


def test_Q9_an_owned_case_goes_over_no_limit() -> None:
    facts = urgent(("ann", "bob"))
    mine = replace(facts, cases=(replace(facts.cases[0], owner_id="bob"), facts.cases[1]))

    assert Wrong.OWNED_OVERRIDE in wrongs(mine, over("ann"))


def test_R4_a_case_that_came_back_is_refused_to_him_for_the_cool_down() -> None:
    back = recent(ago(hours=7, minutes=59), case_id="c1", came_back=1)
    facts = office(agents=(agent("ann", recent=(back,)), agent("bob")))

    (found,) = complaints(facts, to("ann"))
    assert found.found == ("DECLINED_RECENTLY",)
