"""Places and buckets where a pair has several ways (Q6, Q13)."""

from solver.explanation.buckets import bucket_numbers
from solver.explanation.chosen import explain_chosen
from solver.facts import DailyLimit
from tests.builders import agent, all_day, case, policy, queue, snapshot
from tests.constraints.matched import MatchedRules
from tests.solver.planning import plan_of

WELL = (("time_overlap", 1.0),)
BADLY = (("customer_history", 1.0),)
FULL = DailyLimit(0)


def test_an_agent_is_never_ahead_of_himself() -> None:
    """Ann is charged to the queue whose weights suit her worse; her other way is no rival."""
    queues = (
        queue("q1", {"bob"}, {"ann"}, pillar_weights=WELL),
        queue("q2", {"ann"}, pillar_weights=BADLY),
    )
    facts = snapshot(agents=(agent("ann"),), policy=policy(queues=queues, shifts=(all_day("ann"),)))
    plan = plan_of(facts, MatchedRules(matching={"c1": ("q1", "q2")}))
    chosen = explain_chosen(plan.compiled, plan.picks)

    assert (chosen.picks.fit.tolist(), chosen.places.place.tolist()) == ([2_000], [1])
    assert chosen.places.eligible.tolist() == [1]


def test_another_agent_is_ahead_by_the_best_of_his_ways() -> None:
    """Bob would suit better through the tier behind, which is not his first way."""
    queues = (
        queue("q1", {"ann", "bob"}, pillar_weights=BADLY, fallback_ids=("q2",)),
        queue("q2", {"bob"}, pillar_weights=WELL),
    )
    facts = snapshot(
        agents=(agent("ann"), agent("bob")),
        policy=policy(queues=queues, shifts=(all_day("ann", "bob"),)),
    )
    plan = plan_of(facts, MatchedRules(matching={"c1": ("q1",)}))
    chosen = explain_chosen(plan.compiled, plan.picks)

    assert chosen.picks.agent.tolist() == [0]
    assert (chosen.places.place.tolist(), chosen.places.eligible.tolist()) == ([2], [2])


def test_a_designated_agent_who_comes_through_a_tier_stands_in_its_bucket() -> None:
    """His way as bucket 1 is full for today, and he is in the second bucket of the tier."""
    queues = (
        queue("q1", {"bob"}, daily_limit=FULL, fallback_ids=("q2",)),
        queue("q2", {"bob"}, {"ann"}),
    )
    facts = snapshot(
        agents=(agent("ann"),),
        cases=(case(queue_id="q1", designated_agent_id="ann"),),
        policy=policy(queues=queues, shifts=(all_day("ann"),)),
    )
    plan = plan_of(facts)

    assert plan.picks.rank.tolist() == [3]
    assert bucket_numbers(plan.compiled, plan.picks).tolist() == [2]
