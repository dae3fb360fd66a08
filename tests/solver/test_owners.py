"""Cases that somebody has already: kept, or moved for a gain (O3, 02 section 1)."""

from typing import Any

import pytest

from solver.explanation.chosen import explain_chosen
from solver.facts import (
    CountedSources,
    HourlyLimit,
    LimitPolicy,
    Limits,
    Snapshot,
    Source,
    Turns,
)
from solver.levels import LevelKind
from tests.builders import (
    active,
    agent,
    ago,
    all_day,
    case,
    policy,
    queue,
    recent,
    sent_fits,
    snapshot,
)
from tests.solver.planning import STAYS, Served, plan_of, served

ANN, BOB = agent("ann"), agent("bob")
KEPT = Served("ann", STAYS)
OF_ALLOTMENT = LimitPolicy(backlog_sources=CountedSources.ALLOTMENT)


def owned(case_id: str = "c1", **facts: Any) -> Any:
    """A case of queue q1 that Ann has."""
    return case(case_id, queue_id="q1", owner_id="ann", **facts)


def facts_of(
    *cases: Any, fits: dict[tuple[int, int], float] | None = None, **facts: Any
) -> Snapshot:
    """Ann and Bob at work in queue q1; fits by position of case and agent."""
    rules = {"queues": (queue("q1", {"ann", "bob"}),), "shifts": (all_day("ann", "bob"),)}
    rules |= facts.pop("rules", {})
    scores = (sent_fits(fits),) if fits else ()
    given = {"agents": (ANN, BOB), "cases": cases, "scores": scores, **facts}
    return snapshot(policy=policy(**rules), **given)


@pytest.mark.parametrize(
    ("fit_of_bob", "moves"),
    [
        pytest.param(0.74, False, id="a gain below the cost"),
        pytest.param(0.76, True, id="a gain above the cost"),
    ],
)
def test_O3_a_case_moves_for_a_gain_above_the_cost(fit_of_bob: float, moves: bool) -> None:
    """Ann suits it by 0.5, and a move costs 0.25."""
    facts = facts_of(owned(), fits={(0, 0): 0.5, (0, 1): fit_of_bob}, rules={"switch_cost": 0.25})

    assert served(facts) == {"c1": Served("bob", "q1") if moves else KEPT}


def test_O3_the_owner_has_no_penalty_for_what_he_got_lately() -> None:
    """Else the assignment itself would take the case from him."""
    late = agent("ann", recent=(recent(ago(minutes=1)),))
    plan = plan_of(facts_of(owned(), agents=(late, BOB), rules={"switch_cost": 0.01}))

    assert served(plan.compiled.snapshot) == {"c1": KEPT}
    chosen = explain_chosen(plan.compiled, plan.picks)
    assert chosen.breakdown.keep.tolist() == [1_000_000]


def test_O3_a_locked_case_stays_with_whomever() -> None:
    facts = facts_of(owned(locked=True), fits={(0, 0): 0.0, (0, 1): 1.0})

    assert served(facts) == {"c1": KEPT}


def test_O3_an_owner_who_is_away_or_in_no_queue_keeps_his_case() -> None:
    """Nobody else is there to take it."""
    facts = facts_of(owned(), agents=(ANN,), rules={"queues": (), "shifts": ()})

    assert served(facts) == {"c1": KEPT}


def test_O3_incumbents_use_backlog_room() -> None:
    """Ann holds three cases with hers and may hold three, so Bob takes the new one."""
    full = agent("ann", active_cases=(active("x"), active("y")), limits=Limits(backlog=3))
    fits = {(0, 0): 1.0, (0, 1): 0.1, (1, 0): 1.0, (1, 1): 0.1}
    facts = facts_of(owned("c1"), case("c2", queue_id="q1"), agents=(full, BOB), fits=fits)

    assert served(facts) == {"c1": KEPT, "c2": Served("bob", "q1")}


def test_O3_incumbents_use_no_hourly_count() -> None:
    """Ann may take one new case beside the one she has."""
    once = agent("ann", limits=Limits(hourly=HourlyLimit(1), per_cycle=1))
    facts = facts_of(owned("c1"), case("c2", queue_id="q1"), agents=(once,))

    assert served(facts) == {"c1": KEPT, "c2": Served("ann", "q1")}


def test_O3_backlog_that_counts_our_own_cases_alone_counts_no_incumbents() -> None:
    one = agent("ann", limits=Limits(backlog=1))
    facts = facts_of(
        owned("c1"), case("c2", queue_id="q1"), agents=(one,), rules={"limits": OF_ALLOTMENT}
    )

    assert served(facts) == {"c1": KEPT, "c2": Served("ann", "q1")}


