"""Round-robin fallback for priority cases (Q9): a second phase that never changes the first."""

from dataclasses import replace
from typing import Any

import pytest

from server.wiring import RULES, engine_named
from solver.facts import (
    Absence,
    Agent,
    Case,
    DailyLimit,
    HourlyLimit,
    Limits,
    RoundRobinFallback,
    Shift,
    WeeklyWindow,
)
from solver.plan import Plan, make_plan
from solver.reasons import Reason, reasons_in
from tests.builders import (
    EVERY_DAY,
    UTC_ZONE,
    agent,
    ago,
    ahead,
    case,
    policy,
    queue,
    recent,
    sent_fits,
    snapshot,
)

ALWAYS = (WeeklyWindow(EVERY_DAY, 0, 1440),)
ONE_PER_8_HOURS = Limits(hourly=HourlyLimit(1))
URGENT = RoundRobinFallback(frozenset({"P1"}))


def plan_of(agents: tuple[Agent, ...], *priorities: str, **rules: Any) -> Plan:
    """Cases of these priorities in queue `q`, oldest first, for agents who are always on."""
    names = frozenset(one.agent_id for one in agents)
    shift = Shift("s", UTC_ZONE, names, ALWAYS, ALWAYS)
    cases = tuple(
        case(f"c{i}", queue_id="q", priority=priority, created=ago(hours=9 - i))
        for i, priority in enumerate(priorities)
    )
    facts = {"shifts": (shift,), "queues": (queue("q", set(names)),), "fallback": URGENT}
    rulebook = policy(**{**facts, **rules})
    return make_plan(
        snapshot(cases=cases, agents=agents, policy=rulebook), RULES, engine_named("auto")
    )


def goes(plan: Plan) -> dict[str, str]:
    """Who gets which case over his limits."""
    facts = plan.compiled.snapshot
    return {
        facts.cases[i].case_id: facts.agents[a].agent_id
        for i, a, over in zip(plan.picks.case, plan.picks.agent, plan.picks.overridden, strict=True)
        if over
    }


def full(agent_id: str, minutes: float, **facts: Any) -> Agent:
    """An agent whose one case in 8 hours came so long ago, through the queue."""
    last = recent(ago(minutes=minutes), queue_id="q")
    return agent(agent_id, **{"limits": ONE_PER_8_HOURS, "recent": (last,), **facts})


def test_Q9_a_listed_case_goes_to_the_least_recent_agent_over_his_limit() -> None:
    plan = plan_of((full("ann", 10), full("bob", 50)), "P1")

    assert goes(plan) == {"c0": "bob"}
    assert reasons_in(int(plan.picks.overridden[0])) == (Reason.HOURLY_LIMIT,)
    assert plan.proved


def test_Q9_other_priorities_wait() -> None:
    plan = plan_of((full("ann", 10),), "P2", "P3")

    assert goes(plan) == {}
    assert plan.overrides is None


def test_Q9_without_listed_priorities_there_is_no_second_phase() -> None:
    assert goes(plan_of((full("ann", 10),), "P1", fallback=RoundRobinFallback())) == {}


def test_Q9_nobody_gets_a_second_override_before_all_had_one() -> None:
    plan = plan_of((full("ann", 10), full("bob", 50), full("cid", 30)), "P1", "P1", "P1", "P1")

    assert sorted(goes(plan).values()) == ["ann", "bob", "bob", "cid"]


def test_Q9_cases_new_in_the_first_phase_count_as_turns() -> None:
    """Cid takes the first case with room; the next one is not his turn."""
    plan = plan_of((full("ann", 10), agent("cid", limits=ONE_PER_8_HOURS)), "P1", "P1")

    assert goes(plan) == {"c1": "ann"} or goes(plan) == {"c0": "ann"}


def test_Q9_absence_and_hours_are_never_overridden() -> None:
    away = (Absence(ago(hours=1), ahead(hours=1)),)
    assert goes(plan_of((full("ann", 10, absences=away),), "P1")) == {}


