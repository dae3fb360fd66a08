"""What would it take: every change holds when applied, and none smaller would (02 section 5)."""

from collections import Counter
from collections.abc import Iterator

import pytest

from server.translate.snapshot import snapshot_from_proto
from server.wiring import RULES
from solver.compile import compile_problem
from solver.engines.auto import AutoEngine
from solver.explanation.changes.change import Change, ChangeKind
from solver.explanation.changes.possible import LIMIT_STEPS, SHIFT_STEPS
from solver.explanation.changes.search import Found, is_served_after, what_would_it_take
from solver.facts import (
    HourlyLimit,
    Limits,
    SkillRequirement,
    Snapshot,
)
from solver.plan import Plan, solve_compiled
from solver.reasons import Reason
from tests.answering import SETTINGS
from tests.builders import agent, all_day, case, policy, queue, shift, snapshot, window
from tests.referee.instances.requests import Size, random_request

ENGINE = AutoEngine()
REASONS = (
    Reason.BACKLOG_LIMIT,
    Reason.HOURLY_LIMIT,
    Reason.QUEUE_DAILY_LIMIT,
    Reason.CYCLE_LIMIT,
)
ONE = Limits(per_cycle=1)


def _found(facts: Snapshot, case_id: str) -> Found:
    """For one case that waits."""
    plan = _plan(facts)
    place = [one.case_id for one in facts.cases].index(case_id)
    assert plan.waiting[place]
    return what_would_it_take(plan, ENGINE, place)


def _plan(facts: Snapshot) -> Plan:
    return solve_compiled(compile_problem(facts, RULES), ENGINE)


def test_one_more_under_the_limit_that_is_full_serves_the_case() -> None:
    """The first agent by id, under the limit per cycle; nobody but he is in the queue."""
    facts = snapshot(
        cases=(case("c1", queue_id="q1"), case("c2", queue_id="q1")),
        agents=(agent("a1", limits=ONE),),
        policy=policy(queues=(queue("q1", {"a1"}),), shifts=(all_day("a1"),)),
    )
    found = _found(facts, "c2")
    assert found.complete
    assert found.changes == (
        Change(ChangeKind.LIMIT, agent=0, reason=Reason.CYCLE_LIMIT, amount=1),
        Change(ChangeKind.AGENT, queue=0),
    )


def test_a_limit_is_raised_as_far_as_it_takes() -> None:
    """Two over the limit by hand: three more make room for one."""
    taken = tuple(case(f"h{k}", queue_id="q1") for k in range(1))
    facts = snapshot(
        cases=taken,
        agents=(agent("a1", limits=Limits(backlog=1), active_count=3, active_load=3.0),),
        policy=policy(queues=(queue("q1", {"a1"}),), shifts=(all_day("a1"),)),
    )
    found = _found(facts, "h0")
    assert found.changes[0] == Change(
        ChangeKind.LIMIT, agent=0, reason=Reason.BACKLOG_LIMIT, amount=3
    )


def test_a_missing_skill_is_named_with_its_level() -> None:
    """And nothing is said of limits, because none is in the way."""
    facts = snapshot(
        cases=(case("c1", queue_id="q1", requirements=(SkillRequirement("sql", 3),)),),
        agents=(agent("a1"),),
        policy=policy(queues=(queue("q1", {"a1"}),), shifts=(all_day("a1"),)),
    )
    kinds = [one.kind for one in _found(facts, "c1").changes]
    assert kinds == [ChangeKind.SKILL, ChangeKind.AGENT]
    assert _found(facts, "c1").changes[0] == Change(
        ChangeKind.SKILL, agent=0, skill="sql", amount=3
    )


def test_a_shift_ends_as_much_later_as_it_takes() -> None:
    """It is 10:00, and the shift ended at 09:20: in steps of 15 minutes that is 45."""
    hours = (window("06:00", "09:20"),)
    facts = snapshot(
        cases=(case("c1", queue_id="q1"),),
        agents=(agent("a1"),),
        policy=policy(
            queues=(queue("q1", {"a1"}),),
            shifts=(shift("a1", assignment_hours=hours, working_hours=hours),),
        ),
    )
    assert _found(facts, "c1").changes[0] == Change(ChangeKind.SHIFT, agent=0, amount=45)


def test_a_search_that_time_ends_is_not_complete() -> None:
    """What was found before stays."""
    facts = snapshot(
        cases=(case("c1", queue_id="q1"), case("c2", queue_id="q1")),
        agents=(agent("a1", limits=Limits(hourly=HourlyLimit(1))),),
        policy=policy(queues=(queue("q1", {"a1"}),), shifts=(all_day("a1"),)),
    )
    solves = iter([False, True])
    found = what_would_it_take(_plan(facts), ENGINE, 1, lambda: next(solves))
    assert [one.kind for one in found.changes] == [ChangeKind.LIMIT]
    assert not found.complete


def _all_limits(plan: Plan, amount: int) -> Iterator[Change]:
    """Every limit of every agent, whether it is in the way or not."""
    snapshot = plan.compiled.snapshot
    for place in range(len(snapshot.agents)):
        for reason in REASONS:
            queues = range(len(snapshot.policy.queues))
            for which in queues if reason == Reason.QUEUE_DAILY_LIMIT else [-1]:
                yield Change(
                    ChangeKind.LIMIT, agent=place, queue=which, reason=reason, amount=amount
                )


def _all_shifts(plan: Plan, amount: int) -> Iterator[Change]:
    """Every agent's shifts."""
    for place in range(len(plan.compiled.snapshot.agents)):
        yield Change(ChangeKind.SHIFT, agent=place, amount=amount)


@pytest.mark.parametrize("start", range(0, 60, 20))
def test_found_changes_hold_and_no_smaller_one_does(start: int) -> None:
    """Against all limits and shifts of all agents, of random snapshots."""
    found_of, none_of = Counter[ChangeKind](), Counter[ChangeKind]()
    for seed in range(start, start + 20):
        facts = snapshot_from_proto(random_request(seed, Size()), SETTINGS.received_time).snapshot
        plan = _plan(facts)
        for place in plan.waiting.nonzero()[0].tolist()[:1]:
            found = what_would_it_take(plan, ENGINE, place)
            assert found.complete
            by_kind = {one.kind: one for one in found.changes}
            for one in found.changes:
                assert is_served_after(plan, ENGINE, place, one)
                found_of[one.kind] += 1
            for kind, steps, every in (
                (ChangeKind.LIMIT, LIMIT_STEPS, _all_limits),
                (ChangeKind.SHIFT, SHIFT_STEPS[::3], _all_shifts),
            ):
                most = by_kind[kind].amount - 1 if kind in by_kind else steps[-1]
                smaller = [step for step in steps if step <= most][-1:]
                for change in (one for step in smaller for one in every(plan, step)):
                    served = is_served_after(plan, ENGINE, place, change)
                    assert not served, (seed, place, change)
                none_of[kind] += kind not in by_kind
    assert found_of[ChangeKind.LIMIT] > 0
    assert found_of[ChangeKind.AGENT] > 0
    assert none_of[ChangeKind.LIMIT] > 0
