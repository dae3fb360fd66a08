"""Queues: which cases, which agents, in which order (Q1, Q3-Q6, Q10, Q13)."""

from dataclasses import replace
from typing import Any

import pytest

from constraints import memberships
from solver.facts import Queue
from tests.builders import account, agent, case, policy, queue, snapshot
from tests.constraints.matched import matched

QUEUES = (queue("tech"), queue("billing"), queue("sales"))


def pairs(*cases: str) -> list[tuple[int, int]]:
    """(case, queue) of cases that carry these queue names."""
    rows = tuple(case(f"c{place}", queue_id=name) for place, name in enumerate(cases))
    found = memberships(snapshot(cases=rows, policy=policy(queues=QUEUES)))
    return list(zip(found.case.tolist(), found.queue.tolist(), strict=True))


def test_Q1_a_case_is_in_the_queue_that_it_names() -> None:
    """Positions are those of the configured order, not of the alphabet."""
    assert pairs("sales", "tech", "tech") == [(0, 2), (1, 0), (2, 0)]


def test_Q1_a_case_with_no_queue_or_one_that_is_not_configured_is_in_none() -> None:
    assert pairs("", "billing", "unheard of") == [(1, 1)]


def test_Q3_agents_are_in_their_bucket_and_nowhere_else() -> None:
    """Agents that are not in the snapshot are passed over."""
    queues = (queue("tech", {"bob"}, {"ann", "gone"}), queue("billing", set(), {"cid"}))
    agents = (agent("ann"), agent("bob"), agent("cid"))
    found = memberships(snapshot(agents=agents, policy=policy(queues=queues)))

    assert found.bucket.tolist() == [[1, 0, -1], [-1, -1, 1]]


def test_Q5_a_case_belongs_to_the_drain_group_of_its_queue() -> None:
    """Sales comes first, then tech; billing is not listed, so it comes last with the rest."""
    groups = (frozenset({"sales"}), frozenset({"tech"}))
    names = ("tech", "billing", "sales", "", "unheard of")
    cases = tuple(case(f"c{place}", queue_id=name) for place, name in enumerate(names))
    facts = snapshot(cases=cases, policy=policy(queues=QUEUES, drain_groups=groups))

    assert memberships(facts).group.tolist() == [1, 2, 0, 2, 2]


def test_Q5_without_drain_groups_all_cases_are_of_one_group() -> None:
    cases = (case("c1", queue_id="tech"), case("c2"))
    facts = snapshot(cases=cases, policy=policy(queues=QUEUES))

    assert memberships(facts).group.tolist() == [0, 0]


def test_a_policy_without_queues_takes_no_case() -> None:
    found = memberships(snapshot(cases=(case(queue_id="tech"),)))

    assert found.case.tolist() == []
    assert found.group.tolist() == [0]
    assert found.bucket.shape == (0, 1)


def test_a_snapshot_without_cases_and_agents_has_no_members() -> None:
    found = memberships(snapshot(cases=(), agents=(), policy=policy(queues=QUEUES)))

    assert found.group.shape == (0,)
    assert found.bucket.shape == (3, 0)


def chain(case_queues: tuple[str, ...], *queues: Queue, **facts: Any) -> list[tuple[str, int]]:
    """(queue, offset) of a case that these queues match, in the order in which they are tried."""
    found = matched(snapshot(policy=policy(queues=queues, **facts)), {"c1": case_queues})
    names = [queues[place].queue_id for place in found.queue]
    return list(zip(names, found.offset.tolist(), strict=True))


def tier(queue_id: str, *fallbacks: str, buckets: int = 1) -> Queue:
    """A queue with so many empty buckets."""
    return queue(queue_id, *[set[str]() for _ in range(buckets)], fallback_ids=fallbacks)


def test_Q4_a_chain_flattens_to_buckets_then_tiers() -> None:
    """Two buckets, then the tier behind with its three, then the last one."""
    tiers = (tier("a", "b", "c", buckets=2), tier("b", buckets=3), tier("c"))

    assert chain(("a",), *tiers) == [("a", 0), ("b", 2), ("c", 5)]


def test_Q4_the_fallbacks_of_a_tier_come_before_the_next_tier() -> None:
    tiers = (tier("a", "b", "d"), tier("b", "c"), tier("c"), tier("d"))

    assert chain(("a",), *tiers) == [("a", 0), ("b", 1), ("c", 2), ("d", 3)]


def test_Q4_a_tier_that_two_ways_lead_to_is_tried_once_where_it_comes_first() -> None:
    tiers = (tier("a", "b", "c"), tier("b", "d"), tier("c", "d"), tier("d"))

    assert chain(("a",), *tiers) == [("a", 0), ("b", 1), ("d", 2), ("c", 3)]


def test_Q4_a_queue_without_buckets_is_a_step_all_the_same() -> None:
    """Whoever fills it later moves nobody behind it."""
    assert chain(("a",), queue("a", fallback_ids=("b",)), tier("b")) == [("a", 0), ("b", 1)]


def test_Q4_every_own_queue_has_a_chain_and_a_shared_tier_takes_the_shorter_way() -> None:
    """`c` is one step behind `b`, though three behind `a`."""
    tiers = (tier("a", "c", buckets=3), tier("b", "c"), tier("c"))

    assert chain(("a", "b"), *tiers) == [("a", 0), ("b", 0), ("c", 1)]


