"""Buckets and tiers in whole answers (Q3, Q4, Q5, Q7)."""

from tests.answers.asking import (
    Goes,
    agent,
    agents,
    case,
    decided,
    fits,
    histogram,
    lately,
    queue,
    request,
)

HOURLY = {"hourly": {"count": 1}}
TIERS = [
    queue("first", "ann", "bob", fallbackQueueIds=["second", "third"]),
    queue("second", "cid"),
    queue("third", "dan"),
]


def test_Q4_buckets_come_before_tiers_and_tiers_in_their_order() -> None:
    """Four cases for four agents of one case each: all ranks of the chain are used."""
    asked = request(
        [case(f"c{n}", "first") for n in range(4)],
        agents("ann bob cid dan"),
        TIERS,
        limitPolicy={"limits": {"perCycle": 1}},
    )
    found = set(decided(asked).values())

    assert found == {
        Goes("ann", "first", 1, 0),
        Goes("bob", "first", 2, 1),
        Goes("cid", "second", 1, 2),
        Goes("dan", "third", 1, 3),
    }


def test_Q3_a_better_fit_further_down_the_chain_is_no_reason_to_go_there() -> None:
    asked = request(
        [case("c1", "first")], agents("ann bob cid dan"), TIERS, fits({"c1": (0.1, 0.9, 0.9, 1)})
    )

    assert decided(asked) == {"c1": Goes("ann", "first")}


def test_Q3_an_urgent_case_gets_the_earlier_bucket() -> None:
    """Both are served; the more urgent one stands first, though the other suits better."""
    asked = request(
        [case("c1", "first", urgency=10), case("c2", "first", urgency=50)],
        agents("ann bob"),
        [queue("first", "ann", "bob")],
        fits({"c1": (1, 0), "c2": (0, 1)}),
        limitPolicy={"limits": {"perCycle": 1}},
    )

    assert decided(asked) == {"c1": Goes("bob", "first", 2, 1), "c2": Goes("ann", "first")}


def test_Q4_a_case_goes_down_a_tier_to_serve_one_more() -> None:
    """c2 can be served by Ann alone, so c1 goes to the tier behind."""
    asked = request(
        [case("c1", "first", urgency=90), case("c2", "only", urgency=10)],
        agents("ann bob"),
        [
            queue("first", "ann", fallbackQueueIds=["back"]),
            queue("back", "bob"),
            queue("only", "ann"),
        ],
        limitPolicy={"limits": {"perCycle": 1}},
    )

    assert decided(asked) == {"c1": Goes("bob", "back", 1, 1), "c2": Goes("ann", "only")}


def test_Q5_a_lower_group_never_sends_a_higher_case_down_its_chain() -> None:
    """The same, but c2 is of a lower group: it waits."""
    asked = request(
        [case("c1", "first"), case("c2", "only", priority="P1", urgency=100)],
        agents("ann bob"),
        [
            queue("first", "ann", fallbackQueueIds=["back"]),
            queue("back", "bob"),
            queue("only", "ann"),
        ],
        limitPolicy={"limits": {"perCycle": 1}},
        drainGroups=[{"queueIds": ["first"]}],
    )

    assert decided(asked) == {"c1": Goes("ann", "first"), "c2": "OUTCOMPETED"}


def test_Q5_a_high_case_that_nobody_can_take_blocks_nobody() -> None:
    asked = request(
        [case("c1", "high"), case("c2", "low")],
        agents("ann bob"),
        [queue("high", "gone"), queue("low", "bob")],
        drainGroups=[{"queueIds": ["high"]}],
    )

    assert decided(asked) == {"c1": "NO_ELIGIBLE_AGENT", "c2": Goes("bob", "low")}


def test_Q4_a_tier_has_its_own_daily_limit() -> None:
    """Bob had his case of the day through the tier."""
    past = [lately("2026-03-04T08:00:00Z", "back", source="ASSIGNMENT_SOURCE_ALLOTMENT")]
    asked = request(
        [case("c1", "first")],
        [agent("bob", recentAssignments=past)],
        [
            queue("first", "ann", fallbackQueueIds=["back"]),
            queue("back", "bob", dailyLimit={"count": 1}),
        ],
    )

    assert decided(asked) == {"c1": "ALL_BLOCKED_BY_CAPACITY"}
    assert histogram(asked, "c1") == {"QUEUE_DAILY_LIMIT": 1}


