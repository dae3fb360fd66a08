"""Hours of agents and customers, from what a log told."""

from allotment.v1 import schedule_pb2
from tests.server.importing.logs import event, imported


def test_S6_who_was_seen_often_has_own_hours_and_others_have_the_usual_ones() -> None:
    clocks = [f"{day}/3/2016 {hour:02d}:00" for day in (7, 8, 9) for hour in range(24)]
    night = [
        event(f"N{number}", clock, assigned_to="Night", caller_id="?")
        for number, clock in enumerate(clocks)
        if number % 24 < 8
    ]
    days = [
        event(f"D{number}-{agent}", clock, assigned_to=f"Day {number}")
        for number, clock in enumerate(clocks)
        if number % 24 >= 9
        for agent in range(5)
    ]
    found = imported([*night, *days, event("WAIT", "7/3/2016 09:00")], "2016-03-10 00:00")

    agents = {agent.agent_id: agent for agent in found.request.agents}
    assert all(agent.predicted_windows for agent in agents.values())
    assert agents["Day 9"].predicted_windows == agents["Day 10"].predicted_windows
    assert agents["Night"].predicted_windows != agents["Day 9"].predicted_windows
    assert agents["Night"].predicted_windows[0].start == "00:00"
    assert agents["Night"].time_zone == "UTC"
    assert found.summary.counts.agents_with_own_hours == 1


def test_S6_closings_are_no_activity() -> None:
    rows = [
        event(
            f"C{number}", f"{1 + number % 9}/3/2016 03:00", assigned_to="A", incident_state="Closed"
        )
        for number in range(40)
    ]
    rows += [event("A", "8/3/2016 09:00", assigned_to="A"), event("WAIT", "7/3/2016 09:00")]

    assert imported(rows).summary.counts.agents_with_own_hours == 0


def test_S6_a_caller_of_five_incidents_has_hours_and_one_of_four_has_none() -> None:
    rows = [event(f"A{day}", f"{day}/3/2016 10:00", caller_id="Often") for day in range(1, 6)]
    rows += [event(f"B{day}", f"{day}/3/2016 10:00", caller_id="Seldom") for day in range(1, 5)]
    rows += [event("INC1", "9/3/2016 09:00", assigned_to="Resolver 1", caller_id="?")]

    often, seldom = imported(rows).request.accounts

    (window,) = often.activity_windows
    assert (window.start, window.end) == ("09:00", "12:00")
    assert schedule_pb2.DAY_FRIDAY in window.days
    assert not seldom.activity_windows
