"""Designated agents of accounts and cases in whole answers (Q13)."""

from tests.answers.asking import Goes, agent, agents, case, decided, fits, queue, request

KEY = [{"accountId": "key", "designatedAgentId": "ann"}]
AWAY = [{"startTime": "2026-03-01T00:00:00Z", "endTime": "2026-03-15T00:00:00Z"}]


def test_Q13_the_engineer_of_the_account_is_bucket_1_and_the_team_stands_behind() -> None:
    """She is in no bucket of the queue; the second case of the account goes to the team."""
    asked = request(
        [case("c1", "q", accountId="key", urgency=9), case("c2", "q", accountId="key")],
        agents("ann bob cid"),
        [queue("q", "bob", "cid")],
        fits({"c1": (0, 1, 1), "c2": (0, 1, 1)}),
        accounts=KEY,
        limitPolicy={"limits": {"perCycle": 1}},
    )

    assert decided(asked) == {"c1": Goes("ann", "q", 1, 0), "c2": Goes("bob", "q", 2, 1)}


def test_Q13_while_he_is_away_the_team_is_bucket_2() -> None:
    asked = request(
        [case("c1", "q", accountId="key")],
        [agent("ann", absences=AWAY), agent("bob")],
        [queue("q", "bob")],
        accounts=KEY,
    )

    assert decided(asked) == {"c1": Goes("bob", "q", 2, 1)}


def test_Q13_who_is_not_in_the_snapshot_is_passed_over() -> None:
    """As in buckets; the team is bucket 1 then."""
    asked = request(
        [case("c1", "q", accountId="key")], agents("bob"), [queue("q", "bob")], accounts=KEY
    )

    assert decided(asked) == {"c1": Goes("bob", "q", 1, 0)}


def test_Q13_other_customers_do_not_get_him_by_that() -> None:
    """He is in no bucket, so he is none of theirs."""
    asked = request(
        [case("c1", "q"), case("c2", "q", designatedAgentId="ann")],
        agents("ann bob"),
        [queue("q", "bob")],
        accounts=KEY,
    )

    assert decided(asked) == {"c1": Goes("bob", "q"), "c2": Goes("ann", "q")}


def test_Q13_he_stands_before_all_buckets_of_all_own_queues() -> None:
    """Ann, who is in bucket 2 of one queue and in none of the other, has her case of the cycle."""
    asked = request(
        [
            case("c1", "q", accountId="key", urgency=9),
            case("c2", "q", accountId="key", urgency=8),
            case("c3", "q", accountId="key", urgency=7),
        ],
        agents("ann bob cid"),
        [queue("q", "bob", "ann"), queue("key", "cid", filter="account = 'key'")],
        accounts=KEY,
        limitPolicy={"limits": {"perCycle": 1}},
    )

    assert decided(asked) == {
        "c1": Goes("ann", "q", 1, 0),
        "c2": Goes("bob", "q", 2, 1),
        "c3": Goes("cid", "key", 2, 1),
    }


def test_Q13_the_catch_all_of_a_case_with_a_queue_has_its_own_buckets() -> None:
    """He is not one of its agents, and the team's bucket 1 is the first one there."""
    asked = request(
        [case("c1", "q", accountId="key")],
        [agent("ann", limits={"backlog": 0}), agent("bob")],
        [queue("q", "ann"), queue("rest", "bob")],
        accounts=KEY,
        catchAllQueueId="rest",
    )

    assert decided(asked) == {"c1": Goes("bob", "rest", 1, 2, "CATCH_ALL")}


def test_Q13_what_is_required_holds_for_him_too() -> None:
    needs = [{"kind": "KIND_SKILL", "name": "vpn"}]
    asked = request(
        [case("c1", "q", accountId="key", requirements=needs)],
        [agent("ann"), agent("bob", skills=[{"name": "vpn"}])],
        [queue("q", "bob")],
        accounts=KEY,
    )

    assert decided(asked) == {"c1": Goes("bob", "q", 2, 1)}
