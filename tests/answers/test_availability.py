"""Who is there, in whole answers (V1, V2, V3, L6, Q7)."""

from typing import Any

import pytest

from tests.answers.asking import (
    ALWAYS,
    NOW,
    WEEK,
    Goes,
    Row,
    agent,
    agents,
    case,
    decided,
    histogram,
    queue,
    request,
)

AWAY = [{"startTime": "2026-03-04T00:00:00Z", "endTime": "2026-03-05T00:00:00Z"}]
HERE, OFFLINE = {"status": "Available"}, {"status": "Offline"}
PREDICTED = {"timeZone": "UTC", "predictedWindows": ALWAYS}
AT_NIGHT = {
    "timeZone": "UTC",
    "predictedWindows": [{"days": WEEK, "start": "20:00", "end": "23:00"}],
}


def hours(start: str, end: str, days: list[str] = WEEK) -> list[Row]:
    """A window of some days."""
    return [{"days": days, "start": start, "end": end}]


def shift(*names: str, **facts: Any) -> Row:
    """A shift of these agents in UTC."""
    return {"shiftId": "s", "timeZone": "UTC", "agentIds": names} | facts


def why(staff: Row, queue_facts: Row | None = None, **policy: Any) -> str:
    """Why one agent, on no shift unless the policy says so, gets no case; "free" if he does."""
    given = {"shifts": []} | policy
    only = queue("q", staff["agentId"], **(queue_facts or {}))
    asked = request([case("c1", "q")], [staff], [only], **given)
    if decided(asked) == {"c1": Goes(staff["agentId"], "q")}:
        return "free"
    (reason,) = histogram(asked, "c1")
    return reason


ON_SHIFT = [shift("ann", workingHours=ALWAYS)]
OFF_SHIFT = [shift("ann", workingHours=hours("20:00", "23:00"))]


@pytest.mark.parametrize(
    ("shifts", "facts", "expected"),
    [
        pytest.param([], {}, "NO_AVAILABILITY_SOURCE", id="none"),
        pytest.param(ON_SHIFT, {"presence": OFFLINE}, "free", id="the shift before presence"),
        pytest.param(OFF_SHIFT, {"presence": HERE}, "OUTSIDE_ASSIGNMENT_HOURS", id="also against"),
        pytest.param([], {"presence": HERE, **AT_NIGHT}, "free", id="presence before predicted"),
        pytest.param([], {"presence": OFFLINE, **PREDICTED}, "PRESENCE_OFFLINE", id="against it"),
        pytest.param(
            [],
            {"presence": OFFLINE, "customPresence": HERE},
            "PRESENCE_OFFLINE",
            id="presence before the custom field",
        ),
        pytest.param(
            [],
            {"presence": {}, "customPresence": HERE},
            "free",
            id="unknown presence: the next source",
        ),
        pytest.param(
            [],
            {"presence": {}, "customPresence": OFFLINE, **PREDICTED},
            "PRESENCE_OFFLINE",
            id="the custom field before predicted hours",
        ),
        pytest.param([], PREDICTED, "free", id="inside predicted hours"),
        pytest.param([], AT_NIGHT, "OUTSIDE_ASSIGNMENT_HOURS", id="outside them, as of a shift"),
    ],
)
def test_V1_the_first_source_that_an_agent_has_decides(
    shifts: list[Row], facts: Row, expected: str
) -> None:
    assert why(agent("ann", **facts), shifts=shifts) == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param({"presence": HERE, **PREDICTED}, "free", id="all agree"),
        pytest.param({"presence": OFFLINE, **PREDICTED}, "PRESENCE_OFFLINE", id="one does not"),
        pytest.param({"presence": HERE, **AT_NIGHT}, "OUTSIDE_ASSIGNMENT_HOURS", id="another not"),
        pytest.param({"presence": {}}, "free", id="unknown presence has no say"),
    ],
)
def test_V1_all_of_asks_every_source_that_an_agent_has(facts: Row, expected: str) -> None:
    policy: Row = {"shifts": ON_SHIFT, "availability": {"mode": "MODE_ALL_OF"}}

    assert why(agent("ann", **facts), **policy) == expected


@pytest.mark.parametrize(
    ("shifts", "facts"),
    [
        pytest.param(ON_SHIFT, {}, id="a shift"),
        pytest.param([], {"presence": HERE}, id="presence"),
        pytest.param([], {"customPresence": HERE}, id="the custom field"),
        pytest.param([], PREDICTED, id="predicted hours"),
    ],
)
def test_V1_L6_absences_are_taken_out_of_whichever_source_decides(
    shifts: list[Row], facts: Row
) -> None:
    assert why(agent("ann", **facts), shifts=shifts) == "free"
    assert why(agent("ann", absences=AWAY, **facts), shifts=shifts) == "OUT_OF_OFFICE"


