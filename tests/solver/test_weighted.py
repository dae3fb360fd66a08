"""Weighted capacity from the facts to the plan (L2)."""

from dataclasses import replace
from typing import Any

import pytest

from server.wiring import RULES
from solver.compile import compile_problem
from solver.explanation.waiting import Waiting, explain_waiting
from solver.facts import Agent, Case, Limits, RoundRobinFallback, Snapshot
from solver.plan import Plan
from solver.reasons import CaseReason, Reason, reasons_in
from tests.builders import (
    absence,
    active,
    agent,
    ago,
    ahead,
    all_day,
    case,
    policy,
    queue,
    snapshot,
)
from tests.solver.planning import STAYS, Served, plan_of, served

TROUBLE = RoundRobinFallback(frozenset({"P1"}))
ALL_OVER = RoundRobinFallback(frozenset({"P1"}), override_weighted=True)


def able(agent_id: str, hard_capacity: float, **facts: Any) -> Agent:
    """An agent with weighted capacity."""
    return agent(agent_id, limits=Limits(hard_capacity=hard_capacity), **facts)


def cases_of(*priorities: str, **facts: Any) -> tuple[Case, ...]:
    """Cases c0, c1, ... of queue q1."""
    return tuple(
        case(f"c{i}", queue_id="q1", priority=priority, **facts)
        for i, priority in enumerate(priorities)
    )


def facts_of(cases: tuple[Case, ...], *agents: Agent, **rules: Any) -> Snapshot:
    """Agents at work in queue q1."""
    names = [one.agent_id for one in agents]
    given = {"queues": (queue("q1", set(names)),), "shifts": (all_day(*names),), **rules}
    return snapshot(cases=cases, agents=agents, policy=policy(**given))


def waiting(plan: Plan) -> dict[str, Waiting]:
    """Who waits, by case id."""
    cases = plan.compiled.snapshot.cases
    rows = explain_waiting(plan.compiled, plan.waiting, proved=plan.proved)
    return {cases[row.case].case_id: row for row in rows}


def test_L2_an_agent_gets_no_more_work_than_his_capacity() -> None:
    """8 + 4 fit into 12; the second P1 would make 20."""
    found = served(facts_of(cases_of("P1", "P1", "P2"), able("ann", 12)))

    assert len(found) == 2
    assert "c2" in found


def test_L2_what_he_holds_counts() -> None:
    ann = able("ann", 9, active_cases=(active("x", priority="P1"),))

    assert set(served(facts_of(cases_of("P4", "P4"), ann))) in ({"c0"}, {"c1"})


def test_L2_more_urgent_cases_go_first_though_they_weigh_more() -> None:
    """One P1 of weight 8 against eight P4 of weight 1: classes are strictly one after the other."""
    assert set(served(facts_of(cases_of(*8 * ["P4"], "P1"), able("ann", 8)))) == {"c8"}


def test_L2_inside_a_class_the_light_ones_may_win() -> None:
    """Two cases of half the effort are worth more than one."""
    cases = (*cases_of("P2", "P2", effort=0.5), case("c2", queue_id="q1", priority="P2"))

    assert set(served(facts_of(cases, able("ann", 4)))) == {"c0", "c1"}


def test_L2_it_is_on_only_where_it_is_set() -> None:
    found = served(facts_of(cases_of("P1", "P1", "P1"), able("ann", 8), agent("bob")))

    assert sum(one.agent == "bob" for one in found.values()) >= 2


def test_L2_the_rule_is_all_there_is_to_it() -> None:
    """Without it the problem has no weights."""
    facts = facts_of(cases_of("P1", "P1"), able("ann", 8))

    assert compile_problem(facts, RULES).problem.is_weighted
    assert compile_problem(facts, replace(RULES, weighted_limit=None)).problem.weighted is None


def test_L2_a_case_that_alone_weighs_too_much_is_refused_with_the_reason() -> None:
    plan = plan_of(facts_of(cases_of("P1", "P4"), able("ann", 7)))
    row = waiting(plan)["c0"]

    assert row.histogram == ((Reason.WEIGHTED_CAPACITY, 1),)
    assert row.reason == CaseReason.ALL_BLOCKED_BY_CAPACITY


def test_L2_a_case_without_weight_fits_always() -> None:
    """An effort of next to nothing is rounded to nothing."""
    assert set(served(facts_of(cases_of("P4", effort=0.001), able("ann", 0)))) == {"c0"}


def test_L2_a_case_outweighed_by_others_is_outcompeted() -> None:
    plan = plan_of(facts_of(cases_of("P1", "P2"), able("ann", 8)))

    assert waiting(plan)["c1"].reason == CaseReason.OUTCOMPETED


@pytest.mark.parametrize(
    ("capacity", "is_told"),
    [
        pytest.param(8, False, id="some time, when a case is closed"),
        pytest.param(7, True, id="never: a P1 weighs 8"),
    ],
)
def test_V4_a_full_agent_hides_who_is_free_next_unless_he_never_is(
    capacity: float, is_told: bool
) -> None:
    """Ann holds a case; Bob is back in two hours."""
    ann = able("ann", capacity, active_cases=(active("x", priority="P4"),))
    bob = agent("bob", absences=(absence(ago(hours=1), ahead(hours=2)),))
    row = waiting(plan_of(facts_of(cases_of("P1"), ann, bob)))["c0"]

    assert row.next_unblock == (ahead(hours=2) if is_told else None)


def test_O3_an_owner_keeps_what_he_has_whatever_it_weighs() -> None:
    """12 are more than 8; he gets nothing new for it, not even what weighs next to nothing."""
    mine = (*cases_of("P1", "P2", owner_id="ann"), case("c9", queue_id="q1", effort=0.01))
    found = served(facts_of(mine, able("ann", 8)))

    assert found == {"c0": Served("ann", STAYS), "c1": Served("ann", STAYS)}


def test_L2_incumbents_use_capacity() -> None:
    """He has 8 of 10: a P4 fits, another P2 does not."""
    own = cases_of("P1", owner_id="ann")
    new = (case("c1", queue_id="q1", priority="P4"), case("c2", queue_id="q1", priority="P2"))
    found = served(facts_of((*own, *new), able("ann", 10)))

    assert found == {"c0": Served("ann", STAYS), "c1": Served("ann", "q1")}


def test_Q9_weighted_capacity_is_not_overridden() -> None:
    """Unless the policy says so."""
    plan = plan_of(facts_of(cases_of("P1", "P1"), able("ann", 8), fallback=TROUBLE))

    assert len(plan.picks.case) == 1


def test_Q9_weighted_capacity_is_overridden_where_the_policy_says_so() -> None:
    plan = plan_of(facts_of(cases_of("P1", "P1"), able("ann", 8), fallback=ALL_OVER))

    assert len(plan.picks.case) == 2
    assert reasons_in(int(plan.picks.overridden.max())) == (Reason.WEIGHTED_CAPACITY,)


@pytest.mark.parametrize(
    ("fallback", "count"),
    [pytest.param(TROUBLE, 1, id="kept"), pytest.param(ALL_OVER, 3, id="overridden")],
)
def test_Q9_over_another_limit_weighted_capacity_still_holds(
    fallback: RoundRobinFallback, count: int
) -> None:
    """Nothing more per cycle, but work for one of three P1 cases."""
    ann = agent("ann", limits=Limits(per_cycle=0, hard_capacity=12))
    plan = plan_of(facts_of(cases_of("P1", "P1", "P1"), ann, fallback=fallback))

    assert len(plan.picks.case) == count
    assert (plan.picks.overridden & Reason.CYCLE_LIMIT.bit != 0).all()