def test_Q9_while_anybody_has_room_nothing_is_overridden() -> None:
    """The free agent takes one case in the first phase; nobody is left to be flagged."""
    plan = plan_of((full("ann", 10), agent("cid")), "P1", "P1", "P1")

    assert goes(plan) == {}


def test_Q9_a_case_goes_over_a_limit_that_routine_cases_used_up_and_says_so() -> None:
    """The one slot serves the first urgent case; the second one goes over it."""
    plan = plan_of((agent("ann", limits=ONE_PER_8_HOURS),), "P1", "P1")

    assert list(goes(plan).values()) == ["ann"]
    assert reasons_in(int(max(plan.picks.overridden))) == (Reason.HOURLY_LIMIT,)


@pytest.mark.parametrize("most", [0, 1, 2])
def test_Q9_at_most_so_many_overrides_per_agent(most: int) -> None:
    rule = replace(URGENT, max_overrides_per_agent=most)
    plan = plan_of((full("ann", 10),), "P1", "P1", "P1", fallback=rule)

    assert len(goes(plan)) == most


def test_Q9_the_first_phase_stays_as_it_was() -> None:
    """With and without fallback the same cases go to the same agents."""
    agents = (full("ann", 10), agent("cid", limits=ONE_PER_8_HOURS))
    without = plan_of(agents, "P1", "P2", "P1", fallback=RoundRobinFallback())
    with_ = plan_of(agents, "P1", "P2", "P1")

    assert with_.choice.tolist() == without.choice.tolist()
    assert with_.levels == without.levels


def two_queues(cases: tuple[Case, ...], agents: tuple[Agent, ...], **rules: Any) -> Plan:
    """Cases of two queues; cases suit bob better than ann."""
    shift = Shift("s", UTC_ZONE, frozenset({"ann", "bob"}), ALWAYS, ALWAYS)
    fits = {(i, a): 0.1 + 0.8 * a for i in range(len(cases)) for a in range(len(agents))}
    rows = snapshot(
        cases=cases,
        agents=agents,
        policy=policy(**{"shifts": (shift,), "fallback": URGENT, **rules}),
        scores=(sent_fits(fits),),
    )
    return make_plan(rows, RULES, engine_named("auto"))


def test_Q9_a_daily_limit_is_gone_over_by_its_own_queue_alone() -> None:
    """The third case is the first one of its queue: only the limit of the cycle is full."""
    cases = [case(name, queue_id="q", priority="P1") for name in ("c1", "c2")]
    plan = two_queues(
        (*cases, case("c3", queue_id="r", priority="P1")),
        (agent("ann", limits=Limits(per_cycle=0)),),
        queues=(queue("q", {"ann"}), queue("r", {"ann"}, daily_limit=DailyLimit(1))),
    )

    assert set(goes(plan)) == {"c1", "c2", "c3"}
    assert {reasons_in(mask) for mask in plan.picks.overridden.tolist()} == {(Reason.CYCLE_LIMIT,)}


@pytest.mark.parametrize(
    ("limits", "gone_over"),
    [
        pytest.param(Limits(backlog=1), Reason.BACKLOG_LIMIT, id="by count"),
        pytest.param(Limits(hard_capacity=8), Reason.WEIGHTED_CAPACITY, id="by weight"),
    ],
)
def test_Q9_an_owner_of_too_much_has_no_room_even_if_it_leaves(
    limits: Limits, gone_over: Reason
) -> None:
    """Ann owns more than she may hold and bob takes it all: she gets nothing new but this way."""
    owned = [case(name, queue_id="r", owner_id="ann", priority="P1") for name in ("c1", "c2")]
    plan = two_queues(
        (*owned, case("c3", queue_id="q", priority="P1")),
        (agent("ann", limits=limits), agent("bob")),
        queues=(queue("q", {"ann"}), queue("r", {"bob"})),
        fallback=replace(URGENT, override_weighted=True),
    )

    assert plan.picks.agent.tolist() == [1, 1, 0]
    assert goes(plan) == {"c3": "ann"}
    assert reasons_in(int(plan.picks.overridden[2])) == (gone_over,)