def test_V1_V3_breaks_are_taken_out_of_presence_too() -> None:
    """In all_of, and where the shift has no hours but breaks alone it is the shift's say."""
    lunch = [shift("ann", workingHours=ALWAYS, breaks=hours("09:45", "10:15"))]
    policy: Row = {"shifts": lunch, "availability": {"mode": "MODE_ALL_OF"}}

    assert why(agent("ann", presence=HERE), **policy) == "ON_BREAK"


@pytest.mark.parametrize(
    ("kind", "expected"),
    [({}, "OUTSIDE_ASSIGNMENT_HOURS"), ({"hours": "HOURS_WORKING"}, "free")],
)
def test_Q7_V1_the_queue_says_which_hours_of_a_shift_count(kind: Row, expected: str) -> None:
    """Narrow assignment hours by default; the working day is broader."""
    both = shift(
        "ann", workingHours=hours("08:00", "18:00"), assignmentHours=hours("12:00", "14:00")
    )

    assert why(agent("ann"), kind, shifts=[both]) == expected


@pytest.mark.parametrize("kind", ["HOURS_ASSIGNMENT", "HOURS_WORKING"])
def test_L6_V2_nobody_gets_a_case_outside_the_hours(kind: str) -> None:
    expected = kind.replace("HOURS", "OUTSIDE") + "_HOURS"

    assert why(agent("ann"), {"hours": kind}, shifts=OFF_SHIFT) == expected


@pytest.mark.parametrize(
    ("zone", "now", "window", "days", "is_on"),
    [
        pytest.param("America/New_York", "2026-03-06T14:00:00Z", ("09:00", "17:00"), WEEK, True,
                     id="09:00 in New York, in winter"),
        pytest.param("America/New_York", "2026-03-06T13:59:59Z", ("09:00", "17:00"), WEEK, False,
                     id="a second before"),
        pytest.param("America/New_York", "2026-03-09T13:00:00Z", ("09:00", "17:00"), WEEK, True,
                     id="09:00 in New York, in summer"),
        pytest.param("Australia/Sydney", "2026-04-03T22:00:00Z", ("09:00", "17:00"), WEEK, True,
                     id="09:00 in Sydney, in summer"),
        pytest.param("Australia/Sydney", "2026-04-05T22:30:00Z", ("09:00", "17:00"), WEEK, False,
                     id="08:30 in Sydney, in winter"),
        pytest.param("Asia/Kolkata", "2026-03-04T03:29:59Z", ("09:00", "17:00"), WEEK, False,
                     id="08:59:59 half an hour off"),
        pytest.param("Asia/Kolkata", "2026-03-04T03:30:00Z", ("09:00", "17:00"), WEEK, True,
                     id="09:00 half an hour off"),
        pytest.param("Asia/Kolkata", "2026-03-04T11:30:00Z", ("09:00", "17:00"), WEEK, False,
                     id="17:00 is over"),
        pytest.param("Europe/Vienna", "2026-03-29T01:30:00Z", ("22:00", "04:00"), WEEK, True,
                     id="03:30 of the night without 02:00"),
        pytest.param("Europe/Vienna", "2026-03-29T02:00:00Z", ("22:00", "04:00"), WEEK, False,
                     id="04:00 of the night without 02:00"),
        pytest.param("Europe/Vienna", "2026-10-25T02:59:59Z", ("22:00", "04:00"), WEEK, True,
                     id="03:59:59 of the night with 02:00 twice"),
        pytest.param("Europe/Vienna", "2026-10-25T03:00:00Z", ("22:00", "04:00"), WEEK, False,
                     id="04:00 of the night with 02:00 twice"),
        pytest.param("UTC", "2026-03-07T02:00:00Z", ("22:00", "06:00"), ["DAY_FRIDAY"], True,
                     id="the night of Friday ends on Saturday"),
        pytest.param("UTC", "2026-03-06T02:00:00Z", ("22:00", "06:00"), ["DAY_FRIDAY"], False,
                     id="the night before is Thursday's"),
    ],
)  # fmt: skip
def test_V2_hours_are_those_of_the_wall_clock_in_the_zone_of_the_shift(
    zone: str, now: str, window: tuple[str, str], days: list[str], is_on: bool
) -> None:
    one = shift("ann", timeZone=zone, workingHours=hours(*window, days))
    young = case("c1", "q", createdTime=now)
    asked = request([young], agents("ann"), [queue("q", "ann")], shifts=[one], now=now)

    assert decided(asked) == {"c1": Goes("ann", "q") if is_on else "ALL_BLOCKED_BY_AVAILABILITY"}


