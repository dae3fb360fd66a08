"""Round robin in whole answers (Q8)."""

from collections import Counter
from typing import Any

from tests.answers.asking import (
    Goes,
    Row,
    agent,
    agents,
    case,
    decided,
    fits,
    lately,
    queue,
    request,
)

MONDAY = {"days": ["DAY_MONDAY"], "start": "09:00", "end": "11:00"}
TURNS = {"mode": "MODE_ALWAYS"}


def turn(agent_id: str, queue_id: str = "q", **facts: Any) -> Goes:
    return Goes(agent_id, queue_id, via="ROUND_ROBIN", **facts)


def had(name: str, time: str, queue_id: str = "q", **facts: Any) -> Row:
    """An agent whose last case came through a queue at that time."""
    return agent(name, recentAssignments=[lately(f"2026-03-04T{time}:00Z", queue_id)], **facts)


def shares(count: int, staff: list[Row], *queues: Row, **policy: Any) -> Counter[str]:
    """How many of so many cases of queue `q` each agent gets."""
    asked = request([case(f"c{n}", "q") for n in range(count)], staff, list(queues), **policy)
    return Counter(row.agent for row in decided(asked).values() if isinstance(row, Goes))


def test_Q8_the_least_recent_through_this_queue_goes_first() -> None:
    """Ann's last case came later, but through another queue; fit does not matter."""
    staff = [had("ann", "09:59", "other"), had("bob", "09:00"), had("cid", "08:00")]
    asked = request(
        [case("c1", "q"), case("c2", "q")],
        staff,
        [queue("q", "ann bob cid", roundRobin=TURNS), queue("other")],
        fits({"c1": (0, 1, 0), "c2": (0, 1, 0)}),
    )

    assert {row.agent for row in decided(asked).values() if isinstance(row, Goes)} == {"ann", "cid"}


def test_Q8_nobody_gets_two_turns_before_all_had_one() -> None:
    """Five cases for three agents: 2, 2, 1, the most recent one has one."""
    staff = [had("ann", "09:59"), had("bob", "09:00"), had("cid", "08:00")]
    q = queue("q", "ann bob cid", roundRobin=TURNS)

    assert shares(3, staff, q) == {"ann": 1, "bob": 1, "cid": 1}
    assert shares(5, staff, q) == {"ann": 1, "bob": 2, "cid": 2}


def test_Q8_limits_hold_in_round_robin_too() -> None:
    """Ann may take one, Cid none."""
    staff = [
        agent("ann", limits={"perCycle": 1}),
        had("bob", "09:59"),
        agent("cid", limits={"backlog": 0}),
    ]

    assert shares(4, staff, queue("q", "ann bob cid", roundRobin=TURNS)) == {"ann": 1, "bob": 3}


def test_Q8_turns_are_taken_within_a_bucket() -> None:
    """Bucket 1 takes all it may, though bucket 2 had nothing for longer."""
    staff = [had("ann", "09:59", limits={"perCycle": 2}), agent("bob")]

    assert shares(3, staff, queue("q", "ann", "bob", roundRobin=TURNS)) == {"ann": 2, "bob": 1}


def test_Q8_turns_of_all_queues_in_rotation_count_together() -> None:
    """Ann is first in both queues, and gets one case."""
    queues = [queue("q", "ann bob", roundRobin=TURNS), queue("p", "ann bob", roundRobin=TURNS)]
    asked = request([case("c1", "q"), case("c2", "p")], agents("ann bob"), queues)

    assert sorted(row.agent for row in decided(asked).values() if isinstance(row, Goes)) == [
        "ann",
        "bob",
    ]


def test_Q8_cases_by_fit_are_no_turns() -> None:
    """Ann has a case by fit already, and it is her turn all the same."""
    queues = [queue("q", "ann bob", roundRobin=TURNS), queue("fit", "ann")]
    asked = request([case("c1", "fit"), case("c2", "q")], agents("ann bob"), queues)

    assert decided(asked) == {"c1": Goes("ann", "fit"), "c2": turn("ann")}


def test_Q8_inside_the_window_turns_decide_and_outside_it_fit() -> None:
    """In New York, where the clocks went forward on 8 March: 09:00 is 13:00 UTC."""
    by_hours = queue(
        "q",
        "ann bob",
        timeZone="America/New_York",
        roundRobin={"mode": "MODE_WINDOWS", "windows": [MONDAY]},
    )
    scores = fits({"c1": (0.2, 0.9)})
    found = {
        now: decided(request([case("c1", "q")], agents("ann bob"), [by_hours], scores, now=now))
        for now in (
            "2026-03-09T12:59:59Z",
            "2026-03-09T13:00:00Z",
            "2026-03-09T14:59:59Z",
            "2026-03-09T15:00:00Z",
        )
    }

    fit, by_turns = {"c1": Goes("bob", "q")}, {"c1": turn("ann")}
    assert list(found.values()) == [fit, by_turns, by_turns, fit]


def test_Q8_a_queue_in_rotation_as_a_tier_takes_turns() -> None:
    queues = [
        queue("first", "gone", fallbackQueueIds=["q"]),
        queue("q", "ann bob", roundRobin=TURNS),
    ]
    asked = request(
        [case("c1", "first")], [had("ann", "09:00"), agent("bob")], queues, fits({"c1": (1, 0)})
    )

    assert decided(asked) == {"c1": turn("bob", bucket=1, rank=1)}
