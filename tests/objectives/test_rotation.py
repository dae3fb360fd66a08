"""Round robin: whose turn it is, and when turns decide (Q8)."""

from datetime import datetime
from typing import Any

import pytest

from objectives.rotation import rotation
from solver.facts import Agent, CameBack, Queue, RecentAssignment, Source, Turns
from tests.builders import (
    MONDAY,
    NEW_YORK,
    VIENNA,
    agent,
    ago,
    policy,
    queue,
    recent,
    snapshot,
    window,
)
from tests.constraints.matched import matched

MONDAY_MORNING = (window("09:00", "11:00", frozenset({MONDAY})),)


def scores(*agents: Agent, members: set[str] | None = None) -> dict[str, int]:
    """Pair scores of all agents through queue `q1`."""
    inside = members or {who.agent_id for who in agents}
    facts = snapshot(agents=agents, policy=policy(queues=(queue("q1", inside),)))
    found = rotation(facts, matched(facts, {})).score[0].tolist()
    return {who.agent_id: score for who, score in zip(facts.agents, found, strict=True)}


def served(hours: float, queue_id: str = "q1", **facts: Any) -> RecentAssignment:
    """An assignment of so many hours ago through a queue."""
    return recent(ago(hours=hours), queue_id=queue_id, **facts)


def turning(now: str, **facts: Any) -> bool:
    """Whether the queue takes turns at that moment."""
    rows = snapshot(
        now=datetime.fromisoformat(now),
        policy=policy(queues=(queue(**facts),), zone=VIENNA),
    )
    return bool(rotation(rows, matched(rows, {})).turning[0])


def test_Q8_who_had_no_case_through_the_queue_longest_goes_first() -> None:
    """1, 3/4, 1/2, 1/4: never first, then the longest ago."""
    found = scores(
        agent("ann", recent=(served(1),)),
        agent("bob", recent=(served(3), served(2))),
        agent("cid"),
        agent("dan", recent=(served(5),)),
    )

    assert found == {"cid": 10_000, "dan": 7_500, "bob": 5_000, "ann": 2_500}


def test_Q8_cases_through_other_queues_or_none_cost_no_turn() -> None:
    found = scores(agent("ann", recent=(served(5),)), agent("bob", recent=(served(1, "q2"),)))

    assert found["bob"] > found["ann"]


def test_Q8_ties_fall_by_id() -> None:
    moment = served(2)

    assert scores(agent("bob", recent=(moment,)), agent("ann", recent=(moment,))) == {
        "ann": 10_000,
        "bob": 5_000,
    }
    assert scores(agent("bob"), agent("ann")) == {"ann": 10_000, "bob": 5_000}


def test_Q8_an_assignment_that_came_back_costs_no_turn() -> None:
    back = served(1, came_back=CameBack.DECLINED)

    assert scores(agent("ann", recent=(served(2),)), agent("bob", recent=(back,)))["bob"] == 10_000


@pytest.mark.parametrize("source", Source, ids=lambda source: source.name)
def test_Q8_a_turn_is_a_turn_whoever_gave_it(source: Source) -> None:
    given = served(1, source=source)

    assert scores(agent("ann", recent=(given,)), agent("bob", recent=(served(2),)))["bob"] == 10_000


def test_Q8_only_agents_of_the_queue_have_places() -> None:
    found = scores(agent("ann"), agent("bob"), agent("cid"), members={"bob", "cid"})

    assert found == {"ann": 0, "bob": 10_000, "cid": 5_000}


@pytest.mark.parametrize(
    ("turns", "expected"),
    [(Turns.NEVER, False), (Turns.ALWAYS, True)],
    ids=["never", "always"],
)
def test_Q8_turns_are_taken_never_or_always(turns: Turns, expected: bool) -> None:
    assert turning("2026-03-09 12:00+00:00", turns=turns) is expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        pytest.param("2026-03-09 08:59:59.999999+01:00", False, id="before the window"),
        pytest.param("2026-03-09 09:00+01:00", True, id="its first moment"),
        pytest.param("2026-03-09 10:59:59.999999+01:00", True, id="its last moment"),
        pytest.param("2026-03-09 11:00+01:00", False, id="after the window"),
        pytest.param("2026-03-10 10:00+01:00", False, id="on a Tuesday"),
        pytest.param("2026-03-30 07:30+00:00", True, id="in summer an hour earlier in UTC"),
        pytest.param("2026-03-23 07:30+00:00", False, id="in winter not yet"),
        pytest.param("2026-10-19 07:30+00:00", True, id="the last Monday of summer"),
        pytest.param("2026-10-26 07:30+00:00", False, id="the first Monday of winter"),
    ],
)
def test_Q8_windows_are_on_the_wall_of_the_policys_zone(now: str, expected: bool) -> None:
    """Monday 09:00 to 11:00 in Vienna, over both changes of the clock."""
    facts: dict[str, Any] = {"turns": Turns.WINDOWS, "turn_windows": MONDAY_MORNING}

    assert turning(now, **facts) is expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        pytest.param("2026-03-09 13:00+00:00", True, id="09:00 in New York, in summer already"),
        pytest.param("2026-03-09 09:30+00:00", False, id="10:30 in Vienna does not matter"),
        pytest.param("2026-03-02 13:30+00:00", False, id="08:30 in New York, still in winter"),
    ],
)
def test_Q8_the_zone_of_the_queue_wins(now: str, expected: bool) -> None:
    facts: dict[str, Any] = {"turns": Turns.WINDOWS, "turn_windows": MONDAY_MORNING}

    assert turning(now, zone=NEW_YORK, **facts) is expected


def test_Q8_scores_are_told_of_queues_that_do_not_turn_too() -> None:
    """The round-robin fallback needs them (Q9)."""
    queues = (queue("q1", {"a1"}), queue("q2", {"a1"}, turns=Turns.ALWAYS))
    facts = snapshot(policy=policy(queues=queues))
    found = rotation(facts, matched(facts, {}))

    assert found.turning.tolist() == [False, True]
    assert found.score.tolist() == [[10_000], [10_000]]


def test_a_policy_without_queues_takes_no_turns() -> None:
    facts = snapshot()

    assert rotation(facts, matched(facts, {})).score.shape == (0, 1)


def test_Q8_a_queue_of_nobody_has_no_places() -> None:
    facts = snapshot(policy=policy(queues=(Queue("q1"),)))

    assert rotation(facts, matched(facts, {})).score.tolist() == [[0]]
