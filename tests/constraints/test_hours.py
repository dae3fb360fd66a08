"""Shift hours: nobody gets a case outside them (V1, V2, L6, Q7)."""

from datetime import datetime, timedelta

import pytest

from constraints.hours import OUTSIDE_ASSIGNMENT_HOURS, OUTSIDE_WORKING_HOURS
from constraints.sources import NO_AVAILABILITY_SOURCE
from solver.facts import Hours, Shift, Snapshot
from tests.builders import (
    NOW,
    agent,
    policy,
    queue,
    shift,
    snapshot,
    window,
)

NARROW = window("10:00", "12:00")
BROAD = window("08:00", "18:00")
QUEUES = (queue("narrow"), queue("broad", hours=Hours.WORKING))


def one_agent(*shifts: Shift, now: datetime = NOW) -> Snapshot:
    """An agent `a1`, a queue that asks for assignment hours and one for working hours."""
    return snapshot(now=now, policy=policy(queues=QUEUES, shifts=shifts))


def allowed(facts: Snapshot) -> tuple[bool, bool]:
    """What the two kinds of hours say: (in the narrow queue, in the broad queue)."""
    narrow = OUTSIDE_ASSIGNMENT_HOURS.queue_agents(facts)
    broad = OUTSIDE_WORKING_HOURS.queue_agents(facts)
    assert narrow.shape == broad.shape == (2, 1)
    assert narrow[1, 0], "assignment hours do not matter in a queue of working hours"
    assert broad[0, 0], "working hours do not matter in a queue of assignment hours"
    return bool(narrow[0, 0]), bool(broad[1, 0])


def test_V1_an_agent_on_no_shift_has_no_availability_source() -> None:
    facts = snapshot(
        agents=(agent("ann"), agent("bob")),
        policy=policy(shifts=(shift("ann", assignment_hours=(NARROW,)),)),
    )

    assert NO_AVAILABILITY_SOURCE.agents(facts).tolist() == [True, False]


def test_V1_an_agent_on_no_shift_is_not_refused_by_hours_as_well() -> None:
    assert allowed(one_agent()) == (True, True)


@pytest.mark.parametrize(
    ("minutes", "answers"),
    [
        pytest.param(-121, (False, False), id="before working hours"),
        pytest.param(-120, (False, True), id="working hours begin"),
        pytest.param(-1, (False, True), id="before assignment hours"),
        pytest.param(0, (True, True), id="assignment hours begin"),
        pytest.param(119, (True, True), id="the last minute of assignment hours"),
        pytest.param(120, (False, True), id="assignment hours are over"),
        pytest.param(479, (False, True), id="the last minute of working hours"),
        pytest.param(480, (False, False), id="working hours are over"),
    ],
)
def test_Q7_a_queue_asks_for_assignment_hours_or_working_hours(
    minutes: int, answers: tuple[bool, bool]
) -> None:
    """The shift takes cases 10:00-12:00 and works 08:00-18:00; minutes count from 10:00."""
    both = shift("a1", assignment_hours=(NARROW,), working_hours=(BROAD,))

    assert allowed(one_agent(both, now=NOW + timedelta(minutes=minutes))) == answers


def test_V1_a_kind_of_hours_that_is_not_set_falls_back_to_the_other() -> None:
    """At 09:00 only the broad hours run."""
    early = NOW - timedelta(hours=1)

    assert allowed(one_agent(shift("a1", working_hours=(BROAD,)), now=early)) == (True, True)
    assert allowed(one_agent(shift("a1", assignment_hours=(NARROW,)), now=early)) == (False, False)


def test_V1_an_agent_on_several_shifts_has_the_hours_of_all() -> None:
    over = shift("a1", shift_id="early", assignment_hours=(window("06:00", "09:00"),))
    running = shift("a1", shift_id="late", assignment_hours=(window("09:00", "14:00"),))

    assert allowed(one_agent(over, running)) == (True, True)
    assert allowed(one_agent(over)) == (False, False)


def test_V2_nobody_works_a_shift_on_its_holiday() -> None:
    off = shift("a1", assignment_hours=(NARROW,), holidays=frozenset({NOW.date()}))

    assert allowed(one_agent(off)) == (False, False)


def test_a_policy_without_queues_refuses_nobody() -> None:
    facts = snapshot(policy=policy(shifts=(shift("a1", assignment_hours=(NARROW,)),)))

    assert OUTSIDE_ASSIGNMENT_HOURS.queue_agents(facts).shape == (0, 1)