def test_an_agent_in_several_queues_counts_under_the_one_that_refuses_him_last() -> None:
    """The first queue takes no part and the tier's limit is used up: that is why he is not free."""
    asked = request(
        [case("c1", "first")],
        agents("ann bob"),
        [
            queue("first", "ann bob", when="WHEN_NEVER", fallbackQueueIds=["back"]),
            queue("back", "bob", dailyLimit={"count": 0}),
        ],
    )

    assert histogram(asked, "c1") == {"QUEUE_NEVER": 1, "QUEUE_DAILY_LIMIT": 1}


def test_Q7_a_queue_that_never_takes_part_leaves_its_cases_to_its_tiers() -> None:
    queues = [
        queue("first", "ann", when="WHEN_NEVER", fallbackQueueIds=["back"]),
        queue("back", "bob"),
    ]

    assert decided(request([case("c1", "first")], agents("ann bob"), queues)) == {
        "c1": Goes("bob", "back", 1, 1)
    }


def test_Q7_a_queue_that_only_recommends_assigns_nothing() -> None:
    asked = request([case("c1", "q")], agents("ann"), [queue("q", "ann", autoAssign=False)])

    assert decided(asked) == {"c1": "NO_ELIGIBLE_AGENT"}
    assert histogram(asked, "c1") == {"QUEUE_MANUAL_ONLY": 1}


def test_Q7_a_queue_that_only_recommends_does_not_hand_its_cases_on() -> None:
    queues = [queue("q", "ann", autoAssign=False, fallbackQueueIds=["back"]), queue("back", "bob")]

    assert decided(request([case("c1", "q")], agents("ann bob"), queues)) == {
        "c1": "NO_ELIGIBLE_AGENT"
    }


def test_Q7_a_fallback_that_only_recommends_is_skipped() -> None:
    """Nobody gets the case through it; the chain goes on to Cid."""
    queues = [
        queue("q", "ann", fallbackQueueIds=["advice"]),
        queue("advice", "bob", autoAssign=False, fallbackQueueIds=["back"]),
        queue("back", "cid"),
    ]
    staff = [agent("ann", limits={"backlog": 0}), agent("bob"), agent("cid")]

    assert decided(request([case("c1", "q")], staff, queues)) == {"c1": Goes("cid", "back", 1, 2)}


def test_Q12_who_lacks_what_is_required_gets_nothing() -> None:
    staff = [
        agent("ann", skills=[{"name": "vpn", "level": 2}]),
        agent("bob", attributes=[{"name": "language", "text": "de"}]),
        agent("cid"),
    ]
    needs = [
        {"kind": "KIND_SKILL", "name": "vpn", "minLevel": 3},
        {"kind": "KIND_ATTRIBUTE", "name": "language", "value": "de"},
    ]
    asked = request(
        [case("c1", "q", requirements=needs[1:]), case("c2", "q", requirements=needs)],
        staff,
        [queue("q", "ann bob cid")],
        fits({"c1": (1, 0, 1), "c2": (1, 1, 1)}),
    )

    assert decided(asked) == {"c1": Goes("bob", "q"), "c2": "NO_ELIGIBLE_AGENT"}
    assert histogram(asked, "c2") == {"MISSING_SKILL": 3}


def test_Q12_a_requirement_is_dropped_after_exactly_its_wait() -> None:
    """c1 has waited an hour, c2 a second less."""
    needs = [{"kind": "KIND_SKILL", "name": "vpn", "widenAfter": "3600s"}]
    young = case("c2", "q", requirements=needs, createdTime="2026-03-04T09:00:01Z")
    asked = request(
        [case("c1", "q", requirements=needs), young], agents("ann"), [queue("q", "ann")]
    )

    assert decided(asked) == {"c1": Goes("ann", "q"), "c2": "NO_ELIGIBLE_AGENT"}


def test_Q7_a_fit_below_the_least_waits_until_it_is_waived() -> None:
    """c1 fits exactly, c2 does not, c3 does not either but has waited an hour."""
    choosy = queue("q", "ann", minFit=0.5, minFitWait="3600s")
    young = {"createdTime": "2026-03-04T09:00:01Z"}
    asked = request(
        [case("c1", "q", **young), case("c2", "q", **young), case("c3", "q")],
        agents("ann"),
        [choosy],
        fits({"c1": [0.5], "c2": [0.499999], "c3": [0.1]}),
    )

    assert decided(asked) == {
        "c1": Goes("ann", "q"),
        "c2": "NO_ELIGIBLE_AGENT",
        "c3": Goes("ann", "q"),
    }
    assert histogram(asked, "c2") == {"BELOW_MIN_FIT": 1}
