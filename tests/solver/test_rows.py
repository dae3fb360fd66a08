"""Ranks, charges and designated agents of allowed pairs (Q3, Q4, Q6, Q13)."""

from datetime import timedelta
from typing import Any

from solver.facts import DailyLimit, Snapshot, Source
from tests.builders import (
    account,
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
from tests.constraints.matched import MatchedRules
from tests.solver.planning import Served, plan_of, served

ANN, BOB, CID = agent("ann"), agent("bob"), agent("cid")
BOTH = MatchedRules(matching={"c1": ("q1", "q2")})


def facts_of(*queues: Any, **facts: Any) -> Snapshot:
    """Ann, Bob and Cid at work, one case unless others are given."""
    agents = facts.pop("agents", (ANN, BOB, CID))
    rules = facts.pop("rules", {})
    shifts = (all_day("ann", "bob", "cid"),)
    return snapshot(agents=agents, policy=policy(queues=queues, shifts=shifts, **rules), **facts)


def lately(queue_id: str, count: int = 1, who: str = "ann") -> Any:
    """An agent with so many assignments of today through a queue."""
    past = [
        recent(ago(hours=hour + 1), queue_id=queue_id, source=Source.ALLOTMENT)
        for hour in range(count)
    ]
    return agent(who, recent=tuple(past))


def orders(snapshot: Snapshot, rules: MatchedRules) -> list[tuple[str, int, int]]:
    """(queue, rank, order) of all allowed triples of one agent and one case."""
    compiled = plan_of(snapshot, rules).compiled
    queues = snapshot.policy.queues
    triples = compiled.problem.triples
    return [
        (queues[queue].queue_id, rank, order)
        for queue, rank, order in zip(
            compiled.queue.tolist(), triples.rank.tolist(), triples.order.tolist(), strict=True
        )
    ]


def test_Q6_queues_of_one_group_unite_their_agents() -> None:
    """Bob is in the second queue alone, and suits best."""
    facts = facts_of(queue("q1", {"ann"}), queue("q2", {"bob"}), scores=(sent_fits({(0, 1): 1.0}),))

    assert served(facts, BOTH) == {"c1": Served("bob", "q2")}


def test_Q6_the_best_bucket_is_charged() -> None:
    facts = facts_of(queue("q1", {"bob"}, {"ann"}), queue("q2", {"ann"}), agents=(ANN,))

    assert served(facts, BOTH) == {"c1": Served("ann", "q2")}


def test_Q6_of_equal_buckets_the_queue_configured_first_is_charged() -> None:
    facts = facts_of(queue("q1", {"ann"}), queue("q2", {"ann"}), agents=(ANN,))

    assert served(facts, BOTH) == {"c1": Served("ann", "q1")}
    assert orders(facts, BOTH) == [("q1", 0, 0), ("q2", 0, 1)]


def test_Q6_a_queue_without_daily_room_is_passed_over() -> None:
    """It does not count as an earlier one either."""
    facts = facts_of(
        queue("q1", {"ann"}, daily_limit=DailyLimit(1)),
        queue("q2", {"ann"}),
        agents=(lately("q1"),),
    )

    assert served(facts, BOTH) == {"c1": Served("ann", "q2")}
    assert orders(facts, BOTH) == [("q2", 0, 0)]


def test_Q6_two_queues_with_room_for_one_each_serve_two_cases() -> None:
    """The second case is charged to the second queue rather than left waiting."""
    one = DailyLimit(1)
    facts = facts_of(
        queue("q1", {"ann"}, daily_limit=one),
        queue("q2", {"ann"}, daily_limit=one),
        agents=(ANN,),
        cases=(case("c1"), case("c2")),
    )
    rules = MatchedRules(matching={"c1": ("q1", "q2"), "c2": ("q1", "q2")})

    assert {row.queue for row in served(facts, rules).values()} == {"q1", "q2"}


def test_Q6_a_better_bucket_wins_over_the_configured_order() -> None:
    facts = facts_of(queue("q1", {"bob"}, {"ann"}), queue("q2", {"ann"}), agents=(ANN, BOB))
    found = orders(facts_of(*facts.policy.queues, agents=(ANN,)), BOTH)

    assert found == [("q1", 1, 0), ("q2", 0, 0)]


def test_Q6_a_charged_queue_lends_its_weights() -> None:
    """The fit of the pair is that of the queue it is charged to (S2)."""
    queues = (
        queue("q1", {"ann"}, pillar_weights=(("bandwidth", 1.0),), daily_limit=DailyLimit(0)),
        queue("q2", {"ann"}, pillar_weights=(("customer_history", 1.0),)),
    )
    plan = plan_of(facts_of(*queues, agents=(ANN,)), BOTH)

    assert plan.compiled.fit[plan.choice[0]] == 2_000


def test_Q4_a_fallback_charges_its_own_daily_limit() -> None:
    facts = facts_of(
        queue("q1", {"ann"}, fallback_ids=("q2",)),
        queue("q2", {"bob"}, daily_limit=DailyLimit(1)),
        agents=(lately("q2", who="bob"),),
    )

    assert served(facts, MatchedRules(matching={"c1": ("q1",)})) == {}


def test_Q13_a_designated_agent_of_no_bucket_is_bucket_1() -> None:
    """The queue's own agents stand behind him, though they suit better."""
    facts = facts_of(
        queue("q1", {"bob"}, {"cid"}),
        cases=(case(account_id="k1", queue_id="q1"),),
        accounts=(account(designated_agent_id="ann"),),
        scores=(sent_fits({(0, 0): 0.1, (0, 1): 0.9}),),
    )

    assert served(facts) == {"c1": Served("ann", "q1", 0)}
    assert orders(facts, MatchedRules(matching={"c1": ("q1",)})) == [
        ("q1", 0, 0),
        ("q1", 1, 0),
        ("q1", 2, 0),
    ]


def test_Q13_a_designated_agent_of_a_later_bucket_moves_up() -> None:
    facts = facts_of(
        queue("q1", {"bob"}, {"ann"}),
        cases=(case(designated_agent_id="ann", queue_id="q1"),),
    )

    assert served(facts) == {"c1": Served("ann", "q1", 0)}


def test_Q13_hard_rules_hold_for_a_designated_agent() -> None:
    """He is away from all shifts, so bucket 2 takes the case."""
    facts = snapshot(
        agents=(ANN, BOB),
        cases=(case(designated_agent_id="ann", queue_id="q1"),),
        policy=policy(queues=(queue("q1", {"bob"}),), shifts=(all_day("bob"),)),
    )

    assert served(facts) == {"c1": Served("bob", "q1", 1)}


def test_Q13_a_designated_agent_who_is_not_here_moves_nobody() -> None:
    facts = facts_of(queue("q1", {"bob"}), cases=(case(designated_agent_id="gone", queue_id="q1"),))

    assert served(facts) == {"c1": Served("bob", "q1", 0)}


def test_Q7_a_pair_at_exactly_the_least_fit_is_allowed() -> None:
    """Bandwidth does not count: history 0.2 and time overlap 0.5 weigh 1 to 2, which is 0.4."""
    weights = (("time_overlap", 2.0), ("customer_history", 1.0), ("bandwidth", 7.0))
    for least, rows in ((0.4, {"c1": Served("ann", "q1")}), (0.400001, {})):
        facts = facts_of(
            queue("q1", {"ann"}, pillar_weights=weights, min_fit=least),
            cases=(case(queue_id="q1"),),
            agents=(agent("ann", recent=(recent(ago(minutes=1)),)),),
        )
        assert served(facts) == rows


def test_Q7_a_sum_just_below_the_least_fit_is_below_it() -> None:
    """0.3999998 is not rounded up to 0.4."""
    weights = (("time_overlap", 0.666666), ("customer_history", 0.333334))
    facts = facts_of(
        queue("q1", {"ann"}, pillar_weights=weights, min_fit=0.4),
        cases=(case(queue_id="q1"),),
    )

    assert served(facts) == {}


def test_Q7_a_sent_fit_is_compared_as_it_is() -> None:
    for least, rows in ((0.4, {"c1": Served("ann", "q1")}), (0.400001, {})):
        facts = facts_of(
            queue("q1", {"ann"}, min_fit=least),
            cases=(case(queue_id="q1"),),
            scores=(sent_fits({(0, 0): 0.4}),),
        )
        assert served(facts) == rows


def test_Q7_a_waived_least_fit_lets_the_pair_in() -> None:
    facts = facts_of(
        queue("q1", {"ann"}, min_fit=1.0, min_fit_wait=timedelta(hours=1)),
        cases=(case("c1", queue_id="q1", created=ago(hours=1)), case("c2", queue_id="q1")),
    )

    assert served(facts) == {"c1": Served("ann", "q1")}