def test_Q4_an_own_queue_is_no_tier_of_another_one() -> None:
    assert chain(("a", "b"), tier("a", "b"), tier("b")) == [("a", 0), ("b", 0)]


def test_Q4_the_drain_group_of_the_case_stays() -> None:
    """The tier behind is of the first group, the case is not."""
    groups = (frozenset({"b"}), frozenset({"a"}))
    facts = snapshot(policy=policy(queues=(tier("a", "b"), tier("b")), drain_groups=groups))

    assert matched(facts, {"c1": ("a",)}).group.tolist() == [1]


def test_Q6_the_highest_drain_group_wins_and_lower_queues_are_ignored() -> None:
    groups = (frozenset({"c"}), frozenset({"a", "b"}))
    queues = (tier("a"), tier("b"), tier("c"))

    assert chain(("a", "b", "c"), *queues, drain_groups=groups) == [("c", 0)]
    assert chain(("a", "b"), *queues, drain_groups=groups) == [("a", 0), ("b", 0)]


def test_Q6_a_lower_queue_counts_where_it_is_named_as_fallback() -> None:
    groups = (frozenset({"c"}), frozenset({"a", "b"}))
    queues = (tier("a"), tier("b"), tier("c", "b"))

    assert chain(("a", "b", "c"), *queues, drain_groups=groups) == [("c", 0), ("b", 1)]


def advice(queue_id: str, *fallbacks: str) -> Queue:
    """A queue that only recommends."""
    return replace(tier(queue_id, *fallbacks), auto_assign=False)


def test_Q7_an_own_queue_that_only_recommends_leads_nowhere() -> None:
    """Not even to the catch-all."""
    queues = (advice("a", "b"), tier("b"), tier("rest"))

    assert chain(("a",), *queues, catch_all_id="rest") == [("a", 0)]


def test_Q7_another_own_queue_that_is_on_has_its_chain_and_the_catch_all() -> None:
    queues = (advice("a", "b"), tier("b"), tier("c", "d"), tier("d"), tier("rest"))

    assert chain(("a", "c"), *queues, catch_all_id="rest") == [
        ("a", 0), ("c", 0), ("d", 1), ("rest", 2)
    ]  # fmt: skip


def test_Q7_the_chain_goes_on_behind_a_fallback_that_only_recommends() -> None:
    """It keeps its step, where its pairs are refused."""
    queues = (tier("a", "b", "d"), advice("b", "c"), tier("c"), tier("d"))

    assert chain(("a",), *queues) == [("a", 0), ("b", 1), ("c", 2), ("d", 3)]


def test_Q7_a_queue_that_never_takes_part_does_not_stop_its_chain() -> None:
    queues = (replace(tier("a", "b"), takes_part=False), tier("b"), tier("rest"))

    assert chain(("a",), *queues, catch_all_id="rest") == [("a", 0), ("b", 1), ("rest", 2)]


def test_Q10_the_catch_all_is_the_last_tier_of_every_case() -> None:
    """Behind the longest of its chains; for a case of no queue it is the only one."""
    queues = (tier("a", "b", buckets=2), tier("b"), tier("rest"))

    assert chain(("a",), *queues, catch_all_id="rest") == [("a", 0), ("b", 2), ("rest", 3)]
    assert chain(("a", "b"), *queues, catch_all_id="rest") == [("a", 0), ("b", 0), ("rest", 2)]
    assert chain((), *queues, catch_all_id="rest") == [("rest", 0)]


def test_Q10_a_catch_all_in_the_chain_keeps_its_place() -> None:
    queues = (tier("a", "rest", "b"), tier("b"), tier("rest"))

    assert chain(("a",), *queues, catch_all_id="rest") == [("a", 0), ("rest", 1), ("b", 2)]
    assert chain(("rest",), *queues, catch_all_id="rest") == [("rest", 0)]


def test_Q10_a_case_of_no_queue_stays_in_the_last_group() -> None:
    """Though the catch-all is of the first one."""
    facts = snapshot(
        policy=policy(
            queues=(tier("rest"),), catch_all_id="rest", drain_groups=(frozenset({"rest"}),)
        )
    )
    found = matched(facts, {})

    assert (found.group.tolist(), found.own.tolist(), found.catch_all) == ([1], [False], 0)


@pytest.mark.parametrize(
    ("facts", "position"),
    [
        pytest.param({"account_id": "k1"}, 1, id="of the account"),
        pytest.param({"account_id": "k1", "designated_agent_id": "ann"}, 0, id="of the case"),
        pytest.param({"account_id": "k1", "designated_agent_id": "gone"}, -1, id="away"),
        pytest.param({"account_id": "k2"}, -1, id="nobody"),
        pytest.param({}, -1, id="no account"),
    ],
)
def test_Q13_the_designated_agent_of_the_case_wins_over_the_accounts(
    facts: dict[str, str], position: int
) -> None:
    """Who is not in the snapshot is passed over."""
    rows = snapshot(
        cases=(case(**facts),),
        agents=(agent("ann"), agent("bob")),
        accounts=(account("k1", designated_agent_id="bob"), account("k2")),
    )

    assert memberships(rows).designated.tolist() == [position]