def test_O3_an_owner_of_more_than_the_backlog_allows_takes_nothing_new() -> None:
    """He keeps what he has; even where a case of his moves away, no new one comes."""
    crowded = agent("ann", limits=Limits(backlog=1))
    fits = {(0, 0): 0.0, (0, 1): 1.0, (1, 0): 0.5, (2, 0): 1.0, (2, 1): 0.0}
    once = agent("bob", limits=Limits(per_cycle=1))
    cases = (owned("c1"), owned("c2"), case("c3", queue_id="q1"))
    facts = facts_of(*cases, agents=(crowded, once), fits=fits)

    assert served(facts) == {"c1": KEPT, "c2": KEPT, "c3": Served("bob", "q1")}


def test_O3_a_case_that_moves_makes_room_for_a_new_one() -> None:
    """Ann may hold one case: hers goes to Bob, who alone may not take the other."""
    single = agent("ann", limits=Limits(backlog=1))
    queues = (queue("q1", {"ann", "bob"}), queue("q2", {"ann"}))
    cases = (owned("c1"), case("c2", queue_id="q2"))
    facts = facts_of(*cases, agents=(single, BOB), rules={"queues": queues, "switch_cost": 1.0})

    assert served(facts) == {"c1": Served("bob", "q1"), "c2": Served("ann", "q2")}


def test_O3_all_incumbents_come_before_all_else() -> None:
    """Though a new case is more urgent and of an earlier group."""
    single = agent("ann", limits=Limits(backlog=1))
    queues = (queue("q1", {"ann"}), queue("q2", {"ann"}))
    facts = facts_of(
        owned("c1"),
        case("c2", queue_id="q2", priority="P1"),
        agents=(single,),
        rules={"queues": queues, "drain_groups": (frozenset({"q2"}),)},
    )
    plan = plan_of(facts)

    assert served(facts) == {"c1": KEPT}
    assert (plan.levels[0].kind, plan.levels[0].value) == (LevelKind.INCUMBENTS, 1)


def test_O3_a_case_goes_to_a_later_bucket_only_to_serve_another() -> None:
    """Bob suits it far better, but he stands in bucket 2."""
    queues = (queue("q1", {"ann"}, {"bob"}),)
    facts = facts_of(owned(), fits={(0, 0): 0.0, (0, 1): 1.0}, rules={"queues": queues})

    assert served(facts) == {"c1": KEPT}


@pytest.mark.parametrize(
    ("fit_of_bob", "moves"),
    [
        pytest.param(0.54, False, id="a gain below the cost"),
        pytest.param(0.56, True, id="a gain above the cost"),
    ],
)
def test_O3_a_move_is_weighed_by_fit_in_rotation_too(fit_of_bob: float, moves: bool) -> None:
    """Bob was never assigned anything, so his turn would count 1; Ann suits it by 0.5."""
    queues = (queue("q1", {"ann", "bob"}, turns=Turns.ALWAYS),)
    late = agent("ann", recent=(recent(ago(minutes=1), queue_id="q1"),))
    facts = facts_of(
        owned(),
        agents=(late, BOB),
        fits={(0, 0): 0.5, (0, 1): fit_of_bob},
        rules={"queues": queues, "switch_cost": 0.05},
    )

    assert served(facts) == {"c1": Served("bob", "q1") if moves else KEPT}


def test_S4_the_discount_of_an_agent_is_split_by_falling_fit_of_moved_cases_too() -> None:
    """c1 fits better than c2 before the cost of its move, so it is the first one."""
    past = agent("bob", recent=(recent(ago(hours=5), source=Source.ALLOTMENT),))
    fits = {(0, 0): 0.0, (0, 1): 0.9, (1, 1): 0.8}
    facts = facts_of(
        owned("c1"),
        case("c2", queue_id="q2"),
        agents=(ANN, past),
        fits=fits,
        rules={
            "queues": (queue("q1", {"bob"}), queue("q2", {"bob"})),
            "switch_cost": 0.3,
        },
    )
    plan = plan_of(facts)
    chosen = explain_chosen(plan.compiled, plan.picks)

    assert served(facts) == {"c1": Served("bob", "q1"), "c2": Served("bob", "q2")}
    assert chosen.picks.discount[0] == 0
    assert chosen.picks.discount[1] > 0


def test_O3_an_owner_counts_as_one_of_the_agents_who_could_have_it() -> None:
    """Bob suits the case better, yet the cost of a move keeps it with Ann."""
    facts = facts_of(owned(), fits={(0, 0): 0.5, (0, 1): 0.6}, rules={"switch_cost": 0.2})
    plan = plan_of(facts)
    chosen = explain_chosen(plan.compiled, plan.picks)

    assert (chosen.places.place.tolist(), chosen.places.eligible.tolist()) == ([2], [2])
