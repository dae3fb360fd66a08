"""Queues: which cases, which agents, in which order (Q1, Q3, Q5)."""

from constraints import memberships
from tests.builders import agent, case, policy, queue, snapshot

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