def test_V2_nobody_works_on_a_holiday_of_his_calendar() -> None:
    """And a colleague in another country does."""
    calendar = {"holidayCalendarId": "at", "dates": ["2026-03-04"]}
    shifts = [
        shift("ann", workingHours=ALWAYS, holidayCalendarId="at"),
        shift("bob", shiftId="t", workingHours=ALWAYS),
    ]
    asked = request(
        [case("c1", "q")],
        agents("ann bob"),
        [queue("q", "ann", "bob")],
        shifts=shifts,
        holidayCalendars=[calendar],
    )

    assert decided(asked) == {"c1": Goes("bob", "q", 2, 1)}


@pytest.mark.parametrize(
    ("breaks", "expected"),
    [
        pytest.param(("10:00", "10:15"), "ON_BREAK", id="it begins"),
        pytest.param(("09:45", "10:00"), "free", id="it is over"),
    ],
)
def test_V3_nobody_gets_a_case_on_a_scheduled_break(breaks: tuple[str, str], expected: str) -> None:
    one = shift("ann", workingHours=ALWAYS, breaks=hours(*breaks))

    assert why(agent("ann"), shifts=[one]) == expected


@pytest.mark.parametrize(("least", "expected"), [("1800s", "free"), ("1801s", "SHIFT_TOO_SHORT")])
def test_V3_enough_of_the_shift_must_be_left_where_the_policy_says_so(
    least: str, expected: str
) -> None:
    """Half an hour is left."""
    one = shift("ann", workingHours=hours("08:00", "10:30"))
    policy: Row = {"shifts": [one], "availability": {"minTimeLeftInShift": least}}

    assert why(agent("ann"), **policy) == expected
    assert why(agent("ann"), shifts=[one]) == "free"


NOBODY_OVERRIDES: list[Any] = [
    pytest.param({"absences": AWAY}, {}, "OUT_OF_OFFICE", id="an absence"),
    pytest.param({}, {"shifts": OFF_SHIFT}, "OUTSIDE_ASSIGNMENT_HOURS", id="hours"),
]


@pytest.mark.parametrize(("facts", "policy", "reason"), NOBODY_OVERRIDES)
def test_L6_no_configuration_and_no_fallback_overrides_an_absence_or_hours(
    facts: Row, policy: Row, reason: str
) -> None:
    """Not presence, designation, the catch-all, round robin or its fallback for priority cases."""
    ann = agent("ann", presence=HERE, customPresence=HERE, **facts)
    asked = request(
        [case("c1", "q", priority="P1", urgency=100, designatedAgentId="ann")],
        [ann],
        [
            queue("q", "ann", roundRobin={"mode": "MODE_ALWAYS"}, fallbackQueueIds=["back"]),
            queue("back", "ann"),
            queue("rest", "ann"),
        ],
        catchAllQueueId="rest",
        roundRobinFallback={"priorities": ["P1"]},
        **policy,
    )

    assert decided(asked) == {"c1": "ALL_BLOCKED_BY_AVAILABILITY"}
    assert histogram(asked, "c1") == {reason: 1}


def test_L6_an_absence_begins_at_its_start_and_is_over_at_its_end() -> None:
    away = [{"startTime": NOW, "endTime": "2026-03-04T11:00:00Z"}]
    back = [{"startTime": "2026-03-04T09:00:00Z", "endTime": NOW}]

    assert why(agent("ann", absences=away), shifts=ON_SHIFT) == "OUT_OF_OFFICE"
    assert why(agent("ann", absences=back), shifts=ON_SHIFT) == "free"


def test_Q7_where_presence_is_required_a_shift_alone_is_not_enough() -> None:
    asked: Row = {"presenceRequired": True}

    assert why(agent("ann"), asked, shifts=ON_SHIFT) == "PRESENCE_OFFLINE"
    assert why(agent("ann", presence=OFFLINE), asked, shifts=ON_SHIFT) == "PRESENCE_OFFLINE"
    assert why(agent("ann", presence=HERE), asked, shifts=ON_SHIFT) == "free"


@pytest.mark.parametrize(
    ("way", "reason"),
    [
        ("DECLINED", "DECLINED_RECENTLY"),
        ("EXPIRED", "TRIED_RECENTLY"),
        ("WITHDRAWN", "TRIED_RECENTLY"),
    ],
)
def test_R4_a_pair_that_came_back_cools_down_for_eight_hours(way: str, reason: str) -> None:
    """The pair, not the agent; exactly eight hours later it is over."""

    def after(time: str) -> Row:
        past = {"caseId": "c1", "time": time, "cameBack": f"CAME_BACK_{way}"}
        return agent("ann", recentAssignments=[past])

    assert why(after("2026-03-04T02:00:01Z"), shifts=ON_SHIFT) == reason
    assert why(after("2026-03-04T02:00:00Z"), shifts=ON_SHIFT) == "free"
